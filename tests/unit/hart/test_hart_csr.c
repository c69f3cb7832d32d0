/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSRs: which there are, for whom, what a write leaves in them, and the six instructions. Numbers
 * and fields are from the privileged manual, "CSR Listing" and the chapters of each.
 */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define ALL      UINT64_MAX
#define FS_DIRTY (UINT64_C(3) << 13)

/* All that a hart without H, PMP entries, Sstc and debugging has. */
static const struct range {
	unsigned int first, last;
	bool of_32_alone;
} there[] = {
	{0x001, 0x003, false}, /* fflags, frm, fcsr */
	{0x100, 0x100, false}, /* sstatus */
	{0x104, 0x106, false}, /* sie, stvec, scounteren */
	{0x10a, 0x10a, false}, /* senvcfg */
	{0x140, 0x144, false}, /* sscratch, sepc, scause, stval, sip */
	{0x180, 0x180, false}, /* satp */
	{0x300, 0x306, false}, /* mstatus, misa, medeleg, mideleg, mie, mtvec, mcounteren */
	{0x30a, 0x30a, false}, /* menvcfg */
	{0x310, 0x310, true},  /* mstatush */
	{0x312, 0x312, true},  /* medelegh */
	{0x31a, 0x31a, true},  /* menvcfgh */
	{0x320, 0x320, false}, /* mcountinhibit */
	{0x323, 0x33f, false}, /* mhpmevent3 to 31 */
	{0x340, 0x344, false}, /* mscratch, mepc, mcause, mtval, mip */
	{0x3a0, 0x3a0, false}, {0x3a1, 0x3a1, true},  {0x3a2, 0x3a2, false}, {0x3a3, 0x3a3, true},
	{0x3a4, 0x3a4, false}, {0x3a5, 0x3a5, true},  {0x3a6, 0x3a6, false}, {0x3a7, 0x3a7, true},
	{0x3a8, 0x3a8, false}, {0x3a9, 0x3a9, true},  {0x3aa, 0x3aa, false}, {0x3ab, 0x3ab, true},
	{0x3ac, 0x3ac, false}, {0x3ad, 0x3ad, true},  {0x3ae, 0x3ae, false}, {0x3af, 0x3af, true},
	{0x3b0, 0x3ef, false},                        /* pmpaddr0 to 63 */
	{0xb00, 0xb00, false},                        /* mcycle; there is no mtime here */
	{0xb02, 0xb1f, false},                        /* minstret, mhpmcounter3 to 31 */
	{0xb80, 0xb80, true},  {0xb82, 0xb9f, true},  /* their upper halves */
	{0xc00, 0xc1f, false},                        /* cycle, time, instret, hpmcounter3 to 31 */
	{0xc80, 0xc9f, true},  {0xf11, 0xf15, false}, /* mvendorid to mconfigptr */
};

static bool is_there(unsigned int number, unsigned int xlen)
{
	for (unsigned int i = 0; i < sizeof(there) / sizeof(*there); i++)
		if (number >= there[i].first && number <= there[i].last)
			return xlen == 32 || !there[i].of_32_alone;
	return false;
}

/* Is it done, by this mode, that may read all counters? */
static bool is_done(enum priv priv, uint32_t instruction)
{
	rig.hart.pc = RIG_BASE;
	rig_enter(priv);
	rig.hart.csr.mcounteren = rig.hart.csr.scounteren = ALL;
	rig.hart.csr.mstatus |= FS_DIRTY;
	rig_do(instruction);
	return rig.hart.pc == RIG_BASE + 4;
}

