/* SPDX-License-Identifier: Apache-2.0 */
#include "arch/names.h"

static const struct {
	const char *name, *mark;
} faults[8] = {
	{"no fault", ""},
	{"a page fault", " !page"},
	{"an access fault", " !access"},
	{"a general-protection fault", " !protection"},
	{"a segment fault", " !segment"},
	{"fault 5", " !5"},
	{"fault 6", " !6"},
	{"fault 7", " !7"},
};

const char *fault_name(unsigned int fault)
{
	return faults[fault % 8].name;
}

const char *fault_mark(unsigned int fault)
{
	return faults[fault % 8].mark;
}
