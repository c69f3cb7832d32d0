/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "hart/atomic.h"
#include "hart/compressed.h"
#include "hart/control.h"
#include "hart/csr.h"
#include "hart/encoding.h"
#include "hart/fetch.h"
#include "hart/float.h"
#include "hart/integer.h"
#include "hart/memory.h"
#include "hart/trap.h"

/* What is made once for each xlen, so that it need not be asked for in each instruction. */
#define EACH_XLEN static inline __attribute__((always_inline))

/* RV32's addresses are zero-extended. */
EACH_XLEN uint64_t address(unsigned int xlen, uint64_t value)
{
	return xlen == 32 ? (uint32_t)value : value;
}

EACH_XLEN enum outcome load(struct hart *hart, unsigned int xlen, uint32_t instruction)
{
	uint64_t va = address(xlen, hart->x[encoding_rs1(instruction)] + encoding_i(instruction));
	uint64_t *rd = &hart->x[encoding_rd(instruction)];
	uint64_t value;
	enum outcome outcome;

	switch (encoding_funct3(instruction)) {
	case 0:
		outcome = memory_load(hart, va, 1, &value);
		if (outcome == OUTCOME_DONE)
			*rd = (uint64_t)(int64_t)(int8_t)value;
		return outcome;
	case 1:
		outcome = memory_load(hart, va, 2, &value);
		if (outcome == OUTCOME_DONE)
			*rd = (uint64_t)(int64_t)(int16_t)value;
		return outcome;
	case 2:
		outcome = memory_load(hart, va, 4, &value);
		if (outcome == OUTCOME_DONE)
			*rd = integer_word(value);
		return outcome;
	case 3:
		return xlen == 32 ? OUTCOME_ILLEGAL : memory_load(hart, va, 8, rd);
	case 4:
		return memory_load(hart, va, 1, rd);
	case 5:
		return memory_load(hart, va, 2, rd);
	case 6:
		return xlen == 32 ? OUTCOME_ILLEGAL : memory_load(hart, va, 4, rd);
	default:
		return OUTCOME_ILLEGAL;
	}
}

EACH_XLEN enum outcome store(struct hart *hart, unsigned int xlen, uint32_t instruction)
{
	uint64_t va = address(xlen, hart->x[encoding_rs1(instruction)] + encoding_s(instruction));
	uint64_t value = hart->x[encoding_rs2(instruction)];

	switch (encoding_funct3(instruction)) {
	case 0:
		return memory_store(hart, va, 1, value);
	case 1:
		return memory_store(hart, va, 2, value);
	case 2:
		return memory_store(hart, va, 4, value);
	case 3:
		return xlen == 32 ? OUTCOME_ILLEGAL : memory_store(hart, va, 8, value);
	default:
		return OUTCOME_ILLEGAL;
	}
}

/* FLW, FLD: funct3 is 2 or 3. */
static enum outcome load_float(struct hart *hart, uint32_t instruction)
{
	unsigned int bytes = 1u << encoding_funct3(instruction);
	uint64_t va =
		status_fit(hart, hart->x[encoding_rs1(instruction)] + encoding_i(instruction));
	uint64_t value;
	enum outcome outcome;

	if ((bytes != 4 && bytes != 8) || !status_float_is_on(hart))
		return OUTCOME_ILLEGAL;
	outcome = memory_load(hart, va, bytes, &value);
	if (outcome == OUTCOME_DONE) {
		hart->f[encoding_rd(instruction)] =
			bytes == 4 ? value | UINT64_C(0xffffffff) << 32 : value;
		hart->csr.mstatus |= MSTATUS_FS;
	}
	return outcome;
}

static enum outcome store_float(struct hart *hart, uint32_t instruction)
{
	unsigned int bytes = 1u << encoding_funct3(instruction);
	uint64_t va =
		status_fit(hart, hart->x[encoding_rs1(instruction)] + encoding_s(instruction));

	if ((bytes != 4 && bytes != 8) || !status_float_is_on(hart))
		return OUTCOME_ILLEGAL;
	return memory_store(hart, va, bytes, hart->f[encoding_rs2(instruction)]);
}

/* FENCE orders nothing here; FENCE.I. */
static enum outcome fence(struct hart *hart, uint32_t instruction)
{
	if (encoding_funct3(instruction) > 1)
		return OUTCOME_ILLEGAL;
	if (encoding_funct3(instruction) == 1)
		hart_forget(hart);
	return OUTCOME_DONE;
}

static enum outcome computed(bool exists)
{
	return exists ? OUTCOME_DONE : OUTCOME_ILLEGAL;
}

EACH_XLEN enum outcome jump_to_register(struct hart *hart, unsigned int xlen, uint32_t instruction,
					uint64_t *next)
{
	uint64_t to = hart->x[encoding_rs1(instruction)] + encoding_i(instruction);

	if (encoding_funct3(instruction) != 0)
		return OUTCOME_ILLEGAL;
	hart->x[encoding_rd(instruction)] = integer_fit(xlen, *next);
	*next = to & ~UINT64_C(1);
	return OUTCOME_DONE;
}

