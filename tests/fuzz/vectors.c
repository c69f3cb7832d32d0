/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of vectors: scenarios whose memory is what their words say, questions within their
 * ranges, twice the same, or one error.
 */
#include "vectors.h"

#include <string.h>

#include "fuzz.h"

#define GIVEN_MAX 20000 /* of a small file that unpacks to a large one */

static const char *const without_line[] = {"cannot read: ", NULL};
static const char *const without_scenario[] = {"there is no scenario in it", NULL};

static void check_scenario(const struct vector_scenario *s)
{
	uint64_t value;

	fuzz_require(s->mode == 1 || (s->mode >= 8 && s->mode <= 10), "a mode that is none");
	fuzz_require(s->pte_bytes == (s->mode == 1 ? 4 : 8), "PTEs of another size");
	fuzz_require(s->root < UINT64_C(1) << (s->mode == 1 ? 22 : 44), "a root out of range");
	for (size_t i = 0; i < s->n_words; i++)
		fuzz_require(vector_scenario_read(s, s->words[i].pa, s->pte_bytes, &value) &&
				     (value == s->words[i].pte || !s->words[i].pte),
			     "the memory is not what the words say");
}

static void check_question(const struct vector_question *q, const struct vector_scenario *s)
{
	uint64_t max = s->mode == 1 ? UINT32_MAX : UINT64_MAX;

	fuzz_require(*q->rule && memchr(q->rule, 0, sizeof(q->rule)), "a rule without a name");
	fuzz_require(q->type <= ACCESS_STORE && q->priv <= PRIV_S, "an access that is none");
	fuzz_require(q->va <= max && q->pa >> 56 == 0, "an address out of range");
	fuzz_require(q->fault == FAULT_NONE || q->fault == FAULT_PAGE || q->fault == FAULT_ACCESS,
		     "a fault that is none");
	fuzz_require(!q->fault == !q->cause, "a fault without a cause, or the reverse");
	fuzz_require(q->n_reads <= VECTOR_READS_MAX && q->n_writes <= VECTOR_WRITES_MAX,
		     "a walk that is too long");
	for (unsigned int i = 0; i < q->n_writes; i++)
		fuzz_require(q->writes[i].pte <= max, "a PTE out of range");
}

static uint64_t digest_scenario(uint64_t digest, const struct vector_scenario *s)
{
	digest = fuzz_digest(digest, &s->mode, sizeof(s->mode));
	digest = fuzz_digest(digest, &s->root, sizeof(s->root));
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
		if (kind == VECTORS_SCENARIO) {
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(data, size);
	int passes = fuzz_passes(data, size);
	uint64_t digest[2] = {0, 0};

	for (int pass = 0; pass < passes; pass++) {
		char error[512] = "";
		struct vectors *vectors = vectors_open(path, error, sizeof(error));

		fuzz_require(!vectors == !!*error, "a message without an error, or the reverse");
		if (vectors)
			digest[pass] = read_all(vectors, path, data, size);
		else
			fuzz_rejected(error, path, data, size, without_line);
		vectors_close(vectors);
	}
	fuzz_require(passes == 1 || digest[0] == digest[1], "read twice, it differs");
	return 0;
}
