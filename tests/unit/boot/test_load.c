/* SPDX-License-Identifier: Apache-2.0 */
/* Images by boot-image-header.rst of Linux, and ELF files by the gABI: good ones, and all others.
 */
#include "boot/load.h"

#include <elf.h>
#include <string.h>

#include "scratch.h"
#include "suite.h"

#define BASE UINT64_C(0x80000000)
#define SIZE (UINT64_C(8) << 20)

static struct ram ram;
static uint8_t bytes[4096];
static struct load_place place;
static char error[512];

static void setup(void)
{
	ck_assert(ram_create(&ram, BASE, SIZE));
	memset(bytes, 0, sizeof(bytes));
	*error = 0;
}

static void teardown(void)
{
	ram_destroy(&ram);
}

static void put(size_t offset, unsigned int n, uint64_t value)
{
	memcpy(bytes + offset, &value, n);
}

/* An Image of 1000 bytes, whose last one is 0x5a, and which clears up to 5000. */
static void image(void)
{
	put(0, 4, 0x0400006f);
	put(8, 8, 0x200000);
	put(16, 8, 5000);
	put(32, 4, 2);
	memcpy(bytes + 48, "RISCV\0\0\0", 8);
	memcpy(bytes + 56, "RSC\x05", 4);
	bytes[999] = 0x5a;
}

/* A program of one segment, in bytes 256 to 300 of a file of 300. */
static void elf64(void)
{
	static const Elf64_Ehdr header = {
		.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
		.e_type = ET_EXEC,
		.e_machine = EM_RISCV,
		.e_version = EV_CURRENT,
		.e_entry = UINT64_C(0xffffffff80000010),
		.e_phoff = 64,
		.e_ehsize = 64,
		.e_phentsize = 56,
		.e_phnum = 1,
	};
	static const Elf64_Phdr segment = {
		.p_type = PT_LOAD,
		.p_offset = 256,
		.p_vaddr = UINT64_C(0xffffffff80000000),
		.p_paddr = BASE + 0x300000,
		.p_filesz = 44,
		.p_memsz = 0x3000,
	};

	memcpy(bytes, &header, sizeof(header));
	memcpy(bytes + 64, &segment, sizeof(segment));
	memset(bytes + 256, 0xa5, 44);
}

static void elf32(void)
{
	static const Elf32_Ehdr header = {
		.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
		.e_type = ET_EXEC,
		.e_machine = EM_RISCV,
		.e_version = EV_CURRENT,
		.e_entry = 0x80400004,
		.e_phoff = 52,
		.e_ehsize = 52,
		.e_phentsize = 32,
		.e_phnum = 1,
	};
	static const Elf32_Phdr segment = {
		.p_type = PT_LOAD,
		.p_offset = 128,
		.p_vaddr = 0x80400000,
		.p_paddr = 0x80400000,
		.p_filesz = 8,
		.p_memsz = 8,
	};

	memcpy(bytes, &header, sizeof(header));
	memcpy(bytes + 52, &segment, sizeof(segment));
	memset(bytes + 128, 0x11, 8);
}

static struct load_file file_of(size_t n)
{
	return (struct load_file){.name = "k", .bytes = bytes, .n = n};
}

static void good(size_t n, unsigned int xlen)
{
	const struct load_file file = file_of(n);

	ck_assert_uint_eq(load_xlen(&file, error, sizeof(error)), xlen);
	ck_assert_msg(load_kernel(&file, &ram, &place, error, sizeof(error)), "%s", error);
}

/* What is wrong is told in one line, and begins with the file's name. */
static void bad(size_t n, const char *why)
{
	const struct load_file file = file_of(n);

	*error = 0;
	ck_assert(!load_kernel(&file, &ram, &place, error, sizeof(error)));
	ck_assert_msg(!strncmp(error, "k: ", 3) && strstr(error, why) && !strchr(error, '\n'),
		      "'%s', and not '%s'", error, why);
}

