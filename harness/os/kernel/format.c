/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/format.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* RISC-V */
#define V        UINT64_C(0x01)
#define R        UINT64_C(0x02)
#define W        UINT64_C(0x04)
#define X        UINT64_C(0x08)
#define U        UINT64_C(0x10)
#define G        UINT64_C(0x20)
#define RWX      (R | W | X)
#define A_RV     UINT64_C(0x40)
#define D_RV     UINT64_C(0x80)
#define PPN_RV   10 /* its lowest bit */
#define FLAGS_RV UINT64_C(0xff)

/* x86 */
#define P        UINT64_C(0x001)
#define RW       UINT64_C(0x002)
#define US       UINT64_C(0x004)
#define A_X86    UINT64_C(0x020)
#define D_X86    UINT64_C(0x040)
#define PS       UINT64_C(0x080)
#define G_X86    UINT64_C(0x100)
#define XD       (UINT64_C(1) << 63)
#define ADDRESS4 UINT64_C(0xfffff000)
#define ADDRESS8 UINT64_C(0x000ffffffffff000)

#define SLOT 8 /* the lowest bit of a swap slot in an entry that is not present */

#define GIB(n)    ((uint64_t)(n) << 30)
#define TOP(bits) (~UINT64_C(0) << (bits))

/* clang-format off */
const struct format formats[PAGING_MODES] = {
	{"sv32",       PAGING_SV32,       REGIME_RV32,   2, 10, 10, 4, 2, GIB(3),            GIB(3),  true },
	{"sv39",       PAGING_SV39,       REGIME_RV64,   3,  9,  9, 8, 3, GIB(256),          TOP(38), true },
	{"sv48",       PAGING_SV48,       REGIME_RV64,   4,  9,  9, 8, 3, UINT64_C(1) << 47, TOP(47), true },
	{"sv57",       PAGING_SV57,       REGIME_RV64,   5,  9,  9, 8, 3, UINT64_C(1) << 56, TOP(56), true },
	{"two-level",  PAGING_TWO_LEVEL,  REGIME_X86_32, 2, 10, 10, 4, 2, GIB(3),            GIB(3),  false},
	{"pae",        PAGING_PAE,        REGIME_X86_32, 3,  9,  2, 8, 2, GIB(3),            GIB(3),  true },
	{"four-level", PAGING_FOUR_LEVEL, REGIME_X86_64, 4,  9,  9, 8, 3, UINT64_C(1) << 47, TOP(47), true },
	{"five-level", PAGING_FIVE_LEVEL, REGIME_X86_64, 5,  9,  9, 8, 3, UINT64_C(1) << 56, TOP(56), true },
};
/* clang-format on */

const struct format *format_find(const char *name)
{
	for (unsigned int i = 0; i < PAGING_MODES; i++)
		if (!strcasecmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

static bool is_x86(const struct format *format)
{
	return paging[format->mode].is_x86;
}

unsigned int format_shift(const struct format *format, unsigned int level)
{
	return 12 + level * format->index_bits;
}

uint64_t format_entry(const struct format *format, uint64_t table, unsigned int level, uint64_t va)
{
	bool root = level == format->levels - 1;
	unsigned int bits = root ? format->root_index_bits : format->index_bits;
	uint64_t index = va >> format_shift(format, level) & ((UINT64_C(1) << bits) - 1);

	return (table << 12) + index * format->entry_bytes;
}

static uint64_t riscv_leaf(uint64_t frame, const struct rights *rights)
{
	return frame << PPN_RV | V | (rights->read || rights->write ? R : 0) |
	       (rights->write ? W : 0) | (rights->execute ? X : 0) | (rights->user ? U : 0) |
	       (rights->global ? G : 0);
}

static uint64_t x86_leaf(const struct format *format, uint64_t frame, unsigned int level,
			 const struct rights *rights)
{
	return frame << 12 | P | (rights->write ? RW : 0) | (rights->user ? US : 0) |
	       (rights->global ? G_X86 : 0) | (level ? PS : 0) |
	       (!rights->execute && format->no_execute ? XD : 0);
}

uint64_t format_leaf(const struct format *format, uint64_t frame, unsigned int level,
		     const struct rights *rights)
{
	return is_x86(format) ? x86_leaf(format, frame, level, rights) : riscv_leaf(frame, rights);
}

/* Rights are the leaf's business. A PDPTE of PAE has none. */
uint64_t format_pointer(const struct format *format, uint64_t table, unsigned int level)
{
	if (!is_x86(format))
		return table << PPN_RV | V;
	if (format->root_index_bits == 2 && level == 2)
		return table << 12 | P;
	return table << 12 | P | RW | US;
}

uint64_t format_move(const struct format *format, uint64_t leaf, uint64_t frame, unsigned int level)
{
	uint64_t address = format->entry_bytes == 4 ? ADDRESS4 : ADDRESS8;

	if (!is_x86(format))
		return frame << PPN_RV | (leaf & FLAGS_RV);
	return (leaf & ~(address | PS)) | frame << 12 | (level ? PS : 0);
}

uint64_t format_without_write(const struct format *format, uint64_t leaf)
{
	return leaf & ~(is_x86(format) ? RW : W);
}

bool format_present(const struct format *format, uint64_t entry)
{
	(void)format; /* V and P are the same bit */
	return entry & P;
}

bool format_is_leaf(const struct format *format, uint64_t entry, unsigned int level)
{
	if (!is_x86(format))
		return entry & RWX;
	return level == 0 || (level < format->huge_levels && entry & PS);
}

uint64_t format_frame(const struct format *format, uint64_t entry, unsigned int level)
{
	uint64_t frame;

	if (!is_x86(format))
		return entry << 10 >> 20;
	frame = (entry & (format->entry_bytes == 4 ? ADDRESS4 : ADDRESS8)) >> 12;
	/* The lowest bit of a large page's address is PAT, which is never set here. */
	return format_is_leaf(format, entry, level)
		       ? frame & ~((UINT64_C(1) << level * format->index_bits) - 1)
		       : frame;
}

bool format_writable(const struct format *format, uint64_t entry)
{
	return entry & (is_x86(format) ? RW : W);
}

uint64_t format_accessed_bit(const struct format *format)
{
	return is_x86(format) ? A_X86 : A_RV;
}

uint64_t format_dirty_bit(const struct format *format)
{
	return is_x86(format) ? D_X86 : D_RV;
}

uint64_t format_swapped(uint64_t slot)
{
	return (slot + 1) << SLOT;
}

uint64_t format_slot(uint64_t entry)
{
	return (entry >> SLOT) - 1;
}

uint64_t format_ptbr(const struct format *format, uint64_t root, uint64_t asid, bool keep)
{
	keep = keep && is_x86(format);
	return paging_ptbr(format->mode, root, asid) | (keep ? UINT64_C(1) << 63 : 0);
}

unsigned int format_asids(const struct format *format)
{
	return paging[format->mode].asids;
}

bool format_has_room(const struct format *format, uint64_t bytes, char *error, unsigned int size)
{
	/* With addresses of 32 bits the kernel has a quarter of them. */
	uint64_t room = UINT64_MAX - format->kernel_base;

	if (format->levels == 2 || format->root_index_bits == 2)
		room = UINT32_MAX - format->kernel_base;
	if (bytes >= UINT64_C(256) << 10 && bytes <= room - (UINT64_C(8) << 20))
		return true;
	snprintf(error, size, "memory must be 256 KiB at least, and in %s %llu MiB at most",
		 format->name, (unsigned long long)(room >> 20) - 8);
	return false;
}
