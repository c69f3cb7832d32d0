/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/snapshot.h"

#include <string.h>
#include <unistd.h>

#include "base/source.h"
#include "scratch.h"
#include "suite.h"

#define BYTES (UINT64_C(64) << 10)
#define PAGE  4096u

/* What a machine is, once as it was saved and once as it is read. */
struct machine_state {
	struct shape shape;
	struct hart hart;
	struct uart uart;
	struct ram ram;
	struct console console;
};

static struct machine_state saved, found;
static char error[512], path[600];

static struct snapshot of(struct machine_state *state)
{
	return (struct snapshot){&state->shape, &state->hart, &state->uart, &state->ram,
				 &state->console};
}

static void fill(void *bytes, size_t n, uint64_t seed)
{
	for (size_t i = 0; i < n; i += 8, seed += UINT64_C(0x9e3779b97f4a7c15))
		memcpy((uint8_t *)bytes + i, &seed, 8);
}

/* Each number is another one. Pages 0, 7 and 15 are not 0, the last of them by its last byte. */
static void setup(void)
{
	struct hart *hart = &saved.hart;

	saved.shape = (struct shape){64, true, false, true, true, PAGING_SV48, BYTES, 15, 16};
	fill(hart->x, sizeof(hart->x), 1);
	fill(hart->f, sizeof(hart->f), 1000);
	fill(&hart->csr, sizeof(hart->csr), 2000);
	fill(hart->exceptions, sizeof(hart->exceptions), 3000);
	fill(hart->interrupts, sizeof(hart->interrupts), 4000);
	hart->pc = 0x80201234;
	hart->priv = PRIV_S;
	hart->instructions = 123456789;
	hart->idle = 987;
	hart->timer = 555;
	hart->reserved = true;
	hart->reserved_pa = 0x80000040;
	saved.uart = (struct uart){.ier = 1,
				   .lcr = 2,
				   .mcr = 3,
				   .scr = 4,
				   .dll = 5,
				   .dlm = 6,
				   .has_fifo = true,
				   .has_byte = true,
				   .byte = 7};
	ck_assert(ram_create(&saved.ram, SHAPE_RAM_BASE, BYTES));
	fill(saved.ram.bytes, PAGE, 5000);
	fill(saved.ram.bytes + 7 * PAGE, 16, 6000);
	saved.ram.bytes[BYTES - 1] = 1;
	console_begin(&saved.console, true, false);
	console_write(&saved.console, (const uint8_t *)"login: ", 7);
	memset(&found, 0, sizeof(found));
	strcpy(path, scratch_path("snap"));
}

static void teardown(void)
{
	ram_destroy(&saved.ram);
	ram_destroy(&found.ram);
}

static void save(void)
{
	const struct snapshot snapshot = of(&saved);

	ck_assert_msg(snapshot_write(path, &snapshot, error, sizeof(error)), "%s", error);
}

static bool resume(void)
{
	const struct snapshot snapshot = of(&found);

	return snapshot_read(path, &snapshot, error, sizeof(error));
}

START_TEST(a_machine_comes_back_as_it_was)
{
	const struct hart *a = &saved.hart, *b = &found.hart;

	save();
	ck_assert_msg(resume(), "%s", error);
	ck_assert_mem_eq(&found.shape, &saved.shape, sizeof(saved.shape));
	ck_assert_mem_eq(a->x, b->x, sizeof(a->x));
	ck_assert_mem_eq(a->f, b->f, sizeof(a->f));
	ck_assert_mem_eq(&a->csr, &b->csr, sizeof(a->csr));
	ck_assert_mem_eq(a->exceptions, b->exceptions, sizeof(a->exceptions));
	ck_assert_mem_eq(a->interrupts, b->interrupts, sizeof(a->interrupts));
	ck_assert_uint_eq(b->pc, 0x80201234);
	ck_assert_int_eq(b->priv, PRIV_S);
	ck_assert_uint_eq(b->instructions, 123456789);
	ck_assert_uint_eq(b->idle, 987);
	ck_assert_uint_eq(b->timer, 555);
	ck_assert(b->reserved);
	ck_assert_uint_eq(b->reserved_pa, 0x80000040);
	ck_assert_uint_eq(b->config.xlen, 64);
	ck_assert(b->config.has_float);
	ck_assert_mem_eq(&found.uart, &saved.uart, sizeof(saved.uart));
	ck_assert_uint_eq(found.ram.size, BYTES);
	ck_assert_mem_eq(found.ram.bytes, saved.ram.bytes, BYTES);
	ck_assert_uint_eq(found.console.written, 7);
	ck_assert_uint_eq(found.console.n_tail, 7);
	ck_assert_mem_eq(found.console.tail, "login: ", 7);
}
END_TEST

