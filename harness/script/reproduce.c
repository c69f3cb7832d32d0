/* SPDX-License-Identifier: Apache-2.0 */
#include "script/reproduce.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/whole.h"
#include "dut/dut.h"
#include "script/pins_play.h"
#include "script/pins_record.h"
#include "script/shrink.h"

/* How a script ended. */
struct ended {
	enum bench_status status;
	uint64_t cycles, failed_cycle;
	char failure[sizeof(((struct bench *)0)->failure)];
};

struct search {
	const struct reproduce *what;
	char kind[512];
};

void reproduce_kind(const char *failure, char *kind, size_t size)
{
	size_t n = 0;

	if (!strncmp(failure, "pin ", 4)) {
		snprintf(kind, size, "%.*s", (int)strcspn(failure, ":"), failure);
		return;
	}
	while (*failure && n + 1 < size) {
		size_t word = strcspn(failure, " ,:"), digits = strspn(failure, "0123456789abcdef");

		if (!word) {
			kind[n++] = *failure++;
		} else if (digits == word) {
			kind[n++] = '#';
			failure += word;
		} else {
			word = word < size - 1 - n ? word : size - 1 - n;
			memcpy(&kind[n], failure, word);
			n += word;
			failure += word;
		}
	}
	kind[n] = 0;
}

/* False: the bench could not be made. */
static bool replay(const struct reproduce *what, const struct script *script, struct ended *ended)
{
	struct bench_config config = what->config;
	struct bench *bench;
	char error[256];

	config.fst = NULL;
	config.cover = NULL;
	pins_bench(script, &config);
	bench = bench_create(&config, error, sizeof(error));
	if (!bench)
		return false;
	ended->status = pins_play(bench, script, 0, NULL);
	ended->cycles = bench->cycle;
	ended->failed_cycle = bench->failed_cycle;
	memcpy(ended->failure, bench->failure, sizeof(ended->failure));
	bench_destroy(bench);
	return true;
}

static bool fails(void *opaque, const struct script *script)
{
	const struct search *search = opaque;
	struct ended ended;
	char kind[sizeof(search->kind)];

	if (!replay(search->what, script, &ended) || ended.status != BENCH_MISMATCH)
		return false;
	reproduce_kind(ended.failure, kind, sizeof(kind));
	return !strcmp(kind, search->kind);
}

static bool stop(void *opaque, const struct script *script, unsigned int asked)
{
	const struct search *search = opaque;

	return search->what->stop && search->what->stop(script->n, asked);
}

/* The run again, recorded. */
static bool record(const struct reproduce *what, struct script *script, struct ended *ended,
		   char *error, unsigned int size)
{
	struct bench_config config = what->config;
	struct recorder *recorder;
	struct bench *bench;
	bool ok;

	config.fst = NULL;
	config.cover = NULL;
	bench = bench_create(&config, error, size);
	if (!bench)
		return false;
	*script = (struct script){.seed = config.seed, .sized = true, .size = dut_config};
	recorder = recorder_create(bench, script);
	if (recorder)
		what->drive(what->opaque, bench);
	ok = recorder && recorder_finish(recorder);
	*ended = (struct ended){.status = bench->status,
				.cycles = bench->cycle,
				.failed_cycle = bench->failed_cycle};
	memcpy(ended->failure, bench->failure, sizeof(ended->failure));
	bench_destroy(bench);
	if (!ok)
		snprintf(error, size, "the run could not be recorded");
	return ok;
}

/* Does it do what the run did, to the cycle? */
static bool is_faithful(const struct reproduce *what, const struct script *script,
			const struct ended *ended, char *error, unsigned int size)
{
	struct ended again;

	if (!replay(what, script, &again)) {
		snprintf(error, size, "out of memory");
		return false;
	}
	if (again.status == ended->status && again.failed_cycle == ended->failed_cycle &&
	    !strcmp(again.failure, ended->failure))
		return true;
	snprintf(error, size, "the recorded run ended otherwise, in cycle %llu: %s",
		 (unsigned long long)again.failed_cycle,
		 again.status == BENCH_OK ? "no mismatch" : again.failure);
	return false;
}

static bool write_script(const struct reproduce *what, const struct script *script,
			 const struct ended *first, const struct ended *last, size_t recorded)
{
	struct whole whole;
	char head[4096];

	snprintf(head, sizeof(head),
		 "%s\n  cycle %llu: %s\n%s FILE   (shrunk from %zu events to %zu)\n"
		 "  cycle %llu: %s\n",
		 what->command, (unsigned long long)first->failed_cycle, first->failure,
		 what->replay, recorded, script->n, (unsigned long long)last->failed_cycle,
		 last->failure);
	if (whole_open(&whole, what->path))
		return false;
	script_write(script, head, whole.file);
	return !whole_close(&whole);
}

static bool shrink(const struct reproduce *what, struct script *script, const struct ended *first,
		   struct reproduced *done, char *error, unsigned int size)
{
	struct search search = {.what = what};
	const struct shrink how = {.fails = fails, .stop = stop, .opaque = &search};
	struct ended last;

	reproduce_kind(first->failure, search.kind, sizeof(search.kind));
	done->recorded = script->n;
	done->runs = shrink_script(&how, script, &done->whole);
	done->events = script->n;
	if (!replay(what, script, &last)) {
		snprintf(error, size, "out of memory");
		return false;
	}
	done->cycles = last.cycles;
	if (write_script(what, script, first, &last, done->recorded))
		return true;
	snprintf(error, size, "%s: %s", what->path, strerror(errno));
	return false;
}

bool reproduce(const struct reproduce *what, struct reproduced *done, char *error,
	       unsigned int size)
{
	struct script script = {0};
	struct ended first;
	bool ok;

	ok = record(what, &script, &first, error, size) &&
	     is_faithful(what, &script, &first, error, size) &&
	     shrink(what, &script, &first, done, error, size);
	script_free(&script);
	return ok;
}
