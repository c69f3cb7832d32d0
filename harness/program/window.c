/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "program/cli.h"
#include "program/run_options.h"

void run_options_window(const struct run_options *options, uint64_t failed,
			struct bench_config *config)
{
	config->cover = NULL; /* it has been counted */
	config->fst = options->fst;
	config->fst_first = failed > options->window ? failed - options->window : 1;
	config->fst_last = failed + options->window;
}

int run_options_windowed(const struct bench_config *config, const struct bench *bench,
			 const char *error)
{
	if (!bench)
		return cli_error("%s", error);
	if (bench->status == BENCH_ERROR)
		return cli_error("%s", bench->failure);
	printf("  waveform of cycles %llu to %llu: %s\n", (unsigned long long)config->fst_first,
	       (unsigned long long)config->fst_last, config->fst);
	return EXIT_MISMATCH;
}
