/* SPDX-License-Identifier: Apache-2.0 */
/* How messages name what the pins encode. Any value has a name: a bit may be planted. */
#ifndef PAGEWALK_NAMES_H
#define PAGEWALK_NAMES_H

/* "a page fault", "no fault". */
const char *fault_name(unsigned int fault);

/* The same as a trace has it, with a blank before it: " !page"; "" for none. */
const char *fault_mark(unsigned int fault);

#endif
