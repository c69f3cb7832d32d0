/* SPDX-License-Identifier: Apache-2.0 */
/* What a hart asked becomes a trace: its text, and that it says the same when it is played. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "boot/packed.h"
#include "boot/record.h"
#include "dut/dut.h"
#include "lockstep_fixture.h"
#include "scratch.h"
#include "suite.h"
#include "trace/player.h"

static struct record *record;
static char path[300];

static void open_record(const char *name, unsigned int xlen)
{
	plain();
	config.xlen = xlen;
	ck_assert(ram_create(&ram, BASE, SIZE));
	snprintf(path, sizeof(path), "%s", scratch_path(name));
	record = record_create(path, &ram, xlen);
	ck_assert_msg(record, "%s", strerror(errno));
	config.listener = (struct lockstep_listener){record, record_accessed, record_fenced,
						     record_wrote_satp, record_controlled};
}

static void start(void)
{
	char error[256];

	lockstep = lockstep_create(&config, &ram, error, sizeof(error));
	ck_assert_msg(lockstep, "%s", error);
}

static const char *text(void)
{
	static char text[4096];
	FILE *file = fopen(path, "r");
	size_t n;

	ck_assert_ptr_nonnull(file);
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = 0;
	fclose(file);
	return text;
}

static void play(uint64_t accesses)
{
	const struct player_config player = {.name = path, .seed = 1};
	struct player_counts counts;
	char error[256];
	struct trace *trace = trace_open(path, error, sizeof(error));
	struct bench *bench;

	ck_assert_msg(trace, "%s", error);
	config.bench.plant_pin = NULL;
	bench = bench_create(&config.bench, error, sizeof(error));
	ck_assert_msg(bench, "%s", error);
	player_run(bench, trace, &player, &counts);
	ck_assert_msg(bench->status == BENCH_OK, "%s", bench->failure);
	ck_assert_uint_eq(counts.accesses, accesses);
	ck_assert_uint_eq(counts.recorded, accesses);
	trace_close(trace);
	bench_destroy(bench);
}

static enum fault user(enum access_type type, uint64_t va)
{
	const struct hart_access access = {.va = va, .bytes = 8, .type = type, .priv = PRIV_U};

	ck_assert(lockstep_ask(lockstep, &access, &place));
	return place.fault;
}

START_TEST(lines)
{
	const struct hart_fence some = {
		.by_va = true, .va = 0x1000, .by_asid = true, .asid = 0x10003};
	const struct hart_fence all = {.by_va = false};

	open_record("lines.trace", 64);
	start();
	page();
	map(1, BASE + 0x5000, V | RW | X);
	map(2, BASE + 0x6000, RWXAD | U);
	ask(ACCESS_FETCH, 0x1004, 4); /* without A */
	ck_assert(lockstep_control(lockstep, true, true));
	ask(ACCESS_FETCH, 0x1004, 2);
	ask(ACCESS_LOAD, 0x1100, 1);
	map(2, BASE + 0x7000, RWXAD | U);
	user(ACCESS_STORE, 0x2008);
	user(ACCESS_STORE, 0x3008);
	ck_assert(lockstep_fence(lockstep, &some));
	ck_assert(lockstep_fence(lockstep, &all));
	ask(ACCESS_STORE, 0x1100, 8);
	ram_put(MIDDLE + 16, 8, (BASE + SIZE) >> 2 | V);
	ask(ACCESS_LOAD, 0x400000, 4);
	ck_assert(record_close(record));
	ck_assert_str_eq(text(), "pagewalk 1\n"
				 "arch rv64\n"
				 "ptbr 0\n"
				 "ptbr 8000000000080001\n"
				 "page 80001 0:20000801\n"
				 "page 80002 0:20000c01\n"
				 "page 80003 1:2000140f 2:200018df\n"
				 "set priv=s sum=0 mxr=0 adue=0 pbmte=0\n"
				 "x4 1004 !page\n"
				 "set priv=s sum=0 mxr=0 adue=1 pbmte=1\n"
				 "x2 1004 80005004\n"
				 "r1 1100 80005100\n"
				 "pte 80003010 20001cdf\n"
				 "set priv=u sum=0 mxr=0 adue=1 pbmte=1\n"
				 "w8 2008 80007008\n"
				 "w8 3008 !page\n"
				 "fence va=1000 asid=3\n"
				 "fence\n"
				 "set priv=s sum=0 mxr=0 adue=1 pbmte=1\n"
				 "w8 1100 80005100\n"
				 "pte 80002010 20400001\n"
				 "r4 400000 !access\n");
	play(7);
	end();
}
END_TEST

