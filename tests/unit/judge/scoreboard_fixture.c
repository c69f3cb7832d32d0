/* SPDX-License-Identifier: Apache-2.0 */
#include "scoreboard_fixture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

struct image *image;
struct monitor *monitor;
struct scoreboard *board;
struct mmu_in in;
struct mmu_out out;
uint64_t now;
struct may_cache may_cache;

/* The cycles in which the ports accepted their newest requests. */
static uint64_t asked[PORTS];

/* What was wrong with an update; "": nothing. */
static char wrong[256];

/* What an MMU would show: without valid no payload (rtl/contract, general-3). */
static struct mmu_out shown(void)
{
	struct mmu_out pins = out;

	if (!out.fetch_rsp_valid)
		pins.fetch_rsp_tag = pins.fetch_rsp_pa = pins.fetch_rsp_fault =
			pins.fetch_rsp_code = pins.fetch_rsp_size = pins.fetch_rsp_memtype = 0;
	if (!out.data_rsp_valid)
		pins.data_rsp_tag = pins.data_rsp_pa = pins.data_rsp_fault = pins.data_rsp_code =
			pins.data_rsp_size = pins.data_rsp_memtype = 0;
	if (!out.mem_req_valid)
		pins.mem_req_id = pins.mem_req_fetch = pins.mem_req_wide = pins.mem_req_addr =
			pins.mem_req_cas = 0;
	if (!out.mem_req_valid || !out.mem_req_cas)
		pins.mem_req_expect = pins.mem_req_data = 0;
	return pins;
}

void watch(const struct mmu_config *config)
{
	monitor = monitor_create(config);
	ck_assert_ptr_nonnull(monitor);
	board = scoreboard_create(monitor, image, config, may_cache);
	ck_assert_ptr_nonnull(board);
}

void watch_no_more(void)
{
	scoreboard_destroy(board);
	monitor_destroy(monitor);
}

const char *judged(const struct mmu_in *pins_in, const struct mmu_out *pins_out,
		   const uint64_t line[PORTS])
{
	struct verdict verdict;

	monitor_cycle(monitor, now++, pins_in, pins_out, line);
	verdict = scoreboard_verdict(board);
	ck_assert((verdict.kind == VERDICT_RIGHT) == !verdict.text);
	return verdict.text;
}

const char *cycle(void)
{
	static const uint64_t line[PORTS];
	static char told[sizeof(wrong)];
	struct mmu_out pins;

	if (*wrong) {
		strcpy(told, wrong);
		*wrong = 0;
		return told;
	}
	if (in.rst)
		out.ptbr_held = 0;
	if (in.fetch_req_valid && out.fetch_req_ready)
		asked[PORT_FETCH] = now;
	if (in.data_req_valid && out.data_req_ready)
		asked[PORT_DATA] = now;
	pins = shown();
	return judged(&in, &pins, line);
}

void write_ptbr(enum regime regime, uint64_t value)
{
	in.ptbr_valid = out.ptbr_ready = 1;
	in.ptbr_regime = regime;
	in.ptbr_value = value;
	agrees();
	in.ptbr_valid = 0;
}

const char *ptbr_answer(enum fault fault, uint64_t held)
{
	const char *error;

	out.ptbr_rsp_valid = 1;
	out.ptbr_rsp_fault = fault;
	out.ptbr_held = held;
	error = cycle();
	out.ptbr_rsp_valid = out.ptbr_rsp_fault = 0;
	return error;
}

void ptbr(uint64_t satp)
{
	write_ptbr(REGIME_RV64, satp);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, satp));
}

void begin(void)
{
	const uint64_t root[] = {TABLE << 10 | 1}, table[] = {LEAVES << 10 | 1};
	const uint64_t leaves[] = {0x90000 << 10 | RWAD, 0x90001 << 10 | 0x47, 0,
				   0x90003 << 10 | RWAD | 0x20};

	const struct mmu_config config = {.itlb_entries = 4,
					  .dtlb_entries = 4,
					  .asid_bits = 16,
					  .counter_bits = 32,
					  .pa_bits = 46,
					  .formats = 255,
					  .segments = 1};

	image = image_create();
	watch(&config);
	*wrong = 0;
	ck_assert_ptr_nonnull(image);
	now = 1;
	asked[PORT_FETCH] = asked[PORT_DATA] = UINT64_MAX - 1;
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	in.adue = 1;
	in.counter_select = 11; /* data stalls: there are none */
	in.data_req_seg = SEGMENT_NONE;
	in.data_rsp_ready = 1;
	in.mem_req_ready = 1;
	out.data_req_ready = 1;
	image_page(image, ROOT, root, 1, 8);
	image_page(image, TABLE, table, 1, 8);
	image_page(image, LEAVES, leaves, 4, 8);
	ptbr(SV39 | ROOT);
}

void end(void)
{
	watch_no_more();
	image_destroy(image);
}

void ask(uint64_t va, bool store)
{
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = PRIV_S;
	in.data_req_store = store;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
}

void show_answer(uint64_t pa, uint64_t fault)
{
	out.data_rsp_valid = 1;
	out.data_rsp_tag = 5;
	out.data_rsp_pa = pa;
	out.data_rsp_fault = fault;
	out.data_rsp_size = fault ? 0 : 12;
	out.data_rsp_code = 0;
}

void taken(void)
{
	out.data_rsp_valid = 0;
}

const char *misses(void)
{
	return now == asked[out.mem_req_fetch ? PORT_FETCH : PORT_DATA] + 1 ? cycle() : NULL;
}

const char *read_pte(uint64_t pa)
{
	const char *error = misses();
	uint64_t value;

	if (error)
		return error;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = pa;
	out.mem_req_cas = 0;
	error = cycle();
	out.mem_req_valid = 0;
	if (error)
		return error;
	in.mem_rsp_valid = 1;
	in.mem_rsp_id = out.mem_req_id;
	in.mem_rsp_error = !image_read(image, pa, 8, &value);
	in.mem_rsp_data = value;
	error = cycle();
	in.mem_rsp_valid = 0;
	return error;
}

void walk(uint64_t leaf)
{
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(leaf));
}

void ends_at_once(uint64_t fault)
{
	ck_assert_ptr_null(misses());
	agrees();
	show_answer(0, fault);
}

void swap(bool error, bool lost)
{
	const char *said = cycle();

	if (said)
		snprintf(wrong, sizeof(wrong), "%s", said);
	out.mem_req_valid = out.mem_req_cas = 0;
	if (said)
		return;
	in.mem_rsp_valid = 1;
	in.mem_rsp_error = error;
	in.mem_rsp_lost = lost;
	in.mem_rsp_data = 0;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = in.mem_rsp_lost = 0;
}

void update(uint64_t pa, uint64_t expect, uint64_t data)
{
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = pa;
	out.mem_req_expect = expect;
	out.mem_req_data = data;
	swap(false, false);
}

void filled(uint64_t n, uint64_t pa)
{
	ask(n << 12, false);
	walk(LEAF(n));
	show_answer(pa, 0);
	agrees();
	taken();
}

void hit_gives(uint64_t va, uint64_t pa)
{
	ask(va, false);
	show_answer(pa, 0);
}
