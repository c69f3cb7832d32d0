/* SPDX-License-Identifier: Apache-2.0 */
#include "alone_fixture.h"

#include <check.h>

struct kernel k;

void ready(void)
{
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
}

void teardown(void)
{
	kernel_finish(&k);
}

void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
	kernel_settle(&k);
}

void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

void edge(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

void edges(unsigned int n)
{
	while (n--)
		edge();
}
