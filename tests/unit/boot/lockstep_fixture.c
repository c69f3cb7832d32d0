/* SPDX-License-Identifier: Apache-2.0 */
#include "lockstep_fixture.h"

#include <string.h>

struct ram ram;
struct lockstep *lockstep;
struct hart_place place;
struct lockstep_config config;

void plain(void)
{
	config = (struct lockstep_config){
		.bench = {.rtl = true,
			  .model = true,
			  .oracle = true,
			  .memory = {.latency = 1},
			  .seed = 1},
		.xlen = 64,
		.fetch_bytes = 32,
	};
}

void begin(void)
{
	char error[256];

	ck_assert(ram_create(&ram, BASE, SIZE));
	lockstep = lockstep_create(&config, &ram, error, sizeof(error));
	ck_assert_msg(lockstep, "%s", error);
}

void end(void)
{
	lockstep_destroy(lockstep);
	lockstep = NULL;
	ram_destroy(&ram);
}

uint64_t ram_get(uint64_t pa, unsigned int bytes)
{
	uint64_t value = 0;

	memcpy(&value, ram_at(&ram, pa, bytes), bytes);
	return value;
}

void ram_put(uint64_t pa, unsigned int bytes, uint64_t value)
{
	memcpy(ram_at(&ram, pa, bytes), &value, bytes);
	lockstep_stored(lockstep, pa, bytes);
}

void map(unsigned int n, uint64_t pa, unsigned int flags)
{
	if (config.xlen == 32)
		ram_put(MIDDLE + 4 * n, 4, pa >> 12 << 10 | flags);
	else
		ram_put(LEAVES + 8 * n, 8, pa >> 12 << 10 | flags);
}

void page(void)
{
	uint64_t satp = config.xlen == 32 ? SV32 : SV39, held;

	if (config.xlen == 32) {
		ram_put(ROOT, 4, MIDDLE >> 12 << 10 | V);
	} else {
		ram_put(ROOT, 8, MIDDLE >> 12 << 10 | V);
		ram_put(MIDDLE, 8, LEAVES >> 12 << 10 | V);
	}
	ck_assert(lockstep_write_satp(lockstep, satp, &held));
	ck_assert_uint_eq(held, satp);
}

enum fault ask(enum access_type type, uint64_t va, unsigned int bytes)
{
	const struct hart_access access = {.va = va, .bytes = bytes, .type = type, .priv = PRIV_S};

	memset(&place, 0, sizeof(place));
	ck_assert_msg(lockstep_ask(lockstep, &access, &place), "%s",
		      lockstep_bench(lockstep)->failure);
	return place.fault;
}
