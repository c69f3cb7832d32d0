/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/hart.h"

#include <string.h>

#include "hart/status.h"

void hart_reset(struct hart *hart, const struct hart_config *config, const struct hart_bus *bus,
		void *opaque, uint64_t pc)
{
	memset(hart, 0, sizeof(*hart));
	hart->config = *config;
	hart->bus = bus;
	hart->opaque = opaque;
	hart->pc = pc;
	hart->priv = PRIV_M;
	hart->timer = UINT64_MAX;
	hart_forget(hart);
}

void hart_enter_supervisor(struct hart *hart, uint64_t pc, uint64_t dtb)
{
	hart->csr.medeleg = 0xb1ff; /* all that there are, but ECALL from S and from M */
	hart->csr.mideleg = INTERRUPTS_SUPERVISOR;
	hart->csr.mcounteren = hart->csr.scounteren = 7; /* cycle, time, instret */
	hart->x[10] = 0;
	hart->x[11] = hart->config.xlen == 32 ? (uint64_t)(int64_t)(int32_t)dtb : dtb;
	hart->pc = pc;
	hart->priv = PRIV_S;
	hart_look(hart);
}

void hart_forget(struct hart *hart)
{
	hart->fetch.size = 0;
	memset(hart->code, 0, sizeof(hart->code));
	memset(hart->load, 0, sizeof(hart->load));
	memset(hart->store, 0, sizeof(hart->store));
	hart_look(hart);
}

uint64_t hart_time(const struct hart *hart)
{
	return (hart->instructions + hart->idle) / HART_INSTRUCTIONS_PER_TICK;
}

void hart_look(struct hart *hart)
{
	/* Of a fetch sum and mxr decide nothing, so its window is of a privilege. */
	if (hart->fetch.context != hart->priv)
		hart->fetch.size = 0;
	hart->data_context = hart_context(hart, status_data_priv(hart));
	hart->next_event = 0;
}
