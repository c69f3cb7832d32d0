/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel: what it promises to modules. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "kernel_fixture.h"
#include "suite.h"

/* Created last to first: needs a delta for each. */
START_TEST(settles_against_the_order)
{
	add(0, "c", "d")->step = 1;
	add(1, "b", "c")->step = 2;
	add(2, "a", "b")->step = 4;
	kernel_elaborate(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "d"), 7);
	kernel_poke(&k, "a", 100);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "b"), 104);
	ck_assert_uint_eq(kernel_peek(&k, "c"), 106);
	ck_assert_uint_eq(kernel_peek(&k, "d"), 107);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

START_TEST(nothing_is_done_twice)
{
	add(0, "a", "b");
	add(1, "b", "c");
	kernel_elaborate(&k);
	kernel_settle(&k);
	kernel_tick(&k);
	for (int i = 0; i < 10; i++) {
		kernel_poke(&k, "a", 0);
		kernel_settle(&k);
		kernel_tick(&k);
	}
	ck_assert_uint_eq(evals[0], 1);
	ck_assert_uint_eq(evals[1], 1);
	ck_assert_uint_eq(ticks[0], 1);
	ck_assert_uint_eq(ticks[1], 1);
	kernel_poke(&k, "a", 5);
	kernel_settle(&k);
	kernel_tick(&k);
	ck_assert_uint_eq(evals[0], 2);
	ck_assert_uint_eq(evals[1], 2);
	ck_assert_uint_eq(ticks[0], 2);
}
END_TEST

/* A module without a tick is left alone as well. */
START_TEST(no_tick_is_no_change)
{
	unsigned int m =
		kernel_module(&k, "", "plain", &no_tick, &parts[0], sizeof(parts[0]), NULL);

	parts[0].evals = &evals[0];
	reads(&k, m, AT_EVAL, "a", &parts[0].in);
	drives(&k, m, "b", &parts[0].out);
	kernel_elaborate(&k);
	for (int i = 0; i < 3; i++) {
		kernel_settle(&k);
		kernel_tick(&k);
	}
	ck_assert_uint_eq(evals[0], 1);
}
END_TEST

/* Two registers in a row shift: the second keeps what was there before the edge. */
START_TEST(all_tick_on_the_same_values)
{
	add(0, "a", "b")->keeps = true;
	add(1, "b", "c")->keeps = true;
	kernel_elaborate(&k);
	kernel_poke(&k, "a", 3);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "b"), 3); /* 3 + 0 kept */
	kernel_tick(&k);
	ck_assert_uint_eq(parts[0].kept, 3);
	ck_assert_uint_eq(parts[1].kept, 3);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "b"), 6);
	ck_assert_uint_eq(kernel_peek(&k, "c"), 9);
	kernel_tick(&k);
	ck_assert_uint_eq(parts[1].kept, 6);
}
END_TEST

START_TEST(a_changed_state_evaluates_and_ticks_again)
{
	add(0, "a", "b")->keeps = true;
	kernel_elaborate(&k);
	kernel_poke(&k, "a", 3);
	kernel_settle(&k);
	kernel_tick(&k); /* keeps 3 */
	kernel_settle(&k);
	kernel_tick(&k); /* was due once more; keeps 3 again: no change */
	kernel_settle(&k);
	kernel_tick(&k);
	ck_assert_uint_eq(evals[0], 2);
	ck_assert_uint_eq(ticks[0], 2);
}
END_TEST

START_TEST(inputs_are_cut_to_their_width)
{
	add(0, "a", "b");
	kernel_elaborate(&k);
	kernel_poke(&k, "a", 0x123);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "b"), 0x23);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

/* Of each width that there is. */
START_TEST(every_width)
{
	const struct kernel_field field = {"", (unsigned int)_i};
	const struct kernel_type type = {.fields = &field, .count = 1, .times = 1};

	kernel_input(&k, "wide", &type);
	ck_assert(kernel_elaborate(&k));
	kernel_poke(&k, "wide", UINT64_MAX);
	ck_assert_uint_eq(kernel_peek(&k, "wide"), _i < 64 ? (UINT64_C(1) << _i) - 1 : UINT64_MAX);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

START_TEST(kernels_are_apart)
{
	struct kernel other;
	struct part p = {.step = 9, .evals = &evals[2], .ticks = &ticks[2]};
	unsigned int m;

	kernel_init(&other);
	kernel_input(&other, "a", &pair_type);
	m = kernel_module(&other, "", "lone", &part_ops, &p, sizeof(p), NULL);
	reads(&other, m, AT_BOTH, "a", &p.in);
	drives(&other, m, "b", &p.out);
	add(0, "a", "b");
	ck_assert(kernel_elaborate(&other));
	ck_assert(kernel_elaborate(&k));
	kernel_poke(&k, "a", 1);
	kernel_settle(&other);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&other, "b"), 9);
	ck_assert_uint_eq(kernel_peek(&k, "b"), 1);
	kernel_finish(&other);
}
END_TEST

