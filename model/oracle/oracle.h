/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle: the answer that the manuals give to one access, for a memory image,
 * a page-table base register and a context. No TLB, no cycles, no state. Written from the manuals
 * only: the RISC-V privileged manual, and the Intel SDM, volume 3A, chapters "Paging",
 * "Protected-Mode Memory Management", "Protection" and "Interrupt and Exception Handling".
 */
#ifndef PAGEWALK_ORACLE_H
#define PAGEWALK_ORACLE_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"

#define ORACLE_MAX_READS 5
#define ORACLE_PDPTES    4

/*
 * Reads the PTE of 4 or 8 bytes at physical address pa, aligned to its size; one
 * of 4 bytes comes zero-extended.
 * Returns false when there is no such memory: an access fault.
 */
typedef bool oracle_read_fn(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte);

/* The control bits of x86: CR0.PG and WP, of CR4, EFER.LMA and NXE, and MAXPHYADDR. */
struct oracle_x86 {
	bool pg, wp;
	bool pse, pae, pge, la57, smep, smap, pcide;
	bool lma, nxe;
	unsigned int pa_bits;          /* 32 to 52 */
	uint64_t pdpte[ORACLE_PDPTES]; /* PAE: as loaded when CR3 was written */
};

struct oracle_context {
	enum regime regime;
	uint64_t ptbr;         /* satp as held: a legal MODE; or CR3 */
	bool adue;             /* RISC-V, menvcfg.ADUE: hardware sets A and D */
	bool pbmte;            /* RISC-V, menvcfg.PBMTE */
	struct oracle_x86 x86; /* x86 only */
};

struct oracle_access {
	uint64_t va; /* RV32, and x86 out of long mode: bits 31:0 count */
	enum access_type type;
	enum priv priv; /* effective: MPRV applied; x86: PRIV_U is user, others supervisor */
	bool sum;       /* sstatus.SUM; x86: EFLAGS.AC, 0 for an implicit access */
	bool mxr;       /* RISC-V */
	bool stack;     /* x86: through SS */
};

/* A PTE that is to be written: compare-and-swap. */
struct oracle_update {
	uint64_t pa, old_pte, new_pte;
};

struct oracle_answer {
	enum fault fault;
	/* x86: of a page fault the error code (P 1, W 2, U 4, RSVD 8, I/D 16); of #SS CODE_STACK */
	unsigned int code;
	uint64_t pa;          /* 0 with a fault */
	unsigned int size;    /* log2 of the page size in bytes; 0: untranslated, or a fault */
	unsigned int memtype; /* PBMT, or {PAT, PCD, PWT}; 0 with a fault */
	bool global;          /* the page is global; false with a fault */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS]; /* the PTE reads, in order */
	unsigned int updates; /* PTEs that get A or D, from the root on; 0 with a fault */
	struct oracle_update update[ORACLE_MAX_READS];
};

/* The answer. Reads at most ORACLE_MAX_READS PTEs and writes none. */
void oracle_translate(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
		      const struct oracle_access *access, struct oracle_answer *answer);

/* Is anything translated under this context? (The privilege of a RISC-V access apart.) */
bool oracle_is_paged(const struct oracle_context *context);

/*
 * What satp holds after value is written to it while it held `held`, with
 * asid_bits ASID bits implemented (RV32: at most 9 of them). An unsupported
 * MODE leaves it as it was: *written is false then.
 */
uint64_t oracle_satp_write(enum regime regime, uint64_t held, uint64_t value,
			   unsigned int asid_bits, bool *written);

struct oracle_cr3 {
	/* not FAULT_NONE: nothing is written, and the fields below, but for the reads, are 0 */
	enum fault fault;
	uint64_t cr3; /* as it reads back */
	bool loads;   /* PAE: pdpte[] is loaded */
	uint64_t pdpte[ORACLE_PDPTES];
	bool drops;    /* drops from the TLBs what is not global and has this PCID */
	uint64_t pcid; /* 0 without CR4.PCIDE */
	unsigned int reads;
	uint64_t read_pa[ORACLE_PDPTES];
};

/* MOV to CR3 under a context's regime and control bits (its ptbr and pdpte do not count). */
void oracle_cr3_write(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
		      uint64_t value, struct oracle_cr3 *answer);

/* A segment register. */
struct oracle_segment {
	bool null;                            /* its selector is: then the rest describes nothing */
	bool present, granular, big, is_long; /* P, G, B, L */
	unsigned int type, dpl;               /* as in a descriptor; no accessed flag is set */
	unsigned int rpl;                     /* of the selector */
	uint32_t limit;                       /* raw, 20 bits */
	uint64_t base;
};

/*
 * The linear address of an access to 1 to 4096 bytes from `offset` on, through
 * segments[name] (enum segment_name; 6 and 7: none, and *linear is the offset as it
 * is), by a ring of 0 to 3 (x86: CPL; RISC-V: 3 - privilege); or which check failed,
 * and *linear is 0. oracle_translate() goes on from there.
 */
enum segment_fault oracle_linear(const struct oracle_context *context,
				 const struct oracle_segment segments[SEGMENT_COUNT],
				 unsigned int name, enum access_type type, unsigned int ring,
				 uint64_t offset, unsigned int bytes, uint64_t *linear);

/* Is an access through segments[name] that failed this check a stack fault, #SS? */
bool oracle_is_stack_fault(enum segment_fault fault, unsigned int name);

#endif
