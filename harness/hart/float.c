/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/float.h"

#include "hart/encoding.h"
#include "hart/float_arithmetic.h"
#include "hart/float_compare.h"
#include "hart/float_convert.h"
#include "hart/status.h"

/* The field funct5 of OP-FP. */
enum {
	FADD = 0x00,
	FSUB = 0x01,
	FMUL = 0x02,
	FDIV = 0x03,
	FSGNJ = 0x04,
	FMIN_FMAX = 0x05,
	FCVT_FORMAT = 0x08,
	FSQRT = 0x0b,
	FCOMPARE = 0x14,
	FCVT_TO_INTEGER = 0x18,
	FCVT_FROM_INTEGER = 0x1a,
	FMV_TO_INTEGER_FCLASS = 0x1c,
	FMV_FROM_INTEGER = 0x1e,
};

/* An instruction, taken apart. */
struct parts {
	enum opcode opcode;
	unsigned int rd, rm, rs1, rs2, funct5; /* of the fused, funct5 is rs3 */
	enum float_format format;
	enum float_rounding rounding; /* where it has one */
};

static struct parts take_apart(const struct hart *hart, uint32_t instruction)
{
	struct parts parts = {
		.opcode = encoding_opcode(instruction),
		.rd = encoding_rd(instruction),
		.rm = encoding_funct3(instruction),
		.rs1 = encoding_rs1(instruction),
		.rs2 = encoding_rs2(instruction),
		.funct5 = instruction >> 27,
		.format = instruction >> 25 & 0x3,
	};

	parts.rounding = parts.rm == FLOAT_DYN ? hart->csr.fcsr >> 5 & 0x7 : parts.rm;
	return parts;
}

static bool has_rounding(const struct parts *parts)
{
	return parts->rounding <= FLOAT_RMM;
}

static uint64_t operand(const struct hart *hart, const struct parts *parts, unsigned int index)
{
	return float_unbox(hart->f[index], parts->format);
}

/* What ends an instruction: it was there. */
static bool give_f(struct hart *hart, unsigned int rd, uint64_t bits, enum float_format format)
{
	hart->f[rd] = float_box(bits, format);
	hart->csr.mstatus |= MSTATUS_FS; /* dirty */
	return true;
}

static bool give_x(struct hart *hart, unsigned int rd, uint64_t value)
{
	if (hart->config.xlen == 32)
		value = (uint64_t)(int32_t)value;
	if (rd)
		hart->x[rd] = value;
	return true;
}

static void accumulate(struct hart *hart, unsigned int flags)
{
	if (flags)
		hart->csr.mstatus |= MSTATUS_FS;
	hart->csr.fcsr |= flags;
}

/* rs1 * rs2 + rs3, with the product negated, or what is added, or both. */
static bool fused(struct hart *hart, const struct parts *parts)
{
	const uint64_t sign = float_layouts[parts->format].sign;
	const bool product = parts->opcode == OPCODE_NMSUB || parts->opcode == OPCODE_NMADD;
	const bool added = parts->opcode == OPCODE_MSUB || parts->opcode == OPCODE_NMADD;
	const struct float_operands operands = {
		parts->format,
		3,
		{operand(hart, parts, parts->rs1) ^ (product ? sign : 0),
		 operand(hart, parts, parts->rs2),
		 operand(hart, parts, parts->funct5) ^ (added ? sign : 0)},
	};
	unsigned int flags = 0;
	uint64_t bits;

	if (!has_rounding(parts))
		return false;
	bits = float_compute(FLOAT_FMA, &operands, parts->format, parts->rounding, &flags);
	accumulate(hart, flags);
	return give_f(hart, parts->rd, bits, parts->format);
}

/* Of one operand or two. */
static bool arithmetic(struct hart *hart, const struct parts *parts, enum float_operation operation)
{
	const struct float_operands operands = {
		parts->format,
		operation == FLOAT_SQRT ? 1 : 2,
		{operand(hart, parts, parts->rs1), operand(hart, parts, parts->rs2)},
	};
	unsigned int flags = 0;
	uint64_t bits;

	if (!has_rounding(parts) || (operation == FLOAT_SQRT && parts->rs2 != 0))
		return false;
	bits = float_compute(operation, &operands, parts->format, parts->rounding, &flags);
	accumulate(hart, flags);
	return give_f(hart, parts->rd, bits, parts->format);
}

static bool with_sign(struct hart *hart, const struct parts *parts)
{
	uint64_t a = operand(hart, parts, parts->rs1), b = operand(hart, parts, parts->rs2);

	if (parts->rm > FLOAT_SIGN_XOR)
		return false;
	return give_f(hart, parts->rd, float_with_sign(a, b, parts->format, parts->rm),
		      parts->format);
}

static bool lesser_or_greater(struct hart *hart, const struct parts *parts)
{
	uint64_t a = operand(hart, parts, parts->rs1), b = operand(hart, parts, parts->rs2);
	unsigned int flags = 0;
	uint64_t bits;

	if (parts->rm > 1)
		return false;
	bits = parts->rm == 0 ? float_lesser(a, b, parts->format, &flags)
			      : float_greater(a, b, parts->format, &flags);
	accumulate(hart, flags);
	return give_f(hart, parts->rd, bits, parts->format);
}

