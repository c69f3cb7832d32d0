/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/csr.h"

#include "hart/csr_file.h"
#include "hart/encoding.h"
#include "hart/integer.h"

/* By the bits of its number, and by what else must be on for it. */
static bool may_access(const struct hart *hart, unsigned int number, bool writes)
{
	if ((number >> 8 & 3) > (unsigned int)hart->priv || (writes && number >> 10 == 3))
		return false;
	if (number >= CSR_FFLAGS && number <= CSR_FCSR)
		return status_float_is_on(hart);
	if (number == CSR_SATP)
		return hart->priv == PRIV_M || !(hart->csr.mstatus & MSTATUS_TVM);
	return true;
}

enum outcome csr_execute(struct hart *hart, uint32_t instruction)
{
	unsigned int number = instruction >> 20;
	unsigned int kind = encoding_funct3(instruction);
	unsigned int source = encoding_rs1(instruction);
	uint64_t operand = kind & 4 ? source : status_fit(hart, hart->x[source]);
	bool writes = (kind & 3) == 1 || source != 0;
	uint64_t value, old;
	enum outcome outcome = OUTCOME_DONE;

	if (!may_access(hart, number, writes) || !csr_read(hart, number, &value))
		return OUTCOME_ILLEGAL;
	if (writes) {
		/* What the timer holds pending is not to become a written bit. */
		old = number == CSR_MIP ? hart->csr.mip : value;
		if ((kind & 3) == 2)
			operand |= old;
		else if ((kind & 3) == 3)
			operand = old & ~operand;
		outcome = csr_write(hart, number, operand);
	}
	if (outcome != OUTCOME_STOPPED)
		hart->x[encoding_rd(instruction)] = integer_fit(hart->config.xlen, value);
	return outcome;
}