START_TEST(an_image_goes_behind_its_offset)
{
	image();
	good(1000, 64);
	ck_assert_uint_eq(place.entry, BASE + 0x200000);
	ck_assert_uint_eq(place.start, BASE + 0x200000);
	ck_assert_uint_eq(place.end, BASE + 0x200000 + 5000);
	ck_assert_mem_eq(ram.bytes + 0x200000, bytes, 1000);
	put(16, 8, 0); /* old kernels do not say */
	good(1000, 64);
	ck_assert_uint_eq(place.end, BASE + 0x200000 + 1000);
	put(8, 8, 0x400000);
	good(1000, 32);
	ck_assert_uint_eq(place.entry, BASE + 0x400000);
}
END_TEST

START_TEST(an_image_that_is_none)
{
	image();
	bad(63, "neither");
	bytes[56] = 'X';
	bad(1000, "neither");
	memcpy(bytes + 56, "ARM\x64", 4);
	bad(1000, "ARM64");
	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes + 0x202, "HdrS", 4);
	bad(1000, "x86");
	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes, "MZ\0\0zimg", 8);
	bad(1000, "packed for EFI");
	image();
	put(24, 8, 1);
	bad(1000, "big-endian");
}
END_TEST

START_TEST(an_image_needs_memory)
{
	image();
	put(16, 8, SIZE - 0x200000);
	good(1000, 64);
	put(16, 8, SIZE - 0x200000 + 1);
	bad(1000, "needs");
	put(16, 8, UINT64_MAX);
	bad(1000, "needs");
	image();
	put(8, 8, SIZE);
	bad(1000, "needs");
	put(8, 8, -UINT64_C(0x1000));
	bad(1000, "needs");
	put(8, 8, UINT64_MAX - BASE);
	bad(1000, "needs");
}
END_TEST

/* The sections of its EFI stub: one that ends where the file does. */
START_TEST(an_image_is_cut_off)
{
	image();
	put(60, 4, 64);
	memcpy(bytes + 64, "PE\0\0", 4);
	put(64 + 6, 2, 2);
	put(64 + 20, 2, 100);
	put(64 + 24 + 100 + 16, 4, 300);
	put(64 + 24 + 100 + 20, 4, 500);
	put(64 + 24 + 100 + 40 + 16, 4, 200);
	put(64 + 24 + 100 + 40 + 20, 4, 800);
	good(1000, 64);
	bad(999, "cut off");
	put(64 + 6, 2, 65535);
	bad(1000, "cut off");
	put(60, 4, 0xfffffff0); /* no PE header */
	good(1000, 64);
}
END_TEST

START_TEST(an_elf_goes_to_physical_addresses)
{
	elf64();
	good(300, 64);
	ck_assert_uint_eq(place.entry, BASE + 0x300010);
	ck_assert_uint_eq(place.start, BASE + 0x300000);
	ck_assert_uint_eq(place.end, BASE + 0x303000);
	ck_assert_mem_eq(ram.bytes + 0x300000, bytes + 256, 44);
	ck_assert_uint_eq(ram.bytes[0x300000 + 44], 0);
	memset(bytes, 0, sizeof(bytes));
	elf32();
	good(136, 32);
	ck_assert_uint_eq(place.entry, BASE + 0x400004);
	ck_assert_mem_eq(ram.bytes + 0x400000, bytes + 128, 8);
}
END_TEST

START_TEST(an_elf_of_another_kind)
{
	Elf64_Ehdr *header = (Elf64_Ehdr *)bytes;

	elf64();
	header->e_machine = EM_X86_64;
	bad(300, "another machine");
	elf64();
	header->e_type = ET_REL;
	bad(300, "no program");
	elf64();
	header->e_phnum = 0;
	bad(300, "no code");
	elf64();
	header->e_entry = 0x10;
	bad(300, "no code");
	elf64();
	header->e_ident[EI_CLASS] = 7;
	bad(300, "can be read");
}
END_TEST

START_TEST(no_kernel_begins_at_an_odd_address)
{
	image();
	put(8, 8, 0x200002);
	good(1000, 64);
	put(8, 8, 0x200001);
	bad(1000, "odd address, 80200001");
	memset(bytes, 0, sizeof(bytes));
	elf64();
	((Elf64_Ehdr *)bytes)->e_entry++;
	bad(300, "odd address, 80300011");
}
END_TEST

