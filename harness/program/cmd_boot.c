/* SPDX-License-Identifier: Apache-2.0 */
/* pagewalk boot: a kernel on a machine whose MMU is the RTL. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "boot/record.h"
#include "program/boot_options.h"
#include "program/boot_report.h"
#include "program/cli.h"
#include "program/outputs.h"
#include "program/report.h"

/* A run, and what goes with it. */
struct run {
	const struct boot_options *options;
	struct board *board;
	struct record *record; /* NULL: none */
	const char *name;
	struct digest digest;
	double shown; /* when progress was */
	uint64_t shown_at;
	bool on_screen;
};

/* ---- Progress: where the console shares the screen with it, between the console's lines. ---- */

static void clear_progress(void *opaque)
{
	struct run *run = opaque;

	if (run->on_screen)
		cli_status(NULL);
	run->on_screen = false;
}

static void show_progress(void *opaque)
{
	struct run *run = opaque;
	const struct board *board = run->board;
	double now = cli_seconds(), elapsed = now - run->shown;
	uint64_t done = board->hart.instructions;
	bool shared = isatty(STDOUT_FILENO) && !console_at_line_start(&board->console);
	char text[256];

	if (elapsed < 0.5 || shared)
		return;
	snprintf(text, sizeof(text), "%s: %.1f million instructions, %.1f million/s%s", run->name,
		 (double)done * 1e-6, (double)(done - run->shown_at) * 1e-6 / elapsed,
		 board->lockstep ? "" : ", oracle alone");
	cli_status(text);
	run->on_screen = true;
	run->shown = now;
	run->shown_at = done;
}

static void watch(struct run *run)
{
	struct board *board = run->board;

	run->shown = cli_seconds();
	run->shown_at = board->hart.instructions;
	board->config.progress = show_progress;
	board->config.opaque = run;
	board->console.before = clear_progress;
	board->console.opaque = run;
}

/* ---- One run. ---- */

static int begin_record(struct run *run)
{
	struct board *board = run->board;

	if (!run->options->record)
		return EXIT_AGREED;
	run->record = record_create(run->options->record, &board->ram, board->config.shape.xlen);
	if (!run->record)
		return cli_error("%s: %s", run->options->record, strerror(errno));
	board->config.lockstep.listener = (struct lockstep_listener){
		.opaque = run->record,
		.accessed = record_accessed,
		.fenced = record_fenced,
		.wrote_satp = record_wrote_satp,
		.controlled = record_controlled,
	};
	return EXIT_AGREED;
}

/* A record of a run that has failed is kept, too: up to there it is right. */
static int end_record(struct run *run, int status)
{
	struct record *record = run->record;

	run->record = NULL;
	if (!record)
		return status;
	if (status == EXIT_BAD) {
		record_drop(record);
		return status;
	}
	return record_close(record) ? status
				    : cli_error("%s: %s", run->options->record, strerror(errno));
}

static int write_snapshot(const struct run *run, int status)
{
	const struct board *board = run->board;
	const char *path = run->options->snapshot;
	char error[512];

	if (!path || status == EXIT_BAD)
		return status;
	if (board->end != BOARD_REACHED) {
		if (status == EXIT_AGREED)
			return cli_error("%s: not written: the machine has ended before --until",
					 path);
		return status;
	}
	return board_save(run->board, path, error, sizeof(error)) ? status : cli_error("%s", error);
}

/* The status of a machine that has ended so; of the kernel's own failures the user is told. */
static int status_of(const struct board *board)
{
	switch (board->end) {
	case BOARD_POWERED_OFF:
	case BOARD_REACHED:
	case BOARD_LEFT:
		return EXIT_AGREED;
	case BOARD_ERROR:
		return cli_error("%s", board->message);
	default:
		return EXIT_MISMATCH;
	}
}

static void tell_mismatch(const struct run *run)
{
	const struct boot_options *options = run->options;
	static struct again again; /* large */

	again_begin(&again, again_program, "boot");
	boot_options_again(options, &again);
	report_failure(stdout, lockstep_bench(run->board->lockstep), run->name,
		       options->run.fst ? NULL : &again);
	boot_report_place(stdout, run->board);
}

