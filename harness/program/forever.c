/* SPDX-License-Identifier: Apache-2.0 */
#include "program/forever.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/leftover.h"
#include "program/cli.h"

static volatile sig_atomic_t stopped;

/* The second one ends the program at once. */
static void stop(int number)
{
	stopped = 1;
	leftover_catch(number);
}

bool forever_stopped(void)
{
	return stopped;
}

void forever_catch_signals(void)
{
	struct sigaction action = {.sa_handler = stop, .sa_flags = 0};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static void tell(uint64_t seed, uint64_t cycles)
{
	double seconds = cli_cpu_seconds();
	char text[120];

	snprintf(text, sizeof(text), "seed %llu: %.1f million cycles, %.2f million a CPU second",
		 (unsigned long long)seed, (double)cycles * 1e-6,
		 seconds > 0 ? (double)cycles * 1e-6 / seconds : 0);
	cli_status(text);
}

static void add(struct soak_sum *sum, uint64_t seed, const struct forever_seed *done)
{
	if (!sum->seeds++)
		sum->first = seed;
	sum->last = seed;
	sum->cycles += done->cycles;
	sum->translations += done->translations;
	sum->mismatches += *done->mismatch != 0;
}

static bool run(const struct forever *config, struct soak_log *log, struct soak_sum *now)
{
	const struct soak_sum *logged = log ? soak_log_sum(log) : NULL;
	uint64_t seed = logged && logged->seeds ? logged->last + 1 : config->seed;
	double start = cli_seconds(), last = start;

	for (; !stopped; seed++) {
		struct forever_seed done = {0};
		double time;

		if (!config->run(config->opaque, seed, &done))
			return false;
		add(now, seed, &done);
		if (log && !soak_log_add(log, seed, done.cycles, done.translations,
					 *done.mismatch ? done.mismatch : NULL)) {
			cli_error("%s: %s", config->log, strerror(errno));
			return false;
		}
		time = cli_seconds();
		if (time - last > 0.5) {
			tell(seed, now->cycles);
			last = time;
		}
		if (seed == UINT64_MAX || now->mismatches >= config->mismatches ||
		    (config->minutes && time - start >= 60 * (double)config->minutes))
			break;
	}
	return true;
}

bool forever_run(const struct forever *config, struct soak_sum *sum, uint64_t *seeds)
{
	struct soak_log *log = NULL;
	struct soak_sum now = {0};
	char error[1024];
	bool ok;

	if (config->log) {
		log = soak_log_open(config->log, config->settings, error, sizeof(error));
		if (!log) {
			cli_error("%s", error);
			return false;
		}
	}
	forever_catch_signals();
	ok = run(config, log, &now);
	cli_status(NULL);
	*seeds = now.seeds;
	*sum = log ? *soak_log_sum(log) : now;
	soak_log_close(log);
	return ok;
}
