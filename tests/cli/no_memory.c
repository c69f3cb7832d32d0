/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded, it lets one request for memory fail: the one whose number the environment gives in
 * NO_MEMORY_AT, from 1. With 0 none does, and their number is told at the end, on standard error.
 * What libarchive asks for is given, and not counted: it does not look at all that it gets. Nor is
 * what libc asks for to note a destructor of a thread's variable: without it libc ends the program.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long asked, fails;
static bool counts; /* no request before the program's own is anybody's fault */
static _Thread_local bool notes __attribute__((tls_model("initial-exec"))); /* a destructor */

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("NO_MEMORY_AT");

	fails = text ? strtoul(text, NULL, 10) : 0;
	counts = true;
}

__attribute__((destructor)) static void end(void)
{
	counts = false;
	if (!fails)
		fprintf(stderr, "%lu\n", asked);
}

/* Is it this one's turn? caller: where it was asked from. */
static bool refused(const void *caller)
{
	Dl_info where;

	if (!counts || notes || (dladdr(caller, &where) && strstr(where.dli_fname, "libarchive")))
		return false;
	if (__atomic_add_fetch(&asked, 1, __ATOMIC_RELAXED) != fails)
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