/* Bits 9 and 8 of a number are the least privilege; with 3 in bits 11 and 10 it is read-only. */
START_TEST(numbers)
{
	unsigned int xlen = _i % 2 ? 32 : 64;
	enum priv priv = (enum priv[]){PRIV_U, PRIV_S, PRIV_M}[_i / 2];

	rig_reset(xlen);
	for (unsigned int number = 0; number < 4096; number++) {
		bool allowed = is_there(number, xlen) && (number >> 8 & 3) <= (unsigned int)priv;
		bool read_only = number >= 0xc00;

		suite_assert(is_done(priv, CSRRS(3, number, 0)) == allowed, "read of %x", number);
		suite_assert(is_done(priv, CSRRC(3, number, 0)) == allowed, "read of %x", number);
		suite_assert(is_done(priv, CSRRSI(3, number, 0)) == allowed, "read of %x", number);
		suite_assert(is_done(priv, CSRRCI(3, number, 0)) == allowed, "read of %x", number);
		allowed = allowed && !read_only;
		rig.hart.x[1] = 0;
		suite_assert(is_done(priv, CSRRW(3, number, 1)) == allowed, "write of %x", number);
		suite_assert(is_done(priv, CSRRW(0, number, 0)) == allowed, "write of %x", number);
		suite_assert(is_done(priv, CSRRWI(3, number, 0)) == allowed, "write of %x", number);
		suite_assert(is_done(priv, CSRRS(3, number, 1)) == allowed, "set of %x", number);
		suite_assert(is_done(priv, CSRRC(3, number, 1)) == allowed, "clear of %x", number);
		suite_assert(is_done(priv, CSRRSI(3, number, 1)) == allowed, "set of %x", number);
		suite_assert(is_done(priv, CSRRCI(3, number, 1)) == allowed, "clear of %x", number);
		rig.hart.csr.mtvec = RIG_MTVEC;
	}
}
END_TEST

/* Without floating point there is no fcsr, whatever is written to FS. */
START_TEST(no_floating_point)
{
	rig_reset(64);
	rig.hart.config.has_float = false;
	rig_result(CSRRW(0, 0x300, 1), ALL, 0);
	ck_assert_uint_eq(rig_csr(0x300) & FS_DIRTY, 0);
	rig.hart.csr.mstatus = 0;
	for (unsigned int number = 1; number <= 3; number++)
		rig_is_illegal(CSRRS(3, number, 0));
	rig_is_illegal(FLW(3, 0, 1));
	ck_assert_uint_eq(rig_csr(0x301), 0x8000000000141105); /* rv64imac, S and U */
	rig_reset(64);
	ck_assert_uint_eq(rig_csr(0x301), 0x800000000014112d); /* and f, d */
	rig_reset(32);
	ck_assert_uint_eq(rig_csr(0x301), 0x4014112d);
	for (unsigned int number = 1; number <= 3; number++)
		rig_is_illegal(CSRRS(3, number, 0)); /* FS is off */
}
END_TEST

/* With all bits set, and then with none: what can be held. */
static const struct field {
	unsigned int number;
	uint64_t of_64, of_32; /* all bits */
	uint64_t none_64, none_32;
} fields[] = {
	/* SXL and UXL are 2; SD, TSR, TW, TVM, MXR, SUM, MPRV, FS, MPP, SPP, MPIE, SPIE, MIE, SIE
	 */
	{0x300, 0x8000000a007e79aa, 0x807e79aa, 0xa00000000, 0},
	{0x310, 0, 0, 0, 0},
	{0x301, 0x800000000014112d, 0x4014112d, 0x800000000014112d, 0x4014112d},
	{0x302, 0xb3ff, 0xb3ff, 0, 0},
	{0x312, 0, 0, 0, 0},
	{0x303, 0x222, 0x222, 0, 0},
	{0x304, 0xaaa, 0xaaa, 0, 0},
	{0x344, 0x222, 0x222, 0, 0},
	{0x305, 0xfffffffffffffffd, 0xfffffffd, 0, 0},
	{0x306, 7, 7, 0, 0},
	{0x30a, 0x6000000000000001, 1, 0, 0},
	{0x31a, 0, 0x20000000, 0, 0},
	{0x320, 5, 5, 0, 0},
	{0x323, 0, 0, 0, 0},
	{0x33f, 0, 0, 0, 0},
	{0x340, ALL, 0xffffffff, 0, 0},
	{0x341, ALL - 1, 0xfffffffe, 0, 0},
	{0x342, ALL, 0xffffffff, 0, 0},
	{0x343, ALL, 0xffffffff, 0, 0},
	{0x3a0, 0, 0, 0, 0},
	{0x3ef, 0, 0, 0, 0},
	{0xb03, 0, 0, 0, 0},
	{0xb83, 0, 0, 0, 0},
	{0x100, 0x80000002000c6122, 0x800c6122, 0x200000000, 0},
	{0x105, 0xfffffffffffffffd, 0xfffffffd, 0, 0},
	{0x106, 7, 7, 0, 0},
	{0x10a, 1, 1, 0, 0},
	{0x140, ALL, 0xffffffff, 0, 0},
	{0x141, ALL - 1, 0xfffffffe, 0, 0},
	{0x142, ALL, 0xffffffff, 0, 0},
	{0x143, ALL, 0xffffffff, 0, 0},
	{0x180, ALL, 0xffffffff, 0, 0},
};

