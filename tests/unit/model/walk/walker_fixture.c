/* SPDX-License-Identifier: Apache-2.0 */
#include "walker_fixture.h"

#include <check.h>

struct kernel k;
static struct walker walker;

static void make(unsigned int formats, unsigned int parts)
{
	kernel_init(&k);
	walker_init(&walker, &k, 46, formats, parts);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "walk_req_ready", 1);
	kernel_settle(&k);
}

void start(unsigned int formats)
{
	make(formats, 0);
}

void start_with(unsigned int parts)
{
	make(255, parts);
}

void setup(void)
{
	start(255);
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

void edge(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

void data_begins_to_miss(enum mode mode, uint64_t va, uint64_t access)
{
	set("data_walk_va", va);
	set("data_walk_root", 0x80000);
	set("data_walk_access", access);
	set("data_walk_space", (uint64_t)mode << 16 | 0x1d5);
	set("data_walk_page", 0x77);
	set("data_walk_valid", 1);
}

void data_misses(enum mode mode, uint64_t va, uint64_t access)
{
	data_begins_to_miss(mode, va, access);
	edge();
}

void fetch_begins_to_miss(void)
{
	set("fetch_walk_va", VA);
	set("fetch_walk_root", 0x70000);
	set("fetch_walk_access", ACCESS_FETCHES);
	set("fetch_walk_space", 0x2d6);
	set("fetch_walk_page", 0x78);
	set("fetch_walk_valid", 1);
}

void fetch_misses(void)
{
	fetch_begins_to_miss();
	edge();
}

void answer(uint64_t pte)
{
	set("mem_rsp_valid", 1);
	set("mem_rsp_data", pte);
}

void next(void)
{
	edge();
	set("mem_rsp_valid", 0);
	set("mem_rsp_data", 0);
	set("mem_rsp_error", 0);
	set("mem_rsp_lost", 0);
}

void expect_read(uint64_t addr)
{
	expect("walk_req_valid", 1);
	expect("walk_req_id", 0);
	expect("walk_req_cas", 0);
	expect("walk_req_addr", addr);
	expect("walk_req_expect", 0);
	expect("walk_req_data", 0);
}

void expect_swap(uint64_t addr, uint64_t old, uint64_t new)
{
	expect("walk_req_valid", 1);
	expect("walk_req_id", 0);
	expect("walk_req_cas", 1);
	expect("walk_req_addr", addr);
	expect("walk_req_expect", old);
	expect("walk_req_data", new);
}

void expect_silence(void)
{
	expect("walk_req_valid", 0);
	expect("walk_req_id", 0);
	expect("walk_req_fetch", 0);
	expect("walk_req_wide", 0);
	expect("walk_req_addr", 0);
	expect("walk_req_cas", 0);
	expect("walk_req_expect", 0);
	expect("walk_req_data", 0);
}

void expect_no_end(void)
{
	expect("walk_end_data", 0);
	expect("walk_end_fetch", 0);
	expect("walk_end_fault", 0);
	expect("walk_end_code", 0);
	expect("walk_end_leaf", 0);
	expect("walk_end_page_bits", 0);
	expect("walk_end_space", 0);
	expect("walk_end_page", 0);
}

void expect_end(enum fault fault, uint64_t pte, uint64_t page_bits)
{
	expect("walk_end_data", 1);
	expect("walk_end_fetch", 0);
	expect("walk_end_fault", fault);
	expect("walk_end_leaf", pte);
	expect("walk_end_page_bits", page_bits);
	expect("walk_end_space", fault ? kernel_peek(&k, "data_walk_space") : 0);
	expect("walk_end_page", fault ? 0x77 : 0);
}

void go_reading(void)
{
	data_misses(MODE_SV32, VA, ACCESS_STORES | ACCESS_ADUE);
	set("walk_req_ready", 0);
	edge();
	set("walk_req_ready", 1);
}

void go_waiting(void)
{
	data_misses(MODE_SV32, VA, ACCESS_STORES | ACCESS_ADUE);
	edge();
}

void go_waiting_for_leaf(void)
{
	go_waiting();
	answer(POINTER);
	next();
}

void go_updating(void)
{
	go_waiting_for_leaf();
	answer(CLEAN);
	next();
}
