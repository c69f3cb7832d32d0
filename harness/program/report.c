/* SPDX-License-Identifier: Apache-2.0 */
#include "program/report.h"

#include "arch/names.h"
#include "dut/dut.h"
#include "program/report_inside.h"

const char *const report_outcomes[OUTCOMES] = {"agrees", "MISMATCH", "skipped"};

static double percent(uint64_t part, uint64_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

uint64_t report_translations(const struct report *report)
{
	return monitor_answers(&report->counts);
}

void report_size(char *text, size_t room, unsigned int log2)
{
	static const char units[] = {'B', 'K', 'M', 'G', 'T'};

	if (log2)
		snprintf(text, room, "%u %ciB", 1u << log2 % 10, units[log2 / 10 % 5]);
	else
		snprintf(text, room, "untranslated");
}

static void print_modes(FILE *file, const struct monitor_counts *counts)
{
	const char *separator = "\n  modes     ";

	for (unsigned int i = 0; i < PAGING_MODES; i++) {
		if (!counts->modes[i])
			continue;
		fprintf(file, "%s%s %.2f %%", separator, paging[i].name,
			percent(counts->modes[i], monitor_answers(counts)));
		separator = ", ";
	}
}

void report_print(FILE *file, const struct report *report, bool rtl, bool model)
{
	fprintf(file, "%s: %llu translations agree: %s%soracle", report->name,
		(unsigned long long)monitor_answers(&report->counts), rtl ? "RTL = " : "",
		model ? "cycle model = " : "");
	if (report->played.recorded)
		fprintf(file,
			report->script ? " = script (%llu outputs expected"
				       : " = trace (%llu answers recorded",
			(unsigned long long)report->played.recorded);
	if (report->played.explained)
		fprintf(file,
			"; %llu of them are page faults where the MMU gives none, explained by "
			"svnapot=0",
			(unsigned long long)report->played.explained);
	if (report->played.recorded)
		fputc(')', file);
	fputc('\n', file);
	report_counts(file, report, rtl && model);
}

/* What an access costs. */
static void print_latency(FILE *file, const struct monitor_counts *counts)
{
	fprintf(file,
		"  latency   %.3f cycles an access, %llu at worst; %.2f PTE reads per 1000 "
		"accesses\n",
		report_ratio((double)counts->latency_sum, (double)monitor_answers(counts)),
		(unsigned long long)counts->latency_worst,
		1000 * report_ratio((double)counts->reads, (double)monitor_answers(counts)));
}

/* Where PTEs of walks came from. */
static void print_lines(FILE *file, const struct monitor_counts *counts)
{
	const char *separator = "";
	uint64_t ptes = counts->line_hits + counts->reads;

	fprintf(file,
		"  lines     gave %.2f %% of %llu PTEs, %llu walks all of them; %llu were kept; ",
		percent(counts->line_hits, ptes), (unsigned long long)ptes,
		(unsigned long long)counts->lines_alone, (unsigned long long)counts->line_fills);
	for (unsigned int i = 0; i < sizeof(counts->line_levels) / sizeof(uint64_t); i++) {
		fprintf(file, "%slevel %u %llu", separator, i,
			(unsigned long long)counts->line_levels[i]);
		separator = ", ";
	}
	fputc('\n', file);
}

/* What served the misses of the TLBs. */
static void print_array(FILE *file, const struct monitor_counts *counts)
{
	uint64_t served = counts->served_0 + counts->served_1, walks = counts->walks + served;
	uint64_t above = counts->behind[2] + counts->behind[3] + counts->behind[4];

	fprintf(file,
		"  array     of %llu walks, those included that read nothing, level 0 served %.2f "
		"%%, "
		"level 1 %.2f %%\n",
		(unsigned long long)walks, percent(counts->served_0, walks),
		percent(counts->served_1, walks));
	fprintf(file, "  pointers  %.2f %% began behind one of level 1, %.2f %% behind one above\n",
		percent(counts->behind[1], walks), percent(above, walks));
}

void report_counts(FILE *file, const struct report *report, bool pins)
{
	const struct monitor_counts *counts = &report->counts;
	const char *separator = "";
	char size[32];

	fprintf(file, "  accesses  %llu fetches, %llu loads and stores\n",
		(unsigned long long)counts->requests[PORT_FETCH],
		(unsigned long long)counts->requests[PORT_DATA]);
	fprintf(file, "  cycles    %llu%s; %.2f per translation\n",
		(unsigned long long)report->cycles, pins ? ", every pin compared in each" : "",
		report_ratio((double)report->cycles, (double)monitor_answers(counts)));
	fprintf(file, "  hit rate  fetch %.2f %%, data %.2f %%\n",
		percent(counts->hits[PORT_FETCH], counts->translated[PORT_FETCH]),
		percent(counts->hits[PORT_DATA], counts->translated[PORT_DATA]));
	fprintf(file, "  walks     %llu, %.2f PTE reads each; %llu A/D updates, %llu restarts",
		(unsigned long long)counts->walks,
		report_ratio((double)counts->reads, (double)counts->walks),
		(unsigned long long)counts->updates, (unsigned long long)counts->restarts);
	if (dut_config.walk_entries || dut_config.array_sets || dut_config.lines)
		fprintf(file, ", %llu gone back to the root", (unsigned long long)counts->backs);
	fputc('\n', file);
	if (dut_config.array_sets)
		print_array(file, counts);
	if (dut_config.lines)
		print_lines(file, counts);
	if (dut_config.array_sets || dut_config.lines)
		print_latency(file, counts);
	fprintf(file, "  faults    %llu page, %llu access, %llu protection, %llu segment\n",
		(unsigned long long)(counts->page_faults[PORT_FETCH] +
				     counts->page_faults[PORT_DATA]),
		(unsigned long long)(counts->access_faults[PORT_FETCH] +
				     counts->access_faults[PORT_DATA]),
		(unsigned long long)(counts->protection_faults[PORT_FETCH] +
				     counts->protection_faults[PORT_DATA]),
		(unsigned long long)(counts->segment_faults[PORT_FETCH] +
				     counts->segment_faults[PORT_DATA]));
	fprintf(file, "  pages     ");
	for (unsigned int i = 0; i < 64; i++) {
		if (!counts->pages[i])
			continue;
		report_size(size, sizeof(size), i);
		fprintf(file, "%s%s %.2f %%", separator, size,
			percent(counts->pages[i], monitor_answers(counts)));
		separator = ", ";
	}
	print_modes(file, counts);
	fprintf(file,
		"\n  control   %llu fences, %llu PTBR writes, %llu hits on a stale PTE, all "
		"legal\n",
		(unsigned long long)counts->fences, (unsigned long long)counts->ptbr_writes,
		(unsigned long long)report->stale);
	fprintf(file, "  speed     %.2f s of CPU time, %.2f million cycles/s\n", report->seconds,
		report_ratio((double)report->cycles * 1e-6, report->seconds));
}

void report_add(struct report *sum, const struct report *report)
{
	monitor_counts_add(&sum->counts, &report->counts);
	sum->stale += report->stale;
	sum->cycles += report->cycles;
	sum->seconds += report->seconds;
}

static void print_row(FILE *file, const struct report *report, const char *outcome)
{
	const struct monitor_counts *counts = &report->counts;
	uint64_t faults = 0;

	for (enum port port = 0; port < PORTS; port++)
		faults += counts->page_faults[port] + counts->access_faults[port] +
			  counts->protection_faults[port] + counts->segment_faults[port];
	fprintf(file, "%-28s %10llu %10llu %8.2f %8.2f %9llu %8llu %7.2f  %s\n", report->name,
		(unsigned long long)monitor_answers(counts), (unsigned long long)report->cycles,
		percent(counts->hits[PORT_FETCH], counts->translated[PORT_FETCH]),
		percent(counts->hits[PORT_DATA], counts->translated[PORT_DATA]),
		(unsigned long long)counts->walks, (unsigned long long)faults, report->seconds,
		outcome);
}

void report_table(FILE *file, const struct report *reports, unsigned int n)
{
	struct report sum = {.name = "total"};
	unsigned int count[OUTCOMES] = {0};
	char text[80];

	fprintf(file, "%-28s %10s %10s %8s %8s %9s %8s %7s\n", "run", "accesses", "cycles",
		"fetch %", "data %", "walks", "faults", "CPU s");
	for (unsigned int i = 0; i < n; i++) {
		print_row(file, &reports[i], report_outcomes[reports[i].outcome]);
		count[reports[i].outcome]++;
		report_add(&sum, &reports[i]);
	}
	snprintf(text, sizeof(text), "%u agree, %u mismatch, %u skipped", count[OUTCOME_AGREES],
		 count[OUTCOME_MISMATCH], count[OUTCOME_SKIPPED]);
	print_row(file, &sum, text);
	for (unsigned int i = 0; i < n; i++)
		if (reports[i].played.explained)
			fprintf(file,
				"%s: %llu page faults that it records are explained by "
				"svnapot=0\n",
				reports[i].name, (unsigned long long)reports[i].played.explained);
}

/* The control bits of x86 that are set. */
static void print_controls(FILE *file, const struct oracle_x86 *x86)
{
#define PRINT(name, ...)                                                                           \
	if (x86->name)                                                                             \
		fprintf(file, " %s", #name);
	MMU_CONTROL_X86(PRINT, MMU_NO_PIN)
#undef PRINT
}

static void print_exchange(FILE *file, const struct exchange *x)
{
	static const char kinds[] = {'x', 'r', 'w'};
	static const char privs[] = {'u', 's', '-', 'm'};

	fprintf(file, "    cycle %-9llu %c ", (unsigned long long)x->accepted,
		kinds[x->access.type]);
	if (x->segment.name != SEGMENT_NONE)
		fprintf(file, "%s:%llx, linear ", segment_name(x->segment.name),
			(unsigned long long)x->segment.offset);
	fprintf(file, "%016llx", (unsigned long long)x->access.va);
	if (context_is_x86(&x->context))
		fprintf(file, " priv=%u ac=%d", x->segment.ring, x->access.sum);
	else
		fprintf(file, " priv=%c sum=%d mxr=%d", privs[x->access.priv], x->access.sum,
			x->access.mxr);
	fprintf(file, " ptbr=%llx", (unsigned long long)x->context.ptbr);
	if (context_is_x86(&x->context))
		print_controls(file, &x->context.x86);
	if (x->line)
		fprintf(file, " line %llu", (unsigned long long)x->line);
	for (unsigned int i = 0; i < x->reads; i++)
		fprintf(file, "\n      read   %014llx: %s%llx", (unsigned long long)x->read_pa[i],
			x->read_error && i == x->reads - 1 ? "error " : "",
			(unsigned long long)x->read_data[i]);
	for (unsigned int i = 0; i < x->updates; i++)
		fprintf(file, "\n      update %014llx: %llx -> %llx%s",
			(unsigned long long)x->update[i].pa,
			(unsigned long long)x->update[i].old_pte,
			(unsigned long long)x->update[i].new_pte,
			x->update_error && i == x->updates - 1 ? " error" : "");
	if (x->answered)
		fprintf(file, "\n      answer %014llx%s code %x size %u memtype %u, cycle %llu\n",
			(unsigned long long)x->pa, fault_mark(x->fault), x->code, x->size,
			x->memtype, (unsigned long long)x->answered);
	else
		fprintf(file, "\n      no answer yet\n");
}

void report_failure(FILE *file, const struct bench *bench, const char *name,
		    const struct again *again)
{
	static const char *const ports[] = {"fetch", "data"};

	fprintf(file, "MISMATCH %s, cycle %llu: %s\n", name,
		(unsigned long long)bench->failed_cycle, bench->failure);
	for (enum port port = 0; port < PORTS; port++) {
		fprintf(file, "  %s port, trace line %llu on its pins; last requests:\n",
			ports[port], (unsigned long long)bench->failed_line[port]);
		for (unsigned int n = MONITOR_RECENT; n-- > 0;) {
			const struct exchange *x = monitor_recent(bench->monitor, port, n);

			if (x)
				print_exchange(file, x);
		}
	}
	if (again)
		fprintf(file, "  to see it%s: %s\n",
			again->lost ? ", with what was read here saved as FILE" : "", again->text);
}