/*
 * One instruction. *next is behind it, and where to go on if it is done. x0 may have been written.
 */
EACH_XLEN enum outcome execute(struct hart *hart, unsigned int xlen, uint32_t instruction,
			       uint64_t *next)
{
	uint64_t *rd = &hart->x[encoding_rd(instruction)];
	uint64_t a = hart->x[encoding_rs1(instruction)];
	uint64_t b = hart->x[encoding_rs2(instruction)];
	bool goes;

	switch (encoding_opcode(instruction)) {
	case OPCODE_LOAD:
		return load(hart, xlen, instruction);
	case OPCODE_STORE:
		return store(hart, xlen, instruction);
	case OPCODE_OP_IMM:
		return computed(integer_op_imm(xlen, instruction, a, rd));
	case OPCODE_OP:
		return computed(integer_op(xlen, instruction, a, b, rd));
	case OPCODE_OP_IMM_32:
		return computed(xlen == 64 && integer_op_imm_32(instruction, a, rd));
	case OPCODE_OP_32:
		return computed(xlen == 64 && integer_op_32(instruction, a, b, rd));
	case OPCODE_LUI:
		*rd = encoding_u(instruction);
		return OUTCOME_DONE;
	case OPCODE_AUIPC:
		*rd = integer_fit(xlen, hart->pc + encoding_u(instruction));
		return OUTCOME_DONE;
	case OPCODE_BRANCH:
		if (!integer_branch(encoding_funct3(instruction), a, b, &goes))
			return OUTCOME_ILLEGAL;
		if (goes)
			*next = hart->pc + encoding_b(instruction);
		return OUTCOME_DONE;
	case OPCODE_JAL:
		*rd = integer_fit(xlen, *next);
		*next = hart->pc + encoding_j(instruction);
		return OUTCOME_DONE;
	case OPCODE_JALR:
		return jump_to_register(hart, xlen, instruction, next);
	case OPCODE_LOAD_FP:
		return load_float(hart, instruction);
	case OPCODE_STORE_FP:
		return store_float(hart, instruction);
	case OPCODE_MADD:
	case OPCODE_MSUB:
	case OPCODE_NMSUB:
	case OPCODE_NMADD:
	case OPCODE_OP_FP:
		return computed(float_execute(hart, instruction));
	case OPCODE_AMO:
		return atomic_execute(hart, instruction);
	case OPCODE_MISC_MEM:
		return fence(hart, instruction);
	case OPCODE_SYSTEM:
		if (encoding_funct3(instruction) == 0)
			return control_execute(hart, instruction, next);
		return encoding_funct3(instruction) == 4 ? OUTCOME_ILLEGAL
							 : csr_execute(hart, instruction);
	default:
		return OUTCOME_ILLEGAL;
	}
}

/* The instruction at pc, from its fetch on. false: the run is over. */
EACH_XLEN bool step(struct hart *hart, unsigned int xlen)
{
	uint32_t fetched, instruction;
	uint64_t next;
	enum outcome outcome = fetch(hart, &fetched);

	if (outcome == OUTCOME_DONE) {
		unsigned int length = fetch_length(fetched);

		if (length == 2)
			fetched &= 0xffff;
		instruction = length == 2 ? compressed_expand((uint16_t)fetched, xlen) : fetched;
		next = hart->pc + length;
		outcome = instruction ? execute(hart, xlen, instruction, &next) : OUTCOME_ILLEGAL;
		hart->x[0] = 0;
		if (outcome == OUTCOME_ILLEGAL)
			trap_exception(hart, EXCEPTION_ILLEGAL, fetched);
	}
	if (outcome == OUTCOME_STOPPED)
		return false;
	hart->instructions++;
	if (outcome == OUTCOME_DONE || outcome == OUTCOME_LAST)
		hart->pc = address(xlen, next);
	return outcome != OUTCOME_LAST;
}

EACH_XLEN enum hart_stop run(struct hart *hart, unsigned int xlen, uint64_t instructions,
			     uint64_t at)
{
	do {
		if (hart->instructions >= hart->next_event) {
			if (hart->instructions >= instructions)
				return HART_COUNTED;
			trap_interrupt(hart);
			if (hart->next_event > instructions)
				hart->next_event = instructions;
		}
		if (hart->pc == at)
			return HART_AT_PC;
	} while (step(hart, xlen));
	return HART_STOPPED;
}

enum hart_stop hart_run(struct hart *hart, uint64_t instructions, const uint64_t *at)
{
	uint64_t stop_at = at ? *at : 1; /* pc is never odd */

	hart->next_event = 0;
	if (hart->config.xlen == 32)
		return run(hart, 32, instructions, stop_at);
	return run(hart, 64, instructions, stop_at);
}
