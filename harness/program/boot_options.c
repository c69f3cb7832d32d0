/* SPDX-License-Identifier: Apache-2.0 */
#include "program/boot_options.h"

#include <string.h>
#include <unistd.h>

#include "program/arguments.h"
#include "program/cli.h"

/* Linux of Debian, from reset to power-off, is about as much; a silent kernel hangs. */
#define PATIENCE UINT64_C(1000000000)

enum {
	KEY_APPEND = 512,
	KEY_MEMORY,
	KEY_UNTIL,
	KEY_FAST,
	KEY_SNAPSHOT,
	KEY_RESUME,
	KEY_RECORD,
	KEY_ADUE,
	KEY_MODE,
	KEY_ISA,
	KEY_PATIENCE,
	KEY_FETCH_BUFFER,
	KEY_NO_ORACLE,
};

static const struct argp_option option_list[] = {
	{"append", KEY_APPEND, "LINE", 0,
	 "the kernel's command line (default: 'earlycon=sbi console=ttyS0')", 1},
	{"memory", KEY_MEMORY, "SIZE", 0, "physical memory, such as 512M (default: 256M)", 1},
	{"mode", KEY_MODE, "NAME", 0,
	 "the highest paging mode that satp takes: bare, sv32, sv39, sv48 or sv57 (default: the "
	 "highest that was built)",
	 1},
	{"isa", KEY_ISA, "ISA", 0,
	 "rv64imafdc, rv64imac, rv32imafdc or rv32imac, and behind one of RV64 _svpbmt and "
	 "_svnapot (default: all, of the width that the kernel is for)",
	 1},
	{"adue", KEY_ADUE, "0|1", 0,
	 "0: page faults set A and D (Svade); 1: hardware does (Svadu), which is the default", 1},
	{"until", KEY_UNTIL, "WHEN", 0,
	 "stop when so many instructions are done (100000), before the instruction at an address "
	 "(0x80200000), or behind a text on the console (anything else; text:T for any T)",
	 2},
	{"fast", KEY_FAST, "WHEN", 0,
	 "go on the oracle alone, without RTL, up to WHEN, which is as of --until; 'end': all the "
	 "way",
	 2},
	{"patience", KEY_PATIENCE, "N", 0,
	 "a kernel that puts nothing out for N instructions hangs; 0: never (default: 1000000000, "
	 "and never where standard input is a terminal)",
	 2},
	{"snapshot", KEY_SNAPSHOT, "FILE", 0, "write the machine to FILE where --until stops it",
	 2},
	{"resume", KEY_RESUME, "FILE", 0, "begin with the machine of a snapshot, and no kernel", 2},
	{"record", KEY_RECORD, "FILE", 0,
	 "write what was asked of the RTL, and what it answered, as a trace (compressed, if the "
	 "name ends in .zst, .xz or .gz)",
	 2},
	{"fetch-buffer", KEY_FETCH_BUFFER, "N", 0,
	 "the core keeps N bytes around each fetch: 0, or 4 to 4096 (default: 32)", 3},
	{"no-oracle", KEY_NO_ORACLE, NULL, 0,
	 "without the oracle: what follows from a wrong answer is left to the kernel", 3},
	{0},
};

static const struct argp_child children[] = {{&run_options_argp, 0, NULL, 0},
					     {&seed_options_argp, 0, NULL, 0},
					     {&memory_options_argp, 0, NULL, 0},
					     {&rtl_options_argp, 0, NULL, 0},
					     {0}};

static void give(struct boot_options *options, const char *option, const char *value)
{
	unsigned int i = 0;

	/* The last one counts. */
	while (i < options->n_given && strcmp(options->given[i].option, option))
		i++;
	if (i == BOOT_GIVEN)
		return;
	options->given[i].option = option;
	options->given[i].value = value;
	if (i == options->n_given)
		options->n_given++;
}

static void parse_when(struct when *when, const char *option, const char *arg,
		       const struct argp_state *state)
{
	if (!when_parse(arg, when))
		cli_usage(state,
			  "%s: '%s' is no number of instructions, no address, and no text of 1 to "
			  "512 bytes",
			  option, arg);
}

static unsigned int parse_fetch_buffer(const char *arg, const struct argp_state *state)
{
	unsigned int n = (unsigned int)cli_number(arg, "--fetch-buffer", 0, 4096, state);

	if (n & (n - 1) || (n && n < 4))
		cli_usage(state, "--fetch-buffer: '%s' is not 0, and no power of two from 4 on",
			  arg);
	return n;
}

static void parse_fast(struct boot_options *options, const char *arg,
		       const struct argp_state *state)
{
	options->fast_only = !strcmp(arg, "end");
	if (!options->fast_only)
		parse_when(&options->fast, "--fast", arg, state);
}

static void parse_file(struct boot_options *options, char *arg, const struct argp_state *state)
{
	if (!strcmp(arg, "-"))
		cli_usage(state, "standard input is the machine's console, and no file");
	if (!options->kernel)
		options->kernel = arg;
	else if (!options->initrd)
		options->initrd = arg;
	else
		cli_usage(state, "more than a kernel and an initrd given");
}

