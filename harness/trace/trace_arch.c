/* SPDX-License-Identifier: Apache-2.0 */
/* Architectures of traces: their names, and how wide things are in them. */
#include "trace/trace_parse.h"

#define BITS(n) (UINT64_MAX >> (64 - (n)))

static const struct {
	const char *name;
	struct trace_widths widths;
} arches[TRACE_ARCHES] = {
	[TRACE_RV32] = {"rv32", {BITS(32), BITS(34), BITS(32), BITS(32), BITS(16), 1024}},
	[TRACE_RV64] = {"rv64", {BITS(64), BITS(56), BITS(64), BITS(64), BITS(16), 512}},
	[TRACE_X86_32] = {"x86-32", {BITS(32), BITS(52), BITS(64), BITS(32), BITS(12), 512}},
	[TRACE_X86_64] = {"x86-64", {BITS(64), BITS(52), BITS(64), BITS(64), BITS(12), 512}},
};

const char *trace_arch_name(enum trace_arch arch)
{
	return arches[arch].name;
}

void trace_set_widths(struct trace *trace)
{
	trace->widths = arches[trace->context.arch].widths;
	/* x86, two levels. */
	if (trace_is_x86(trace) && !trace->context.pae &&
	    !(trace->context.arch == TRACE_X86_64 && trace->context.lma)) {
		trace->widths.pte_max = BITS(32);
		trace->widths.n_ptes = 1024;
	}
}
