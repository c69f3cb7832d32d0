/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operating system's half, in every paging mode: RTL, cycle model and oracle in lockstep, and
 * every byte that comes back compared with what was stored.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "dut/dut.h"
#include "os/kernel/huge.h"
#include "os/kernel/os.h"
#include "os/kernel/process.h"
#include "suite.h"

#define KIB(n) ((uint64_t)(n) << 10)
#define MIB(n) ((uint64_t)(n) << 20)
#define BASE   UINT64_C(0x400000)

static struct machine *machine;
static struct os *os;
static const struct rights rw = {.read = true, .write = true, .user = true};

static void boot_with(unsigned int mode, uint64_t frames, struct os_config config)
{
	const struct bench_config bench = {
		.rtl = true, .model = true, .oracle = true, .memory = {.latency = 1}};
	char error[512];

	machine = machine_create(&bench, frames, error, sizeof(error));
	ck_assert_msg(machine, "%s", error);
	config.format = &formats[mode];
	config.frames = frames;
	config.swap_directory = "/tmp";
	os = os_boot(&config, machine, error, sizeof(error));
	ck_assert_msg(os, "%s", error);
}

static void boot(unsigned int mode, uint64_t frames, uint64_t swap_pages)
{
	boot_with(mode, frames, (struct os_config){.swap_pages = swap_pages});
}

/* Everything was given back: frames, slots, locks. */
static void halt(void)
{
	ck_assert_msg(machine_works(machine), "cycle %llu: %s",
		      (unsigned long long)machine->bench->failed_cycle, machine->bench->failure);
	ck_assert_ptr_null(os->spaces);
	ck_assert_uint_eq(os->swap.used, 0);
	ck_assert_uint_eq(os->frames.locked, 0);
	ck_assert_uint_eq(os->frames.count[FRAME_ANON], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_CACHE], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_CODE], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_SHARED], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_STACK], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 0);
	ck_assert_uint_eq(os->frames.frame[os->zero_frame].references, 1);
	os_halt(os);
	machine_destroy(machine);
}

static void map(struct space *space, uint64_t start, uint64_t size)
{
	const struct region region = {.start = start, .end = start + size, .rights = rw};

	ck_assert_int_eq(space_map(space, &region), SPACE_OK);
}

static uint64_t value_of(uint64_t va, uint64_t salt)
{
	return va * UINT64_C(0x9e3779b97f4a7c15) + salt;
}

static void store(struct space *space, uint64_t va, uint64_t value)
{
	enum process_end end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);

	ck_assert_msg(end == PROCESS_OK, "store to %llx: %d, %s", (unsigned long long)va, end,
		      machine->bench->failure);
}

static uint64_t load(struct space *space, uint64_t va)
{
	uint64_t value;
	enum process_end end = process_access(space, ACCESS_LOAD, va, &value, 8, NULL);

	ck_assert_msg(end == PROCESS_OK, "load of %llx: %d, %s", (unsigned long long)va, end,
		      machine->bench->failure);
	return value;
}

static void fill(struct space *space, uint64_t start, uint64_t size, uint64_t salt)
{
	for (uint64_t va = start; va < start + size; va += 2048)
		store(space, va, value_of(va, salt));
}

static void check_filled(struct space *space, uint64_t start, uint64_t size, uint64_t salt)
{
	for (uint64_t va = start; va < start + size; va += 2048)
		ck_assert_uint_eq(load(space, va), value_of(va, salt));
}

/* Untouched memory reads as zero, and costs one frame for all of it. */
START_TEST(demand_zero)
{
	struct space *space;
	uint64_t before;

	boot((unsigned int)_i, 256, 0);
	space = space_create(os, 1);
	map(space, BASE, KIB(256));
	load(space, BASE); /* its tables */
	before = os->frames.free;
	for (uint64_t va = BASE; va < BASE + KIB(256); va += 4096)
		ck_assert_uint_eq(load(space, va), 0);
	ck_assert_uint_eq(os->frames.free, before);
	ck_assert_uint_eq(space->counts.zero_page, 64);
	store(space, BASE + 4096, 5);
	ck_assert_uint_eq(load(space, BASE + 4096), 5);
	ck_assert_uint_eq(load(space, BASE + 4096 + 8), 0);
	ck_assert_uint_eq(load(space, BASE), 0);
	space_destroy(space);
	halt();
}
END_TEST

