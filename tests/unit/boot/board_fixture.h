/* SPDX-License-Identifier: Apache-2.0 */
/* A machine, and kernels of a few instructions for it. */
#ifndef PAGEWALK_BOARD_FIXTURE_H
#define PAGEWALK_BOARD_FIXTURE_H

#include <check.h>

#include "../hart/encode.h"
#include "boot/board.h"

/* An Image's header, and the code behind it. */
#define HEADER       64u
#define ENTRY        UINT64_C(0x80200000)
#define CODE         (ENTRY + HEADER)
#define KERNEL_BYTES 4096u

enum { X0, RA, SP, GP, TP, T0, T1, T2, S0, S1, A0, A1, A2, A3, A4, A5, A6, A7 };

#define LI(rd, value)  ADDI(rd, X0, value)
#define CSR_SSTATUS    0x100
#define CSR_SIE        0x104
#define CSR_STVEC      0x105
#define CSR_SATP       0x180
#define PUTCHAR(c)     LI(A0, c), LI(A7, 1), ECALL
#define SET_TIMER(reg) ADDI(A0, reg, 0), LI(A7, 0), ECALL
#define SHUTDOWN       LI(A7, 8), ECALL

extern struct board_config config; /* of the next load() */
extern struct load_file initrd;    /* bytes NULL: none */
extern struct board *board;
extern char error[512];

/* A fixture: RTL, cycle model and oracle, 8 MiB of memory, a silent console. */
void board_setup(void);
void board_teardown(void);

/* A machine with a kernel of n bytes of code. */
bool load(const uint32_t *code, size_t n);

/* The same, which must succeed, and is run. */
void run(const uint32_t *code, size_t n);

#define RUN(...)                                                                                   \
	do {                                                                                       \
		static const uint32_t code[] = {__VA_ARGS__};                                      \
		run(code, sizeof(code));                                                           \
	} while (0)

void expect(enum board_end end, uint64_t pc, uint64_t instructions);
void expect_shown(const char *text);

/* Does it once in lockstep, and once on the oracle alone. */
void both(void (*does)(void));

#endif
