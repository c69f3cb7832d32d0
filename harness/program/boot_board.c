/* SPDX-License-Identifier: Apache-2.0 */
/* From options to a machine. */
#include <stdio.h>
#include <string.h>

#include "boot/load_elf.h"
#include "dut/dut.h"
#include "program/boot_options.h"
#include "program/cli.h"

#define COMMAND_LINE "earlycon=sbi console=ttyS0"

void boot_options_config(const struct boot_options *options, bool repeats,
			 struct board_config *config)
{
	*config = (struct board_config){
		.sizes = &dut_config,
		.lockstep = {.bench = run_options_bench(&options->run, true),
			     .fetch_bytes = options->fetch_bytes},
		.fast_only = options->fast_only,
		.fast = options->fast,
		.until = options->until,
		.patience = options->patience,
		.silent = repeats,
		/* A run is made again for a window: what was typed would be missing. */
		.reads = !repeats && !options->run.window,
	};
	config->lockstep.bench.oracle = !options->no_oracle;
}

/* The highest mode, by --mode or by the build. */
static int choose_mode(const struct boot_options *options, struct shape *shape)
{
	enum regime regime = shape->xlen == 32 ? REGIME_RV32 : REGIME_RV64;

	if (!options->mode && shape->mode == PAGING_OFF)
		return cli_error("this build has no paging mode of RV%u; give --mode bare",
				 shape->xlen);
	if (!options->mode)
		return EXIT_AGREED;
	for (enum paging_mode i = PAGING_OFF; i <= PAGING_SV57; i++) {
		if (strcmp(options->mode, shape_mode_name(i)))
			continue;
		if (i != PAGING_OFF && paging[i].regime != regime)
			return cli_error("--mode: RV%u has no %s", shape->xlen, paging[i].name);
		if (i != PAGING_OFF && !paging_is_built(dut_config.formats, i))
			return cli_error("--mode: this build leaves %s out", paging[i].name);
		shape->mode = i;
		return EXIT_AGREED;
	}
	return cli_error("--mode: '%s' is not bare, sv32, sv39, sv48 or sv57", options->mode);
}

static int choose_isa(const struct boot_options *options, const struct load_file *kernel,
		      struct shape *shape)
{
	char error[512];
	unsigned int xlen = load_xlen(kernel, error, sizeof(error));
	struct shape asked = {.xlen = xlen};

	if (!xlen)
		return cli_error("%s", error);
	if (options->isa && !shape_parse_isa(&asked, options->isa))
		return cli_error("--isa: '%s' is not such as rv64imafdc_svpbmt_svnapot",
				 options->isa);
	/* An Image does not say for which width it is; that it is for one is a guess. */
	if (asked.xlen != xlen && load_is_elf(kernel))
		return cli_error("%s: is for RV%u, and --isa is not", kernel->name, xlen);
	shape_all(shape, &dut_config, asked.xlen);
	if (options->isa)
		shape_parse_isa(shape, options->isa);
	return EXIT_AGREED;
}

static int choose_shape(const struct boot_options *options, const struct load_file *kernel,
			struct shape *shape)
{
	int status = choose_isa(options, kernel, shape);

	if (status != EXIT_AGREED)
		return status;
	shape->adue = options->adue;
	if (options->memory)
		shape->memory = options->memory;
	if (shape->memory > shape_most_memory(shape))
		return cli_error("--memory: RV%u can have %llu MiB at most", shape->xlen,
				 (unsigned long long)(shape_most_memory(shape) >> 20));
	return choose_mode(options, shape);
}

static int fill(const struct boot_options *options, struct board *board,
		const struct load_file *kernel, const struct load_file *initrd)
{
	char error[512];

	if (board_load(board, kernel, options->initrd ? initrd : NULL,
		       options->append ? options->append : COMMAND_LINE, error, sizeof(error)))
		return EXIT_AGREED;
	return cli_error("%s", error);
}

static int make(const struct boot_options *options, const struct board_config *config,
		const struct load_file *kernel, const struct load_file *initrd,
		struct board **board)
{
	struct board_config shaped = *config;
	char error[512];
	int status = choose_shape(options, kernel, &shaped.shape);

	if (status != EXIT_AGREED)
		return status;
	*board = board_create(&shaped, error, sizeof(error));
	if (!*board)
		return cli_error("%s", error);
	status = fill(options, *board, kernel, initrd);
	if (status == EXIT_AGREED)
		return status;
	board_free(*board);
	*board = NULL;
	return status;
}

static int resume(const struct boot_options *options, const struct board_config *config,
		  struct board **board)
{
	char error[512];

	*board = board_resume(config, options->resume, error, sizeof(error));
	return *board ? EXIT_AGREED : cli_error("%s", error);
}

int boot_options_board(const struct boot_options *options, const struct board_config *config,
		       struct board **board)
{
	struct load_file kernel = {.bytes = NULL}, initrd = {.bytes = NULL};
	char error[512];
	int status;

	*board = NULL;
	if (options->resume)
		return resume(options, config, board);
	if (!load_read(&kernel, options->kernel, false, error, sizeof(error)) ||
	    (options->initrd && !load_read(&initrd, options->initrd, true, error, sizeof(error))))
		status = cli_error("%s", error);
	else
		status = make(options, config, &kernel, &initrd, board);
	load_free(&kernel);
	load_free(&initrd);
	return status;
}
