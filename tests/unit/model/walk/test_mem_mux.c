/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way to page-table memory against walk-7, walk-8, ptbr-7 and general-3 of rtl/contract: whose
 * request goes on, and which of the two hears that memory is ready.
 */
#include <check.h>
#include <stdlib.h>

#include "kernel/kernel.h"
#include "suite.h"
#include "walk/mem_mux.h"

static struct kernel k;
static struct mem_mux mux;

static void start(bool has_lines)
{
	kernel_init(&k);
	mem_mux_init(&mux, &k, has_lines);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
}

static void setup(void)
{
	start(false);
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
	kernel_settle(&k);
}

static void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

static void expect_ready(uint64_t walk, uint64_t load)
{
	expect("walk_req_ready", walk);
	expect("load_req_ready", load);
}

static void show_walk(void)
{
	set("walk_req_valid", 1);
	set("walk_req_id", 5);
	set("walk_req_fetch", 1);
	set("walk_req_addr", 0xfedcba98765430);
	set("walk_req_cas", 1);
	set("walk_req_expect", 0x8123456789abcdef);
	set("walk_req_data", 0x8fedcba987654321);
}

static void show_load(void)
{
	set("load_req_valid", 1);
	set("load_req_id", 8);
	set("load_req_wide", 1);
	set("load_req_addr", 0x12345660);
}

static void expect_walk(void)
{
	expect("mem_req_valid", 1);
	expect("mem_req_id", 5);
	expect("mem_req_fetch", 1);
	expect("mem_req_wide", 0);
	expect("mem_req_addr", 0xfedcba98765430);
	expect("mem_req_cas", 1);
	expect("mem_req_expect", 0x8123456789abcdef);
	expect("mem_req_data", 0x8fedcba987654321);
}

/* general-3. */
START_TEST(nobody)
{
	expect("mem_req_valid", 0);
	expect("mem_req_id", 0);
	expect("mem_req_fetch", 0);
	expect("mem_req_wide", 0);
	expect("mem_req_addr", 0);
	expect("mem_req_cas", 0);
	expect("mem_req_expect", 0);
	expect("mem_req_data", 0);
	expect_ready(0, 0);
	set("mem_req_ready", 1);
	expect_ready(1, 1);
}
END_TEST

START_TEST(the_walker)
{
	show_walk();
	expect_walk();
	expect_ready(0, 0);
	set("mem_req_ready", 1);
	expect_walk();
	expect("walk_req_ready", 1);
}
END_TEST

/* ptbr-7: wide, of its id, and not of the fetch port. */
START_TEST(the_loader)
{
	show_load();
	expect("mem_req_valid", 1);
	expect("mem_req_id", 8);
	expect("mem_req_fetch", 0);
	expect("mem_req_wide", 1);
	expect("mem_req_addr", 0x12345660);
	expect("mem_req_cas", 0);
	expect("mem_req_expect", 0);
	expect("mem_req_data", 0);
	expect_ready(0, 0);
	set("mem_req_ready", 1);
	expect("load_req_ready", 1);
}
END_TEST

/* They never meet in the MMU; if they did, one of them would wait. */
START_TEST(both)
{
	show_load();
	show_walk();
	set("mem_req_ready", 1);
	expect_walk();
	expect_ready(1, 0);
}
END_TEST

/* With lines the walker's requests come through these, and are as any other. */
START_TEST(lines)
{
	kernel_finish(&k);
	start(true);
	show_load();
	set("line_req_valid", 1);
	set("line_req_addr", 0x4560);
	expect("mem_req_valid", 1);
	expect("mem_req_id", 0);
	expect("mem_req_addr", 0x4560);
	expect("line_req_ready", 0);
	set("mem_req_ready", 1);
	expect("line_req_ready", 1);
	expect("load_req_ready", 0);
	set("line_req_valid", 0);
	set("line_req_addr", 0);
	expect("mem_req_id", 8);
	expect("load_req_ready", 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mem_mux");
	TCase *tc = tcase_create("mem_mux");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, nobody);
	tcase_add_test(tc, the_walker);
	tcase_add_test(tc, the_loader);
	tcase_add_test(tc, both);
	tcase_add_test(tc, lines);

	return suite_run(suite);
}
