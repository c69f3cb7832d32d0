/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/load_elf.h"

#include <gelf.h>
#include <stdio.h>
#include <string.h>

bool load_is_elf(const struct load_file *file)
{
	return file->n >= SELFMAG && !memcmp(file->bytes, ELFMAG, SELFMAG);
}

static bool wrong(const struct load_file *file, const char *what, char *error, size_t size)
{
	snprintf(error, size, "%s: %s", file->name, what);
	return false;
}

/* Opens it, and reads its header. NULL: it is no whole ELF file, or not one for a RISC-V hart. */
static Elf *open_elf(const struct load_file *file, GElf_Ehdr *header, char *error, size_t size)
{
	const char *what = NULL;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)file->bytes, file->n);
	if (!elf || elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, header))
		what = "is no ELF file that can be read: cut off, or changed";
	else if (header->e_machine != EM_RISCV)
		what = "is an ELF file for another machine than RISC-V";
	else if (header->e_ident[EI_DATA] != ELFDATA2LSB)
		what = "is for a big-endian machine";
	else if (header->e_type != ET_EXEC && header->e_type != ET_DYN)
		what = "is an ELF file, but no program";
	if (!what)
		return elf;
	wrong(file, what, error, size);
	elf_end(elf);
	return NULL;
}

unsigned int load_elf_xlen(const struct load_file *kernel, char *error, size_t size)
{
	GElf_Ehdr header;
	Elf *elf = open_elf(kernel, &header, error, size);

	if (!elf)
		return 0;
	elf_end(elf);
	return header.e_ident[EI_CLASS] == ELFCLASS32 ? 32 : 64;
}

/* One segment. The entry is a virtual address, as a debugger wants it. */
static bool load_segment(const struct load_file *file, const struct ram *ram,
			 const GElf_Phdr *segment, uint64_t entry, struct load_place *place,
			 char *error, size_t size)
{
	uint8_t *at;

	if (segment->p_offset > file->n || segment->p_filesz > file->n - segment->p_offset ||
	    segment->p_filesz > segment->p_memsz)
		return wrong(file, "is cut off: a segment ends behind the file", error, size);
	at = load_room(file, ram, segment->p_paddr, segment->p_memsz, error, size);
	if (!at)
		return false;
	memcpy(at, file->bytes + segment->p_offset, segment->p_filesz);
	if (segment->p_paddr < place->start)
		place->start = segment->p_paddr;
	if (segment->p_paddr + segment->p_memsz > place->end)
		place->end = segment->p_paddr + segment->p_memsz;
	if (entry - segment->p_vaddr < segment->p_memsz)
		place->entry = entry - segment->p_vaddr + segment->p_paddr;
	return true;
}

static bool load_segments(const struct load_file *file, Elf *elf, const GElf_Ehdr *header,
			  const struct ram *ram, struct load_place *place, char *error, size_t size)
{
	uint64_t headers = (uint64_t)header->e_phnum * header->e_phentsize;
	GElf_Phdr segment;

	if (header->e_phoff > file->n || headers > file->n - header->e_phoff)
		return wrong(file, "is cut off: its program headers are missing", error, size);
	*place = (struct load_place){.entry = UINT64_MAX, .start = UINT64_MAX};
	for (int i = 0; i < header->e_phnum; i++) {
		if (!gelf_getphdr(elf, i, &segment))
			return wrong(file, "has a program header that cannot be read", error, size);
		if (segment.p_type == PT_LOAD && segment.p_memsz &&
		    !load_segment(file, ram, &segment, header->e_entry, place, error, size))
			return false;
	}
	if (place->entry == UINT64_MAX)
		return wrong(file, "has no code where it begins", error, size);
	return true;
}

bool load_elf(const struct load_file *kernel, const struct ram *ram, struct load_place *place,
	      char *error, size_t size)
{
	GElf_Ehdr header;
	Elf *elf = open_elf(kernel, &header, error, size);
	bool good = elf && load_segments(kernel, elf, &header, ram, place, error, size);

	elf_end(elf);
	return good;
}
