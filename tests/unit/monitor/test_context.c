/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The context of the requests, followed on pins made by hand: the base register in every regime and
 * with modes left out, the control bits, and, by judge/judge_ptbr.h, each answer to a write that is
 * to be refused.
 */
#include <check.h>
#include <stddef.h>
#include <string.h>

#include "judge/judge.h"
#include "judge/judge_ptbr.h"
#include "monitor/context.h"
#include "suite.h"

#define SV39 (UINT64_C(8) << 60)
#define BARE UINT64_C(0)
#define PDPT UINT64_C(0x4020)

static struct context context;
static struct mmu_in in;
static struct mmu_out out;
static struct context_answer effect;
static struct judge *judge;
static uint64_t pdptes_before; /* the last answer */

static void build(unsigned int asid_bits, unsigned int formats)
{
	const struct mmu_config config = {
		.asid_bits = asid_bits, .pa_bits = 46, .formats = formats};

	context_init(&context, &config);
}

static void begin(void)
{
	memset(&context, 0, sizeof(context));
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	build(16, 255);
	judge = judge_create(NULL, 255);
	ck_assert_ptr_nonnull(judge);
}

static void end(void)
{
	judge_destroy(judge);
}

/* Judged, and then followed. */
static const char *write_now(void)
{
	const char *error = judge_ptbr_write(&context);

	if (!error)
		context_write(&context, &in);
	return error;
}

static const char *read_now(void)
{
	const char *error = judge_ptbr_read(&context, &out);

	if (!error)
		context_read(&context, &out);
	return error;
}

static const char *answer_now(void)
{
	context_answer(&context, &out, &effect);
	return judge_ptbr_answer(judge, &context, &out, &effect);
}

static void write_value(enum regime regime, uint64_t value)
{
	in.ptbr_regime = regime;
	in.ptbr_value = value;
	ck_assert_ptr_null(write_now());
}

static const char *answer(enum fault fault, uint64_t held)
{
	out.ptbr_rsp_fault = fault;
	out.ptbr_held = held;
	memset(&effect, 0xff, sizeof(effect));
	pdptes_before = context_now(&context, &in)->pdptes;
	return answer_now();
}

/* Did the last answer tell of new PDPTEs? */
static bool loads(void)
{
	return context_now(&context, &in)->pdptes != pdptes_before;
}

static void writes(enum regime regime, uint64_t value, uint64_t held)
{
	write_value(regime, value);
	ck_assert_ptr_null(answer(FAULT_NONE, held));
}

#define is_refused(said, text)                                                                     \
	do {                                                                                       \
		const char *s = said;                                                              \
		ck_assert_msg(s &&strstr(s, text), "said '%s', not '%s'", s ? s : "nothing",       \
			      text);                                                               \
	} while (0)

static const struct oracle_context *held(void)
{
	return &context.held;
}

/* ---- What follows from a context ---- */

START_TEST(modes)
{
	struct oracle_context now = {.regime = REGIME_RV32};

	ck_assert_int_eq(context_mode(&now), -1);
	now.ptbr = UINT64_C(1) << 31;
	ck_assert_int_eq(context_mode(&now), 0);
	now.regime = REGIME_RV64;
	ck_assert_int_eq(context_mode(&now), -1);
	for (int n = 1; n <= 3; n++) {
		now.ptbr = (uint64_t)(n + 7) << 60;
		ck_assert_int_eq(context_mode(&now), n);
	}
	for (int pae = 0; pae < 2; pae++) {
		for (int la57 = 0; la57 < 2; la57++) {
			now = (struct oracle_context){.regime = REGIME_X86_32,
						      .x86 = {.pae = pae, .la57 = la57}};
			ck_assert_int_eq(context_mode(&now), -1);
			now.x86.pg = true;
			ck_assert_int_eq(context_mode(&now), 4 + pae);
			now.regime = REGIME_X86_64;
			ck_assert_int_eq(context_mode(&now), 4 + pae);
			now.x86.lma = true;
			ck_assert_int_eq(context_mode(&now), 6 + la57);
			now.x86.pg = false;
			ck_assert_int_eq(context_mode(&now), -1);
		}
	}
}
END_TEST

