/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of vectors, of all dialects: scenarios whose memory is what their words say, contexts
 * and questions within their ranges, twice the same, or one error.
 */
#include "vectors/vectors.h"

#include <string.h>

#include "fuzz.h"

#define GIVEN_MAX 20000 /* of a small file that unpacks to a large one */

static const char *const without_scenario[] = {"there is no scenario in it", NULL};

static bool is_x86(const struct vector_scenario *s)
{
	return s->context.regime == REGIME_X86_32 || s->context.regime == REGIME_X86_64;
}

static void check_base(const struct vector_scenario *s)
{
	uint64_t ptbr = s->context.ptbr, mode = ptbr >> 60;

	switch (s->context.regime) {
	case REGIME_RV32:
		fuzz_require(ptbr >> 32 == 0, "a satp out of range");
		fuzz_require(!(ptbr >> 22 & 0x1ff), "a root out of range");
		fuzz_require(s->word_bytes == 4, "PTEs of another size");
		break;
	case REGIME_RV64:
		fuzz_require(!mode || (mode >= 8 && mode <= 10), "a mode that is none");
		fuzz_require(!(ptbr >> 44 & 0xffff), "a root out of range");
		fuzz_require(s->word_bytes == 8, "PTEs of another size");
		break;
	case REGIME_X86_32:
		fuzz_require(ptbr >> 32 == 0 && !s->context.x86.lma, "a CR3 out of range");
		break;
	default:
		fuzz_require(s->context.x86.lma && s->context.x86.pae, "long mode that is none");
		break;
	}
	if (is_x86(s))
		fuzz_require(s->context.x86.pg && s->context.x86.pa_bits >= 32 &&
				     s->context.x86.pa_bits <= 52,
			     "a width out of range");
	fuzz_require(s->rom % 4096 == 0 && s->rom >> 56 == 0, "no address of a page");
}

static void check_scenario(const struct vector_scenario *s)
{
	uint64_t value;

	check_base(s);
	for (size_t i = 0; i < s->n_words; i++)
		fuzz_require(vector_scenario_read(s, s->words[i].pa, s->word_bytes, &value) &&
				     (value == s->words[i].pte || !s->words[i].pte),
			     "the memory is not what the words say");
}

static void check_answer(const struct vector_question *q, const struct vector_scenario *s)
{
	const struct vector_answer *a = &q->answer;
	uint64_t max = s->word_bytes == 4 ? UINT32_MAX : UINT64_MAX;

	fuzz_require(a->pa >> 56 == 0, "an address out of range");
	fuzz_require(a->fault == FAULT_NONE || !a->pa, "a fault with an address");
	fuzz_require(a->fault <= (is_x86(s) ? FAULT_PROTECTION : FAULT_ACCESS),
		     "a fault that is none");
	fuzz_require(is_x86(s) || !(a->code || a->size || a->memtype), "what RISC-V has not");
	fuzz_require(!a->code || a->fault == FAULT_PAGE, "a code without a page fault");
	fuzz_require(a->memtype <= 7 && a->size <= 30, "a page that is none");
	fuzz_require(a->n_reads <= VECTOR_READS_MAX && a->n_writes <= VECTOR_WRITES_MAX,
		     "a walk that is too long");
	for (unsigned int i = 0; i < a->n_writes; i++)
		fuzz_require(a->writes[i].pte <= max, "a PTE out of range");
}

static void check_question(const struct vector_question *q, const struct vector_scenario *s)
{
	bool is_short = s->context.regime == REGIME_RV32 || s->context.regime == REGIME_X86_32;

	fuzz_require(*q->rule && memchr(q->rule, 0, sizeof(q->rule)), "a rule without a name");
	fuzz_require(q->missing < VECTOR_MISSING, "what is missing has no name");
	fuzz_require(s->two_stages == (q->missing == VECTOR_TWO_STAGES), "stages miscounted");
	fuzz_require(q->type <= ACCESS_STORE && q->priv <= PRIV_M && q->priv != 2,
		     "an access that is none");
	fuzz_require(is_x86(s) || !(q->base || q->implicit), "what RISC-V has not");
	fuzz_require(!(is_x86(s) && q->priv == PRIV_M), "machine mode of x86");
	fuzz_require(!is_short || q->va <= UINT32_MAX, "an address out of range");
	fuzz_require(!(q->open && q->open_updates) || is_x86(s), "open twice");
	check_answer(q, s);
}

static uint64_t digest_scenario(uint64_t digest, const struct vector_scenario *s)
{
	digest = fuzz_digest(digest, &s->context.regime, sizeof(s->context.regime));
	digest = fuzz_digest(digest, &s->context.ptbr, sizeof(s->context.ptbr));
	digest = fuzz_digest(digest, &s->line, sizeof(s->line));
	return s->n_words ? fuzz_digest(digest, s->words, s->n_words * sizeof(s->words[0]))
			  : digest;
}

static uint64_t read_all(struct vectors *vectors, const char *path, const uint8_t *data,
			 size_t size)
{
	enum vectors_kind kind = VECTORS_END;
	struct vector_question question;
	uint64_t digest = 0;

	for (unsigned int n = 0; n < GIVEN_MAX; n++) {
		memset(&question, 0, sizeof(question));
		kind = vectors_next(vectors, &question);
		if (kind == VECTORS_SCENARIO || kind == VECTORS_CONTEXT) {
			check_scenario(vectors_scenario(vectors));
			digest = digest_scenario(digest, vectors_scenario(vectors));
		} else if (kind == VECTORS_QUESTION) {
			check_question(&question, vectors_scenario(vectors));
			digest = fuzz_digest(digest, &question, sizeof(question));
		} else {
			break;
		}
	}
	if (kind == VECTORS_ERROR)
		fuzz_rejected(vectors_error(vectors), path, data, size, without_scenario);
	else
		fuzz_require(!*vectors_error(vectors), "a message without an error");
	if (kind == VECTORS_END || kind == VECTORS_ERROR)
		fuzz_require(vectors_next(vectors, &question) == kind, "the end is not the end");
	return fuzz_digest(digest, &kind, sizeof(kind));
}

static uint64_t read_file(const char *path, const uint8_t *data, size_t size)
{
	char error[512] = "";
	struct vectors *vectors = vectors_open(path, error, sizeof(error));
	uint64_t digest = 0;

	if (fuzz_opened(vectors, error, path, data, size))
		digest = read_all(vectors, path, data, size);
	vectors_close(vectors);
	return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_twice(read_file, data, size);
	return 0;
}
