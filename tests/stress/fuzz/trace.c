/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of traces: events within the ranges that trace.h gives, twice the same, or one error.
 */
#include "trace/trace.h"

#include <stddef.h>
#include <string.h>

#include "fuzz.h"

#define EVENTS_MAX 100000 /* of a small file that unpacks to a large one */

static const char *const without_line[] = {NULL};

static uint64_t widest_va(enum trace_arch arch)
{
	return arch == TRACE_RV32 || arch == TRACE_X86_32 ? UINT32_MAX : UINT64_MAX;
}

static uint64_t widest_pa(enum trace_arch arch)
{
	static const unsigned int bits[] = {
		[TRACE_RV32] = 34, [TRACE_RV64] = 56, [TRACE_X86_32] = 52, [TRACE_X86_64] = 52};

	return (UINT64_C(1) << bits[arch]) - 1;
}

static void check_answer(const struct trace_answer *answer, enum trace_arch arch)
{
	fuzz_require(answer->expect <= EXPECT_SEGMENT_FAULT, "an answer that is none");
	if (answer->expect != EXPECT_PA)
		return;
	fuzz_require(answer->pa <= widest_pa(arch), "a physical address out of range");
	fuzz_require(answer->memtype >= -1 && answer->memtype <= 7, "a memory type out of range");
}

static void check_access(const struct trace_event *event, enum trace_arch arch)
{
	fuzz_require(event->type == ACCESS_FETCH || event->type == ACCESS_LOAD ||
			     event->type == ACCESS_STORE,
		     "a type that is none");
	fuzz_require(event->size >= 1 && event->size <= 4096, "a size out of range");
	fuzz_require(event->segment < SEGMENT_COUNT || event->segment == SEGMENT_NONE,
		     "a segment that is none");
	fuzz_require(event->va <= widest_va(arch), "a virtual address out of range");
	check_answer(&event->answer, arch);
	fuzz_require(event->n_others < TRACE_MAX_ANSWERS, "too many answers");
	for (unsigned int i = 0; i < event->n_others; i++) {
		fuzz_require(event->others[i].expect != EXPECT_NOTHING,
			     "another answer that is none");
		check_answer(&event->others[i], arch);
	}
}

static void check_memory(const struct trace_event *event, enum trace_arch arch)
{
	uint64_t max = event->pte_bytes == 4 ? UINT32_MAX : UINT64_MAX;

	if (event->kind == TRACE_PTE || event->kind == TRACE_MEMORY) {
		fuzz_require(event->pte_bytes == 4 || event->pte_bytes == 8, "odd PTEs");
		fuzz_require(event->pa <= widest_pa(arch) && event->pa % event->pte_bytes == 0,
			     "the address of a PTE out of range");
		fuzz_require(event->value <= max, "a PTE out of range");
		return;
	}
	fuzz_require(event->ppn <= widest_pa(arch) >> 12, "a page number out of range");
	if (event->kind != TRACE_PAGE)
		return;
	fuzz_require(event->n_ptes * event->pte_bytes == 4096, "a page of another size");
	for (unsigned int i = 0; i < event->n_ptes; i++)
		fuzz_require(event->ptes[i] <= max, "a PTE out of range");
}

static void check_event(const struct trace_event *event, const struct trace_context *context)
{
	fuzz_require(context->arch <= TRACE_X86_64 && context->priv <= 3, "a context out of range");
	fuzz_require((context->svpbmt || !context->pbmte) && (context->svadu || !context->adue),
		     "a context of an extension that the hart lacks");
	switch (event->kind) {
	case TRACE_ACCESS:
		check_access(event, context->arch);
		break;
	case TRACE_PAGE:
	case TRACE_DROP:
	case TRACE_PTE:
	case TRACE_MEMORY:
		check_memory(event, context->arch);
		break;
	case TRACE_FENCE:
		fuzz_require(event->va <= widest_va(context->arch) && event->asid <= 0xffff,
			     "a fence out of range");
		break;
	case TRACE_SEGMENT:
		fuzz_require(event->segment < SEGMENT_COUNT && event->load.limit <= 0xfffff &&
				     event->load.type <= 0xf && event->load.dpl <= 3,
			     "a segment out of range");
		break;
	default:
		break;
	}
}

static uint64_t digest_event(uint64_t digest, struct trace_event event,
			     const struct trace_context *context)
{
	if (event.kind == TRACE_PAGE)
		digest = fuzz_digest(digest, event.ptes, event.n_ptes * sizeof(event.ptes[0]));
	if (event.kind == TRACE_ACCESS)
		digest =
			fuzz_digest(digest, event.others, event.n_others * sizeof(event.others[0]));
	event.ptes = NULL;
	event.others = NULL;
	digest = fuzz_digest(digest, &event, sizeof(event));
	return fuzz_digest(digest, context, offsetof(struct trace_context, ac) + 1);
}

static uint64_t read_all(struct trace *trace, const char *path, const uint8_t *data, size_t size)
{
	unsigned long last = 0, lines = fuzz_lines(data, size);
	enum trace_kind kind = TRACE_END;
	struct trace_event event;
	uint64_t digest = 0;

	for (unsigned int n = 0; n < EVENTS_MAX; n++) {
		memset(&event, 0, sizeof(event));
		kind = trace_next(trace, &event);
		fuzz_require(kind == event.kind, "the event is of another kind");
		if (kind == TRACE_END || kind == TRACE_ERROR)
			break;
		fuzz_require(event.line > last && event.line <= lines, "an event's line is wrong");
		last = event.line;
		check_event(&event, trace_context(trace));
		digest = digest_event(digest, event, trace_context(trace));
	}
	if (kind == TRACE_ERROR)
		fuzz_rejected(trace_error(trace), path, data, size, without_line);
	else
		fuzz_require(!*trace_error(trace), "a message without an error");
	if (kind == TRACE_END || kind == TRACE_ERROR)
		fuzz_require(trace_next(trace, &event) == kind, "the end is not the end");
	return fuzz_digest(digest, &kind, sizeof(kind));
}

static uint64_t read_file(const char *path, const uint8_t *data, size_t size)
{
	char error[512] = "";
	struct trace *trace = trace_open(path, error, sizeof(error));
	uint64_t digest = 0;

	if (fuzz_opened(trace, error, path, data, size))
		digest = read_all(trace, path, data, size);
	trace_close(trace);
	return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_twice(read_file, data, size);
	return 0;
}