START_TEST(of_32_bits)
{
	open_record("lines.trace", 32);
	start();
	page();
	map(1, BASE + 0x5000, RWXAD);
	map(1023, BASE + 0x6000, RWXAD);
	ask(ACCESS_LOAD, 0x1100, 4);
	map(1023, BASE + 0x7000, RWXAD);
	ask(ACCESS_LOAD, 0x3ff104, 4);
	ck_assert(record_close(record));
	ck_assert_str_eq(text(), "pagewalk 1\n"
				 "arch rv32\n"
				 "ptbr 0\n"
				 "ptbr 80080001\n"
				 "page 80001 0:20000801\n"
				 "page 80002 1:200014cf 3ff:200018cf\n"
				 "set priv=s sum=0 mxr=0 adue=0 pbmte=0\n"
				 "r4 1100 80005100\n"
				 "pte 80002ffc 20001ccf\n"
				 "r4 3ff104 80007104\n");
	play(2);
	end();
}
END_TEST

/*
 * A page is stated as it was before the walk that reads it first; a PTE that changed, once; and
 * what holds behind `arch` (S mode, ADUE) not at all.
 */
START_TEST(updated_by_hardware)
{
	const struct hart_fence all = {.by_va = false};

	open_record("lines.trace", 64);
	start();
	page();
	map(1, BASE + 0x5000, V | RW | X);
	map(2, BASE + 0x6000, RWXAD);
	ck_assert(lockstep_control(lockstep, true, false));
	ask(ACCESS_STORE, 0x1000, 8);
	map(2, BASE + 0x7000, RWXAD);
	ask(ACCESS_LOAD, 0x2000, 8);
	ck_assert(lockstep_fence(lockstep, &all));
	ask(ACCESS_LOAD, 0x2000, 8);
	ask(ACCESS_LOAD, 0x1000, 8);
	ck_assert(record_close(record));
	ck_assert_str_eq(text(), "pagewalk 1\n"
				 "arch rv64\n"
				 "ptbr 0\n"
				 "ptbr 8000000000080001\n"
				 "page 80001 0:20000801\n"
				 "page 80002 0:20000c01\n"
				 "page 80003 1:2000140f 2:200018cf\n"
				 "w8 1000 80005000\n"
				 "pte 80003010 20001ccf\n"
				 "r8 2000 80007000\n"
				 "fence\n"
				 "r8 2000 80007000\n"
				 "r8 1000 80005000\n");
	play(4);
	end();
}
END_TEST

/* SUM and MXR stand where an access looks at them: not at each fetch. */
START_TEST(sum_and_mxr)
{
	struct hart_access access = {.va = BASE, .bytes = 4, .type = ACCESS_FETCH, .priv = PRIV_S};

	open_record("lines.trace", 64);
	start();
	access.sum = access.mxr = true;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	access.type = ACCESS_LOAD;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	access.type = ACCESS_FETCH;
	access.sum = access.mxr = false;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	access.type = ACCESS_STORE;
	access.mxr = true;
	access.priv = PRIV_M;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert(record_close(record));
	ck_assert_str_eq(text(), "pagewalk 1\n"
				 "arch rv64\n"
				 "ptbr 0\n"
				 "set priv=s sum=0 mxr=0 adue=0 pbmte=0\n"
				 "x4 80000000 80000000\n"
				 "set priv=s sum=1 mxr=1 adue=0 pbmte=0\n"
				 "r4 80000000 80000000\n"
				 "x4 80000000 80000000\n"
				 "set priv=m sum=0 mxr=1 adue=0 pbmte=0\n"
				 "w4 80000000 80000000\n");
	play(4);
	end();
}
END_TEST

