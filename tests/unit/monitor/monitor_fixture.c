/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor_fixture.h"

#include <check.h>
#include <string.h>

struct monitor *monitor;
struct mmu_in in;
struct mmu_out out;
uint64_t now;

static void begin_with(unsigned int walk_entries, unsigned int array_sets, unsigned int lines)
{
	const struct mmu_config config = {.asid_bits = 16,
					  .pa_bits = 46,
					  .formats = 255,
					  .segments = 1,
					  .walk_entries = walk_entries,
					  .array_sets = array_sets,
					  .lines = lines};

	monitor = monitor_create(&config);
	ck_assert_ptr_nonnull(monitor);
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	in.fetch_req_seg = in.data_req_seg = SEGMENT_NONE;
	in.mem_req_ready = 1;
	now = 1;
}

void begin(void)
{
	begin_with(0, 0, 0);
}

void begin_searching(void)
{
	begin_with(4, 0, 0);
}

void begin_array(void)
{
	begin_with(0, 4, 0);
}

void begin_lines(void)
{
	begin_with(0, 0, 2);
}

void end(void)
{
	monitor_destroy(monitor);
}

void cycle(void)
{
	static const uint64_t line[PORTS];

	monitor_cycle(monitor, now++, &in, &out, line);
}

void ptbr(enum regime regime, uint64_t value)
{
	in.ptbr_valid = out.ptbr_ready = 1;
	in.ptbr_regime = regime;
	in.ptbr_value = value;
	cycle();
	in.ptbr_valid = 0;
}

void ptbr_ends(enum fault fault)
{
	out.ptbr_rsp_valid = 1;
	out.ptbr_rsp_fault = fault;
	cycle();
	out.ptbr_rsp_valid = out.ptbr_rsp_fault = 0;
}

void ask(uint64_t va, uint64_t priv)
{
	in.data_req_valid = out.data_req_ready = 1;
	in.data_req_va = va;
	in.data_req_priv = priv;
	cycle();
	in.data_req_valid = 0;
}

void answer(uint64_t pa)
{
	out.data_rsp_valid = 1;
	out.data_rsp_pa = pa;
	cycle();
	out.data_rsp_valid = 0;
}

void access_memory(uint64_t pa, bool swaps)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_cas = swaps;
	out.mem_req_addr = pa;
	cycle();
	out.mem_req_valid = out.mem_req_cas = 0;
}

void memory_gives(uint64_t value)
{
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = value;
	cycle();
	in.mem_rsp_valid = 0;
}

const struct exchange *data(unsigned int n)
{
	return monitor_recent(monitor, PORT_DATA, n);
}
