/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/console.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "boot/terminal.h"

#define CTRL_A 1

void console_begin(struct console *console, bool silent, bool reads)
{
	*console = (struct console){.silent = silent, .reads = reads};
	console->terminal = reads && terminal_begin();
}

void console_end(struct console *console)
{
	if (console->terminal)
		terminal_end();
	console->terminal = false;
	fflush(stdout);
}

bool console_at_line_start(const struct console *console)
{
	return !console->n_tail || console->tail[console->n_tail - 1] == '\n';
}

static void watch(struct console_watch *watch, const char *tail, size_t n)
{
	size_t length = watch->text ? strlen(watch->text) : 0;

	if (length && n >= length && !memcmp(tail + n - length, watch->text, length))
		watch->seen = true;
}

/* The end of what was put out: as much as a text may have, and more. */
static void keep(struct console *console, uint8_t byte)
{
	if (console->n_tail == sizeof(console->tail)) {
		memmove(console->tail, console->tail + sizeof(console->tail) - CONSOLE_TAIL,
			CONSOLE_TAIL);
		console->n_tail = CONSOLE_TAIL;
	}
	console->tail[console->n_tail++] = (char)byte;
	console->written++;
	watch(&console->until, console->tail, console->n_tail);
	watch(&console->panic, console->tail, console->n_tail);
}

void console_write(struct console *console, const uint8_t *bytes, size_t n)
{
	if (console->before)
		console->before(console->opaque);
	for (size_t i = 0; i < n; i++)
		keep(console, bytes[i]);
	if (console->silent)
		return;
	fwrite(bytes, 1, n, stdout);
	if (memchr(bytes, '\n', n))
		fflush(stdout);
}

/* What a key does: 0 or 1 byte for the kernel. */
static void typed(struct console *console, uint8_t byte)
{
	if (console->terminal && !console->escaped && byte == CTRL_A) {
		console->escaped = true;
		return;
	}
	if (console->escaped && (byte == 'x' || byte == 'X'))
		console->left = true;
	if (!console->escaped || byte == CTRL_A)
		console->input[(console->first + console->n_input++) % CONSOLE_INPUT] = byte;
	console->escaped = false;
}

/*
 * Takes what there is, as long as there is room; of other input than a terminal's one byte, for the
 * rest is of who reads there next, such as the machine of a snapshot. False: there is nothing.
 */
static bool take(struct console *console)
{
	uint8_t bytes[CONSOLE_INPUT];
	size_t room = console->terminal ? CONSOLE_INPUT - console->n_input : 1;
	ssize_t n = room ? read(STDIN_FILENO, bytes, room) : 0;

	for (ssize_t i = 0; i < n; i++)
		typed(console, bytes[i]);
	return !room || n > 0;
}

/* Waits for input, for at most so many milliseconds. */
static void look(struct console *console, int milliseconds)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	if (!console->reads || console->ended)
		return;
	if (poll(&input, 1, console->n_input ? 0 : milliseconds) != 1)
		return;
	/* At its end, or at the other end of a line that was hung up, it is ready and has nothing.
	 */
	if (!take(console) && (!console->terminal || input.revents & (POLLHUP | POLLERR)))
		console->ended = true;
}

void console_poll(struct console *console, int milliseconds)
{
	if (!console->silent)
		fflush(stdout);
	if (console->terminal)
		look(console, milliseconds);
}

int console_read(struct console *console)
{
	uint8_t byte;

	if (!console->n_input)
		look(console, 0);
	if (!console->n_input)
		return -1;
	byte = console->input[console->first];
	console->first = (console->first + 1) % CONSOLE_INPUT;
	console->n_input--;
	return byte;
}
