/* SPDX-License-Identifier: Apache-2.0 */
#include "program/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/whole.h"
#include "dut/dut.h"
#include "program/report_inside.h"

static void put(json_t *object, const char *name, uint64_t value)
{
	json_object_set_new(object, name, json_integer((json_int_t)value));
}

static json_t *port_json(const struct monitor_counts *counts, enum port port)
{
	json_t *json = json_object();

#define PUT(field, name) put(json, name, counts->field[port]);
	MONITOR_PORT_COUNTS(PUT)
#undef PUT
	return json;
}

static json_t *pages_json(const struct monitor_counts *counts)
{
	json_t *pages = json_object();
	char size[32];

	for (unsigned int i = 0; pages && i < 64; i++) {
		if (!counts->pages[i])
			continue;
		report_size(size, sizeof(size), i);
		json_object_set_new(pages, size, json_integer((json_int_t)counts->pages[i]));
	}
	return pages;
}

static json_t *modes_json(const struct monitor_counts *counts)
{
	json_t *modes = json_object();

	for (unsigned int i = 0; modes && i < PAGING_MODES; i++)
		if (counts->modes[i])
			json_object_set_new(modes, paging[i].name,
					    json_integer((json_int_t)counts->modes[i]));
	return modes;
}

/* Of walks that ended well: counts by level, from this one on. */
static json_t *levels_json(const uint64_t counts[5], unsigned int from)
{
	json_t *levels = json_object();
	char level[2] = "0";

	for (unsigned int i = from; levels && i < 5; i++) {
		level[0] = (char)('0' + i);
		put(levels, level, counts[i]);
	}
	return levels;
}

/* Answers by the cycles that they took: "5", or "16-31". */
static json_t *histogram_json(const struct monitor_counts *counts)
{
	json_t *histogram = json_object();
	char cycles[48];

	for (unsigned int i = 0; histogram && i < MONITOR_LATENCIES; i++) {
		uint64_t from =
			i < MONITOR_EXACT ? i : (uint64_t)MONITOR_EXACT << (i - MONITOR_EXACT);

		if (!counts->latency[i])
			continue;
		snprintf(cycles, sizeof(cycles), i < MONITOR_EXACT ? "%llu" : "%llu-%llu",
			 (unsigned long long)from, (unsigned long long)(2 * from - 1));
		put(histogram, cycles, counts->latency[i]);
	}
	return histogram;
}

/* What a build with an array or lines tells of accesses: cycles from acceptance to answer, and
 * reads. */
static json_t *latency_json(const struct monitor_counts *counts)
{
	double accesses = (double)monitor_answers(counts);
	json_t *json = json_object();

	json_object_set_new(json, "average",
			    json_real(report_ratio((double)counts->latency_sum, accesses)));
	put(json, "worst", counts->latency_worst);
	json_object_set_new(json, "answers", histogram_json(counts));
	json_object_set_new(json, "pte_reads_per_1000",
			    json_real(1000 * report_ratio((double)counts->reads, accesses)));
	return json;
}

json_t *report_json(const struct report *report)
{
	const struct monitor_counts *counts = &report->counts;
	json_t *json = json_object();

	json_object_set_new(json, "name", report_name(report->name));
	json_object_set_new(json, "outcome", json_string(report_outcomes[report->outcome]));
	put(json, "translations", monitor_answers(counts));
	put(json, "recorded_answers", report->played.recorded);
	put(json, "explained_answers", report->played.explained);
	put(json, "cycles", report->cycles);
	json_object_set_new(
		json, "cycles_per_translation",
		json_real(report_ratio((double)report->cycles, (double)monitor_answers(counts))));
	json_object_set_new(json, "seconds", json_real(report->seconds));
	json_object_set_new(json, "fetch", port_json(counts, PORT_FETCH));
	json_object_set_new(json, "data", port_json(counts, PORT_DATA));
	json_object_set_new(json, "pages", pages_json(counts));
#define PUT(field, name) put(json, name, counts->field);
	MONITOR_WALK_COUNTS(PUT)
	put(json, "stale_hits", report->stale);
	MONITOR_CONTROL_COUNTS(PUT)
#undef PUT
	json_object_set_new(json, "modes", modes_json(counts));
	if (dut_config.walk_entries || dut_config.array_sets)
		json_object_set_new(json, "walks_behind_pointers", levels_json(counts->behind, 1));
	if (dut_config.lines)
		json_object_set_new(json, "line_hits_by_level",
				    levels_json(counts->line_levels, 0));
	if (dut_config.array_sets || dut_config.lines)
		json_object_set_new(json, "latency", latency_json(counts));
	return json;
}

/* Has memory run out for a part of the JSON? It would be missing without a word. */
static bool short_of_memory;

static void *allocate(size_t size)
{
	void *memory = malloc(size);

	if (!memory)
		short_of_memory = true;
	return memory;
}

void report_begin_json(void)
{
	json_set_alloc_funcs(allocate, free);
}

json_t *report_name(const char *name)
{
	char *text = strdup(name);
	json_t *string;
	uint32_t value;
	unsigned int n;

	for (char *at = text; at && *at; at += n) {
		n = utf8_character(at, &value);
		if (!n) {
			*at = '?';
			n = 1;
		}
	}
	if (!text)
		short_of_memory = true;
	string = text ? json_string(text) : NULL;
	free(text);
	return string;
}

int report_write_json(const char *path, json_t *root)
{
	struct whole whole;

	if (!root || short_of_memory) {
		errno = ENOMEM;
		return -1;
	}
	if (whole_open(&whole, path))
		return -1;
	if (json_dumpf(root, whole.file, JSON_INDENT(2)) && !ferror(whole.file)) {
		whole_drop(&whole);
		errno = ENOMEM;
		return -1;
	}
	fputc('\n', whole.file);
	return whole_close(&whole);
}
