/* SPDX-License-Identifier: Apache-2.0 */
/* The report of a run of a machine, for people as text and for programs as JSON. */
#ifndef PAGEWALK_BOOT_REPORT_H
#define PAGEWALK_BOOT_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "boot/board.h"
#include "boot/digest.h"

/* A summary of several lines. name: of what was run. */
void boot_report_print(FILE *file, const struct board *board, const struct digest *digest,
		       const char *name);

/* The same as JSON; NULL: out of memory. */
json_t *boot_report_json(const struct board *board, const struct digest *digest, const char *name,
			 int status);

/* Where the hart was at a mismatch: instruction, privilege, and what it asked last. */
void boot_report_place(FILE *file, const struct board *board);

#endif
