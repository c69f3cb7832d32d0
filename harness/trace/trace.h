/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader of traces, format version 1 (traces/format.md), plain or compressed
 * with zstd, xz or gzip: the content decides, not the name.
 */
#ifndef PAGEWALK_TRACE_H
#define PAGEWALK_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "pins.h"

enum trace_arch { TRACE_RV32, TRACE_RV64, TRACE_X86_32, TRACE_X86_64 };

enum trace_kind {
	TRACE_END,    /* no more events */
	TRACE_ACCESS, /* x, r, w */
	TRACE_ARCH,
	TRACE_RESET,
	TRACE_SET, /* the context has changed: see trace_context */
	TRACE_PTBR,
	TRACE_PAGE,
	TRACE_DROP,
	TRACE_PTE,
	TRACE_MEMORY, /* mem: what memory holds */
	TRACE_FENCE,
	TRACE_SEGMENT,
	TRACE_ERROR, /* see trace_error() */
};

enum trace_expect {
	EXPECT_NOTHING,
	EXPECT_PA,
	EXPECT_PAGE_FAULT,
	EXPECT_ACCESS_FAULT,
	EXPECT_PROTECTION_FAULT, /* x86 */
	EXPECT_SEGMENT_FAULT,
};

/* Context after all `set` lines so far; arch without keep and reset start it anew. */
struct trace_context {
	enum trace_arch arch;
	/* enum priv; x86: 3 - CPL */
	uint8_t priv;
	/* The control pins. */
#define TRACE_CONTROL(name, ...) bool name;
	MMU_CONTROLS(TRACE_CONTROL)
#undef TRACE_CONTROL
	/* What its hart has; without Svpbmt pbmte is 0, without Svadu adue. */
	bool svnapot, svpbmt, svadu;
	bool sum, mxr;
	bool ac; /* x86 */
};

/* An answer that a line records. */
struct trace_answer {
	enum trace_expect expect;
	uint64_t pa; /* with EXPECT_PA */
	int memtype; /* with EXPECT_PA: memory type, 0 to 7; -1: none given */
	/* of a fault, as on the pins; or -1: none given */
	int code;
};

#define TRACE_MAX_ANSWERS 8

/* A segment register, as the line gives it. */
struct trace_segment {
	uint64_t base, limit, granular, type, dpl, rpl, present, is_null, big, is_long;
};

struct trace_event {
	enum trace_kind kind;
	unsigned long line; /* from 1 */

	bool keep; /* TRACE_ARCH: no new scene */

	/* TRACE_ACCESS */
	enum access_type type;
	unsigned int size;    /* bytes, from 1 */
	unsigned int segment; /* enum segment_name; SEGMENT_NONE: va is linear */
	uint64_t va;          /* or the offset in the segment */
	/* The answer, and those that are as good; also of TRACE_PTBR, which has no others. */
	struct trace_answer answer;
	const struct trace_answer *others; /* valid until the next call */
	unsigned int n_others;             /* less than TRACE_MAX_ANSWERS */

	/* TRACE_PTBR: value. TRACE_PTE, TRACE_MEMORY: pa, value. TRACE_PAGE, TRACE_DROP: ppn. */
	uint64_t value;
	uint64_t pa;
	uint64_t ppn;
	/* TRACE_PAGE, TRACE_PTE, TRACE_MEMORY: 4 or 8 */
	unsigned int pte_bytes;
	/* TRACE_PAGE: entries (1024 of 4 bytes, 512 of 8); valid until the next call */
	const uint64_t *ptes;
	unsigned int n_ptes;

	/* TRACE_FENCE: va, asid */
	bool by_va, by_asid, keep_global;
	uint64_t asid;

	/* TRACE_SEGMENT: segment */
	struct trace_segment load;
};

struct trace;
struct source;

/*
 * Opens a trace and checks its first line. On failure returns NULL and leaves
 * one line, "FILE: what" or "FILE:LINE: what", in error (of size bytes).
 */
struct trace *trace_open(const char *path, char *error, unsigned int size);

/* The same for a file that is open. It belongs to the trace from now on, also when this fails. */
struct trace *trace_begin(struct source *source, char *error, unsigned int size);

/* trace may be NULL. */
void trace_close(struct trace *trace);

/*
 * The next event. After TRACE_END or TRACE_ERROR every further call gives the
 * same again. The context is that of the event.
 */
enum trace_kind trace_next(struct trace *trace, struct trace_event *event);
const struct trace_context *trace_context(const struct trace *trace);

/* "FILE:LINE: what is wrong", once trace_next() has given TRACE_ERROR. */
const char *trace_error(const struct trace *trace);

/* Part of the compressed input consumed, 0 to 1, for progress; -1: not known. */
double trace_progress(const struct trace *trace);

#endif
