/* SPDX-License-Identifier: Apache-2.0 */
#include "board_fixture.h"

#include <string.h>

#include "dut/dut.h"

static uint8_t image[KERNEL_BYTES];
struct board_config config;
struct board *board;
struct load_file initrd;
char error[512];

void board_setup(void)
{
	memset(image, 0, sizeof(image));
	config = (struct board_config){
		.sizes = &dut_config,
		.lockstep = {.bench = {.rtl = true,
				       .model = true,
				       .oracle = true,
				       .memory.latency = 2,
				       .seed = 1},
			     .fetch_bytes = 32},
		.patience = 5000000,
		.silent = true,
	};
	shape_all(&config.shape, &dut_config, 64);
	config.shape.memory = UINT64_C(8) << 20;
	initrd.bytes = NULL;
	board = NULL;
}

void board_teardown(void)
{
	board_free(board);
}

static void put(size_t offset, unsigned int n, uint64_t value)
{
	memcpy(image + offset, &value, n);
}

bool load(const uint32_t *code, size_t n)
{
	const struct load_file kernel = {.name = "k", .bytes = image, .n = sizeof(image)};

	put(0, 4, JAL(X0, HEADER));
	put(8, 8, 0x200000);
	put(16, 8, sizeof(image));
	memcpy(image + 56, "RSC\x05", 4);
	memcpy(image + HEADER, code, n);
	board_free(board);
	board = board_create(&config, error, sizeof(error));
	ck_assert_msg(board != NULL, "%s", error);
	return board_load(board, &kernel, initrd.bytes ? &initrd : NULL, "quiet", error,
			  sizeof(error));
}

void run(const uint32_t *code, size_t n)
{
	ck_assert_msg(load(code, n), "%s", error);
	board_run(board);
}

void expect(enum board_end end, uint64_t pc, uint64_t instructions)
{
	ck_assert_msg(board->end == end, "%s", board->message);
	ck_assert_uint_eq(board->hart.pc, pc);
	ck_assert_uint_eq(board->hart.instructions, instructions);
}

void expect_shown(const char *text)
{
	ck_assert_uint_eq(board->console.n_tail, strlen(text));
	ck_assert_mem_eq(board->console.tail, text, strlen(text));
}

void both(void (*does)(void))
{
	does();
	config.fast_only = true;
	does();
}
