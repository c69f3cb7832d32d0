/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the cases of rows.py, in machine mode without an operating system, and writes a record of
 * each trap to the UART of QEMU's machine `virt`. A record is 16 registers: its kind; of a trap to M
 * (1) what run.py lists, of one to S (2) scause, sepc, stval and sstatus, and zeros.
 *
 * gp is where the next record goes, tp is the next row; a0 to a5 are the cases', s0 points to their
 * data, s1 and s2 are masks; a6, a7 and t0 are for the rest.
 */
.option nopic
.option norelax

#if __riscv_xlen == 64
#define STORE sd
#define LOAD  ld
#define WIDTH 8
#else
#define STORE sw
#define LOAD  lw
#define WIDTH 4
#endif
#define RECORD (16 * WIDTH)
#define ROW    (8 * WIDTH)

#define UART         0x10000000
#define UART_STATUS  5
#define UART_IS_FREE 0x20
#define TEST_DEVICE  0x100000
#define TEST_PASS    0x5555
#define MTIMECMP     0x2004000
#define INTERRUPTS   0xaaa
#define FS_DIRTY     0x6000

	.section .text.start, "ax"
	.globl _start
_start:
	li t0, MTIMECMP /* no interrupt of a timer */
	li t1, -1
	sw t1, 0(t0)
	sw t1, 4(t0)
	la gp, records
	la tp, rows
	la t0, machine_trap
	csrw mtvec, t0
	la t0, supervisor_trap
	csrw stvec, t0

/* In M mode. mstatus is set last: from there on interrupts may be taken. */
next_row:
	LOAD t0, 0(tp)
	beqz t0, finish
	csrw mepc, t0
	li t0, FS_DIRTY
	csrw mstatus, t0
	csrw fcsr, zero
	csrw mie, zero
	csrw mip, zero
	csrw mcause, zero
	csrw mtval, zero
	csrw mscratch, zero
	csrw scause, zero
	csrw stval, zero
	csrw sscratch, zero
	csrw mcounteren, zero
	LOAD t0, 1*WIDTH(tp)
	csrw sepc, t0
	LOAD t0, 2*WIDTH(tp)
	csrw medeleg, t0
	LOAD t0, 3*WIDTH(tp)
	csrw mideleg, t0
	LOAD t0, 4*WIDTH(tp)
	csrw mip, t0
	LOAD t0, 5*WIDTH(tp)
	csrw mie, t0
	la s0, data
	li s1, INTERRUPTS
	LOAD s2, 7*WIDTH(tp)
	li a0, -1
	li a1, 0x5a5
	li a2, 2
	li a3, 0
	li a4, 0
	li a5, 0
	li a6, 0
	li a7, 0
	LOAD t0, 6*WIDTH(tp)
	addi tp, tp, ROW
	csrw mstatus, t0
	mret

	.macro save_csr number, name
	csrr t0, \name
	STORE t0, \number*WIDTH(gp)
	.endm

	.balign 4
machine_trap:
	li t0, 1
	STORE t0, 0(gp)
	save_csr 1, mcause
	save_csr 2, mepc
	save_csr 3, mtval
	save_csr 4, mstatus
	save_csr 5, mip
	save_csr 6, mie
	save_csr 7, scause
	save_csr 8, sepc
	save_csr 9, stval
	STORE a0, 10*WIDTH(gp)
	STORE a1, 11*WIDTH(gp)
	STORE a2, 12*WIDTH(gp)
	STORE a3, 13*WIDTH(gp)
	STORE a4, 14*WIDTH(gp)
	STORE a5, 15*WIDTH(gp)
	addi gp, gp, RECORD
	j next_row

	.balign 4
supervisor_trap:
	li a6, 2
	STORE a6, 0(gp)
	csrr a6, scause
	STORE a6, 1*WIDTH(gp)
	csrr a6, sepc
	STORE a6, 2*WIDTH(gp)
	csrr a6, stval
	STORE a6, 3*WIDTH(gp)
	csrr a6, sstatus
	STORE a6, 4*WIDTH(gp)
	addi gp, gp, RECORD
	ecall /* it is never delegated */

finish:
	la t0, records
	li t1, UART
1:	bgeu t0, gp, 3f
	lbu a0, 0(t0)
2:	lbu a1, UART_STATUS(t1)
	andi a1, a1, UART_IS_FREE
	beqz a1, 2b
	sb a0, 0(t1)
	addi t0, t0, 1
	j 1b
3:	li t0, TEST_DEVICE
	li t1, TEST_PASS
	sw t1, 0(t0)
	j .

#include "rows.inc"

	.balign 16
data:	.fill 256, 1, 0x5a
	.balign 4096
records:
