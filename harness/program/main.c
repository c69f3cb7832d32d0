/* SPDX-License-Identifier: Apache-2.0 */
/* The program: picks the command. */
#include <argp.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/leftover.h"
#include "program/again.h"
#include "program/cli.h"
#include "program/report.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{"run", cmd_run, "replay traces: RTL against cycle model, oracle and trace"},
	{"vectors", cmd_vectors, "ask oracle and RTL every question of a vector file"},
	{"random", cmd_random, "constrained-random regression"},
	{"model", cmd_model, "replay traces on the cycle model alone"},
	{"os", cmd_os, "processes, page faults and swap over the MMU"},
	{"boot", cmd_boot, "a kernel on a machine whose MMU is the RTL"},
	{"cover", cmd_cover, "which bins of the coverage model runs have hit"},
	{"bench", cmd_bench, "measure RTL alone, model alone, lockstep and waveform"},
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void help(void)
{
	puts("Usage: pagewalk COMMAND [OPTION...] [FILE...]\n\n"
	     "Pagewalk: a memory management unit in Verilog, in lockstep with its golden model.\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		printf("  %-9s %s\n", commands[i].name, commands[i].help);
	puts("\n'pagewalk COMMAND --help' tells more. Exit status: 0 all agreed, 1 a mismatch,\n"
	     "2 bad input or usage, or nothing was compared.");
}

static bool finished;

/* A run whose results, or help, could not be written has failed. */
static int finish(int status)
{
	finished = true;
	if (fflush(stdout) || ferror(stdout))
		return cli_error("standard output: could not be written");
	return status;
}

/*
 * A library may end the program by itself: argp does behind help, and libarchive, with status 1,
 * when memory runs out. That is no mismatch.
 */
static void leave(int status, void *unused)
{
	(void)unused;
	if (finished)
		return;
	leftover_remove_all();
	if (status == EXIT_MISMATCH || (status == EXIT_AGREED && finish(status) != status))
		_exit(EXIT_BAD);
}

/*
 * If standard input, output or error is closed, the next file that is opened would take its place,
 * and get what is printed. So a file that cannot be used in that direction takes the place.
 */
static bool occupy(void)
{
	static const int useless[] = {O_WRONLY, O_RDONLY, O_RDONLY};

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", useless[fd]) != fd)
			return false;
	return true;
}

int main(int argc, char **argv)
{
	char name[64];

	if (!occupy())
		return EXIT_BAD; /* there is nowhere to say so */
	on_exit(leave, NULL);
	leftover_catch_signals();
	report_begin_json();
	if (argc)
		again_program = argv[0];
	argp_err_exit_status = EXIT_BAD;
	argp_program_version = "pagewalk " PAGEWALK_VERSION;
	if (argc < 2)
		return cli_error("no command; see 'pagewalk --help'");
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		help();
		return finish(EXIT_AGREED);
	}
	if (!strcmp(argv[1], "--version")) {
		puts(argp_program_version);
		return finish(EXIT_AGREED);
	}
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		snprintf(name, sizeof(name), "pagewalk %s", argv[1]);
		argv[1] = name;
		return finish(commands[i].run(argc - 1, argv + 1));
	}
	return cli_error("'%s' is not a command; see 'pagewalk --help'", argv[1]);
}
