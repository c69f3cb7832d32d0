/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which mutant is in the netlist: the number in the environment variable PAGEWALK_MUTANT, 0 (none)
 * without it. What is no number is the user's mistake, status 2.
 */
#include <stdio.h>
#include <stdlib.h>

int mutant_selected(void);

int mutant_selected(void)
{
	const char *text = getenv("PAGEWALK_MUTANT");
	char *end;
	long number;

	if (!text)
		return 0;
	number = strtol(text, &end, 10);
	if (end == text || *end || number < 0 || number > 1 << 20) {
		fprintf(stderr, "PAGEWALK_MUTANT: no number of a mutant: '%s'\n", text);
		exit(2);
	}
	return (int)number;
}
