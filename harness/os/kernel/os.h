/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operating system's state, its boot, and what all its parts stand on. Read in the order of
 * README.md.
 *
 * Nothing here looks at memory but through the MMU: the kernel reads and writes frames and
 * page-table entries at virtual addresses of its own, where all of memory is mapped once more (the
 * direct map), global and closed to users.
 *
 * Once the machine has failed (os_works() is false) reads give 0 and writes do nothing; loops end,
 * and the command reports what the bench says.
 */
#ifndef PAGEWALK_OS_OS_H
#define PAGEWALK_OS_OS_H

#include "os/kernel/asid.h"
#include "os/kernel/format.h"
#include "os/kernel/frames.h"
#include "os/kernel/machine.h"
#include "os/kernel/slab.h"
#include "os/kernel/swap.h"
#include "os/kernel/tlb_locks.h"

struct space;

struct os_config {
	const struct format *format;
	uint64_t frames;     /* of physical memory */
	uint64_t swap_pages; /* 0: no swap file */
	const char *swap_directory;
	unsigned int asids;   /* to use at most, from 2; 0: all that the mode has */
	unsigned int cluster; /* pages written to swap in one go, 1 to 64 */
	bool locks_tlb;       /* locked pages are locked in the TLBs: tlb_locks.h */
};

/* What the kernel did, since it booted. */
struct os_counts {
	uint64_t switches, fences, rollovers;
	uint64_t swapped_out, swapped_in, swap_writes; /* pages, pages, calls of pwrite */
	uint64_t dropped;                              /* clean pages reclaimed without I/O */
	uint64_t written_back;                         /* pages of files */
	uint64_t promoted, split;                      /* huge pages */
	uint64_t tlb_locked;                           /* pages that a TLB was to keep */
	uint64_t kernel_accesses, kernel_cycles;
};

struct os {
	struct os_config config;
	const struct format *format;
	struct machine *machine;
	struct frames frames;
	struct swap swap;
	struct asids asids;
	struct slab slab;
	struct tlb_locks tlb_locks[2]; /* by port */
	struct space *spaces;          /* all that exist, the newest first */
	struct space *running; /* whose tables the base register holds; NULL: the kernel's own */
	uint64_t kernel_root;
	uint64_t zero_frame;
	uint64_t hand;   /* of the clock: the frame that reclaim looks at next */
	bool reclaiming; /* frames for reclaim itself come from the reserve */
	/*
	 * reclaim(), reclaim.h. It stands on tables, spaces and objects, and all of these take
	 * frames, which may need it: so the boot hands it down to alloc.c, which knows none of
	 * them.
	 */
	bool (*reclaim)(struct os *os);
	struct os_counts counts;
};

/* ---- os.c: boot ---- */

/*
 * Boots on a machine: kernel tables, direct map, zero page, swap file. NULL, with one line in
 * error. The machine stays the caller's.
 */
struct os *os_boot(const struct os_config *config, struct machine *machine, char *error,
		   unsigned int size);

/* Gives everything back; os may be NULL. No space may exist any more. */
void os_halt(struct os *os);

/* ---- access.c: memory, through the MMU ---- */

/* False once the machine has failed. */
bool os_works(const struct os *os);

/*
 * The memory of the host has run out, not that of the machine. This is an error, and is told before
 * the failures that follow from it.
 */
void os_host_memory(struct os *os);

/* Where the direct map has a physical address. */
uint64_t os_direct(const struct os *os, uint64_t pa);

/* The kernel's accesses to frames. */
void os_zero(struct os *os, uint64_t frame);
void os_copy(struct os *os, uint64_t to, uint64_t from);

/* Bytes of a frame, to read or to write. They are good until the next call. */
const uint8_t *os_load(struct os *os, uint64_t pa, unsigned int bytes);
uint8_t *os_store(struct os *os, uint64_t pa, unsigned int bytes);

/* To read or to fill a whole frame from outside: a disk. The bytes are good until the next call. */
const uint8_t *os_look(struct os *os, uint64_t frame);
uint8_t *os_fill(struct os *os, uint64_t frame);

/* An entry of a page table, by its physical address. */
uint64_t os_read_entry(struct os *os, uint64_t pa);
void os_write_entry(struct os *os, uint64_t pa, uint64_t entry);

/* The kernel pushes to and pops from the stack of a process: at every system call and fault. */
void os_use_stack(struct os *os, uint64_t va);

/* ---- alloc.c: frames ---- */

/* A frame, after reclaim if need be; NO_FRAME: nothing can be reclaimed. Its bytes are any. */
uint64_t os_frame(struct os *os, enum frame_type type);

/* One reference less; a frame that is free then gives its slot back, too. */
void os_release(struct os *os, uint64_t frame);

/* ---- fence.c: what the MMU is told ---- */

/* From here on the MMU uses the space's tables. */
void os_run(struct os *os, struct space *space);

/* Fences what the TLBs may hold of a space: one page, or all. Nothing, when they hold nothing. */
void os_fence_page(struct os *os, const struct space *space, uint64_t va);
void os_fence_space(struct os *os, const struct space *space);

/* A page of the kernel's own, which is global: it is fenced in all spaces. */
void os_fence_kernel(struct os *os, uint64_t va);

#endif
