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

#include "cli.h"
#include "report.h"
#include "vectors.h"

#define PAGE       4096u
#define PAGES      ((VECTOR_MEMORY_END - VECTOR_MEMORY_BEGIN) / PAGE)
#define MAX_CYCLES 100000u

struct arguments {
	struct run_options run;
	char **files;
	int n;
};

/* The pages of the bench's memory. */
struct pages {
	bool made;         /* each exists */
	bool stale[PAGES]; /* not all 0: the scenario before had words there */
};

/* What somebody answered, to be held against the record. */
struct verdict {
	const char *who;
	enum fault fault;
	uint64_t pa;
	unsigned int reads;
	const uint64_t *read_pa;
	bool refused; /* the last read found no memory; records do not list such a read */
	unsigned int updates;
	const struct oracle_update *update;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *arguments = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &arguments->run;
		return 0;
	case ARGP_KEY_ARGS:
		arguments->files = state->argv + state->next;
		arguments->n = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "no vector file given");
		return 0;
	case ARGP_KEY_END:
		if (arguments->run.memory.error || arguments->run.stall)
			argp_error(state, "--errors and --stall are not for vectors");
		if (arguments->run.fst && !arguments->run.window && arguments->n > 1)
			argp_error(state, "--fst without --window takes one file");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_child children[] = {
	{&run_options_argp, 0, NULL, 0},
        {0            }
};

static const struct argp vectors_argp = {
	.parser = parse,
	.args_doc = "FILE...",
	.doc = "Ask oracle and RTL every question of a vector file; answers, PTE reads and A/D "
	       "writes must be "
	       "the recorded ones."
	       "\vExit status: 0 all as recorded, 1 a difference, 2 bad input or usage.",
	.children = children,
};

static bool scenario_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	return vector_scenario_read(opaque, pa, bytes, pte);
}

static uint64_t satp_of(const struct vector_scenario *scenario)
{
	return scenario->mode == 1 ? UINT64_C(1) << 31 | scenario->root
				   : (uint64_t)scenario->mode << 60 | scenario->root;
}

static enum regime regime_of(const struct vector_scenario *scenario)
{
	return scenario->mode == 1 ? REGIME_RV32 : REGIME_RV64;
}

/* NULL, or what differs. */
static const char *difference(const struct verdict *verdict, const struct vector_question *question)
{
	unsigned int reads = verdict->reads - (verdict->refused ? 1 : 0);

	if (verdict->fault != question->fault)
		return "fault";
	if (verdict->pa != question->pa)
		return "physical address";
	if (reads != question->n_reads ||
	    memcmp(verdict->read_pa, question->reads, reads * sizeof(*question->reads)))
		return "PTE reads";
	if (verdict->updates != (question->n_writes > 0))
		return "A/D write";
	if (verdict->updates && (verdict->update->pa != question->writes[0].pa ||
				 verdict->update->new_pte != question->writes[0].pte))
		return "A/D write";
	return NULL;
}

static void hold(struct bench *bench, const char *path, const struct verdict *verdict,
		 const struct vector_question *question)
{
	const char *what = difference(verdict, question);

	if (what)
		bench_fail(
			bench, BENCH_MISMATCH,
			"%s:%lu: rule %s, va %llx: %s of the %s is not as recorded (fault %d, pa "
			"%llx, %u reads; recorded fault %d, pa %llx, %u reads)",
			path, question->line, question->rule, (unsigned long long)question->va,
			what, verdict->who, verdict->fault, (unsigned long long)verdict->pa,
			verdict->reads, question->fault, (unsigned long long)question->pa,
			question->n_reads);
}

/*
 * The scenario's memory. Pages in which neither it nor the one before has a word are 0 from the
 * first scenario on.
 */
