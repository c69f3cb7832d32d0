/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/console.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/leftover.h"
#include "suite.h"

static struct console console;

static void say(const char *text)
{
	console_write(&console, (const uint8_t *)text, strlen(text));
}

START_TEST(a_text_is_seen_when_its_last_byte_is_there)
{
	console_begin(&console, true, false);
	console.until.text = "login:";
	say("log");
	say("in");
	ck_assert(!console.until.seen);
	say(": ");
	ck_assert(console.until.seen);
	ck_assert(!console.panic.seen);
	console_end(&console);
}
END_TEST

START_TEST(a_text_behind_a_part_of_itself_is_seen)
{
	console_begin(&console, true, false);
	console.until.text = "aab";
	console.panic.text = "aa";
	say("a");
	ck_assert(!console.panic.seen);
	say("aab");
	ck_assert(console.until.seen);
	ck_assert(console.panic.seen);
	console_end(&console);
}
END_TEST

START_TEST(a_long_text_is_seen_after_much_else)
{
	char text[CONSOLE_TAIL + 1];

	console_begin(&console, true, false);
	for (unsigned int i = 0; i < CONSOLE_TAIL; i++)
		text[i] = (char)('a' + i % 25);
	text[CONSOLE_TAIL] = 0;
	console.until.text = text;
	for (unsigned int i = 0; i < 100; i++) {
		say("some line of the kernel's that is not it\n");
		ck_assert(console_at_line_start(&console));
	}
	say(text);
	ck_assert(console.until.seen);
	ck_assert(!console_at_line_start(&console));
	ck_assert_uint_eq(console.written, 4100 + CONSOLE_TAIL);
	console_end(&console);
}
END_TEST

/* Wherever the console drops what it need not keep. */
START_TEST(a_text_is_seen_wherever_it_begins)
{
	for (unsigned int much = sizeof(console.tail) - 40; much < sizeof(console.tail) + 40;
	     much++) {
		console_begin(&console, true, false);
		console.until.text = "a text of 22 bytes end";
		for (unsigned int i = 0; i < much; i++)
			say("-");
		say("a text of 22 bytes end");
		ck_assert_msg(console.until.seen, "behind %u bytes", much);
		console_end(&console);
	}
}
END_TEST

static unsigned int n_before;

static void before(void *opaque)
{
	n_before += *(unsigned int *)opaque;
}

START_TEST(who_shares_the_screen_is_told_before)
{
	unsigned int one = 1;

	console_begin(&console, true, false);
	console.before = before;
	console.opaque = &one;
	say("a");
	say("b");
	ck_assert_uint_eq(n_before, 2);
	console_end(&console);
}
END_TEST

START_TEST(no_input_is_read_that_was_not_asked_for)
{
	int ends[2];
	char rest[8];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "abc", 3), 3);
	ck_assert_int_ge(dup2(ends[0], STDIN_FILENO), 0);
	console_begin(&console, true, true);
	console_poll(&console, 0);
	ck_assert(!console.terminal);
	ck_assert_int_eq(read(ends[0], rest, 1), 1);
	ck_assert_int_eq(console_read(&console), 'b');
	ck_assert_int_eq(read(ends[0], rest, sizeof(rest)), 1); /* 'c' has been left there */
	ck_assert_int_eq(write(ends[1], "c", 1), 1);
	ck_assert_int_eq(console_read(&console), 'c');
	ck_assert_int_eq(console_read(&console), -1);
	ck_assert(!console.ended);
	ck_assert_int_eq(write(ends[1], "\1x", 2), 2); /* no terminal: bytes as all others */
	ck_assert_int_eq(console_read(&console), 1);
	ck_assert_int_eq(console_read(&console), 'x');
	close(ends[1]);
	ck_assert_int_eq(console_read(&console), -1);
	ck_assert(console.ended);
	console_end(&console);
}
END_TEST

START_TEST(a_console_without_input)
{
	console_begin(&console, true, false);
	ck_assert_int_eq(console_read(&console), -1);
	console_end(&console);
}
END_TEST

/* A terminal of the test's own; the other end of it. */
static int terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;

	ck_assert_int_ge(master, 0);
	ck_assert_int_eq(grantpt(master) | unlockpt(master), 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	ck_assert_int_ge(slave, 0);
	ck_assert_int_ge(dup2(slave, STDIN_FILENO), 0);
	close(slave);
	console_begin(&console, true, true);
	ck_assert(console.terminal);
	return master;
}