/* In M mode, where FS is dirty; a register of RV32 is sign-extended. */
START_TEST(fields_hold)
{
	const struct field *field = &fields[_i / 2];
	unsigned int xlen = _i % 2 ? 32 : 64;

	for (int bits = 1; bits >= 0; bits--) {
		uint64_t expected = bits ? (xlen == 64 ? field->of_64 : field->of_32)
					 : (xlen == 64 ? field->none_64 : field->none_32);

		rig_reset(xlen);
		if (xlen == 64 && !is_there(field->number, 64))
			continue;
		rig_result(CSRRW(0, field->number, 1), bits ? ALL : 0, 0);
		rig_result(CSRRS(3, field->number, 0), 0, 0);
		if (xlen == 32)
			expected = (uint64_t)(int64_t)(int32_t)expected;
		ck_assert_msg(rig.hart.x[3] == expected, "%jx", (uintmax_t)rig.hart.x[3]);
		ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 8);
	}
}
END_TEST

START_TEST(read_only_zeros)
{
	rig_reset(64);
	for (unsigned int number = 0xf11; number <= 0xf15; number++)
		ck_assert_uint_eq(rig_csr(number), 0);
	for (unsigned int number = 0xc03; number <= 0xc1f; number++)
		ck_assert_uint_eq(rig_csr(number), 0);
}
END_TEST

/* sstatus is a view of mstatus; a write of it touches no bit of M. */
START_TEST(sstatus)
{
	rig_reset(_i);
	rig.hart.csr.mstatus = 0x7e79aa;
	ck_assert_uint_eq(rig_csr(0x100) & 0x7fffffff, 0xc6122);
	rig_result(CSRRW(3, 0x100, 1), 0, 0);
	ck_assert_uint_eq(rig.hart.csr.mstatus, 0x7e79aa & ~UINT64_C(0xc6122));
	rig.hart.csr.mstatus = 0;
	rig_result(CSRRW(3, 0x100, 1), 0x7fffffff, 0);
	ck_assert_uint_eq(rig.hart.csr.mstatus, 0xc6122);
	ck_assert_uint_eq(rig_csr(0x100) >> (_i - 1) & 1, 1); /* SD */
	rig.hart.csr.mstatus = UINT64_C(1) << 14;
	rig_result(CSRRS(3, 0x100, 0), 0, 0);
	ck_assert_uint_eq(rig.hart.x[3] >> 63, 0); /* clean is not dirty */
}
END_TEST

/* MPP has no mode 2. */
START_TEST(previous_privilege)
{
	static const uint64_t written[] = {3, 1, 2, 0, 2, 3, 2};
	static const uint64_t held[] = {3, 1, 1, 0, 0, 3, 3};

	rig_reset(64);
	for (unsigned int i = 0; i < 7; i++) {
		rig_result(CSRRW(0, 0x300, 1), written[i] << 11, 0);
		ck_assert_uint_eq(rig.hart.csr.mstatus >> 11 & 3, held[i]);
	}
}
END_TEST

/* sie and sip show what is delegated; of sip only SSIP can be written. */
START_TEST(views_of_interrupts)
{
	rig_reset(64);
	rig.hart.csr.mie = 0xaaa;
	rig.hart.csr.mip = 0x222;
	ck_assert_uint_eq(rig_csr(0x104), 0);
	ck_assert_uint_eq(rig_csr(0x144), 0);
	rig.hart.csr.mideleg = 0x202;
	ck_assert_uint_eq(rig_csr(0x104), 0x202);
	ck_assert_uint_eq(rig_csr(0x144), 0x202);
	rig.hart.csr.mie = 0;
	rig.hart.csr.mip = 0;
	rig_result(CSRRW(0, 0x144, 1), ALL, 0);
	ck_assert_uint_eq(rig.hart.csr.mip, 2);
	rig_result(CSRRW(0, 0x104, 1), ALL, 0);
	ck_assert_uint_eq(rig.hart.csr.mie, 0x202);
	rig.hart.csr.mie = 0xaaa;
	rig_result(CSRRW(0, 0x104, 1), 0, 0);
	ck_assert_uint_eq(rig.hart.csr.mie, 0x8a8);
	rig.hart.csr.mideleg = 0x200;
	rig.hart.csr.mip = 0;
	rig_result(CSRRW(0, 0x144, 1), ALL, 0);
	ck_assert_uint_eq(rig.hart.csr.mip, 0);
}
END_TEST

