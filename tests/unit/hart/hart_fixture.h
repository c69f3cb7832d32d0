/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hart on a bus of straw: 64 KiB of memory that is found at every multiple of its size, faults as
 * a case asks for them, and a note of each question.
 */
#ifndef PAGEWALK_HART_FIXTURE_H
#define PAGEWALK_HART_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "encode.h"
#include "hart/hart.h"

#define RIG_BASE  UINT64_C(0x80000000)
#define RIG_BYTES 0x10000u
#define RIG_ASKS  16

/* For loop tests. */
#define RIG_ROWS(table) ((int)(sizeof(table) / sizeof(*(table))))

/* Where the handlers of M and S are, and data is, unless a case says otherwise. */
#define RIG_MTVEC (RIG_BASE + 0x8000)
#define RIG_STVEC (RIG_BASE + 0x9000)
#define RIG_DATA  (RIG_BASE + 0x4000)

struct rig {
	struct hart hart;
	uint8_t memory[RIG_BYTES];

	/* Accesses of this type to this page end with this fault. */
	struct {
		uint64_t page;
		enum access_type type;
		enum fault fault;
	} faults[4];
	uint64_t window; /* bytes of each answer, a power of 2; 0: those that were asked for */
	bool stop;       /* the bus answers no more */

	/* What the hart has asked since. */
	struct hart_access access[RIG_ASKS];
	unsigned int accesses;
	struct {
		uint64_t pa;
		unsigned int bytes;
	} stores[RIG_ASKS];
	unsigned int stored;
	struct hart_fence fence;
	unsigned int fences, controls, firmwares, waits;
	bool adue, pbmte;
	uint64_t satp, satp_held; /* asked for; and, unless UINT64_MAX, what is held instead */
	uint64_t firmware_timer;  /* what firmware sets */
	uint64_t wait_for;        /* what a wait adds to idle */
};

extern struct rig rig;

/* In M mode at RIG_BASE, with floating point. Memory is 0, which is no instruction. */
void rig_reset(unsigned int xlen);

/* The bus without firmware. */
void rig_without_firmware(void);

/* Goes on in this mode. */
void rig_enter(enum priv priv);

/* Puts an instruction at pc and runs it. What came before is forgotten in the notes alone. */
enum hart_stop rig_do(uint32_t instruction);

/* The same, with rs1 = x1 = a and rs2 = x2 = b; what x3 holds then, if it was written. */
#define RIG_UNTOUCHED UINT64_C(0x5a5a5a5a1badcafe)

uint64_t rig_result(uint32_t instruction, uint64_t a, uint64_t b);

/* Runs so many instructions more. */
enum hart_stop rig_run(uint64_t instructions);

void rig_put(uint64_t address, uint64_t value, unsigned int bytes);
uint64_t rig_get(uint64_t address, unsigned int bytes);
void rig_fault(uint64_t address, enum access_type type, enum fault fault);

/* The CSR, read by an instruction in M mode, without its sign. Nothing of the hart changes. */
uint64_t rig_csr(unsigned int number);

/* The instruction trapped to M (or S) at `pc`, with this cause and value. */
void rig_trapped(enum priv to, uint64_t pc, uint64_t cause, uint64_t value);

/* It is illegal: nothing changes but by the trap to M, which is taken back then. */
void rig_is_illegal(uint32_t instruction);

#endif
