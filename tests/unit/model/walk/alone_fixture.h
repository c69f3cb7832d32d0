/* SPDX-License-Identifier: Apache-2.0 */
/* A module alone in a kernel: the test is all that is around it. */
#ifndef PAGEWALK_ALONE_FIXTURE_H
#define PAGEWALK_ALONE_FIXTURE_H

#include "kernel/kernel.h"

extern struct kernel k;

/* The module has been put into k: it can be used. */
void ready(void);
void teardown(void);

/* Shows it a value; what it answers in this cycle; the edge that ends the cycle; n of them. */
void set(const char *name, uint64_t value);
void expect(const char *name, uint64_t value);
void edge(void);
void edges(unsigned int n);

#endif
