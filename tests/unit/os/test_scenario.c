/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/scenario.h"

#include <string.h>

#include "scratch.h"
#include "suite.h"

#define FIRST "pagewalk-os 1\n"
#define A     FIRST "process A\n"
#define HEAP  A "map A heap 64K\n"

static const struct scenario_overrides nothing;
static char error[512];

static struct scenario *open_text(const char *text, const struct scenario_overrides *overrides)
{
	return scenario_open(scratch_file("a.os", text, strlen(text)), overrides, error,
			     sizeof(error));
}

static void good(const char *text)
{
	struct scenario *scenario = open_text(text, &nothing);

	ck_assert_msg(scenario, "%s%s", text, error);
	scenario_close(scenario);
}

/* Refused, in this line, with these words in the message. */
static void bad(const char *text, unsigned int line, const char *words)
{
	struct scenario *scenario = open_text(text, &nothing);
	char where[32];

	ck_assert_msg(!scenario, "accepted: %s", text);
	snprintf(where, sizeof(where), "a.os:%u: ", line);
	ck_assert_msg(strstr(error, where) && strstr(error, words) && !strchr(error, '\n'),
		      "%swanted %s%s, got %s", text, where, words, error);
}

START_TEST(settings)
{
	struct scenario *scenario =
		open_text(FIRST "mode pae # a comment\n"
				"memory 4M\nswap 0x1000K\n\nasids 8\ncluster 3\n"
				"seed 9\ntlb_lock 1\nlatency 7\nfail swap-read 5\n"
				"fail swap-write 6\r\n",
			  &nothing);

	ck_assert_msg(scenario, "%s", error);
	ck_assert_str_eq(scenario->format->name, "pae");
	ck_assert_uint_eq(scenario->memory, 4u << 20);
	ck_assert_uint_eq(scenario->swap, 4u << 20);
	ck_assert_uint_eq(scenario->asids, 8);
	ck_assert_uint_eq(scenario->cluster, 3);
	ck_assert_uint_eq(scenario->seed, 9);
	ck_assert(scenario->tlb_lock);
	ck_assert_uint_eq(scenario->latency, 7);
	ck_assert_uint_eq(scenario->fail_read, 5);
	ck_assert_uint_eq(scenario->fail_write, 6);
	scenario_close(scenario);
}
END_TEST

START_TEST(overrides)
{
	const struct scenario_overrides overrides = {
		.format = format_find("sv57"), .memory = 8u << 20, .has_seed = true, .latency = 2};
	struct scenario *scenario =
		open_text(FIRST "mode pae\nmemory 4M\nseed 9\nlatency 7\n", &overrides);

	ck_assert_str_eq(scenario->format->name, "sv57");
	ck_assert_uint_eq(scenario->memory, 8u << 20);
	ck_assert_uint_eq(scenario->seed, 0);
	ck_assert_uint_eq(scenario->latency, 2);
	scenario_close(scenario);
}
END_TEST

START_TEST(an_action_for_each_process)
{
	struct scenario *scenario = open_text(FIRST "process A,B\nmap A,B heap 64K rwx at=0x10000\n"
						    "touch A,B heap 4K 8K w stride=64 bytes=4\n",
					      &nothing);
	const struct action *action;

	ck_assert_msg(scenario, "%s", error);
	ck_assert_uint_eq(scenario->n_actions, 6);
	action = &scenario->action[5];
	ck_assert_int_eq(action->kind, ACTION_TOUCH);
	ck_assert_str_eq(action->process, "B");
	ck_assert_str_eq(action->region, "heap");
	ck_assert_uint_eq(action->offset, 4096);
	ck_assert_uint_eq(action->size, 8192);
	ck_assert_uint_eq(action->stride, 64);
	ck_assert_uint_eq(action->bytes, 4);
	ck_assert_int_eq(action->type, ACCESS_STORE);
	ck_assert_uint_eq(scenario->work, 2 * 8192 / 64);
	scenario_close(scenario);
}
END_TEST