/* Four times as much as there is memory, through swap. */
START_TEST(more_than_memory)
{
	struct space *space;

	boot((unsigned int)_i, 192, 1024);
	space = space_create(os, 1);
	map(space, BASE, MIB(2));
	fill(space, BASE, MIB(2), 1);
	check_filled(space, BASE, MIB(2), 1);
	ck_assert_uint_gt(os->counts.swapped_out, 300);
	ck_assert_uint_gt(os->counts.swapped_in, 300);
	ck_assert_uint_lt(os->counts.swap_writes, os->counts.swapped_out);
	space_destroy(space);
	halt();
}
END_TEST

/* Both see the old, each its own new; and swapped pages are shared, too. */
START_TEST(fork_copies_on_write)
{
	struct space *parent, *child;

	boot((unsigned int)_i, 192, 1024);
	parent = space_create(os, 1);
	map(parent, BASE, MIB(1));
	fill(parent, BASE, MIB(1), 1);
	child = space_fork(parent, 2);
	ck_assert_ptr_nonnull(child);
	fill(child, BASE, KIB(512), 2);
	check_filled(parent, BASE, MIB(1), 1);
	check_filled(child, BASE, KIB(512), 2);
	check_filled(child, BASE + KIB(512), KIB(512), 1);
	fill(parent, BASE + KIB(768), KIB(256), 3);
	check_filled(child, BASE + KIB(512), KIB(512), 1);
	check_filled(parent, BASE + KIB(768), KIB(256), 3);
	space_destroy(parent);
	check_filled(child, BASE, KIB(512), 2);
	space_destroy(child);
	halt();
}
END_TEST

/* The same with all in memory, where only the entries' rights keep the two apart. */
START_TEST(fork_in_memory)
{
	struct space *parent, *child, *grandchild;

	boot((unsigned int)_i, 512, 0);
	parent = space_create(os, 1);
	map(parent, BASE, KIB(128));
	fill(parent, BASE, KIB(64), 1);
	child = space_fork(parent, 2);
	fill(parent, BASE, KIB(32), 2);
	check_filled(child, BASE, KIB(64), 1);
	fill(child, BASE + KIB(32), KIB(32), 3);
	check_filled(parent, BASE + KIB(32), KIB(32), 1);
	grandchild = space_fork(child, 3);
	space_destroy(child);
	fill(parent, BASE, KIB(64), 4);
	check_filled(grandchild, BASE, KIB(32), 1);
	check_filled(grandchild, BASE + KIB(32), KIB(32), 3);
	ck_assert_uint_eq(load(grandchild, BASE + KIB(64)), 0);
	space_destroy(parent);
	space_destroy(grandchild);
	halt();
}
END_TEST

/* A stray access kills: nothing there, another's, the kernel's, no right. */
START_TEST(stray_accesses)
{
	struct space *space;
	uint64_t value = 0;

	boot((unsigned int)_i, 256, 0);
	space = space_create(os, 1);
	map(space, BASE, KIB(16));
	store(space, BASE, 1);
	ck_assert_int_eq(process_access(space, ACCESS_LOAD, 0, &value, 8, NULL), PROCESS_SEGV);
	ck_assert_int_eq(
		process_access(space, ACCESS_STORE, os->format->kernel_base, &value, 8, NULL),
		PROCESS_SEGV);
	if (os->format->no_execute)
		ck_assert_int_eq(process_access(space, ACCESS_FETCH, BASE, &value, 4, NULL),
				 PROCESS_SEGV);
	ck_assert_int_eq(space_protect(space, BASE, BASE + KIB(4), &(struct rights){.read = true}),
			 SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, BASE, &value, 8, NULL), PROCESS_SEGV);
	store(space, BASE + KIB(4), 2);
	ck_assert_uint_eq(load(space, BASE), 1);
	ck_assert_int_eq(space_unmap(space, BASE, BASE + KIB(4)), SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_LOAD, BASE, &value, 8, NULL), PROCESS_SEGV);
	ck_assert_uint_eq(load(space, BASE + KIB(4)), 2);
	space_destroy(space);
	halt();
}
END_TEST