START_TEST(mode_names)
{
	static const char *const names[] = {"Sv32",      "Sv39", "Sv48",       "Sv57",
					    "two-level", "PAE",  "four-level", "five-level"};

	for (unsigned int n = 0; n < 8; n++)
		ck_assert_str_eq(paging[n].name, names[n]);
}
END_TEST

START_TEST(asids)
{
	struct oracle_context now = {.regime = REGIME_RV32, .ptbr = UINT64_MAX};

	ck_assert_uint_eq(context_asid(&now), 0x1ff);
	now.ptbr = UINT64_C(0x12a) << 22;
	ck_assert_uint_eq(context_asid(&now), 0x12a);
	now.regime = REGIME_RV64;
	now.ptbr = UINT64_MAX;
	ck_assert_uint_eq(context_asid(&now), 0xffff);
	now.ptbr = SV39 | UINT64_C(0xabcd) << 44 | 0x80000;
	ck_assert_uint_eq(context_asid(&now), 0xabcd);
	now = (struct oracle_context){
		.regime = REGIME_X86_64, .ptbr = UINT64_MAX, .x86 = {.pg = true, .lma = true}};
	ck_assert_uint_eq(context_asid(&now), 0);
	now.x86.pcide = true;
	ck_assert_uint_eq(context_asid(&now), 0xfff);
	now.ptbr = 0x80004a5c;
	ck_assert_uint_eq(context_asid(&now), 0xa5c);
	now.x86.lma = false;
	ck_assert_uint_eq(context_asid(&now), 0);
	now.regime = REGIME_X86_32;
	now.x86.lma = true;
	ck_assert_uint_eq(context_asid(&now), 0);
}
END_TEST

START_TEST(addresses)
{
	struct oracle_context now = {.regime = REGIME_RV32};

	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT32_MAX);
	now.regime = REGIME_RV64;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT64_MAX);
	now.regime = REGIME_X86_32;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT32_MAX);
	now.regime = REGIME_X86_64;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT32_MAX);
	now.x86.pg = now.x86.lma = true;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT64_MAX);
}
END_TEST

START_TEST(asid_masks)
{
	static const struct {
		unsigned int bits;
		uint64_t rv32, rv64;
	} rows[] = {{16, 0x1ff, 0xffff},
		    {12, 0x1ff, 0xfff},
		    {9, 0x1ff, 0x1ff},
		    {8, 0xff, 0xff},
		    {1, 1, 1}};

	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		build(rows[i].bits, 255);
		context.held.regime = REGIME_RV32;
		ck_assert_uint_eq(context_asid_mask(&context), rows[i].rv32);
		context.held.regime = REGIME_RV64;
		ck_assert_uint_eq(context_asid_mask(&context), rows[i].rv64);
		context.held.regime = REGIME_X86_32;
		ck_assert_uint_eq(context_asid_mask(&context), 0xfff);
		context.held.regime = REGIME_X86_64;
		ck_assert_uint_eq(context_asid_mask(&context), 0xfff);
	}
}
END_TEST

/* ---- Control bits ---- */

#define CONTROLS MMU_N_CONTROLS

static uint64_t *control(unsigned int n)
{
#define AT(name, ...) offsetof(struct mmu_in, name),
	static const size_t at[CONTROLS] = {MMU_CONTROLS(AT)};
#undef AT

	return (uint64_t *)((char *)&in + at[n]);
}

/* Of the same name each. */
static void fields(const struct oracle_context *now, bool value[CONTROLS])
{
#define OWN(name, ...) now->name,
#define X86(name, ...) now->x86.name,
	const bool all[CONTROLS] = {MMU_CONTROL_RISCV(OWN, MMU_NO_PIN)
					    MMU_CONTROL_X86(X86, MMU_NO_PIN)};
#undef OWN
#undef X86

	memcpy(value, all, sizeof(all));
}

START_TEST(controls)
{
	struct oracle_context now;
	bool value[CONTROLS];

	memset(&now, 0xff, sizeof(now));
	*control(_i) = 1;
	context_get(&context, &in, &now);
	fields(&now, value);
	for (unsigned int n = 0; n < CONTROLS; n++)
		ck_assert(value[n] == (n == (unsigned int)_i));
	ck_assert_uint_eq(now.x86.pa_bits, 46);
	ck_assert_int_eq(now.regime, REGIME_RV64);
}
END_TEST

