/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/board_device.h"

#include <string.h>

static void put(void *opaque, uint8_t byte)
{
	struct board *board = opaque;

	console_write(&board->console, &byte, 1);
}

static int get(void *opaque)
{
	struct board *board = opaque;

	return console_read(&board->console);
}

void board_connect(struct board *board)
{
	board->uart.put = put;
	board->uart.get = get;
	board->uart.opaque = board;
}

static bool is_uart(uint64_t pa, unsigned int bytes)
{
	uint64_t number = pa - SHAPE_UART_BASE;

	return number < UART_SIZE && UART_SIZE - number >= bytes;
}

bool board_device_ask(struct board *board, const struct hart_access *access,
		      struct hart_place *place)
{
	uint64_t number = place->pa - SHAPE_UART_BASE;

	if (!is_uart(place->pa, access->bytes) || access->type == ACCESS_FETCH)
		return false;
	memset(board->device, 0, sizeof(board->device));
	if (access->type == ACCESS_LOAD)
		for (unsigned int i = 0; i < access->bytes && i < sizeof(board->device); i++)
			board->device[i] = uart_read(&board->uart, (unsigned int)number + i);
	place->fault = FAULT_NONE;
	place->bytes = board->device;
	place->before = 0;
	place->around = access->bytes;
	return true;
}

bool board_device_stored(struct board *board, uint64_t pa, unsigned int bytes)
{
	uint64_t number = pa - SHAPE_UART_BASE;

	if (!is_uart(pa, bytes))
		return false;
	for (unsigned int i = 0; i < bytes; i++)
		uart_write(&board->uart, (unsigned int)number + i, board->device[i]);
	return true;
}
