/* SPDX-License-Identifier: Apache-2.0 */
/* LR, SC and AMOs. */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define ALL UINT64_MAX

static const struct amo {
	uint32_t operation;
	uint64_t memory, operand, word, whole; /* what memory holds then, of .W and .D */
} amos[] = {
	/* In the upper halves nothing may be seen of .W; so they are chosen to mislead. */
	{AMO_ADD, 0x00000000ffffffff, 1, 0, 0x100000000},
	{AMO_SWAP, 0x1111111122222222, 0x3333333344444444, 0x44444444, 0x3333333344444444},
	{AMO_XOR, 0x00000000ff00ff00, 0x0ff00ff0, 0xf0f0f0f0, 0xf0f0f0f0},
	{AMO_OR, 0x0f000000f0000001, 0xf000000000000002, 0xf0000003, 0xff000000f0000003},
	{AMO_AND, 0xff00000000ff00ff, 0x0f0f00000f0f0f0f, 0x000f000f, 0x0f000000000f000f},
	{AMO_MIN, 0x0000000080000000, 0x000000007fffffff, 0x80000000, 0x7fffffff},
	{AMO_MIN, 0x7fffffff00000001, 0xffffffff00000002, 0x00000001, 0xffffffff00000002},
	{AMO_MAX, 0x0000000080000000, 0x000000007fffffff, 0x7fffffff, 0x80000000},
	{AMO_MAX, 0x8000000000000001, 0x7000000000000002, 0x00000002, 0x7000000000000002},
	{AMO_MINU, 0x0000000080000000, 0xffffffff7fffffff, 0x7fffffff, 0x80000000},
	{AMO_MINU, 0x8000000000000001, 0x7000000000000002, 0x00000001, 0x7000000000000002},
	{AMO_MAXU, 0x0000000080000000, 0xffffffff7fffffff, 0x80000000, 0xffffffff7fffffff},
	{AMO_MAXU, 0x8000000000000001, 0x7000000000000002, 0x00000002, 0x8000000000000001},
};

/* One access, a store; rd has what was there. The word beside it stays. */
START_TEST(amo_word)
{
	unsigned int xlen = _i % 2 ? 32 : 64;
	const struct amo *amo = &amos[_i / 2];
	uint64_t operand = amo->operand;
	uint64_t before = (uint64_t)(int64_t)(int32_t)amo->memory;

	rig_reset(xlen);
	if (xlen == 32)
		operand = (uint64_t)(int64_t)(int32_t)operand;
	rig_put(RIG_DATA, amo->memory, 4);
	rig_put(RIG_DATA + 4, 0x55555555, 4);
	ck_assert_uint_eq(rig_result(AMO(amo->operation, ENCODE_W, 3, 2, 1), RIG_DATA, operand),
			  before);
	ck_assert_uint_eq(rig_get(RIG_DATA, 8), amo->word | UINT64_C(0x55555555) << 32);
	ck_assert_uint_eq(rig.accesses, 2);
	ck_assert_uint_eq(rig.access[1].va, RIG_DATA);
	ck_assert_uint_eq(rig.access[1].bytes, 4);
	ck_assert_int_eq(rig.access[1].type, ACCESS_STORE);
	ck_assert_uint_eq(rig.stored, 1);
	ck_assert_uint_eq(rig.stores[0].pa, RIG_DATA);
	ck_assert_uint_eq(rig.stores[0].bytes, 4);
}
END_TEST

START_TEST(amo_double)
{
	const struct amo *amo = &amos[_i];

	rig_reset(64);
	rig_put(RIG_DATA + 8, amo->memory, 8);
	ck_assert_uint_eq(
		rig_result(AMO(amo->operation, ENCODE_D, 3, 2, 1), RIG_DATA + 8, amo->operand),
		amo->memory);
	ck_assert_uint_eq(rig_get(RIG_DATA + 8, 8), amo->whole);
	ck_assert_uint_eq(rig.access[1].bytes, 8);
	ck_assert_uint_eq(rig.stores[0].bytes, 8);
}
END_TEST

