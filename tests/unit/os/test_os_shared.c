/* SPDX-License-Identifier: Apache-2.0 */
/* What processes share, in every paging mode: files, and memory without one. */
#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "os_fixture.h"
#include "suite.h"

static struct object *file_object(enum frame_type type, uint64_t pages)
{
	char path[] = "/tmp/pagewalk-test-XXXXXX";
	int file = mkstemp(path);

	ck_assert(file >= 0);
	unlink(path);
	for (uint64_t i = 0; i < pages * 512; i++) {
		uint64_t value = value_of(i, 9);

		ck_assert_int_eq(write(file, &value, 8), 8);
	}
	return object_create("file", type, file, pages);
}

/* A file: private stores stay private, shared ones come to all, and to the disk. */
START_TEST(files)
{
	struct object *file;
	struct space *a, *b;
	uint64_t value;

	boot((unsigned int)_i, 192, 1024);
	file = file_object(FRAME_CACHE, 128);
	a = space_create(os, 1);
	b = space_create(os, 2);
	ck_assert_int_eq(space_map(a, &(struct region){.start = BASE,
						       .end = BASE + KIB(512),
						       .rights = rw,
						       .object = file}),
			 SPACE_OK);
	ck_assert_int_eq(space_map(b, &(struct region){.start = BASE,
						       .end = BASE + KIB(512),
						       .rights = rw,
						       .object = file,
						       .shared = true}),
			 SPACE_OK);
	for (uint64_t i = 0; i < KIB(512) / 8; i += 256)
		ck_assert_uint_eq(load(a, BASE + i * 8), value_of(i, 9));
	store(a, BASE, 1);
	ck_assert_uint_eq(load(b, BASE), value_of(0, 9));
	store(b, BASE + 8192, 2);
	ck_assert_uint_eq(load(a, BASE + 8192), 2);
	ck_assert_uint_eq(load(a, BASE), 1);
	/* Everything goes, and comes back. */
	map(a, BASE + MIB(16), MIB(1));
	fill(a, BASE + MIB(16), MIB(1), 3);
	ck_assert_uint_eq(load(b, BASE + 8192), 2);
	ck_assert_uint_eq(load(a, BASE), 1);
	for (uint64_t i = 2048; i < KIB(512) / 8; i += 256)
		ck_assert_uint_eq(load(b, BASE + i * 8), value_of(i, 9));
	space_destroy(a);
	space_destroy(b);
	ck_assert_int_eq(pread(file->file, &value, 8, 8192), 8);
	object_release(os, file);
	halt();
}
END_TEST

/* Memory that two share, through swap and back; the last to let go frees it. */
START_TEST(shared_memory)
{
	struct object *object;
	struct space *a, *b;
	struct region region = {
		.start = BASE, .end = BASE + KIB(128), .rights = rw, .shared = true};

	boot((unsigned int)_i, 192, 1024);
	object = object_create("shared", FRAME_SHARED, -1, 32);
	region.object = object;
	a = space_create(os, 1);
	b = space_create(os, 2);
	ck_assert_int_eq(space_map(a, &region), SPACE_OK);
	region.start += MIB(32);
	region.end += MIB(32);
	ck_assert_int_eq(space_map(b, &region), SPACE_OK);
	object_release(os, object);
	fill(a, BASE, KIB(128), 1);
	for (uint64_t va = BASE; va < BASE + KIB(128); va += 2048)
		ck_assert_uint_eq(load(b, va + MIB(32)), value_of(va, 1));
	map(a, BASE + MIB(16), MIB(1));
	fill(a, BASE + MIB(16), MIB(1), 2);
	store(b, BASE + MIB(32), 3);
	ck_assert_uint_eq(load(a, BASE), 3);
	check_filled(a, BASE + 2048, KIB(126), 1);
	space_destroy(a);
	ck_assert_uint_eq(load(b, BASE + MIB(32)), 3);
	space_destroy(b);
	halt();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("os_shared");
	TCase *tcase = tcase_create("os");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, files, 0, 8);
	tcase_add_loop_test(tcase, shared_memory, 0, 8);
	return suite_run(suite);
}