START_TEST(an_elf_is_cut_off)
{
	elf64();
	for (size_t n = 4; n < 300; n++)
		bad(n, "");
	bad(299, "cut off");
	bad(63, "cut off");
	bad(100, "cut off");
}
END_TEST

START_TEST(an_elf_needs_memory)
{
	Elf64_Phdr *segment = (Elf64_Phdr *)(bytes + 64);

	elf64();
	segment->p_memsz = SIZE - 0x300000;
	good(300, 64);
	segment->p_memsz++;
	bad(300, "needs");
	elf64();
	segment->p_paddr = BASE - 1;
	bad(300, "needs");
	elf64();
	segment->p_filesz = 45;
	bad(300, "cut off");
	elf64();
	segment->p_offset = UINT64_MAX;
	bad(300, "cut off");
	elf64();
	segment->p_memsz = 43; /* less than in the file */
	bad(300, "cut off");
}
END_TEST

/* More than the reader makes room for at first. */
#define LONG ((size_t)5 << 18)
static uint8_t plain[LONG], packed[LONG + 4096];

static void expect_read(const char *path, bool as_is, const uint8_t *expected, size_t n)
{
	struct load_file file;

	ck_assert_msg(load_read(&file, path, as_is, error, sizeof(error)), "%s", error);
	ck_assert_uint_eq(file.n, n);
	ck_assert_mem_eq(file.bytes, expected, n);
	load_free(&file);
}

START_TEST(a_file_is_read_whole_and_unpacked)
{
	static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD};
	unsigned long long state = 1;
	size_t n;

	for (size_t i = 0; i < LONG; i++)
		plain[i] = (uint8_t)(scratch_random(&state) % 3);
	expect_read(scratch_file("a", plain, LONG), false, plain, LONG);
	expect_read(scratch_file("a", plain, LONG), true, plain, LONG);
	for (unsigned int i = 0; i < 3; i++) {
		n = scratch_pack(filters[i], plain, LONG, (char *)packed, sizeof(packed));
		expect_read(scratch_file("a", packed, n), false, plain, LONG);
		expect_read(scratch_file("a", packed, n), true, packed, n);
	}
}
END_TEST

static void expect_unread(const char *path, bool as_is, const char *why)
{
	struct load_file file;

	ck_assert(!load_read(&file, path, as_is, error, sizeof(error)));
	ck_assert_ptr_null(file.bytes);
	ck_assert_msg(strstr(error, path) == error && strstr(error, why), "%s", error);
}

START_TEST(a_file_cannot_be_read)
{
	size_t n = scratch_pack(ARCHIVE_FILTER_GZIP, plain, 5000, (char *)packed, sizeof(packed));

	for (unsigned int as_is = 0; as_is < 2; as_is++) {
		expect_unread("/no/such/file", as_is, "No such file");
		expect_unread("/", as_is, "directory");
		expect_unread(scratch_file("a", "", 0), as_is, "empty");
	}
	expect_unread(scratch_file("a", packed, n - 1), false, "cannot read");
	packed[n - 5] ^= 1;
	expect_unread(scratch_file("a", packed, n), false, "checksum");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("load");
	TCase *kernels = tcase_create("kernels"), *files = tcase_create("files");

	tcase_add_checked_fixture(kernels, setup, teardown);
	tcase_add_test(kernels, an_image_goes_behind_its_offset);
	tcase_add_test(kernels, an_image_that_is_none);
	tcase_add_test(kernels, an_image_needs_memory);
	tcase_add_test(kernels, an_image_is_cut_off);
	tcase_add_test(kernels, an_elf_goes_to_physical_addresses);
	tcase_add_test(kernels, an_elf_of_another_kind);
	tcase_add_test(kernels, no_kernel_begins_at_an_odd_address);
	tcase_add_test(kernels, an_elf_is_cut_off);
	tcase_add_test(kernels, an_elf_needs_memory);
	suite_add_tcase(suite, kernels);
	tcase_add_unchecked_fixture(files, scratch_begin, scratch_end);
	tcase_add_test(files, a_file_is_read_whole_and_unpacked);
	tcase_add_test(files, a_file_cannot_be_read);
	suite_add_tcase(suite, files);
	return suite_run(suite);
}
