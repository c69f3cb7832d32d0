/* SPDX-License-Identifier: Apache-2.0 */
#include "program/boot_report.h"

#include "program/report.h"

static const char *const ends[] = {
	[BOARD_RUNS] = "runs",         [BOARD_POWERED_OFF] = "powered off",
	[BOARD_REACHED] = "reached",   [BOARD_LEFT] = "left",
	[BOARD_FAILED] = "failed",     [BOARD_REBOOTED] = "rebooted",
	[BOARD_PANICKED] = "panicked", [BOARD_HANGS] = "hangs",
	[BOARD_SILENT] = "silent",     [BOARD_MISMATCH] = "mismatch",
	[BOARD_ERROR] = "error",
};

static const char *const exceptions[16] = {
	[0] = "misaligned fetch", [1] = "fetch access fault", [2] = "illegal instruction",
	[3] = "breakpoint",       [4] = "misaligned load",    [5] = "load access fault",
	[6] = "misaligned store", [7] = "store access fault", [8] = "call from U",
	[9] = "call from S",      [11] = "call from M",       [12] = "fetch page fault",
	[13] = "load page fault", [15] = "store page fault",
};

static const char *const interrupts[16] = {
	[1] = "software",
	[5] = "timer",
	[9] = "external",
};

static double ratio(double part, double whole)
{
	return whole > 0 ? part / whole : 0;
}

static double latency(const struct board *board)
{
	const struct monitor *monitor = lockstep_bench(board->lockstep)->monitor;

	return ratio((double)board->waited, (double)monitor_answers(monitor_counts(monitor)));
}

static struct report lockstep_report(const struct board *board, const char *name)
{
	const struct bench *bench = lockstep_bench(board->lockstep);

	return (struct report){
		.name = name,
		.outcome = board->end == BOARD_MISMATCH ? OUTCOME_MISMATCH : OUTCOME_AGREES,
		.cycles = bench->cycle,
		.seconds = board->lockstep_seconds,
		.counts = bench_counts(bench),
		.stale = bench_stale(bench),
	};
}

/* ---- Text. ---- */

static void print_traps(FILE *file, const char *what, const uint64_t counts[16],
			const char *const names[16])
{
	const char *separator = "";

	fprintf(file, "  %-9s ", what);
	for (unsigned int i = 0; i < 16; i++) {
		if (!counts[i])
			continue;
		fprintf(file, "%s%llu %s", separator, (unsigned long long)counts[i],
			names[i] ? names[i] : "of another kind");
		separator = ", ";
	}
	fprintf(file, "%s\n", *separator ? "" : "none");
}

static void print_hart(FILE *file, const struct board *board)
{
	const struct hart *hart = &board->hart;
	uint64_t fast = board_fast_instructions(board),
		 lockstep = board_lockstep_instructions(board);

	fprintf(file,
		"  hart      %llu instructions on the oracle alone, %llu in lockstep; %llu in all "
		"since reset, %llu more skipped by WFI\n",
		(unsigned long long)fast, (unsigned long long)lockstep,
		(unsigned long long)hart->instructions, (unsigned long long)hart->idle);
	print_traps(file, "traps", hart->exceptions, exceptions);
	print_traps(file, "interrupts", hart->interrupts, interrupts);
	fprintf(file,
		"  firmware  %llu calls, %llu of them to what is not there; %llu bytes to the "
		"console\n",
		(unsigned long long)board->firmware.calls,
		(unsigned long long)board->firmware.unknown,
		(unsigned long long)board->console.written);
}

static void print_fast(FILE *file, const struct board *board)
{
	const struct fast_counts *counts = &board->fast.counts;

	fprintf(file,
		"  oracle    asked %llu times alone: %llu walks, %llu A/D updates, %llu page "
		"faults; %llu fences, %llu writes of satp\n",
		(unsigned long long)counts->asked, (unsigned long long)counts->walks,
		(unsigned long long)counts->updates, (unsigned long long)counts->page_faults,
		(unsigned long long)counts->fences, (unsigned long long)counts->satp_writes);
}

/* Of the hart; the bench's is among the counts. */
static void print_speed(FILE *file, uint64_t instructions, double seconds, const char *where)
{
	fprintf(file, "  speed     %.2f s of CPU time, %.2f million instructions/s %s\n", seconds,
		ratio((double)instructions * 1e-6, seconds), where);
}

static void print_headline(FILE *file, const struct board *board, const char *name)
{
	const struct bench *bench = board->lockstep ? lockstep_bench(board->lockstep) : NULL;

	if (!bench) {
		fprintf(file, "%s: %llu instructions, on the oracle alone\n", name,
			(unsigned long long)board_fast_instructions(board));
		return;
	}
	fprintf(file, "%s: %llu translations agree: RTL%s%s\n", name,
		(unsigned long long)monitor_answers(monitor_counts(bench->monitor)),
		bench->config.model ? " = cycle model" : "",
		bench->config.oracle ? " = oracle" : "");
}

