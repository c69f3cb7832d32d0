/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel: what it promises to modules, and the misuse that it catches.
 * Checks are compiled in here, whatever the library was built with.
 */
#undef KERNEL_CHECKS
#define KERNEL_CHECKS 1

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel.h"
#include "suite.h"

/*
 * One module for all tests: drives out = in + step + kept, and at the edge
 * keeps in, when it is told to. A flag for each way to misbehave.
 */
struct part {
	uint64_t step, kept;
	bool keeps;
	bool writes_at_tick, keeps_at_eval, says_nothing, reads_undeclared, writes_foreign;
	bool reads_at_tick;
	struct signal in, out, foreign;
	unsigned int *evals, *ticks; /* counted outside: eval's state is const */
};

static struct kernel k;
static struct part parts[3];
static unsigned int evals[3], ticks[3];
static char message[160];
static unsigned int complaints;

static void note(void *opaque, const char *text)
{
	ck_assert_ptr_eq(opaque, &k);
	if (!complaints++)
		snprintf(message, sizeof(message), "%s", text);
}

static void part_eval(const void *state, struct kernel *kernel)
{
	const struct part *p = state;

	++*p->evals;
	if (p->keeps_at_eval)
		((struct part *)(uintptr_t)state)->kept++;
	if (p->reads_undeclared)
		signal_get(kernel, p->foreign);
	if (p->writes_foreign)
		signal_put(kernel, p->foreign, 1);
	signal_put(kernel, p->out, signal_get(kernel, p->in) + p->step + p->kept);
}

static bool part_tick(void *state, const struct kernel *kernel)
{
	struct part *p = state;
	uint64_t before = p->kept;

	++*p->ticks;
	if (p->writes_at_tick)
		signal_put((struct kernel *)(uintptr_t)kernel, p->out, 1);
	if (p->reads_at_tick)
		signal_get(kernel, p->foreign);
	if (p->keeps)
		p->kept = signal_get(kernel, p->in);
	return p->kept != before && !p->says_nothing;
}

static const struct kernel_ops part_ops = {part_eval, part_tick};

static struct part *add(unsigned int n, const char *in, const char *out)
{
	static const char *const names[] = {"first", "second", "third"};
	struct part *p = &parts[n];
	unsigned int m = kernel_module(&k, "", names[n], &part_ops, p, sizeof(*p));

	p->evals = &evals[n];
	p->ticks = &ticks[n];
	p->in = kernel_reads(&k, m, AT_BOTH, "", in);
	p->out = kernel_drives(&k, m, 8, "", out);
	return p;
}

static void setup(void)
{
	memset(parts, 0, sizeof(parts));
	memset(evals, 0, sizeof(evals));
	memset(ticks, 0, sizeof(ticks));
	complaints = 0;
	message[0] = '\0';
	kernel_init(&k);
	kernel_on_misuse(&k, note, &k);
	kernel_input(&k, 8, "a");
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void expect_complaint(const char *signal_or_module, const char *reason)
{
	ck_assert_msg(complaints > 0, "nothing was said about %s", reason);
	ck_assert_msg(strstr(message, signal_or_module) && strstr(message, reason),
		      "said: %s; expected %s and: %s", message, signal_or_module, reason);
}

/* ---- What it promises ---- */

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
	static const struct kernel_ops no_tick = {part_eval, NULL};
	unsigned int m = kernel_module(&k, "", "plain", &no_tick, &parts[0], sizeof(parts[0]));

	parts[0].evals = &evals[0];
	parts[0].in = kernel_reads(&k, m, AT_EVAL, "", "a");
	parts[0].out = kernel_drives(&k, m, 8, "", "b");
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
	kernel_input(&k, (unsigned int)_i, "wide");
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
	kernel_input(&other, 8, "a");
	m = kernel_module(&other, "", "lone", &part_ops, &p, sizeof(p));
	p.in = kernel_reads(&other, m, AT_BOTH, "", "a");
	p.out = kernel_drives(&other, m, 8, "", "b");
	add(0, "a", "b");
	kernel_poke(&k, "a", 1);
	kernel_settle(&other);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&other, "b"), 9);
	ck_assert_uint_eq(kernel_peek(&k, "b"), 1);
	kernel_finish(&other);
}
END_TEST

