/* SPDX-License-Identifier: Apache-2.0 */
#include "walk_cache_fixture.h"

#include <check.h>

static struct walk_cache cache;

static void make(unsigned int entries, bool has_array)
{
	kernel_init(&k);
	walk_cache_init(&cache, &k, entries, has_array);
	ready();
}

void start(unsigned int entries)
{
	make(entries, false);
}

void start_with_array(void)
{
	make(4, true);
}

void setup(void)
{
	start(4);
}

void show_fill(uint64_t space, uint64_t va, unsigned int level, uint64_t ppn, uint64_t path)
{
	set("cache_fill_valid", 1);
	set("cache_fill_space", space);
	set("cache_fill_page", va >> 12);
	set("cache_fill_level", level);
	set("cache_fill_ppn", ppn);
	set("cache_fill_path", path);
}

void show_no_fill(void)
{
	show_fill(0, 0, 0, 0, 0);
	set("cache_fill_valid", 0);
}

void fill_with_path(uint64_t space, uint64_t va, unsigned int level, uint64_t ppn, uint64_t path)
{
	show_fill(space, va, level, ppn, path);
	edge();
	show_no_fill();
	edge();
}

void fill(uint64_t space, uint64_t va, unsigned int level, uint64_t ppn)
{
	fill_with_path(space, va, level, ppn, OPEN_PATH);
}

static void search(uint64_t space, uint64_t va)
{
	set("cache_search_valid", 1);
	set("cache_search_space", space);
	set("cache_search_page", va >> 12);
}

static void end_search(void)
{
	set("cache_search_valid", 0);
	expect("cache_found_valid", 0);
	expect("cache_found_slot", 0);
	expect("cache_found_level", 0);
	expect("cache_found_ppn", 0);
	expect("cache_found_path", 0);
}

void peek_found(uint64_t space, uint64_t va, uint64_t ppn)
{
	search(space, va);
	expect("cache_found_valid", ppn != 0);
	expect("cache_found_ppn", ppn);
	end_search();
}

void expect_found(uint64_t space, uint64_t va, uint64_t ppn)
{
	search(space, va);
	expect("cache_found_valid", 1);
	expect("cache_found_ppn", ppn);
	edge();
	end_search();
}

void expect_none(uint64_t space, uint64_t va)
{
	peek_found(space, va, 0);
}
