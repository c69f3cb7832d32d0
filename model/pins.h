/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one list of the MMU's pins. All other lists of pins are made of it: pin sets and tables in C
 * here, the shells around the RTL and the table of the contract by pins.py. Only the port list of
 * ../rtl/pw_mmu.sv is written by hand, and a test compares it with this one.
 *
 * A channel is a macro, and a pin is a row of it: IN(name, bits, channel, role, meaning), or OUT,
 * in the order of the ports of pw_mmu.sv. The code that expands it defines what a row becomes. clk
 * is not here, because the call to tick is the clock.
 *
 * name     the same in RTL, C, model, waveform and messages: but for the control bits that of the
 *          channel, and a field's behind it
 * bits     a number, or the parameter of the RTL that sets it
 * role     VALID, READY: the two that make a transfer; a channel without READY takes at once.
 *          PAYLOAD means something while the channel's VALID is 1; LEVEL does in every cycle
 * meaning  a cell of the table in ../rtl/contract/pins.md
 */
#ifndef PAGEWALK_PINS_H
#define PAGEWALK_PINS_H

#include <stdint.h>

/* clang-format off */

/* The channels, and what the contract calls them. */
#define MMU_CHANNELS(X) \
	X(GENERAL, "clock and reset") \
	X(FETCH_REQ, "fetch port: a request") \
	X(FETCH_RSP, "fetch port: an answer") \
	X(DATA_REQ, "data port: a request") \
	X(DATA_RSP, "data port: an answer") \
	X(CONTROL_RISCV, "control bits of RISC-V") \
	X(CONTROL_X86, "control bits of x86") \
	X(PTBR, "page-table base register: a write") \
	X(PTBR_RSP, "page-table base register: the answer to a write") \
	X(PTBR_HELD, "page-table base register: what it holds") \
	X(SEG, "segment registers: a load") \
	X(FENCE, "fence") \
	X(MEM_REQ, "page-table memory: a request") \
	X(MEM_RSP, "page-table memory: its answer") \
	X(COUNTER, "counters")

#define MMU_GENERAL(IN, OUT) \
	IN(rst, 1, GENERAL, LEVEL, "synchronous reset, active high")

#define MMU_FETCH_REQ(IN, OUT) \
	IN(fetch_req_valid, 1, FETCH_REQ, VALID, "there is a request") \
	OUT(fetch_req_ready, 1, FETCH_REQ, READY, "it is accepted") \
	IN(fetch_req_tag, TAG_BITS, FETCH_REQ, PAYLOAD, "returned with the answer") \
	IN(fetch_req_va, 64, FETCH_REQ, PAYLOAD, \
		"virtual address (x86: linear address), or the offset in a segment") \
	IN(fetch_req_seg, 3, FETCH_REQ, PAYLOAD, "0 to 5: the segment register; 6, 7: none") \
	IN(fetch_req_last, 12, FETCH_REQ, PAYLOAD, \
		"bytes of the access, less one: the segment's limit is for all of them") \
	IN(fetch_req_priv, 2, FETCH_REQ, PAYLOAD, "effective privilege") \
	IN(fetch_req_lock, 1, FETCH_REQ, PAYLOAD, \
		"1: the entry that this request fills is locked, unless every other slot is (tlb-5)")

#define MMU_FETCH_RSP(IN, OUT) \
	OUT(fetch_rsp_valid, 1, FETCH_RSP, VALID, "there is an answer") \
	IN(fetch_rsp_ready, 1, FETCH_RSP, READY, "it is taken") \
	OUT(fetch_rsp_tag, TAG_BITS, FETCH_RSP, PAYLOAD, "the request's tag") \
	OUT(fetch_rsp_pa, 56, FETCH_RSP, PAYLOAD, "physical address; 0 with a fault") \
	OUT(fetch_rsp_fault, 3, FETCH_RSP, PAYLOAD, \
		"none, page, access, general protection, segment") \
	OUT(fetch_rsp_code, 5, FETCH_RSP, PAYLOAD, \
		"x86 page fault: the error code (walk-9); segment fault: bits 2:0 which " \
		"(segment-4), bit 3 a stack fault (segment-6); general protection: bit 3 a " \
		"stack fault (segment-6); 0 with anything else") \
	OUT(fetch_rsp_size, 6, FETCH_RSP, PAYLOAD, \
		"log2 of the page size in bytes (12, 16, 21, 22, 30, 39, 48); 0 with a fault " \
		"or when nothing was translated") \
	OUT(fetch_rsp_memtype, 3, FETCH_RSP, PAYLOAD, \
		"memory type of the page: Svpbmt (0 PMA, 1 NC, 2 IO), or x86 {PAT, PCD, PWT}; " \
		"0 with a fault or when nothing was translated")