START_TEST(all_actions)
{
	good(FIRST "file f 64K pattern 1\nshared s 16K\n"
		   "process A\nmap A code 64K file=f rx\nmap A s 8K shm=s offset=8K\n"
		   "map A heap 64K\nmap A big 8M huge\nmap A stack 64K grows\n"
		   "brk A 128K\nlock A heap\nunlock A heap 4K 4K\nprotect A heap 0 4K r\n"
		   "protect A heap rw\nfill A heap seed=3\ncheck A heap seed=3 bytes=64\n"
		   "random A heap 10 writes=0\nsort A heap 100 bytes=8\ncopy A heap s 8K\n"
		   "promote A big\nplace A big 4K 33\nlockall A\nstep A some text\n"
		   "repeat 2\nfork A B\ntouch B stack w\nstray B code w\nexpect B killed\nend\n"
		   "unmap A big\ncount killed = 2\nexpect A alive\nexit A\n");
	good(HEAP "stray A null r\n");
	good(HEAP "stray A kernel x\n");
	good(HEAP "stray A heap x\n");
	good(HEAP "stray A 0x7000 w\n");
	good(HEAP "expect A no-memory\nprocess A\n");
}
END_TEST

START_TEST(the_first_line)
{
	bad("", 1, "pagewalk-os 1");
	bad("hello\n", 1, "pagewalk-os 1");
	bad("pagewalk-os 2\n", 1, "version 1");
	bad("pagewalk-os 1 x\n", 1, "end of the line");
}
END_TEST

START_TEST(bad_settings)
{
	bad(FIRST "mode sv64\n", 2, "'sv64'");
	bad(FIRST "memory 5000\n", 2, "whole pages");
	bad(FIRST "memory 0\n", 2, "whole pages");
	bad(FIRST "memory 4X\n", 2, "'4X'");
	bad(FIRST "memory 99999999999999999999\n", 2, "memory");
	bad(FIRST "memory 999999999999G\n", 2, "memory");
	bad(FIRST "asids 1\n", 2, "from 2");
	bad(FIRST "cluster 65\n", 2, "from 1 to 64");
	bad(FIRST "tlb_lock 2\n", 2, "0 or 1");
	bad(FIRST "fail disk 1\n", 2, "swap-read");
	bad(FIRST "seed -1\n", 2, "'-1'");
	bad(FIRST "walk 1\n", 2, "'walk'");
	bad(FIRST "mode sv39 sv48\n", 2, "end of the line");
	bad(A "memory 4M\n", 3, "before the first action");
	bad(FIRST "file f 64K pattern\n", 2, "a seed");
	bad(FIRST "file f path none.bin\n", 2, "No such file");
	bad(FIRST "file f 64K pattern 1\nshared f 4K\n", 3, "since line 2");
}
END_TEST

