/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the fuzz targets share. A target is LLVMFuzzerTestOneInput() over one reader, in a file of
 * its own; it returns when the reader kept its contract, and aborts when not. libFuzzer calls it
 * (run.py), or main.c with kept inputs.
 */
#ifndef PAGEWALK_FUZZ_H
#define PAGEWALK_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where messages go; -1: standard error. */
extern int fuzz_said;

/* A file in memory with these bytes: its path. The next call replaces them. */
const char *fuzz_file(const uint8_t *data, size_t size);

/* Ends the program as a crash does, unless it holds. */
void fuzz_require(bool holds, const char *what);

/*
 * A rejection is one line of printable characters, "FILE:LINE: what" of a line that the input has,
 * or "FILE: what" when `what` begins with one of these (the last is NULL).
 */
void fuzz_rejected(const char *error, const char *path, const uint8_t *data, size_t size,
		   const char *const *without_line);

/* The lines of an input, a last one without '\n' counted; ULONG_MAX: it is compressed. */
unsigned long fuzz_lines(const uint8_t *data, size_t size);

/*
 * What opening a file said: nothing if it is open, and else a rejection, of a line or because it
 * cannot be read. Is it open?
 */
bool fuzz_opened(const void *opened, const char *error, const char *path, const uint8_t *data,
		 size_t size);

/* Reads a file of this input and gives a digest of it; one in four twice, which gives the same. */
void fuzz_twice(uint64_t (*read)(const char *path, const uint8_t *data, size_t size),
		const uint8_t *data, size_t size);

/* Adds bytes to a digest, which starts as 0. */
uint64_t fuzz_digest(uint64_t digest, const void *bytes, size_t size);

#endif
