/* SPDX-License-Identifier: Apache-2.0 */
#include "mmu_fixture.h"

#include <check.h>
#include <string.h>

struct mmu *mmu;
struct mmu_in in;
struct mmu_out out;

struct page_memory memory;

uint64_t *word_at(uint64_t addr)
{
	for (unsigned int i = 0; i < memory.words; i++)
		if (memory.word[i].addr == addr)
			return &memory.word[i].pte;
	memory.word[memory.words].addr = addr;
	memory.word[memory.words].pte = 0;
	return &memory.word[memory.words++].pte;
}

/* What memory holds there: of a word that nobody has written 0. */
static uint64_t held_at(uint64_t addr)
{
	for (unsigned int i = 0; i < memory.words; i++)
		if (memory.word[i].addr == addr)
			return memory.word[i].pte;
	return 0;
}

/* The line around the PTE: of PTEs of 8 bytes, none of which is at +4, or of 4. */
static void memory_answers_line(uint64_t addr)
{
	uint64_t *const word[] = {&in.mem_rsp_line_0, &in.mem_rsp_line_1, &in.mem_rsp_line_2,
				  &in.mem_rsp_line_3, &in.mem_rsp_line_4, &in.mem_rsp_line_5,
				  &in.mem_rsp_line_6, &in.mem_rsp_line_7};

	in.mem_rsp_main = 1;
	for (unsigned int i = 0; i < 8; i++) {
		uint64_t at = (addr & ~UINT64_C(63)) + 8 * i;

		*word[i] = held_at(at) | held_at(at + 4) << 32;
	}
}

static void memory_answers(void)
{
	in.mem_rsp_valid = 1;
	in.mem_rsp_id = memory.asked.mem_req_id;
	if (memory.asked.mem_req_cas) {
		in.mem_rsp_error = memory.fails;
		in.mem_rsp_lost = memory.loses;
	} else {
		in.mem_rsp_data = *word_at(memory.asked.mem_req_addr);
		if (!memory.alone)
			memory_answers_line(memory.asked.mem_req_addr);
	}
}

/* The edge after that answer: the word changes. */
static void memory_swaps(void)
{
	uint64_t *word = word_at(memory.asked.mem_req_addr);

	if (!memory.fails && !memory.loses) {
		ck_assert_uint_eq(*word, memory.asked.mem_req_expect);
		*word = memory.asked.mem_req_data;
	}
	memory.fails = memory.loses = false;
}

void see(void)
{
	in.mem_rsp_valid = in.mem_rsp_id = 0;
	in.mem_rsp_data = in.mem_rsp_error = in.mem_rsp_lost = in.mem_rsp_main = 0;
	if (memory.due == 1)
		memory_answers();
	mmu_eval(mmu, &in, &out);
}

void edge(void)
{
	see();
	if (memory.due == 1 && memory.asked.mem_req_cas)
		memory_swaps();
	if (memory.due)
		memory.due--;
	if (out.mem_req_valid && in.mem_req_ready && !in.rst) {
		ck_assert_uint_eq(memory.due, 0); /* walk-7 */
		memory.asked = out;
		memory.due = memory.latency;
		memory.reads += !out.mem_req_cas;
	}
	mmu_tick(mmu);
}

void edges(unsigned int n)
{
	while (n--)
		edge();
}

void write_ptbr(enum regime regime, uint64_t value)
{
	in.ptbr_valid = 1;
	in.ptbr_regime = regime;
	in.ptbr_value = value;
	see();
	ck_assert_uint_eq(out.ptbr_ready, 1);
	edge();
	in.ptbr_valid = 0;
}

void accept_load(uint64_t va)
{
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = PRIV_S;
	in.data_req_tag++;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	edge();
	in.data_req_valid = 0;
}

unsigned int cycles_to_answer(void)
{
	for (unsigned int n = 1; n < NEVER; n++) {
		see();
		if (out.data_rsp_valid) {
			ck_assert_uint_eq(out.data_rsp_tag, in.data_req_tag);
			return n;
		}
		edge();
	}
	return NEVER;
}

unsigned int load(uint64_t va)
{
	struct mmu_out answer;
	unsigned int n;

	accept_load(va);
	n = cycles_to_answer();
	answer = out;
	edge();
	out = answer;
	return n;
}

unsigned int store(uint64_t va)
{
	unsigned int n;

	in.data_req_store = 1;
	n = load(va);
	in.data_req_store = 0;
	return n;
}

