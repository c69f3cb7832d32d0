/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/whole.h"

#define PAGE 4096u

int swap_open(struct swap *swap, const char *directory, uint64_t n)
{
	int saved;

	*swap = (struct swap){.file = -1};
	if (!n)
		return 0;
	swap->references = calloc(n, sizeof(*swap->references));
	if (!swap->references)
		return ENOMEM;
	swap->file = whole_nameless(directory);
	saved = swap->file < 0 || ftruncate(swap->file, (off_t)(n * PAGE)) ? errno : 0;
	if (saved) {
		swap_close(swap);
		return saved;
	}
	swap->slots = n;
	return 0;
}

void swap_close(struct swap *swap)
{
	if (swap->file >= 0)
		close(swap->file);
	free(swap->references);
	*swap = (struct swap){.file = -1};
}

static unsigned int free_row(const struct swap *swap, uint64_t first, unsigned int wanted)
{
	unsigned int n = 0;

	while (n < wanted && first + n < swap->slots && !swap->references[first + n])
		n++;
	return n;
}

uint64_t swap_get(struct swap *swap, unsigned int *n)
{
	for (uint64_t i = 0; i < swap->slots && swap->used < swap->slots; i++) {
		uint64_t slot = (swap->hint + i) % swap->slots;
		unsigned int row = free_row(swap, slot, *n);

		if (!row)
			continue;
		for (unsigned int k = 0; k < row; k++)
			swap->references[slot + k] = 1;
		swap->used += row;
		swap->peak = swap->used > swap->peak ? swap->used : swap->peak;
		swap->hint = slot + row;
		*n = row;
		return slot;
	}
	return NO_SLOT;
}

bool swap_is_exhausted(const struct swap *swap)
{
	bool refuses = swap->failed || (swap->fail_write && swap->writes >= swap->fail_write);

	return swap->slots && (refuses || swap->used == swap->slots);
}

void swap_hold(struct swap *swap, uint64_t slot)
{
	swap->references[slot]++;
}

void swap_release(struct swap *swap, uint64_t slot)
{
	if (!--swap->references[slot])
		swap->used--;
}

/* One read or write of the file, all of it. 0, or an errno, which is kept. */
static int transfer(struct swap *swap, ssize_t (*call)(int, uint8_t *, size_t, off_t),
		    uint64_t slot, uint8_t *bytes, size_t n)
{
	off_t at = (off_t)(slot * PAGE);

	while (n) {
		ssize_t done = call(swap->file, bytes, n, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0) {
			swap->failed = done < 0 ? errno : EIO;
			return swap->failed;
		}
		bytes += done;
		at += done;
		n -= (size_t)done;
	}
	return 0;
}

static ssize_t read_call(int file, uint8_t *bytes, size_t n, off_t at)
{
	return pread(file, bytes, n, at);
}

static ssize_t write_call(int file, uint8_t *bytes, size_t n, off_t at)
{
	return pwrite(file, bytes, n, at);
}

int swap_write(struct swap *swap, uint64_t slot, uint8_t *bytes, unsigned int n)
{
	if (swap->fail_write && ++swap->writes >= swap->fail_write)
		return ENOSPC;
	return transfer(swap, write_call, slot, bytes, (size_t)n * PAGE);
}

int swap_read(struct swap *swap, uint64_t slot, uint8_t *bytes)
{
	if (swap->fail_read && ++swap->reads >= swap->fail_read)
		return EIO;
	return transfer(swap, read_call, slot, bytes, PAGE);
}
