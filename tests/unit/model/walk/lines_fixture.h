/* SPDX-License-Identifier: Apache-2.0 */
/* The line buffer alone: the test plays the walker, the mux and memory. */
#ifndef PAGEWALK_LINES_FIXTURE_H
#define PAGEWALK_LINES_FIXTURE_H

#include "alone_fixture.h"
#include "channels/words.h"
#include "walk/lines.h"

#define SPACE space_of(MODE_SV39, 0x1d5)
#define ADDR  UINT64_C(0x80001000)

/* What the tests have memory hold in word i of line n: both halves are PTEs, and differ. */
uint64_t word_of(uint64_t n, unsigned int i);

void start(unsigned int count);
void setup(void); /* 2 lines */

/* The walker shows a request, or none. */
void show_read(uint64_t space, uint64_t addr, bool wide);
void show_swap(uint64_t space, uint64_t addr);
void show_none(void);

/* Up to the cycle in which memory may answer: a read that no line serves; a compare-and-swap. */
void ask(uint64_t space, uint64_t addr);
void swap(uint64_t space, uint64_t addr);

/* Memory answers with line n in this cycle; and no more. */
void answer(uint64_t n);
void end_answer(void);

/* The whole of a read that memory answers with line n. */
void fill(uint64_t space, uint64_t addr, uint64_t n);

/* The first two cycles of a read: line n serves it, or none (0); the read is taken back. */
void expect_line(uint64_t space, uint64_t addr, uint64_t n);

/* The same, but it is not looked at again: the edge behind the search does not come. */
void peek_line(uint64_t space, uint64_t addr, bool is_there);

void expect_nothing_asked(void);

#endif
