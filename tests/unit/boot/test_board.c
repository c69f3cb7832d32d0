/* SPDX-License-Identifier: Apache-2.0 */
/* What a machine has, and its snapshots. */
#include "boot/board.h"

#include <libfdt.h>
#include <string.h>

#include "board_fixture.h"
#include "boot/digest.h"
#include "boot/tree.h"
#include "dut/dut.h"
#include "scratch.h"
#include "suite.h"

/* satp := t0, and back in t1; the root is at 80300000, whose entry 2 is a page of 1 GiB. */
static void pages(unsigned int mode, uint64_t *held)
{
	const uint32_t code[] = {
		LUI(T0, 0x80300), SLLI(T0, T0, 32),        SRLI(T0, T0, 32),
		LUI(T1, 0x20000), ADDI(T1, T1, 0xcf),      SD(T1, 16, T0),
		SRLI(T0, T0, 12), LI(T1, (int)mode),       SLLI(T1, T1, 60),
		OR(T0, T0, T1),   CSRRW(X0, CSR_SATP, T0), CSRRS(S0, CSR_SATP, X0),
		SHUTDOWN,
	};

	run(code, sizeof(code));
	ck_assert_msg(board->end == BOARD_POWERED_OFF, "%s", board->message);
	*held = board->hart.x[S0];
}

/* Sv39 is offered, and Sv48 is not, though it was built. */
static void offers_modes(void)
{
	uint64_t held;

	config.shape.mode = PAGING_SV39;
	pages(9, &held);
	ck_assert_uint_eq(held, 0);
	pages(5, &held);
	ck_assert_uint_eq(held, 0);
	pages(8, &held);
	ck_assert_uint_eq(held, UINT64_C(8) << 60 | 0x80300);
	config.shape.mode = PAGING_OFF;
	pages(8, &held);
	ck_assert_uint_eq(held, 0);
}

START_TEST(satp_takes_what_is_offered)
{
	both(offers_modes);
}
END_TEST

/* Another value of this makes another checksum. */
static void expect_other(const struct digest *before, uint64_t *value)
{
	struct digest digest;

	++*value;
	digest_take(&digest, &board->hart, &board->ram);
	ck_assert_uint_ne(digest.registers, before->registers);
	--*value;
}

START_TEST(ends_are_alike_with_and_without_lockstep)
{
	struct digest digest[2];
	uint64_t held;

	pages(8, &held);
	digest_take(&digest[0], &board->hart, &board->ram);
	config.fast_only = true;
	pages(8, &held);
	digest_take(&digest[1], &board->hart, &board->ram);
	ck_assert_mem_eq(&digest[0], &digest[1], sizeof(digest[0]));
	board->ram.bytes[0x500000] = 1;
	digest_take(&digest[1], &board->hart, &board->ram);
	ck_assert_uint_ne(digest[0].memory, digest[1].memory);
	expect_other(&digest[0], &board->hart.x[5]);
	expect_other(&digest[0], &board->hart.f[31]);
	expect_other(&digest[0], &board->hart.csr.sepc);
	expect_other(&digest[0], &board->hart.timer);
	expect_other(&digest[0], &board->hart.idle);
}
END_TEST

START_TEST(a_machine_goes_on_from_a_snapshot)
{
	struct board_config plain = config;
	struct digest digest[2];
	char path[600];

	RUN(PUTCHAR('a'), LI(S0, 7), PUTCHAR('b'), ADDI(S0, S0, 1), PUTCHAR('c'), SHUTDOWN);
	digest_take(&digest[0], &board->hart, &board->ram);
	config.until = (struct when){.kind = WHEN_TEXT, .text = "b"};
	RUN(PUTCHAR('a'), LI(S0, 7), PUTCHAR('b'), ADDI(S0, S0, 1), PUTCHAR('c'), SHUTDOWN);
	strcpy(path, scratch_path("snap"));
	ck_assert_msg(board_save(board, path, error, sizeof(error)), "%s", error);
	board_free(board);
	board = board_resume(&plain, path, error, sizeof(error));
	ck_assert_msg(board != NULL, "%s", error);
	board_run(board);
	ck_assert_int_eq(board->end, BOARD_POWERED_OFF);
	expect_shown("abc");
	digest_take(&digest[1], &board->hart, &board->ram);
	ck_assert_mem_eq(&digest[0], &digest[1], sizeof(digest[0]));
	ck_assert_uint_eq(board->config.shape.memory, config.shape.memory);
}
END_TEST

START_TEST(a_snapshot_of_another_build_is_refused)
{
	struct mmu_config other = dut_config;
	char path[600];

	RUN(SHUTDOWN);
	strcpy(path, scratch_path("snap"));
	ck_assert(board_save(board, path, error, sizeof(error)));
	config.sizes = &other;
	other.asid_bits--;
	ck_assert_ptr_null(board_resume(&config, path, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "other ASIDs"));
	other = dut_config;
	other.formats ^= 2;
	ck_assert_ptr_null(board_resume(&config, path, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "other paging modes"));
}
END_TEST