START_TEST(bad_actions)
{
	bad(A "process A\n", 3, "there is a process of this name");
	bad(A "exit B\n", 3, "B: there is no such process");
	bad(A "exit A\nexit A\n", 4, "has ended");
	bad(A "fork A A\n", 3, "there is a process of this name");
	bad(A "map A heap\n", 3, "the region's size");
	bad(A "map A heap 5000\n", 3, "whole pages");
	bad(A "map A heap 0\n", 3, "whole pages");
	bad(A "map A null 4K\n", 3, "'null'");
	bad(A "map A heap 4K at=0x1001\n", 3, "whole pages");
	bad(A "map A heap 4K at= 0x1000\n", 3, "an address, found a blank");
	bad(A "map A heap 4K at=0xffffffffff000000\n", 3, "below the kernel");
	bad(A "map A heap 4K shared\n", 3, "needs file= or shm=");
	bad(A "map A heap 4K file=f\n", 3, "no file 'f'");
	bad(A "map A heap 4M huge=4M\n", 3, "no huge pages of this size");
	bad(A "map A heap 4K grows locked\n", 3, "grows");
	bad(A "map A heap 4K at=0x1000\nmap A b 4K at=0x1000\n", 4, "there is a region already");
	bad(HEAP "map A heap 4K\n", 4, "a region of this name");
	bad(HEAP "touch A stack r\n", 4, "A, stack: there is no such region");
	bad(HEAP "touch A heap\n", 4, "r, w or x");
	bad(HEAP "touch A heap x\n", 4, "may not execute");
	bad(HEAP "touch A heap 0 65K r\n", 4, "not within the region");
	bad(HEAP "touch A heap 64K 1 r\n", 4, "not within the region");
	bad(HEAP "touch A heap r seed=1\n", 4, "KEY=VALUE");
	bad(HEAP "fill A heap bytes=4097\n", 4, "from 1 to 4096");
	bad(HEAP "protect A heap r\nfill A heap\n", 5, "may not write");
	bad(HEAP "protect A heap r\nrandom A heap 1\n", 5, "may not write");
	bad(HEAP "protect A heap 100 4K r\n", 4, "whole pages");
	bad(HEAP "sort A heap 100 bytes=2\n", 4, "4 or 8");
	bad(HEAP "sort A heap 16385\n", 4, "not within the region");
	bad(HEAP "copy A heap heap 65K\n", 4, "not within the region");
	bad(HEAP "unmap A heap 4K 4K\ncheck A heap\n", 5, "may not read");
	bad(HEAP "stray A heap r\n", 4, "may do that");
	bad(HEAP "stray A null r\nexit A\n", 5, "killed in line 4");
	bad(HEAP "brk A 5000\n", 4, "whole pages");
	bad(HEAP "expect A dead\n", 4, "alive, killed");
	bad(HEAP "count faults >= 1\n", 4, "a counter");
	bad(HEAP "count minor > 1\n", 4, ">=, <= or =");
	bad(HEAP "step A\n", 4, "a text");
	bad(HEAP "place A heap 100 5\n", 4, "not a whole page");
	bad(A "map A stack 64K grows\nprotect A stack r\n", 4, "can only be unmapped");
	bad(FIRST "mode two-level\nprocess A\nmap A heap 4K\nstray A heap x\n", 5,
	    "no page to fetches");
	bad(FIRST
	    "file f 64K pattern 1\nprocess A\nmap A a 64K file=f shared\nmap A b 64K file=f\n",
	    5, "shared and private");
	bad(FIRST "file f 64K pattern 1\nprocess A\nmap A a 64K file=f offset=4K\n", 4, "smaller");
}
END_TEST

START_TEST(repeats)
{
	struct scenario *scenario = open_text(HEAP "repeat 3\nrepeat 2\ntouch A heap r\nend\n"
						   "fork A B\nexit B\nend\n",
					      &nothing);

	ck_assert_msg(scenario, "%s", error);
	ck_assert_uint_eq(scenario->work, 6 * 16);
	scenario_close(scenario);
	bad(HEAP "repeat 2\n", 4, "has no end");
	bad(HEAP "end\n", 4, "has no repeat");
	bad(HEAP "repeat 0\nend\n", 4, "from 1");
	/* Only the second round cannot be. */
	bad(HEAP "repeat 2\nfork A B\nend\n", 5, "there is a process of this name");
	bad(HEAP "repeat 2\nunmap A heap\nend\n", 5, "no such region");
	bad(HEAP "repeat 4000000000\nend\n", 4, "more than 10000000 actions");
}
END_TEST

START_TEST(sizes)
{
	uint64_t size;

	ck_assert(scenario_size("4K", &size) && size == 4096);
	ck_assert(scenario_size("0x2000", &size) && size == 8192);
	ck_assert(scenario_size("1G", &size) && size == 1u << 30);
	ck_assert(!scenario_size("", &size));
	ck_assert(!scenario_size("4", &size));
	ck_assert(!scenario_size("4KB", &size));
	ck_assert(!scenario_size("-4K", &size));
	ck_assert(!scenario_size("0", &size));
	ck_assert(!scenario_size("65G", &size));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scenario");
	TCase *tcase = tcase_create("scenario");

	tcase_add_unchecked_fixture(tcase, scratch_begin, scratch_end);
	tcase_add_test(tcase, settings);
	tcase_add_test(tcase, overrides);
	tcase_add_test(tcase, an_action_for_each_process);
	tcase_add_test(tcase, all_actions);
	tcase_add_test(tcase, the_first_line);
	tcase_add_test(tcase, bad_settings);
	tcase_add_test(tcase, bad_actions);
	tcase_add_test(tcase, repeats);
	tcase_add_test(tcase, sizes);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
