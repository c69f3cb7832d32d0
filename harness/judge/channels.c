/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/channels.h"

#include <stddef.h>

/* For a channel of outputs: all bits of its payload; has one of them changed? */
#define SHOWN(channel)   (0 MMU_##channel(MMU_NO_PIN, SHOWN_OF))
#define CHANGED(channel) (false MMU_##channel(MMU_NO_PIN, CHANGED_OF))

#define SHOWN_OF(name, bits, channel, role, meaning)   SHOWN_##role(name)
#define CHANGED_OF(name, bits, channel, role, meaning) CHANGED_##role(name)

#define SHOWN_VALID(name)
#define SHOWN_PAYLOAD(name) | out->name
#define CHANGED_VALID(name)
#define CHANGED_PAYLOAD(name) || out->name != channels->request.name

/* Which channel of answers shows something beside a valid of 0? NULL: none. */
static const char *answers_wrongly(const struct mmu_out *out)
{
	if (!out->fetch_rsp_valid && SHOWN(FETCH_RSP))
		return "fetch_rsp shows a payload while it is not valid";
	if (!out->data_rsp_valid && SHOWN(DATA_RSP))
		return "data_rsp shows a payload while it is not valid";
	if (!out->ptbr_rsp_valid && SHOWN(PTBR_RSP))
		return "ptbr_rsp shows a payload while it is not valid";
	return NULL;
}

/* The request to memory. NULL, or what is wrong. */
static const char *asks_wrongly(const struct channels *channels, const struct mmu_out *out)
{
	if (out->mem_req_valid) {
		if (channels->waits && CHANGED(MEM_REQ))
			return "a memory request that changes before memory takes it";
		if (!out->mem_req_cas && (out->mem_req_expect | out->mem_req_data))
			return "a read of memory that shows the values of a compare-and-swap";
		return NULL;
	}
	if (channels->waits)
		return "a memory request that goes before memory takes it";
	if (SHOWN(MEM_REQ))
		return "mem_req shows a payload while it is not valid";
	return NULL;
}

/* Follows which answers memory owes after this cycle. NULL, or what is wrong. */
static const char *owes(struct channels *channels, const struct mmu_in *in,
			const struct mmu_out *out)
{
	bool twice;

	if (in->mem_rsp_valid)
		channels->outstanding &= ~(1u << in->mem_rsp_id);
	twice = out->mem_req_valid && channels->outstanding >> out->mem_req_id & 1;
	if (out->mem_req_valid && in->mem_req_ready)
		channels->outstanding |= 1u << out->mem_req_id;
	if (in->rst)
		channels->outstanding = 0;
	return twice ? "a memory request with an id that is outstanding" : NULL;
}

const char *channels_cycle(struct channels *channels, const struct mmu_in *in,
			   const struct mmu_out *out)
{
	const char *error = asks_wrongly(channels, out), *owed = owes(channels, in, out);

	channels->waits = out->mem_req_valid && !in->mem_req_ready && !in->rst;
	if (channels->waits) {
#define KEEP(name, ...) channels->request.name = out->name;
		MMU_MEM_REQ(MMU_NO_PIN, KEEP)
#undef KEEP
	}
	if (!error)
		error = owed;
	return error ? error : answers_wrongly(out);
}
