/* SPDX-License-Identifier: Apache-2.0 */
#include "os_fixture.h"

#include <check.h>

struct machine *machine;
struct os *os;
const struct rights rw = {.read = true, .write = true, .user = true};

void boot_with(unsigned int mode, uint64_t frames, struct os_config config)
{
	const struct bench_config bench = {
		.rtl = true, .model = true, .oracle = true, .memory = {.latency = 1}};
	char error[512];

	machine = machine_create(&bench, frames, error, sizeof(error));
	ck_assert_msg(machine, "%s", error);
	config.format = &formats[mode];
	config.frames = frames;
	config.swap_directory = "/tmp";
	os = os_boot(&config, machine, error, sizeof(error));
	ck_assert_msg(os, "%s", error);
}

void boot(unsigned int mode, uint64_t frames, uint64_t swap_pages)
{
	boot_with(mode, frames, (struct os_config){.swap_pages = swap_pages});
}

void halt(void)
{
	ck_assert_msg(machine_works(machine), "cycle %llu: %s",
		      (unsigned long long)machine->bench->failed_cycle, machine->bench->failure);
	ck_assert_ptr_null(os->spaces);
	ck_assert_uint_eq(os->swap.used, 0);
	ck_assert_uint_eq(os->frames.locked, 0);
	ck_assert_uint_eq(os->frames.count[FRAME_ANON], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_CACHE], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_CODE], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_SHARED], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_STACK], 0);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 0);
	ck_assert_uint_eq(os->frames.frame[os->zero_frame].references, 1);
	os_halt(os);
	machine_destroy(machine);
}

void map(struct space *space, uint64_t start, uint64_t size)
{
	const struct region region = {.start = start, .end = start + size, .rights = rw};

	ck_assert_int_eq(space_map(space, &region), SPACE_OK);
}

uint64_t value_of(uint64_t va, uint64_t salt)
{
	return va * UINT64_C(0x9e3779b97f4a7c15) + salt;
}

void store(struct space *space, uint64_t va, uint64_t value)
{
	enum process_end end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);

	ck_assert_msg(end == PROCESS_OK, "store to %llx: %d, %s", (unsigned long long)va, end,
		      machine->bench->failure);
}

uint64_t load(struct space *space, uint64_t va)
{
	uint64_t value;
	enum process_end end = process_access(space, ACCESS_LOAD, va, &value, 8, NULL);

	ck_assert_msg(end == PROCESS_OK, "load of %llx: %d, %s", (unsigned long long)va, end,
		      machine->bench->failure);
	return value;
}

void fill(struct space *space, uint64_t start, uint64_t size, uint64_t salt)
{
	for (uint64_t va = start; va < start + size; va += 2048)
		store(space, va, value_of(va, salt));
}

void check_filled(struct space *space, uint64_t start, uint64_t size, uint64_t salt)
{
	for (uint64_t va = start; va < start + size; va += 2048)
		ck_assert_uint_eq(load(space, va), value_of(va, salt));
}
