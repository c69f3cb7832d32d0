/* SPDX-License-Identifier: Apache-2.0 */
#include "tlb_fixture.h"

#include <check.h>

struct kernel k;
static struct tlb tlb;

void start(unsigned int entries)
{
	kernel_init(&k);
	tlb_init(&tlb, &k, "x_", false, entries);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
}

void setup(void)
{
	start(4);
}

void teardown(void)
{
	kernel_finish(&k);
}

void cycle(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

struct identity word_of(enum mode mode, uint64_t asid, uint64_t va)
{
	return (struct identity){space_of(mode, asid), page_of(mode_is_short(mode), va)};
}

void fill_with(struct identity word, uint64_t pte, unsigned int page_bits, uint64_t access)
{
	kernel_poke(&k, "walk_end_data", 1);
	kernel_poke(&k, "x_walk_space", word.space);
	kernel_poke(&k, "x_walk_page", word.page);
	kernel_poke(&k, "x_walk_access", access);
	kernel_poke(&k, "walk_end_leaf", pte);
	kernel_poke(&k, "walk_end_page_bits", page_bits);
	cycle();
	kernel_poke(&k, "walk_end_data", 0);
	kernel_settle(&k);
}

void fill(unsigned int page)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(page)), LEAF | PPN(page), 12, 0);
}

void fill_locked(unsigned int page)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(page)), LEAF | PPN(page), 12, ACCESS_LOCKS);
}

void show_fault(struct identity word)
{
	kernel_poke(&k, "walk_end_fault", 1);
	kernel_poke(&k, "walk_end_space", word.space);
	kernel_poke(&k, "walk_end_page", word.page);
}

void clear_fault(void)
{
	kernel_poke(&k, "walk_end_fault", 0);
	kernel_poke(&k, "walk_end_space", 0);
	kernel_poke(&k, "walk_end_page", 0);
}

void fault(struct identity word)
{
	kernel_poke(&k, "walk_end_data", 1);
	show_fault(word);
	cycle();
	kernel_poke(&k, "walk_end_data", 0);
	clear_fault();
	kernel_settle(&k);
}

void fence(struct identity word, unsigned int care)
{
	kernel_poke(&k, "drop_valid", 1);
	kernel_poke(&k, "drop_space", word.space & 0xffff);
	kernel_poke(&k, "drop_page", word.page);
	kernel_poke(&k, "drop_care_space", care & CARE_ASID ? 0xffff : 0);
	kernel_poke(&k, "drop_care_page", care & CARE_PAGE ? UINT64_MAX : 0);
	kernel_poke(&k, "drop_spares_global", (care & CARE_ASID) != 0);
	cycle();
	kernel_poke(&k, "drop_valid", 0);
	kernel_settle(&k);
}

void show_lookup(struct identity key, uint64_t access)
{
	kernel_poke(&k, "x_lookup_valid", 1);
	kernel_poke(&k, "x_lookup_space", key.space);
	kernel_poke(&k, "x_lookup_page", key.page);
	kernel_poke(&k, "x_lookup_access", access);
}

void clear_lookup(void)
{
	kernel_poke(&k, "x_lookup_valid", 0);
	kernel_poke(&k, "x_lookup_space", 0);
	kernel_poke(&k, "x_lookup_page", 0);
	kernel_poke(&k, "x_lookup_access", 0);
}

uint64_t slot_of(struct identity key, uint64_t access)
{
	uint64_t hit;

	show_lookup(key, access);
	kernel_settle(&k);
	hit = kernel_peek(&k, "x_hit_valid") ? kernel_peek(&k, "x_hit_slot") : NOBODY;
	clear_lookup();
	kernel_settle(&k);
	return hit;
}

uint64_t slot(unsigned int page)
{
	return slot_of(word_of(MODE_SV39, ASID, PAGE(page)), 0);
}

void touch(unsigned int page)
{
	show_lookup(word_of(MODE_SV39, ASID, PAGE(page)), 0);
	cycle();
	clear_lookup();
	kernel_settle(&k);
}
