/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/walk_request.h"

#include "arch.h"
#include "geometry.h"

struct mem_req walk_request_read(bool is_fetch, enum mode mode, uint64_t addr)
{
	return (struct mem_req){
		.valid = 1,
		.id = MEM_ID_WALK,
		.fetch = is_fetch,
		.wide = geometry_of(mode)->pte_shift == 3,
		.addr = addr,
	};
}

struct mem_req walk_request_swap(bool is_fetch, enum mode mode, const struct update *update)
{
	struct mem_req m = walk_request_read(is_fetch, mode, update->addr);

	m.cas = 1;
	m.expect = update->pte;
	m.data = update->marked;
	return m;
}