/* One change test for all fields: the second alone wakes, and comes along. */
START_TEST(fields_change_together)
{
	struct part *p = add(0, "a", "b");

	add(1, "b", "c");
	p->more = 3;
	kernel_elaborate(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "b"), 0);
	ck_assert_uint_eq(kernel_peek(&k, "b_more"), 3);
	ck_assert_uint_eq(evals[1], 1);
	kernel_poke(&k, "a_more", 9);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "a_more"), 9);
	ck_assert_uint_eq(evals[0], 2);
	ck_assert_uint_eq(evals[1], 1); /* b is as it was */
	p->more = 4;
	kernel_poke(&k, "a_more", 8);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "b_more"), 4);
	ck_assert_uint_eq(evals[1], 2);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

/* Each has the bits of its own field. */
START_TEST(arrays_of_fields)
{
	static const struct kernel_type three = {.fields = pair_fields, .count = 2, .times = 3};
	static const struct kernel_type two = {.fields = pair_fields, .count = 2, .times = 2};
	static const char *const names[] = {"x0",      "x0_more", "x1",      "x1_more", "x2",
					    "x2_more", "y0",      "y0_more", "y1",      "y1_more"};

	kernel_input(&k, "x", &three);
	kernel_input(&k, "y", &two);
	kernel_elaborate(&k);
	for (unsigned int n = 0; n < 10; n++)
		kernel_poke(&k, names[n], 0xff0 + n);
	for (unsigned int n = 0; n < 10; n++)
		ck_assert_uint_eq(kernel_peek(&k, names[n]), n % 2 ? n : 0xf0 + n);
	ck_assert_uint_eq(complaints, 0);
	kernel_peek(&k, "x3");
	expect_complaint("x3", "nothing is called");
}
END_TEST

START_TEST(narrowed)
{
	add(0, "a", "b");
	kernel_narrow(&k, "a_", "more", 2);
	kernel_narrow(&k, "", "a", 8); /* as many as it has */
	kernel_elaborate(&k);
	kernel_poke(&k, "a_more", 7);
	kernel_poke(&k, "a", 0x1ff);
	ck_assert_uint_eq(kernel_peek(&k, "a_more"), 3);
	ck_assert_uint_eq(kernel_peek(&k, "a"), 0xff);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

/* An interface as a module has one: own names and common ones, two handles. */
#define LIST(L)                                                                                    \
	L(READS, AT_EVAL, COMMON, a, pair)                                                         \
	L(DRIVES, AT_NO_TIME, OWN, b, pair)

static void listed_eval(const void *state, struct kernel *kernel)
{
	const struct listed {
		LIST(INTERFACE_HANDLE)
	} *io = state;
	struct pair out = {.value = pair_get(kernel, io->a)->value + 1};

	pair_put(kernel, io->b, &out);
}

START_TEST(interfaces)
{
	static const struct kernel_line lines[] = {LIST(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(listed_eval, NULL, lines);
	struct listed {
		LIST(INTERFACE_HANDLE)
	} x = {NULL, NULL}, y = x;

	kernel_module(&k, "x_", "it", &ops, &x, sizeof(x), &x);
	kernel_module(&k, "y_", "it", &ops, &y, sizeof(y), &y);
	ck_assert(kernel_elaborate(&k));
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "a", 6);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "x_b"), 7);
	ck_assert_uint_eq(kernel_peek(&k, "y_b"), 7);
	ck_assert_ptr_eq(x.a, y.a);
	ck_assert_uint_eq(x.b->value, 7);
	ck_assert_ptr_ne(x.b, y.b);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

/* More modules than the agenda has bits, last to first: n0 = a + 1, n1 = n0 + 1 and so on. */
#define MANY 100

static struct part many[MANY];
static unsigned int many_evals[MANY], many_ticks[MANY];

static void add_many(void)
{
	memset(many, 0, sizeof(many));
	memset(many_evals, 0, sizeof(many_evals));
	memset(many_ticks, 0, sizeof(many_ticks));
	for (unsigned int n = MANY; n-- > 0;) {
		char name[16], in[16] = "a", out[16];
		unsigned int m;

		snprintf(name, sizeof(name), "m%u", n);
		snprintf(out, sizeof(out), "n%u", n);
		if (n)
			snprintf(in, sizeof(in), "n%u", n - 1);
		m = kernel_module(&k, "", name, &part_ops, &many[n], sizeof(many[n]), NULL);
		ck_assert_uint_eq(m, MANY - 1 - n);
		many[n].evals = &many_evals[n];
		many[n].ticks = &many_ticks[n];
		many[n].step = 1;
		reads(&k, m, AT_BOTH, in, &many[n].in);
		drives(&k, m, out, &many[n].out);
	}
	ck_assert(kernel_elaborate(&k));
}

START_TEST(many_modules_settle)
{
	add_many();
	if (_i)
		ck_assert(kernel_check(&k));
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "n0"), 1);
	ck_assert_uint_eq(kernel_peek(&k, "n99"), 100);
	kernel_poke(&k, "a", 7);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "n63"), 7 + 64);
	ck_assert_uint_eq(kernel_peek(&k, "n99"), 107);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

