/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files for a test, in a directory of its own that goes away with the test.
 * Use scratch_begin() and scratch_end() as an unchecked fixture: the end then
 * comes also when a test dies.
 */
#ifndef PAGEWALK_SCRATCH_H
#define PAGEWALK_SCRATCH_H

#include <stddef.h>

#include <archive.h>

extern char scratch_directory[256];

void scratch_begin(void);
void scratch_end(void);

/* The path of a file in the directory; valid until the next call. */
const char *scratch_path(const char *name);

/* Makes a file of n bytes; gives its path. */
const char *scratch_file(const char *name, const void *bytes, size_t n);

/* Packs n bytes with one of libarchive's filters; gives the packed size. */
size_t scratch_pack(int filter, const void *bytes, size_t n, char *packed, size_t packed_size);

/* A small generator of numbers, the same on every machine. */
unsigned int scratch_random(unsigned long long *state);

/* Copies n bytes, and puts any others in the place of one to three of them. */
void scratch_scramble(unsigned long long *state, const char *bytes, size_t n, char *copy);

#endif