/* Flags differ where an answer may. Of RISC-V the controls of x86 do not count. */
START_TEST(flags)
{
	unsigned int seen[CONTROLS + 1];

	in.ptbr_regime = _i;
	writes(_i, 0, 0);
	seen[CONTROLS] = context_now(&context, &in)->flags;
	for (unsigned int n = 0; n < CONTROLS; n++) {
		*control(n) = 1;
		seen[n] = context_now(&context, &in)->flags;
		*control(n) = 0;
		if (n >= 2 && _i < REGIME_X86_32) {
			ck_assert_uint_eq(seen[n], seen[CONTROLS]);
			continue;
		}
		ck_assert_uint_ne(seen[n], seen[CONTROLS]);
		for (unsigned int m = 0; m < n; m++)
			ck_assert_uint_ne(seen[n], seen[m]);
	}
}
END_TEST

START_TEST(flags_of_regimes)
{
	unsigned int seen[4];

	for (unsigned int n = 0; n < 4; n++) {
		writes(n, 0, 0);
		seen[n] = context_now(&context, &in)->flags;
		for (unsigned int m = 0; m < n; m++)
			ck_assert_uint_ne(seen[n], seen[m]);
	}
	/* Two of them at once. */
	in.adue = 1;
	in.pbmte = 1;
	for (unsigned int n = 0; n < 4; n++)
		ck_assert_uint_ne(context_now(&context, &in)->flags, seen[n]);
}
END_TEST

START_TEST(view_follows_pins_and_register)
{
	const struct context_view *view = context_now(&context, &in);

	ck_assert_int_eq(view->mode, -1);
	ck_assert(!view->context.adue);
	in.adue = 1;
	view = context_now(&context, &in);
	ck_assert(view->context.adue);
	/* The same pins again: the same view, without any work. */
	context.view.mode = 99;
	ck_assert_int_eq(context_now(&context, &in)->mode, 99);
	/* What is no control pin does not matter. */
	in.data_rsp_ready = in.ptbr_valid = 1;
	ck_assert_int_eq(context_now(&context, &in)->mode, 99);
	writes(REGIME_RV64, SV39 | 0x80000, SV39 | 0x80000);
	view = context_now(&context, &in);
	ck_assert_int_eq(view->mode, 1);
	ck_assert_uint_eq(view->context.ptbr, SV39 | 0x80000);
	pdptes_before = view->pdptes;
	context_reset(&context);
	ck_assert_int_eq(context_now(&context, &in)->mode, -1);
	ck_assert(loads()); /* they are 0 now */
}
END_TEST

/* ---- satp ---- */