void map_sv32(uint64_t page, uint64_t flags)
{
	*word_at(0x100000) = PPN(0x101) | PTE_V;
	*word_at(0x101000 + 4 * page) = PPN(0x1000 + page) | flags;
}

uint64_t va_of(uint64_t page)
{
	return page << 12;
}

void start(const struct mmu_config *config)
{
	memset(&in, 0, sizeof(in));
	memset(&memory, 0, sizeof(memory));
	memory.latency = 1;
	mmu = mmu_create(config);
	ck_assert_ptr_nonnull(mmu);
	in.mem_req_ready = in.fetch_rsp_ready = in.data_rsp_ready = 1;
	in.fetch_req_seg = in.data_req_seg = SEGMENT_NONE;
}

void setup(void)
{
	static const struct mmu_config small = {4, 4, 16, 8, 32, 46, 255, 1, 0, 0, 0};

	start(&small);
}

void setup_sv32(void)
{
	setup();
	write_ptbr(REGIME_RV32, SV32);
	for (uint64_t page = 0; page < 8; page++)
		map_sv32(page, LEAF);
}

void teardown(void)
{
	mmu_destroy(mmu);
	mmu = NULL; /* what it has not given back is now a leak */
}

void fence(void)
{
	in.fence_valid = 1;
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	edge();
	in.fence_valid = 0;
}

uint64_t counter(unsigned int n)
{
	in.counter_select = n;
	edge();
	see();
	return out.counter_value;
}

void show_segment(uint64_t index, uint64_t base, uint64_t limit, uint64_t type)
{
	in.seg_valid = in.seg_present = 1;
	in.seg_index = index;
	in.seg_base = base;
	in.seg_limit = limit;
	in.seg_type = type;
	in.seg_dpl = in.seg_rpl = 2; /* as the ring of a load: S */
}

void load_segment(uint64_t index, uint64_t base, uint64_t limit, uint64_t type)
{
	show_segment(index, base, limit, type);
	edge();
	in.seg_valid = 0;
}

unsigned int load_through(uint64_t segment, uint64_t offset)
{
	unsigned int n;

	in.data_req_seg = segment;
	n = load(offset);
	in.data_req_seg = SEGMENT_NONE;
	return n;
}

void expect_data(uint64_t pa, uint64_t fault, uint64_t code, uint64_t size)
{
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	ck_assert_uint_eq(out.data_rsp_pa, pa);
	ck_assert_uint_eq(out.data_rsp_fault, fault);
	ck_assert_uint_eq(out.data_rsp_code, code);
	ck_assert_uint_eq(out.data_rsp_size, size);
	ck_assert_uint_eq(out.data_rsp_memtype, 0);
}

const struct x86_mode x86_modes[4] = {
	{REGIME_X86_32, false, false, false, 2},
	{REGIME_X86_32, true, false, false, 2},
	{REGIME_X86_64, true, true, false, 4},
	{REGIME_X86_64, true, true, true, 5},
};

void wait_for_ptbr_answer(void)
{
	for (unsigned int n = 0; n < NEVER; n++) {
		see();
		if (out.ptbr_rsp_valid)
			return;
		edge();
	}
	ck_abort_msg("no answer to a write");
}

void go_x86(const struct x86_mode *m, uint64_t cr3)
{
	in.pg = in.pse = in.pge = in.wp = in.nxe = 1;
	in.pae = m->pae;
	in.lma = m->lma;
	in.la57 = m->la57;
	write_ptbr(m->regime, cr3);
	wait_for_ptbr_answer();
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_NONE);
}

uint64_t x86_table(const struct x86_mode *m, unsigned int level)
{
	return UINT64_C(0x100) + (m->pae && !m->lma) + (m->levels - 1 - level);
}

void x86_map(const struct x86_mode *m, uint64_t page, uint64_t flags)
{
	unsigned int bytes = m->pae ? 8 : 4;

	if (m->pae && !m->lma)
		*word_at(X86_CR3) = UINT64_C(0x101) << 12 | 1;
	for (unsigned int level = m->levels - 1; level > 0; level--)
		*word_at(x86_table(m, level) << 12) = x86_table(m, level - 1) << 12 | X86_ENTRY;
	*word_at((x86_table(m, 0) << 12) + bytes * page) = (0x1000 + page) << 12 | flags;
}

const struct x86_mode *const pae = &x86_modes[1];
const struct x86_mode *const four_level = &x86_modes[2];

void setup_x86(void)
{
	setup();
	for (uint64_t page = 0; page < 8; page++)
		x86_map(four_level, page, X86_LEAF | (page == 7 ? X86_G : 0));
	go_x86(four_level, X86_CR3);
}
