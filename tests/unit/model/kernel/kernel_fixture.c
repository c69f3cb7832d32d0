/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel_fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

const struct kernel_field pair_fields[] = {{"", 8}, {"more", 4}};
const struct kernel_type pair_type = {.fields = pair_fields, .count = 2, .times = 1};

struct kernel k;
struct part parts[3];
unsigned int evals[3], ticks[3];
char message[400];
unsigned int complaints;

static void note(void *opaque, const char *text)
{
	ck_assert_ptr_eq(opaque, &k);
	if (!complaints++)
		snprintf(message, sizeof(message), "%s", text);
}

static const struct pair one = {.value = 1};

static void part_eval(const void *state, struct kernel *kernel)
{
	const struct part *p = state;
	struct pair out = {.value = p->step + p->kept, .more = p->more};

	++*p->evals;
	if (p->keeps_at_eval)
		((struct part *)(uintptr_t)state)->kept++;
	if (p->reads_undeclared)
		ck_assert_uint_eq(pair_get(kernel, p->foreign)->value, 0);
	if (p->writes_foreign)
		pair_put(kernel, p->foreign, &one);
	out.value += pair_get(kernel, p->in)->value;
	if (p->counts)
		out.more = (pair_get(kernel, p->in)->more + 1) & 0xf;
	pair_put(kernel, p->out, &out);
}

static bool part_tick(void *state, const struct kernel *kernel)
{
	struct part *p = state;
	uint64_t before = p->kept;

	++*p->ticks;
	if (p->writes_at_tick)
		pair_put((struct kernel *)(uintptr_t)kernel, p->out, &one);
	if (p->reads_at_tick)
		ck_assert_uint_eq(pair_get(kernel, p->foreign)->value, 0);
	if (p->keeps)
		p->kept = pair_get(kernel, p->in)->value;
	return p->kept != before && !p->says_nothing;
}

const struct kernel_ops part_ops = {.eval = part_eval, .tick = part_tick};
const struct kernel_ops no_tick = {.eval = part_eval};

static void idle_eval(const void *state, struct kernel *kernel)
{
	(void)state;
	(void)kernel;
}

const struct kernel_ops idle_ops = {.eval = idle_eval};

void reads(struct kernel *kernel, unsigned int module, enum kernel_sense when, const char *name,
	   const struct pair **handle)
{
	const struct kernel_line line = {READS, when, COMMON, name, &pair_type};

	kernel_line(kernel, module, "", &line, handle);
}

void drives(struct kernel *kernel, unsigned int module, const char *name,
	    const struct pair **handle)
{
	const struct kernel_line line = {DRIVES, AT_NO_TIME, COMMON, name, &pair_type};

	kernel_line(kernel, module, "", &line, handle);
}

struct part *add(unsigned int n, const char *in, const char *out)
{
	static const char *const names[] = {"first", "second", "third"};
	struct part *p = &parts[n];
	unsigned int m = kernel_module(&k, "", names[n], &part_ops, p, sizeof(*p), NULL);

	p->evals = &evals[n];
	p->ticks = &ticks[n];
	reads(&k, m, AT_BOTH, in, &p->in);
	drives(&k, m, out, &p->out);
	return p;
}

void setup(void)
{
	memset(parts, 0, sizeof(parts));
	memset(evals, 0, sizeof(evals));
	memset(ticks, 0, sizeof(ticks));
	complaints = 0;
	message[0] = '\0';
	kernel_init(&k);
	kernel_on_misuse(&k, note, &k);
	kernel_input(&k, "a", &pair_type);
}

void teardown(void)
{
	kernel_finish(&k);
}

void expect_complaint(const char *who, const char *reason)
{
	ck_assert_msg(complaints > 0, "nothing was said about %s", reason);
	ck_assert_msg(strstr(message, who) && strstr(message, reason),
		      "said: %s; expected %s and: %s", message, who, reason);
}
