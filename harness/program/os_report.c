/* SPDX-License-Identifier: Apache-2.0 */
#include "program/os_report.h"

#include <string.h>

#include "program/report.h"

static struct space_counts total(const struct play *play)
{
	struct space_counts sum = {.minor = 0};

	for (size_t i = 0; i < play->n_actors; i++) {
		const struct space_counts counts = play_counts(&play->actor[i]);

		play_add_counts(&sum, &counts);
	}
	return sum;
}

static double percent(uint64_t part, uint64_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

static double ratio(uint64_t part, uint64_t whole)
{
	return whole ? (double)part / (double)whole : 0;
}

static double mebibytes(uint64_t bytes)
{
	return (double)bytes / (1 << 20);
}

/* ---- Text. ---- */

static void print_counts(FILE *file, const char *name, const struct space_counts *counts)
{
	fprintf(file, "  %-12s", name);
#define PRINT(name) fprintf(file, " %9llu", (unsigned long long)counts->name);
	SPACE_COUNTS(PRINT)
#undef PRINT
	fputc('\n', file);
}

static void print_processes(FILE *file, const struct play *play)
{
	struct space_counts sum = total(play);

	fprintf(file, "  %-12s", "process");
#define PRINT(name) fprintf(file, " %9s", #name);
	SPACE_COUNTS(PRINT)
#undef PRINT
	fputc('\n', file);
	for (size_t i = 0; i < play->n_actors; i++) {
		struct space_counts counts = play_counts(&play->actor[i]);

		print_counts(file, play->actor[i].name, &counts);
	}
	if (play->n_actors > 1)
		print_counts(file, "all", &sum);
}

static void print_cycles(FILE *file, const struct play *play)
{
	const uint64_t cycles = play->machine->bench->cycle;
	struct space_counts sum = total(play);
	uint64_t rest = cycles - sum.cycles_hit - sum.cycles_walk - sum.cycles_fault;

	fprintf(file,
		"  cycles     %llu: TLB hits %.1f %%, walks %.1f %%, page faults %.1f %%, the rest "
		"(issue, system calls, switches) %.1f %%\n",
		(unsigned long long)cycles, percent(sum.cycles_hit, cycles),
		percent(sum.cycles_walk, cycles), percent(sum.cycles_fault, cycles),
		percent(rest, cycles));
}

static void print_frames(FILE *file, const struct play *play)
{
	const char *separator = "";

	fprintf(file, "  frames     at most ");
	for (unsigned int i = FRAME_KERNEL; i < FRAME_TYPES; i++) {
		if (!play->os->frames.peak[i])
			continue;
		fprintf(file, "%s%s %llu", separator, frame_type_names[i],
			(unsigned long long)play->os->frames.peak[i]);
		if (play->os->frames.peak_locked[i])
			fprintf(file, " (%llu locked)",
				(unsigned long long)play->os->frames.peak_locked[i]);
		separator = ", ";
	}
	fprintf(file, "; of %llu\n", (unsigned long long)play->os->frames.n);
}

static void print_kernel(FILE *file, const struct play *play)
{
	const struct os_counts *counts = &play->os->counts;
	const struct monitor_counts *tlb = monitor_counts(play->machine->bench->monitor);

	fprintf(file,
		"  swap       %llu pages out in %llu writes, %llu in; at most %llu of %llu slots; "
		"%llu "
		"clean pages dropped, %llu written back to files\n",
		(unsigned long long)counts->swapped_out, (unsigned long long)counts->swap_writes,
		(unsigned long long)counts->swapped_in, (unsigned long long)play->os->swap.peak,
		(unsigned long long)(play->scenario->swap >> FRAME_SHIFT),
		(unsigned long long)counts->dropped, (unsigned long long)counts->written_back);
	fprintf(file,
		"  TLB        hit rate fetch %.2f %%, data %.2f %%; %llu walks, %.2f PTE reads "
		"each, "
		"%llu A/D updates\n",
		percent(tlb->hits[PORT_FETCH], tlb->translated[PORT_FETCH]),
		percent(tlb->hits[PORT_DATA], tlb->translated[PORT_DATA]),
		(unsigned long long)tlb->walks, ratio(tlb->reads, tlb->walks),
		(unsigned long long)tlb->updates);
	fprintf(file,
		"  kernel     %llu accesses, %llu switches, %llu fences, %llu ASID rollovers, %llu "
		"huge pages made, %llu split, %llu locked in TLBs\n",
		(unsigned long long)counts->kernel_accesses, (unsigned long long)counts->switches,
		(unsigned long long)counts->fences, (unsigned long long)counts->rollovers,
		(unsigned long long)counts->promoted, (unsigned long long)counts->split,
		(unsigned long long)counts->tlb_locked);
}

static void print_latency(FILE *file, const struct play *play)
{
	static const char *const names[] = {"unlocked", "locked"};

	for (unsigned int i = 0; i < 2; i++) {
		const struct latency *latency = &play->latency[i];

		if (latency->accesses)
			fprintf(file,
				"  %-10s %llu accesses, %.2f cycles each; %.2f %% walked, %.2f %% "
				"faulted\n",
				names[i], (unsigned long long)latency->accesses,
				ratio(latency->cycles, latency->accesses),
				percent(latency->walked, latency->accesses),
				percent(latency->faulted, latency->accesses));
	}
}

void os_report_print(FILE *file, const struct play *play, double seconds)
{
	const struct scenario *scenario = play->scenario;
	const char *slash = strrchr(scenario->name, '/');

	fprintf(file,
		"%s: %s, %.6g MiB of memory: %llu accesses of %llu processes, every byte as it was "
		"stored; RTL = %soracle\n",
		slash ? slash + 1 : scenario->name, scenario->format->name,
		mebibytes(scenario->memory), (unsigned long long)play->accesses,
		(unsigned long long)play->born,
		play->machine->bench->config.model ? "cycle model = " : "");
	print_processes(file, play);
	print_cycles(file, play);
	print_frames(file, play);
	print_kernel(file, play);
	print_latency(file, play);
	fprintf(file, "  speed      %.2f s of CPU time, %.2f million cycles/s\n", seconds,
		seconds > 0 ? (double)play->machine->bench->cycle * 1e-6 / seconds : 0);
}

/* ---- JSON. ---- */

static void put(json_t *object, const char *name, uint64_t value)
{
	json_object_set_new(object, name, json_integer((json_int_t)value));
}

static json_t *counts_json(const struct space_counts *counts)
{
	json_t *json = json_object();

#define PUT(name) put(json, #name, counts->name);
	SPACE_COUNTS(PUT)
	SPACE_CYCLES(PUT)
#undef PUT
	return json;
}

static json_t *processes_json(const struct play *play)
{
	json_t *list = json_array();

	for (size_t i = 0; list && i < play->n_actors; i++) {
		const struct actor *actor = &play->actor[i];
		struct space_counts counts = play_counts(actor);
		json_t *json = counts_json(&counts);

		if (!json)
			continue;
		json_object_set_new(json, "name", json_string(actor->name));
		json_object_set_new(json, "fate", json_string(fate_names[actor->fate]));
		put(json, "lives", actor->lives);
		put(json, "peak_resident_pages", actor->peak_resident);
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *kernel_json(const struct play *play)
{
	const struct os_counts *counts = &play->os->counts;
	const struct {
		const char *name;
		uint64_t value;
	} all[] = {
		{"accesses", counts->kernel_accesses}, {"cycles", counts->kernel_cycles},
		{"switches", counts->switches},        {"fences", counts->fences},
		{"rollovers", counts->rollovers},      {"swapped_out", counts->swapped_out},
		{"swapped_in", counts->swapped_in},    {"swap_writes", counts->swap_writes},
		{"dropped", counts->dropped},          {"written_back", counts->written_back},
		{"promoted", counts->promoted},        {"split", counts->split},
		{"tlb_locked", counts->tlb_locked},    {"peak_slots", play->os->swap.peak},
	};
	json_t *json = json_object();

	for (size_t i = 0; json && i < sizeof(all) / sizeof(all[0]); i++)
		put(json, all[i].name, all[i].value);
	return json;
}

static json_t *frames_json(const struct play *play)
{
	json_t *json = json_object();

	for (unsigned int i = 0; json && i < FRAME_TYPES; i++)
		if (i != FRAME_FREE)
			json_object_set_new(json, frame_type_names[i],
					    json_pack("{s:I, s:I}", "peak",
						      (json_int_t)play->os->frames.peak[i],
						      "peak_locked",
						      (json_int_t)play->os->frames.peak_locked[i]));
	return json;
}

static json_t *tlb_json(const struct play *play)
{
	const struct monitor_counts *counts = monitor_counts(play->machine->bench->monitor);

	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "fetches",
			 (json_int_t)counts->translated[PORT_FETCH], "fetch_hits",
			 (json_int_t)counts->hits[PORT_FETCH], "data",
			 (json_int_t)counts->translated[PORT_DATA], "data_hits",
			 (json_int_t)counts->hits[PORT_DATA], "walks", (json_int_t)counts->walks,
			 "pte_reads", (json_int_t)counts->reads, "ad_updates",
			 (json_int_t)counts->updates);
}

static json_t *latency_json(const struct latency *latency)
{
	return json_pack("{s:I, s:I, s:I, s:I}", "accesses", (json_int_t)latency->accesses,
			 "cycles", (json_int_t)latency->cycles, "walked",
			 (json_int_t)latency->walked, "faulted", (json_int_t)latency->faulted);
}

json_t *os_report_json(const struct play *play, double seconds, int status)
{
	const struct scenario *scenario = play->scenario;
	struct space_counts sum = total(play);

	return json_pack("{s:o, s:s, s:I, s:I, s:I, s:f, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:i}",
			 "scenario", report_name(scenario->name), "mode", scenario->format->name,
			 "memory", (json_int_t)scenario->memory, "accesses",
			 (json_int_t)play->accesses, "cycles",
			 (json_int_t)play->machine->bench->cycle, "seconds", seconds, "processes",
			 processes_json(play), "all", counts_json(&sum), "frames",
			 frames_json(play), "kernel", kernel_json(play), "tlb", tlb_json(play),
			 "unlocked", latency_json(&play->latency[0]), "locked",
			 latency_json(&play->latency[1]), "status", status);
}