static uint8_t packed[1 << 17], plain[1 << 17];
static size_t n_packed, n_plain;

static size_t read_bytes(uint8_t *bytes)
{
	struct source *source = source_open(path, error, sizeof(error));
	size_t n;

	ck_assert(source != NULL && source_read(source, bytes, sizeof(plain), &n));
	source_close(source);
	return n;
}

/* The file, and what is in it, which may stand in a file as it is, too. */
static void save_and_look(void)
{
	FILE *file;

	save();
	n_plain = read_bytes(plain);
	file = fopen(path, "rb");
	n_packed = fread(packed, 1, sizeof(packed), file);
	fclose(file);
	scratch_file("snap", plain, n_plain);
	ck_assert_msg(resume(), "%s", error);
	ram_destroy(&found.ram);
}

static void expect_refused(const uint8_t *bytes, size_t n)
{
	scratch_file("snap", bytes, n);
	*error = 0;
	suite_assert(!resume(), "%zu bytes were taken", n);
	suite_assert(!found.ram.bytes, "there is RAM");
	suite_assert(!strncmp(error, path, strlen(path)) && !strchr(error, '\n'), "'%s'", error);
}

START_TEST(a_file_that_was_cut_off_is_refused)
{
	save_and_look();
	for (size_t n = 0; n < n_plain; n += n < 3000 || n + 300 > n_plain ? 1 : 97)
		expect_refused(plain, n);
	for (size_t n = 0; n < n_packed; n += n < 200 || n + 50 > n_packed ? 1 : 97)
		expect_refused(packed, n);
	plain[n_plain] = 0;
	expect_refused(plain, n_plain + 1);
}
END_TEST

START_TEST(a_byte_that_was_changed_is_noticed)
{
	save_and_look();
	for (size_t i = 0; i < n_plain; i += i < 2000 || i + 300 > n_plain ? 1 : 41) {
		plain[i] ^= 1u << i % 8;
		expect_refused(plain, n_plain);
		plain[i] ^= 1u << i % 8;
	}
}
END_TEST

START_TEST(other_files_are_told_apart)
{
	save_and_look();
	expect_refused((const uint8_t *)"pagewalk 1\n", 11);
	ck_assert_ptr_nonnull(strstr(error, "is no snapshot"));
	plain[strlen("pagewalk boot\n")]++;
	expect_refused(plain, n_plain);
	ck_assert_ptr_nonnull(strstr(error, "another version"));
	unlink(path);
	ck_assert(!resume());
	ck_assert_ptr_nonnull(strstr(error, "No such file"));
}
END_TEST

/* Written by a program that has it so. */
START_TEST(a_hart_that_cannot_be_is_refused)
{
	saved.hart.pc++;
	save();
	ck_assert(!resume());
	ck_assert_ptr_nonnull(strstr(error, "a hart that cannot be"));
	saved.hart.pc--;
	saved.hart.priv = (enum priv)2;
	save();
	ck_assert(!resume());
	ck_assert_ptr_nonnull(strstr(error, "a hart that cannot be"));
}
END_TEST

START_TEST(a_full_disk_is_told)
{
	const struct snapshot snapshot = of(&saved);

	ck_assert(!snapshot_write("/dev/full", &snapshot, error, sizeof(error)));
	ck_assert_str_eq(error, "/dev/full: No space left on device");
	ck_assert(!snapshot_write("/no/such/place", &snapshot, error, sizeof(error)));
	ck_assert_str_eq(error, "/no/such/place: No such file or directory");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("snapshot");
	TCase *files = tcase_create("files");

	tcase_add_unchecked_fixture(files, scratch_begin, scratch_end);
	tcase_add_checked_fixture(files, setup, teardown);
	tcase_add_test(files, a_machine_comes_back_as_it_was);
	tcase_add_test(files, a_file_that_was_cut_off_is_refused);
	tcase_add_test(files, a_byte_that_was_changed_is_noticed);
	tcase_add_test(files, other_files_are_told_apart);
	tcase_add_test(files, a_hart_that_cannot_be_is_refused);
	tcase_add_test(files, a_full_disk_is_told);
	suite_add_tcase(suite, files);
	return suite_run(suite);
}