/* Was anything run, and compared, if it should have been? */
static int was_enough(const struct run *run, int status)
{
	const struct board *board = run->board;
	uint64_t answers;

	if (status != EXIT_AGREED)
		return status;
	if (board->config.fast_only && !board_fast_instructions(board))
		return cli_error("%s: no instruction was run: nothing was done", run->name);
	if (board->config.fast_only)
		return status;
	if (!board->lockstep)
		return cli_error("%s: %s before --fast was reached: nothing was compared",
				 run->name, board->message);
	answers = monitor_answers(monitor_counts(lockstep_bench(board->lockstep)->monitor));
	return answers ? run_options_enough(&run->options->run, answers, status)
		       : cli_nothing(run->name);
}

static int tell(struct run *run)
{
	const struct board *board = run->board;
	const char *json_path = run->options->run.json;
	int status = was_enough(run, status_of(board));
	json_t *json;

	if (!console_at_line_start(&board->console))
		putchar('\n');
	if (status == EXIT_BAD)
		return status;
	digest_take(&run->digest, &board->hart, &board->ram);
	if (board->end == BOARD_MISMATCH)
		tell_mismatch(run);
	else
		boot_report_print(stdout, board, &run->digest, run->name);
	if (status == EXIT_MISMATCH && board->end != BOARD_MISMATCH)
		printf("FAILED %s, instruction %llu: %s\n", run->name,
		       (unsigned long long)board->hart.instructions, board->message);
	if (!json_path)
		return status;
	json = boot_report_json(board, &run->digest, run->name, status);
	if (report_write_json(json_path, json))
		status = cli_error("%s: %s", json_path, strerror(errno));
	json_decref(json);
	return status;
}

/* The same once more, with a waveform around the failure. */
static int run_window(const struct run *failed)
{
	const struct boot_options *options = failed->options;
	struct board_config config;
	struct bench_config *again = &config.lockstep.bench;
	struct board *board;
	struct bench *bench;
	int status;

	boot_options_config(options, true, &config);
	run_options_window(&options->run, lockstep_bench(failed->board->lockstep)->failed_cycle,
			   again);
	status = boot_options_board(options, &config, &board);
	if (status != EXIT_AGREED)
		return status;
	board_run(board);
	bench = board->lockstep ? lockstep_bench(board->lockstep) : NULL;
	status = run_options_windowed(again, bench, board->message);
	board_free(board);
	return status;
}

static int run_board(struct run *run)
{
	const struct run_options *options = &run->options->run;
	int status = begin_record(run);

	if (status != EXIT_AGREED)
		return status;
	watch(run);
	board_run(run->board);
	clear_progress(run);
	status = tell(run);
	status = end_record(run, status);
	status = write_snapshot(run, status);
	if (run->board->end == BOARD_MISMATCH && status == EXIT_MISMATCH && options->window)
		status = run_window(run);
	return status;
}

/* No output may be an input. */
static int begin(struct boot_options *options)
{
	const struct output more[] = {{"--snapshot", options->snapshot, false},
				      {"--record", options->record, false}};
	char *const inputs[] = {options->resume ? options->resume : options->kernel,
				options->initrd};

	return run_options_begin(&options->run, more, 2, inputs, options->initrd ? 2 : 1);
}

int cmd_boot(int argc, char **argv)
{
	struct boot_options options;
	struct run run = {.options = &options};
	struct board_config config;
	int status;

	boot_options_parse(&options, argc, argv);
	run.name = cli_basename(options.resume ? options.resume : options.kernel);
	status = begin(&options);
	boot_options_config(&options, false, &config);
	if (status == EXIT_AGREED)
		status = boot_options_board(&options, &config, &run.board);
	if (status == EXIT_AGREED)
		status = run_board(&run);
	record_drop(run.record);
	board_free(run.board);
	return run_options_cover_end(&options.run, status);
}
