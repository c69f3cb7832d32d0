/* SPDX-License-Identifier: Apache-2.0 */
#include "lines_fixture.h"

#include <check.h>
#include <stdio.h>

static struct lines lines;

uint64_t word_of(uint64_t n, unsigned int i)
{
	uint64_t half = 0x80000000 | n << 16 | i << 4;

	return (half | 9) << 32 | half | 1;
}

void start(unsigned int count)
{
	kernel_init(&k);
	lines_init(&lines, &k, count);
	ready();
	set("line_req_ready", 1);
}

void setup(void)
{
	start(2);
}

void show_read(uint64_t space, uint64_t addr, bool wide)
{
	set("walk_req_valid", 1);
	set("walk_req_wide", wide);
	set("walk_req_addr", addr);
	set("line_walk_space", space);
}

void show_swap(uint64_t space, uint64_t addr)
{
	show_read(space, addr, true);
	set("walk_req_cas", 1);
	set("walk_req_expect", 0x1234);
	set("walk_req_data", 0x5678);
}

void show_none(void)
{
	set("walk_req_valid", 0);
	set("walk_req_wide", 0);
	set("walk_req_addr", 0);
	set("walk_req_cas", 0);
	set("walk_req_expect", 0);
	set("walk_req_data", 0);
}

void ask(uint64_t space, uint64_t addr)
{
	show_read(space, addr, true);
	edge();
	expect("walk_req_ready", 1);
	expect("line_req_valid", 1);
	edge();
	show_none();
}

void swap(uint64_t space, uint64_t addr)
{
	show_swap(space, addr);
	expect("walk_req_ready", 1);
	edge();
	show_none();
}

void answer(uint64_t n)
{
	char name[] = "mem_rsp_line_0";

	set("mem_rsp_valid", 1);
	set("mem_rsp_main", 1);
	for (unsigned int i = 0; i < LINE_WORDS; i++) {
		name[sizeof(name) - 2] = (char)('0' + i);
		set(name, word_of(n, i));
	}
}

void end_answer(void)
{
	answer(0);
	set("mem_rsp_valid", 0);
	set("mem_rsp_main", 0);
}

void fill(uint64_t space, uint64_t addr, uint64_t n)
{
	ask(space, addr);
	answer(n);
	expect("line_events_fills", 1);
	edge();
	end_answer();
	expect("line_events_fills", 0);
}

static void search(uint64_t space, uint64_t addr)
{
	show_read(space, addr, true);
	set("line_req_ready", 0);
	expect("line_events_hits", 0);
	edge();
}

void expect_line(uint64_t space, uint64_t addr, uint64_t n)
{
	search(space, addr);
	expect("line_events_hits", n != 0);
	edge();
	show_none();
	set("line_req_ready", 1);
	expect("line_rsp_valid", n != 0);
	expect("line_rsp_data", n ? word_of(n, (unsigned int)field(addr, 3, 3)) : 0);
	edge();
}

void peek_line(uint64_t space, uint64_t addr, bool is_there)
{
	search(space, addr);
	expect("line_events_hits", is_there);
	show_none();
	set("line_req_ready", 1);
	edge();
	expect("line_rsp_valid", 0);
}

void expect_nothing_asked(void)
{
	expect("line_req_valid", 0);
	expect("line_req_id", 0);
	expect("line_req_fetch", 0);
	expect("line_req_wide", 0);
	expect("line_req_addr", 0);
	expect("line_req_cas", 0);
	expect("line_req_expect", 0);
	expect("line_req_data", 0);
}
