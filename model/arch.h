/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words that every part shares: encodings of rtl/contract, "Pins".
 */
#ifndef PAGEWALK_ARCH_H
#define PAGEWALK_ARCH_H

enum regime { REGIME_RV32 = 0, REGIME_RV64 = 1, REGIME_X86_32 = 2, REGIME_X86_64 = 3 };

enum priv { PRIV_U = 0, PRIV_S = 1, PRIV_M = 3 };

enum access_type { ACCESS_FETCH, ACCESS_LOAD, ACCESS_STORE };

/* FAULT_PROTECTION: x86's general protection. */
enum fault {
	FAULT_NONE = 0,
	FAULT_PAGE = 1,
	FAULT_ACCESS = 2,
	FAULT_PROTECTION = 3,
	FAULT_SEGMENT = 4,
};

/* The segment registers, numbered as in x86's instructions. */
enum segment_name {
	SEGMENT_ES,
	SEGMENT_CS,
	SEGMENT_SS,
	SEGMENT_DS,
	SEGMENT_FS,
	SEGMENT_GS,
	SEGMENT_COUNT,
	SEGMENT_NONE = 7, /* the address is linear; so it is with 6 */
};

/* Which check an access through a segment failed. */
enum segment_fault {
	SEGMENT_OK = 0,
	SEGMENT_ABSENT = 1,
	SEGMENT_TYPE = 2,
	SEGMENT_PRIVILEGE = 3,
	SEGMENT_LIMIT = 4,
	SEGMENT_NULL = 5,
};

/* The ids of requests to page-table memory: those of walks, and those of loads of PDPTEs. */
enum mem_id { MEM_ID_WALK = 0, MEM_ID_LOAD = 8, MEM_IDS = 16 };

/* A code of a segment fault, or of a general-protection fault: it is a stack fault. */
#define CODE_STACK 8

#endif
