/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the dimensions of the coverage model count, in the order of the names in values.c. Written
 * from the contract (rtl/contract), not shared with model, oracle or generator.
 */
#ifndef PAGEWALK_COVER_VALUES_H
#define PAGEWALK_COVER_VALUES_H

#include <stdbool.h>

/* A dimension: its values' names. */
struct cover_values {
	unsigned int n;
	const char *const *names;
};

#define COVER_COUNTERS 25u /* as many as the table of counter-1 has */

enum cover_family { RISCV, X86 };
enum cover_port { FETCH_PORT, DATA_PORT };

/* The modes that translate come first, in the contract's order. */
enum cover_mode { SV32, SV39, SV48, SV57, TWO_LEVEL, PAE, FOUR_LEVEL, FIVE_LEVEL, BARE, OFF };
enum cover_regime { RV32, RV64, X86_32, X86_64 };
enum cover_access { FETCH, LOAD, STORE };
enum cover_who { USER, SUPERVISOR };
enum cover_kind { LEAF, POINTER };
enum cover_size { S4K, S64K, S2M, S4M, S1G, S512G, S256T, SIZES };

/* Why an entry ends a walk with a fault. */
enum cover_reason {
	GOOD = -1,
	R_ERROR,      /* the read failed */
	R_INVALID,    /* V = 0, P = 0 */
	R_WRITE_ONLY, /* W without R */
	R_RESERVED,   /* bits 60:54; x86: 51:M */
	R_POINTER_N,
	R_POINTER_PBMT,
	R_POINTER_DAU,
	R_LAST_LEVEL, /* a pointer at level 0 */
	R_PBMT_3,
	R_PBMT_OFF,
	R_NAPOT_LEVEL,
	R_NAPOT_PPN,
	R_MISALIGNED, /* low bits of a large page, PSE-36 included */
	R_RIGHT,      /* R, W or X missing; x86: a user's store, a fetch */
	R_USER_PAGE,  /* a supervisor's access to it */
	R_SUPERVISOR_PAGE,
	R_CLEAN_A,
	R_CLEAN_D,
	R_XD,       /* without NXE */
	R_PAE_HIGH, /* 62:52 */
	R_PS,       /* at level 3 or 4 */
	R_WP,       /* a supervisor's store */
	R_SMEP,
	R_SMAP,
	REASONS
};

/* The walker, at the beginning of a cycle. */
enum cover_state {
	S_IDLE,
	S_READ,
	S_WAIT,
	S_STALE_READ, /* a fence has come: the answer will not count */
	S_STALE_WAIT,
	S_UPDATE,
	S_AWAIT,
	S_LOAD_READ, /* of PDPTEs */
	S_LOAD_WAIT,
	STATES
};

enum cover_event {
	E_FETCH, /* accepted */
	E_DATA,
	E_FETCH_WAITS, /* valid, not accepted */
	E_DATA_WAITS,
	E_FENCE,
	E_FENCE_WAITS,
	E_PTBR,
	E_PTBR_WAITS,
	E_CONTROL, /* a control pin changes */
	E_SEGMENT,
	E_RESET,
	E_MEM_STALL, /* a request that memory does not accept */
	E_MEM_ANSWER,
	E_MEM_ERROR,
	E_MEM_LOST,
	EVENTS
};

enum cover_moment { M_IDLE, M_START, M_READ, M_WAIT, M_POINTER, M_END, M_STALE, M_HELD, MOMENTS };

/* What became of a request. */
enum cover_result { FROM_TLB, FILLED, FAULT, UNTRANSLATED, SEGMENT_FAULT, RESULTS };
enum cover_answer { A_HIT, A_FILLED, A_PAGE, A_ACCESS, A_PROTECTION, ANSWERS };
enum cover_update { U_DONE, U_LOST, U_ERROR };
enum cover_action { AD_NONE, AD_A, AD_D, AD_BOTH, AD_POINTER, AD_RESTART, AD_DENIED };
enum cover_occupancy { O_EMPTY, O_ONE, O_FEW, O_MANY, O_BUT_ONE, O_FULL };
/* Of a pointer that memory gives to a walk, where there is a walk cache. */
enum cover_pointer_fate {
	FATE_FENCE,      /* in the cycle of its answer */
	FATE_LATE_FENCE, /* in the cycle in which it would come in */
	FATE_BIT_7,
	FATE_CLEAN,  /* A = 0, in it or above it */
	FATE_FILLED, /* and behind it, as enum cover_pointer_place */
};