/* What makes no sense together. */
static void check(const struct boot_options *options, const struct argp_state *state)
{
	const struct run_options *run = &options->run;

	if (!options->kernel && !options->resume)
		cli_usage(state, "no kernel given");
	if (options->kernel && options->resume)
		cli_usage(state, "--resume takes no kernel: the snapshot has it in memory");
	if (options->resume && (options->append || options->memory || options->mode ||
				options->isa || options->has_adue))
		cli_usage(state, "--resume: --append, --memory, --mode, --isa and --adue are as "
				 "they were when the snapshot was made");
	if (options->snapshot && options->until.kind == WHEN_NEVER)
		cli_usage(state, "--snapshot needs --until");
	if (options->fast_only && (options->record || run->fst || run->plant || run->no_model ||
				   run->cover || run->expect || options->no_oracle))
		cli_usage(state, "--fast end: there is no RTL to record, to plant in or to judge");
	if (options->fast_only &&
	    (run->given || run->may_cache_pointers || options->has_fetch_bytes))
		cli_usage(state, "--fast end: there is no RTL for which a seed, memory's times, "
				 "--may-cache or --fetch-buffer would do anything");
}

static error_t parse_more(struct boot_options *options, int key, char *arg,
			  const struct argp_state *state)
{
	switch (key) {
	case KEY_ADUE:
		options->adue = cli_number(arg, "--adue", 0, 1, state);
		options->has_adue = true;
		give(options, "--adue", arg);
		return 0;
	case KEY_PATIENCE:
		options->patience = cli_number(arg, "--patience", 0, UINT64_MAX, state);
		options->has_patience = true;
		give(options, "--patience", arg);
		return 0;
	case KEY_FETCH_BUFFER:
		options->fetch_bytes = parse_fetch_buffer(arg, state);
		options->has_fetch_bytes = true;
		give(options, "--fetch-buffer", arg);
		return 0;
	case KEY_NO_ORACLE:
		options->no_oracle = true;
		give(options, "--no-oracle", NULL);
		return 0;
	case KEY_SNAPSHOT:
		options->snapshot = arg;
		return 0;
	case KEY_RECORD:
		options->record = arg;
		return 0;
	case ARGP_KEY_ARG:
		parse_file(options, arg, state);
		return 0;
	case ARGP_KEY_END:
		check(options, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct boot_options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		run_options_children(&options->run, children, state);
		return 0;
	case KEY_APPEND:
		options->append = arg;
		give(options, "--append", arg);
		return 0;
	case KEY_MEMORY:
		if (!shape_parse_memory(arg, &options->memory))
			cli_usage(state,
				  "--memory: '%s' is not a size in whole pages, such as 512M", arg);
		give(options, "--memory", arg);
		return 0;
	case KEY_MODE:
		options->mode = arg;
		give(options, "--mode", arg);
		return 0;
	case KEY_ISA:
		options->isa = arg;
		give(options, "--isa", arg);
		return 0;
	case KEY_UNTIL:
		parse_when(&options->until, "--until", arg, state);
		give(options, "--until", arg);
		return 0;
	case KEY_FAST:
		parse_fast(options, arg, state);
		give(options, "--fast", arg);
		return 0;
	case KEY_RESUME:
		if (!strcmp(arg, "-"))
			cli_usage(state, "standard input is the machine's console, and no file");
		options->resume = arg;
		give(options, "--resume", arg);
		return 0;
	default:
		return parse_more(options, key, arg, state);
	}
}

static const struct argp boot_argp = {
	.options = option_list,
	.parser = parse,
	.args_doc = "KERNEL [INITRD]\n--resume FILE",
	.doc = "Boot a RISC-V kernel on a machine whose every fetch, load and store goes through "
	       "the RTL in lockstep with the cycle model and the oracle. KERNEL is an Image of "
	       "Linux or an ELF file, also compressed; firmware answers its calls by the SBI. The "
	       "console is standard output and standard input; at a terminal, Ctrl-A x leaves."
	       "\vExit status: 0 powered off or stopped by --until, and all agreed; 1 a mismatch, "
	       "or the kernel failed, panicked or hangs; 2 bad input or usage, or nothing was "
	       "compared.",
	.children = children,
};

void boot_options_parse(struct boot_options *options, int argc, char **argv)
{
	*options = (struct boot_options){.fetch_bytes = 32, .adue = true};
	run_options_init(&options->run);
	cli_parse(&boot_argp, argc, argv, options);
	if (!options->has_patience)
		options->patience = isatty(STDIN_FILENO) ? 0 : PATIENCE;
}

void boot_options_again(const struct boot_options *options, struct again *again)
{
	for (unsigned int i = 0; i < options->n_given; i++) {
		again_add(again, " %s", options->given[i].option);
		if (options->given[i].value)
			again_word(again, options->given[i].value);
	}
	again_options(again, &options->run);
	again_waveform(again);
	if (options->kernel)
		again_file(again, options->kernel);
	if (options->initrd)
		again_file(again, options->initrd);
}