#define MMU_DATA_REQ(IN, OUT) \
	IN(data_req_valid, 1, DATA_REQ, VALID, "as of the fetch port") \
	OUT(data_req_ready, 1, DATA_REQ, READY, "as of the fetch port") \
	IN(data_req_tag, TAG_BITS, DATA_REQ, PAYLOAD, "as of the fetch port") \
	IN(data_req_va, 64, DATA_REQ, PAYLOAD, "as of the fetch port") \
	IN(data_req_seg, 3, DATA_REQ, PAYLOAD, "as of the fetch port") \
	IN(data_req_last, 12, DATA_REQ, PAYLOAD, "as of the fetch port") \
	IN(data_req_priv, 2, DATA_REQ, PAYLOAD, "as of the fetch port") \
	IN(data_req_lock, 1, DATA_REQ, PAYLOAD, "as of the fetch port") \
	IN(data_req_store, 1, DATA_REQ, PAYLOAD, \
		"0 load, 1 store (an AMO, an SC, a read-modify-write of x86 is a store, an LR " \
		"a load)") \
	IN(data_req_sum, 1, DATA_REQ, PAYLOAD, "`sstatus.SUM`; x86: `EFLAGS.AC`") \
	IN(data_req_mxr, 1, DATA_REQ, PAYLOAD, "`sstatus.MXR`; x86: not looked at")

#define MMU_DATA_RSP(IN, OUT) \
	OUT(data_rsp_valid, 1, DATA_RSP, VALID, "as of the fetch port") \
	IN(data_rsp_ready, 1, DATA_RSP, READY, "as of the fetch port") \
	OUT(data_rsp_tag, TAG_BITS, DATA_RSP, PAYLOAD, "as of the fetch port") \
	OUT(data_rsp_pa, 56, DATA_RSP, PAYLOAD, "as of the fetch port") \
	OUT(data_rsp_fault, 3, DATA_RSP, PAYLOAD, "as of the fetch port") \
	OUT(data_rsp_code, 5, DATA_RSP, PAYLOAD, "as of the fetch port") \
	OUT(data_rsp_size, 6, DATA_RSP, PAYLOAD, "as of the fetch port") \
	OUT(data_rsp_memtype, 3, DATA_RSP, PAYLOAD, "as of the fetch port")

#define MMU_CONTROL_RISCV(IN, OUT) \
	IN(adue, 1, CONTROL_RISCV, LEVEL, \
		"1: hardware sets A and D (Svadu); 0: they fault (Svade). x86 always sets " \
		"them") \
	IN(pbmte, 1, CONTROL_RISCV, LEVEL, "1: Svpbmt enabled")

#define MMU_CONTROL_X86(IN, OUT) \
	IN(pg, 1, CONTROL_X86, LEVEL, "CR0.PG") \
	IN(wp, 1, CONTROL_X86, LEVEL, "CR0.WP") \
	IN(pse, 1, CONTROL_X86, LEVEL, "CR4.PSE") \
	IN(pae, 1, CONTROL_X86, LEVEL, "CR4.PAE") \
	IN(pge, 1, CONTROL_X86, LEVEL, "CR4.PGE") \
	IN(la57, 1, CONTROL_X86, LEVEL, "CR4.LA57") \
	IN(smep, 1, CONTROL_X86, LEVEL, "CR4.SMEP") \
	IN(smap, 1, CONTROL_X86, LEVEL, "CR4.SMAP") \
	IN(pcide, 1, CONTROL_X86, LEVEL, "CR4.PCIDE") \
	IN(lma, 1, CONTROL_X86, LEVEL, "EFER.LMA") \
	IN(nxe, 1, CONTROL_X86, LEVEL, "EFER.NXE")

#define MMU_PTBR(IN, OUT) \
	IN(ptbr_valid, 1, PTBR, VALID, "there is a write") \
	OUT(ptbr_ready, 1, PTBR, READY, "it is accepted") \
	IN(ptbr_regime, 2, PTBR, PAYLOAD, "how to read the value") \
	IN(ptbr_value, 64, PTBR, PAYLOAD, "raw `satp` or CR3")

#define MMU_PTBR_RSP(IN, OUT) \
	OUT(ptbr_rsp_valid, 1, PTBR_RSP, VALID, "there is an answer; always taken") \
	OUT(ptbr_rsp_fault, 2, PTBR_RSP, PAYLOAD, \
		"none; access, general protection: the write did not happen")

#define MMU_PTBR_HELD(IN, OUT) \
	OUT(ptbr_held, 64, PTBR_HELD, LEVEL, "`satp` or CR3 as it reads back")

