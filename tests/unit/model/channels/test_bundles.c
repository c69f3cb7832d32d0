/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channels of the pins against the list of the pins, model/pins.h: the same words in the same
 * order, of the same names and widths. So one name serves as RTL port, C field and kernel word.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channels/bundles.h"
#include "pins.h"
#include "suite.h"

struct channel {
	const char *name;
	const struct kernel_type *type;
};

#define CHANNEL(name, type) {#name, &type##_type},

static const struct channel channels_in[] = {PIN_CHANNELS_IN(CHANNEL)};
static const struct channel channels_out[] = {PIN_CHANNELS_OUT(CHANNEL)};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A fetch port has no pins for these. */
static bool is_left_out(const char *word)
{
	return !strcmp(word, "fetch_req_store") || !strcmp(word, "fetch_req_sum") ||
	       !strcmp(word, "fetch_req_mxr");
}

/* The pins of the control bits have no prefix. */
static void name_word(char *name, size_t size, const struct channel *c, const char *field)
{
	if (!strcmp(c->name, "controls"))
		snprintf(name, size, "%s", field);
	else
		snprintf(name, size, "%s%s%s", c->name, *field ? "_" : "", field);
}

static void compare(const struct mmu_pin *pins, size_t count, const struct channel *channels,
		    size_t channel_count)
{
	size_t n = 0;

	for (const struct channel *c = channels; c < channels + channel_count; c++) {
		ck_assert_uint_eq(c->type->times, 1);
		for (unsigned int f = 0; f < c->type->count; f++) {
			char name[64];

			name_word(name, sizeof(name), c, c->type->fields[f].name);
			if (is_left_out(name))
				continue;
			ck_assert_uint_lt(n, count);
			ck_assert_str_eq(name, pins[n].name);
			ck_assert_uint_eq(c->type->fields[f].bits, pins[n].bits);
			n++;
		}
	}
	ck_assert_uint_eq(n, count);
}

START_TEST(pins_in)
{
	compare(mmu_inputs, MMU_N_INPUTS, channels_in, COUNT(channels_in));
}
END_TEST

START_TEST(pins_out)
{
	compare(mmu_outputs, MMU_N_OUTPUTS, channels_out, COUNT(channels_out));
}
END_TEST

/* Words of a struct and fields of its type are the same. */
START_TEST(structs_are_types)
{
#define SAME(name, list)                                                                           \
	ck_assert_uint_eq(sizeof(struct name), name##_type.count * sizeof(uint64_t));
	BUNDLES(SAME)
#undef SAME
	ck_assert_uint_eq(sizeof(struct segments),
			  segments_type.count * segments_type.times * sizeof(uint64_t));
	ck_assert_uint_eq(sizeof(struct pdptes),
			  pdptes_type.count * pdptes_type.times * sizeof(uint64_t));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bundles");
	TCase *tc = tcase_create("bundles");

	suite_add_tcase(suite, tc);
	tcase_add_test(tc, pins_in);
	tcase_add_test(tc, pins_out);
	tcase_add_test(tc, structs_are_types);

	return suite_run(suite);
}
