/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/load.h"

#include <stdio.h>
#include <string.h>

#include "boot/load_elf.h"

/* The Image's header: where its fields are. Multi-byte fields are little-endian. */
#define IMAGE_HEADER      64u
#define IMAGE_TEXT_OFFSET 8u
#define IMAGE_SIZE        16u
#define IMAGE_FLAGS       24u
#define IMAGE_MAGIC2      56u
#define IMAGE_PE          60u /* where the PE header is, if it is an EFI application, too */
#define FLAG_BIG_ENDIAN   1u

/* The PE header: "PE\0\0", a COFF header of 20 bytes, the optional header, a row a section. */
#define PE_SECTIONS      6u
#define PE_OPTIONAL_SIZE 20u
#define PE_OPTIONAL      24u
#define SECTION_BYTES    40u
#define SECTION_SIZE     16u
#define SECTION_OFFSET   20u

/* Sv32's large page is 4 MiB, Sv39's 2 MiB, and an Image says how far behind one it wants to be. */
#define TEXT_OFFSET_RV32 (UINT64_C(4) << 20)

static uint64_t number(const struct load_file *file, size_t offset, unsigned int bytes)
{
	uint64_t value = 0;

	memcpy(&value, file->bytes + offset, bytes);
	return value;
}

/* What else a file may be that somebody takes for a kernel. */
static const char *other_kind(const struct load_file *file)
{
	if (file->n >= IMAGE_HEADER && !memcmp(file->bytes + IMAGE_MAGIC2, "ARM\x64", 4))
		return "is an Image of ARM64, not of RISC-V";
	if (file->n > 0x206 && !memcmp(file->bytes + 0x202, "HdrS", 4))
		return "is a kernel of x86, not of RISC-V";
	if (file->n >= 8 && !memcmp(file->bytes, "MZ\0\0zimg", 8))
		return "is packed for EFI: give the Image that is in it";
	return "is neither an Image of RISC-V nor an ELF file";
}

/* Is every section in the file that an EFI stub's header names? Nothing else tells an end. */
static bool is_cut(const struct load_file *file)
{
	uint64_t pe = number(file, IMAGE_PE, 4), section, end;
	uint64_t n;

	if (!pe || pe + PE_OPTIONAL > file->n || memcmp(file->bytes + pe, "PE\0\0", 4))
		return false;
	n = number(file, pe + PE_SECTIONS, 2);
	section = pe + PE_OPTIONAL + number(file, pe + PE_OPTIONAL_SIZE, 2);
	for (; n; n--, section += SECTION_BYTES) {
		if (section + SECTION_BYTES > file->n)
			return true;
		end = number(file, section + SECTION_OFFSET, 4) +
		      number(file, section + SECTION_SIZE, 4);
		if (end > file->n)
			return true;
	}
	return false;
}

/* What is wrong with an Image; NULL: nothing. */
static const char *image_wrong(const struct load_file *file)
{
	if (file->n < IMAGE_HEADER || memcmp(file->bytes + IMAGE_MAGIC2, "RSC\x05", 4))
		return other_kind(file);
	if (number(file, IMAGE_FLAGS, 8) & FLAG_BIG_ENDIAN)
		return "is for a big-endian machine";
	return is_cut(file) ? "is cut off: a section ends behind the file" : NULL;
}

static bool load_image(const struct load_file *file, const struct ram *ram,
		       struct load_place *place, char *error, size_t size)
{
	uint64_t offset = number(file, IMAGE_TEXT_OFFSET, 8);
	uint64_t length = number(file, IMAGE_SIZE, 8);
	uint64_t bytes = length > file->n ? length : file->n;
	uint64_t start = ram->base + offset;
	uint8_t *at = load_room(file, ram, start, bytes, error, size);

	if (!at)
		return false;
	memcpy(at, file->bytes, file->n);
	*place = (struct load_place){.entry = start, .start = start, .end = start + bytes};
	return true;
}

unsigned int load_xlen(const struct load_file *kernel, char *error, size_t size)
{
	const char *wrong;

	if (load_is_elf(kernel))
		return load_elf_xlen(kernel, error, size);
	wrong = image_wrong(kernel);
	if (!wrong)
		return number(kernel, IMAGE_TEXT_OFFSET, 8) == TEXT_OFFSET_RV32 ? 32 : 64;
	snprintf(error, size, "%s: %s", kernel->name, wrong);
	return 0;
}

bool load_kernel(const struct load_file *kernel, const struct ram *ram, struct load_place *place,
		 char *error, size_t size)
{
	if (!load_xlen(kernel, error, size) ||
	    !(load_is_elf(kernel) ? load_elf : load_image)(kernel, ram, place, error, size))
		return false;
	/* No pc is odd. */
	if (!(place->entry & 1))
		return true;
	snprintf(error, size, "%s: begins at an odd address, %llx", kernel->name,
		 (unsigned long long)place->entry);
	return false;
}