#define MMU_SEG(IN, OUT) \
	IN(seg_valid, 1, SEG, VALID, "1: a segment register is loaded; always taken") \
	IN(seg_index, 3, SEG, PAYLOAD, "which; 6 and 7: none") \
	IN(seg_base, 64, SEG, PAYLOAD, "where it begins") \
	IN(seg_limit, 20, SEG, PAYLOAD, \
		"its last offset (expand-down: the last below it), in bytes or in 4 KiB") \
	IN(seg_granular, 1, SEG, PAYLOAD, "1: the limit is in 4 KiB (G)") \
	IN(seg_type, 4, SEG, PAYLOAD, "code or data, and what may be done to it") \
	IN(seg_dpl, 2, SEG, PAYLOAD, "its privilege, DPL") \
	IN(seg_rpl, 2, SEG, PAYLOAD, "the privilege that its selector asks for, RPL") \
	IN(seg_present, 1, SEG, PAYLOAD, "0: nothing may be done to it (P)") \
	IN(seg_null, 1, SEG, PAYLOAD, \
		"1: the selector is null; of the rest only base and L count, in 64-bit mode") \
	IN(seg_big, 1, SEG, PAYLOAD, "expand-down: it ends at 4 GiB, else at 64 KiB (B)") \
	IN(seg_long, 1, SEG, PAYLOAD, "in CS, in long mode: 64-bit mode (L)")

#define MMU_FENCE(IN, OUT) \
	IN(fence_valid, 1, FENCE, VALID, "there is a fence") \
	OUT(fence_ready, 1, FENCE, READY, "it is accepted") \
	IN(fence_by_va, 1, FENCE, PAYLOAD, "1: only entries that translate `fence_va`") \
	IN(fence_va, 64, FENCE, PAYLOAD, "an address") \
	IN(fence_by_asid, 1, FENCE, PAYLOAD, \
		"1: only entries of `fence_asid`, and no global ones") \
	IN(fence_asid, 16, FENCE, PAYLOAD, "an ASID") \
	IN(fence_keep_global, 1, FENCE, PAYLOAD, "1: no global ones")

#define MMU_MEM_REQ(IN, OUT) \
	OUT(mem_req_valid, 1, MEM_REQ, VALID, "there is a request") \
	IN(mem_req_ready, 1, MEM_REQ, READY, "it is accepted") \
	OUT(mem_req_id, 4, MEM_REQ, PAYLOAD, "whose request it is: 0 of a walk, 8 a PDPTE (walk-7)") \
	OUT(mem_req_fetch, 1, MEM_REQ, PAYLOAD, \
		"1: for a walk of the fetch port, 0: of the data port, or a PDPTE (ptbr-7)") \
	OUT(mem_req_wide, 1, MEM_REQ, PAYLOAD, "0: 4 bytes, 1: 8 bytes (the PTE's size)") \
	OUT(mem_req_addr, 56, MEM_REQ, PAYLOAD, "physical address, aligned to the PTE's size") \
	OUT(mem_req_cas, 1, MEM_REQ, PAYLOAD, "0: read; 1: compare-and-swap") \
	OUT(mem_req_expect, 64, MEM_REQ, PAYLOAD, \
		"compare-and-swap: value expected; 0 with a read") \
	OUT(mem_req_data, 64, MEM_REQ, PAYLOAD, "compare-and-swap: value to store; 0 with a read")

#define MMU_MEM_RSP(IN, OUT) \
	IN(mem_rsp_valid, 1, MEM_RSP, VALID, "there is an answer; always taken") \
	IN(mem_rsp_id, 4, MEM_RSP, PAYLOAD, "the id of the request that it answers") \
	IN(mem_rsp_data, 64, MEM_RSP, PAYLOAD, \
		"read: the PTE, zero-extended (compare-and-swap: not looked at)") \
	IN(mem_rsp_error, 1, MEM_RSP, PAYLOAD, "the access failed; nothing was read or stored") \
	IN(mem_rsp_lost, 1, MEM_RSP, PAYLOAD, \
		"compare-and-swap: memory did not hold `mem_req_expect`; nothing was stored") \
	IN(mem_rsp_main, 1, MEM_RSP, PAYLOAD, \
		"read of a walk: the line around the PTE may be kept, and is here (line-1)") \
	IN(mem_rsp_line_0, 64, MEM_RSP, PAYLOAD, "bytes 0 to 7 of the line") \
	IN(mem_rsp_line_1, 64, MEM_RSP, PAYLOAD, "bytes 8 to 15") \
	IN(mem_rsp_line_2, 64, MEM_RSP, PAYLOAD, "bytes 16 to 23") \
	IN(mem_rsp_line_3, 64, MEM_RSP, PAYLOAD, "bytes 24 to 31") \
	IN(mem_rsp_line_4, 64, MEM_RSP, PAYLOAD, "bytes 32 to 39") \
	IN(mem_rsp_line_5, 64, MEM_RSP, PAYLOAD, "bytes 40 to 47") \
	IN(mem_rsp_line_6, 64, MEM_RSP, PAYLOAD, "bytes 48 to 55") \
	IN(mem_rsp_line_7, 64, MEM_RSP, PAYLOAD, "bytes 56 to 63")

