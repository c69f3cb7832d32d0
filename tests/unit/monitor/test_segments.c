/* SPDX-License-Identifier: Apache-2.0 */
/* The segment registers as the judge follows them. What is checked is the oracle's:
 * test_oracle_segment. */
#include <check.h>
#include <string.h>

#include "monitor/segments.h"
#include "suite.h"

static struct segments segments;
static struct mmu_in in;
static const struct oracle_context rv64 = {.regime = REGIME_RV64};

static void begin(void)
{
	const struct mmu_config config = {.segments = 1};

	memset(&segments, 0xff, sizeof(segments));
	segments_init(&segments, &config);
	in = (struct mmu_in){.seg_index = SEGMENT_DS,
			     .seg_base = 0x1000,
			     .seg_limit = 0xfff,
			     .seg_type = 2,
			     .seg_dpl = 1,
			     .seg_rpl = 1,
			     .seg_present = 1};
}

/* A load from offset 0x10 on, in ring 1; the access before it was refused. */
static uint64_t use(unsigned int name, unsigned int bytes, struct segment_use *u)
{
	*u = (struct segment_use){
		.name = name, .ring = 1, .bytes = bytes, .offset = 0x10, .refusal = SEGMENT_LIMIT};
	return segments_use(&segments, &rv64, ACCESS_LOAD, u);
}

static void is_refused(unsigned int name, enum segment_fault refusal)
{
	struct segment_use u;

	ck_assert_uint_eq(use(name, 1, &u), 0);
	ck_assert_uint_eq(u.refusal, refusal);
	ck_assert_uint_eq(u.name, name);
}

START_TEST(empty_at_first)
{
	is_refused(_i, SEGMENT_NULL);
}
END_TEST

START_TEST(only_the_one_that_is_loaded)
{
	struct segment_use u;

	in.seg_index = _i;
	in.seg_type = _i == SEGMENT_CS ? 0xa : 2; /* readable */
	segments_load(&segments, &in);
	for (unsigned int name = 0; name < SEGMENT_COUNT; name++)
		if (name != (unsigned int)_i)
			is_refused(name, SEGMENT_NULL);
	ck_assert_uint_eq(use(_i, 0xff0, &u), 0x1010);
	ck_assert_uint_eq(u.refusal, SEGMENT_OK);
	segments_reset(&segments);
	is_refused(_i, SEGMENT_NULL);
}
END_TEST

/* 6 and 7. */
START_TEST(none)
{
	struct segment_use u;
	struct segments before;

	in.seg_index = _i;
	memcpy(&before, &segments, sizeof(before));
	segments_load(&segments, &in);
	ck_assert(!memcmp(&before, &segments, sizeof(before)));
	ck_assert_uint_eq(use(_i, 1, &u), 0x10);
	ck_assert_uint_eq(u.refusal, SEGMENT_OK);
	ck_assert_uint_eq(u.name, SEGMENT_NONE);
}
END_TEST

START_TEST(every_field)
{
	const struct oracle_segment *ds = &segments.held[SEGMENT_DS];

	in.seg_base = UINT64_C(0x123456789abcdef0);
	in.seg_limit = 0xabcde;
	in.seg_type = 13;
	in.seg_dpl = 2;
	in.seg_rpl = 3;
	in.seg_null = _i == 4;
	in.seg_granular = _i == 0;
	in.seg_present = _i == 1;
	in.seg_big = _i == 2;
	in.seg_long = _i == 3;
	segments_load(&segments, &in);
	ck_assert_uint_eq(ds->base, UINT64_C(0x123456789abcdef0));
	ck_assert_uint_eq(ds->limit, 0xabcde);
	ck_assert_uint_eq(ds->type, 13);
	ck_assert_uint_eq(ds->dpl, 2);
	ck_assert(ds->granular == (_i == 0));
	ck_assert(ds->present == (_i == 1));
	ck_assert(ds->big == (_i == 2));
	ck_assert(ds->is_long == (_i == 3));
	ck_assert(ds->null == (_i == 4));
	ck_assert_uint_eq(ds->rpl, 3);
}
END_TEST

START_TEST(without_segments)
{
	const struct mmu_config config = {.segments = 0};
	struct segment_use u;

	segments_init(&segments, &config);
	ck_assert_uint_eq(use(SEGMENT_DS, 1, &u), 0x10);
	ck_assert_uint_eq(u.name, SEGMENT_NONE);
	ck_assert_uint_eq(u.refusal, SEGMENT_OK);
}
END_TEST

/* segment-6: in SS, which is 2, absent, limit and null have 8 more. */
START_TEST(codes)
{
	static const unsigned int in_ss[] = {0, 9, 2, 3, 12, 13};

	for (enum segment_fault n = SEGMENT_OK; n <= SEGMENT_NULL; n++)
		for (unsigned int name = 0; name <= SEGMENT_NONE; name++)
			ck_assert_uint_eq(segment_code(n, name), name == 2 ? in_ss[n] : n);
}
END_TEST

START_TEST(names)
{
	static const char *const registers[] = {"es", "cs", "ss", "ds", "fs", "gs", "", ""};
	static const char *const refusals[] = {"",      "absent", "type", "privilege",
					       "limit", "null",   ""};

	for (unsigned int n = 0; n < 8; n++)
		ck_assert_str_eq(segment_name(n), registers[n]);
	for (unsigned int n = 0; n < 7; n++)
		ck_assert_str_eq(segment_refusal(n), refusals[n]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("segments");
	TCase *tcase = tcase_create("segments");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_loop_test(tcase, empty_at_first, 0, SEGMENT_COUNT);
	tcase_add_loop_test(tcase, only_the_one_that_is_loaded, 0, SEGMENT_COUNT);
	tcase_add_loop_test(tcase, none, SEGMENT_COUNT, 8);
	tcase_add_loop_test(tcase, every_field, 0, 5);
	tcase_add_test(tcase, without_segments);
	tcase_add_test(tcase, codes);
	tcase_add_test(tcase, names);
	return suite_run(suite);
}