/* More processes than ASIDs, taking turns. */
START_TEST(asids_roll_over)
{
	struct space *spaces[6];

	boot_with((unsigned int)_i, 512, (struct os_config){.asids = 4});
	for (unsigned int i = 0; i < 6; i++) {
		spaces[i] = space_create(os, i + 1);
		ck_assert_ptr_nonnull(spaces[i]);
		map(spaces[i], BASE, KIB(16));
	}
	for (unsigned int round = 0; round < 5; round++) {
		for (unsigned int i = 0; i < 6; i++) {
			if (round)
				check_filled(spaces[i], BASE, KIB(16), i + round - 1);
			fill(spaces[i], BASE, KIB(16), i + round);
		}
	}
	ck_assert(os->counts.rollovers >= 5 || os->asids.n == 1);
	for (unsigned int i = 0; i < 6; i++)
		space_destroy(spaces[i]);
	halt();
}
END_TEST

/* Locked pages stay while all others go. */
START_TEST(locked_pages_stay)
{
	struct space *space;

	boot_with((unsigned int)_i, 192, (struct os_config){.swap_pages = 1024, .locks_tlb = true});
	space = space_create(os, 1);
	map(space, BASE, MIB(1));
	fill(space, BASE, KIB(64), 1);
	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(64), true), SPACE_OK);
	ck_assert_uint_eq(os->frames.locked, 16);
	fill(space, BASE + KIB(64), KIB(960), 1);
	space->counts.major = 0;
	check_filled(space, BASE, KIB(64), 1);
	ck_assert_uint_eq(space->counts.major, 0);
	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(64), false), SPACE_OK);
	ck_assert_uint_eq(os->frames.locked, 0);
	check_filled(space, BASE, MIB(1), 1);
	space_destroy(space);
	halt();
}
END_TEST

/* Does an access to this page hit the TLB? */
static bool hits(struct space *space, uint64_t va)
{
	struct process_access how;
	uint64_t value;

	ck_assert_int_eq(process_access(space, ACCESS_LOAD, va, &value, 8, &how), PROCESS_OK);
	return !how.walked;
}

/* However many pages are locked, half of the TLB is for others; and what is unlocked leaves it. */
START_TEST(tlb_locks_is_half)
{
	const unsigned int half = dut_config.dtlb_entries / 2;
	struct space *space;

	boot_with((unsigned int)_i, 512, (struct os_config){.locks_tlb = true});
	space = space_create(os, 1);
	map(space, BASE, KIB(512));
	map(space, BASE + MIB(1), KIB(4));
	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(512), true), SPACE_OK);
	fill(space, BASE, KIB(512), 1);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, half);
	ck_assert_uint_eq(os->tlb_locks[PORT_FETCH].n, 0);
	for (unsigned int i = 0; i < half; i++)
		ck_assert(hits(space, BASE + KIB(4) * i));
	ck_assert(!hits(space, BASE + KIB(256)));
	store(space, BASE + MIB(1), 1);
	ck_assert(hits(space, BASE + MIB(1)));

	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(8), false), SPACE_OK);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, half - 2);
	ck_assert(!hits(space, BASE));
	ck_assert(!hits(space, BASE + KIB(4)));
	ck_assert(hits(space, BASE + KIB(8)));
	ck_assert_int_eq(space_unmap(space, BASE + KIB(8), BASE + KIB(12)), SPACE_OK);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, half - 3);
	space_destroy(space);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, 0);
	halt();
}
END_TEST

