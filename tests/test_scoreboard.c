/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: what it accepts, and that it refuses each
 * thing that an MMU could do wrong. No MMU is here.
 */
#include <check.h>
#include <string.h>

#include "scoreboard.h"
#include "suite.h"

#define SV39    (UINT64_C(8) << 60)
#define ROOT    UINT64_C(0x80000)
#define TABLE   UINT64_C(0x80001)
#define LEAVES  UINT64_C(0x80002)
#define LEAF(n) (LEAVES << 12 | (n)*8)
#define RWAD    0xc7 /* V R W A D */

static struct image *image;
static struct scoreboard *board;
static struct mmu_in in;
static struct mmu_out out;
static uint64_t now;

static const char *cycle(void)
{
	static const uint64_t line[PORTS];
	const char *error;

	image_set_time(image, now);
	error = scoreboard_cycle(board, now++, &in, &out, line);
	image_set_time(image, now);
	return error;
}

#define agrees() ck_assert_ptr_null(cycle())
#define refuses(text)                                                                              \
	do {                                                                                       \
		const char *said = cycle();                                                        \
		ck_assert_msg(said &&strstr(said, text), "said '%s', not '%s'",                    \
			      said ? said : "nothing", text);                                      \
	} while (0)

static void write_ptbr(enum regime regime, uint64_t value)
{
	in.ptbr_valid = out.ptbr_ready = 1;
	in.ptbr_regime = regime;
	in.ptbr_value = value;
	agrees();
	in.ptbr_valid = 0;
}

/* The answer to it, in this cycle. */
static const char *ptbr_answer(enum fault fault, uint64_t held)
{
	const char *error;

	out.ptbr_rsp_valid = 1;
	out.ptbr_rsp_fault = fault;
	out.ptbr_held = held;
	error = cycle();
	out.ptbr_rsp_valid = out.ptbr_rsp_fault = 0;
	return error;
}

static void ptbr(uint64_t satp)
{
	write_ptbr(REGIME_RV64, satp);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, satp));
}

static void ptbr_rv32(uint64_t satp)
{
	write_ptbr(REGIME_RV32, satp);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, satp));
}

/* Page 0 of the address space is frame 0x90000, page 1 is frame 0x90001 and clean, page 2 is not
 * there. */
static void begin(void)
{
	const uint64_t root[] = {TABLE << 10 | 1}, table[] = {LEAVES << 10 | 1};
	const uint64_t leaves[] = {0x90000 << 10 | RWAD, 0x90001 << 10 | 0x47, 0,
				   0x90003 << 10 | RWAD | 0x20};

	const struct mmu_config config = {
		.asid_bits = 16, .pa_bits = 46, .formats = 255, .segments = 1};

	image = image_create();
	board = scoreboard_create(image, &config);
	ck_assert(image && board);
	now = 1;
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	in.adue = 1;
	in.data_req_seg = SEGMENT_NONE;
	in.data_rsp_ready = 1;
	in.mem_req_ready = 1;
	out.data_req_ready = 1;
	image_page(image, ROOT, root, 1, 8);
	image_page(image, TABLE, table, 1, 8);
	image_page(image, LEAVES, leaves, 4, 8);
	ptbr(SV39 | ROOT);
}

static void end(void)
{
	scoreboard_destroy(board);
	image_destroy(image);
}

static void ask(uint64_t va, bool store)
{
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = PRIV_S;
	in.data_req_store = store;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
}

static void show_answer(uint64_t pa, uint64_t fault)
{
	out.data_rsp_valid = 1;
	out.data_rsp_tag = 5;
	out.data_rsp_pa = pa;
	out.data_rsp_fault = fault;
	out.data_rsp_size = fault ? 0 : 12;
	out.data_rsp_code = 0;
}

static void taken(void)
{
	out.data_rsp_valid = 0;
}