/* rd, rs1 and rs2 may be one register; aq and rl say nothing here. */
START_TEST(amo_of_one_register)
{
	rig_reset(64);
	rig_put(RIG_DATA, 5, 8);
	rig_result(AMO(AMO_ADD, ENCODE_D, 1, 1, 1) | 3u << 25, RIG_DATA, 0);
	ck_assert_uint_eq(rig.hart.x[1], 5);
	ck_assert_uint_eq(rig_get(RIG_DATA, 8), RIG_DATA + 5);
}
END_TEST

/* It succeeds once. */
START_TEST(reservation)
{
	uint32_t size = _i == 0 ? ENCODE_W : ENCODE_D;
	unsigned int bytes = 1u << size;

	rig_reset(64);
	rig_put(RIG_DATA, 0x8000000080000000, 8);
	ck_assert_uint_eq(rig_result(LR(size, 3, 1), RIG_DATA, 0),
			  _i == 0 ? 0xffffffff80000000 : 0x8000000080000000);
	ck_assert_uint_eq(rig.accesses, 2);
	ck_assert_int_eq(rig.access[1].type, ACCESS_LOAD);
	ck_assert_uint_eq(rig.access[1].bytes, bytes);
	ck_assert_uint_eq(rig_result(SC(size, 3, 2, 1), RIG_DATA, ALL), 0);
	ck_assert_uint_eq(rig_get(RIG_DATA, 8), _i == 0 ? 0x80000000ffffffff : ALL);
	ck_assert_uint_eq(rig.accesses, 2);
	ck_assert_int_eq(rig.access[1].type, ACCESS_STORE);
	ck_assert_uint_eq(rig.access[1].bytes, bytes);
	ck_assert_uint_eq(rig.stored, 1);
	ck_assert_uint_eq(rig.stores[0].bytes, bytes);
	ck_assert_uint_eq(rig_result(SC(size, 3, 2, 1), RIG_DATA, 0), 1);
	ck_assert_uint_eq(rig_get(RIG_DATA, 8), _i == 0 ? 0x80000000ffffffff : ALL);
	ck_assert_uint_eq(rig.accesses, 1); /* there is nothing to ask for */
	ck_assert_uint_eq(rig.stored, 0);
}
END_TEST

/* Another address; then there is no reservation any more. */
START_TEST(reservation_elsewhere)
{
	rig_reset(64);
	rig_result(LR(ENCODE_W, 3, 1), RIG_DATA, 0);
	ck_assert_uint_eq(rig_result(SC(ENCODE_W, 3, 2, 1), RIG_DATA + 4, ALL), 1);
	ck_assert_uint_eq(rig_get(RIG_DATA + 4, 4), 0);
	ck_assert_uint_eq(rig.stored, 0);
	ck_assert_uint_eq(rig_result(SC(ENCODE_W, 3, 2, 1), RIG_DATA, ALL), 1);
	ck_assert_uint_eq(rig_get(RIG_DATA, 4), 0);
}
END_TEST

/* By another virtual address of the same memory; with windows, too. */
START_TEST(reservation_is_physical)
{
	rig_reset(64);
	rig.window = _i ? 4096 : 0;
	for (unsigned int i = 0; i < 2; i++) {
		rig_result(LR(ENCODE_D, 3, 1), RIG_DATA + 8, 0);
		ck_assert(rig.hart.reserved);
		ck_assert_uint_eq(rig.hart.reserved_pa, RIG_DATA + 8);
		ck_assert_uint_eq(
			rig_result(SC(ENCODE_D, 3, 2, 1), RIG_DATA + 8 + RIG_BYTES, i + 1), 0);
		ck_assert_uint_eq(rig_get(RIG_DATA + 8, 8), i + 1);
	}
}
END_TEST

/* The second LR counts. */
START_TEST(reservation_moves)
{
	rig_reset(64);
	rig_result(LR(ENCODE_W, 3, 1), RIG_DATA, 0);
	rig_result(LR(ENCODE_W, 3, 1), RIG_DATA + 8, 0);
	ck_assert_uint_eq(rig_result(SC(ENCODE_W, 3, 2, 1), RIG_DATA + 8, 1), 0);
}
END_TEST

