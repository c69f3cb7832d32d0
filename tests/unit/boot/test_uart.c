/* SPDX-License-Identifier: Apache-2.0 */
/* The 16550A as its data sheet has it (National Semiconductor PC16550D, "Registers"). */
#include <check.h>
#include <string.h>

#include "boot/uart.h"
#include "suite.h"

enum { RBR = 0, THR = 0, DLL = 0, IER = 1, DLM = 1, IIR = 2, FCR = 2, LCR, MCR, LSR, MSR, SCR };

static struct uart uart;
static char sent[16];
static const char *typed;

static void put(void *opaque, uint8_t byte)
{
	ck_assert_ptr_eq(opaque, sent);
	sent[strlen(sent)] = (char)byte;
}

static int get(void *opaque)
{
	ck_assert_ptr_eq(opaque, sent);
	return *typed ? (uint8_t)*typed++ : -1;
}

static void begin(void)
{
	memset(sent, 0, sizeof(sent));
	typed = "";
	uart = (struct uart){.put = put, .get = get, .opaque = sent};
}

START_TEST(sends)
{
	uart_write(&uart, THR, 'h');
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x60);
	uart_write(&uart, THR, 'i');
	ck_assert_str_eq(sent, "hi");
}
END_TEST

START_TEST(receives)
{
	typed = "a\xff";
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x61);
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x61);
	ck_assert_uint_eq(uart_read(&uart, RBR), 'a');
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x61);
	ck_assert_uint_eq(uart_read(&uart, RBR), 0xff);
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x60);
	ck_assert_uint_eq(uart_read(&uart, RBR), 0);
}
END_TEST

START_TEST(divisor)
{
	uart_write(&uart, LCR, 0x83);
	uart_write(&uart, DLL, 0x12);
	uart_write(&uart, DLM, 0x34);
	ck_assert_uint_eq(uart_read(&uart, DLL), 0x12);
	ck_assert_uint_eq(uart_read(&uart, DLM), 0x34);
	uart_write(&uart, LCR, 0x03);
	ck_assert_uint_eq(uart_read(&uart, LCR), 0x03);
	ck_assert_uint_eq(uart_read(&uart, RBR), 0);
	ck_assert_uint_eq(uart_read(&uart, IER), 0);
	ck_assert_str_eq(sent, "");
}
END_TEST

/* By priority: received, then sent; bit 0 says that there is none. */
START_TEST(interrupts)
{
	ck_assert_uint_eq(uart_read(&uart, IIR), 0x01);
	uart_write(&uart, IER, 0xff);
	ck_assert_uint_eq(uart_read(&uart, IER), 0x0f);
	ck_assert_uint_eq(uart_read(&uart, IIR), 0x02);
	typed = "a";
	ck_assert_uint_eq(uart_read(&uart, IIR), 0x04);
	uart_write(&uart, IER, 0x02);
	ck_assert_uint_eq(uart_read(&uart, IIR), 0x02);
	uart_write(&uart, IER, 0x01);
	ck_assert_uint_eq(uart_read(&uart, IIR), 0x04);
	uart_read(&uart, RBR);
	ck_assert_uint_eq(uart_read(&uart, IIR), 0x01);
	uart_write(&uart, FCR, 0x01);
	ck_assert_uint_eq(uart_read(&uart, IIR), 0xc1);
	uart_write(&uart, FCR, 0x06);
	ck_assert_uint_eq(uart_read(&uart, IIR), 0x01);
}
END_TEST

START_TEST(loop)
{
	static const struct {
		uint8_t mcr, msr;
	} all[] = {{0x00, 0xb0}, {0x0f, 0xb0}, {0x10, 0x00}, {0x11, 0x20},
		   {0x12, 0x10}, {0x14, 0x40}, {0x18, 0x80}, {0x1f, 0xf0}};

	uart_write(&uart, MCR, all[_i].mcr | 0xe0);
	ck_assert_uint_eq(uart_read(&uart, MCR), all[_i].mcr);
	ck_assert_uint_eq(uart_read(&uart, MSR), all[_i].msr);
}
END_TEST

/* What is sent in a loop comes back, and nothing else comes. */
START_TEST(loop_of_data)
{
	uart_write(&uart, MCR, 0x10);
	typed = "a";
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x60);
	uart_write(&uart, THR, 'b');
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x61);
	ck_assert_uint_eq(uart_read(&uart, RBR), 'b');
	ck_assert_str_eq(sent, "");
	uart_write(&uart, MCR, 0);
	ck_assert_uint_eq(uart_read(&uart, RBR), 'a');
}
END_TEST

START_TEST(read_only)
{
	uart_write(&uart, LSR, 0);
	uart_write(&uart, MSR, 0);
	ck_assert_uint_eq(uart_read(&uart, LSR), 0x60);
	ck_assert_uint_eq(uart_read(&uart, MSR), 0xb0);
	uart_write(&uart, SCR, 0x5a);
	ck_assert_uint_eq(uart_read(&uart, SCR), 0x5a);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("uart");
	TCase *tcase = tcase_create("uart");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_test(tcase, sends);
	tcase_add_test(tcase, receives);
	tcase_add_test(tcase, divisor);
	tcase_add_test(tcase, interrupts);
	tcase_add_loop_test(tcase, loop, 0, 8);
	tcase_add_test(tcase, loop_of_data);
	tcase_add_test(tcase, read_only);

	return suite_run(suite);
}
