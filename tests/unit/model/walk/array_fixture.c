/* SPDX-License-Identifier: Apache-2.0 */
#include "array_fixture.h"

#include <check.h>

static struct array array;

void start_with(unsigned int sets, unsigned int formats)
{
	kernel_init(&k);
	array_init(&array, &k, sets, formats);
	ready();
}

void start(unsigned int sets)
{
	start_with(sets, 255);
}

void setup(void)
{
	start(4);
	expect_sweep(5);
}

static void show_search(uint64_t space, uint64_t va, uint64_t access)
{
	set("array_search_space", space);
	set("array_search_page", va >> 12);
	set("array_search_access", access);
	set("array_search_valid", 1);
}

static void show_no_search(void)
{
	set("array_search_valid", 0);
	expect("array_found_serves", 0);
	expect("array_found_begins", 0);
	expect("array_found_level", 0);
	expect("array_found_way", 0);
	expect("array_found_word", 0);
	expect("array_found_page_bits", 0);
}

void search(uint64_t space, uint64_t va)
{
	show_search(space, va, 0);
	edge();
	show_no_search();
}

static void show(uint64_t space, uint64_t va, unsigned int level, bool is_pointer, uint64_t word)
{
	set("array_fill_space", space);
	set("array_fill_page", va >> 12);
	set("array_fill_level", level);
	set("array_fill_pointer", is_pointer);
	set("array_fill_word", word);
	set("array_fill_valid", 1);
}

void show_fill(uint64_t space, uint64_t va, unsigned int level, uint64_t word)
{
	show(space, va, level, false, word);
}

void show_pointer(uint64_t space, uint64_t va, uint64_t word)
{
	show(space, va, 1, true, word);
}

void show_no_fill(void)
{
	show(0, 0, 0, false, 0);
	set("array_fill_valid", 0);
}

void fill(uint64_t space, uint64_t va, unsigned int level, uint64_t word)
{
	search(space, va);
	show_fill(space, va, level, word);
	edge();
	show_no_fill();
	edge();
}

void fill_pointer(uint64_t space, uint64_t va, uint64_t word)
{
	search(space, va);
	show_pointer(space, va, word);
	edge();
	show_no_fill();
	edge();
}

static void expect_found(bool serves, bool begins, unsigned int level, uint64_t word)
{
	expect("array_found_serves", serves);
	expect("array_found_begins", begins);
	expect("array_found_level", level);
	expect("array_found_word", word);
	show_no_search();
}

void expect_page(uint64_t space, uint64_t va, unsigned int level, uint64_t word)
{
	show_search(space, va, 0);
	expect_found(true, false, level, word);
}

void expect_pointer(uint64_t space, uint64_t va, uint64_t word)
{
	show_search(space, va, 0);
	expect_found(false, true, 1, word);
}

void expect_nothing(uint64_t space, uint64_t va)
{
	show_search(space, va, 0);
	expect_found(false, false, 0, 0);
}

void expect_page_for(uint64_t access, uint64_t va, uint64_t word)
{
	show_search(SV39, va, access);
	expect_found(true, false, 0, word);
}

void expect_nothing_for(uint64_t access, uint64_t va)
{
	show_search(SV39, va, access);
	expect_found(false, false, 0, 0);
}

void expect_way(uint64_t space, uint64_t va, uint64_t way)
{
	show_search(space, va, 0);
	expect("array_found_way", way);
	show_no_search();
}

void touch(uint64_t space, uint64_t va)
{
	search(space, va);
	edge();
	set("array_touch", 1);
	edge();
	set("array_touch", 0);
}

void drop(uint64_t care_space, uint64_t asid, uint64_t care_page, uint64_t va)
{
	set("drop_space", asid);
	set("drop_care_space", care_space);
	set("drop_page", va >> 12);
	set("drop_care_page", care_page);
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
	set("drop_space", 0);
	set("drop_care_space", 0);
	set("drop_page", 0);
	set("drop_care_page", 0);
}

void fault(uint64_t space, uint64_t va)
{
	set("walk_end_data", 1);
	set("walk_end_fault", FAULT_PAGE);
	set("walk_end_space", space);
	set("walk_end_page", va >> 12);
	edge();
	set("walk_end_data", 0);
	set("walk_end_fault", 0);
	set("walk_end_space", 0);
	set("walk_end_page", 0);
	edge();
}

void expect_sweep(unsigned int cycles)
{
	while (cycles--) {
		expect("array_status_sweeps", 1);
		expect("array_status_busy", 0);
		edge();
	}
	expect("array_status_sweeps", 0);
	expect("array_status_busy", 0);
}