/* One read accepted, and answered from the image in the next cycle. */
static const char *read_pte(uint64_t pa)
{
	const char *error;
	uint64_t value;

	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = pa;
	out.mem_req_cas = 0;
	error = cycle();
	out.mem_req_valid = 0;
	if (error)
		return error;
	in.mem_rsp_valid = 1;
	in.mem_rsp_error = !image_read(image, pa, 8, &value);
	in.mem_rsp_data = value;
	error = cycle();
	in.mem_rsp_valid = 0;
	return error;
}

static void walk(uint64_t leaf)
{
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(leaf));
}

static void update(uint64_t pa, uint64_t expect, uint64_t data)
{
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = pa;
	out.mem_req_expect = expect;
	out.mem_req_data = data;
	agrees();
	out.mem_req_valid = out.mem_req_cas = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = 0;
	agrees();
	in.mem_rsp_valid = 0;
}

static void fence(bool by_va, uint64_t va, bool by_asid, uint64_t asid)
{
	in.fence_valid = out.fence_ready = 1;
	in.fence_by_va = by_va;
	in.fence_va = va;
	in.fence_by_asid = by_asid;
	in.fence_asid = asid;
	agrees();
	in.fence_valid = 0;
}

START_TEST(right_walk)
{
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
}
END_TEST

START_TEST(right_hit)
{
	ask(0x123, true);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	agrees();
}
END_TEST

START_TEST(wrong_address)
{
	ask(0x123, false);
	show_answer(0x90001123, 0);
	refuses("answer pa 90001123");
}
END_TEST

START_TEST(wrong_tag)
{
	ask(0x123, false);
	show_answer(0x90000123, 0);
	out.data_rsp_tag = 6;
	refuses("tag 6");
}
END_TEST

START_TEST(fault_without_a_walk)
{
	ask(0x2000, false);
	show_answer(0, FAULT_PAGE);
	refuses("a fault without a walk");
}
END_TEST

START_TEST(hit_where_an_update_is_due)
{
	ask(0x1000, true);
	show_answer(0x90001000, 0);
	refuses("an A/D update without a walk");
}
END_TEST

START_TEST(right_update)
{
	ask(0x1000, true);
	walk(LEAF(1));
	update(LEAF(1), 0x90001 << 10 | 0x47, 0x90001 << 10 | 0xc7);
	show_answer(0x90001000, 0);
	agrees();
}
END_TEST

START_TEST(update_left_out)
{
	ask(0x1000, true);
	walk(LEAF(1));
	show_answer(0x90001000, 0);
	refuses("no A/D update");
}
END_TEST

START_TEST(update_without_need)
{
	ask(0x1000, false);
	walk(LEAF(1));
	update(LEAF(1), 0x90001 << 10 | 0x47, 0x90001 << 10 | 0xc7);
	show_answer(0x90001000, 0);
	refuses("the oracle makes none");
}
END_TEST

START_TEST(wrong_update)
{
	ask(0x1000, true);
	walk(LEAF(1));
	update(LEAF(1), 0x90001 << 10 | 0x47, 0x90001 << 10 | 0x87);
	show_answer(0x90001000, 0);
	refuses("A/D update of");
}
END_TEST

START_TEST(wrong_read)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte((TABLE << 12) + 8));
	show_answer(0x90000123, 0);
	refuses("PTE read 2");
}
END_TEST

START_TEST(walk_too_short)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	show_answer(0x90000123, 0);
	refuses("ends after 1 PTE reads");
}
END_TEST

START_TEST(narrow_read)
{
	ask(0x123, false);
	out.mem_req_valid = 1;
	out.mem_req_wide = 0;
	out.mem_req_addr = ROOT << 12;
	refuses("a PTE access of 4 bytes");
}
END_TEST

START_TEST(read_for_nobody)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("for a port that waits for none");
}
END_TEST

START_TEST(answer_for_nobody)
{
	show_answer(0x90000123, 0);
	refuses("nobody asked for");
}
END_TEST

START_TEST(answer_twice)
{
	ask(0x123, false);
	show_answer(0x90000123, 0);
	agrees();
	refuses("nobody asked for");
}
END_TEST