/* The rows of cache-5. */
enum cover_pointer_row {
	ROW_NOWHERE, /* an address that no page contains */
	ROW_RISCV_VA,
	ROW_RISCV_VA_ASID,
	ROW_X86_VA,
	ROW_X86_VA_ASID,
	ROW_ASID,
	ROW_ALL,
	ROW_CR3,
	ROW_FAULT,
	ROWS
};

/* With what a walk ends that has gone back. */
enum cover_back { BACK_FILLED, BACK_PAGE, BACK_ACCESS, BACK_FENCE, BACK_LOST };

/* Why a page of the array that has the address serves, or does not. */
enum cover_array_match {
	MATCH_SAME_ASID,
	MATCH_GLOBAL,
	MATCH_GLOBAL_OTHER_ASID,
	MATCH_RIGHT,
	MATCH_CLEAN, /* for a store */
	MATCH_OTHER_ASID,
	MATCH_OTHER_MODE,
};

enum cover_array_waits { WAITS_WALK, WAITS_FENCE, WAITS_PTBR };

/* The cycle of a search in which a fence comes; in the third with a page that would have served. */
enum cover_array_cut { CUT_FIRST, CUT_SECOND, CUT_THIRD, CUT_THIRD_PAGE };

enum cover_array_kind { KIND_PAGE_0, KIND_PAGE_1, KIND_POINTER };

/* What becomes of what a walk has read, behind enum cover_array_place. */
enum cover_array_fate { ARRAY_FATE_BLIND = 3, ARRAY_FATE_FENCE, ARRAY_FATE_LATE_FENCE };

enum cover_array_cause {
	CAUSE_VA,
	CAUSE_VA_ASID,
	CAUSE_ASID,
	CAUSE_KEEP,
	CAUSE_ALL,
	CAUSE_CR3,
	CAUSE_FAULT,
	CAUSE_SWEEP, /* any of them in a sweep */
};

enum cover_check { C_PASSES, C_ABSENT, C_TYPE, C_PRIVILEGE, C_LIMIT, C_NULL };

bool cover_is_x86(unsigned int mode);
/* The levels of a mode that translates. */
unsigned int cover_levels(unsigned int mode);
unsigned int cover_index_bits(unsigned int mode);
bool cover_has_page(unsigned int mode, unsigned int level);
/* log2 of its pages at a level. */
unsigned int cover_page_bits(unsigned int mode, unsigned int level);
/* The size whose log2 is 12, 16, ..., as on fetch_rsp_size. */
enum cover_size cover_size(unsigned int bits);
unsigned int cover_size_bits(unsigned int size);
bool cover_has_size(unsigned int mode, unsigned int size);

/* Why a line that has the address of a read serves, or does not. */
enum cover_line_match { LINE_SERVES, LINE_ABSENT, LINE_FRESH, LINE_OTHER_SPACE };

/* What becomes of a line, behind enum cover_line_place. */
enum cover_line_fate { LINE_FATE_ALONE = 3, LINE_FATE_STALE, LINE_FATE_FENCE };

enum cover_line_cause {
	LINES_BY_NOWHERE,
	LINES_BY_VA,
	LINES_BY_VA_ASID,
	LINES_BY_ASID,
	LINES_BY_KEEP,
	LINES_BY_ALL,
	LINES_BY_CR3,
	LINES_BY_FAULT,
	LINES_BY_LOST,
	LINES_BY_SWAP,
	LINES_BESIDE_SWAP, /* lines of other addresses stay */
};

/*
 * The cycle of a fence: the walk's search ends; a line serves; a read is asked for; a line gives
 * its PTE; the walk goes back.
 */
enum cover_line_fence {
	LINES_FENCE_BEGIN,
	LINES_FENCE_SEARCH,
	LINES_FENCE_READ,
	LINES_FENCE_GIVE,
	LINES_FENCE_BACK,
};

#endif
