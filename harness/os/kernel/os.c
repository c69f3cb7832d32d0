/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "os/kernel/reclaim.h"
#include "os/kernel/space.h"
#include "os/kernel/tables.h"

#define RESERVE     4u               /* frames that reclaim itself may need, to split huge pages */
#define STACK_BYTES (2 * FRAME_SIZE) /* one page, and below it one that is not there: a guard */

void os_host_memory(struct os *os)
{
	bench_fail(os->machine->bench, BENCH_ERROR, "out of memory");
}

bool os_works(const struct os *os)
{
	return machine_works(os->machine);
}

/* ---- The kernel's accesses ---- */

static bool kernel_access(struct os *os, enum access_type type, uint64_t va, unsigned int bytes)
{
	const struct machine_access access = {.va = va, .bytes = bytes, .type = type};
	struct machine_answer answer;

	if (!os_works(os) || !machine_access(os->machine, &access, &answer))
		return false;
	os->counts.kernel_accesses++;
	os->counts.kernel_cycles += answer.cycles;
	if (answer.fault)
		bench_fail(os->machine->bench, BENCH_MISMATCH, "the kernel faults at %llx",
			   (unsigned long long)va);
	return !answer.fault;
}

/* Where all of memory is mapped for the kernel. */
static uint64_t direct(const struct os *os, uint64_t pa)
{
	return os->format->kernel_base + pa;
}

uint64_t os_read_entry(struct os *os, uint64_t pa)
{
	uint64_t entry = 0;

	if (kernel_access(os, ACCESS_LOAD, direct(os, pa), os->format->entry_bytes))
		image_read(os->machine->bench->image, pa, os->format->entry_bytes, &entry);
	return entry;
}

void os_write_entry(struct os *os, uint64_t pa, uint64_t entry)
{
	if (kernel_access(os, ACCESS_STORE, direct(os, pa), os->format->entry_bytes))
		image_write(os->machine->bench->image, pa, os->format->entry_bytes, entry);
}

const uint8_t *os_load(struct os *os, uint64_t pa, unsigned int bytes)
{
	kernel_access(os, ACCESS_LOAD, direct(os, pa), bytes);
	return machine_bytes(os->machine, 0) + pa;
}

uint8_t *os_store(struct os *os, uint64_t pa, unsigned int bytes)
{
	kernel_access(os, ACCESS_STORE, direct(os, pa), bytes);
	return machine_bytes(os->machine, 0) + pa;
}

const uint8_t *os_look(struct os *os, uint64_t frame)
{
	return os_load(os, frame << FRAME_SHIFT, FRAME_SIZE);
}

uint8_t *os_fill(struct os *os, uint64_t frame)
{
	return os_store(os, frame << FRAME_SHIFT, FRAME_SIZE);
}

void os_zero(struct os *os, uint64_t frame)
{
	memset(os_fill(os, frame), 0, FRAME_SIZE);
}

void os_copy(struct os *os, uint64_t to, uint64_t from)
{
	const uint8_t *source = os_look(os, from);

	memcpy(os_fill(os, to), source, FRAME_SIZE);
}

void os_use_stack(struct os *os, uint64_t va)
{
	kernel_access(os, ACCESS_STORE, va, 64);
	kernel_access(os, ACCESS_LOAD, va, 64);
}

/* ---- Frames ---- */

uint64_t os_frame(struct os *os, enum frame_type type)
{
	while (os->frames.free <= RESERVE && !os->reclaiming && os_works(os) && reclaim(os))
		;
	return frames_get(&os->frames, type);
}

void os_release(struct os *os, uint64_t frame)
{
	uint64_t slot = os->frames.frame[frame].slot;

	if (frames_release(&os->frames, frame) && slot != NO_SLOT)
		swap_release(&os->swap, slot);
}

/* ---- Base register and fences ---- */

static bool has_asids(const struct os *os)
{
	return os->asids.n > 1;
}

