/* SPDX-License-Identifier: Apache-2.0 */
#include "front/front.h"

void front_init(struct front *front, struct kernel *k, bool is_fetch,
		const struct mmu_config *config)
{
	const char *prefix = is_fetch ? "fetch_" : "data_";

	segment_init(&front->segment, k, prefix, is_fetch, config->segments);
	port_init(&front->port, k, prefix, is_fetch, config->tag_bits);
	tlb_init(&front->tlb, k, prefix, is_fetch,
		 is_fetch ? config->itlb_entries : config->dtlb_entries);
}
