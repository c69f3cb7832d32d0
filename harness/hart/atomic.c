/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/atomic.h"

#include "hart/encoding.h"
#include "hart/integer.h"
#include "hart/memory.h"
#include "hart/trap.h"

/* Bits 31 to 27. */
enum atomic {
	ATOMIC_ADD = 0x00,
	ATOMIC_SWAP = 0x01,
	ATOMIC_LR = 0x02,
	ATOMIC_SC = 0x03,
	ATOMIC_XOR = 0x04,
	ATOMIC_OR = 0x08,
	ATOMIC_AND = 0x0c,
	ATOMIC_MIN = 0x10,
	ATOMIC_MAX = 0x14,
	ATOMIC_MINU = 0x18,
	ATOMIC_MAXU = 0x1c,
};

/*
 * What an AMO stores; a is what it loads. Words are sign-extended, which keeps their order, as
 * signed and as unsigned numbers. false: there is no such AMO.
 */
static bool combine(unsigned int operation, uint64_t a, uint64_t b, uint64_t *result)
{
	switch (operation) {
	case ATOMIC_ADD:
		*result = a + b;
		return true;
	case ATOMIC_SWAP:
		*result = b;
		return true;
	case ATOMIC_XOR:
		*result = a ^ b;
		return true;
	case ATOMIC_OR:
		*result = a | b;
		return true;
	case ATOMIC_AND:
		*result = a & b;
		return true;
	case ATOMIC_MIN:
		*result = (int64_t)a < (int64_t)b ? a : b;
		return true;
	case ATOMIC_MAX:
		*result = (int64_t)a > (int64_t)b ? a : b;
		return true;
	case ATOMIC_MINU:
		*result = a < b ? a : b;
		return true;
	case ATOMIC_MAXU:
		*result = a > b ? a : b;
		return true;
	default:
		return false;
	}
}

static uint64_t read(const struct memory_part *part, unsigned int bytes)
{
	uint64_t value = 0;

	memcpy(&value, part->bytes, bytes);
	return bytes == 4 ? integer_word(value) : value;
}

static void write(struct hart *hart, const struct memory_part *part, unsigned int bytes,
		  uint64_t value)
{
	memcpy(part->bytes, &value, bytes);
	memory_stored(hart, part->pa, bytes);
}

static enum outcome load_reserved(struct hart *hart, unsigned int rd, uint64_t va,
				  unsigned int bytes)
{
	struct memory_part part;
	enum outcome outcome = memory_find(hart, ACCESS_LOAD, va, bytes, &part);

	if (outcome != OUTCOME_DONE)
		return outcome;
	hart->x[rd] = read(&part, bytes);
	hart->reserved = true;
	hart->reserved_pa = part.pa;
	return OUTCOME_DONE;
}

static enum outcome store_conditional(struct hart *hart, unsigned int rd, uint64_t va,
				      unsigned int bytes, uint64_t value)
{
	struct memory_part part = {0};
	bool succeeds = hart->reserved;

	if (succeeds) {
		enum outcome outcome = memory_find(hart, ACCESS_STORE, va, bytes, &part);

		if (outcome != OUTCOME_DONE)
			return outcome;
		succeeds = part.pa == hart->reserved_pa;
	}
	if (succeeds)
		write(hart, &part, bytes, value);
	hart->reserved = false;
	hart->x[rd] = !succeeds;
	return OUTCOME_DONE;
}

static enum outcome modify(struct hart *hart, uint32_t instruction, uint64_t va, unsigned int bytes)
{
	uint64_t b = hart->x[encoding_rs2(instruction)];
	uint64_t a, result = 0;
	struct memory_part part;
	enum outcome outcome = memory_find(hart, ACCESS_STORE, va, bytes, &part);

	if (outcome != OUTCOME_DONE)
		return outcome;
	a = read(&part, bytes);
	combine(instruction >> 27, a, bytes == 4 ? integer_word(b) : b, &result);
	write(hart, &part, bytes, result);
	hart->x[encoding_rd(instruction)] = a;
	return OUTCOME_DONE;
}

/* Is there such an instruction? LR has no rs2; those of 8 bytes are RV64's. */
static bool exists(const struct hart *hart, uint32_t instruction)
{
	unsigned int operation = instruction >> 27;
	unsigned int funct3 = encoding_funct3(instruction);
	uint64_t ignored;

	if (funct3 != 2 && (funct3 != 3 || hart->config.xlen == 32))
		return false;
	if (operation == ATOMIC_LR)
		return encoding_rs2(instruction) == 0;
	return operation == ATOMIC_SC || combine(operation, 0, 0, &ignored);
}

enum outcome atomic_execute(struct hart *hart, uint32_t instruction)
{
	unsigned int operation = instruction >> 27;
	unsigned int bytes = 1u << encoding_funct3(instruction);
	uint64_t va = status_fit(hart, hart->x[encoding_rs1(instruction)]);

	if (!exists(hart, instruction))
		return OUTCOME_ILLEGAL;
	if (va % bytes)
		return trap_exception(hart,
				      operation == ATOMIC_LR ? EXCEPTION_LOAD_MISALIGNED
							     : EXCEPTION_STORE_MISALIGNED,
				      va);
	if (operation == ATOMIC_LR)
		return load_reserved(hart, encoding_rd(instruction), va, bytes);
	if (operation == ATOMIC_SC)
		return store_conditional(hart, encoding_rd(instruction), va, bytes,
					 hart->x[encoding_rs2(instruction)]);
	return modify(hart, instruction, va, bytes);
}
