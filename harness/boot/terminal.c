/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/terminal.h"

#include <stddef.h>
#include <termios.h>
#include <unistd.h>

#include "base/leftover.h"

static struct termios before;

/* A signal handler may call it. */
static void restore(void)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

bool terminal_begin(void)
{
	struct termios raw;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &before))
		return false;
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	leftover_undo(restore);
	return !tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

void terminal_end(void)
{
	leftover_undo(NULL);
	restore();
}
