/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/groups.h"

#include "cover/legal.h"

#define VALUES(name, ...)                                                                          \
	static const char *const name##_names[] = {__VA_ARGS__};                                   \
	static const struct cover_values name = {sizeof(name##_names) / sizeof(name##_names[0]),   \
						 name##_names}

#define RISCV_MODES "sv32", "sv39", "sv48", "sv57"
#define X86_MODES   "two-level", "pae", "four-level", "five-level"
#define TO_15       "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"
#define TO_63                                                                                      \
	TO_15, "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", \
		"30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41", "42",      \
		"43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55",      \
		"56", "57", "58", "59", "60", "61", "62", "63"

/* clang-format off */
VALUES(v_family, "riscv", "x86");
VALUES(v_mode, RISCV_MODES, X86_MODES);
VALUES(v_mode10, RISCV_MODES, X86_MODES, "bare", "off");
VALUES(v_riscv, RISCV_MODES);
VALUES(v_x86, X86_MODES);
VALUES(v_x86_off, X86_MODES, "off");
VALUES(v_left_out, "two-level", "pae");
VALUES(v_regime, "rv32", "rv64", "x86-32", "x86-64");
VALUES(v_root, "sv32", "rv64", "two-level", "pae", "long");
VALUES(v_asid, "rv32", "rv64", "pcid");
VALUES(v_level, "0", "1", "2", "3", "4");
VALUES(v_access, "fetch", "load", "store");
VALUES(v_priv, "0", "1", "2", "3");
VALUES(v_who, "user", "supervisor");
VALUES(v_port, "fetch", "data");
VALUES(v_same_port, "own", "other");
VALUES(v_kind, "leaf", "pointer");
VALUES(v_size, "4k", "64k", "2m", "4m", "1g", "512g", "256t");
VALUES(v_how, "walk", "hit");
VALUES(v_bit, "0", "1");
VALUES(v_number4, "0", "1", "2", "3");
VALUES(v_number6, "0", "1", "2", "3", "4", "5");
VALUES(v_number8, "0", "1", "2", "3", "4", "5", "6", "7");
VALUES(v_number16, TO_15);
VALUES(v_counter, TO_15, "16", "17", "18", "19", "20", "21", "22", "23", "24");
VALUES(v_bit16, TO_15);
VALUES(v_bit64, TO_63);
VALUES(v_slot, TO_63);
VALUES(v_half, "low", "high");
VALUES(v_edge, "first", "last", "low-top", "high-bottom");
VALUES(v_index, "0", "max", "bit0", "bit1", "bit2", "bit3", "bit4", "bit5", "bit6", "bit7", "bit8", "bit9");
VALUES(v_control, "wp", "pse", "pge", "smep", "smap", "pcide", "nxe");
VALUES(v_untranslated, "bare", "machine", "off");
VALUES(v_beyond, "inside", "beyond");
VALUES(v_fault, "page", "access");
VALUES(v_no_walk, "noncanonical", "pdpte");
VALUES(v_reason, "error", "invalid", "write-only", "reserved", "pointer-n", "pointer-pbmt", "pointer-dau", "last-level",
       "pbmt-3", "pbmt-off", "napot-level", "napot-ppn", "misaligned", "right", "user-page", "supervisor-page", "clean-a",
       "clean-d", "xd-off", "pae-high", "ps", "wp", "smep", "smap");
VALUES(v_rwx, "---", "r--", "-w-", "rw-", "--x", "r-x", "-wx", "rwx");
VALUES(v_wux, "---", "w--", "-u-", "wu-", "--x", "w-x", "-ux", "wux");
VALUES(v_right, "w", "u", "x");
VALUES(v_u, "u0", "u1");
VALUES(v_global, "g0", "g1");
VALUES(v_a, "a0", "a1");
VALUES(v_d, "d0", "d1");
VALUES(v_sum, "sum0", "sum1");
VALUES(v_mxr, "mxr0", "mxr1");
VALUES(v_adue, "adue0", "adue1");
VALUES(v_pbmte, "pbmte0", "pbmte1");
VALUES(v_wp, "wp0", "wp1");
VALUES(v_smep, "smep0", "smep1");
VALUES(v_smap, "smap0", "smap1");
VALUES(v_ac, "ac0", "ac1");
VALUES(v_nxe, "nxe0", "nxe1");
VALUES(v_pdpte, "absent", "good", "reserved", "error");
VALUES(v_answer, "hit", "filled", "page", "access", "protection");
VALUES(v_result, "hit", "filled", "fault", "untranslated", "segment");
VALUES(v_result3, "hit", "filled", "fault");
VALUES(v_present, "p0", "p1");
VALUES(v_rsvd, "rsvd0", "rsvd1");
VALUES(v_id, "id0", "id1");
VALUES(v_action, "none", "a", "d", "both", "pointer", "restart", "denied");
VALUES(v_refetch, "fault", "allowed");
VALUES(v_occupancy, "empty", "one", "few", "many", "all-but-one", "full");
VALUES(v_occupancy3, "empty", "some", "full");
VALUES(v_place, "free", "overlap", "victim", "used");
VALUES(v_match, "same-asid", "global", "global-other-asid", "other-asid", "other-mode");
VALUES(v_lock, "filled", "hit", "overlap", "passed-over", "last", "fenced", "faulted");
VALUES(v_stale, "old", "new");
VALUES(v_agrees, "right", "wrong");
VALUES(v_form, "all", "va", "asid", "va+asid", "keep", "va+keep", "asid+keep", "va+asid+keep");
VALUES(v_target, "none", "exact", "inside", "other-asid", "global", "upper-half", "invalid");
VALUES(v_state, "idle", "read", "wait", "stale-read", "stale-wait", "update", "await", "load-read", "load-wait");
VALUES(v_event, "fetch", "data", "fetch-waits", "data-waits", "fence", "fence-waits", "ptbr", "ptbr-waits",
       "control", "segment", "reset", "mem-stall", "mem-answer", "mem-error", "mem-lost");
VALUES(v_moment, "idle", "start", "read", "wait", "pointer", "end", "stale", "held");
VALUES(v_offset, "-8", "-7", "-6", "-5", "-4", "-3", "-2", "-1", "0", "1", "2", "3", "4", "5", "6", "7", "8", "farther");
VALUES(v_both, "data-first", "fetch-behind", "data-behind");
VALUES(v_wall, "fence", "ptbr", "load");
VALUES(v_memory, "read", "update", "load");
VALUES(v_latency, "1", "2-7", "8-31", "32+");
VALUES(v_wait, "0", "1", "2-7", "8+");
VALUES(v_satp, "rv64.0", "rv64.1", "rv64.2", "rv64.3", "rv64.4", "rv64.5", "rv64.6", "rv64.7", "rv64.8", "rv64.9",
       "rv64.10", "rv64.11", "rv64.12", "rv64.13", "rv64.14", "rv64.15", "rv32.0", "rv32.1");
VALUES(v_segment, "es", "cs", "ss", "ds", "fs", "gs");
VALUES(v_check, "passes", "absent", "type", "privilege", "limit", "null");
VALUES(v_stack_fault, "null", "absent", "limit", "noncanonical");
VALUES(v_type_check, "passes", "type");
VALUES(v_seg_kind, "fetch", "fetch-conforming", "stack", "data", "code", "code-conforming");
VALUES(v_granular, "bytes", "pages");
VALUES(v_seg_grow, "up", "down-64k", "down-4g");
VALUES(v_seg_edge, "first-in", "first-out", "last-in", "last-out");
VALUES(v_seg_mode, "legacy", "compatibility", "64-bit");
VALUES(v_seg_wrap, "32", "64");
VALUES(v_matched, "cold", "matched");
VALUES(v_va_in, "any", "in", "out");
VALUES(v_asid_same, "any", "same", "other");
VALUES(v_asid_same2, "same", "other");
VALUES(v_same_page, "same", "other");
VALUES(v_update, "done", "lost", "error");
VALUES(v_error, "read", "update");
VALUES(v_relation, "same-page", "same-2m", "other");
VALUES(v_fenced, "no-fence", "fence");
VALUES(v_write, "written", "ignored", "protection", "access");
VALUES(v_cr3, "no-pcid", "pcid", "pcid-keep");
VALUES(v_found, "none", "1", "2", "3", "4");
VALUES(v_fate, "fence", "late-fence", "bit7", "clean", "free", "unused", "again");
VALUES(v_back, "filled", "page", "access", "fence", "lost");
VALUES(v_row, "nowhere", "riscv-va", "riscv-va+asid", "x86-va", "x86-va+asid", "asid", "all", "cr3", "fault");
VALUES(v_dropped, "dropped", "kept");
VALUES(v_walk_fence, "start", "search", "answer", "fill");
VALUES(v_number2, "0", "1");
VALUES(v_array_match, "same-asid", "global", "global-other-asid", "right", "clean", "other-asid", "other-mode");
VALUES(v_array_seen, "nothing", "page", "pointer");
VALUES(v_array_waits, "walk", "fence", "ptbr");
VALUES(v_array_cut, "first", "second", "third", "third-page");
VALUES(v_array_kind, "page-0", "page-1", "pointer");
VALUES(v_array_fate, "free", "unused", "again", "blind", "fence", "late-fence");
VALUES(v_array_cause, "va", "va+asid", "asid", "keep", "all", "cr3", "fault", "sweep");
VALUES(v_array_again, "va", "other", "cr3", "fault");
VALUES(v_array_when, "first", "inside", "last");
VALUES(v_line_match, "serves", "absent", "fresh", "other-space");
VALUES(v_line_fate, "free", "unused", "again", "alone", "stale", "fence");
VALUES(v_line_cause, "nowhere", "va", "va+asid", "asid", "keep", "all", "cr3", "fault", "lost", "swap", "swap-keeps");
VALUES(v_line_fence, "begin", "search", "read", "give", "back");
VALUES(v_cached, "own", "own-global", "other", "other-global");
/* clang-format on */

const struct cover_group cover_groups[GROUPS] = {
#define X(name, what, legal, ...) {#name, what, legal_##legal, {__VA_ARGS__}},
	COVER_GROUPS(X)
#undef X
};
