/* SPDX-License-Identifier: Apache-2.0 */
/* The options of pagewalk boot, and the machine that they ask for. */
#ifndef PAGEWALK_BOOT_OPTIONS_H
#define PAGEWALK_BOOT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "boot/board.h"
#include "program/again.h"
#include "program/run_options.h"

#define BOOT_GIVEN 16u

struct boot_options {
	struct run_options run;
	char *kernel, *initrd; /* NULL: none */
	const char *append, *isa, *mode, *snapshot, *record;
	char *resume;
	uint64_t memory, patience; /* 0: not given */
	bool has_patience, has_adue, has_fetch_bytes, adue, no_oracle;
	unsigned int fetch_bytes;
	struct when fast, until;
	bool fast_only;

	/* What was given of the above that says how the run goes, for a command that repeats it. */
	struct {
		const char *option, *value; /* NULL: an option without a value */
	} given[BOOT_GIVEN];
	unsigned int n_given;
};

/* Reads the command line; ends the program when there is something wrong with it. */
void boot_options_parse(struct boot_options *options, int argc, char **argv);

/*
 * What is run, but for the shape of the machine. The console is silent and has no input if the run
 * is one that repeats another; and it has no input if this one is to be repeated.
 */
void boot_options_config(const struct boot_options *options, bool repeats,
			 struct board_config *config);

/*
 * The machine that the options ask for, with a kernel in it. Returns an exit status; when it is not
 * EXIT_AGREED, the user has been told, and *board is NULL.
 */
int boot_options_board(const struct boot_options *options, const struct board_config *config,
		       struct board **board);

/* Adds to the line what repeats such a run with a waveform. */
void boot_options_again(const struct boot_options *options, struct again *again);

#endif
