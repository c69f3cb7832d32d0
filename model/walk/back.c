/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/back.h"

void back_init(struct back *back, struct kernel *k, const struct mmu_config *config)
{
	pdpte_init(&back->pdpte, k, config->pa_bits);
	walker_init(&back->walker, k, config->pa_bits, config->formats, config->walk_entries > 0);
	if (config->walk_entries)
		walk_cache_init(&back->walk_cache, k, config->walk_entries);
	mem_mux_init(&back->mem_mux, k);
}