/* What ended processes had locked is no burden to others. */
START_TEST(tlb_locks_ends_with_process)
{
	struct space *space;

	boot_with((unsigned int)_i, 512, (struct os_config){.locks_tlb = true});
	for (unsigned int i = 0; i < 4; i++) {
		space = space_create(os, i + 1);
		map(space, BASE, KIB(128));
		ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(128), true), SPACE_OK);
		fill(space, BASE, KIB(128), i);
		space_destroy(space);
	}
	space = space_create(os, 5);
	map(space, BASE, KIB(4));
	store(space, BASE, 1);
	ck_assert(hits(space, BASE));
	space_destroy(space);
	halt();
}
END_TEST

/* Records of processes and regions are in frames of their own, and nobody else writes there. */
START_TEST(slab_frames)
{
	struct space *space;
	uint64_t record;

	boot((unsigned int)_i, 256, 0);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 0);
	space = space_create(os, 1);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 1);
	/* 32 regions to a frame. */
	for (uint64_t i = 0; i < 33; i++)
		map(space, BASE + i * KIB(8), KIB(4));
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 3);
	ck_assert_int_eq(space_unmap(space, BASE + KIB(8), BASE + KIB(12)), SPACE_OK);
	map(space, BASE + KIB(8), KIB(4));
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 3);
	for (uint64_t i = 1; i < 33; i++)
		ck_assert_int_eq(space_unmap(space, BASE + i * KIB(8), BASE + i * KIB(8) + KIB(4)),
				 SPACE_OK);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 2);
	space_destroy(space);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 0);

	space = space_create(os, 2);
	map(space, BASE, KIB(4));
	record = space->regions->record;
	machine_bytes(machine, 0)[record + 100] ^= 1;
	ck_assert_int_eq(space_unmap(space, BASE, BASE + KIB(4)), SPACE_OK);
	ck_assert(!machine_works(machine));
	ck_assert_ptr_nonnull(strstr(machine->bench->failure, "written over"));
	space_destroy(space);
	os_halt(os);
	machine_destroy(machine);
}
END_TEST

/* The more pages go at a time, the fewer writes; all come back as they were. */
START_TEST(clusters)
{
	uint64_t writes[2];

	for (unsigned int i = 0; i < 2; i++) {
		struct space *space;

		boot_with((unsigned int)_i, 192,
			  (struct os_config){.swap_pages = 1024, .cluster = i ? 8 : 1});
		space = space_create(os, 1);
		map(space, BASE, MIB(2));
		fill(space, BASE, MIB(2), 1);
		check_filled(space, BASE, MIB(2), 1);
		writes[i] = os->counts.swap_writes;
		ck_assert_uint_le(os->counts.swapped_out, writes[i] * (i ? 8 : 1));
		space_destroy(space);
		halt();
	}
	ck_assert_uint_lt(writes[1] * 4, writes[0]);
}
END_TEST

/* Pages that are used stay while others pass through; what was only read goes without being
 * written. */
START_TEST(second_chance)
{
	const uint64_t used = KIB(64), pages = MIB(1) / 4096;
	struct space *space;
	uint64_t out;

	boot((unsigned int)_i, 192, 1024);
	space = space_create(os, 1);
	map(space, BASE, MIB(2));
	for (uint64_t va = BASE + used; va < BASE + MIB(2); va += 4096) {
		store(space, va, va);
		for (uint64_t at = BASE; at < BASE + used; at += 4096)
			load(space, at);
		store(space, BASE + va % used, va);
	}
	ck_assert_uint_gt(os->counts.swapped_out, 300);
	ck_assert_uint_le(space->counts.major, 16);
	for (uint64_t va = BASE; va < BASE + MIB(1); va += 4096)
		load(space, va);
	out = os->counts.swapped_out;
	for (unsigned int round = 0; round < 3; round++)
		for (uint64_t va = BASE; va < BASE + MIB(1); va += 4096)
			load(space, va);
	/* Nothing was stored to: those that are still dirty from before are written, each once. */
	ck_assert_uint_le(os->counts.swapped_out - out, pages);
	ck_assert_uint_gt(os->counts.dropped, 2 * pages);
	space_destroy(space);
	halt();
}
END_TEST