static const struct {
	uint32_t instruction;
	uint64_t misaligned, page, access;
	enum access_type type;
} faults[] = {
	{LR(ENCODE_W, 3, 1), 4, 13, 5, ACCESS_LOAD},
	{SC(ENCODE_W, 3, 2, 1), 6, 15, 7, ACCESS_STORE},
	{AMO(AMO_ADD, ENCODE_W, 3, 2, 1), 6, 15, 7, ACCESS_STORE},
	{LR(ENCODE_D, 3, 1), 4, 13, 5, ACCESS_LOAD},
	{SC(ENCODE_D, 3, 2, 1), 6, 15, 7, ACCESS_STORE},
	{AMO(AMO_MAXU, ENCODE_D, 3, 2, 1), 6, 15, 7, ACCESS_STORE},
};

/* A misaligned one is asked nothing for; a reservation outlasts a fault. */
START_TEST(fault)
{
	uint64_t bytes = _i < 3 ? 4 : 8;

	rig_reset(64);
	rig_result(LR(ENCODE_D, 3, 1), RIG_DATA, 0);
	for (uint64_t offset = 1; offset < bytes; offset++) {
		rig.hart.pc = RIG_BASE;
		ck_assert_uint_eq(rig_result(faults[_i].instruction, RIG_DATA + offset, 9),
				  RIG_UNTOUCHED);
		rig_trapped(PRIV_M, RIG_BASE, faults[_i].misaligned, RIG_DATA + offset);
		ck_assert_uint_eq(rig.accesses, 1);
	}
	for (int i = 0; i < 2; i++) {
		rig_fault(RIG_DATA, faults[_i].type, i ? FAULT_ACCESS : FAULT_PAGE);
		rig.hart.pc = RIG_BASE;
		ck_assert_uint_eq(rig_result(faults[_i].instruction, RIG_DATA, 9), RIG_UNTOUCHED);
		rig_trapped(PRIV_M, RIG_BASE, i ? faults[_i].access : faults[_i].page, RIG_DATA);
		rig.faults[0].fault = FAULT_NONE;
	}
	ck_assert_uint_eq(rig_get(RIG_DATA, 8), 0);
	ck_assert(rig.hart.reserved);
}
END_TEST

START_TEST(addresses_of_rv32)
{
	rig_reset(32);
	rig_put(RIG_DATA, 3, 4);
	rig_result(AMO(AMO_ADD, ENCODE_W, 3, 2, 1), 0xffffffff80004000, 4);
	ck_assert_uint_eq(rig.access[1].va, RIG_DATA);
	ck_assert_uint_eq(rig_get(RIG_DATA, 4), 7);
}
END_TEST

static const uint32_t illegal[] = {
	LR(ENCODE_W, 3, 1) | 1u << 20, /* LR has no rs2 */
	AMO(0x05, ENCODE_W, 3, 2, 1),  AMO(0x1d, ENCODE_W, 3, 2, 1), AMO(0x00, 0u, 3, 2, 1),
	AMO(0x00, 1u, 3, 2, 1),        AMO(0x00, 4u, 3, 2, 1),       AMO(0x00, 7u, 3, 2, 1),
};

START_TEST(no_instruction)
{
	rig_reset(_i % 2 ? 32 : 64);
	rig_is_illegal(illegal[_i / 2]);
}
END_TEST

START_TEST(no_double_of_rv32)
{
	rig_reset(32);
	rig_is_illegal(LR(ENCODE_D, 3, 1));
	rig_is_illegal(SC(ENCODE_D, 3, 2, 1));
	for (unsigned int i = 0; i < sizeof(amos) / sizeof(*amos); i++)
		rig_is_illegal(AMO(amos[i].operation, ENCODE_D, 3, 2, 1));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_atomic");
	TCase *tcase = tcase_create("atomic");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, amo_word, 0, 2 * RIG_ROWS(amos));
	tcase_add_loop_test(tcase, amo_double, 0, RIG_ROWS(amos));
	tcase_add_test(tcase, amo_of_one_register);
	tcase_add_loop_test(tcase, reservation, 0, 2);
	tcase_add_test(tcase, reservation_elsewhere);
	tcase_add_loop_test(tcase, reservation_is_physical, 0, 2);
	tcase_add_test(tcase, reservation_moves);
	tcase_add_loop_test(tcase, fault, 0, RIG_ROWS(faults));
	tcase_add_test(tcase, addresses_of_rv32);
	tcase_add_loop_test(tcase, no_instruction, 0, 2 * RIG_ROWS(illegal));
	tcase_add_test(tcase, no_double_of_rv32);
	return suite_run(suite);
}