START_TEST(tree_and_initrd_are_high_in_memory)
{
	static uint8_t packed[5000];
	const void *tree, *cells;
	uint64_t dtb, start;

	memset(packed, 0x3c, sizeof(packed));
	initrd = (struct load_file){.name = "i", .bytes = packed, .n = sizeof(packed)};
	RUN(NOP, SHUTDOWN);
	ck_assert_uint_eq(board->hart.x[10], 0);
	dtb = board->hart.x[11];
	tree = ram_at(&board->ram, dtb, TREE_BYTES);
	ck_assert_ptr_nonnull(tree);
	ck_assert_uint_eq(dtb % 8, 0);
	ck_assert_int_eq(fdt_check_header(tree), 0);
	cells = fdt_getprop(tree, fdt_path_offset(tree, "/chosen"), "linux,initrd-start", NULL);
	ck_assert_ptr_nonnull(cells);
	start = fdt64_ld(cells);
	ck_assert_uint_ge(start, ENTRY + KERNEL_BYTES);
	ck_assert_uint_le(start + sizeof(packed), dtb);
	ck_assert_mem_eq(ram_at(&board->ram, start, sizeof(packed)), packed, sizeof(packed));
}
END_TEST

START_TEST(memory_may_be_too_little)
{
	static const uint32_t code[] = {SHUTDOWN};
	static uint8_t packed[0x7fc000 - 0x201000]; /* from the kernel to the tree */

	config.shape.memory = 0x200000;
	ck_assert(!load(code, sizeof(code)));
	ck_assert_ptr_nonnull(strstr(error, "k: needs"));
	config.shape.memory = 0x202000;
	ck_assert(!load(code, sizeof(code)));
	ck_assert_ptr_nonnull(strstr(error, "device tree"));
	config.shape.memory = UINT64_C(8) << 20;
	initrd = (struct load_file){.name = "i", .bytes = packed, .n = sizeof(packed)};
	ck_assert_msg(load(code, sizeof(code)), "%s", error);
	initrd.n++;
	ck_assert(!load(code, sizeof(code)));
	ck_assert_ptr_nonnull(strstr(error, "i: no room"));
}
END_TEST

/* The UART answers loads, and takes no fetch, and nothing beside it. */
static void has_devices(void)
{
	RUN(AUIPC(T0, 0), ADDI(T0, T0, 8 * 4), CSRRW(X0, CSR_STVEC, T0), LUI(T0, 0x10000),
	    LBU(S0, 5, T0), LBU(S1, 8, T0), NOP, NOP, SHUTDOWN);
	ck_assert_int_eq(board->end, BOARD_POWERED_OFF);
	ck_assert_uint_eq(board->hart.x[S0], 0x60);
	ck_assert_uint_eq(board->hart.csr.scause, 5);
	ck_assert_uint_eq(board->hart.csr.stval, 0x10000008);
	RUN(AUIPC(T0, 0), ADDI(T0, T0, 8 * 4), CSRRW(X0, CSR_STVEC, T0), LUI(T0, 0x10000),
	    JALR(RA, T0, 0), NOP, NOP, NOP, SHUTDOWN);
	ck_assert_int_eq(board->end, BOARD_POWERED_OFF);
	ck_assert_uint_eq(board->hart.csr.scause, 1);
}

START_TEST(there_is_a_uart)
{
	both(has_devices);
}
END_TEST

/*
 * Sv39, its root at 80300000: 80000000 is itself, 0 is RAM at 80400000, and 200000 is the UART, so
 * that a halfword at 1fffff begins in RAM and ends in the UART's first register.
 */
static void stores_across(void)
{
	RUN(LUI(T0, 0x80300), SLLI(T0, T0, 32), SRLI(T0, T0, 32), LUI(T2, 1), ADD(T2, T2, T0),
	    LUI(T1, 0x20000), ADDI(T1, T1, 0xcf), SD(T1, 16, T0), LUI(T1, 0x200c0),
	    ADDI(T1, T1, 0x401), SD(T1, 0, T0), LUI(T1, 0x20100), ADDI(T1, T1, 0xc7), SD(T1, 0, T2),
	    LUI(T1, 0x4000), ADDI(T1, T1, 0xc7), SD(T1, 8, T2), SRLI(T0, T0, 12), LI(T1, 8),
	    SLLI(T1, T1, 60), OR(T0, T0, T1), CSRRW(X0, CSR_SATP, T0), LUI(T0, 0x200),
	    ADDI(T0, T0, -1), LUI(T1, 2), ADDI(T1, T1, 0x12a), SH(T1, 0, T0), SHUTDOWN);
	ck_assert_msg(board->end == BOARD_POWERED_OFF, "%s", board->message);
	ck_assert_uint_eq(board->ram.bytes[0x5fffff], 0x2a);
	expect_shown("!");
}

START_TEST(a_store_may_end_in_the_uart)
{
	both(stores_across);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("board");
	TCase *machine = tcase_create("machine");

	tcase_add_unchecked_fixture(machine, scratch_begin, scratch_end);
	tcase_add_checked_fixture(machine, board_setup, board_teardown);
	tcase_add_test(machine, satp_takes_what_is_offered);
	tcase_add_test(machine, ends_are_alike_with_and_without_lockstep);
	tcase_add_test(machine, a_machine_goes_on_from_a_snapshot);
	tcase_add_test(machine, a_snapshot_of_another_build_is_refused);
	tcase_add_test(machine, tree_and_initrd_are_high_in_memory);
	tcase_add_test(machine, memory_may_be_too_little);
	tcase_add_test(machine, there_is_a_uart);
	tcase_add_test(machine, a_store_may_end_in_the_uart);
	suite_add_tcase(suite, machine);
	return suite_run(suite);
}