/* ---- Misuse ---- */

START_TEST(two_drivers)
{
	add(0, "a", "b");
	add(1, "a", "b");
	expect_complaint("signal b", "driven by first and by second");
}
END_TEST

START_TEST(an_input_has_a_driver)
{
	add(0, "b", "a");
	expect_complaint("signal a", "driven by outside and by first");
}
END_TEST

START_TEST(no_driver)
{
	add(0, "nowhere", "b");
	kernel_elaborate(&k);
	expect_complaint("signal nowhere", "driven by nobody, read by first");
}
END_TEST

/* Who looks at it at the edge alone is named, too. */
START_TEST(no_driver_for_a_tick)
{
	add(0, "a", "b");
	add(1, "a", "c");
	kernel_reads(&k, 0, AT_TICK, "", "nowhere");
	kernel_elaborate(&k);
	expect_complaint("signal nowhere", "driven by nobody, read by first");
}
END_TEST

/* The call that is refused does nothing. */
START_TEST(a_module_too_many)
{
	static const struct kernel_ops no_tick = {part_eval, NULL};

	for (unsigned int n = 0; n < KERNEL_MODULES - 1; n++)
		ck_assert_uint_eq(kernel_module(&k, "", "some", &no_tick, &parts[0], 1), n);
	ck_assert_uint_eq(complaints, 0);
	kernel_module(&k, "one_", "more", &no_tick, &parts[0], 1);
	expect_complaint("module one_more", "is one too many");
	ck_assert_uint_eq(complaints, 1);
	ck_assert_uint_eq(k.modules, KERNEL_MODULES - 1);
}
END_TEST

START_TEST(no_driver_and_no_reader)
{
	kernel_signal(&k, "nowhere");
	kernel_elaborate(&k);
	ck_assert_str_eq(message, "signal nowhere is driven by nobody");
}
END_TEST

START_TEST(a_signal_too_many)
{
	unsigned int added = 1; /* with that of setup() */
	char name[16] = "";

	while (!complaints && added <= KERNEL_SIGNALS) {
		snprintf(name, sizeof(name), "s%u", added);
		ck_assert_uint_lt(kernel_signal(&k, name).id, KERNEL_SIGNALS);
		added++;
	}
	expect_complaint(name, "one too many");
	ck_assert_uint_eq(added, KERNEL_SIGNALS);
}
END_TEST

START_TEST(width_out_of_range)
{
	kernel_input(&k, 65, "wide");
	expect_complaint("signal wide", "65 bits");
}
END_TEST

START_TEST(combinational_loop)
{
	add(0, "c", "b")->step = 1;
	add(1, "b", "c")->step = 0;
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("signal ", "combinational loop");
	ck_assert(strstr(message, "signal b") || strstr(message, "signal c"));
	ck_assert(strstr(message, "first") || strstr(message, "second"));
}
END_TEST

/* Whatever is behind it: a signal that is settled is not taken for one of the loop. */
START_TEST(the_loop_is_named)
{
	add(0, "c", "b")->step = 1;
	add(1, "b", "c")->step = 0;
	add(2, "a", "d");
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("signal ", "combinational loop");
	ck_assert(strstr(message, "signal b") || strstr(message, "signal c"));
}
END_TEST

START_TEST(a_loop_of_one)
{
	add(0, "b", "b")->step = 1;
	kernel_settle(&k);
	expect_complaint("signal b", "combinational loop through first");
}
END_TEST

/* The loop is told once, and left alone until something changes. */
START_TEST(a_loop_is_given_up)
{
	add(0, "c", "b")->step = 1;
	add(1, "b", "c")->step = 0;
	kernel_elaborate(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 1);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 1);
}
END_TEST

