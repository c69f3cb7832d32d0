// SPDX-License-Identifier: Apache-2.0
// What firmware does for the kernel (RISC-V SBI 2.0): the console, the timer, and the end.
#include "kernel.h"

enum { LEGACY_PUTCHAR = 1, TIME = 0x54494d45, RESET = 0x53525354 };
#define VENDOR_REASON 0xf0000000ul
/* Of 10 MHz: some 20,000 instructions. */
#define SLICE 2000

const char *part_name;
unsigned int part_number;

static unsigned long sbi(unsigned long extension, unsigned long function, unsigned long first,
			 unsigned long second)
{
	register unsigned long a0 __asm__("a0") = first;
	register unsigned long a1 __asm__("a1") = second;
	register unsigned long a6 __asm__("a6") = function;
	register unsigned long a7 __asm__("a7") = extension;

	__asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a6), "r"(a7) : "memory");
	return a1;
}

void put(const char *text)
{
	while (*text)
		sbi(LEGACY_PUTCHAR, 0, (unsigned char)*text++, 0);
}

void put_hex(unsigned long value)
{
	char text[2] = {0, 0};

	for (int at = __riscv_xlen - 4; at >= 0; at -= 4) {
		text[0] = "0123456789abcdef"[value >> at & 15];
		put(text);
	}
}

void put_number(unsigned int value)
{
	char text[2] = {(char)('0' + value % 10), 0};

	if (value >= 10)
		put_number(value / 10);
	put(text);
}

void timer_start(void)
{
#if __riscv_xlen == 64
	sbi(TIME, 0, csr_read(time) + SLICE, 0);
#else
	unsigned long high, low;

	do {
		high = csr_read(timeh);
		low = csr_read(time);
	} while (high != csr_read(timeh));
	sbi(TIME, 0, low + SLICE, high + (low + SLICE < low));
#endif
}

void shutdown(unsigned long reason)
{
	sbi(RESET, 0, 0, reason);
	for (;;)
		__asm__ volatile("wfi");
}

void fail(const char *what, unsigned long where, unsigned long expected, unsigned long found)
{
	put("kernel: ");
	put(part_name);
	put(": ");
	put(what);
	put(" at ");
	put_hex(where);
	put(": expected ");
	put_hex(expected);
	put(", found ");
	put_hex(found);
	put("\n");
	shutdown(VENDOR_REASON + part_number);
}