/* What the timer holds pending is seen, and not turned into a bit that was written. */
START_TEST(timer_in_mip)
{
	rig_reset(64);
	rig.hart.timer = 0;
	ck_assert_uint_eq(rig_csr(0x344), 0x20);
	ck_assert_uint_eq(rig_result(CSRRSI(3, 0x344, 2), 0, 0), 0x20);
	ck_assert_uint_eq(rig.hart.csr.mip, 2);
	ck_assert_uint_eq(rig_result(CSRRCI(3, 0x344, 2), 0, 0), 0x22);
	ck_assert_uint_eq(rig.hart.csr.mip, 0);
	rig.hart.timer = UINT64_MAX;
	ck_assert_uint_eq(rig_csr(0x344), 0);
	rig_result(CSRRS(3, 0x344, 1), 0x20, 0);
	ck_assert_uint_eq(rig_csr(0x344), 0x20); /* M may set it */
}
END_TEST

static const struct {
	uint32_t instruction;
	uint64_t held;
} kinds[] = {
	{CSRRW(3, 0x340, 1), 0x5f},     {CSRRS(3, 0x340, 1), 0xff},
	{CSRRC(3, 0x340, 1), 0xa0},     {CSRRWI(3, 0x340, 0x1d), 0x1d},
	{CSRRSI(3, 0x340, 0x1d), 0xff}, {CSRRCI(3, 0x340, 0x1d), 0xe2},
	{CSRRS(3, 0x340, 0), 0xfa},     {CSRRC(3, 0x340, 0), 0xfa},
	{CSRRW(3, 0x340, 0), 0},
};

/* rd is what was there. rs1 may be rd. */
START_TEST(kind)
{
	rig_reset(64);
	rig.hart.csr.mscratch = 0xfa;
	ck_assert_uint_eq(rig_result(kinds[_i].instruction, 0x5f, 0), 0xfa);
	ck_assert_uint_eq(rig.hart.csr.mscratch, kinds[_i].held);
	rig.hart.csr.mscratch = 1;
	rig_result(CSRRW(1, 0x340, 1), 2, 0);
	ck_assert_uint_eq(rig.hart.x[1], 1);
	ck_assert_uint_eq(rig.hart.csr.mscratch, 2);
}
END_TEST

/* fflags and frm are fields of fcsr; a write makes FS dirty, and a read does not. */
START_TEST(floating_point)
{
	rig_reset(_i);
	rig.hart.csr.mstatus = UINT64_C(1) << 13;
	rig.hart.csr.fcsr = 0xb5;
	ck_assert_uint_eq(rig_result(CSRRS(3, 0x001, 0), 0, 0), 0x15);
	ck_assert_uint_eq(rig_result(CSRRS(3, 0x002, 0), 0, 0), 5);
	ck_assert_uint_eq(rig_result(CSRRS(3, 0x003, 0), 0, 0), 0xb5);
	ck_assert_uint_eq(rig.hart.csr.mstatus, UINT64_C(1) << 13);
	rig_result(CSRRW(3, 0x001, 1), 0xffe2, 0);
	ck_assert_uint_eq(rig.hart.csr.fcsr, 0xa2);
	ck_assert_uint_eq(rig.hart.csr.mstatus & FS_DIRTY, FS_DIRTY);
	rig_result(CSRRW(3, 0x002, 1), 0xfff9, 0);
	ck_assert_uint_eq(rig.hart.csr.fcsr, 0x22);
	rig_result(CSRRW(3, 0x003, 1), 0xff81, 0);
	ck_assert_uint_eq(rig.hart.csr.fcsr, 0x81);
	rig.hart.csr.fcsr = 0xff; /* no bit of the one field gets into the other */
	rig_result(CSRRWI(3, 0x001, 0), 0, 0);
	ck_assert_uint_eq(rig.hart.csr.fcsr, 0xe0);
	rig.hart.csr.fcsr = 0xff;
	rig_result(CSRRWI(3, 0x002, 0), 0, 0);
	ck_assert_uint_eq(rig.hart.csr.fcsr, 0x1f);
	for (unsigned int number = 1; number <= 3; number++) {
		rig.hart.csr.mstatus = UINT64_C(1) << 13;
		rig_result(CSRRWI(0, number, 0), 0, 0);
		ck_assert_uint_eq(rig.hart.csr.mstatus & FS_DIRTY, FS_DIRTY);
	}
}
END_TEST

