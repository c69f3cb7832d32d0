/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Usage: hart_user PROGRAM
 *
 * Runs a static RISC-V program on the hart, in user mode: what QEMU's user-mode emulation does, as
 * far as program.py needs it. Memory is flat and nothing is translated; of system calls there are
 * write to standard output, exit, and sigaction of SIGILL, whose handler does not return.
 *
 * Exit status: the program's; 2: bad usage, no such program, or it did what it must not.
 */
#include <elf.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hart/hart.h"

#define MEMORY_SIZE   UINT64_C(0x02000000)
#define TRAP_AT       UINT64_C(0x100) /* where no program is */
#define CAUSE_ILLEGAL 2
#define BEHIND        12 /* bytes from what may be illegal to where x31 goes on: else it is not x31's */
#define CAUSE_ECALL   8                   /* from user mode */
#define INSTRUCTIONS  UINT64_C(100000000) /* more than any program has */
#define FS_INITIAL    UINT64_C(0x2000)

static uint8_t memory[MEMORY_SIZE];
static struct hart hart;

static void __attribute__((noreturn, format(printf, 1, 2))) die(const char *format, ...)
{
	va_list arguments;

	fputs("hart_user: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(2);
}

static bool fits(uint64_t address, uint64_t size)
{
	return address < MEMORY_SIZE && size <= MEMORY_SIZE - address;
}

/* All of a page by one answer. */
static bool ask(void *opaque, const struct hart_access *access, struct hart_place *place)
{
	(void)opaque;
	memset(place, 0, sizeof(*place));
	if (!fits(access->va, access->bytes)) {
		place->fault = FAULT_ACCESS;
		return true;
	}
	place->pa = access->va;
	place->bytes = memory + access->va;
	place->before = access->va & 4095;
	place->around = 4096;
	return true;
}

static bool fence(void *opaque, const struct hart_fence *what)
{
	(void)opaque;
	(void)what;
	return true;
}

static bool write_satp(void *opaque, uint64_t value, uint64_t *held)
{
	(void)opaque;
	(void)value;
	*held = 0;
	return true;
}

static bool control(void *opaque, bool adue, bool pbmte)
{
	(void)opaque;
	(void)adue;
	(void)pbmte;
	return true;
}

static bool stop(void *opaque, struct hart *of)
{
	(void)opaque;
	(void)of;
	return false;
}

struct segment {
	uint64_t offset, address, size; /* all of it is in the file */
};

static struct segment segment_of(const uint8_t *file, bool wide, unsigned int index)
{
	if (wide) {
		const Elf64_Phdr *header =
			(const Elf64_Phdr *)(file + ((const Elf64_Ehdr *)file)->e_phoff) + index;

		return (struct segment){header->p_offset, header->p_paddr, header->p_filesz};
	} else {
		const Elf32_Phdr *header =
			(const Elf32_Phdr *)(file + ((const Elf32_Ehdr *)file)->e_phoff) + index;

		return (struct segment){header->p_offset, header->p_paddr, header->p_filesz};
	}
}

/* A program of program.py: two segments, which go where they say. Returns XLEN. */
static unsigned int load(const char *path, uint64_t *entry)
{
	static uint8_t file[MEMORY_SIZE];
	FILE *stream = fopen(path, "rb");
	size_t size;
	bool wide;

	if (!stream)
		die("cannot open %s", path);
	size = fread(file, 1, sizeof(file), stream);
	fclose(stream);
	if (size < 4096 || memcmp(file, ELFMAG, SELFMAG) != 0)
		die("%s is no program of program.py", path);
	wide = file[EI_CLASS] == ELFCLASS64;
	for (unsigned int i = 0; i < 2; i++) {
		struct segment segment = segment_of(file, wide, i);

		if (!fits(segment.address, segment.size) || segment.offset > size ||
		    segment.size > size - segment.offset)
			die("%s: segment %u does not fit", path, i);
		memcpy(memory + segment.address, file + segment.offset, segment.size);
	}
	*entry = wide ? ((const Elf64_Ehdr *)file)->e_entry : ((const Elf32_Ehdr *)file)->e_entry;
	return wide ? 64 : 32;
}

enum { CALL_WRITE = 64, CALL_EXIT = 93, CALL_SIGALTSTACK = 132, CALL_SIGACTION = 134 };

static uint64_t handler; /* of SIGILL */

/* The first word of what a struct sigaction has, or the bytes of write. */
static void call(void)
{
	const uint64_t address = hart.x[11], size = hart.x[12];

	switch (hart.x[17]) {
	case CALL_EXIT:
		exit(fflush(stdout) ? 2 : (int)hart.x[10]);
	case CALL_WRITE:
		if (hart.x[10] != 1 || !fits(address, size))
			die("write of %llu bytes", (unsigned long long)size);
		if (fwrite(memory + address, 1, size, stdout) != size)
			die("cannot write");
		return;
	case CALL_SIGACTION:
		if (!fits(address, sizeof(handler)))
			die("sigaction");
		memcpy(&handler, memory + address, hart.config.xlen / 8);
		return;
	case CALL_SIGALTSTACK: /* its handler needs none here */
		return;
	default:
		die("system call %llu", (unsigned long long)hart.x[17]);
	}
}

/* A trap to machine mode. */
static void serve(void)
{
	switch (hart.csr.mcause) {
	case CAUSE_ECALL:
		call();
		hart.x[10] = 0;
		hart.pc = hart.csr.mepc + 4;
		break;
	case CAUSE_ILLEGAL:
		if (hart.x[31] - hart.csr.mepc <= BEHIND) {
			hart.pc = handler;
			break;
		}
		/* fall through */
	default:
		die("cause %llu, mtval %llx, at %llx", (unsigned long long)hart.csr.mcause,
		    (unsigned long long)hart.csr.mtval, (unsigned long long)hart.csr.mepc);
	}
	hart.priv = PRIV_U;
	hart_look(&hart);
}

int main(int argc, char **argv)
{
	static const struct hart_bus bus = {.ask = ask,
					    .fence = fence,
					    .write_satp = write_satp,
					    .control = control,
					    .firmware = stop,
					    .wait = stop};
	struct hart_config config = {.has_float = true};
	const uint64_t at = TRAP_AT;
	enum hart_stop why;
	uint64_t entry;

	if (argc != 2)
		die("usage: hart_user PROGRAM");
	config.xlen = load(argv[1], &entry);
	hart_reset(&hart, &config, &bus, NULL, entry);
	hart.csr.mtvec = TRAP_AT;
	hart.csr.mstatus |= FS_INITIAL;
	hart.priv = PRIV_U;
	hart_look(&hart);
	while ((why = hart_run(&hart, INSTRUCTIONS, &at)) == HART_AT_PC)
		serve();
	die("the program does not end: stopped by %d at %llx", (int)why,
	    (unsigned long long)hart.pc);
}