static const struct {
	const char *name, *magic;
	size_t n;
} packed[] = {
	{"t.trace", "page", 4},
	{"t.trace.zst", "\x28\xb5\x2f\xfd", 4},
	{"t.trace.xz",
	 "\xfd"
	 "7zXZ",
	 5},
	{"t.trace.gz", "\x1f\x8b", 2},
	{"t.zst.trace", "page", 4},
};

START_TEST(compressed)
{
	open_record(packed[_i].name, 64);
	start();
	for (uint64_t n = 0; n < 500; n++)
		ask(ACCESS_LOAD, BASE + n * 8, 8);
	ck_assert(record_close(record));
	ck_assert(!memcmp(text(), packed[_i].magic, packed[_i].n));
	play(500);
	end();
}
END_TEST

START_TEST(given_up)
{
	open_record("given_up.trace.zst", 64);
	start();
	ask(ACCESS_LOAD, BASE, 8);
	record_drop(record);
	record_drop(NULL);
	ck_assert(access(path, F_OK));
	end();
}
END_TEST

START_TEST(no_such_directory)
{
	ck_assert(ram_create(&ram, BASE, SIZE));
	ck_assert_ptr_null(record_create(scratch_path("none/t.trace"), &ram, 64));
	ck_assert_int_eq(errno, ENOENT);
	ram_destroy(&ram);
}
END_TEST

/* Compressed, what is left is written when the stream is closed; plain, as it comes. */
START_TEST(full_disk)
{
	ck_assert(ram_create(&ram, BASE, SIZE));
	record = record_create("/dev/full", &ram, 64);
	ck_assert_ptr_nonnull(record);
	ck_assert(!record_close(record));
	ck_assert_int_eq(errno, ENOSPC);
	ram_destroy(&ram);
}
END_TEST

START_TEST(full_disk_compressed)
{
	FILE *file = fopen("/dev/full", "w"), *stream = packed_open(file, (enum packing)_i);

	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(stream);
	setvbuf(file, NULL, _IONBF, 0);
	fprintf(stream, "words");
	ck_assert_int_ne(fclose(stream), 0);
	ck_assert_int_eq(errno, ENOSPC);
	fclose(file);
}
END_TEST

/* Much is written, and fails, long before the close, which must still know why. */
START_TEST(full_disk_early)
{
	static const char *const names[] = {"", ".zst", ".xz", ".gz"};
	struct hart_fence fence = {.by_va = true, .va = 1};
	char place_of[320];

	ck_assert(ram_create(&ram, BASE, SIZE));
	snprintf(place_of, sizeof(place_of), "%s%s", scratch_path("full"), names[_i]);
	ck_assert_int_eq(symlink("/dev/full", place_of), 0);
	record = record_create(place_of, &ram, 64);
	ck_assert_ptr_nonnull(record);
	for (unsigned int i = 0; i < 100000; i++) {
		/* Numbers that cannot be packed much. */
		fence.va = fence.va * UINT64_C(6364136223846793005) + 1;
		record_fenced(record, &fence);
	}
	ck_assert(!record_close(record));
	ck_assert_int_eq(errno, ENOSPC);
	ram_destroy(&ram);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("record");
	TCase *tcase = tcase_create("record");

	suite_add_tcase(suite, tcase);
	tcase_add_unchecked_fixture(tcase, scratch_begin, scratch_end);
	tcase_add_test(tcase, lines);
	tcase_add_test(tcase, of_32_bits);
	tcase_add_test(tcase, updated_by_hardware);
	tcase_add_test(tcase, sum_and_mxr);
	tcase_add_loop_test(tcase, compressed, 0, sizeof(packed) / sizeof(packed[0]));
	tcase_add_test(tcase, given_up);
	tcase_add_test(tcase, no_such_directory);
	tcase_add_test(tcase, full_disk);
	tcase_add_loop_test(tcase, full_disk_compressed, PACKING_NONE, PACKING_GZIP + 1);
	tcase_add_loop_test(tcase, full_disk_early, 0, 4);

	return suite_run(suite);
}
