/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel: the misuse that it catches in motion, and what becomes of it if nobody listens. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel_fixture.h"
#include "suite.h"

/* What it is refused it does not see. */
START_TEST(undeclared_read)
{
	struct part *p = add(0, "a", "b");

	add(1, "a", "c")->step = 5;
	kernel_elaborate(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "c"), 5);
	p->foreign = parts[1].out;
	p->reads_undeclared = true;
	kernel_poke(&k, "a", 1);
	kernel_settle(&k);
	expect_complaint("bundle c", "read by first at eval, undeclared");
}
END_TEST

/* Declared, but for tick only: a change would not wake the module. */
START_TEST(read_at_the_wrong_time)
{
	struct part *p = add(0, "a", "b");

	reads(&k, 0, AT_TICK, "c", &p->foreign);
	kernel_input(&k, "c", &pair_type);
	kernel_elaborate(&k);
	p->reads_undeclared = true;
	kernel_settle(&k);
	expect_complaint("bundle c", "read by first at eval, undeclared");
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
	expect_complaint("bundle c", "read by first at tick, undeclared");
}
END_TEST

/* A handle is followed inside eval and tick alone. */
START_TEST(read_from_outside)
{
	add(0, "a", "b");
	kernel_elaborate(&k);
	kernel_settle(&k);
	if (_i)
		kernel_tick(&k);
	ck_assert_uint_eq(complaints, 0);
	pair_get(&k, parts[0].in);
	expect_complaint("bundle a", "undeclared");
}
END_TEST

START_TEST(write_of_a_bundle_without_driver)
{
	struct part *p = add(0, "a", "b");

	add(1, "c", "d");
	kernel_elaborate(&k);
	complaints = 0; /* about c, which nobody drives */
	p->foreign = parts[1].in;
	p->writes_foreign = true;
	kernel_settle(&k);
	expect_complaint("bundle c", "written by first but driven by nobody");
}
END_TEST

/* The module at the same place has declared it. */
START_TEST(undeclared_read_at_a_shared_place)
{
	const struct kernel_line line = {READS, AT_BOTH, COMMON, "n5", &pair_type};

	kernel_module(&k, "", "first", &part_ops, &parts[0], sizeof(parts[0]), NULL);
	kernel_line(&k, 0, "", &line, &parts[0].in);
	drives(&k, 0, "z", &parts[0].out);
	parts[0].evals = &evals[0];
	parts[0].ticks = &ticks[0];
	for (unsigned int n = 1; n < KERNEL_PLACES; n++)
		kernel_module(&k, "", "idle", &idle_ops, &parts[1], 1, NULL);
	kernel_input(&k, "n5", &pair_type);
	kernel_module(&k, "", "sharer", &part_ops, &parts[2], sizeof(parts[2]), NULL);
	parts[2].evals = &evals[2];
	parts[2].ticks = &ticks[2];
	reads(&k, KERNEL_PLACES, AT_BOTH, "a", &parts[2].in);
	drives(&k, KERNEL_PLACES, "y", &parts[2].out);
	kernel_elaborate(&k);
	parts[2].foreign = parts[0].in;
	parts[2].reads_undeclared = true;
	kernel_settle(&k);
	expect_complaint("bundle n5", "read by sharer at eval, undeclared");
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
	expect_complaint("bundle c", "written by first but driven by second");
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
	expect_complaint("bundle b", "written by first at tick");
	ck_assert_uint_eq(kernel_peek(&k, "b"), 0);
}
END_TEST

START_TEST(value_too_wide_of_a_second_field)
{
	add(0, "a", "b")->more = 0x10;
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("field b_more", "is too narrow for 0x10, written by first");
	ck_assert_uint_eq(kernel_peek(&k, "b_more"), 0);
}
END_TEST

START_TEST(value_too_wide)
{
	add(0, "a", "b")->step = 0x100;
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("field b", "is too narrow for 0x100, written by first");
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

START_TEST(poke_of_a_driven_bundle)
{
	add(0, "a", "b");
	kernel_elaborate(&k);
	kernel_poke(&k, "b", 1);
	expect_complaint("bundle b", "driven by first and by outside");
}
END_TEST

START_TEST(poke_of_a_bundle_without_driver)
{
	add(0, "nowhere", "b");
	kernel_elaborate(&k);
	complaints = 0;
	kernel_poke(&k, "nowhere", 1);
	expect_complaint("bundle nowhere", "driven by nobody and by outside");
}
END_TEST

START_TEST(unknown_name)
{
	ck_assert_uint_eq(kernel_peek(&k, "typo"), 0);
	expect_complaint("typo", "nothing is called");
}
END_TEST

START_TEST(unknown_name_to_poke)
{
	kernel_poke(&k, "typo", 1);
	expect_complaint("typo", "nothing is called");
}
END_TEST

/* So that what this process has counted of its own coverage is kept. */
static void end_in_order(int signal)
{
	(void)signal;
	exit(0);
}

/* In a process of its own, which ends; that is waited for, so that its coverage is written before
 * it is read. */
START_TEST(the_default_says_why)
{
	char said[160] = "";
	int ends[2];
	pid_t child;
	ssize_t n;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (!child) {
		signal(SIGABRT, end_in_order);
		dup2(ends[1], STDERR_FILENO);
		kernel_on_misuse(&k, NULL, NULL);
		kernel_poke(&k, "typo", 1);
		_exit(0);
	}
	close(ends[1]);
	n = read(ends[0], said, sizeof(said) - 1);
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_int_gt(n, 0);
	ck_assert_str_eq(said, "model: nothing is called typo\n");
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
	Suite *suite = suite_create("kernel_misuse");
	TCase *misuse = tcase_create("misuse");

	suite_add_tcase(suite, misuse);
	tcase_add_checked_fixture(misuse, setup, teardown);
	tcase_add_test(misuse, undeclared_read);
	tcase_add_test(misuse, read_at_the_wrong_time);
	tcase_add_test(misuse, undeclared_read_at_tick);
	tcase_add_test(misuse, undeclared_read_at_a_shared_place);
	tcase_add_loop_test(misuse, read_from_outside, 0, 2);
	tcase_add_test(misuse, foreign_write);
	tcase_add_test(misuse, write_of_a_bundle_without_driver);
	tcase_add_test(misuse, write_from_tick);
	tcase_add_test(misuse, value_too_wide);
	tcase_add_test(misuse, value_too_wide_of_a_second_field);
	tcase_add_test(misuse, state_kept_at_eval);
	tcase_add_test(misuse, state_kept_at_eval_by_the_second);
	tcase_add_test(misuse, change_not_said);
	tcase_add_test(misuse, state_changed_from_elsewhere);
	tcase_add_test(misuse, tick_that_is_not_due);
	tcase_add_test(misuse, poke_of_a_driven_bundle);
	tcase_add_test(misuse, poke_of_a_bundle_without_driver);
	tcase_add_test(misuse, unknown_name);
	tcase_add_test(misuse, unknown_name_to_poke);
	tcase_add_test(misuse, the_default_says_why);
	tcase_add_test_raise_signal(misuse, the_default_aborts, SIGABRT);
	tcase_add_test_raise_signal(misuse, so_does_a_kernel_that_was_told_nothing, SIGABRT);

	return suite_run(suite);
}
