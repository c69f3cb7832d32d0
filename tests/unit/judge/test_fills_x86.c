/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: what an entry of x86 allows, and what memory explains no more.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"
#include "x86_scoreboard_fixture.h"

/*
 * Each access on one entry, under each of CR0.WP, CR4.SMEP and CR4.SMAP, twice: by the SDM,
 * "Determination of Access Rights". RW and US of the page; every fetch but that of a supervisor
 * with SMEP is let pass.
 */
static void hit_as(bool store, bool user, bool ac, bool allowed)
{
	in.data_req_valid = 1;
	in.data_req_va = 0x123;
	in.data_req_priv = user ? PRIV_U : PRIV_S;
	in.data_req_store = store;
	in.data_req_sum = ac;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
	show_answer(0x90000123, 0);
	if (allowed)
		agrees();
	else
		refuses("does not allow the access");
	taken();
}

START_TEST(x86_each_access)
{
	bool us = _i & 1, rw = _i & 2;

	begin_x86();
	image_write(image, 0x80007000, 8, 0x90000061 | (us ? 4 : 0) | (rw ? 2 : 0));
	in.wp = 1;
	filled_x86();
	for (unsigned int n = 0; n < 128; n++) {
		bool store = n & 1, user = n & 2, ac = n & 4, wp = n & 8, smap = n & 16;
		bool open = user ? us : !us || !smap || ac;

		in.wp = wp;
		in.smap = smap;
		in.smep = n >> 5 & 1;
		hit_as(store, user, ac, open && (!store || rw || (!user && !wp)));
	}
}
END_TEST

static void fetch_as(bool user, bool allowed)
{
	in.fetch_req_valid = out.fetch_req_ready = in.fetch_rsp_ready = 1;
	in.fetch_req_va = 0x123;
	in.fetch_req_seg = SEGMENT_NONE;
	in.fetch_req_priv = user ? PRIV_U : PRIV_S;
	agrees();
	in.fetch_req_valid = 0;
	out.fetch_rsp_valid = 1;
	out.fetch_rsp_pa = 0x90000123;
	out.fetch_rsp_size = 12;
	if (allowed)
		agrees();
	else
		refuses("does not allow the access");
	out.fetch_rsp_valid = 0;
}

START_TEST(x86_each_fetch)
{
	bool us = _i;

	begin_x86();
	image_write(image, 0x80007000, 8, 0x90000061 | (us ? 4 : 0));
	in.fetch_req_valid = out.fetch_req_ready = in.fetch_rsp_ready = 1;
	in.fetch_req_va = 0x123;
	in.fetch_req_seg = SEGMENT_NONE;
	in.fetch_req_priv = PRIV_S;
	agrees();
	in.fetch_req_valid = 0;
	out.mem_req_fetch = 1;
	walk_x86(0);
	out.mem_req_fetch = 0;
	out.fetch_rsp_valid = 1;
	out.fetch_rsp_pa = 0x90000123;
	out.fetch_rsp_size = 12;
	agrees();
	out.fetch_rsp_valid = 0;
	for (unsigned int n = 0; n < 32; n++) {
		bool user = n & 1, smep = n & 2;

		in.smep = smep;
		in.smap = n >> 2 & 1;
		in.wp = n >> 3 & 1;
		fetch_as(user, user ? us : !us || !smep);
	}
}
END_TEST

/* New PDPTEs under the same CR3: a global page stays, and memory explains it no more. */
static void load_pdptes(uint64_t pdpte)
{
	in.pg = in.pae = 1;
	in.lma = 0;
	write_ptbr(REGIME_X86_32, 0x4020);
	out.mem_req_id = in.mem_rsp_id = MEM_ID_LOAD;
	for (unsigned int n = 0; n < 4; n++) {
		out.mem_req_valid = out.mem_req_wide = 1;
		out.mem_req_addr = 0x4020 + 8 * n;
		agrees();
		out.mem_req_valid = 0;
		in.mem_rsp_valid = 1;
		in.mem_rsp_data = pdpte;
		agrees();
		in.mem_rsp_valid = 0;
	}
	out.mem_req_id = in.mem_rsp_id = MEM_ID_WALK;
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x4020));
}

START_TEST(x86_stale_pdptes)
{
	const uint64_t va = _i ? 0x1123 : 0x123, pa = 0x90000000 + va;

	begin_x86();
	image_write(image, 0x80007000, 8, 0x90000167); /* global, as page 1 is */
	load_pdptes(0x80006001);
	ask(va, false);
	ck_assert_ptr_null(read_pte(0x80006000));
	ck_assert_ptr_null(read_pte(0x80007000 + 8 * (uint64_t)_i));
	show_answer(pa, 0);
	agrees();
	taken();
	hit_gives(va, pa);
	agrees();
	taken();
	ck_assert_uint_eq(scoreboard_stale(board), 0);
	load_pdptes(0x80004001);
	hit_gives(va, pa);
	agrees();
	taken();
	ck_assert_uint_eq(scoreboard_stale(board), 1);
	load_pdptes(0x80006001);
	hit_gives(va, pa);
	agrees();
	ck_assert_uint_eq(scoreboard_stale(board), 1);
}
END_TEST

/* A fault that needs no read, for there is no PDPTE any more, drops the entry, too (tlb-1). */
START_TEST(x86_fault_without_a_read)
{
	begin_x86();
	in.wp = 1;
	image_write(image, 0x80007000, 8, 0x90000165); /* global, and not for stores */
	load_pdptes(0x80006001);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(0x80006000));
	ck_assert_ptr_null(read_pte(0x80007000));
	show_answer(0x90000123, 0);
	agrees();
	taken();
	load_pdptes(0x80006000);
	hit_gives(0x123, 0x90000123);
	agrees();
	taken();
	ask(0x123, true);
	ends_at_once(FAULT_PAGE);
	out.data_rsp_code = 2; /* a store */
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("dropped by the fault");
}
END_TEST

/* As long as a walk can be; its update is part of what the entry allows. */
START_TEST(x86_five_levels)
{
	const uint64_t down[] = {0x80004027}, clean = 0x90000027, dirty = 0x90000067;

	begin_x86();
	image_page(image, 0x80003, down, 1, 8);
	image_write(image, 0x80007000, 8, clean);
	in.la57 = 1;
	write_cr3(0x80003000);
	ask(0x123, true);
	ck_assert_ptr_null(read_pte(0x80003000));
	walk_x86(0);
	update(0x80007000, clean, dirty);
	image_write(image, 0x80007000, 8, dirty);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	ask(0x123, true);
	show_answer(0x90000123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_stale(board), 0);
}
END_TEST

/* The write happens a cycle before its answer. */
START_TEST(x86_cycle_of_cr3)
{
	char expected[128];

	begin_x86();
	filled_x86();
	write_cr3(CR3);
	snprintf(expected, sizeof(expected),
		 "answer pa 90000123 without a walk: its entry was dropped by the CR3 write of "
		 "cycle "
		 "%d",
		 (int)now - 2);
	hit_gives(0x123, 0x90000123);
	ck_assert_str_eq(cycle(), expected);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills_x86");
	TCase *tcase = tcase_create("fills_x86");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, x86_each_access, 0, 4);
	tcase_add_loop_test(tcase, x86_each_fetch, 0, 2);
	tcase_add_loop_test(tcase, x86_stale_pdptes, 0, 2);
	tcase_add_test(tcase, x86_fault_without_a_read);
	tcase_add_test(tcase, x86_five_levels);
	tcase_add_test(tcase, x86_cycle_of_cr3);

	return suite_run(suite);
}
