/* SPDX-License-Identifier: Apache-2.0 */
#include "vectors_fixture.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "scratch.h"

static void say_bits(const struct vector_scenario *s)
{
	const struct oracle_context *c = &s->context;
	const struct oracle_x86 *x = &c->x86;
	const struct {
		const char *name;
		bool on;
	} bits[] = {
		{"sum", s->sum},     {"mxr", s->mxr},
		{"pbmte", c->pbmte}, {"adue", c->adue},
		{"pg", x->pg},       {"wp", x->wp},
		{"pse", x->pse},     {"pae", x->pae},
		{"pge", x->pge},     {"la57", x->la57},
		{"smep", x->smep},   {"smap", x->smap},
		{"pcide", x->pcide}, {"lma", x->lma},
		{"nxe", x->nxe},     {"two-stages", s->two_stages},
	};

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (bits[i].on)
			say(" %s", bits[i].name);
	if (x->pa_bits)
		say(" of %u bits", x->pa_bits);
	if (s->rom)
		say(" rom %" PRIx64, s->rom);
}

static void say_scenario(const struct vector_scenario *s)
{
	static const char *const regimes[] = {"rv32", "rv64", "x86-32", "x86-64"};

	say("%lu: S%lu %s %" PRIx64, s->line, s->number, regimes[s->context.regime],
	    s->context.ptbr);
	say_bits(s);
	say(", %u bytes:", s->word_bytes);
	for (size_t i = 0; i < s->n_words; i++)
		say(" %" PRIx64 "=%" PRIx64, s->words[i].pa, s->words[i].pte);
	say("\n");
}

static void say_context(const struct vector_scenario *s)
{
	say("C %" PRIx64, s->context.ptbr);
	say_bits(s);
	say("\n");
}

static void say_question(const struct vector_question *q)
{
	static const char *const faults[] = {"", "page", "access", "protection"};
	const struct vector_answer *a = &q->answer;
	unsigned int i;

	say("%lu: %s%s%s ", q->line, q->open ? "(open) " : "", q->open_updates ? "(open W) " : "",
	    q->rule);
	if (q->missing)
		say("needs %s: ", vector_missing_names[q->missing]);
	if (q->base)
		say("CR3 %" PRIx64, q->va);
	else
		say("%c%c%s %" PRIx64, "FLS"[q->type], "US?M"[q->priv & 3],
		    q -> implicit ? "i" : "", q->va);
	if (a->fault == FAULT_NONE)
		say(" = %" PRIx64, a->pa);
	else
		say(" %s", faults[a->fault]);
	if (a->code)
		say(" code %x", a->code);
	if (a->size)
		say(" size %u type %u", a->size, a->memtype);
	for (i = 0; i < a->n_reads; i++)
		say(" R%" PRIx64, a->reads[i]);
	for (i = 0; i < a->n_writes; i++)
		say(" W%" PRIx64 "=%" PRIx64, a->writes[i].pa, a->writes[i].pte);
	say("\n");
}

enum vectors_kind read_vectors(const char *bytes, size_t n)
{
	const char *path = scratch_file("a.vec", bytes, n);
	enum vectors_kind kind = VECTORS_END;
	struct vector_question question;
	struct vectors *vectors;
	char error[700];
	size_t i;

	said[0] = '\0';
	vectors = vectors_open(path, error, sizeof(error));
	if (!vectors) {
		say("%s\n", error + strlen(path) + 1);
		return VECTORS_ERROR;
	}
	for (i = 0; i <= n; i++) {
		kind = vectors_next(vectors, &question);
		if (kind == VECTORS_END || kind == VECTORS_ERROR)
			break;
		if (kind == VECTORS_SCENARIO)
			say_scenario(vectors_scenario(vectors));
		else if (kind == VECTORS_CONTEXT)
			say_context(vectors_scenario(vectors));
		else
			say_question(&question);
	}
	if (i > n || vectors_next(vectors, &question) != kind)
		ck_abort_msg("no end to the file");
	if (kind == VECTORS_ERROR) {
		if (strncmp(vectors_error(vectors), path, strlen(path)) != 0 ||
		    vectors_error(vectors)[strlen(path)] != ':')
			ck_abort_msg("no file name in: %s", vectors_error(vectors));
		say("%s\n", vectors_error(vectors) + strlen(path) + 1);
	}
	vectors_close(vectors);
	return kind;
}