void boot_report_print(FILE *file, const struct board *board, const struct digest *digest,
		       const char *name)
{
	uint64_t fast = board_fast_instructions(board);
	struct report report;

	print_headline(file, board, name);
	print_hart(file, board);
	if (fast) {
		print_fast(file, board);
		print_speed(file, fast, board->fast_seconds, "on the oracle alone");
	}
	if (board->lockstep) {
		report = lockstep_report(board, name);
		report_counts(file, &report, lockstep_bench(board->lockstep)->config.model);
		fprintf(file, "  latency   %.2f cycles from a request to its answer\n",
			latency(board));
		print_speed(file, board_lockstep_instructions(board), board->lockstep_seconds,
			    "in lockstep");
	}
	fprintf(file, "  end       %s: instruction %llu, pc %llx, registers %08x, memory %08x\n",
		ends[board->end], (unsigned long long)digest->instructions,
		(unsigned long long)digest->pc, digest->registers, digest->memory);
}

void boot_report_place(FILE *file, const struct board *board)
{
	static const char privs[] = {'U', 'S', '-', 'M'};
	static const char *const types[] = {"fetch", "load", "store"};
	const struct hart_access *asked = &board->asked;
	uint32_t word;

	fprintf(file,
		"  instruction %llu, pc %llx in %c: ", (unsigned long long)board->hart.instructions,
		(unsigned long long)board->hart.pc, privs[board->hart.priv & 3]);
	if (!board_instruction(board, &word))
		fprintf(file, "no instruction there\n");
	else
		fprintf(file, (word & 3) == 3 ? "%08x\n" : "%04x\n", word);
	if (!asked->bytes)
		return;
	fprintf(file, "  asked last: %s of %u bytes at %llx, priv=%c sum=%d mxr=%d\n",
		types[asked->type], asked->bytes, (unsigned long long)asked->va,
		privs[asked->priv & 3], asked->sum, asked->mxr);
}

/* ---- JSON. ---- */

static void put(json_t *object, const char *name, uint64_t value)
{
	json_object_set_new(object, name, json_integer((json_int_t)value));
}

static void put_hex(json_t *object, const char *name, uint64_t value)
{
	json_object_set_new(object, name, json_sprintf("%llx", (unsigned long long)value));
}

static json_t *traps_json(const uint64_t counts[16], const char *const names[16])
{
	json_t *json = json_object();

	for (unsigned int i = 0; json && i < 16; i++)
		if (counts[i])
			put(json, names[i] ? names[i] : "other", counts[i]);
	return json;
}

static json_t *fast_json(const struct board *board)
{
	const struct fast_counts *counts = &board->fast.counts;
	json_t *json = json_object();

	put(json, "instructions", board_fast_instructions(board));
	put(json, "asked", counts->asked);
	put(json, "walks", counts->walks);
	put(json, "pte_reads", counts->reads);
	put(json, "ad_updates", counts->updates);
	put(json, "page_faults", counts->page_faults);
	put(json, "fences", counts->fences);
	put(json, "ptbr_writes", counts->satp_writes);
	json_object_set_new(json, "seconds", json_real(board->fast_seconds));
	return json;
}

static json_t *lockstep_json(const struct board *board, const char *name)
{
	const struct report report = lockstep_report(board, name);
	const struct monitor_counts *counts = &report.counts;
	json_t *json = report_json(&report);

	put(json, "instructions", board_lockstep_instructions(board));
	json_object_set_new(json, "latency", json_real(latency(board)));
	json_object_set_new(json, "faults",
			    json_pack("{s:I, s:I}", "page",
				      (json_int_t)(counts->page_faults[PORT_FETCH] +
						   counts->page_faults[PORT_DATA]),
				      "access",
				      (json_int_t)(counts->access_faults[PORT_FETCH] +
						   counts->access_faults[PORT_DATA])));
	return json;
}

static json_t *digest_json(const struct digest *digest)
{
	json_t *json = json_object();

	put(json, "instructions", digest->instructions);
	put_hex(json, "pc", digest->pc);
	put_hex(json, "registers", digest->registers);
	put_hex(json, "memory", digest->memory);
	return json;
}

json_t *boot_report_json(const struct board *board, const struct digest *digest, const char *name,
			 int status)
{
	const struct shape *shape = &board->config.shape;
	json_t *json = json_object();
	char isa[256];

	shape_isa(shape, isa, sizeof(isa));
	json_object_set_new(json, "name", report_name(name));
	json_object_set_new(json, "isa", json_string(isa));
	json_object_set_new(json, "mode", json_string(shape_mode_name(shape->mode)));
	put(json, "memory", shape->memory);
	json_object_set_new(json, "ended", json_string(ends[board->end]));
	json_object_set_new(json, "message", report_name(board->message));
	put(json, "idle", board->hart.idle);
	put(json, "firmware_calls", board->firmware.calls);
	put(json, "console_bytes", board->console.written);
	json_object_set_new(json, "exceptions", traps_json(board->hart.exceptions, exceptions));
	json_object_set_new(json, "interrupts", traps_json(board->hart.interrupts, interrupts));
	json_object_set_new(json, "oracle_alone", fast_json(board));
	if (board->lockstep)
		json_object_set_new(json, "lockstep", lockstep_json(board, name));
	json_object_set_new(json, "end", digest_json(digest));
	put(json, "status", (uint64_t)status);
	return json;
}
