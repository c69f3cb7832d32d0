/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coverage model: X(group, what it counts, which combinations are bins, dimensions). A group is
 * the product of its dimensions, without those combinations that its predicate (groups_legal.h)
 * says do not exist. A bin's name is GROUP:VALUE,VALUE,...
 */
#ifndef PAGEWALK_COVER_GROUPS_H
#define PAGEWALK_COVER_GROUPS_H

#include <stdbool.h>
#include <stdint.h>

#include "cover/values.h"

#define COVER_DIMENSIONS 10u

/* clang-format off */
#define COVER_GROUPS(X) \
	/* Requests, when they are accepted. */ \
	X(cp_mode, "paging mode of a request", any, &v_mode10) \
	X(cp_acc, "kind of access, in each mode", any, &v_mode10, &v_access) \
	X(cp_priv, "privilege on the pins", any, &v_family, &v_priv, &v_access) \
	X(cp_sum, "SUM; x86: AC", no_fetch_1, &v_family, &v_access, &v_who, &v_bit) \
	X(cp_mxr, "MXR, RISC-V", no_fetch_0, &v_access, &v_who, &v_bit) \
	X(cp_adue, "ADUE", any, &v_riscv, &v_bit) \
	X(cp_pbmte, "PBMTE", any, &v_riscv, &v_bit) \
	X(cp_control, "control bits of x86", any, &v_x86_off, &v_control, &v_bit) \
	X(cp_untranslated, "requests that nothing translates", untranslated, &v_untranslated, &v_access, &v_beyond) \
	X(cp_mode_move, "mode of a request behind that of the one before it", any, &v_mode10, &v_mode10) \
	X(cp_va_class, "ends of the address space", any, &v_mode, &v_edge, &v_access) \
	X(cp_noncanonical, "each upper address bit wrong alone", noncanonical, &v_mode, &v_bit64, &v_half) \
	X(cp_tag_bit, "bits of an answer's tag", any, &v_port, &v_bit16, &v_bit) \
	X(cp_pa_bit, "bits of a translated address", pa_bit, &v_family, &v_bit64, &v_bit) \
	/* Entries, when memory gives them. */ \
	X(cp_vpn_index, "index into a table: 0, all ones, each bit alone", vpn_index, &v_mode, &v_level, &v_index) \
	X(cp_root_bit, "bits of the root's address", root_bit, &v_root, &v_bit64) \
	X(cp_level_leaf, "level of a leaf that passes", page, &v_mode, &v_level, &v_access) \
	X(cp_level_fault, "level at which a walk faults", level_fault, &v_mode, &v_level, &v_fault, &v_access) \
	X(cp_no_walk, "faults without a read", no_walk, &v_mode, &v_no_walk, &v_access) \
	X(cp_v, "V; x86: P", level, &v_mode, &v_level, &v_bit) \
	X(cp_rwx, "R, W and X", level, &v_riscv, &v_level, &v_rwx) \
	X(cp_u, "U; x86: U/S", kind, &v_mode, &v_level, &v_kind, &v_bit) \
	X(cp_g, "G", kind, &v_mode, &v_level, &v_kind, &v_bit) \
	X(cp_a, "A", kind, &v_mode, &v_level, &v_kind, &v_bit) \
	X(cp_d, "D", kind, &v_mode, &v_level, &v_kind, &v_bit) \
	X(cp_rsw, "bits 9:8, left to software", kind, &v_riscv, &v_level, &v_kind, &v_number4) \
	X(cp_avl, "x86: bits 11:9, left to software", kind_x86, &v_x86, &v_level, &v_kind, &v_number8) \
	X(cp_pbmt, "PBMT", kind_64, &v_riscv, &v_level, &v_kind, &v_number4) \
	X(cp_n, "64 KiB page: VA[15:12], by walk and by hit", sv39_up, &v_riscv, &v_number16, &v_how) \
	X(cp_misalign_bit, "each low PPN bit of a superpage set alone", misalign_bit, &v_riscv, &v_level, &v_bit64) \
	X(cp_rsvd_x86, "x86: each reserved bit set alone", rsvd_x86, &v_x86, &v_level, &v_bit64) \
	X(cp_ignored_x86, "x86: each ignored bit set in an entry that passes", ignored_x86, &v_x86, &v_level, &v_kind, &v_bit64) \
	X(cp_pdpte, "PDPTEs, as they are loaded", any, &v_number4, &v_pdpte) \
	X(cp_pdpte_bit, "each reserved bit of a PDPTE set alone", pdpte_bit, &v_bit64) \
	X(cp_left_out, "requests in a mode that the build leaves out", any, &v_left_out, &v_access) \
	/* Answers. */ \
	X(cp_result, "answers", result, &v_mode, &v_access, &v_answer) \
	X(cp_error_code, "x86: the error code of a page fault", error_code, &v_x86, &v_access, &v_who, &v_present, &v_rsvd, &v_id) \
	X(cp_ad_action, "what a walk does to A and D", ad_action, &v_mode, &v_action) \
	X(cp_pte_reads, "reads of a walk", pte_reads, &v_mode, &v_number6) \
	X(cp_answer_wait, "cycles that an answer waits to be taken", any, &v_port, &v_wait, &v_result) \
	X(cp_refetch_after_fault, "the same page asked again behind a page fault", any, &v_family, &v_access, &v_refetch) \
	/* TLBs. */ \
	X(cp_tlb_occupancy, "valid entries when a walk fills one", any, &v_port, &v_occupancy) \
	X(cp_victim_slot, "which entry is replaced", any, &v_port, &v_slot) \
	X(cp_fill_place, "where a filled entry goes", any, &v_port, &v_place) \
	X(cp_entry_size, "page sizes, by walk and by hit", size, &v_mode, &v_size, &v_port, &v_how) \
	X(cp_match, "why an entry matches, or does not", any, &v_family, &v_port, &v_match) \
	X(cp_evict_size, "size of the page that is replaced", any, &v_port, &v_size) \
	X(cp_lock, "locked entries", any, &v_port, &v_lock) \
	X(cp_fault_drop, "a fault drops the entry of its page", size_of_family, &v_family, &v_size, &v_port, &v_same_port) \
	X(cp_stale, "an entry of memory changed without a fence", any, &v_mode, &v_stale) \
	X(cp_shadow, "the shadow of the TLBs foretells hit or miss", any, &v_port, &v_agrees) \
	/* Fences. */ \
	X(cp_fence, "forms", any, &v_family, &v_form) \
	X(cp_fence_target, "what a fence by address aims at", any, &v_family, &v_target) \
	X(cp_fence_cycle, "state of the walker in which a fence is accepted", fence_cycle, &v_state) \
	/* Walker, ports, memory. */ \
	X(cp_fsm_state, "state of the walker, for each port", fsm_state, &v_state, &v_port) \
	X(cp_port_overlap, "pages from the load or store to a fetch accepted in the same cycle", any, &v_offset) \
	X(cp_both_missing, "both ports missing", any, &v_both) \
	X(cp_wall, "what holds a request back", any, &v_port, &v_wall) \
	X(cp_mem_latency, "cycles that memory takes", any, &v_memory, &v_latency) \
	X(cp_backpressure, "cycles until memory accepts", any, &v_memory, &v_wait) \
	X(cp_counter, "counters seen to count", any, &v_counter) \
	/* The walk cache. */ \
	X(cp_walk_search, "level of the pointer behind which a walk begins", walk_search, &v_mode, &v_found) \
	X(cp_walk_fill, "what becomes of a pointer that memory gives", walk_fill, &v_mode, &v_level, &v_fate) \
	X(cp_walk_xd, "a pointer that matches but for XD, and one whose XD counts", walk_xd, &v_x86, &v_nxe) \
	X(cp_walk_back, "with what a walk ends that has gone back", any, &v_mode, &v_back) \
	X(cp_walk_back_from, "from what it has gone back", any, &v_mode, &v_fault) \
	X(cp_walk_drop, "what drops pointers, and what it keeps", walk_drop, &v_row, &v_dropped) \
	X(cp_walk_fence, "a fence at the start of a walk, and at a fill", any, &v_walk_fence) \
	X(cp_walk_shadow, "the shadow of the walk cache foretells the first read", any, &v_agrees) \
	/* The array. */ \
	X(cp_array_serve, "level of the page that serves a walk", any, &v_mode, &v_port, &v_number2) \
	X(cp_array_pointer, "a walk that begins behind a pointer of the array", any, &v_riscv, &v_port) \
	X(cp_array_match, "level of a page that has the address, and why it serves, or does not", any, &v_family, &v_number2, &v_array_match) \
	X(cp_array_blind, "what a blind walk does not see", array_blind, &v_family, &v_array_seen) \
	X(cp_array_busy, "what waits while it is busy", any, &v_array_waits) \
	X(cp_array_cut, "cycle of a search in which a fence comes", any, &v_port, &v_array_cut) \
	X(cp_array_fill, "what becomes of what a walk has read", array_fill, &v_mode, &v_array_kind, &v_array_fate) \
	X(cp_array_share, "a page takes the way of its walk's pointer", any, &v_riscv) \
	X(cp_array_drop, "what drops entries, and what it keeps", array_drop, &v_array_cause, &v_array_kind, &v_dropped) \
	X(cp_array_again, "a drop in a sweep, and in which of its cycles", array_again, &v_array_again, &v_array_when) \
	X(cp_array_shadow, "the shadow of the array foretells the first read", any, &v_agrees) \
	/* Lines. */ \
	X(cp_line_serve, "level of a PTE that a line gives", level, &v_mode, &v_level) \
	X(cp_line_match, "a line that has the address of a read, and why it serves, or does not", any, &v_family, &v_line_match) \
	X(cp_line_fill, "what becomes of the line of an answer", any, &v_family, &v_line_fate) \
	X(cp_line_drop, "what drops lines, and that a compare-and-swap keeps others", any, &v_line_cause) \
	X(cp_line_update, "how an update of a PTE out of a line ends", any, &v_family, &v_update) \
	X(cp_line_back, "from what a walk goes back that took a PTE out of a line", any, &v_mode, &v_fault) \
	X(cp_line_fence, "a fence, by what a walk does with lines in its cycle", any, &v_line_fence) \
	X(cp_line_shadow, "the shadow of the lines foretells which reads are asked for, and where", any, &v_agrees) \
	/* The base register. */ \
	X(cp_satp_mode, "MODE written to satp", any, &v_satp) \
	X(cp_asid_bit, "bits of the ASID of a translated request", asid_bit, &v_asid, &v_bit16, &v_bit) \
	/* Segments. */ \
	X(cp_seg_load, "segment registers loaded", any, &v_number8) \
	X(cp_seg_type, "descriptor types", seg_type, &v_number16, &v_access, &v_type_check) \
	X(cp_seg_ring, "privilege: DPL and ring", any, &v_seg_kind, &v_number4, &v_number4) \
	X(cp_seg_rpl, "privilege: DPL and RPL, where the ring passes", any, &v_seg_kind, &v_number4, &v_number4) \
	X(cp_seg_stack, "faults that are stack faults in SS, by bit 3 of the code", any, &v_stack_fault, &v_access, &v_bit) \
	X(cp_seg_limit, "limit: the first byte and the last one on either side of it", seg_limit, &v_access, &v_granular, &v_seg_grow, &v_seg_edge) \
	X(cp_seg_mode, "a base that is not 0", any, &v_seg_mode, &v_segment) \
	X(cp_seg_unchecked, "64-bit mode: passes what would be refused", seg_unchecked, &v_segment, &v_check, &v_access) \
	X(cp_seg_wrap, "offset and base beyond the end", any, &v_seg_wrap) \
	/* Crosses of the testplan. */ \
	X(X1, "mode x level x R,W,X,U x access x privilege x SUM x MXR, by walk", x1, &v_riscv, &v_level, &v_rwx, &v_u, &v_access, &v_who, &v_sum, &v_mxr) \
	X(X1_hit, "those of X1 that are allowed, by hit", x1_hit, &v_riscv, &v_level, &v_rwx, &v_u, &v_access, &v_who, &v_sum, &v_mxr) \
	X(X2, "mode x level x fault reason x access", x2, &v_mode, &v_level, &v_reason, &v_access) \
	X(X2_matched, "fault reason x access x an entry that matched, but did not allow", x2_matched, &v_family, &v_reason, &v_access, &v_matched) \
	X(X3, "fence form x target x ASID x entry size x G", x3, &v_family, &v_form, &v_va_in, &v_asid_same, &v_size, &v_global) \
	X(X4, "fence form x moment of the walk", any, &v_form, &v_moment) \
	X(X5, "walker state x event", x5, &v_state, &v_event) \
	X(X6, "size of a dropped entry x size of the one that overlaps it", x6, &v_mode, &v_size, &v_size) \
	X(X7, "A, D x access x ADUE x level", x7, &v_mode, &v_level, &v_a, &v_d, &v_access, &v_adue) \
	X(X7_update, "leaf update x outcome", x7_update, &v_mode, &v_level, &v_a, &v_d, &v_access, &v_update) \
	X(X7_pointer, "x86: A of a pointer x outcome", pointer_x86, &v_x86, &v_level, &v_access, &v_update) \
	X(X8, "error of a read or an update x level x access", x8, &v_mode, &v_level, &v_error, &v_access) \
	X(X9, "page relation x result of the fetch x result of the data access, accepted in the same cycle", any, &v_relation, &v_result3, &v_result3) \
	X(X10, "result x result of the next access of the port x page x ASID", x10, &v_port, &v_result, &v_result, &v_same_page, &v_asid_same2) \
	X(X10_size, "page size x page size of the next access of the port", x10_size, &v_mode, &v_size, &v_size, &v_port) \
	X(X11, "PBMT x PBMTE x level x kind", x11, &v_riscv, &v_level, &v_kind, &v_number4, &v_pbmte) \
	X(X12, "N = 1: PPN[3:0] x level", x12, &v_riscv, &v_level, &v_number16) \
	X(X15, "reserved bit x level x kind x access", x15, &v_riscv, &v_level, &v_kind, &v_bit64, &v_access) \
	X(X16, "latency x occupancy x a fence in the walk", any, &v_port, &v_latency, &v_occupancy3, &v_fenced) \
	/* Crosses of x86, of segments, of the base register. */ \
	X(X17, "x86 rights, AND of all levels: mode x level x R/W,U/S,XD x access x privilege x control bits, by walk", x17, &v_x86, &v_level, &v_wux, &v_access, &v_who, &v_wp, &v_smep, &v_smap, &v_ac, &v_nxe) \
	X(X17_hit, "those of X17 that are allowed, by hit", x17_hit, &v_x86, &v_level, &v_wux, &v_access, &v_who, &v_wp, &v_smep, &v_smap, &v_ac, &v_nxe) \
	X(X17_pointer, "x86: the one pointer that withholds a right which its leaf gives", x17_pointer, &v_x86, &v_level, &v_right, &v_access) \
	X(X18, "segment x check x access", any, &v_family, &v_segment, &v_check, &v_access) \
	X(X19, "memory type x page size, by walk and by hit", x19, &v_mode, &v_level, &v_number8, &v_how) \
	X(X20, "old x new regime x outcome of a write of the base register", x20, &v_regime, &v_regime, &v_write) \
	X(X21, "write of CR3: PCID and bit 63 x a cached entry", any, &v_cr3, &v_cached) \
	X(X22, "old x new regime x a cached entry, at a write of the base register that happens", any, &v_regime, &v_regime, &v_cached)
/* clang-format on */

enum cover_group_id {
#define X(name, ...) G_##name,
	COVER_GROUPS(X)
#undef X
		GROUPS
};

struct cover_group {
	const char *name, *what;
	bool (*is_bin)(const unsigned int *v);
	const struct cover_values *by[COVER_DIMENSIONS]; /* NULL behind the last one */
};

extern const struct cover_group cover_groups[GROUPS];

#endif