START_TEST(answer_that_waits_is_one)
{
	ask(0x123, false);
	in.data_rsp_ready = 0;
	out.data_req_ready = 0;
	show_answer(0x90000123, 0);
	agrees();
	agrees();
	in.data_rsp_ready = 1;
	agrees();
}
END_TEST

START_TEST(request_over_request)
{
	ask(0x123, false);
	in.data_req_valid = 1;
	refuses("before the last one was answered");
}
END_TEST

/* Fills nothing, for there is no MMU: only the judge's memory of time counts. */
static void change_leaf(uint64_t n, uint64_t pte)
{
	image_set_time(image, now);
	ck_assert(image_write(image, LEAF(n), 8, pte));
}

static void hit_gives(uint64_t va, uint64_t pa)
{
	ask(va, false);
	show_answer(pa, 0);
}

/* A walk of page 0 that ends well: from now on an entry may be there. */
static void filled(void)
{
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	taken();
}

START_TEST(stale_until_the_fence)
{
	filled();
	change_leaf(0, 0x91111 << 10 | RWAD);
	hit_gives(0x123, 0x90000123);
	agrees();
	taken();
	hit_gives(0x123, 0x91111123);
	agrees();
	taken();
	fence(false, 0, false, 0);
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(stale_across_other_fences)
{
	filled();
	change_leaf(0, 0x91111 << 10 | RWAD);
	fence(true, 0x1000, false, 0);
	fence(false, 0, true, 7);
	fence(true, 0x123, true, 7);
	hit_gives(0x123, 0x90000123);
	agrees();
	taken();
	fence(true, 0xfff, false, 0);
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(global_survives_a_fence_by_asid)
{
	filled();
	change_leaf(3, 0x91111 << 10 | RWAD);
	fence(false, 0, true, 0);
	hit_gives(0x3000, 0x90003000);
	agrees();
	taken();
	change_leaf(0, 0x91111 << 10 | RWAD);
	fence(false, 0, true, 0);
	hit_gives(0x000, 0x90000000);
	refuses("answer pa 90000000");
}
END_TEST

/* RV32 looks at 32 bits of an address; a fence under RV64 at all of them (F1). */
START_TEST(fence_of_the_other_regime)
{
	const uint64_t root[] = {0x80021 << 10 | 1}, leaf[] = {0x90000 << 10 | RWAD};
	const uint64_t va = UINT64_C(0x3000000123);

	image_page(image, 0x80020, root, 1, 4);
	image_page(image, 0x80021, leaf, 1, 4);
	ptbr_rv32(0x80080020);
	ask(va, false);
	for (unsigned int level = 0; level < 2; level++) {
		out.mem_req_valid = 1;
		out.mem_req_wide = 0;
		out.mem_req_addr = (0x80020 + level) << 12;
		agrees();
		out.mem_req_valid = 0;
		in.mem_rsp_valid = 1;
		in.mem_rsp_data = level ? leaf[0] : root[0];
		agrees();
		in.mem_rsp_valid = 0;
	}
	show_answer(0x90000123, 0);
	agrees();
	taken();
	image_set_time(image, now);
	image_write(image, UINT64_C(0x80021000), 4, 0);
	ptbr(0);
	fence(true, va, false, 0);
	ptbr_rv32(0x80080020);
	hit_gives(va, 0x90000123);
	agrees();
}
END_TEST

START_TEST(stale_root)
{
	const uint64_t empty = 0;

	filled();
	image_page(image, 0x80010, &empty, 1, 8);
	ptbr(SV39 | 0x80010);
	hit_gives(0x123, 0x90000123); /* the same ASID: legal until a fence */
	agrees();
	taken();
	ptbr(SV39 | UINT64_C(3) << 44 | 0x80010);
	hit_gives(0x3000, 0x90003000); /* global: legal too */
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(fence_restarts_a_walk)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->restarts, 1);
}
END_TEST

START_TEST(fence_that_does_not_restart_a_walk)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	show_answer(0x90000123, 0);
	refuses("PTE read 1");
}
END_TEST