void os_run(struct os *os, struct space *space)
{
	uint64_t root = space ? space->root : os->kernel_root, asid = 0;

	if (os->running == space || !os_works(os))
		return;
	if (space) {
		asid_assign(os, space);
		asid = space->asid;
	}
	os->running = space;
	os->counts.switches++;
	machine_switch(os->machine, os->format->regime,
		       format_ptbr(os->format, root, asid, has_asids(os)));
}

static void fence(struct os *os, const struct machine_fence *fence)
{
	if (!os_works(os))
		return;
	os->counts.fences++;
	machine_fence(os->machine, fence);
}

void os_fence_page(struct os *os, const struct space *space, uint64_t va)
{
	if (asid_is_current(os, space))
		fence(os, &(struct machine_fence){.by_va = true,
						  .va = va,
						  .by_asid = has_asids(os),
						  .asid = space->asid});
}

void os_fence_space(struct os *os, const struct space *space)
{
	if (asid_is_current(os, space))
		fence(os, &(struct machine_fence){.by_asid = has_asids(os),
						  .asid = space->asid,
						  .keep_global = true});
}

/* ---- Boot ---- */

static void set_controls(struct os *os)
{
	struct mmu_in *in = &os->machine->bench->in;

	const struct paging *mode = &paging[os->format->mode];

	if (!mode->is_x86)
		return;
	in->pg = in->wp = in->pge = in->smep = in->smap = 1;
	in->pse = !mode->pae;
	in->pae = in->nxe = mode->pae;
	in->lma = in->pcide = mode->lma;
	in->la57 = mode->la57;
}

/* Before there is a direct map, entries are written as a boot loader would: to memory itself. */
static void boot_write(struct os *os, uint64_t pa, uint64_t entry)
{
	struct frame *table = &os->frames.frame[pa >> FRAME_SHIFT];

	table->used++;
	image_write(os->machine->bench->image, pa, os->format->entry_bytes, entry);
}

static uint64_t boot_table(struct os *os)
{
	static const uint64_t nothing;
	uint64_t frame = frames_get(&os->frames, FRAME_TABLE);

	if (frame != NO_FRAME &&
	    !image_page(os->machine->bench->image, frame, &nothing, 1, os->format->entry_bytes))
		return NO_FRAME;
	return frame;
}

/* The entry of va at a level of the kernel's tables; 0: no memory. */
static uint64_t boot_entry(struct os *os, uint64_t va, unsigned int level)
{
	const struct format *format = os->format;
	uint64_t table = os->kernel_root, entry;

	for (unsigned int n = format->levels - 1; n > level; n--) {
		uint64_t pa = format_entry(format, table, n, va);

		image_read(os->machine->bench->image, pa, format->entry_bytes, &entry);
		if (entry) {
			table = format_frame(format, entry, n);
			continue;
		}
		table = boot_table(os);
		if (table == NO_FRAME)
			return 0;
		boot_write(os, pa, format_pointer(format, table, n));
	}
	return format_entry(format, table, level, va);
}

/* The largest page that fits at a frame, with as many frames to come. */
static unsigned int largest_level(const struct os *os, uint64_t frame, uint64_t left)
{
	for (unsigned int level = os->format->huge_levels - 1; level; level--) {
		uint64_t n = UINT64_C(1) << level * os->format->index_bits;

		if (frame % n == 0 && n <= left)
			return level;
	}
	return 0;
}

static bool map_memory(struct os *os)
{
	const struct rights rights = {.read = true, .write = true, .global = true};

	for (uint64_t frame = 0; frame < os->frames.n;) {
		unsigned int level = largest_level(os, frame, os->frames.n - frame);
		uint64_t pa = boot_entry(os, direct(os, frame << FRAME_SHIFT), level);

		if (!pa)
			return false;
		boot_write(os, pa, format_leaf(os->format, frame, level, &rights));
		frame += UINT64_C(1) << level * os->format->index_bits;
	}
	return true;
}

