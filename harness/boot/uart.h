/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 16550A, as far as a kernel's driver looks: what is sent is gone at once, what was received
 * waits in a register, and no interrupt is wired, so that a driver polls. It is for kernels whose
 * console is no firmware's, such as Debian's.
 */
#ifndef PAGEWALK_BOOT_UART_H
#define PAGEWALK_BOOT_UART_H

#include <stdbool.h>
#include <stdint.h>

#define UART_SIZE     8u
#define UART_CLOCK_HZ 1843200u

struct uart {
	/* Takes a byte that was sent; gives the next one that was received, or -1. */
	void (*put)(void *opaque, uint8_t byte);
	int (*get)(void *opaque);
	void *opaque;

	/* Its registers. */
	uint8_t ier, lcr, mcr, scr, dll, dlm;
	bool has_fifo;
	bool has_byte; /* received, and not read */
	uint8_t byte;
};

/* A byte register, 0 to UART_SIZE - 1. */
uint8_t uart_read(struct uart *uart, unsigned int number);
void uart_write(struct uart *uart, unsigned int number, uint8_t value);

#endif