static bool load(struct bench *bench, const struct vector_scenario *scenario, struct pages *pages)
{
	bool good = true, now[PAGES] = {false};

	for (size_t i = 0; i < scenario->n_words; i++)
		now[(scenario->words[i].pa - VECTOR_MEMORY_BEGIN) / PAGE] = true;
	for (unsigned int i = 0; i < PAGES; i++)
		if (now[i] || pages->stale[i] || !pages->made)
			good = good && image_page(bench->image, VECTOR_MEMORY_BEGIN / PAGE + i,
						  scenario->memory + i * (PAGE / 8), PAGE / 8, 8);
	memcpy(pages->stale, now, sizeof(now));
	pages->made = true;
	return good;
}

static void set_context(struct bench *bench, const struct vector_scenario *scenario)
{
	struct mmu_in *in = &bench->in;

	in->adue = scenario->adue;
	in->pbmte = scenario->pbmte;
	in->ptbr_valid = 1;
	in->ptbr_regime = regime_of(scenario);
	in->ptbr_value = satp_of(scenario);
	bench_cycle(bench);
	in->ptbr_valid = 0;
}

/* An empty TLB, then one request, until it is answered. */
static void ask(struct bench *bench, const struct vector_scenario *scenario,
		const struct vector_question *question)
{
	struct mmu_in *in = &bench->in;
	bool fetch = question->type == ACCESS_FETCH;
	uint64_t give_up = bench->cycle + MAX_CYCLES;

	in->fence_valid = 1;
	bench_cycle(bench);
	in->fence_valid = 0;
	in->fetch_rsp_ready = in->data_rsp_ready = 1;
	in->fetch_req_valid = fetch;
	in->data_req_valid = !fetch;
	in->fetch_req_va = in->data_req_va = question->va;
	in->fetch_req_priv = in->data_req_priv = question->priv;
	in->data_req_store = question->type == ACCESS_STORE;
	in->data_req_sum = scenario->sum;
	in->data_req_mxr = scenario->mxr;
	bench->line[fetch ? PORT_FETCH : PORT_DATA] = question->line;
	bench_cycle(bench);
	in->fetch_req_valid = in->data_req_valid = 0;
	do
		bench_cycle(bench);
	while (bench->status == BENCH_OK && bench->cycle < give_up &&
	       !(fetch ? bench->out.fetch_rsp_valid : bench->out.data_rsp_valid));
	if (bench->cycle >= give_up)
		bench_fail(bench, BENCH_MISMATCH, "no answer in %u cycles", MAX_CYCLES);
}

static void judge(struct bench *bench, const char *path, const struct vector_scenario *scenario,
		  const struct vector_question *question)
{
	const struct oracle_context context = {.regime = regime_of(scenario),
					       .ptbr = satp_of(scenario),
					       .adue = scenario->adue,
					       .pbmte = scenario->pbmte};
	const struct oracle_access access = {.va = question->va,
					     .type = question->type,
					     .priv = question->priv,
					     .sum = scenario->sum,
					     .mxr = scenario->mxr};
	const struct exchange *x = scoreboard_recent(
		bench->board, question->type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA, 0);
	struct oracle_answer answer;

	oracle_translate(scenario_read, (void *)scenario, &context, &access, &answer);
	hold(bench, path,
	     &(struct verdict){"oracle", answer.fault, answer.pa, answer.reads, answer.read_pa,
			       answer.fault == FAULT_ACCESS && answer.reads, answer.updates,
			       answer.update},
	     question);
	if (!x)
		return;
	hold(bench, path,
	     &(struct verdict){"RTL", x->fault, x->pa, x->reads, x->read_pa,
			       x->read_error && x->reads, x->updates, x->update},
	     question);
	/* Undo the A/D write: every question starts from the scenario's own memory. */
	if (x->updates)
		image_write(bench->image, x->update->pa, scenario->pte_bytes, x->update->old_pte);
}

struct result {
	const char *name;
	uint64_t scenarios, questions, cycles;
	double seconds;
	json_t *rules; /* questions by rule */
};

static void count_rule(json_t *rules, const char *rule)
{
	json_int_t n = json_integer_value(json_object_get(rules, rule));

	json_object_set_new(rules, rule, json_integer(n + 1));
}

