/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/back.h"

void back_init(struct back *back, struct kernel *k, const struct mmu_config *config)
{
	pdpte_init(&back->pdpte, k, config->pa_bits);
	walker_init(&back->walker, k, config->pa_bits, config->formats);
	mem_mux_init(&back->mem_mux, k);
}
