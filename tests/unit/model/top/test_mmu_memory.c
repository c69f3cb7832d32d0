/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmu_create() where there is no memory, at each place where it asks for some. Linked so that the
 * functions below are asked.
 */
#include <check.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include "suite.h"
#include "top/mmu.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

/* The model is this many requests from the end of memory; negative: far. */
static int left = -1;

static bool is_refused(void)
{
	if (left < 0)
		return false;
	if (left-- > 0)
		return false;
	errno = ENOMEM;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return is_refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
	return is_refused() ? NULL : __real_realloc(block, size);
}

static const struct mmu_config config = {4, 4, 9, 4, 16, 36, 255, 1, 4, 0, 0};

static struct mmu *create(int requests)
{
	struct mmu *mmu;

	errno = 0;
	left = requests;
	mmu = mmu_create(&config);
	left = -1;
	return mmu;
}

/* At each request until none is refused; there is one for each module at least. */
START_TEST(no_memory_is_said)
{
	struct mmu *mmu;
	int refused = 0;

	while (!(mmu = create(refused))) {
		ck_assert_int_eq(errno, ENOMEM);
		refused++;
	}
	mmu_destroy(mmu);
	ck_assert_int_gt(refused, 14);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_memory");
	TCase *tc = tcase_create("memory");

	suite_add_tcase(suite, tc);
	tcase_add_test(tc, no_memory_is_said);
	return suite_run(suite);
}