START_TEST(own_signal_read_at_eval)
{
	add(0, "b", "b");
	kernel_elaborate(&k);
	expect_complaint("signal b", "read at eval by first, which drives it");
}
END_TEST

START_TEST(undeclared_read)
{
	struct part *p = add(0, "a", "b");

	add(1, "a", "c");
	kernel_elaborate(&k);
	p->foreign = parts[1].out;
	p->reads_undeclared = true;
	kernel_settle(&k);
	expect_complaint("signal c", "read by first at eval, undeclared");
}
END_TEST

/* Declared, but for tick only: a change would not wake the module. */
START_TEST(read_at_the_wrong_time)
{
	struct part *p = add(0, "a", "b");

	p->foreign = kernel_reads(&k, 0, AT_TICK, "", "c");
	kernel_input(&k, 8, "c");
	kernel_elaborate(&k);
	p->reads_undeclared = true;
	kernel_settle(&k);
	expect_complaint("signal c", "read by first at eval, undeclared");
}
END_TEST

START_TEST(undeclared_read_at_tick)
{
	struct part *p = add(0, "a", "b");

	add(1, "a", "c");
	kernel_elaborate(&k);
	p->foreign = parts[1].out;
	p->reads_at_tick = true;
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 0);
	kernel_tick(&k);
	expect_complaint("signal c", "read by first at tick, undeclared");
}
END_TEST

START_TEST(write_of_a_signal_without_driver)
{
	struct part *p = add(0, "a", "b");

	p->foreign = kernel_signal(&k, "c");
	p->writes_foreign = true;
	kernel_settle(&k);
	expect_complaint("signal c", "written by first but driven by nobody");
}
END_TEST

START_TEST(foreign_write)
{
	struct part *p = add(0, "a", "b");

	add(1, "a", "c");
	kernel_elaborate(&k);
	p->foreign = parts[1].out;
	p->writes_foreign = true;
	kernel_settle(&k);
	expect_complaint("signal c", "written by first but driven by second");
	ck_assert_uint_eq(kernel_peek(&k, "c"), 0);
}
END_TEST

START_TEST(write_from_tick)
{
	add(0, "a", "b")->writes_at_tick = true;
	kernel_elaborate(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 0);
	kernel_tick(&k);
	expect_complaint("signal b", "written by first at tick");
	ck_assert_uint_eq(kernel_peek(&k, "b"), 0);
}
END_TEST

START_TEST(value_too_wide)
{
	add(0, "a", "b")->step = 0x100;
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("signal b", "too narrow for 0x100, written by first");
	ck_assert_uint_eq(kernel_peek(&k, "b"), 0);
}
END_TEST

START_TEST(state_kept_at_eval)
{
	add(0, "a", "b")->keeps_at_eval = true;
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
	expect_complaint("module first", "keeps state at eval");
}
END_TEST

START_TEST(state_kept_at_eval_by_the_second)
{
	add(0, "a", "b");
	add(1, "a", "c")->keeps_at_eval = true;
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
	expect_complaint("module second", "keeps state at eval");
}
END_TEST

START_TEST(change_not_said)
{
	struct part *p = add(0, "a", "b");

	kernel_elaborate(&k);
	p->keeps = p->says_nothing = true;
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "a", 1);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 0);
	kernel_tick(&k);
	expect_complaint("module first", "does not say so");
}
END_TEST

START_TEST(state_changed_from_elsewhere)
{
	struct part *p = add(0, "a", "b");

	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
	p->step = 1;
	kernel_settle(&k);
	expect_complaint("module first", "was not woken");
}
END_TEST

/* It would keep something now, but nothing that it has declared has changed. */
START_TEST(tick_that_is_not_due)
{
	struct part *p = add(0, "a", "b");

	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "a", 1);
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 0);
	p->keeps = true;
	kernel_tick(&k);
	expect_complaint("module first", "was not ticked though it has news");
}
END_TEST

