/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker with an array, which the test plays, as it does the walk cache where there is one.
 * Walks are of Sv39 unless said otherwise.
 */
#ifndef PAGEWALK_WALKER_ARRAY_FIXTURE_H
#define PAGEWALK_WALKER_ARRAY_FIXTURE_H

#include "walker_cache_fixture.h"

#define TO_TABLE_1 (TABLE_1 << LEAF_PPN_LSB)

void setup_with_array(void);
void setup_with_both(void);

/* Does it search the array in this cycle? */
void expect_array_search(uint64_t valid);

/* Does it touch in this cycle what that has found? */
void expect_array_touch(uint64_t touches);
void expect_cache_touch(uint64_t touches, uint64_t slot);

void expect_array_fill(unsigned int level, bool is_pointer, uint64_t word);
void expect_no_array_fill(void);

/* The search of this cycle finds this; and the edge behind it. */
void find_page(unsigned int level, uint64_t word);
void find_pointer(uint64_t word);
void find_none(void);

/* Nothing is asked and nothing ends in this cycle, nor is anything filled or touched. */
void expect_nothing_now(void);

/* A walk that has searched in vain, up to the cycle in which it requests the root's PTE. */
void go_from_root(enum mode mode, uint64_t access);

#endif