/* As many as counter_select can name. */
#define MMU_COUNTERS 32u

#define MMU_COUNTER(IN, OUT) \
	IN(counter_select, 5, COUNTER, LEVEL, "which counter to show") \
	OUT(counter_value, COUNTER_WIDTH, COUNTER, LEVEL, "the counter selected one cycle earlier")

#define MMU_PINS(IN, OUT) \
	MMU_GENERAL(IN, OUT) \
	MMU_FETCH_REQ(IN, OUT) \
	MMU_FETCH_RSP(IN, OUT) \
	MMU_DATA_REQ(IN, OUT) \
	MMU_DATA_RSP(IN, OUT) \
	MMU_CONTROL_RISCV(IN, OUT) \
	MMU_CONTROL_X86(IN, OUT) \
	MMU_PTBR(IN, OUT) \
	MMU_PTBR_RSP(IN, OUT) \
	MMU_PTBR_HELD(IN, OUT) \
	MMU_SEG(IN, OUT) \
	MMU_FENCE(IN, OUT) \
	MMU_MEM_REQ(IN, OUT) \
	MMU_MEM_RSP(IN, OUT) \
	MMU_COUNTER(IN, OUT)

/* clang-format on */

/* All of a direction, and all control bits: X is an IN, or an OUT, of above. */
#define MMU_NO_PIN(name, bits, channel, role, meaning)
#define MMU_INPUTS(X)   MMU_PINS(X, MMU_NO_PIN)
#define MMU_OUTPUTS(X)  MMU_PINS(MMU_NO_PIN, X)
#define MMU_CONTROLS(X) MMU_CONTROL_RISCV(X, MMU_NO_PIN) MMU_CONTROL_X86(X, MMU_NO_PIN)

/*
 * A set of pins. All fields are uint64_t, right-aligned, upper bits 0, so that two sets are equal
 * exactly when memcmp() says so; and in the order of the list, so that one is an array, too.
 */
#define MMU_FIELD(name, bits, channel, role, meaning) uint64_t name;

struct mmu_in {
	MMU_INPUTS(MMU_FIELD)
};

struct mmu_out {
	MMU_OUTPUTS(MMU_FIELD)
};

struct mmu_controls {
	MMU_CONTROLS(MMU_FIELD)
};

#define MMU_N_INPUTS   (sizeof(struct mmu_in) / sizeof(uint64_t))
#define MMU_N_OUTPUTS  (sizeof(struct mmu_out) / sizeof(uint64_t))
#define MMU_N_CONTROLS (sizeof(struct mmu_controls) / sizeof(uint64_t))

/*
 * The widths that parameters set, at their widest, for code that expands `bits` and has no others.
 */
#define MMU_WIDEST enum { TAG_BITS = 16, COUNTER_WIDTH = 64 };

#define MMU_CHANNEL(name, title) CHANNEL_##name,
enum mmu_channel { MMU_CHANNELS(MMU_CHANNEL) CHANNELS };
#undef MMU_CHANNEL

enum mmu_role { ROLE_VALID, ROLE_READY, ROLE_PAYLOAD, ROLE_LEVEL };

/* The list as tables: pin n is word n of its set. */
struct mmu_pin {
	const char *name;
	unsigned int bits; /* at the widest parameters */
	enum mmu_channel channel;
	enum mmu_role role;
};

extern const struct mmu_pin mmu_inputs[MMU_N_INPUTS];
extern const struct mmu_pin mmu_outputs[MMU_N_OUTPUTS];

/* What rtl/contract/parameters.md lets an integrator choose. */
struct mmu_config {
	unsigned int itlb_entries;
	unsigned int dtlb_entries;
	unsigned int asid_bits;
	unsigned int tag_bits;
	unsigned int counter_bits;
	unsigned int pa_bits;      /* x86: MAXPHYADDR, M */
	unsigned int formats;      /* bit n: paging mode n is built */
	unsigned int segments;     /* 0: no segment registers, every address is linear; 1: six */
	unsigned int walk_entries; /* 0: no walk cache */
	unsigned int array_sets;   /* 0: no array */
	unsigned int lines;        /* 0: no line buffer */
};

#endif
