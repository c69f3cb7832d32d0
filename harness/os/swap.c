/* SPDX-License-Identifier: Apache-2.0 */
#include "swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PAGE 4096u

int swap_open(struct swap *swap, const char *directory, uint64_t n)
{
	char path[4096];
	int saved;

	*swap = (struct swap){.file = -1};
	if (!n)
		return 0;
	swap->references = calloc(n, sizeof(*swap->references));
	if (!swap->references)
		return ENOMEM;
	snprintf(path, sizeof(path), "%s/pagewalk-swap-XXXXXX", directory);
	swap->file = mkstemp(path);
	saved = errno;
	if (swap->file >= 0) {
		unlink(path);
		saved = ftruncate(swap->file, (off_t)(n * PAGE)) ? errno : 0;
	}
	if (swap->file < 0 || saved) {
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
		swap->hint = slot + row;
		*n = row;
		return slot;
	}
	return NO_SLOT;
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

int swap_write(struct swap *swap, uint64_t slot, const uint8_t *bytes, unsigned int n)
{
	size_t left = (size_t)n * PAGE;
	off_t at = (off_t)(slot * PAGE);

	if (swap->fail_write && ++swap->writes >= swap->fail_write)
		return ENOSPC;
	while (left) {
		ssize_t done = pwrite(swap->file, bytes, left, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? errno : EIO;
		bytes += done;
		at += done;
		left -= (size_t)done;
	}
	return 0;
}

int swap_read(struct swap *swap, uint64_t slot, uint8_t *bytes)
{
	size_t left = PAGE;
	off_t at = (off_t)(slot * PAGE);

	if (swap->fail_read && ++swap->reads >= swap->fail_read)
		return EIO;
	while (left) {
		ssize_t done = pread(swap->file, bytes, left, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? errno : EIO;
		bytes += done;
		at += done;
		left -= (size_t)done;
	}
	return 0;
}
