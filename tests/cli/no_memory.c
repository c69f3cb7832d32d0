/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded, it lets one request for memory fail: the one whose number the environment gives in
 * NO_MEMORY_AT, from 1. With 0 none does, and at the end a line on standard error tells how many
 * there were, and the number of the first one from each place: a place is who called whom, from
 * main on, to ask. Where a second one from there fails, the same lines are passed on the way out.
 * What libarchive asks for is given, and not counted: it does not look at all that it gets. Nor is
 * what libc asks for to note a destructor of a thread's variable: without it libc ends the program.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long asked, fails;
static bool counts; /* no request before the program's own is anybody's fault */
static _Thread_local bool notes
	__attribute__((tls_model("initial-exec"))); /* a destructor, a place */

#define MAX_PLACES 4096u
#define MAX_CALLS  64

static struct place {
	uint64_t calls; /* a hash of them */
	unsigned long first;
} places[MAX_PLACES];
static unsigned int n_places;

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("NO_MEMORY_AT");

	fails = text ? strtoul(text, NULL, 10) : 0;
	counts = true;
}

__attribute__((destructor)) static void end(void)
{
	counts = false;
	if (fails)
		return;
	fprintf(stderr, "%lu", asked);
	for (unsigned int i = 0; i < n_places; i++)
		fprintf(stderr, " %lu", places[i].first);
	fputc('\n', stderr);
}

/* Notes where a request comes from, if none has come from there. */
static void note_place(unsigned long number)
{
	void *calls[MAX_CALLS];
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	int n;

	notes = true;
	n = backtrace(calls, MAX_CALLS);
	notes = false;
	for (int i = 0; i < n; i++)
		hash = (hash ^ (uintptr_t)calls[i]) * UINT64_C(0x100000001b3);
	for (unsigned int i = 0; i < n_places; i++)
		if (places[i].calls == hash)
			return;
	if (n_places == MAX_PLACES)
		abort();
	places[n_places++] = (struct place){hash, number};
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
		note_place(number);
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