static bool compare(struct hart *hart, const struct parts *parts)
{
	uint64_t a = operand(hart, parts, parts->rs1), b = operand(hart, parts, parts->rs2);
	unsigned int flags = 0;
	bool holds;

	if (parts->rm > FLOAT_EQ)
		return false;
	holds = float_compare(a, b, parts->format, parts->rm, &flags);
	accumulate(hart, flags);
	return give_x(hart, parts->rd, holds);
}

/* rs2 says from which format; from itself there is none. */
static bool convert_format(struct hart *hart, const struct parts *parts)
{
	const enum float_format from = parts->format == FLOAT_SINGLE ? FLOAT_DOUBLE : FLOAT_SINGLE;
	const struct float_operands operands = {from, 1, {float_unbox(hart->f[parts->rs1], from)}};
	unsigned int flags = 0;
	uint64_t bits;

	if (parts->rs2 != from || !has_rounding(parts))
		return false;
	bits = float_compute(FLOAT_TO, &operands, parts->format, parts->rounding, &flags);
	accumulate(hart, flags);
	return give_f(hart, parts->rd, bits, parts->format);
}

static bool has_integer(const struct hart *hart, const struct parts *parts)
{
	return parts->rs2 <= (hart->config.xlen == 64 ? FLOAT_LU : FLOAT_WU);
}

static bool convert_to_integer(struct hart *hart, const struct parts *parts)
{
	unsigned int flags = 0;
	uint64_t value;

	if (!has_integer(hart, parts) || !has_rounding(parts))
		return false;
	value = float_to_integer(operand(hart, parts, parts->rs1), parts->format, parts->rs2,
				 parts->rounding, &flags);
	accumulate(hart, flags);
	return give_x(hart, parts->rd, value);
}

static bool convert_from_integer(struct hart *hart, const struct parts *parts)
{
	const bool is_signed = parts->rs2 == FLOAT_W || parts->rs2 == FLOAT_L;
	const uint64_t held = hart->x[parts->rs1];
	uint64_t value = held, bits;
	unsigned int flags = 0;

	if (!has_integer(hart, parts) || !has_rounding(parts))
		return false;
	if (parts->rs2 == FLOAT_W)
		value = (uint64_t)(int32_t)held;
	if (parts->rs2 == FLOAT_WU)
		value = (uint32_t)held;
	bits = float_from_integer(is_signed ? FLOAT_FROM_SIGNED : FLOAT_FROM_UNSIGNED, value,
				  parts->format, parts->rounding, &flags);
	accumulate(hart, flags);
	return give_f(hart, parts->rd, bits, parts->format);
}

/* The bits as they are, boxed or not: FMV.X.W, FMV.X.D (RV64 alone). Or FCLASS. */
static bool move_or_classify(struct hart *hart, const struct parts *parts)
{
	const uint64_t held = hart->f[parts->rs1];

	if (parts->rs2 != 0 || parts->rm > 1)
		return false;
	if (parts->rm == 1)
		return give_x(hart, parts->rd,
			      float_class(operand(hart, parts, parts->rs1), parts->format));
	if (parts->format == FLOAT_SINGLE)
		return give_x(hart, parts->rd, (uint64_t)(int32_t)held);
	return hart->config.xlen == 64 && give_x(hart, parts->rd, held);
}

static bool move_from_integer(struct hart *hart, const struct parts *parts)
{
	const uint64_t held = hart->x[parts->rs1];

	if (parts->rs2 != 0 || parts->rm != 0)
		return false;
	if (parts->format == FLOAT_SINGLE)
		return give_f(hart, parts->rd, (uint32_t)held, FLOAT_SINGLE);
	return hart->config.xlen == 64 && give_f(hart, parts->rd, held, FLOAT_DOUBLE);
}

static bool op_fp(struct hart *hart, const struct parts *parts)
{
	switch (parts->funct5) {
	case FADD:
		return arithmetic(hart, parts, FLOAT_ADD);
	case FSUB:
		return arithmetic(hart, parts, FLOAT_SUB);
	case FMUL:
		return arithmetic(hart, parts, FLOAT_MUL);
	case FDIV:
		return arithmetic(hart, parts, FLOAT_DIV);
	case FSQRT:
		return arithmetic(hart, parts, FLOAT_SQRT);
	case FSGNJ:
		return with_sign(hart, parts);
	case FMIN_FMAX:
		return lesser_or_greater(hart, parts);
	case FCVT_FORMAT:
		return convert_format(hart, parts);
	case FCOMPARE:
		return compare(hart, parts);
	case FCVT_TO_INTEGER:
		return convert_to_integer(hart, parts);
	case FCVT_FROM_INTEGER:
		return convert_from_integer(hart, parts);
	case FMV_TO_INTEGER_FCLASS:
		return move_or_classify(hart, parts);
	case FMV_FROM_INTEGER:
		return move_from_integer(hart, parts);
	default:
		return false;
	}
}

bool float_execute(struct hart *hart, uint32_t instruction)
{
	const struct parts parts = take_apart(hart, instruction);

	if (!hart->config.has_float || !status_float_is_on(hart))
		return false;
	if (parts.format != FLOAT_SINGLE && parts.format != FLOAT_DOUBLE)
		return false;
	switch (parts.opcode) {
	case OPCODE_MADD:
	case OPCODE_MSUB:
	case OPCODE_NMSUB:
	case OPCODE_NMADD:
		return fused(hart, &parts);
	case OPCODE_OP_FP:
		return op_fp(hart, &parts);
	default:
		return false;
	}
}
