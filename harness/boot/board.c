/* SPDX-License-Identifier: Apache-2.0 */
/* The machine is put together, and filled. */
#include "boot/board.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot/board_bus.h"
#include "boot/board_device.h"
#include "boot/snapshot.h"
#include "boot/tree.h"
#include "hart/status.h"

#define PAGE UINT64_C(4096)

/* How far up a 32-bit kernel's direct map, and any kernel's first tables, reach. */
#define LOW_MEMORY (UINT64_C(1) << 30)

/* What is there with any memory: all but RAM and the hart's state. */
static void assemble(struct board *board)
{
	const struct shape *shape = &board->config.shape;

	board_connect(board);
	firmware_init(&board->firmware, &board->console, &board->ram);
	fast_init(&board->fast, &board->ram, board->config.sizes, shape->xlen);
	board->config.lockstep.xlen = shape->xlen;
}

static struct board *allocate(const struct board_config *config, char *error, unsigned int size)
{
	struct board *board = calloc(1, sizeof(*board));

	if (!board) {
		snprintf(error, size, "out of memory");
		return NULL;
	}
	board->config = *config;
	return board;
}

struct board *board_create(const struct board_config *config, char *error, unsigned int size)
{
	const struct hart_config hart = {config->shape.xlen, config->shape.has_float};
	struct board *board = allocate(config, error, size);

	if (!board)
		return NULL;
	if (!ram_create(&board->ram, SHAPE_RAM_BASE, config->shape.memory)) {
		snprintf(error, size, "%llu KiB of memory: %s",
			 (unsigned long long)(config->shape.memory >> 10), strerror(errno));
		board_free(board);
		return NULL;
	}
	assemble(board);
	hart_reset(&board->hart, &hart, &board_fast_bus, board, SHAPE_RAM_BASE);
	console_begin(&board->console, config->silent, config->reads);
	return board;
}

/* Is this build's MMU the one that the snapshot's kernel has found? */
static const char *foreign(const struct shape *shape, const struct mmu_config *sizes)
{
	if (shape->formats != (sizes->formats & PAGING_RISCV))
		return "is of a build with other paging modes";
	return shape->asid_bits == sizes->asid_bits ? NULL : "is of a build with other ASIDs";
}

static struct snapshot snapshot_of(struct board *board)
{
	return (struct snapshot){
		.shape = &board->config.shape,
		.hart = &board->hart,
		.uart = &board->uart,
		.ram = &board->ram,
		.console = &board->console,
	};
}

bool board_save(struct board *board, const char *path, char *error, unsigned int size)
{
	const struct snapshot snapshot = snapshot_of(board);

	return snapshot_write(path, &snapshot, error, size);
}

struct board *board_resume(const struct board_config *config, const char *path, char *error,
			   unsigned int size)
{
	const struct hart_config blank = {64, true};
	struct board *board = allocate(config, error, size);
	struct snapshot snapshot;
	const char *wrong;

	if (!board)
		return NULL;
	hart_reset(&board->hart, &blank, &board_fast_bus, board, SHAPE_RAM_BASE);
	console_begin(&board->console, config->silent, config->reads);
	snapshot = snapshot_of(board);
	if (!snapshot_read(path, &snapshot, error, size)) {
		board_free(board);
		return NULL;
	}
	wrong = foreign(&board->config.shape, config->sizes);
	if (wrong) {
		snprintf(error, size, "%s: %s", path, wrong);
		board_free(board);
		return NULL;
	}
	assemble(board);
	return board;
}

void board_free(struct board *board)
{
	if (!board)
		return;
	console_end(&board->console);
	lockstep_destroy(board->lockstep);
	ram_destroy(&board->ram);
	free(board);
}

/* Room for n bytes below *end, which moves down to it. NULL: the kernel is there. */
static uint8_t *room_below(const struct board *board, const struct load_place *kernel,
			   uint64_t *end, uint64_t n)
{
	if (*end - board->ram.base < n)
		return NULL;
	*end = (*end - n) & -PAGE;
	return *end >= kernel->end ? ram_at(&board->ram, *end, n) : NULL;
}

static bool no_room(const char *what, const struct board *board, char *error, unsigned int size)
{
	snprintf(error, size, "%s: no room for it in %llu KiB of memory", what,
		 (unsigned long long)(board->ram.size >> 10));
	return false;
}

/* Device tree and initrd are as far up as possible, out of the kernel's way. */
static bool load_beside(struct board *board, const struct load_place *kernel,
			const struct load_file *initrd, const char *bootargs, uint64_t *dtb,
			char *error, unsigned int size)
{
	struct tree tree = {.shape = &board->config.shape, .bootargs = bootargs};
	uint64_t top = board->ram.size < LOW_MEMORY ? board->ram.size : LOW_MEMORY;
	uint8_t *tree_bytes, *bytes;

	*dtb = board->ram.base + top;
	tree_bytes = room_below(board, kernel, dtb, TREE_BYTES);
	if (!tree_bytes)
		return no_room("the device tree", board, error, size);
	tree.initrd_start = *dtb;
	if (initrd) {
		bytes = room_below(board, kernel, &tree.initrd_start, initrd->n);
		if (!bytes)
			return no_room(initrd->name, board, error, size);
		memcpy(bytes, initrd->bytes, initrd->n);
		tree.initrd_end = tree.initrd_start + initrd->n;
	}
	if (tree_make(&tree, tree_bytes))
		return true;
	snprintf(error, size, "--append: the command line is too long");
	return false;
}

bool board_load(struct board *board, const struct load_file *kernel, const struct load_file *initrd,
		const char *bootargs, char *error, unsigned int size)
{
	const struct shape *shape = &board->config.shape;
	struct load_place place;
	uint64_t dtb;

	if (!load_kernel(kernel, &board->ram, &place, error, size) ||
	    !load_beside(board, &place, initrd, bootargs, &dtb, error, size))
		return false;
	hart_enter_supervisor(&board->hart, place.entry, dtb);
	board->hart.csr.menvcfg &= ~(MENVCFG_ADUE | MENVCFG_PBMTE);
	if (shape->adue)
		board->hart.csr.menvcfg |= MENVCFG_ADUE;
	if (shape->svpbmt)
		board->hart.csr.menvcfg |= MENVCFG_PBMTE;
	return true;
}