/* All at the same edge, wherever they are. */
START_TEST(many_modules_tick)
{
	add_many();
	for (unsigned int n = 0; n < MANY; n++) {
		many[n].step = 0;
		many[n].keeps = true;
	}
	if (_i)
		ck_assert(kernel_check(&k));
	kernel_settle(&k);
	kernel_poke(&k, "a", 1);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "n99"), 1);
	kernel_tick(&k);
	for (unsigned int n = 0; n < MANY; n++)
		ck_assert_uint_eq(many[n].kept, 1);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "n99"), 101);
	kernel_poke(&k, "a", 0);
	kernel_tick(&k); /* each keeps what the one before it drives: n + 1 more */
	for (unsigned int n = 1; n < MANY; n++)
		ck_assert_uint_eq(many[n].kept, 1 + n);
	ck_assert_uint_eq(complaints, 0);
}
END_TEST

START_TEST(many_modules_are_left_alone)
{
	add_many();
	for (unsigned int n = 0; n < 3; n++) {
		kernel_settle(&k);
		kernel_tick(&k);
	}
	memset(many_evals, 0, sizeof(many_evals));
	memset(many_ticks, 0, sizeof(many_ticks));
	kernel_poke(&k, "a", 0);
	kernel_settle(&k);
	kernel_tick(&k);
	for (unsigned int n = 0; n < MANY; n++)
		ck_assert_uint_eq(many_ticks[n] + many_evals[n], 0);
}
END_TEST

/*
 * A module that shares a place is woken along. The other modules of a chain that stands still are
 * not.
 */
START_TEST(places_are_shared)
{
	add_many();
	kernel_settle(&k);
	memset(many_evals, 0, sizeof(many_evals));
	many[MANY - 1].step = 2; /* module 0, whose place modules 32, 64 and 96 share */
	many[MANY - 2].step = 2; /* module 1, which does not */
	k.agenda |= 1;
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "n99"), 101);
	for (unsigned int m = 0; m < MANY; m++)
		ck_assert_uint_eq(many_evals[MANY - 1 - m], m % KERNEL_PLACES == 0);
	for (unsigned int n = 0; n < 3; n++) {
		kernel_tick(&k);
		kernel_settle(&k);
	}
	memset(many_ticks, 0, sizeof(many_ticks));
	k.agenda |= UINT64_C(1) << (KERNEL_PLACES + 20);
	kernel_tick(&k);
	for (unsigned int m = 0; m < MANY; m++)
		ck_assert_uint_eq(many_ticks[MANY - 1 - m], m % KERNEL_PLACES == 20);
}
END_TEST

/* teardown() is the second time. */
START_TEST(it_may_be_finished_twice)
{
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_finish(&k);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel");
	TCase *promises = tcase_create("promises");

	suite_add_tcase(suite, promises);
	tcase_add_checked_fixture(promises, setup, teardown);
	tcase_add_test(promises, settles_against_the_order);
	tcase_add_test(promises, nothing_is_done_twice);
	tcase_add_test(promises, it_may_be_finished_twice);
	tcase_add_test(promises, no_tick_is_no_change);
	tcase_add_test(promises, all_tick_on_the_same_values);
	tcase_add_test(promises, a_changed_state_evaluates_and_ticks_again);
	tcase_add_test(promises, inputs_are_cut_to_their_width);
	tcase_add_loop_test(promises, every_width, 1, 65);
	tcase_add_test(promises, kernels_are_apart);
	tcase_add_test(promises, fields_change_together);
	tcase_add_test(promises, arrays_of_fields);
	tcase_add_test(promises, narrowed);
	tcase_add_test(promises, interfaces);
	tcase_add_loop_test(promises, many_modules_settle, 0, 2);
	tcase_add_loop_test(promises, many_modules_tick, 0, 2);
	tcase_add_test(promises, many_modules_are_left_alone);
	tcase_add_test(promises, places_are_shared);

	return suite_run(suite);
}