/* The second fence finds the walk begun anew, its first read not accepted yet: that read is wasted,
 * too. */
START_TEST(fence_over_a_read_not_accepted)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence(false, 0, false, 0);
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
}
END_TEST

/* The request keeps its satp: after the fence it still fills an entry under the old one. */
START_TEST(filled_under_a_satp_replaced_meanwhile)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	ask(0x3000, false);
	ptbr(SV39 | UINT64_C(3) << 44 | 0x80010);
	fence(false, 0, false, 0);
	walk(LEAF(3));
	show_answer(0x90003000, 0);
	agrees();
	taken();
	hit_gives(0x3008, 0x90003008); /* global */
	agrees();
}
END_TEST

/* One entry of 64 KiB serves all its 16 pages, whatever their own PTEs say. */
START_TEST(napot_serves_its_neighbours)
{
	const uint64_t napot = UINT64_C(1) << 63 | 0x98008 << 10 | RWAD;

	ck_assert(image_write(image, LEAF(16), 8, napot));
	ask(0x10004, false);
	walk(LEAF(16));
	show_answer(0x98000004, 0);
	out.data_rsp_size = 16;
	agrees();
	taken();
	hit_gives(0x1f004, 0x9800f004);
	out.data_rsp_size = 16;
	agrees();
	taken();
	hit_gives(0x20004, 0x98000004);
	out.data_rsp_size = 16;
	refuses("answer pa 98000004");
}
END_TEST

START_TEST(memory_error)
{
	image_drop(image, LEAVES);
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0, FAULT_PAGE);
	refuses("page fault");
}
END_TEST

/* Four-level paging: the RISC-V tables are no good, so page 0x80004 is a tree of one page each. */
#define CR3 UINT64_C(0x80004000)

static void begin_x86(void)
{
	for (uint64_t ppn = 0x80004; ppn < 0x80008; ppn++) {
		const uint64_t down[] = {(ppn + 1) << 12 | 0x27}; /* P RW US A */
		const uint64_t leaves[] = {0x90000067, 0x90001163, 0, 0x90003027};

		image_page(image, ppn, ppn < 0x80007 ? down : leaves, ppn < 0x80007 ? 1 : 4, 8);
	}
	in.pg = in.lma = in.pae = in.nxe = in.pge = in.wp = 1;
	write_ptbr(REGIME_X86_64, CR3);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, CR3));
}

static void walk_x86(uint64_t index)
{
	for (uint64_t ppn = 0x80004; ppn < 0x80008; ppn++)
		ck_assert_ptr_null(read_pte(ppn << 12 | (ppn == 0x80007 ? index * 8 : 0)));
}

/* W4: an error, whatever mem_rsp_lost says. */
START_TEST(update_fails_and_is_lost)
{
	ask(0x1123, true);
	walk(LEAF(1));
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = 0x90001 << 10 | 0x47;
	out.mem_req_data = 0x90001 << 10 | 0xc7;
	agrees();
	out.mem_req_valid = out.mem_req_cas = 0;
	in.mem_rsp_valid = in.mem_rsp_error = in.mem_rsp_lost = 1;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = in.mem_rsp_lost = 0;
	show_answer(0, FAULT_ACCESS);
	agrees();
}
END_TEST

START_TEST(x86_walk_and_code)
{
	begin_x86();
	ask(0x123, false);
	walk_x86(0);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	ask(0x2000, true);
	walk_x86(2);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 2; /* W, not P */
	agrees();
	taken();
	ask(0x2000, true);
	walk_x86(2);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3;
	refuses("code 3");
}
END_TEST

START_TEST(x86_memory_type)
{
	begin_x86();
	ask(0x123, false);
	walk_x86(0);
	show_answer(0x90000123, 0);
	out.data_rsp_memtype = 1;
	refuses("memory type 1");
}
END_TEST