START_TEST(satp)
{
	writes(REGIME_RV64, SV39 | UINT64_C(0xabcd) << 44 | 0x80000,
	       SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	ck_assert(!loads() && !effect.drops);
	ck_assert_uint_eq(held()->ptbr, SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	ck_assert_int_eq(held()->regime, REGIME_RV64);
	/* An unsupported mode: nothing is written, and the regime stays. */
	writes(REGIME_RV64, UINT64_C(11) << 60, SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	writes(REGIME_RV64, UINT64_C(1) << 60, SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	writes(REGIME_RV32, UINT64_C(0x180080000), UINT64_C(0x80080000));
	ck_assert_int_eq(held()->regime, REGIME_RV32);
}
END_TEST

START_TEST(satp_asid_bits)
{
	build(9, 255);
	writes(REGIME_RV64, SV39 | UINT64_C(0xffff) << 44, SV39 | UINT64_C(0x1ff) << 44);
}
END_TEST

START_TEST(held_is_wrong)
{
	write_value(REGIME_RV64, SV39 | 0x80000);
	is_refused(answer(FAULT_NONE, SV39 | 0x80001),
		   "ptbr_held is 8000000000080001: the oracle holds 8000000000080000");
}
END_TEST

START_TEST(satp_faults)
{
	write_value(REGIME_RV64, SV39);
	is_refused(answer(FAULT_ACCESS, 0), "a write of satp that reads memory, or faults");
	write_value(REGIME_RV64, SV39);
	out.mem_req_wide = 1;
	out.mem_req_id = 8;
	ck_assert_ptr_null(read_now());
	is_refused(answer(FAULT_NONE, SV39), "a write of satp that reads memory, or faults");
	/* What was read for one write is not read for the next. */
	writes(REGIME_RV64, SV39, SV39);
}
END_TEST

/* Each format alone: a mode that is left out is not written, and Bare only beside one that is
 * there. */
START_TEST(satp_formats)
{
	unsigned int formats = 1u << _i;

	build(16, formats);
	writes(REGIME_RV32, 0x80080000, formats == 1 ? 0x80080000 : 0);
	build(16, formats);
	writes(REGIME_RV32, 0x80000, formats == 1 ? 0x80000 : 0);
	for (int mode = 8; mode <= 10; mode++) {
		uint64_t value = (uint64_t)mode << 60 | 0x80000;

		build(16, formats);
		writes(REGIME_RV64, value, _i == mode - 7 ? value : 0);
	}
	build(16, formats);
	writes(REGIME_RV64, 0x80000, _i >= 1 && _i <= 3 ? 0x80000 : 0);
	build(16, formats);
	writes(REGIME_RV64, UINT64_C(1) << 59, _i >= 1 && _i <= 3 ? UINT64_C(1) << 59 : 0);
}
END_TEST

/* ---- CR3 ---- */

static void read_pdpte(unsigned int n, uint64_t pdpte, bool error)
{
	out.mem_req_wide = 1;
	out.mem_req_id = 8;
	out.mem_req_addr = PDPT + 8 * n;
	ck_assert_ptr_null(read_now());
	in.mem_rsp_data = pdpte;
	in.mem_rsp_error = error;
	context_data(&context, &in);
	in.mem_rsp_error = 0;
}

static void begin_load(void)
{
	in.pg = in.pae = 1;
	write_value(REGIME_X86_32, PDPT);
}

START_TEST(load)
{
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001 + 0x1000 * n, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	ck_assert(loads() && effect.drops);
	ck_assert_uint_eq(effect.asid, 0);
	ck_assert_int_eq(held()->regime, REGIME_X86_32);
	for (unsigned int n = 0; n < 4; n++)
		ck_assert_uint_eq(held()->x86.pdpte[n], 0x5001 + 0x1000 * n);
	/* The control bits are those of the write, and are not held. */
	ck_assert(!held()->x86.pg && !held()->x86.pae);
}
END_TEST

START_TEST(load_faults)
{
	begin_load();
	for (int n = 0; n < _i; n++)
		read_pdpte(n, 0x5001, false);
	read_pdpte(_i, 0x5003, false); /* bit 1 is reserved */
	ck_assert_ptr_null(answer(FAULT_PROTECTION, 0));
	ck_assert(!loads() && !effect.drops);
	begin_load();
	for (int n = 0; n < _i; n++)
		read_pdpte(n, 0x5001, false);
	read_pdpte(_i, 0x5001, true);
	ck_assert_ptr_null(answer(FAULT_ACCESS, 0));
	ck_assert(!loads() && !effect.drops);
	ck_assert_uint_eq(held()->x86.pdpte[0], 0);
	ck_assert_int_eq(held()->regime, REGIME_RV64);
}
END_TEST

START_TEST(load_faults_otherwise)
{
	begin_load();
	read_pdpte(0, 0x5001, true);
	is_refused(answer(FAULT_PROTECTION, 0), "CR3 write of 4020: fault 3, the oracle says 2");
	begin_load();
	read_pdpte(0, 0x5001, true);
	is_refused(answer(FAULT_NONE, 0), "fault 0, the oracle says 2");
}
END_TEST

/* Too few, the wrong one, one after a fault. */
START_TEST(load_reads)
{
	begin_load();
	for (int n = 0; n < _i; n++)
		read_pdpte(n, 0x5001, false);
	is_refused(answer(FAULT_NONE, PDPT), "are not those that the oracle reads");
	begin_load();
	for (int n = 0; n < 4; n++)
		read_pdpte(n == _i ? n + 1 : n, 0x5001, false);
	is_refused(answer(FAULT_NONE, PDPT), "are not those that the oracle reads");
}
END_TEST

START_TEST(load_goes_on_after_a_fault)
{
	begin_load();
	read_pdpte(0, 0x5003, false);
	read_pdpte(1, 0x5001, false);
	is_refused(answer(FAULT_PROTECTION, 0), "are not those that the oracle reads");
}
END_TEST

START_TEST(strange_reads)
{
	begin_load();
	out.mem_req_wide = _i != 0;
	out.mem_req_cas = _i == 1;
	out.mem_req_fetch = _i == 2;
	out.mem_req_id = _i == 3 ? 0 : _i == 4 ? 9 : 8;
	is_refused(read_now(), "in a strange way");
}
END_TEST

START_TEST(fifth_read)
{
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	is_refused(read_now(), "a fifth PDPTE is read");
}
END_TEST

/* An answer of memory that was for somebody else; and the last one counts. */
START_TEST(data_of_nothing)
{
	in.mem_rsp_data = 1;
	in.mem_rsp_error = 1;
	context_data(&context, &in);
	begin_load();
	context_data(&context, &in);
	in.mem_rsp_error = 0;
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
}
END_TEST

START_TEST(load_not_answered_by_memory)
{
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	begin_load();
	for (unsigned int n = 0; n < 4; n++) {
		out.mem_req_addr = PDPT + 8 * n;
		ck_assert_ptr_null(read_now());
	}
	/* 0: not present, and that is well. */
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	ck_assert_uint_eq(held()->x86.pdpte[0], 0);
}
END_TEST

START_TEST(long_mode)
{
	in.pg = in.pae = in.lma = in.pcide = 1;
	writes(REGIME_X86_64, 0x80004a5c, 0x80004a5c);
	ck_assert(effect.drops && !loads());
	ck_assert_uint_eq(effect.asid, 0xa5c);
	writes(REGIME_X86_64, UINT64_C(1) << 63 | 0x80005001, 0x80005001);
	ck_assert(!effect.drops && !loads());
	write_value(REGIME_X86_64, UINT64_C(1) << 46);
	ck_assert_ptr_null(answer(FAULT_PROTECTION, 0x80005001));
	ck_assert(!effect.drops);
	write_value(REGIME_X86_64, UINT64_C(1) << 46);
	is_refused(answer(FAULT_NONE, UINT64_C(1) << 46), "fault 0, the oracle says 3");
	/* The control bits of its acceptance, not of its answer. */
	in.pcide = 0;
	write_value(REGIME_X86_64, 0x80004a5c);
	in.pcide = 1;
	ck_assert_ptr_null(answer(FAULT_NONE, 0x80004a5c));
	ck_assert(effect.drops);
	ck_assert_uint_eq(effect.asid, 0);
}
END_TEST

/* A regime all of whose modes are left out is ignored, without a fault. */
START_TEST(cr3_formats)
{
	unsigned int formats = 1u << _i;
	bool x86_32 = _i == 4 || _i == 5, x86_64 = _i >= 4;

	build(16, formats);
	writes(REGIME_X86_32, 0x5000, x86_32 ? 0x5000 : 0);
	ck_assert(effect.drops == x86_32);
	build(16, formats);
	writes(REGIME_X86_64, 0x5000, x86_64 ? 0x5000 : 0);
	ck_assert(effect.drops == x86_64);
	ck_assert_int_eq(held()->regime, x86_64 ? REGIME_X86_64 : REGIME_RV64);
	if (!x86_64) {
		write_value(REGIME_X86_64, 0x5000);
		is_refused(answer(FAULT_ACCESS, 0),
			   "a fault of a PTBR write that is to be ignored");
	}
	/* Without PAE nothing is loaded. */
	if (_i == 5 || !x86_32)
		return;
	build(16, formats);
	begin_load();
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	ck_assert(!loads());
}
END_TEST

/* ptbr-5: a write of which the old or the new regime is x86; one without is none. */
START_TEST(walls)
{
	unsigned int formats = _i ? 0x1f : 0x0f;

	build(16, formats);
	for (unsigned int to = 0; to < 4; to++) {
		in.ptbr_regime = to;
		ck_assert(!context_is_wall(&context, &in));
		in.ptbr_valid = 1;
		ck_assert(context_is_wall(&context, &in) == (_i && to >= REGIME_X86_32));
		in.ptbr_valid = 0;
	}
	context.held.regime = REGIME_X86_32;
	in.ptbr_regime = REGIME_RV32;
	ck_assert(!context_is_wall(&context, &in));
	in.ptbr_valid = 1;
	ck_assert(context_is_wall(&context, &in) == (_i == 1));
	in.ptbr_valid = 0;
	/* Until it is answered. */
	write_value(REGIME_X86_32, 0);
	ck_assert(context_is_wall(&context, &in));
	ck_assert_ptr_null(answer(FAULT_NONE, 0));
	ck_assert(!context_is_wall(&context, &in));
}
END_TEST

/* ---- One after the other ---- */

START_TEST(unasked)
{
	is_refused(answer(FAULT_NONE, 0), "an answer to a PTBR write that nobody made");
	ck_assert(!loads() && !effect.drops);
	writes(REGIME_RV64, SV39, SV39);
	is_refused(answer(FAULT_NONE, SV39), "an answer to a PTBR write that nobody made");
}
END_TEST

START_TEST(two_at_once)
{
	write_value(REGIME_RV64, SV39);
	is_refused(write_now(), "before the last one was answered");
}
END_TEST

START_TEST(reset)
{
	in.pg = in.pae = 1;
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	write_value(REGIME_RV64, SV39);
	context_reset(&context);
	ck_assert_int_eq(held()->regime, REGIME_RV64);
	ck_assert_uint_eq(held()->ptbr, BARE);
	ck_assert_uint_eq(held()->x86.pdpte[0], 0);
	is_refused(answer(FAULT_NONE, 0), "nobody made");
	writes(REGIME_RV64, SV39, SV39);
}
END_TEST

/* RV32: MODE is bit 31 alone, whatever the fields below it hold. */
START_TEST(bare_with_a_root)
{
	const struct oracle_context bare = {.regime = REGIME_RV32, .ptbr = 0x7fffffff};
	const struct oracle_context sv32 = {.regime = REGIME_RV32, .ptbr = 0x80000000};

	ck_assert_int_eq(context_mode(&bare), -1);
	ck_assert_int_eq(context_mode(&sv32), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("context");
	TCase *tcase = tcase_create("context");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, modes);
	tcase_add_test(tcase, mode_names);
	tcase_add_test(tcase, asids);
	tcase_add_test(tcase, addresses);
	tcase_add_test(tcase, asid_masks);
	tcase_add_loop_test(tcase, controls, 0, CONTROLS);
	tcase_add_loop_test(tcase, flags, REGIME_RV32, REGIME_X86_64 + 1);
	tcase_add_test(tcase, flags_of_regimes);
	tcase_add_test(tcase, view_follows_pins_and_register);
	tcase_add_test(tcase, satp);
	tcase_add_test(tcase, satp_asid_bits);
	tcase_add_test(tcase, held_is_wrong);
	tcase_add_test(tcase, satp_faults);
	tcase_add_loop_test(tcase, satp_formats, 0, 8);
	tcase_add_test(tcase, load);
	tcase_add_loop_test(tcase, load_faults, 0, 4);
	tcase_add_test(tcase, load_faults_otherwise);
	tcase_add_loop_test(tcase, load_reads, 0, 4);
	tcase_add_test(tcase, load_goes_on_after_a_fault);
	tcase_add_loop_test(tcase, strange_reads, 0, 5);
	tcase_add_test(tcase, fifth_read);
	tcase_add_test(tcase, data_of_nothing);
	tcase_add_test(tcase, load_not_answered_by_memory);
	tcase_add_test(tcase, long_mode);
	tcase_add_loop_test(tcase, cr3_formats, 0, 8);
	tcase_add_loop_test(tcase, walls, 0, 2);
	tcase_add_test(tcase, unasked);
	tcase_add_test(tcase, two_at_once);
	tcase_add_test(tcase, bare_with_a_root);
	tcase_add_test(tcase, reset);

	return suite_run(suite);
}
