/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/report.h"

enum cell { CELL_NONE, CELL_BIN, CELL_EXCLUDED };

static enum cell kind_of(const struct cover_counts *counts, const struct cover_excluded *excluded,
			 enum cover_group_id group, uint32_t cell)
{
	if (!cover_is_bin(counts, group, cell))
		return CELL_NONE;
	return excluded && excluded->cells[cell] ? CELL_EXCLUDED : CELL_BIN;
}

struct cover_sum cover_sum_group(const struct cover_counts *counts,
				 const struct cover_excluded *excluded, enum cover_group_id group)
{
	struct cover_sum sum = {0};

	for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1]; cell++) {
		enum cell kind = kind_of(counts, excluded, group, cell);

		sum.bins += kind == CELL_BIN;
		sum.hit += kind == CELL_BIN && counts->hits[cell];
		sum.excluded += kind == CELL_EXCLUDED;
		sum.wrong += kind != CELL_BIN && counts->hits[cell];
	}
	return sum;
}

struct cover_sum cover_sum_all(const struct cover_counts *counts,
			       const struct cover_excluded *excluded)
{
	struct cover_sum all = {0};

	for (unsigned int group = 0; group < GROUPS; group++) {
		struct cover_sum sum = cover_sum_group(counts, excluded, group);

		all.bins += sum.bins;
		all.hit += sum.hit;
		all.excluded += sum.excluded;
		all.wrong += sum.wrong;
	}
	return all;
}

/* Rounded down: 100 is all. */
static void print_line(FILE *file, const char *name, const struct cover_sum *sum, const char *what)
{
	unsigned int tenths = sum->bins ? (unsigned int)(sum->hit * 1000ull / sum->bins) : 1000;

	fprintf(file, "%-22s %6u %6u %5u.%u %8u  %s\n", name, sum->bins, sum->hit, tenths / 10,
		tenths % 10, sum->excluded, what);
}

void cover_print(FILE *file, const struct cover_counts *counts,
		 const struct cover_excluded *excluded)
{
	struct cover_sum all = cover_sum_all(counts, excluded);

	fprintf(file, "%-22s %6s %6s %7s %8s  %s\n", "group", "bins", "hit", "%", "excluded",
		"what");
	for (unsigned int group = 0; group < GROUPS; group++) {
		struct cover_sum sum = cover_sum_group(counts, excluded, group);

		print_line(file, cover_groups[group].name, &sum, cover_groups[group].what);
	}
	print_line(file, "all", &all, "");
}

void cover_print_names(FILE *file, const struct cover_counts *counts,
		       const struct cover_excluded *excluded, bool holes)
{
	char name[COVER_NAME_SIZE];

	for (unsigned int group = 0; group < GROUPS; group++) {
		for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1];
		     cell++) {
			enum cell kind = kind_of(counts, excluded, group, cell);

			if (kind == CELL_NONE)
				continue;
			if (holes && (kind == CELL_EXCLUDED || counts->hits[cell]))
				continue;
			cover_name(counts, group, cell, name);
			fprintf(file, "%s\n", name);
		}
	}
}

void cover_print_wrong(FILE *file, const struct cover_counts *counts,
		       const struct cover_excluded *excluded)
{
	char name[COVER_NAME_SIZE];

	for (unsigned int group = 0; group < GROUPS; group++) {
		for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1];
		     cell++) {
			enum cell kind = kind_of(counts, excluded, group, cell);

			if (kind == CELL_BIN || !counts->hits[cell])
				continue;
			cover_name(counts, group, cell, name);
			fprintf(file, "%s was hit, but %s\n", name,
				kind == CELL_NONE ? "does not exist" : "is excluded");
		}
	}
}

static json_t *sum_json(const struct cover_sum *sum)
{
	return json_pack("{s:i, s:i, s:i, s:i}", "bins", sum->bins, "hit", sum->hit, "excluded",
			 sum->excluded, "wrong", sum->wrong);
}

json_t *cover_json(const struct cover_counts *counts, const struct cover_excluded *excluded)
{
	struct cover_sum all = cover_sum_all(counts, excluded);
	json_t *root = sum_json(&all), *groups = json_object();

	for (unsigned int group = 0; group < GROUPS; group++) {
		struct cover_sum sum = cover_sum_group(counts, excluded, group);
		json_t *one = sum_json(&sum);

		json_object_set_new(one, "what", json_string(cover_groups[group].what));
		json_object_set_new(groups, cover_groups[group].name, one);
	}
	json_object_set_new(root, "groups", groups);
	return root;
}
