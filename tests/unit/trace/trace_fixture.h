/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the trace reader makes of a trace, as text in said: an event a line, and a failure as the
 * last line, without the file's name.
 */
#ifndef PAGEWALK_TRACE_FIXTURE_H
#define PAGEWALK_TRACE_FIXTURE_H

#include "said.h"
#include "scratch.h"
#include "trace/trace.h"

#define RV32 "pagewalk 1\narch rv32\n"
#define RV64 "pagewalk 1\narch rv64\n"
#define X32  "pagewalk 1\narch x86-32\n"
#define X64  "pagewalk 1\narch x86-64\n"

/*
 * Reads a trace of n bytes and leaves its events in said, a line each; a
 * failure is the last line, without the file's name.
 */
enum trace_kind read_trace(const char *bytes, size_t n);

#endif