/* A huge page on request, one made of small ones, and both split again. */
START_TEST(huge_pages)
{
	uint64_t size;
	struct space *space;

	boot((unsigned int)_i, 4096, 0);
	size = UINT64_C(1) << format_shift(os->format, 1);
	space = space_create(os, 1);
	ck_assert_int_eq(
		space_map(
			space,
			&(struct region){.start = size, .end = 2 * size, .rights = rw, .huge = 1}),
		SPACE_OK);
	fill(space, size, size, 1);
	ck_assert_uint_eq(space->counts.minor, 1);
	map(space, 2 * size, size);
	fill(space, 2 * size, size, 2);
	ck_assert(huge_promote(space, 2 * size, 1));
	check_filled(space, size, size, 1);
	check_filled(space, 2 * size, size, 2);
	ck_assert_int_eq(space_unmap(space, size + KIB(8), size + KIB(16)), SPACE_OK);
	ck_assert_uint_ge(os->counts.split, 1);
	check_filled(space, size, KIB(8), 1);
	check_filled(space, size + KIB(16), size - KIB(16), 1);
	check_filled(space, 2 * size, size, 2);
	space_destroy(space);
	halt();
}
END_TEST

/* A disk that cannot be read, or is full, costs one process, and the rest goes on. */
START_TEST(swap_fails)
{
	struct space *space, *other;
	enum process_end end = PROCESS_OK;
	uint64_t value = 1;

	boot((unsigned int)_i, 192, 128);
	other = space_create(os, 1);
	map(other, BASE, KIB(64));
	fill(other, BASE, KIB(64), 7);
	space = space_create(os, 2);
	map(space, BASE, MIB(4));
	for (uint64_t va = BASE; va < BASE + MIB(4) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	space_destroy(space);
	check_filled(other, BASE, KIB(64), 7);
	space_destroy(other);
	halt();
}
END_TEST

static struct object *file_object(enum frame_type type, uint64_t pages)
{
	char path[] = "/tmp/pagewalk-test-XXXXXX";
	int file = mkstemp(path);

	ck_assert(file >= 0);
	unlink(path);
	for (uint64_t i = 0; i < pages * 512; i++) {
		uint64_t value = value_of(i, 9);

		ck_assert_int_eq(write(file, &value, 8), 8);
	}
	return object_create("file", type, file, pages);
}

/* A file: private stores stay private, shared ones come to all, and to the disk. */
START_TEST(files)
{
	struct object *file;
	struct space *a, *b;
	uint64_t value;

	boot((unsigned int)_i, 192, 1024);
	file = file_object(FRAME_CACHE, 128);
	a = space_create(os, 1);
	b = space_create(os, 2);
	ck_assert_int_eq(space_map(a, &(struct region){.start = BASE,
						       .end = BASE + KIB(512),
						       .rights = rw,
						       .object = file}),
			 SPACE_OK);
	ck_assert_int_eq(space_map(b, &(struct region){.start = BASE,
						       .end = BASE + KIB(512),
						       .rights = rw,
						       .object = file,
						       .shared = true}),
			 SPACE_OK);
	for (uint64_t i = 0; i < KIB(512) / 8; i += 256)
		ck_assert_uint_eq(load(a, BASE + i * 8), value_of(i, 9));
	store(a, BASE, 1);
	ck_assert_uint_eq(load(b, BASE), value_of(0, 9));
	store(b, BASE + 8192, 2);
	ck_assert_uint_eq(load(a, BASE + 8192), 2);
	ck_assert_uint_eq(load(a, BASE), 1);
	/* Everything goes, and comes back. */
	map(a, BASE + MIB(16), MIB(1));
	fill(a, BASE + MIB(16), MIB(1), 3);
	ck_assert_uint_eq(load(b, BASE + 8192), 2);
	ck_assert_uint_eq(load(a, BASE), 1);
	for (uint64_t i = 2048; i < KIB(512) / 8; i += 256)
		ck_assert_uint_eq(load(b, BASE + i * 8), value_of(i, 9));
	space_destroy(a);
	space_destroy(b);
	ck_assert_int_eq(pread(file->file, &value, 8, 8192), 8);
	object_release(os, file);
	halt();
}
END_TEST

/* Memory that two share, through swap and back; the last to let go frees it. */
START_TEST(shared_memory)
{
	struct object *object;
	struct space *a, *b;
	struct region region = {
		.start = BASE, .end = BASE + KIB(128), .rights = rw, .shared = true};

	boot((unsigned int)_i, 192, 1024);
	object = object_create("shared", FRAME_SHARED, -1, 32);
	region.object = object;
	a = space_create(os, 1);
	b = space_create(os, 2);
	ck_assert_int_eq(space_map(a, &region), SPACE_OK);
	region.start += MIB(32);
	region.end += MIB(32);
	ck_assert_int_eq(space_map(b, &region), SPACE_OK);
	object_release(os, object);
	fill(a, BASE, KIB(128), 1);
	for (uint64_t va = BASE; va < BASE + KIB(128); va += 2048)
		ck_assert_uint_eq(load(b, va + MIB(32)), value_of(va, 1));
	map(a, BASE + MIB(16), MIB(1));
	fill(a, BASE + MIB(16), MIB(1), 2);
	store(b, BASE + MIB(32), 3);
	ck_assert_uint_eq(load(a, BASE), 3);
	check_filled(a, BASE + 2048, KIB(126), 1);
	space_destroy(a);
	ck_assert_uint_eq(load(b, BASE + MIB(32)), 3);
	space_destroy(b);
	halt();
}
END_TEST

/* brk, a stack that grows as far as it may, and rights that come back. */
START_TEST(regions_change)
{
	struct space *space;
	uint64_t value = 0, stack = MIB(64);

	boot((unsigned int)_i, 256, 0);
	space = space_create(os, 1);
	ck_assert_int_eq(space_map(space, &(struct region){.name = "heap",
							   .start = BASE,
							   .end = BASE + KIB(4),
							   .rights = rw}),
			 SPACE_OK);
	ck_assert_int_eq(space_resize(space, "heap", BASE + KIB(64)), SPACE_OK);
	fill(space, BASE, KIB(64), 1);
	ck_assert_int_eq(space_resize(space, "heap", BASE + KIB(8)), SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_LOAD, BASE + KIB(8), &value, 8, NULL),
			 PROCESS_SEGV);
	ck_assert_int_eq(space_resize(space, "heap", BASE + KIB(12)), SPACE_OK);
	ck_assert_uint_eq(load(space, BASE + KIB(8)), 0);

	ck_assert_int_eq(space_map(space, &(struct region){.start = stack - KIB(4),
							   .end = stack,
							   .rights = rw,
							   .grows = true,
							   .floor = stack - KIB(256)}),
			 SPACE_OK);
	for (uint64_t va = stack - 8; va > stack - KIB(40); va -= 2048)
		store(space, va, va);
	ck_assert_uint_eq(space->counts.grown, 9);
	store(space, stack - KIB(200), 7);
	ck_assert_uint_eq(space->counts.grown, 49);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, stack - KIB(256) - 8, &value, 8, NULL),
			 PROCESS_SEGV);
	store(space, stack - KIB(256), 8);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, stack - MIB(1), &value, 8, NULL),
			 PROCESS_SEGV);

	ck_assert_int_eq(space_protect(space, BASE, BASE + KIB(4), &(struct rights){.read = true}),
			 SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, BASE, &value, 8, NULL), PROCESS_SEGV);
	ck_assert_int_eq(space_protect(space, BASE, BASE + KIB(4), &rw), SPACE_OK);
	store(space, BASE, 4);
	ck_assert_uint_eq(load(space, BASE + 2048), value_of(BASE + 2048, 1));
	space->lock_future = true;
	map(space, BASE + MIB(8), KIB(32));
	ck_assert_uint_eq(os->frames.locked, 8);
	ck_assert_int_eq(space_map(space, &(struct region){.start = BASE, .end = BASE + KIB(4)}),
			 SPACE_BAD_RANGE);
	space_destroy(space);
	halt();
}
END_TEST

