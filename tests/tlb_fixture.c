/* SPDX-License-Identifier: Apache-2.0 */
#include "tlb_fixture.h"

#include <check.h>

struct kernel k;
static struct tlb tlb;

void setup(void)
{
	kernel_init(&k);
	tlb_init(&tlb, &k, "x_", 4);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
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

void fill_with(uint64_t word, uint64_t pte, unsigned int page_bits, uint64_t access)
{
	kernel_poke(&k, "x_walk_end", 1);
	kernel_poke(&k, "x_walk_word", word);
	kernel_poke(&k, "x_walk_access", access);
	kernel_poke(&k, "walk_leaf", pte);
	kernel_poke(&k, "walk_page_bits", page_bits);
	cycle();
	kernel_poke(&k, "x_walk_end", 0);
	kernel_settle(&k);
}

void fill(unsigned int page)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(page)), LEAF | PPN(page), 12, 0);
}

void fill_pinned(unsigned int page)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(page)), LEAF | PPN(page), 12, ACCESS_PINS);
}

void fault(uint64_t word)
{
	kernel_poke(&k, "x_walk_end", 1);
	kernel_poke(&k, "walk_fault", 1);
	kernel_poke(&k, "fault_word", word);
	cycle();
	kernel_poke(&k, "x_walk_end", 0);
	kernel_poke(&k, "walk_fault", 0);
	kernel_poke(&k, "fault_word", 0);
	kernel_settle(&k);
}

void fence(uint64_t word, uint64_t care)
{
	kernel_poke(&k, "drop_taken", 1);
	kernel_poke(&k, "drop_word", word);
	kernel_poke(&k, "drop_care", care);
	kernel_poke(&k, "drop_spares_global", (care & WORD_ASID) != 0);
	cycle();
	kernel_poke(&k, "drop_taken", 0);
	kernel_settle(&k);
}

uint64_t slot_of(uint64_t key, uint64_t access)
{
	uint64_t hit;

	kernel_poke(&k, "x_key", key);
	kernel_poke(&k, "x_access", access);
	kernel_settle(&k);
	hit = kernel_peek(&k, "x_hit") ? kernel_peek(&k, "x_hit_slot") : NOBODY;
	kernel_poke(&k, "x_key", 0);
	kernel_settle(&k);
	return hit;
}

uint64_t slot(unsigned int page)
{
	return slot_of(word_of(MODE_SV39, ASID, PAGE(page)), 0);
}

void touch(unsigned int page)
{
	kernel_poke(&k, "x_key", word_of(MODE_SV39, ASID, PAGE(page)));
	kernel_poke(&k, "x_access", 0);
	cycle();
	kernel_poke(&k, "x_key", 0);
	kernel_settle(&k);
}
