/* SPDX-License-Identifier: Apache-2.0 */
#include "walker_array_fixture.h"

static bool has_cache;

void setup_with_array(void)
{
	has_cache = false;
	start_with(WALKER_WITH_ARRAY);
}

void setup_with_both(void)
{
	has_cache = true;
	start_with(WALKER_WITH_CACHE | WALKER_WITH_ARRAY);
}

void expect_array_search(uint64_t valid)
{
	expect("array_search_valid", valid);
	if (valid)
		return;
	expect("array_search_space", 0);
	expect("array_search_page", 0);
	expect("array_search_access", 0);
}

void expect_array_touch(uint64_t touches)
{
	expect("array_touch", touches);
}

void expect_cache_touch(uint64_t touches, uint64_t slot)
{
	expect("cache_touch_valid", touches);
	expect("cache_touch_slot", slot);
}

void expect_array_fill(unsigned int level, bool is_pointer, uint64_t word)
{
	expect("array_fill_valid", 1);
	expect("array_fill_space", kernel_peek(&k, "data_walk_space"));
	expect("array_fill_page", 0x77);
	expect("array_fill_level", level);
	expect("array_fill_pointer", is_pointer);
	expect("array_fill_word", word);
}

void expect_no_array_fill(void)
{
	expect("array_fill_valid", 0);
	expect("array_fill_space", 0);
	expect("array_fill_page", 0);
	expect("array_fill_level", 0);
	expect("array_fill_pointer", 0);
	expect("array_fill_word", 0);
}

static void find_this(bool serves, bool begins, unsigned int level, uint64_t word)
{
	expect_array_search(1);
	set("array_found_serves", serves);
	set("array_found_begins", begins);
	set("array_found_level", level);
	set("array_found_word", word);
	set("array_found_page_bits", !serves ? 0 : level ? 21 : 12);
	edge();
	set("array_found_serves", 0);
	set("array_found_begins", 0);
	set("array_found_level", 0);
	set("array_found_word", 0);
	set("array_found_page_bits", 0);
}

void find_page(unsigned int level, uint64_t word)
{
	find_this(true, false, level, word);
}

void find_pointer(uint64_t word)
{
	find_this(false, true, 1, word);
}

void find_none(void)
{
	find_this(false, false, 0, 0);
}

void expect_nothing_now(void)
{
	expect_silence();
	expect_no_end();
	expect_array_search(0);
	expect_array_touch(0);
	expect_no_array_fill();
	if (has_cache)
		expect_cache_touch(0, 0);
}

void go_from_root(enum mode mode, uint64_t access)
{
	data_misses(mode, VA39, access);
	find_none();
	edge();
	edge();
}