/* A page that cannot be read back is a bus error; one that cannot be written stays. */
START_TEST(disk_errors)
{
	enum process_end end = PROCESS_OK;
	struct space *space;
	uint64_t value;

	boot((unsigned int)_i, 192, 1024);
	space = space_create(os, 1);
	map(space, BASE, MIB(1));
	fill(space, BASE, MIB(1), 1);
	os->swap.fail_read = 1;
	for (uint64_t va = BASE; va < BASE + MIB(1) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_LOAD, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	os->swap.fail_read = 0;
	check_filled(space, BASE, MIB(1), 1);
	os->swap.fail_write = 1;
	map(space, BASE + MIB(16), MIB(1));
	end = PROCESS_OK;
	for (uint64_t va = BASE + MIB(16); va < BASE + MIB(17) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	os->swap.fail_write = 0;
	check_filled(space, BASE, MIB(1), 1);
	space_destroy(space);
	halt();
}
END_TEST

/* The disk under the swap file is full: who asks is killed, others live, and it is known why. */
START_TEST(disk_full)
{
	const struct rlimit room = {64 * 4096, 64 * 4096};
	enum process_end end = PROCESS_OK;
	struct space *space, *other;
	uint64_t value = 1;

	boot((unsigned int)_i, 192, 1024);
	/* The test has a process to itself. */
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &room), 0);
	other = space_create(os, 1);
	map(other, BASE, KIB(64));
	fill(other, BASE, KIB(64), 7);
	space = space_create(os, 2);
	map(space, BASE, MIB(4));
	ck_assert_int_eq(os->swap.failed, 0);
	for (uint64_t va = BASE; va < BASE + MIB(4) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	ck_assert_int_eq(os->swap.failed, EFBIG);
	space_destroy(space);
	check_filled(other, BASE, KIB(64), 7);
	space_destroy(other);
	halt();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("os");
	TCase *tcase = tcase_create("os");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, demand_zero, 0, 8);
	tcase_add_loop_test(tcase, more_than_memory, 0, 8);
	tcase_add_loop_test(tcase, fork_copies_on_write, 0, 8);
	tcase_add_loop_test(tcase, fork_in_memory, 0, 8);
	tcase_add_loop_test(tcase, stray_accesses, 0, 8);
	tcase_add_loop_test(tcase, asids_roll_over, 0, 8);
	tcase_add_loop_test(tcase, locked_pages_stay, 0, 8);
	tcase_add_loop_test(tcase, tlb_locks_is_half, 0, 8);
	tcase_add_loop_test(tcase, tlb_locks_ends_with_process, 0, 8);
	tcase_add_loop_test(tcase, slab_frames, 0, 8);
	tcase_add_loop_test(tcase, clusters, 0, 8);
	tcase_add_loop_test(tcase, second_chance, 0, 8);
	tcase_add_loop_test(tcase, huge_pages, 0, 8);
	tcase_add_loop_test(tcase, swap_fails, 0, 8);
	tcase_add_loop_test(tcase, files, 0, 8);
	tcase_add_loop_test(tcase, shared_memory, 0, 8);
	tcase_add_loop_test(tcase, regions_change, 0, 8);
	tcase_add_loop_test(tcase, disk_errors, 0, 8);
	tcase_add_loop_test(tcase, disk_full, 0, 8);
	return suite_run(suite);
}
