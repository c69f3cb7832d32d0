/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded, it lets one request for memory fail: the one whose number the environment gives in
 * NO_MEMORY_AT, from 1. With 0 none does, and at the end a line on standard error tells how many
 * there were, and the numbers of those that are to fail. A failure goes up from who asked, each
 * function telling its caller; what one does hangs on what it is told, and shows in what it tells.
 * So of three calls on the way, each of which made the next, all that there are are met: a request
 * is to fail when three such calls led to it, whatever is above them, that led to none before.
 * Those of earlier runs are in the file that NO_MEMORY_SEEN names, which becomes theirs and this
 * one's. What libarchive asks for is given, and not counted: it does not look at all that it gets.
 * Nor is what libc asks for to note a destructor of a thread's variable: without it libc ends the
 * program.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long asked, fails;
static bool counts; /* no request before the program's own is anybody's fault */
static _Thread_local bool notes
	__attribute__((tls_model("initial-exec"))); /* a destructor, a place */

#define MAX_WAYS  65536u /* a power of 2 */
#define MAX_CALLS 64
#define WAY       3 /* calls */

static uint64_t ways[MAX_WAYS]; /* hashes, none of them 0; where a hash belongs, or behind */
static unsigned int n_ways;

/* Those that are to fail. */
static unsigned long chosen[MAX_WAYS];
static unsigned int n_chosen;

/* Is this way new? It is noted. */
static bool is_new(uint64_t hash)
{
	unsigned int i = hash % MAX_WAYS;

	while (ways[i] && ways[i] != hash)
		i = (i + 1) % MAX_WAYS;
	if (ways[i])
		return false;
	if (++n_ways == MAX_WAYS / 2)
		abort();
	ways[i] = hash;
	return true;
}

/* The file that NO_MEMORY_SEEN names; NULL: none. */
static FILE *seen(const char *mode)
{
	const char *path = getenv("NO_MEMORY_SEEN");
	FILE *file = path ? fopen(path, mode) : NULL;

	if (path && !file)
		abort();
	return file;
}

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("NO_MEMORY_AT");
	FILE *file;
	uint64_t hash;

	fails = text ? strtoul(text, NULL, 10) : 0;
	file = fails ? NULL : seen("a+");
	while (file && fscanf(file, "%" SCNx64, &hash) == 1)
		is_new(hash);
	if (file)
		fclose(file);
	counts = true;
}

__attribute__((destructor)) static void end(void)
{
	FILE *file;

	counts = false;
	if (fails)
		return;
	fprintf(stderr, "%lu", asked);
	for (unsigned int i = 0; i < n_chosen; i++)
		fprintf(stderr, " %lu", chosen[i]);
	fputc('\n', stderr);
	file = seen("w");
	for (unsigned int i = 0; file && i < MAX_WAYS; i++)
		if (ways[i])
			fprintf(file, "%" PRIx64 "\n", ways[i]);
	if (file)
		fclose(file);
}

/* Where code is, wherever its file was loaded. */
static uint64_t place_of(const void *address)
{
	Dl_info where;

	return (uintptr_t)address - (dladdr(address, &where) ? (uintptr_t)where.dli_fbase : 0);
}

/* Notes which calls led to a request, and whether any WAY of them had led to none before. */
static void note_calls(unsigned long number)
{
	void *calls[MAX_CALLS];
	bool new = false;
	int n;

	notes = true;
	n = backtrace(calls, MAX_CALLS);
	notes = false;
	for (int i = 0; i + WAY <= n; i++) {
		uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

		for (int j = i; j < i + WAY; j++)
			hash = (hash ^ place_of(calls[j])) * UINT64_C(0x100000001b3);
		new |= is_new(hash | 1);
	}
	if (new)
		chosen[n_chosen++] = number;
}

/* Is it this one's turn? caller: where it was asked from. */
static bool refused(const void *caller)
{
	unsigned long number;
	Dl_info where;

	if (!counts || notes || (dladdr(caller, &where) && strstr(where.dli_fname, "libarchive")))
		return false;
	number = __atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED);
	if (!fails)
		note_calls(number);
	if (number != fails)
		return false;
	errno = ENOMEM;
	return true;
}

int __cxa_thread_atexit_impl(void (*end_of)(void *), void *object, void *library)
{
	int (*note)(void (*)(void *), void *, void *) = dlsym(RTLD_NEXT, __func__);
	int status;

	notes = true;
	status = note(end_of, object, library);
	notes = false;
	return status;
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
	return refused(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return refused(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return refused(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}
