/* SPDX-License-Identifier: Apache-2.0 */
#include "walker_cache_fixture.h"

void setup_with_cache(void)
{
	start_with(WALKER_WITH_CACHE);
}

void expect_search(uint64_t valid)
{
	expect("cache_search_valid", valid);
	if (valid)
		return;
	expect("cache_search_space", 0);
	expect("cache_search_page", 0);
	expect("cache_search_nxe", 0);
}

void expect_fill(unsigned int level, uint64_t ppn, uint64_t path)
{
	expect("cache_fill_valid", 1);
	expect("cache_fill_space", kernel_peek(&k, "data_walk_space"));
	expect("cache_fill_page", 0x77);
	expect("cache_fill_level", level);
	expect("cache_fill_ppn", ppn);
	expect("cache_fill_path", path);
}

void expect_no_fill(void)
{
	expect("cache_fill_valid", 0);
	expect("cache_fill_space", 0);
	expect("cache_fill_page", 0);
	expect("cache_fill_level", 0);
	expect("cache_fill_ppn", 0);
	expect("cache_fill_path", 0);
}

void find(unsigned int level, uint64_t ppn, uint64_t path)
{
	expect_search(1);
	set("cache_found_valid", 1);
	set("cache_found_level", level);
	set("cache_found_ppn", ppn);
	set("cache_found_path", path);
	edge();
	set("cache_found_valid", 0);
	set("cache_found_level", 0);
	set("cache_found_ppn", 0);
	set("cache_found_path", 0);
}

void find_nothing(void)
{
	expect_search(1);
	edge();
}

void go_behind(uint64_t access)
{
	data_misses(MODE_SV39, VA39, access);
	find(1, TABLE_1, 0);
	edge();
}