static bool is_raw(void)
{
	struct termios now;

	ck_assert_int_eq(tcgetattr(STDIN_FILENO, &now), 0);
	return !(now.c_lflag & (ICANON | ECHO | ISIG));
}

static void type(int master, const char *keys, size_t n)
{
	ck_assert_int_eq(write(master, keys, n), (int)n);
}

START_TEST(a_terminal_gives_keys_and_is_restored)
{
	int master = terminal();

	ck_assert(is_raw());
	type(master, "a\r\3", 3);
	console_poll(&console, 1000);
	ck_assert_int_eq(console_read(&console), 'a');
	ck_assert_int_eq(console_read(&console), '\r');
	ck_assert_int_eq(console_read(&console), 3); /* Ctrl-C is the kernel's */
	ck_assert_int_eq(console_read(&console), -1);
	ck_assert(!console.ended);
	console_end(&console);
	ck_assert(!is_raw());
	close(master);
}
END_TEST

START_TEST(a_signal_restores_the_terminal)
{
	int master = terminal();

	ck_assert(is_raw());
	leftover_remove_all(); /* as the handler does */
	ck_assert(!is_raw());
	console_end(&console);
	close(master);
}
END_TEST

START_TEST(ctrl_a_is_the_users)
{
	int master = terminal();

	type(master, "\1\1b\1qc", 6);
	console_poll(&console, 1000);
	ck_assert_int_eq(console_read(&console), 1);
	ck_assert_int_eq(console_read(&console), 'b');
	ck_assert_int_eq(console_read(&console), 'c');
	ck_assert_int_eq(console_read(&console), -1);
	ck_assert(!console.left);
	type(master, "\1", 1);
	console_poll(&console, 1000);
	ck_assert(!console.left);
	type(master, "x", 1);
	console_poll(&console, 1000);
	ck_assert(console.left);
	ck_assert_int_eq(console_read(&console), -1);
	console_end(&console);
	close(master);
}
END_TEST

/* More than it keeps waits in the terminal. */
START_TEST(much_that_is_typed_is_not_lost)
{
	int master = terminal();
	unsigned int got = 0;
	char keys[600];

	for (unsigned int i = 0; i < sizeof(keys); i++)
		keys[i] = (char)('a' + i % 26);
	type(master, keys, sizeof(keys));
	console_poll(&console, 1000);
	for (unsigned int tries = 0; got < sizeof(keys) && tries < 100; tries++) {
		for (int key; (key = console_read(&console)) >= 0; got++)
			ck_assert_int_eq(key, keys[got]);
		console_poll(&console, 10);
	}
	ck_assert_uint_eq(got, sizeof(keys));
	console_end(&console);
	close(master);
}
END_TEST

START_TEST(a_terminal_may_hang_up)
{
	int master = terminal();

	close(master);
	console_poll(&console, 1000);
	ck_assert(console.ended);
	ck_assert_int_eq(console_read(&console), -1);
	console_end(&console);
}
END_TEST

/* A bare root may have no pseudo-terminals: no /dev/pts. */
static bool has_terminals(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	if (master < 0)
		perror("test_console: the cases of terminals are left out: posix_openpt");
	else
		close(master);
	return master >= 0;
}

int main(void)
{
	Suite *suite = suite_create("console");
	TCase *output = tcase_create("output"), *input = tcase_create("input");
	TCase *terminals = tcase_create("terminals");

	tcase_add_test(output, a_text_is_seen_when_its_last_byte_is_there);
	tcase_add_test(output, a_text_behind_a_part_of_itself_is_seen);
	tcase_add_test(output, a_long_text_is_seen_after_much_else);
	tcase_add_test(output, a_text_is_seen_wherever_it_begins);
	tcase_add_test(output, who_shares_the_screen_is_told_before);
	suite_add_tcase(suite, output);
	tcase_add_test(input, no_input_is_read_that_was_not_asked_for);
	tcase_add_test(input, a_console_without_input);
	suite_add_tcase(suite, input);
	tcase_add_test(terminals, a_terminal_gives_keys_and_is_restored);
	tcase_add_test(terminals, a_signal_restores_the_terminal);
	tcase_add_test(terminals, ctrl_a_is_the_users);
	tcase_add_test(terminals, much_that_is_typed_is_not_lost);
	tcase_add_test(terminals, a_terminal_may_hang_up);
	if (has_terminals())
		suite_add_tcase(suite, terminals);
	return suite_run(suite);
}