START_TEST(x86_not_canonical)
{
	begin_x86();
	ask(UINT64_C(1) << 47, false);
	show_answer(0, FAULT_PROTECTION);
	agrees();
	taken();
	ask(UINT64_C(1) << 47, false);
	show_answer(0, FAULT_PAGE);
	refuses("general-protection");
}
END_TEST

/* A at every level, and D, from the root on; one after the other, and none left out. */
START_TEST(x86_updates_in_order)
{
	const uint64_t first = 0x80005000, second = 0x80007000;

	begin_x86();
	image_write(image, first, 8, 0x80006007);
	image_write(image, second, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(first, 0x80006007, 0x80006027);
	update(second, 0x90000007, 0x90000067);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	image_write(image, first, 8, 0x80006007);
	image_write(image, second, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(first, 0x80006007, 0x80006027);
	show_answer(0x90000123, 0);
	refuses("no A/D update of 80007000");
}
END_TEST

START_TEST(x86_leaf_updated_first)
{
	begin_x86();
	image_write(image, 0x80005000, 8, 0x80006007);
	image_write(image, 0x80007000, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(0x80007000, 0x90000007, 0x90000067);
	show_answer(0x90000123, 0);
	refuses("A/D update of 80007000");
}
END_TEST

/* A write of CR3 drops what is not global, so that the old PTE may not answer any more. */
START_TEST(x86_cr3_drops)
{
	begin_x86();
	ask(0x123, false);
	walk_x86(0);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	ask(0x1123, false);
	walk_x86(1);
	show_answer(0x90001123, 0);
	agrees();
	taken();
	image_set_time(image, now);
	image_write(image, 0x80007000, 8, 0);
	image_write(image, 0x80007008, 8, 0);
	hit_gives(0x123, 0x90000123); /* stale, and legal */
	agrees();
	taken();
	write_ptbr(REGIME_X86_64, CR3);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, CR3));
	hit_gives(0x1123, 0x90001123); /* global */
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

/* A page fault drops what would translate its address, global or not, and no other page. */
START_TEST(x86_fault_drops)
{
	begin_x86();
	for (uint64_t page = 0; page < 2; page++) {
		ask(page << 12 | 0x123, false);
		walk_x86(page);
		show_answer(0x90000123 + (page << 12), 0);
		agrees();
		taken();
	}
	image_set_time(image, now);
	image_write(image, 0x80007000, 8, 0x91000065); /* another frame, read-only */
	image_write(image, 0x80007008, 8, 0);
	hit_gives(0x123, 0x90000123); /* stale, and legal */
	agrees();
	taken();
	ask(0x456, true);
	walk_x86(0);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3; /* P, W */
	agrees();
	taken();
	hit_gives(0x1123, 0x90001123);
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(x86_fault_drops_global)
{
	begin_x86();
	ask(0x1123, false);
	walk_x86(1);
	show_answer(0x90001123, 0);
	agrees();
	taken();
	image_set_time(image, now);
	image_write(image, 0x80007008, 8, 0x91000165);
	ask(0x1456, true);
	walk_x86(1);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3;
	agrees();
	taken();
	hit_gives(0x1123, 0x90001123);
	refuses("answer pa 90001123");
}
END_TEST

/* With PCIDE another PCID keeps its entries, and bit 63 keeps them all. */
START_TEST(x86_pcid)
{
	in.pcide = 1;
	begin_x86();
	ask(0x123, false);
	walk_x86(0);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	image_set_time(image, now);
	image_write(image, 0x80007000, 8, 0);
	write_ptbr(REGIME_X86_64, CR3 | 5);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, CR3 | 5));
	write_ptbr(REGIME_X86_64, CR3 | UINT64_C(1) << 63);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, CR3));
	hit_gives(0x123, 0x90000123);
	agrees();
	taken();
	write_ptbr(REGIME_X86_64, CR3 | 5 | UINT64_C(1) << 63);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, CR3 | 5));
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

/* One PDPTE read for a write of CR3. */
static void read_pdpte(unsigned int n, uint64_t pdpte, bool error)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = 0x4020 + 8 * n;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = pdpte;
	in.mem_rsp_error = error;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = 0;
}

