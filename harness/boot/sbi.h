/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RISC-V Supervisor Binary Interface, v2.0: its numbers, and how a call's arguments and answer
 * are in registers.
 */
#ifndef PAGEWALK_BOOT_SBI_H
#define PAGEWALK_BOOT_SBI_H

#include <stdbool.h>
#include <stdint.h>

#include "hart/hart.h"

/* Chapter 3, "Binary Encoding". */
enum sbi_error {
	SBI_SUCCESS = 0,
	SBI_ERR_FAILED = -1,
	SBI_ERR_NOT_SUPPORTED = -2,
	SBI_ERR_INVALID_PARAM = -3,
	SBI_ERR_DENIED = -4,
	SBI_ERR_INVALID_ADDRESS = -5,
	SBI_ERR_ALREADY_AVAILABLE = -6,
};

/* Extensions, a7; those of chapter 5, "Legacy Extensions", have one function each. */
enum sbi_extension {
	SBI_SET_TIMER = 0,
	SBI_CONSOLE_PUTCHAR = 1,
	SBI_CONSOLE_GETCHAR = 2,
	SBI_CLEAR_IPI = 3,
	SBI_SEND_IPI = 4,
	SBI_REMOTE_FENCE_I = 5,
	SBI_REMOTE_SFENCE_VMA = 6,
	SBI_REMOTE_SFENCE_VMA_ASID = 7,
	SBI_SHUTDOWN = 8,
	SBI_BASE = 0x10,
	SBI_TIME = 0x54494d45,
	SBI_IPI = 0x735049,
	SBI_RFENCE = 0x52464e43,
	SBI_HSM = 0x48534d,
	SBI_SRST = 0x53525354,
	SBI_DBCN = 0x4442434e,
};

/* Functions, a6. */
enum sbi_base {
	SBI_GET_SPEC_VERSION,
	SBI_GET_IMPL_ID,
	SBI_GET_IMPL_VERSION,
	SBI_PROBE_EXTENSION,
	SBI_GET_MVENDORID,
	SBI_GET_MARCHID,
	SBI_GET_MIMPID,
};

enum sbi_rfence {
	SBI_RFENCE_FENCE_I,
	SBI_RFENCE_SFENCE_VMA,
	SBI_RFENCE_SFENCE_VMA_ASID,
};

enum sbi_hsm { SBI_HART_START, SBI_HART_STOP, SBI_HART_GET_STATUS, SBI_HART_SUSPEND };

enum sbi_srst { SBI_SYSTEM_RESET };
enum sbi_reset { SBI_RESET_SHUTDOWN, SBI_RESET_COLD, SBI_RESET_WARM };

enum sbi_dbcn { SBI_CONSOLE_WRITE, SBI_CONSOLE_READ, SBI_CONSOLE_WRITE_BYTE };

#define SBI_VERSION 0x02000000u /* 2.0 */

/* a0 and a1 of an answer. */
struct sbi_answer {
	int64_t error;
	uint64_t value;
};

static inline struct sbi_answer sbi_says(enum sbi_error error)
{
	return (struct sbi_answer){.error = error};
}

/* Argument n of the call, a0 to a5; and one of 64 bits, of which RV32 has the halves in n, n + 1.
 */
uint64_t sbi_argument(const struct hart *hart, unsigned int n);
uint64_t sbi_argument64(const struct hart *hart, unsigned int n);

/*
 * Arguments n and n + 1 as a mask of harts and its base: is hart 0 meant? Not SBI_SUCCESS: others
 * are, and there are none.
 */
enum sbi_error sbi_harts(const struct hart *hart, unsigned int n, bool *meant);

void sbi_set_timer(struct hart *hart, uint64_t time);
void sbi_send_ipi(struct hart *hart);

#endif
