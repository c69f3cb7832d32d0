/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/back.h"

void back_init(struct back *back, struct kernel *k, const struct mmu_config *config)
{
	bool has_cache = config->walk_entries > 0, has_array = config->array_sets > 0;
	bool has_lines = config->lines > 0;

	pdpte_init(&back->pdpte, k, config->pa_bits);
	walker_init(&back->walker, k, config->pa_bits, config->formats,
		    (has_cache ? WALKER_WITH_CACHE : 0) | (has_array ? WALKER_WITH_ARRAY : 0) |
			    (has_lines ? WALKER_WITH_LINES : 0));
	if (has_cache)
		walk_cache_init(&back->walk_cache, k, config->walk_entries, has_array);
	if (has_array)
		array_init(&back->array, k, config->array_sets, config->formats);
	if (has_lines)
		lines_init(&back->lines, k, config->lines);
	mem_mux_init(&back->mem_mux, k, has_lines);
}
