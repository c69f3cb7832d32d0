/* SPDX-License-Identifier: Apache-2.0 */
/* The shrinker, on failures whose smallest scripts are known. */
#include "script/shrink.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "script/reproduce.h"
#include "suite.h"

#define EVENTS 1000u

static struct script script;
static unsigned int asked;

/* Loads, a page and a fence in a long row; every eighth cycle has none. */
static void begin(void)
{
	script = (struct script){.seed = 3};
	for (unsigned int i = 0; i < EVENTS; i++) {
		struct script_event *event;
		enum script_kind kind = i == 500   ? SCRIPT_FENCE
					: i == 123 ? SCRIPT_PAGE
					: i == 300 ? SCRIPT_RESET
						   : SCRIPT_DATA_REQ;

		event = script_add(&script, 1 + i + i / 8, kind);
		ck_assert_ptr_nonnull(event);
		if (kind == SCRIPT_DATA_REQ) {
			script_say(event, 0, i % 256);
			script_say(event, 1, UINT64_C(0xffff000000) + i);
			script_say(event, 2, 7 - i % 2);
		}
	}
	asked = 0;
}

static void end(void)
{
	script_free(&script);
}

static const struct script_event *find(const struct script *in, enum script_kind kind, uint64_t va)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->events[i].kind == kind &&
		    (kind != SCRIPT_DATA_REQ || (in->events[i].value[1] & 0xfff) == va))
			return &in->events[i];
	return NULL;
}

/* Requests 400 and 700 with the fence between them, cycles apart. */
static bool needs_three(void *opaque, const struct script *trial)
{
	const struct script_event *first = find(trial, SCRIPT_DATA_REQ, 400);
	const struct script_event *fence = find(trial, SCRIPT_FENCE, 0);
	const struct script_event *last = find(trial, SCRIPT_DATA_REQ, 700);

	(void)opaque;
	asked++;
	return first && fence && last && fence->cycle >= first->cycle + 5 &&
	       last->cycle > fence->cycle && (last->value[1] & 0x8000000000);
}

static bool needs_none(void *opaque, const struct script *trial)
{
	(void)opaque;
	(void)trial;
	asked++;
	return true;
}

/* As many as half of them, no matter which: nothing that pieces could find. */
static bool needs_many(void *opaque, const struct script *trial)
{
	size_t n = 0;

	(void)opaque;
	asked++;
	for (size_t i = 0; i < trial->n; i++)
		n += trial->events[i].kind == SCRIPT_DATA_REQ;
	return n >= 20;
}

static void shrink(bool (*fails)(void *, const struct script *))
{
	const struct shrink how = {.fails = fails};
	bool whole;

	ck_assert(fails(NULL, &script));
	asked = 0;
	ck_assert_uint_eq(shrink_script(&how, &script, &whole), asked);
	ck_assert(whole);
	ck_assert(fails(NULL, &script));
}

START_TEST(to_what_is_needed)
{
	const struct script_event *events;

	shrink(needs_three);
	ck_assert_uint_eq(script.n, 3);
	events = script.events;
	ck_assert_int_eq(events[0].kind, SCRIPT_DATA_REQ);
	ck_assert_int_eq(events[1].kind, SCRIPT_FENCE);
	ck_assert_int_eq(events[2].kind, SCRIPT_DATA_REQ);
	/* In time, too: five cycles and one. */
	ck_assert_uint_eq(events[0].cycle, 1);
	ck_assert_uint_eq(events[1].cycle, 6);
	ck_assert_uint_eq(events[2].cycle, 7);
	/* And in what they say. */
	ck_assert_uint_eq(events[0].value[1], 400);
	ck_assert_uint_eq(events[2].value[1], UINT64_C(0x8000000000) + 700);
	for (unsigned int i = 0; i < 3; i += 2) {
		ck_assert_uint_eq(events[i].value[0], 0);
		ck_assert_uint_eq(events[i].value[2], 7);
	}
	ck_assert_uint_lt(asked, 400);
}
END_TEST

/* Less driven, or at other times: then something else has to come out. */
START_TEST(not_with_expectations)
{
	const struct shrink how = {.fails = needs_three};
	size_t n = script.n;
	bool whole = true;

	ck_assert(script_add_expect(&script, &(struct script_expect){.cycle = 1}));
	asked = 0;
	ck_assert_uint_eq(shrink_script(&how, &script, &whole), 0);
	ck_assert(!whole && !asked);
	ck_assert_uint_eq(script.n, n);
	ck_assert_uint_eq(script.n_expects, 1);
}
END_TEST

START_TEST(to_nothing)
{
	shrink(needs_none);
	ck_assert_uint_eq(script.n, 0);
	ck_assert_uint_lt(asked, 40);
}
END_TEST

START_TEST(no_event_can_go)
{
	shrink(needs_many);
	ck_assert_uint_eq(script.n, 20);
}
END_TEST

/* The smallest script so far, when there are few events. */
static bool few(void *opaque, const struct script *now, unsigned int runs)
{
	(void)opaque;
	ck_assert_uint_gt(runs, 0);
	return now->n < 100;
}

START_TEST(stopped_it_still_fails)
{
	const struct shrink how = {.fails = needs_three, .stop = few};
	bool whole;

	shrink_script(&how, &script, &whole);
	ck_assert(!whole);
	ck_assert_uint_lt(script.n, 100);
	ck_assert_uint_gt(script.n, 3);
	ck_assert(needs_three(NULL, &script));
}
END_TEST

START_TEST(kinds_of_failures)
{
	static const struct {
		const char *failure, *kind;
	} failures[] = {
		{"pin data_rsp_pa: RTL 8, model a", "pin data_rsp_pa"},
		{"no answer in 200000 cycles", "no answer in # cycles"},
		{"oracle: answer pa f00, no fault, code 0, size 12: the oracle says pa abc, page",
		 "oracle: answer pa #, no fault, code #, size #: the oracle says pa #, page"},
		{"oracle: a fault without a walk: the TLB never answers so",
		 "oracle: # fault without # walk: the TLB never answers so"},
	};
	char kind[100];

	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		reproduce_kind(failures[i].failure, kind, sizeof(kind));
		ck_assert_str_eq(kind, failures[i].kind);
	}
	reproduce_kind(failures[2].failure, kind, 12);
	ck_assert_str_eq(kind, "oracle: ans");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shrink");
	TCase *tc = tcase_create("shrink");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, to_what_is_needed);
	tcase_add_test(tc, to_nothing);
	tcase_add_test(tc, not_with_expectations);
	tcase_add_test(tc, no_event_can_go);
	tcase_add_test(tc, stopped_it_still_fails);
	tcase_add_test(tc, kinds_of_failures);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
