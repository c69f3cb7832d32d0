/* SPDX-License-Identifier: Apache-2.0 */
#include "cover_fixture.h"

#include <check.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pins {
	struct mmu_in in;
	struct mmu_out out;
};

/* The pin of a name; NULL: none. */
static uint64_t *pin(struct pins *pins, const char *name)
{
#define IN(pin, ...)  &pins->in.pin,
#define OUT(pin, ...) &pins->out.pin,
	// cppcheck-suppress constVariable // it is
	uint64_t *const in[] = {MMU_INPUTS(IN)};
	// cppcheck-suppress constVariable
	uint64_t *const out[] = {MMU_OUTPUTS(OUT)};

	for (unsigned int i = 0; i < MMU_N_INPUTS; i++)
		if (!strcmp(name, mmu_inputs[i].name))
			return in[i];
	for (unsigned int i = 0; i < MMU_N_OUTPUTS; i++)
		if (!strcmp(name, mmu_outputs[i].name))
			return out[i];
	return NULL;
}

static const struct pins quiet = {
	.in = {.fetch_req_seg = 6,
	       .data_req_seg = 6,
	       .fetch_rsp_ready = 1,
	       .data_rsp_ready = 1,
	       .mem_req_ready = 1},
	.out = {.fetch_req_ready = 1, .data_req_ready = 1, .ptbr_ready = 1, .fence_ready = 1},
};

/* What a script chooses of the MMU. */
static bool configure(struct mmu_config *config, const char *name, unsigned int value)
{
	unsigned int *field = !strcmp(name, "formats")   ? &config->formats
			      : !strcmp(name, "pa_bits") ? &config->pa_bits
			      : !strcmp(name, "itlb")    ? &config->itlb_entries
			      : !strcmp(name, "dtlb")    ? &config->dtlb_entries
			      : !strcmp(name, "wc")      ? &config->walk_entries
			      : !strcmp(name, "as")      ? &config->array_sets
			      : !strcmp(name, "lines")   ? &config->lines
							 : NULL;

	if (field)
		*field = value;
	return field;
}

static struct cover *begin(const struct mmu_config *config, struct cover_counts *counts)
{
	struct cover *cover = cover_create(config, counts);
	struct pins reset = quiet;

	ck_assert_ptr_nonnull(cover);
	reset.in.rst = 1;
	cover_cycle(cover, &reset.in, &reset.out);
	return cover;
}

struct cover_counts *cover_play(const char *script)
{
	struct mmu_config config = {.itlb_entries = 4,
				    .dtlb_entries = 4,
				    .asid_bits = 16,
				    .tag_bits = 8,
				    .pa_bits = 46,
				    .formats = 255,
				    .segments = 1};
	struct cover_counts *counts = cover_counts_create();
	struct pins kept = quiet, now = quiet;
	struct cover *cover = NULL;
	char *copy = strdup(script), *rest = copy, *word;

	ck_assert(counts && copy);
	while ((word = strsep(&rest, " "))) {
		bool keep = *word == '+';
		char *name = word + keep, *value = strchr(name, '=');

		if (!*word)
			continue;
		if (value)
			*value++ = 0;
		if (value && configure(&config, name, (unsigned int)strtoul(value, NULL, 16)))
			continue;
		if (!cover)
			cover = begin(&config, counts);
		if (!strcmp(word, ";")) {
			cover_cycle(cover, &now.in, &now.out);
			now = kept;
			continue;
		}
		ck_assert_msg(value && pin(&now, name), "'%s' is no pin", name);
		*pin(&now, name) = strtoull(value, NULL, 16);
		if (keep)
			*pin(&kept, name) = *pin(&now, name);
	}
	cover_destroy(cover);
	free(copy);
	return counts;
}

void cover_said(const struct cover_counts *counts, enum cover_group_id group, const char *of,
		char *text, unsigned int size)
{
	unsigned int at = 0;

	text[0] = 0;
	for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1]; cell++) {
		char name[COVER_NAME_SIZE];
		const char *values;

		if (!counts->hits[cell])
			continue;
		cover_name(counts, group, cell, name);
		values = strchr(name, ':') + 1;
		if (of && fnmatch(of, values, 0))
			continue;
		ck_assert_msg(cover_is_bin(counts, group, cell), "%s does not exist", name);
		at += (unsigned int)snprintf(text + at, size - at, "%s%s", at ? " " : "", values);
		ck_assert_uint_lt(at, size);
	}
}