/* Behind the direct map, on a boundary of its own. */
static uint64_t stack_va(const struct os *os, unsigned int slot)
{
	uint64_t align = UINT64_C(1) << 22;
	uint64_t end = (direct(os, os->frames.n << FRAME_SHIFT) + align - 1) & ~(align - 1);

	return end + (uint64_t)slot * STACK_BYTES + FRAME_SIZE;
}

#define STACKS_IN_A_TABLE 256u /* 2 MiB of them: their tables are there from the start */

/* Every root shares the kernel's tables, so they must all be there before the first process is. */
static bool prepare_stacks(struct os *os)
{
	return boot_entry(os, stack_va(os, 0), 0) != 0;
}

uint64_t os_map_stack(struct os *os, unsigned int slot)
{
	const struct rights rights = {.read = true, .write = true, .global = true};
	uint64_t va = stack_va(os, slot), frame;
	struct place place;

	if (slot >= STACKS_IN_A_TABLE)
		return 0;
	frame = os_frame(os, FRAME_STACK);
	if (frame == NO_FRAME)
		return 0;
	place = tables_find(os, os->kernel_root, va);
	tables_write(os, &place, format_leaf(os->format, frame, 0, &rights));
	return va;
}

/* The fence is for all: the page was global. */
void os_unmap_stack(struct os *os, unsigned int slot)
{
	uint64_t va = stack_va(os, slot);
	struct place place = tables_find(os, os->kernel_root, va);

	/* An entry that a failed machine reads names no frame. */
	if (!os_works(os))
		return;
	tables_write(os, &place, 0);
	fence(os, &(struct machine_fence){.by_va = true, .va = va});
	os_release(os, format_frame(os->format, place.entry, 0));
}

static bool start_paging(struct os *os)
{
	os->kernel_root = boot_table(os);
	if (os->kernel_root == NO_FRAME || !map_memory(os) || !prepare_stacks(os))
		return false;
	set_controls(os);
	return machine_switch(os->machine, os->format->regime,
			      format_ptbr(os->format, os->kernel_root, 0, false));
}

/* ASIDs to use: those of the mode, if as many bits of them were built, and no more than are asked
 * for. */
static unsigned int asids_of(const struct os_config *config)
{
	unsigned int n = format_asids(config->format);

	if (n > 1 && n >> dut_config.asid_bits)
		n = 1u << dut_config.asid_bits;
	return config->asids && config->asids < n ? config->asids : n;
}

struct os *os_boot(const struct os_config *config, struct machine *machine, char *error,
		   unsigned int size)
{
	struct os *os = calloc(1, sizeof(*os));
	unsigned int asids = asids_of(config);
	int failed;

	if (os && format_has_room(config->format, config->frames << FRAME_SHIFT, error, size)) {
		os->config = *config;
		os->format = config->format;
		os->machine = machine;
		os->swap.file = -1;
		asid_init(&os->asids, asids);
		slab_init(&os->slab);
		tlb_locks_init(&os->tlb_locks[PORT_FETCH], dut_config.itlb_entries);
		tlb_locks_init(&os->tlb_locks[PORT_DATA], dut_config.dtlb_entries);
		failed = swap_open(&os->swap, config->swap_directory, config->swap_pages);
		if (failed)
			snprintf(error, size, "swap file in %s (TMPDIR): %s",
				 config->swap_directory, strerror(failed));
		else if (frames_init(&os->frames, config->frames) && start_paging(os)) {
			os->zero_frame = os_frame(os, FRAME_ZERO);
			os_zero(os, os->zero_frame);
			return os;
		} else
			snprintf(error, size, "%s",
				 machine_works(machine) ? "out of memory"
							: machine->bench->failure);
	} else if (!os) {
		snprintf(error, size, "out of memory");
	}
	os_halt(os);
	return NULL;
}

void os_halt(struct os *os)
{
	if (!os)
		return;
	swap_close(&os->swap);
	frames_finish(&os->frames);
	free(os);
}