static void ask_all(struct bench *bench, const char *path, struct vectors *vectors,
		    struct result *result)
{
	const struct vector_scenario *scenario = NULL;
	struct vector_question question;
	struct pages pages = {0};

	while (bench->status == BENCH_OK) {
		switch (vectors_next(vectors, &question)) {
		case VECTORS_SCENARIO:
			scenario = vectors_scenario(vectors);
			result->scenarios++;
			cli_progress(result->name, vectors_progress(vectors));
			if (!load(bench, scenario, &pages))
				bench_fail(bench, BENCH_ERROR, "out of memory");
			set_context(bench, scenario);
			break;
		case VECTORS_QUESTION:
			result->questions++;
			count_rule(result->rules, question.rule);
			ask(bench, scenario, &question);
			judge(bench, path, scenario, &question);
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
	double start = cli_seconds();

	if (bench) {
		ask_all(bench, path, vectors, result);
		while (bench->wave && bench->status == BENCH_MISMATCH &&
		       config->fst_last != UINT64_MAX)
			bench_cycle(bench); /* to the end of the window */
		bench_finish(bench);
		cli_progress(NULL, -1);
		result->cycles = bench->cycle;
		result->seconds = cli_seconds() - start;
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
	int status = EXIT_MISMATCH;
	struct bench *bench;

	run_options_window(run, failed, &again);
	bench = play(path, &again, &result, error, sizeof(error));
	json_decref(result.rules);
	if (!bench)
		return cli_error("%s", error);
	if (bench->status == BENCH_ERROR)
		status = cli_error("%s", bench->failure);
	else
		run_options_tell(&again);
	bench_destroy(bench);
	return status;
}

static int run_file(const struct arguments *arguments, const char *path, struct result *result)
{
	const struct run_options *run = &arguments->run;
	struct bench_config config = run_options_bench(run, true);
	char error[512], again[512];
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
		run_options_again(run, "vectors", path, again, sizeof(again));
		report_failure(stdout, bench, path, run->fst ? NULL : again);
		status = EXIT_MISMATCH;
	}
	bench_destroy(bench);
	if (status == EXIT_MISMATCH && run->window)
		status = play_window(run, path, &config, failed);
	return status;
}

static json_t *result_json(const struct result *result)
{
	return json_pack("{s:s, s:I, s:I, s:I, s:f, s:O}", "name", result->name, "scenarios",
			 (json_int_t)result->scenarios, "questions", (json_int_t)result->questions,
			 "cycles", (json_int_t)result->cycles, "seconds", result->seconds, "rules",
			 result->rules);
}

static int write_json(const char *path, json_t *files, int status)
{
	json_t *root = json_pack("{s:O, s:i}", "files", files, "status", status);
	int failed = report_write_json(path, root);

	json_decref(root);
	return failed ? cli_error("%s: %s", path, strerror(errno)) : status;
}

int cmd_vectors(int argc, char **argv)
{
	struct arguments arguments = {0};
	json_t *files = json_array();
	int status;

	run_options_init(&arguments.run);
	argp_parse(&vectors_argp, argc, argv, 0, NULL, &arguments);
	status = run_options_cover_begin(&arguments.run);
	for (int i = 0; i < arguments.n && status == EXIT_AGREED; i++) {
		struct result result = {.rules = json_object()};

		status = run_file(&arguments, arguments.files[i], &result);
		if (status == EXIT_AGREED)
			printf("%s: %llu questions (%llu scenarios, %zu rules) answered by oracle "
			       "and RTL "
			       "as recorded, PTE reads and A/D writes too; %llu cycles, %.2f s\n",
			       result.name, (unsigned long long)result.questions,
			       (unsigned long long)result.scenarios, json_object_size(result.rules),
			       (unsigned long long)result.cycles, result.seconds);
		json_array_append_new(files, result_json(&result));
		json_decref(result.rules);
	}
	if (arguments.run.json && status != EXIT_BAD)
		status = write_json(arguments.run.json, files, status);
	json_decref(files);
	return run_options_cover_end(&arguments.run, status);
}
