/* SPDX-License-Identifier: Apache-2.0 */
#include "trace_fixture.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void say_context(const struct trace_context *c)
{
	static const char *const arches[] = {"rv32", "rv64", "x86-32", "x86-64"};

	say(" %s %c", arches[c->arch],
	    (c->arch == TRACE_X86_32 || c->arch == TRACE_X86_64 ? "u21s" : "us?m")[c->priv & 3]);
#define SAY(flag)                                                                                  \
	if (c->flag)                                                                               \
	say(" " #flag)
	SAY(sum);
	SAY(mxr);
	SAY(adue);
	SAY(pbmte);
	SAY(pg);
	SAY(wp);
	SAY(pse);
	SAY(pae);
	SAY(pge);
	SAY(la57);
	SAY(lma);
	SAY(nxe);
	SAY(smep);
	SAY(smap);
	SAY(ac);
	SAY(pcide);
	if (!c->svnapot)
		say(" no svnapot");
	if (!c->svpbmt)
		say(" no svpbmt");
	if (!c->svadu)
		say(" no svadu");
}

static void say_fault(const struct trace_answer *a)
{
	say(a->expect == EXPECT_PAGE_FAULT      ? " page"
	    : a->expect == EXPECT_ACCESS_FAULT  ? " access"
	    : a->expect == EXPECT_SEGMENT_FAULT ? " segment"
						: " protection");
	if (a->code >= 0)
		say(" code %x", (unsigned int)a->code);
}

static void say_answer(const struct trace_answer *a)
{
	if (a->expect == EXPECT_PA)
		say(" = %" PRIx64, a->pa);
	else if (a->expect != EXPECT_NOTHING)
		say_fault(a);
	if (a->expect == EXPECT_PA && a->memtype >= 0)
		say(" mem %d", a->memtype);
}

static void say_event(const struct trace_event *e, const struct trace_context *context)
{
	unsigned int i;

	say("%lu: ", e->line);
	switch (e->kind) {
	case TRACE_ACCESS:
		say("%c%u ", "xrw"[e->type], e -> size);
		if (e->segment != SEGMENT_NONE)
			say("%u:", e->segment);
		say("%" PRIx64, e->va);
		say_answer(&e->answer);
		for (i = 0; i < e->n_others; i++) {
			say(" or");
			say_answer(&e->others[i]);
		}
		break;
	case TRACE_ARCH:
		say(e->keep ? "arch keep" : "arch");
		say_context(context);
		break;
	case TRACE_RESET:
		say("reset");
		say_context(context);
		break;
	case TRACE_SET:
		say("set");
		say_context(context);
		break;
	case TRACE_PTBR:
		say("ptbr %" PRIx64, e->value);
		if (e->answer.expect != EXPECT_NOTHING)
			say_fault(&e->answer);
		break;
	case TRACE_PAGE:
		say("page %" PRIx64 "/%u", e->ppn, e->n_ptes);
		for (i = 0; i < e->n_ptes; i++)
			if (e->ptes[i])
				say(" %x:%" PRIx64, i, e->ptes[i]);
		break;
	case TRACE_DROP:
		say("drop %" PRIx64, e->ppn);
		break;
	case TRACE_PTE:
		say("pte %" PRIx64 " = %" PRIx64, e->pa, e->value);
		break;
	case TRACE_MEMORY:
		say("mem %" PRIx64 "/%u = %" PRIx64, e->pa, e->pte_bytes, e->value);
		break;
	case TRACE_SEGMENT:
		say("seg %u %" PRIx64 " %" PRIx64, e->segment, e->load.base, e->load.limit);
		say(" type %" PRIx64 " dpl %" PRIx64 " rpl %" PRIx64, e->load.type, e->load.dpl,
		    e->load.rpl);
		say("%s%s%s%s%s", e->load.granular ? " granular" : "",
		    e->load.present ? " present" : "", e->load.is_null ? " null" : "",
		    e->load.big ? " big" : "", e->load.is_long ? " long" : "");
		break;
	case TRACE_FENCE:
		say("fence");
		if (e->by_va)
			say(" va %" PRIx64, e->va);
		if (e->by_asid)
			say(" asid %" PRIx64, e->asid);
		if (e->keep_global)
			say(" not global");
		break;
	default:
		say("event %d", e->kind);
	}
	say("\n");
}

enum trace_kind read_trace(const char *bytes, size_t n)
{
	const char *path = scratch_file("a.trace", bytes, n);
	struct trace_event event = {.kind = TRACE_END};
	char error[700] = "";
	struct trace *trace;
	enum trace_kind kind = TRACE_ERROR;
	size_t i;

	said[0] = '\0';
	trace = trace_open(path, error, sizeof(error));
	/* An event takes at least a byte, so n bounds the loop. */
	for (i = 0; trace && i <= n; i++) {
		kind = trace_next(trace, &event);
		if (kind != event.kind)
			ck_abort_msg("kinds %d and %d", kind, event.kind);
		if (kind == TRACE_END || kind == TRACE_ERROR)
			break;
		say_event(&event, trace_context(trace));
	}
	if (i > n)
		ck_abort_msg("no end to the trace");
	if (trace && trace_next(trace, &event) != kind)
		ck_abort_msg("the end does not stay");
	if (trace && kind == TRACE_ERROR)
		snprintf(error, sizeof(error), "%s", trace_error(trace));
	trace_close(trace);
	if (kind == TRACE_ERROR) {
		if (strncmp(error, path, strlen(path)) != 0 || error[strlen(path)] != ':')
			ck_abort_msg("no file name in: %s", error);
		say("%s\n", error + strlen(path) + 1);
	}
	return kind;
}
