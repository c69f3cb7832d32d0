/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/uart.h"

/* The registers; of two with the same number one is read, the other written, or LCR.DLAB chooses.
 */
enum { DATA, IER, IIR_FCR, LCR, MCR, LSR, MSR, SCR };

#define IER_RECEIVED 0x01
#define IER_SENT     0x02
#define IER_BITS     0x0f

#define IIR_NONE     0x01
#define IIR_SENT     0x02
#define IIR_RECEIVED 0x04
#define IIR_FIFO     0xc0

#define FCR_FIFO 0x01
#define LCR_DLAB 0x80

#define MCR_LOOP 0x10
#define MCR_BITS 0x1f

#define LSR_RECEIVED 0x01
#define LSR_SENT     0x60 /* the holding register is empty, and so is the transmitter */

#define MSR_CONNECTED 0xb0 /* DCD, DSR, CTS */

static bool is_divisor(const struct uart *uart)
{
	return uart->lcr & LCR_DLAB;
}

static bool has_byte(struct uart *uart)
{
	int byte;

	if (uart->has_byte || uart->mcr & MCR_LOOP)
		return uart->has_byte;
	byte = uart->get(uart->opaque);
	uart->has_byte = byte >= 0;
	uart->byte = (uint8_t)byte;
	return uart->has_byte;
}

static uint8_t received(struct uart *uart)
{
	uint8_t byte = has_byte(uart) ? uart->byte : 0;

	uart->has_byte = false;
	return byte;
}

static uint8_t interrupt(struct uart *uart)
{
	uint8_t fifo = uart->has_fifo ? IIR_FIFO : 0;

	if (uart->ier & IER_RECEIVED && has_byte(uart))
		return fifo | IIR_RECEIVED;
	return fifo | (uart->ier & IER_SENT ? IIR_SENT : IIR_NONE);
}

/* In a loop the outputs come back: RTS as CTS, DTR as DSR, OUT1 as RI, OUT2 as DCD. */
static uint8_t modem(const struct uart *uart)
{
	uint8_t mcr = uart->mcr;

	if (!(mcr & MCR_LOOP))
		return MSR_CONNECTED;
	return (uint8_t)((mcr & 0x02) << 3 | (mcr & 0x01) << 5 | (mcr & 0x0c) << 4);
}

uint8_t uart_read(struct uart *uart, unsigned int number)
{
	switch (number) {
	case DATA:
		return is_divisor(uart) ? uart->dll : received(uart);
	case IER:
		return is_divisor(uart) ? uart->dlm : uart->ier;
	case IIR_FCR:
		return interrupt(uart);
	case LCR:
		return uart->lcr;
	case MCR:
		return uart->mcr;
	case LSR:
		return LSR_SENT | (has_byte(uart) ? LSR_RECEIVED : 0);
	case MSR:
		return modem(uart);
	default:
		return uart->scr;
	}
}

static void send(struct uart *uart, uint8_t byte)
{
	if (!(uart->mcr & MCR_LOOP)) {
		uart->put(uart->opaque, byte);
		return;
	}
	uart->has_byte = true;
	uart->byte = byte;
}

void uart_write(struct uart *uart, unsigned int number, uint8_t value)
{
	switch (number) {
	case DATA:
		if (is_divisor(uart))
			uart->dll = value;
		else
			send(uart, value);
		return;
	case IER:
		if (is_divisor(uart))
			uart->dlm = value;
		else
			uart->ier = value & IER_BITS;
		return;
	case IIR_FCR:
		uart->has_fifo = value & FCR_FIFO;
		return;
	case LCR:
		uart->lcr = value;
		return;
	case MCR:
		uart->mcr = value & MCR_BITS;
		return;
	case SCR:
		uart->scr = value;
		return;
	default:
		return; /* LSR and MSR are read only */
	}
}