START_TEST(poke_of_a_driven_signal)
{
	add(0, "a", "b");
	kernel_poke(&k, "b", 1);
	expect_complaint("signal b", "driven by first and by outside");
}
END_TEST

START_TEST(unknown_name)
{
	ck_assert_uint_eq(kernel_peek(&k, "typo"), 0);
	expect_complaint("typo", "no signal is called");
}
END_TEST

START_TEST(unknown_name_to_poke)
{
	kernel_poke(&k, "typo", 1);
	expect_complaint("typo", "no signal is called");
}
END_TEST

/* So that what this process has counted of its own coverage is kept. */
static void end_in_order(int signal)
{
	(void)signal;
	exit(0);
}

/* teardown() is the second time. */
START_TEST(it_may_be_finished_twice)
{
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_finish(&k);
}
END_TEST

/* In a process of its own, which ends. */
START_TEST(the_default_says_why)
{
	char said[160] = "";
	int ends[2];
	ssize_t n;

	ck_assert_int_eq(pipe(ends), 0);
	if (!fork()) {
		signal(SIGABRT, end_in_order);
		dup2(ends[1], STDERR_FILENO);
		kernel_on_misuse(&k, NULL, NULL);
		kernel_poke(&k, "typo", 1);
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], said, sizeof(said) - 1);
	close(ends[0]);
	ck_assert_int_gt(n, 0);
	ck_assert_str_eq(said, "model: no signal is called typo\n");
}
END_TEST

START_TEST(the_default_aborts)
{
	kernel_on_misuse(&k, NULL, NULL);
	kernel_poke(&k, "typo", 1);
}
END_TEST

START_TEST(so_does_a_kernel_that_was_told_nothing)
{
	struct kernel other;

	kernel_init(&other);
	kernel_poke(&other, "typo", 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel");
	TCase *promises = tcase_create("promises"), *misuse = tcase_create("misuse");

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

	suite_add_tcase(suite, misuse);
	tcase_add_checked_fixture(misuse, setup, teardown);
	tcase_add_test(misuse, two_drivers);
	tcase_add_test(misuse, an_input_has_a_driver);
	tcase_add_test(misuse, no_driver);
	tcase_add_test(misuse, no_driver_for_a_tick);
	tcase_add_test(misuse, no_driver_and_no_reader);
	tcase_add_test(misuse, a_module_too_many);
	tcase_add_test(misuse, a_signal_too_many);
	tcase_add_test(misuse, width_out_of_range);
	tcase_add_test(misuse, combinational_loop);
	tcase_add_test(misuse, the_loop_is_named);
	tcase_add_test(misuse, a_loop_of_one);
	tcase_add_test(misuse, a_loop_is_given_up);
	tcase_add_test(misuse, own_signal_read_at_eval);
	tcase_add_test(misuse, undeclared_read);
	tcase_add_test(misuse, read_at_the_wrong_time);
	tcase_add_test(misuse, undeclared_read_at_tick);
	tcase_add_test(misuse, foreign_write);
	tcase_add_test(misuse, write_of_a_signal_without_driver);
	tcase_add_test(misuse, write_from_tick);
	tcase_add_test(misuse, value_too_wide);
	tcase_add_test(misuse, state_kept_at_eval);
	tcase_add_test(misuse, state_kept_at_eval_by_the_second);
	tcase_add_test(misuse, change_not_said);
	tcase_add_test(misuse, state_changed_from_elsewhere);
	tcase_add_test(misuse, tick_that_is_not_due);
	tcase_add_test(misuse, poke_of_a_driven_signal);
	tcase_add_test(misuse, unknown_name);
	tcase_add_test(misuse, unknown_name_to_poke);
	tcase_add_test(misuse, the_default_says_why);
	tcase_add_test_raise_signal(misuse, the_default_aborts, SIGABRT);
	tcase_add_test_raise_signal(misuse, so_does_a_kernel_that_was_told_nothing, SIGABRT);

	return suite_run(suite);
}
