/* SPDX-License-Identifier: Apache-2.0 */
/* Boot, with the direct map, and the halt. */
#include "os/kernel/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "os/kernel/reclaim.h"
#include "os/kernel/stack.h"

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
		uint64_t pa = boot_entry(os, os_direct(os, frame << FRAME_SHIFT), level);

		if (!pa)
			return false;
		boot_write(os, pa, format_leaf(os->format, frame, level, &rights));
		frame += UINT64_C(1) << level * os->format->index_bits;
	}
	return true;
}

/* Every root shares the kernel's tables, so they must all be there before the first process is. */
static bool prepare_stacks(struct os *os)
{
	return boot_entry(os, stack_va(os, 0), 0) != 0;
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
		os->reclaim = reclaim;
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