/* The bus says what satp holds; TVM keeps S from it, and not M. */
START_TEST(satp)
{
	rig_reset(_i);
	rig_result(CSRRW(0, 0x180, 1), 0xffffffff87654321, 0);
	ck_assert_uint_eq(rig.satp, _i == 64 ? 0xffffffff87654321 : 0x87654321);
	ck_assert_uint_eq(rig.hart.csr.satp, rig.satp);
	rig.satp_held = 0x1234;
	ck_assert_uint_eq(rig_result(CSRRW(3, 0x180, 1), 0x5678, 0), 0xffffffff87654321);
	ck_assert_uint_eq(rig.satp, 0x5678);
	ck_assert_uint_eq(rig_csr(0x180), 0x1234);
	rig.satp = 0;
	ck_assert_uint_eq(rig_result(CSRRS(3, 0x180, 0), 0, 0), 0x1234);
	ck_assert_uint_eq(rig.satp, 0); /* a read writes nothing */
	rig.hart.csr.mstatus |= UINT64_C(1) << 20;
	ck_assert_uint_eq(rig_result(CSRRS(3, 0x180, 0), 0, 0), 0x1234);
	rig_enter(PRIV_S);
	rig_is_illegal(CSRRS(3, 0x180, 0));
	rig_is_illegal(CSRRW(0, 0x180, 0));
	rig.hart.csr.mstatus = 0;
	ck_assert_uint_eq(rig_result(CSRRS(3, 0x180, 0), 0, 0), 0x1234);
}
END_TEST

/* The bus hears what ADUE and PBMTE are from now on; PBMTE is of RV64. */
START_TEST(envcfg)
{
	rig_reset(64);
	rig_result(CSRRW(0, 0x30a, 1), UINT64_C(1) << 61, 0);
	ck_assert(rig.adue && !rig.pbmte);
	rig_result(CSRRW(0, 0x30a, 1), UINT64_C(1) << 62, 0);
	ck_assert(!rig.adue && rig.pbmte);
	ck_assert_uint_eq(rig.controls, 2);
	rig_reset(32);
	rig_result(CSRRW(0, 0x31a, 1), ALL, 0);
	ck_assert(rig.adue && !rig.pbmte);
	rig_result(CSRRW(0, 0x30a, 1), 1, 0); /* the other half stays */
	ck_assert(rig.adue);
	ck_assert_uint_eq(rig_csr(0x31a), 0x20000000);
	ck_assert_uint_eq(rig_csr(0x30a), 1);
	rig_result(CSRRW(0, 0x31a, 1), 0, 0);
	ck_assert(!rig.adue);
	ck_assert_uint_eq(rig_csr(0x30a), 1);
}
END_TEST

/* The run ends before the instruction. */
START_TEST(bus_stops)
{
	static const unsigned int numbers[] = {0x180, 0x30a};

	rig_reset(64);
	rig.window = 4096;
	rig_do(NOP);
	rig.stop = true;
	rig.hart.x[1] = ALL;
	rig.hart.x[3] = 5;
	for (unsigned int i = 0; i < 2; i++)
		ck_assert_int_eq(rig_do(CSRRW(3, numbers[i], 1)), HART_STOPPED);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 4);
	ck_assert_uint_eq(rig.hart.instructions, 1);
	ck_assert_uint_eq(rig.hart.x[3], 5);
	ck_assert_uint_eq(rig.hart.csr.satp, 0);
	ck_assert_uint_eq(rig.hart.csr.menvcfg, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_csr");
	TCase *tcase = tcase_create("csr");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, numbers, 0, 6);
	tcase_add_test(tcase, no_floating_point);
	tcase_add_loop_test(tcase, fields_hold, 0, 2 * RIG_ROWS(fields));
	tcase_add_test(tcase, read_only_zeros);
	tcase_add_test(tcase, previous_privilege);
	tcase_add_test(tcase, views_of_interrupts);
	tcase_add_test(tcase, timer_in_mip);
	tcase_add_loop_test(tcase, kind, 0, RIG_ROWS(kinds));
	for (int xlen = 32; xlen <= 64; xlen += 32) {
		tcase_add_loop_test(tcase, sstatus, xlen, xlen + 1);
		tcase_add_loop_test(tcase, floating_point, xlen, xlen + 1);
		tcase_add_loop_test(tcase, satp, xlen, xlen + 1);
	}
	tcase_add_test(tcase, envcfg);
	tcase_add_test(tcase, bus_stops);
	return suite_run(suite);
}