START_TEST(x86_pdptes)
{
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x4020);
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x4020));
	write_ptbr(REGIME_X86_32, 0x4020);
	read_pdpte(0, 0x5001, false);
	read_pdpte(1, 0x5003, false); /* bit 1 is reserved */
	ck_assert_ptr_null(ptbr_answer(FAULT_PROTECTION, 0x4020));
	write_ptbr(REGIME_X86_32, 0x4020);
	read_pdpte(0, 0, true);
	ck_assert_ptr_null(ptbr_answer(FAULT_ACCESS, 0x4020));
	/* Too few, and a fault that is not there. */
	write_ptbr(REGIME_X86_32, 0x4020);
	read_pdpte(0, 0x5001, false);
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, 0x4020),
			 "the PDPTEs read for a CR3 write are not those that the oracle reads");
	write_ptbr(REGIME_X86_32, 0x4020);
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert(strstr(ptbr_answer(FAULT_PROTECTION, 0x4020), "the oracle says 0"));
}
END_TEST

START_TEST(ptbr_held_is_wrong)
{
	write_ptbr(REGIME_RV64, SV39 | 0x80010);
	ck_assert(strstr(ptbr_answer(FAULT_NONE, SV39 | 0x80011), "ptbr_held is"));
}
END_TEST

START_TEST(ptbr_answers)
{
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, SV39 | ROOT),
			 "an answer to a PTBR write that nobody made");
	write_ptbr(REGIME_RV64, SV39 | ROOT);
	ck_assert_str_eq(ptbr_answer(FAULT_PROTECTION, SV39 | ROOT),
			 "a write of satp that reads memory, or faults");
	write_ptbr(REGIME_RV64, SV39 | ROOT);
	in.ptbr_valid = 1;
	refuses("before the last one was answered");
}
END_TEST

/* DS: writable data of ring 2 or above (S is ring 2), from 0x1000 on, 0x1000 bytes. */
static void load_ds(void)
{
	in.seg_valid = 1;
	in.seg_index = SEGMENT_DS;
	in.seg_base = 0x1000;
	in.seg_limit = 0xfff;
	in.seg_type = 2;
	in.seg_dpl = 2;
	in.seg_present = 1;
	agrees();
	in.seg_valid = 0;
}

static void ask_ds(uint64_t offset, uint64_t bytes)
{
	in.data_req_seg = SEGMENT_DS;
	in.data_req_last = bytes - 1;
	ask(offset, false);
}

static void show_refusal(enum segment_fault refusal)
{
	show_answer(0, FAULT_SEGMENT);
	out.data_rsp_code = refusal;
}

START_TEST(segment_base)
{
	load_ds();
	ask_ds(0x123, 8);
	walk(LEAF(1));
	show_answer(0x90001123, 0);
	agrees();
	/* The offset alone would be another page. */
	taken();
	ask_ds(0x123, 8);
	show_answer(0x90000123, 0);
	refuses("the oracle says pa 90001123");
}
END_TEST

START_TEST(segment_refuses)
{
	load_ds();
	ask_ds(0xff9, 8);
	show_refusal(SEGMENT_LIMIT);
	agrees();
	taken();
	ask_ds(0xff8, 8);
	walk(LEAF(1));
	show_answer(0x90001ff8, 0);
	agrees();
}
END_TEST

START_TEST(segment_refuses_for_another_reason)
{
	load_ds();
	ask_ds(0xff9, 8);
	show_refusal(SEGMENT_TYPE);
	refuses("the oracle says pa 0, a segment fault, code 4");
}
END_TEST

START_TEST(segment_does_not_refuse)
{
	load_ds();
	ask_ds(0xff8, 8);
	show_refusal(SEGMENT_LIMIT);
	refuses("the oracle says pa 90001ff8, no fault");
}
END_TEST

