/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that begin behind pointers, on x86, shown to the judge on pins made by hand
 * (rtl/contract/tlb.md, "What the manuals allow of pointers"): what names them, and they are gone:
 * INVLPG, INVPCID, CR3, and faults.
 */
#include <check.h>

#include "judge/pointers_inside.h"
#include "suite.h"
#include "x86_pointers_fixture.h"

static void fence_of(bool by_va, uint64_t va, bool by_asid, uint64_t asid, bool keep_global)
{
	in.fence_keep_global = keep_global;
	fence(by_va, va, by_asid, asid);
	in.fence_keep_global = 0;
}

/* With PCIDs: those of 5 are read, and the fence comes from PCID `from`. */
static void fence_from(uint64_t from)
{
	in.pcide = 1;
	cr3(PML4 << 12 | 5);
	may_skip(0, 0);
	may_skip(2, MIB2);
	may_skip(1, GIB);
	cr3(UINT64_C(1) << 63 | PML4 << 12 | from);
}

static void back(void)
{
	cr3(UINT64_C(1) << 63 | PML4 << 12 | 5);
}

/* INVLPG: all of the PCID, whatever the address. */
START_TEST(invlpg)
{
	fence_from(_i < 2 ? 5 : 6);
	fence_of(true, _i & 1 ? UINT64_C(7) << 39 : 0x1000, false, 5, false);
	back();
	if (_i < 2)
		may_not_skip(3, MIB2 + 0x1000);
	else
		may_skip(3, MIB2 + 0x1000);
}
END_TEST

/* Bits 63:57 are not all equal to bit 56: it is in no page. */
START_TEST(invlpg_of_no_page)
{
	static const uint64_t vas[] = {UINT64_C(1) << 57, UINT64_C(1) << 56, UINT64_C(0xff) << 56};

	fence_from(5);
	fence_of(true, vas[_i], false, 0, false);
	if (_i == 2)
		may_not_skip(3, 0x1000);
	else
		may_skip(3, 0x1000);
}
END_TEST

/* Out of long mode bits 31:0 of the address count. */
START_TEST(invlpg_of_32_bits)
{
	const uint64_t pdptes[4] = {PD << 12 | 1};

	image_page(image, 0x80, pdptes, 4, 8);
	in.lma = 0;
	write_ptbr(REGIME_X86_32, 0x80000);
	out.mem_req_id = in.mem_rsp_id = MEM_ID_LOAD;
	for (unsigned int n = 0; n < 4; n++)
		ck_assert_ptr_null(read_pte(0x80000 + 8 * n));
	out.mem_req_id = in.mem_rsp_id = MEM_ID_WALK;
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x80000));
	ask(0, false);
	ck_assert_ptr_null(read_pte(PD << 12));
	ck_assert_ptr_null(read_pte(PT << 12));
	show_answer(0x1000000, 0);
	agrees();
	taken();
	if (_i)
		fence_of(true, UINT64_C(1) << 57, false, 0, false);
	ask(0x1000, false);
	ck_assert_ptr_null(read_pte((PT << 12) + 8));
	show_answer(0x1001000, 0);
	if (_i)
		refuses("PTE read 1 at 94008: the oracle reads 92000");
	else
		agrees();
}
END_TEST

/* INVPCID of type 0: those of that PCID through which the address is translated. */
START_TEST(invpcid_of_an_address)
{
	static const struct {
		uint64_t fenced, asid;
		unsigned int skipped;
		uint64_t va;
		bool may;
	} all[] = {
		{0x3000, 5, 3, 0x1000, false},           {0x3000, 5, 3, MIB2 + 0x1000, true},
		{0x3000, 5, 2, MIB2 + 0x1000, false},    {0x3000, 5, 2, GIB + 0x1000, true},
		{0x3000, 5, 1, GIB + 0x1000, false},     {0x3000, 6, 3, 0x1000, true},
		{UINT64_C(1) << 39, 5, 1, 0x1000, true}, {UINT64_C(1) << 57, 5, 3, 0x1000, true},
		{0x3000, 0x1005, 3, 0x1000, false},
	};

	fence_from(6);
	fence_of(true, all[_i].fenced, true, all[_i].asid, false);
	back();
	if (all[_i].may)
		may_skip(all[_i].skipped, all[_i].va);
	else
		may_not_skip(all[_i].skipped, all[_i].va);
}
END_TEST

/* Type 1, 2 and 3. A is bit 5, and no G: pointers of x86 are not global. */
START_TEST(invpcid_of_all)
{
	fence_from(6);
	fence_of(false, 0, _i < 2, _i ? 5 : 6, _i == 3);
	back();
	if (_i)
		may_not_skip(3, 0x1000);
	else
		may_skip(3, 0x1000);
}
END_TEST

START_TEST(write_of_cr3)
{
	fence_from(6);
	if (_i < 2)
		cr3(PML4 << 12 | (_i ? 5 : 7));
	back();
	if (_i == 1)
		may_not_skip(3, 0x1000);
	else
		may_skip(3, 0x1000);
}
END_TEST

/* A fence under RISC-V of an address names none, of x86 neither. */
START_TEST(fence_from_riscv)
{
	fence_from(6);
	write_ptbr(REGIME_RV64, SV39 | ROOT);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, SV39 | ROOT));
	fence_of(true, 0x1000, _i, 5, false);
	back();
	may_skip(3, 0x1000);
}
END_TEST

/* It names those that lead to its address, of its PCID. */
START_TEST(page_fault)
{
	static const struct {
		unsigned int skipped;
		uint64_t va;
		bool may;
	} all[] = {{3, 0x1000, false},
		   {3, MIB2 + 0x1000, true},
		   {2, MIB2 + 0x1000, false},
		   {0, 0x1000, true}};

	may_skip(0, 0);
	may_skip(2, MIB2);
	ck_assert_ptr_null(answered_behind(3, 0x7000, false, 0, FAULT_PAGE, 0));
	if (all[_i].may)
		may_skip(all[_i].skipped, all[_i].va);
	else
		may_not_skip(all[_i].skipped, all[_i].va);
}
END_TEST

/*
 * A walk of the fetch port has lost its update, and the data port's goes first and faults. What
 * that names, the other had skipped before.
 */
START_TEST(page_fault_behind_a_lost_update)
{
	uint64_t pte = UINT64_C(0x1004) << 12 | 7;

	may_skip(0, 0);
	image_write(image, (PT << 12) + 32, 8, pte);
	fetch(0x4000);
	out.mem_req_fetch = 1;
	ck_assert_ptr_null(read_pte((PT << 12) + 32));
	out.mem_req_valid = out.mem_req_cas = 1;
	out.mem_req_addr = (PT << 12) + 32;
	out.mem_req_expect = pte;
	out.mem_req_data = pte | 0x20;
	in.mem_req_ready = 0;
	ask(0x7000, false);
	in.mem_req_ready = 1;
	swap(false, true);
	out.mem_req_fetch = 0;
	ck_assert_ptr_null(read_pte((PT << 12) + 56));
	show_answer(0, FAULT_PAGE);
	out.mem_req_fetch = out.mem_req_valid = 1;
	out.mem_req_addr = PML4 << 12;
	agrees();
}
END_TEST

/* One that has not begun by then is judged when it is cut off itself. */
START_TEST(cut_off_behind_a_page_fault)
{
	may_skip(0, 0);
	in.fetch_req_valid = out.fetch_req_ready = in.fetch_rsp_ready = 1;
	in.fetch_req_seg = SEGMENT_NONE;
	in.fetch_req_va = MIB2;
	ask(0x7000, false);
	in.fetch_req_valid = 0;
	ck_assert_ptr_null(read_pte((PT << 12) + 56));
	show_answer(0, FAULT_PAGE);
	out.mem_req_fetch = out.mem_req_valid = 1;
	out.mem_req_addr = _i ? PML4 << 12 : PT << 12;
	agrees();
	taken();
	out.mem_req_valid = 0;
	in.fence_valid = out.fence_ready = 1;
	if (_i)
		agrees();
	else
		refuses("PTE read 1 at ");
}
END_TEST

/* A fault names the pointers of each size around its address, those of five-level paging, too. */
START_TEST(regions)
{
	static const unsigned int spans[] = {21, 22, 30, 39, 48};
	const uint64_t va = UINT64_C(0x12345678912345), size = UINT64_C(1) << spans[_i];
	const struct exchange x = {
		.context = {.regime = REGIME_X86_64, .x86 = {.pg = true, .lma = true}},
		.asid = 5,
		.access = {.va = va},
		.fault = FAULT_PAGE,
	};
	struct exchange same = x, beside = x, of_6 = x, riscv = x;
	struct pointers *pointers = pointers_create();

	same.access.va = va ^ size / 2;
	beside.access.va = va ^ size;
	of_6.asid = 6;
	riscv.context.regime = REGIME_RV64;
	ck_assert(pointers_fault(pointers, 10, &x));
	ck_assert_uint_eq(pointers_named(pointers, &same, spans[_i], false), 11);
	ck_assert_uint_eq(pointers_named(pointers, &beside, spans[_i], false), 0);
	ck_assert_uint_eq(pointers_named(pointers, &of_6, spans[_i], false), 0);
	/* The same number as an ASID of RISC-V is another space. */
	ck_assert_uint_eq(pointers_named(pointers, &riscv, spans[_i], false), 0);
	pointers_destroy(pointers);
}
END_TEST

/*
 * What a walk reads in the cycle after the fault was read since, so that it may be skipped. It is
 * the fetch port's walk, which has waited for that of the data port.
 */
START_TEST(read_at_once_after_a_page_fault)
{
	const uint64_t reads[] = {PML4 << 12, PDPT << 12, PD << 12, (PT << 12) + 8};

	may_skip(0, 0);
	ask(0x7000, false);
	fetch(0x1000);
	ck_assert_ptr_null(read_pte((PT << 12) + 7 * 8));
	show_answer(0, FAULT_PAGE);
	out.mem_req_fetch = 1;
	for (unsigned int n = _i ? 0 : 3; n < LEVELS; n++) {
		out.mem_req_valid = out.mem_req_wide = 1;
		out.mem_req_addr = reads[n];
		agrees();
		taken();
		out.mem_req_valid = 0;
		in.mem_rsp_valid = 1;
		image_read(image, reads[n], 8, &in.mem_rsp_data);
		agrees();
		in.mem_rsp_valid = 0;
	}
	show_fetched(0x1001000);
	if (!_i) {
		refuses("PTE read 1 at 94008: the oracle reads 90000");
		return;
	}
	agrees();
	out.fetch_rsp_valid = out.mem_req_fetch = 0;
	may_skip(3, 0x2000);
}
END_TEST

/* Another fault names none. */
START_TEST(access_fault)
{
	may_skip(0, 0);
	image_drop(image, PT);
	ck_assert_ptr_null(answered_behind(3, 0x1000, false, 0, FAULT_ACCESS, 0));
	ck_assert_ptr_null(answered_behind(3, 0x2000, false, 0, FAULT_ACCESS, 0));
}
END_TEST

/* Two-level paging has entries of 4 bytes, and regions of 4 MiB. */
START_TEST(two_level)
{
	ck_assert(image_write(image, PML4 << 12, 8, POINTER(PDPT) | POINTER(PDPT) << 32));
	ck_assert(image_write(image, PDPT << 12, 8, 0x1000067 | UINT64_C(0x1001067) << 32));
	in.lma = in.pae = 0;
	write_ptbr(REGIME_X86_32, PML4 << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, PML4 << 12));
	for (uint64_t page = 0; page < 2; page++) {
		const uint64_t reads[] = {PML4 << 12, (PDPT << 12) + 4 * page};

		if (page && _i == 1)
			fence_of(true, MIB2, true, 0, false);
		if (page && _i == 2)
			fence_of(true, 2 * MIB2, true, 0, false);
		ask(page << 12, false);
		ck_assert_ptr_null(misses());
		for (uint64_t n = page; n < 2; n++) {
			out.mem_req_valid = 1;
			out.mem_req_wide = 0;
			out.mem_req_addr = reads[n];
			agrees();
			out.mem_req_valid = 0;
			in.mem_rsp_valid = 1;
			image_read(image, reads[n], 4, &in.mem_rsp_data);
			agrees();
			in.mem_rsp_valid = 0;
		}
		show_answer(0x1000000 + (page << 12), 0);
		if (page && _i == 1)
			refuses("PTE read 1 at 91004: the oracle reads 90000");
		else
			agrees();
		taken();
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pointers_x86_named");
	TCase *tcase = tcase_create("pointers_x86_named");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_tables, end);
	tcase_add_loop_test(tcase, invlpg, 0, 4);
	tcase_add_loop_test(tcase, invlpg_of_no_page, 0, 3);
	tcase_add_loop_test(tcase, invlpg_of_32_bits, 0, 2);
	tcase_add_loop_test(tcase, invpcid_of_an_address, 0, 9);
	tcase_add_loop_test(tcase, invpcid_of_all, 0, 4);
	tcase_add_loop_test(tcase, write_of_cr3, 0, 3);
	tcase_add_loop_test(tcase, fence_from_riscv, 0, 2);
	tcase_add_test(tcase, page_fault_behind_a_lost_update);
	tcase_add_loop_test(tcase, cut_off_behind_a_page_fault, 0, 2);
	tcase_add_loop_test(tcase, page_fault, 0, 4);
	tcase_add_loop_test(tcase, regions, 0, 5);
	tcase_add_loop_test(tcase, read_at_once_after_a_page_fault, 0, 2);
	tcase_add_test(tcase, access_fault);
	tcase_add_loop_test(tcase, two_level, 0, 3);

	return suite_run(suite);
}
