/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/counters.h"

/* Instructions that raised an exception did not retire. */
static uint64_t retired(const struct hart *hart)
{
	uint64_t count = hart->instructions;

	for (unsigned int cause = 0; cause < 16; cause++)
		count -= hart->exceptions[cause];
	return count;
}

static bool counts(const struct hart *hart, unsigned int counter)
{
	return !(hart->csr.mcountinhibit >> counter & 1);
}

static uint64_t counted(const struct hart *hart, unsigned int counter)
{
	if (!counts(hart, counter))
		return 0;
	return counter == COUNTER_CYCLE ? hart->instructions + hart->idle : retired(hart);
}

static uint64_t *kept(struct hart *hart, unsigned int counter)
{
	return counter == COUNTER_CYCLE ? &hart->csr.mcycle : &hart->csr.minstret;
}

uint64_t counters_read(const struct hart *hart, unsigned int counter)
{
	switch (counter) {
	case COUNTER_CYCLE:
		return hart->csr.mcycle + counted(hart, counter);
	case COUNTER_TIME:
		return hart_time(hart);
	case COUNTER_INSTRET:
		return hart->csr.minstret + counted(hart, counter);
	default:
		return 0;
	}
}

uint64_t counters_read_next(const struct hart *hart, unsigned int counter)
{
	return counters_read(hart, counter) + counts(hart, counter);
}

void counters_write(struct hart *hart, unsigned int counter, uint64_t value)
{
	if (counts(hart, counter))
		value -= counted(hart, counter) + 1; /* this instruction retires, too */
	*kept(hart, counter) = value;
}

void counters_inhibit(struct hart *hart, uint64_t value)
{
	uint64_t cycle = counters_read_next(hart, COUNTER_CYCLE);
	uint64_t instret = counters_read_next(hart, COUNTER_INSTRET);

	hart->csr.mcountinhibit = value & (1u << COUNTER_CYCLE | 1u << COUNTER_INSTRET);
	counters_write(hart, COUNTER_CYCLE, cycle);
	counters_write(hart, COUNTER_INSTRET, instret);
}

bool counters_are_readable(const struct hart *hart, unsigned int counter)
{
	if (hart->priv == PRIV_M)
		return true;
	if (!(hart->csr.mcounteren >> counter & 1))
		return false;
	return hart->priv == PRIV_S || (hart->csr.scounteren >> counter & 1);
}
