/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table formats as the operating system sees them: how an address is split, and what it
 * writes into an entry. One row a paging mode, beside what paging.h says of it. The code that
 * builds tables knows modes through these rows only.
 *
 * Levels are numbered from 0, the page table. PAE has three here: its four PDPTEs are level 2.
 */
#ifndef PAGEWALK_OS_FORMAT_H
#define PAGEWALK_OS_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "arch/paging.h"

struct format {
	const char *name;
	enum paging_mode mode;
	enum regime regime;
	unsigned int levels; /* 2 to 5 */
	unsigned int index_bits, root_index_bits;
	unsigned int entry_bytes;
	unsigned int huge_levels; /* a page may end at levels 0 to huge_levels - 1 */
	uint64_t user_end;        /* user addresses are below it */
	uint64_t kernel_base;     /* the kernel's are from here to the end */
	bool no_execute;          /* a page can be closed to fetches */
};

/* What may be done with a page. */
struct rights {
	bool read, write, execute, user, global;
};

/* By its name ("sv39", "four-level", ...); NULL: there is none. */
const struct format *format_find(const char *name);
extern const struct format formats[PAGING_MODES];

/* log2 of the bytes that an entry of this level maps. */
unsigned int format_shift(const struct format *format, unsigned int level);

/* The physical address of the entry for va in a table of this level. */
uint64_t format_entry(const struct format *format, uint64_t table, unsigned int level, uint64_t va);

/* Entries. A leaf starts without A and D: hardware sets them. */
uint64_t format_leaf(const struct format *format, uint64_t frame, unsigned int level,
		     const struct rights *rights);
uint64_t format_pointer(const struct format *format, uint64_t table, unsigned int level);

/* A leaf of another level, for another frame, with the rights, A and D of this one. */
uint64_t format_move(const struct format *format, uint64_t leaf, uint64_t frame,
		     unsigned int level);

/* The same, closed to stores. */
uint64_t format_without_write(const struct format *format, uint64_t leaf);

/* What an entry says. format_frame() is the frame of the page or the table that it names. */
bool format_present(const struct format *format, uint64_t entry);
bool format_is_leaf(const struct format *format, uint64_t entry, unsigned int level);
uint64_t format_frame(const struct format *format, uint64_t entry, unsigned int level);
bool format_writable(const struct format *format, uint64_t entry);
uint64_t format_accessed_bit(const struct format *format);
uint64_t format_dirty_bit(const struct format *format);

/*
 * An entry that is not present and not 0: the page is in this slot of the swap file. Hardware
 * looks at no other bit of such an entry.
 */
uint64_t format_swapped(uint64_t slot);
uint64_t format_slot(uint64_t entry);

/* satp or CR3. keep: x86, with PCIDs: drop nothing from the TLBs. */
uint64_t format_ptbr(const struct format *format, uint64_t root, uint64_t asid, bool keep);

/* ASIDs or PCIDs that this mode has; 1: none to tell apart. */
unsigned int format_asids(const struct format *format);

/*
 * Has the kernel's half room for memory of so many bytes, and do these hold a kernel? False, with
 * what memory must be in error (of size bytes).
 */
bool format_has_room(const struct format *format, uint64_t bytes, char *error, unsigned int size);

#endif
