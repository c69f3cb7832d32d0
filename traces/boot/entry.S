/* SPDX-License-Identifier: Apache-2.0 */
/* Into the kernel: from firmware, by traps, and out to user mode and back. */
#if __riscv_xlen == 64
#define LOAD   ld
#define STORE  sd
#define W      8
#define LINEAR 0xffffffff00000000
#else
#define LOAD   lw
#define STORE  sw
#define W      4
#define LINEAR 0x40000000
#endif
#define REGISTER_PC (32 * W)
#define REGISTER_SP (33 * W)

	/* a0: hart, a1: device tree. Runs at physical addresses until boot() has turned paging on. */
	.section .text.entry, "ax"
	.globl entry
entry:
	la	sp, stack_end
	mv	a0, a1
	call	boot
	li	t0, LINEAR
	add	sp, sp, t0
	la	t1, 1f
	add	t1, t1, t0
	jr	t1
1:	csrw	sscratch, zero
	la	t0, trap
	csrw	stvec, t0
	call	kernel
	unimp

	/* sscratch: the registers of the process while it runs, 0 in the kernel. */
	.text
	.balign	4
	.globl	trap
trap:
	csrrw	sp, sscratch, sp
	bnez	sp, from_user
	csrrw	sp, sscratch, sp
	addi	sp, sp, -32 * W
	.irp	r, 1, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29, 30, 31
	STORE	x\r, (\r * W)(sp)
	.endr
	csrr	a0, scause
	csrr	a1, stval
	csrr	a2, sepc
	mv	a3, ra
	call	kernel_trap
	csrw	sepc, a0
	.irp	r, 1, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29, 30, 31
	LOAD	x\r, (\r * W)(sp)
	.endr
	addi	sp, sp, 32 * W
	sret

from_user:
	STORE	x1, W(sp)
	.irp	r, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	STORE	x\r, (\r * W)(sp)
	.endr
	csrrw	t0, sscratch, zero
	STORE	t0, (2 * W)(sp)
	csrr	t0, sepc
	STORE	t0, REGISTER_PC(sp)
	LOAD	sp, REGISTER_SP(sp)
	LOAD	ra, 0(sp)
	.irp	r, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27
	LOAD	x\r, (\r * W)(sp)
	.endr
	addi	sp, sp, 32 * W
	csrr	a0, scause
	ret

	/* unsigned long run_user(struct registers *): until its next trap, whose cause it returns. */
	.globl	run_user
run_user:
	addi	sp, sp, -32 * W
	STORE	ra, 0(sp)
	.irp	r, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27
	STORE	x\r, (\r * W)(sp)
	.endr
	STORE	sp, REGISTER_SP(a0)
	csrw	sscratch, a0
	LOAD	t0, REGISTER_PC(a0)
	csrw	sepc, t0
	li	t0, 1 << 8
	csrc	sstatus, t0
	mv	sp, a0
	.irp	r, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	LOAD	x\r, (\r * W)(sp)
	.endr
	LOAD	sp, (2 * W)(sp)
	sret

	/* Accesses that may fault, and change nothing (pattern.h): kernel_trap() then goes on behind their call. */
	.globl	access_load, access_store, access_store_any, access_fetch
access_load:
	lw	t1, 0(a0)
	ret
access_store:
	li	t1, 0x8067
	sw	t1, 4(a0)
	ret
access_store_any:
	sw	a0, 0(a0)
	ret
access_fetch:
	jr	a0

	/* The same for user mode; pc is one of these, a0 the address, ra where an ecall is. */
	.section .user, "ax"
	.globl	user_load, user_store, user_fetch, user_done
user_load:
	lw	t1, 0(a0)
	ecall
user_store:
	li	t1, 0x8067
	sw	t1, 4(a0)
user_done:
	ecall
user_fetch:
	jr	a0

	.bss
	.balign	16
	.space	16384
stack_end:
