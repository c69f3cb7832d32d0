/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that begin behind pointers, on x86, shown to the judge on pins made by hand
 * (rtl/contract/tlb.md, "Were pointers cached").
 */
#include <check.h>

#include "fills_fixture.h"
#include "suite.h"

/* Four-level paging: a PML4, and in it a tree of three page tables. */
#define PML4   UINT64_C(0x90)
#define PDPT   UINT64_C(0x91)
#define PD     UINT64_C(0x92) /* of the first GiB; of the second it is PD_2 */
#define PD_2   UINT64_C(0x93)
#define PT     UINT64_C(0x94) /* of the first 2 MiB; of the next it is the next page, to PT + 2 */
#define LEVELS 4

#define POINTER(ppn) ((ppn) << 12 | 0x27) /* P RW US A */

static uint64_t table_of(uint64_t va)
{
	return PT + (va >> 30 ? 2 : va >> 21);
}

static void begin_tables(void)
{
	const uint64_t pml4[] = {POINTER(PDPT)}, pdpt[] = {POINTER(PD), POINTER(PD_2)};
	const uint64_t pd[] = {POINTER(PT), POINTER(PT + 1)}, pd_2[] = {POINTER(PT + 2)};

	begin();
	watch_no_more();
	may_cache.pointers = true;
	watch(&(const struct mmu_config){.itlb_entries = 16,
					 .dtlb_entries = 16,
					 .asid_bits = 16,
					 .counter_bits = 32,
					 .pa_bits = 46,
					 .formats = 255,
					 .segments = 1});
	may_cache.pointers = false;
	out.ptbr_held = 0;
	image_page(image, PML4, pml4, 1, 8);
	image_page(image, PDPT, pdpt, 2, 8);
	image_page(image, PD, pd, 2, 8);
	image_page(image, PD_2, pd_2, 1, 8);
	for (uint64_t n = 0; n < 3; n++) {
		uint64_t ptes[8] = {0};

		for (uint64_t m = 0; m < 7; m++)
			ptes[m] = (0x1000 + n * 512 + m) << 12 | 0x67;
		image_page(image, PT + n, ptes, 8, 8);
	}
	in.pg = in.lma = in.pae = in.nxe = in.pge = in.wp = 1;
	write_ptbr(REGIME_X86_64, PML4 << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, PML4 << 12));
}

/* CR3, with or without its bit 63. */
static void cr3(uint64_t value)
{
	write_ptbr(REGIME_X86_64, value);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, value & ~(UINT64_C(1) << 63)));
}

/* Reads behind so many pointers, and an answer: what it says. */
static const char *answered_behind(unsigned int skipped, uint64_t va, bool store, uint64_t pa,
				   enum fault fault, unsigned int code)
{
	const uint64_t reads[LEVELS] = {PML4 << 12, (PDPT << 12) + (va >> 30) * 8,
					((va >> 30 ? PD_2 : PD) << 12) + (va >> 21 & 511) * 8,
					(table_of(va) << 12) + (va >> 12 & 511) * 8};
	const char *error = NULL;

	ask(va, store);
	for (unsigned int n = skipped; n < LEVELS && !error; n++)
		error = read_pte(reads[n]);
	if (!error) {
		show_answer(pa, fault);
		out.data_rsp_code = code;
		error = cycle();
	}
	taken();
	return error;
}

static const char *loaded_behind(unsigned int skipped, uint64_t va)
{
	uint64_t frame = 0x1000 + (va >> 30 ? 1024 : va >> 21 << 9) + (va >> 12 & 511);

	return answered_behind(skipped, va, false, frame << 12, FAULT_NONE, 0);
}

#define may_skip(skipped, va) ck_assert_ptr_null(loaded_behind(skipped, va))
#define may_not_skip(skipped, va)                                                                  \
	do {                                                                                       \
		const char *said = loaded_behind(skipped, va);                                     \
		ck_assert_msg(said &&strstr(said, "PTE read 1 at "), "said '%s'",                  \
			      said ? said : "nothing");                                            \
	} while (0)

#define MIB2 (UINT64_C(1) << 21)
#define GIB  (UINT64_C(1) << 30)

START_TEST(skipped)
{
	may_skip(0, 0);
	may_skip(_i, 0x1000);
	may_skip(_i < 3 ? _i : 2, MIB2);
	may_skip(1, GIB);
}
END_TEST

/* ---- Accessed ---- */

/* A is not set in it, and a walk that faults sets none. */
START_TEST(not_accessed)
{
	image_write(image, PD << 12, 8, POINTER(PT) & ~UINT64_C(0x20));
	ask(0, false);
	ck_assert_ptr_null(read_pte(PML4 << 12));
	ck_assert_ptr_null(read_pte(PDPT << 12));
	ck_assert_ptr_null(read_pte(PD << 12));
	image_drop(image, PT);
	ck_assert_ptr_null(read_pte(PT << 12));
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	if (_i == 2) {
		may_skip(_i, MIB2);
		return;
	}
	ck_assert_ptr_nonnull(answered_behind(3, 0x1000, false, 0, FAULT_ACCESS, 0));
}
END_TEST

/* The update sets it, if it comes to be. */
START_TEST(accessed_by_an_update)
{
	uint64_t old = POINTER(PT) & ~UINT64_C(0x20);

	image_write(image, PD << 12, 8, old);
	ask(0, false);
	for (int turn = 0; turn < 1 + (_i == 1); turn++) {
		ck_assert_ptr_null(read_pte(PML4 << 12));
		ck_assert_ptr_null(read_pte(PDPT << 12));
		ck_assert_ptr_null(read_pte(PD << 12));
		ck_assert_ptr_null(read_pte(PT << 12));
		out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
		out.mem_req_addr = PD << 12;
		out.mem_req_expect = old;
		out.mem_req_data = old | 0x20;
		swap(_i == 2, _i == 1);
	}
	if (_i == 1) {
		ck_assert_ptr_null(read_pte(PT << 12));
		show_answer(0x1000000, 0);
		refuses("PTE read 1 at 94000: the oracle reads 90000");
		return;
	}
	show_answer(_i ? 0 : 0x1000000, _i ? FAULT_ACCESS : 0);
	agrees();
	taken();
	if (_i)
		may_not_skip(3, 0x1000);
	else
		may_skip(3, 0x1000);
}
END_TEST

/* ---- Rights ---- */

/* Those of a skipped pointer count: a page of which the PDPTE is not writable. */
START_TEST(rights_of_skipped_pointers)
{
	image_write(image, PDPT << 12, 8, POINTER(PD) & ~UINT64_C(2));
	may_skip(0, 0);
	if (_i == 0)
		ck_assert_ptr_null(answered_behind(3, 0x1000, true, 0, FAULT_PAGE, 3));
	else if (_i == 1)
		ck_assert_ptr_nonnull(answered_behind(3, 0x1000, true, 0x1001000, 0, 0));
	else {
		may_skip(3, 0x1000);
		ask(0x1000, true);
		show_answer(0x1001000, 0);
		refuses("does not allow the access");
	}
}
END_TEST

/* Pointers of which one is writable, supervisor's or executable, or not: nobody knows. */
static void fill_doubtfully(uint64_t bit)
{
	may_skip(0, 0);
	image_write(image, PD << 12, 8, POINTER(PT) ^ bit);
	may_skip(2, 0x2000);
	may_skip(3, 0x1000);
}

START_TEST(perhaps_writable)
{
	fill_doubtfully(2);
	if (_i) {
		ask(0x1000, false);
		show_answer(0x1001000, 0);
		agrees();
		taken();
	}
	if (_i == 2) {
		ck_assert_ptr_null(answered_behind(3, 0x1000, true, 0, FAULT_PAGE, 3));
		return;
	}
	ask(0x1000, true);
	show_answer(0x1001000, 0);
	agrees();
}
END_TEST

/* Whichever of them it is. */
START_TEST(doubt_at_each_level)
{
	static const uint64_t tables[] = {PML4, PDPT, PD}, next[] = {PDPT, PD, PT};

	image_write(image, tables[_i] << 12, 8, POINTER(next[_i]) ^ 2);
	may_skip(0, 0);
	image_write(image, tables[_i] << 12, 8, POINTER(next[_i]));
	may_skip(0, 0x2000);
	may_skip(3, 0x1000);
	ask(0x1000, true);
	show_answer(0x1001000, 0);
	agrees();
}
END_TEST

static void user_asks(uint64_t va)
{
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = PRIV_U;
	in.data_req_store = 0;
	agrees();
	in.data_req_valid = 0;
}

/* A bit that decides nothing raises no doubt: then the entry is there, and nobody may walk. */
START_TEST(perhaps_of_users)
{
	fill_doubtfully(_i ? 8 : 4);
	if (_i) {
		user_asks(0x1000);
		ck_assert_ptr_nonnull(read_pte((PT << 12) + 8));
		return;
	}
	user_asks(0x1000);
	show_answer(0x1001000, 0);
	agrees();
}
END_TEST

/* It is not global for that: a fence of its PCID drops it. */
START_TEST(doubt_of_x86)
{
	in.pcide = 1;
	cr3(PML4 << 12 | 5);
	fill_doubtfully(_i ? UINT64_C(1) << 63 : 2);
	fence(false, 0, true, 5);
	ask(0x1000, false);
	show_answer(0x1001000, 0);
	refuses("its entry was dropped by the fence");
}
END_TEST

/* Executable or not: a load finds it either way, and may walk. */
START_TEST(perhaps_executable)
{
	fill_doubtfully(UINT64_C(1) << 63);
	may_skip(3, 0x1000);
}
END_TEST

/* ---- What names them ---- */

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
	Suite *suite = suite_create("pointers_x86");
	TCase *tcase = tcase_create("pointers_x86");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_tables, end);
	tcase_add_loop_test(tcase, skipped, 1, 4);
	tcase_add_loop_test(tcase, not_accessed, 2, 4);
	tcase_add_loop_test(tcase, accessed_by_an_update, 0, 3);
	tcase_add_loop_test(tcase, rights_of_skipped_pointers, 0, 3);
	tcase_add_loop_test(tcase, perhaps_writable, 0, 3);
	tcase_add_loop_test(tcase, doubt_at_each_level, 0, 3);
	tcase_add_loop_test(tcase, perhaps_of_users, 0, 2);
	tcase_add_loop_test(tcase, doubt_of_x86, 0, 2);
	tcase_add_test(tcase, perhaps_executable);
	tcase_add_loop_test(tcase, invlpg, 0, 4);
	tcase_add_loop_test(tcase, invlpg_of_no_page, 0, 3);
	tcase_add_loop_test(tcase, invlpg_of_32_bits, 0, 2);
	tcase_add_loop_test(tcase, invpcid_of_an_address, 0, 9);
	tcase_add_loop_test(tcase, invpcid_of_all, 0, 4);
	tcase_add_loop_test(tcase, write_of_cr3, 0, 3);
	tcase_add_loop_test(tcase, fence_from_riscv, 0, 2);
	tcase_add_loop_test(tcase, page_fault, 0, 4);
	tcase_add_test(tcase, access_fault);
	tcase_add_loop_test(tcase, two_level, 0, 3);

	return suite_run(suite);
}
