/* SPDX-License-Identifier: Apache-2.0 */
/* The report of a play, for people as text and for programs as JSON. */
#ifndef PAGEWALK_OS_REPORT_H
#define PAGEWALK_OS_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "os/play/play.h"

/* The report as text. seconds: of CPU time. */
void os_report_print(FILE *file, const struct play *play, double seconds);

/* The same as JSON; NULL: out of memory. */
json_t *os_report_json(const struct play *play, double seconds, int status);

#endif