START_TEST(segment_not_checked)
{
	load_ds();
	ask_ds(0xff9, 8);
	show_answer(0x90001ff9, 0);
	refuses("the oracle says pa 0, a segment fault, code 4");
}
END_TEST

START_TEST(segment_refuses_and_walks)
{
	load_ds();
	ask_ds(0x1000, 1);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("for a port that waits for none");
}
END_TEST

/* A load shows in the next cycle, and reset empties the register. */
START_TEST(segment_load)
{
	in.seg_valid = 1;
	in.seg_index = SEGMENT_DS;
	in.seg_limit = 0xfff;
	in.seg_type = 2;
	in.seg_dpl = 2;
	in.seg_present = 1;
	ask_ds(0, 1);
	in.seg_valid = 0;
	show_refusal(SEGMENT_ABSENT);
	agrees();
	taken();
	ask_ds(0, 1);
	walk(LEAF(0));
	show_answer(0x90000000, 0);
	agrees();
	taken();
	in.rst = 1;
	agrees();
	in.rst = 0;
	ask_ds(0, 1);
	show_refusal(SEGMENT_ABSENT);
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard");
	TCase *tcase = tcase_create("scoreboard");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, right_walk);
	tcase_add_test(tcase, right_hit);
	tcase_add_test(tcase, wrong_address);
	tcase_add_test(tcase, wrong_tag);
	tcase_add_test(tcase, fault_without_a_walk);
	tcase_add_test(tcase, hit_where_an_update_is_due);
	tcase_add_test(tcase, right_update);
	tcase_add_test(tcase, update_left_out);
	tcase_add_test(tcase, update_without_need);
	tcase_add_test(tcase, wrong_update);
	tcase_add_test(tcase, wrong_read);
	tcase_add_test(tcase, walk_too_short);
	tcase_add_test(tcase, narrow_read);
	tcase_add_test(tcase, read_for_nobody);
	tcase_add_test(tcase, answer_for_nobody);
	tcase_add_test(tcase, answer_twice);
	tcase_add_test(tcase, answer_that_waits_is_one);
	tcase_add_test(tcase, request_over_request);
	tcase_add_test(tcase, stale_until_the_fence);
	tcase_add_test(tcase, stale_across_other_fences);
	tcase_add_test(tcase, global_survives_a_fence_by_asid);
	tcase_add_test(tcase, fence_of_the_other_regime);
	tcase_add_test(tcase, stale_root);
	tcase_add_test(tcase, fence_restarts_a_walk);
	tcase_add_test(tcase, fence_that_does_not_restart_a_walk);
	tcase_add_test(tcase, fence_over_a_read_not_accepted);
	tcase_add_test(tcase, filled_under_a_satp_replaced_meanwhile);
	tcase_add_test(tcase, napot_serves_its_neighbours);
	tcase_add_test(tcase, memory_error);
	tcase_add_test(tcase, update_fails_and_is_lost);
	tcase_add_test(tcase, x86_walk_and_code);
	tcase_add_test(tcase, x86_memory_type);
	tcase_add_test(tcase, x86_not_canonical);
	tcase_add_test(tcase, x86_updates_in_order);
	tcase_add_test(tcase, x86_leaf_updated_first);
	tcase_add_test(tcase, x86_cr3_drops);
	tcase_add_test(tcase, x86_fault_drops);
	tcase_add_test(tcase, x86_fault_drops_global);
	tcase_add_test(tcase, x86_pcid);
	tcase_add_test(tcase, x86_pdptes);
	tcase_add_test(tcase, ptbr_held_is_wrong);
	tcase_add_test(tcase, ptbr_answers);
	tcase_add_test(tcase, segment_base);
	tcase_add_test(tcase, segment_refuses);
	tcase_add_test(tcase, segment_refuses_for_another_reason);
	tcase_add_test(tcase, segment_does_not_refuse);
	tcase_add_test(tcase, segment_not_checked);
	tcase_add_test(tcase, segment_refuses_and_walks);
	tcase_add_test(tcase, segment_load);
	return suite_run(suite);
}
