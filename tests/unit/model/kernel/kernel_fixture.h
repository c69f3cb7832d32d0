/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Modules for the kernel to be tried on. Checks are compiled in, whatever the library was built
 * with. What the kernel complains of is counted, and the first of it kept.
 */
#ifndef PAGEWALK_KERNEL_FIXTURE_H
#define PAGEWALK_KERNEL_FIXTURE_H

#undef KERNEL_CHECKS
#define KERNEL_CHECKS 1

#include "kernel/kernel.h"

/* A bundle of two fields; most tests look at the first of them, which has no name. */
#define PAIR(F) F(value, 8) F(more, 4)

struct pair {
	PAIR(BUNDLE_MEMBER)
};

BUNDLE_ACCESS(pair)

/*
 * One module for all tests: drives out = in + step + kept, and at the edge
 * keeps in, when it is told to. A flag for each way to misbehave.
 */
struct part {
	uint64_t step, kept, more;
	bool keeps, counts; /* counts: more is that of in, and one */
	bool writes_at_tick, keeps_at_eval, says_nothing, reads_undeclared, writes_foreign;
	bool reads_at_tick;
	const struct pair *in, *out, *foreign;
	unsigned int *evals, *ticks; /* counted outside: eval's state is const */
};

extern const struct kernel_field pair_fields[2];
extern const struct kernel_type pair_type;

extern struct kernel k;
extern struct part parts[3];
extern unsigned int evals[3], ticks[3];
extern char message[400];
extern unsigned int complaints;

extern const struct kernel_ops part_ops, no_tick, idle_ops;

/* One more line of a module. */
void reads(struct kernel *kernel, unsigned int module, enum kernel_sense when, const char *name,
	   const struct pair **handle);
void drives(struct kernel *kernel, unsigned int module, const char *name,
	    const struct pair **handle);

/* Module n of k, first, second or third. */
struct part *add(unsigned int n, const char *in, const char *out);

/* k, with the input a. */
void setup(void);
void teardown(void);

void expect_complaint(const char *who, const char *reason);

#endif
