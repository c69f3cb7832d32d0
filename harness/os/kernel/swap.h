/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The swap file: a real file of pages, each a slot. A slot is counted like a frame: one reference
 * for each entry that says the page is there.
 *
 * The file has no name once it is open, so that nothing is left behind however the program ends.
 */
#ifndef PAGEWALK_OS_SWAP_H
#define PAGEWALK_OS_SWAP_H

#include <stdbool.h>
#include <stdint.h>

#define NO_SLOT UINT64_MAX

struct swap {
	int file;                   /* -1: none */
	uint64_t slots, used, peak; /* peak: used at most so far */
	uint32_t *references;
	uint64_t hint; /* where the search for a free slot begins */
	int failed;    /* the disk's own last error; 0: none */

	/* Reads and writes that are to fail from the nth on, for tests; 0: none. */
	uint64_t fail_read, fail_write;
	uint64_t reads, writes;
};

/* A file of n pages in a directory. 0, or an errno. */
int swap_open(struct swap *swap, const char *directory, uint64_t n);
void swap_close(struct swap *swap);

/* The first of `*n` free slots in a row, fewer if there is no such row; NO_SLOT: full. */
uint64_t swap_get(struct swap *swap, unsigned int *n);

/* There is a file, but it takes no page more: it is full, or the disk refuses. */
bool swap_is_exhausted(const struct swap *swap);

/* One reference to a slot more, or less; without any the slot is free. */
void swap_hold(struct swap *swap, uint64_t slot);
void swap_release(struct swap *swap, uint64_t slot);

/* n pages, at slots in a row. 0, or an errno: then nothing of it counts as written. */
int swap_write(struct swap *swap, uint64_t slot, uint8_t *bytes, unsigned int n);
int swap_read(struct swap *swap, uint64_t slot, uint8_t *bytes);

#endif
