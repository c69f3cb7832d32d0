/* SPDX-License-Identifier: Apache-2.0 */
#include "ptbr_fixture.h"

#include <check.h>

struct kernel k;
static struct ptbr ptbr;
static struct ptbr_write write_unit;

void start(unsigned int asid_bits, unsigned int pa_bits, unsigned int formats)
{
	kernel_init(&k);
	ptbr_init(&ptbr, &k, asid_bits, pa_bits);
	ptbr_write_init(&write_unit, &k, pa_bits, formats, false);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
}

void setup(void)
{
	start(16, 46, 255);
}

void teardown(void)
{
	kernel_finish(&k);
}

void put(uint64_t regime, uint64_t value)
{
	kernel_poke(&k, "ptbr_valid", 1);
	kernel_poke(&k, "ptbr_regime", regime);
	kernel_poke(&k, "ptbr_value", value);
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_poke(&k, "ptbr_valid", 0);
	kernel_settle(&k);
}

void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}
