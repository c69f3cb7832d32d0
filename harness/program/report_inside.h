/* SPDX-License-Identifier: Apache-2.0 */
/* What both forms of the report share: report.c (text) and report_json.c. */
#ifndef PAGEWALK_REPORT_INSIDE_H
#define PAGEWALK_REPORT_INSIDE_H

#include <stddef.h>

/* 0 where there is nothing to divide by. */
static inline double report_ratio(double part, double whole)
{
	return whole > 0 ? part / whole : 0;
}

/* A page size for people; log2 0: nothing was translated. */
void report_size(char *text, size_t room, unsigned int log2);

#endif
