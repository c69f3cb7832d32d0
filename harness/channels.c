/* SPDX-License-Identifier: Apache-2.0 */
#include "channels.h"

#include <string.h>

/* Which channel of answers shows something beside a valid of 0? NULL: none. */
static const char *answers_wrongly(const struct mmu_out *out)
{
	if (!out->fetch_rsp_valid &&
	    (out->fetch_rsp_tag | out->fetch_rsp_pa | out->fetch_rsp_fault | out->fetch_rsp_code |
	     out->fetch_rsp_size | out->fetch_rsp_memtype))
		return "fetch_rsp shows a payload while it is not valid";
	if (!out->data_rsp_valid &&
	    (out->data_rsp_tag | out->data_rsp_pa | out->data_rsp_fault | out->data_rsp_code |
	     out->data_rsp_size | out->data_rsp_memtype))
		return "data_rsp shows a payload while it is not valid";
	if (!out->ptbr_rsp_valid && out->ptbr_rsp_fault)
		return "ptbr_rsp shows a payload while it is not valid";
	return NULL;
}

/* The request to memory. NULL, or what is wrong. */
static const char *asks_wrongly(const struct channels *channels, const struct mmu_out *out)
{
	if (out->mem_req_valid) {
		if (channels->waits &&
		    memcmp(channels->request, &out->mem_req_valid, CHANNELS_REQUEST))
			return "a memory request that changes before memory takes it";
		if (!out->mem_req_cas && (out->mem_req_expect | out->mem_req_data))
			return "a read of memory that shows the values of a compare-and-swap";
		return NULL;
	}
	if (channels->waits)
		return "a memory request that goes before memory takes it";
	if (out->mem_req_fetch | out->mem_req_wide | out->mem_req_addr | out->mem_req_cas |
	    out->mem_req_expect | out->mem_req_data)
		return "mem_req shows a payload while it is not valid";
	return NULL;
}

const char *channels_cycle(struct channels *channels, const struct mmu_in *in,
			   const struct mmu_out *out)
{
	const char *error = asks_wrongly(channels, out);

	channels->waits = out->mem_req_valid && !in->mem_req_ready && !in->rst;
	if (channels->waits)
		memcpy(channels->request, &out->mem_req_valid, CHANNELS_REQUEST);
	return error ? error : answers_wrongly(out);
}
