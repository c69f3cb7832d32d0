/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pagewalk vectors: asks oracle and RTL every question of a vector file. Each answer must be the
 * recorded one, with the recorded PTE reads and A/D writes; and RTL and cycle model must agree on
 * every pin meanwhile.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "program/arguments.h"
#include "program/cli.h"
#include "program/files.h"
#include "program/report.h"
#include "vectors/asker.h"
#include "vectors/vectors.h"

struct arguments {
	struct run_options run;
	struct run_files files;
};

static const struct argp_child children[] = {
	{&run_options_argp, 0, NULL, 0},
	{&memory_options_argp, 0, NULL, 0},
	{&seed_options_argp, 0, NULL, 0},
	{&rtl_options_argp, 0, NULL, 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *arguments = state->input;

	(void)arg;
	if (key != ARGP_KEY_INIT)
		return run_files_parse(&arguments->files, "vector file", &arguments->run, key,
				       state);
	run_options_children(&arguments->run, children, state);
	return 0;
}

static const struct argp vectors_argp = {
	.parser = parse,
	.args_doc = "FILE...",
	.doc = "Ask oracle and RTL every question of a vector file; answers, PTE reads and A/D "
	       "writes must be the recorded ones. Questions that need what is not built are "
	       "skipped and counted; those of another PA_BITS, or of a mode that was left out, are "
	       "asked of the oracle alone."
	       "\vExit status: 0 all as recorded, 1 a difference, 2 bad input or usage, or a file "
	       "of which the RTL can be asked nothing.",
	.children = children,
};

struct result {
	const char *name;
	enum outcome outcome;
	uint64_t scenarios, cycles;
	uint64_t ways[ASKED_WAYS];        /* questions, by the voices that were asked */
	uint64_t missing[VECTOR_MISSING]; /* questions that were not asked, by why */
	uint64_t open;                    /* asked, and not held against the record */
	double seconds;                   /* of CPU time */
	json_t *rules;                    /* questions that were asked, by rule */
};

static void count(struct result *result, const struct vector_question *question, enum asked way)
{
	json_int_t n = json_integer_value(json_object_get(result->rules, question->rule));

	result->ways[way]++;
	if (way == ASKED_NOBODY) {
		result->missing[question->missing]++;
		return;
	}
	result->open += question->open;
	json_object_set_new(result->rules, question->rule, json_integer(n + 1));
}

static void ask_all(struct bench *bench, const char *path, struct vectors *vectors,
		    struct result *result)
{
	struct asker asker = {.bench = bench, .path = path};
	struct vector_question question;

	while (bench->status == BENCH_OK) {
		switch (vectors_next(vectors, &question)) {
		case VECTORS_SCENARIO:
			result->scenarios++;
			cli_progress(result->name, vectors_progress(vectors));
			asker_scenario(&asker, vectors_scenario(vectors));
			break;
		case VECTORS_CONTEXT:
			asker_context(&asker);
			break;
		case VECTORS_QUESTION:
			count(result, &question, asker_question(&asker, &question));
			break;
		case VECTORS_ERROR:
			bench_fail(bench, BENCH_ERROR, "%s", vectors_error(vectors));
			return;
		default:
			return;
		}
	}
}

/* One pass over one file. NULL with a message in error when it could not begin. */
static struct bench *play(const char *path, const struct bench_config *config,
			  struct result *result, char *error, unsigned int size)
{
	struct vectors *vectors = vectors_open(path, error, size);
	struct bench *bench = vectors ? bench_create(config, error, size) : NULL;
	double start = cli_cpu_seconds();

	if (bench) {
		ask_all(bench, path, vectors, result);
		while (bench->fst && bench->status == BENCH_MISMATCH &&
		       config->fst_last != UINT64_MAX)
			bench_cycle(bench); /* to the end of the window */
		bench_finish(bench);
		cli_progress(NULL, -1);
		result->cycles = bench->cycle;
		result->seconds = cli_cpu_seconds() - start;
	}
	vectors_close(vectors);
	return bench;
}

/* The same file with a waveform around the failure. */
static int play_window(const struct run_options *run, const char *path,
		       const struct bench_config *config, uint64_t failed)
{
	struct bench_config again = *config;
	struct result result = {.name = cli_basename(path), .rules = json_object()};
	char error[512];
	struct bench *bench;
	int status;

	run_options_window(run, failed, &again);
	bench = play(path, &again, &result, error, sizeof(error));
	json_decref(result.rules);
	status = run_options_windowed(&again, bench, error);
	bench_destroy(bench);
	return status;
}

static int run_file(const struct arguments *arguments, const char *path, struct result *result)
{
	const struct run_options *run = &arguments->run;
	struct bench_config config = run_options_bench(run, true);
	struct again again;
	char error[512];
	struct bench *bench;
	int status = EXIT_AGREED;
	uint64_t failed;

	result->name = cli_basename(path);
	bench = play(path, &config, result, error, sizeof(error));
	if (!bench)
		return cli_error("%s", error);
	failed = bench->failed_cycle;
	if (bench->status == BENCH_ERROR) {
		status = cli_error("%s", bench->failure);
	} else if (bench->status == BENCH_MISMATCH) {
		again_begin(&again, again_program, "vectors");
		again_options(&again, run);
		again_waveform(&again);
		again_file(&again, path);
		report_failure(stdout, bench, path, run->fst ? NULL : &again);
		status = EXIT_MISMATCH;
	}
	bench_destroy(bench);
	if (status == EXIT_MISMATCH && run->window)
		status = play_window(run, path, &config, failed);
	return status;
}

struct reasons {
	char text[400];
	size_t length;
};

static void add_reason(struct reasons *reasons, uint64_t n, const char *why)
{
	size_t room = sizeof(reasons->text) - reasons->length;

	if (n)
		reasons->length +=
			(size_t)snprintf(reasons->text + reasons->length, room, "%s%llu for %s",
					 reasons->length ? ", " : "", (unsigned long long)n, why);
}

/* Why questions were not asked at all, and why of the oracle alone. */
static struct reasons why_skipped(const struct result *result)
{
	struct reasons reasons = {.length = 0};

	for (unsigned int i = 0; i < VECTOR_MISSING; i++)
		add_reason(&reasons, result->missing[i], vector_missing_names[i]);
	return reasons;
}

static struct reasons why_alone(const struct result *result)
{
	struct reasons reasons = {.length = 0};

	add_reason(&reasons, result->ways[ASKED_WIDTH], "another PA_BITS");
	add_reason(&reasons, result->ways[ASKED_MODE], "a mode that was left out");
	return reasons;
}

static void print_result(FILE *file, const struct result *result)
{
	struct reasons skipped = why_skipped(result), alone = why_alone(result);

	fprintf(file,
		"%s: %llu questions (%llu scenarios, %zu rules) answered by oracle and RTL as "
		"recorded, PTE reads and A/D writes too; %llu cycles, %.2f s of CPU time\n",
		result->name, (unsigned long long)result->ways[ASKED_ALL],
		(unsigned long long)result->scenarios, json_object_size(result->rules),
		(unsigned long long)result->cycles, result->seconds);
	if (alone.length)
		fprintf(file, "  more, answered by the oracle alone as recorded: %s\n", alone.text);
	if (result->open)
		fprintf(file,
			"  asked, but not held against the record: %llu that the manual leaves "
			"open\n",
			(unsigned long long)result->open);
	if (skipped.length)
		fprintf(file, "  skipped: %s\n", skipped.text);
}

/* Nothing done is no agreement. */
static int nothing_asked(const char *path, const struct result *result)
{
	struct reasons skipped = why_skipped(result), alone = why_alone(result);

	if (!skipped.length && !alone.length)
		return cli_error("%s: there is no question in it", path);
	return cli_error("%s: the RTL cannot be asked any of its questions: %s%s%s", path,
			 skipped.text, skipped.length && alone.length ? ", " : "", alone.text);
}

static json_t *result_json(const struct result *result)
{
	json_t *skipped = json_object();

	for (unsigned int i = 0; i < VECTOR_MISSING; i++)
		if (result->missing[i])
			json_object_set_new(skipped, vector_missing_names[i],
					    json_integer((json_int_t)result->missing[i]));
	return json_pack("{s:o, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:I, s:f, s:O}", "name",
			 report_name(result->name), "outcome", report_outcomes[result->outcome],
			 "scenarios", (json_int_t)result->scenarios, "questions",
			 (json_int_t)result->ways[ASKED_ALL], "oracle_alone_width",
			 (json_int_t)result->ways[ASKED_WIDTH], "oracle_alone_mode",
			 (json_int_t)result->ways[ASKED_MODE], "open", (json_int_t)result->open,
			 "skipped", skipped, "cycles", (json_int_t)result->cycles, "seconds",
			 result->seconds, "rules", result->rules);
}

static int write_json(const char *path, json_t *files, int status)
{
	json_t *root = json_pack("{s:O, s:i}", "files", files, "status", status);
	int failed = report_write_json(path, root);

	json_decref(root);
	return failed ? cli_error("%s: %s", path, strerror(errno)) : status;
}

/*
 * All files, past a difference too, but not past bad input. A waveform's window is that of the
 * first difference. Their lines go to text, for when all is well.
 */
static int run_files(struct arguments *arguments, FILE *text, json_t *files, uint64_t *questions)
{
	int status = EXIT_AGREED;

	for (int i = 0; i < arguments->files.n && status != EXIT_BAD; i++) {
		struct result result = {.rules = json_object()};
		int one = run_file(arguments, arguments->files.path[i], &result);

		if (one == EXIT_AGREED && result.ways[ASKED_ALL])
			print_result(text, &result);
		else if (one == EXIT_AGREED)
			one = nothing_asked(arguments->files.path[i], &result);
		if (one == EXIT_MISMATCH) {
			arguments->run.fst = NULL;
			result.outcome = OUTCOME_MISMATCH;
		}
		status = one > status ? one : status;
		*questions += result.ways[ASKED_ALL];
		json_array_append_new(files, result_json(&result));
		json_decref(result.rules);
	}
	return status;
}

int cmd_vectors(int argc, char **argv)
{
	struct arguments arguments = {0};
	json_t *files = json_array();
	uint64_t questions = 0;
	char *lines = NULL;
	size_t length = 0;
	FILE *text;
	int status;

	run_options_init(&arguments.run);
	cli_parse(&vectors_argp, argc, argv, &arguments);
	status =
		run_options_begin(&arguments.run, NULL, 0, arguments.files.path, arguments.files.n);
	text = open_memstream(&lines, &length);
	if (!text)
		status = cli_error("out of memory");
	if (status == EXIT_AGREED)
		status = run_files(&arguments, text, files, &questions);
	/* glibc 2.41 has no room to begin with, and says so only here: then there is no text. */
	if (text && (fclose(text) || !lines))
		status = cli_error("out of memory");
	status = run_options_enough(&arguments.run, questions, status);
	status = run_options_cover_end(&arguments.run, status);
	if (arguments.run.json && status != EXIT_BAD)
		status = write_json(arguments.run.json, files, status);
	json_decref(files);
	if (status != EXIT_BAD)
		fputs(lines, stdout);
	free(lines);
	return status;
}
