/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers are those of the SBI specification, v2.0. */
#include "boot/firmware.h"

#include <string.h>
#include <unistd.h>

#include "suite.h"

#define BASE   UINT64_C(0x80000000)
#define BYTES  UINT64_C(0x2000)
#define ALL    UINT64_MAX
#define FENCES 80

#define NOT_SUPPORTED     (-2)
#define INVALID_PARAM     (-3)
#define INVALID_ADDRESS   (-5)
#define ALREADY_AVAILABLE (-6)

#define TIME   0x54494d45u
#define IPI    0x735049u
#define RFENCE 0x52464e43u
#define HSM    0x48534du
#define SRST   0x53525354u
#define DBCN   0x4442434eu
#define SSIP   2u
#define STIP   32u

static struct hart hart;
static struct firmware firmware;
static struct console console;
static struct ram ram;
static struct hart_fence fences[FENCES];
static unsigned int n_fences, n_stored;
static bool bus_ends;
static enum fault ask_fault;

static bool ask(void *opaque, const struct hart_access *access, struct hart_place *place)
{
	(void)opaque;
	*place = (struct hart_place){.fault = ask_fault, .bytes = ram_at(&ram, access->va, 8)};
	return !bus_ends;
}

static void stored(void *opaque, uint64_t pa, unsigned int bytes)
{
	(void)opaque;
	(void)pa;
	n_stored += bytes;
}

static bool fence(void *opaque, const struct hart_fence *asked)
{
	(void)opaque;
	fences[n_fences++ % FENCES] = *asked;
	return !bus_ends;
}

static const struct hart_bus bus = {.ask = ask, .stored = stored, .fence = fence};

static void begin(unsigned int xlen)
{
	const struct hart_config config = {xlen, true};

	hart_reset(&hart, &config, &bus, NULL, BASE);
	n_fences = n_stored = 0;
	bus_ends = false;
	ask_fault = FAULT_NONE;
	console_begin(&console, true, false);
	firmware_init(&firmware, &console, &ram);
}

static void setup(void)
{
	ck_assert(ram_create(&ram, BASE, BYTES));
	begin(64);
}

static void teardown(void)
{
	console_end(&console);
	ram_destroy(&ram);
}

/* A call with up to five arguments; a0 afterwards. */
static int64_t call(uint64_t extension, uint64_t function, uint64_t a, uint64_t b, uint64_t c,
		    uint64_t d, uint64_t e)
{
	const uint64_t arguments[] = {a, b, c, d, e};

	memcpy(&hart.x[10], arguments, sizeof(arguments));
	hart.x[16] = function;
	hart.x[17] = extension;
	firmware_call(&firmware, &hart);
	return (int64_t)hart.x[10];
}

START_TEST(the_base_extension_says_what_is_there)
{
	static const uint64_t there[] = {0, 1,    2,    3,   4,      5,   6,    7,
					 8, 0x10, TIME, IPI, RFENCE, HSM, SRST, DBCN};
	static const uint64_t absent[] = {9, 0x504d55, 0x53555350, 0x46574654, 0x535441};

	ck_assert_int_eq(call(0x10, 0, 0, 0, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.x[11], 0x02000000);
	for (unsigned int i = 0; i < sizeof(there) / sizeof(there[0]); i++) {
		ck_assert_int_eq(call(0x10, 3, there[i], 0, 0, 0, 0), 0);
		ck_assert_uint_eq(hart.x[11], 1);
	}
	for (unsigned int i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		ck_assert_int_eq(call(0x10, 3, absent[i], 7, 0, 0, 0), 0);
		ck_assert_uint_eq(hart.x[11], 0);
		ck_assert_int_eq(call(absent[i], 0, 0, 0, 0, 0, 0), NOT_SUPPORTED);
	}
	for (unsigned int function = 4; function <= 6; function++) {
		ck_assert_int_eq(call(0x10, function, 1, 1, 0, 0, 0), 0);
		ck_assert_uint_eq(hart.x[11], 0);
	}
	ck_assert_int_eq(call(0x10, 7, 0, 0, 0, 0, 0), NOT_SUPPORTED);
	ck_assert_uint_eq(firmware.unknown, 6);
}
END_TEST

START_TEST(a_timer_is_set_and_its_interrupt_cleared)
{
	hart.csr.mip = STIP;
	ck_assert_int_eq(call(TIME, 0, UINT64_C(0x123456789a), 0, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.timer, UINT64_C(0x123456789a));
	ck_assert_uint_eq(hart.csr.mip, 0);
	ck_assert_int_eq(call(TIME, 1, 5, 0, 0, 0, 0), NOT_SUPPORTED);
	ck_assert_uint_eq(hart.timer, UINT64_C(0x123456789a));
	begin(32);
	ck_assert_int_eq(call(TIME, 0, UINT64_C(0xffffffff80000001), 7, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.timer, UINT64_C(0x780000001));
}
END_TEST

/* Masks: of hart 0, of all, of none, and of harts that are not there. */
START_TEST(an_ipi_goes_to_harts_that_are_there)
{
	static const struct {
		uint64_t mask, base;
		int64_t error;
		bool sent;
	} cases[] = {
		{1, 0, 0, true},
		{0, ALL, 0, true},
		{2, ALL, 0, true},
		{0, 0, 0, false},
		{2, 0, INVALID_PARAM, false},
		{3, 0, INVALID_PARAM, false},
		{0, 5, 0, false},
		{1, 1, INVALID_PARAM, false},
	};

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		hart.csr.mip = 0;
		ck_assert_int_eq(call(IPI, 0, cases[i].mask, cases[i].base, 0, 0, 0),
				 cases[i].error);
		ck_assert_uint_eq(hart.csr.mip, cases[i].sent ? SSIP : 0);
	}
	ck_assert_int_eq(call(IPI, 1, 1, 0, 0, 0, 0), NOT_SUPPORTED);
	begin(32);
	ck_assert_int_eq(call(IPI, 0, 0, ALL, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.csr.mip, SSIP);
}
END_TEST

static void expect_fence(unsigned int n, bool by_va, uint64_t va, bool by_asid, uint64_t asid)
{
	ck_assert_int_eq(fences[n].by_va, by_va);
	ck_assert_int_eq(fences[n].by_asid, by_asid);
	if (by_va)
		ck_assert_uint_eq(fences[n].va, va);
	if (by_asid)
		ck_assert_uint_eq(fences[n].asid, asid);
}

START_TEST(a_remote_fence_is_of_all_pages_that_it_touches)
{
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, 0x1ff0, 0x20, 9), 0);
	ck_assert_uint_eq(n_fences, 2);
	expect_fence(0, true, 0x1000, false, 0);
	expect_fence(1, true, 0x2000, false, 0);
	ck_assert_int_eq(call(RFENCE, 2, 1, 0, 0x5000, 0x1000, 9), 0);
	ck_assert_uint_eq(n_fences, 3);
	expect_fence(2, true, 0x5000, true, 9);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, -UINT64_C(0x1000), 0x1000, 0), 0);
	ck_assert_uint_eq(n_fences, 4);
	expect_fence(3, true, -UINT64_C(0x1000), false, 0);
	begin(64);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, 0x5000, 64 * 4096, 0), 0);
	ck_assert_uint_eq(n_fences, 64);
	expect_fence(63, true, 0x5000 + 63 * 4096, false, 0);
}
END_TEST

START_TEST(a_remote_fence_of_everything_is_one)
{
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, 0, 0, 9), 0);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, 0x5000, ALL, 9), 0);
	ck_assert_int_eq(call(RFENCE, 2, 1, 0, 0, 0, 9), 0);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, 0x5001, 64 * 4096, 9), 0); /* 65 pages */
	ck_assert_uint_eq(n_fences, 4);
	expect_fence(0, false, 0, false, 0);
	expect_fence(1, false, 0, false, 0);
	expect_fence(2, false, 0, true, 9);
	expect_fence(3, false, 0, false, 0);
}
END_TEST

START_TEST(a_remote_fence_may_be_of_nothing)
{
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, 0x5000, 0, 0), 0);
	ck_assert_int_eq(call(RFENCE, 1, 0, 0, 0, 0, 0), 0);
	ck_assert_int_eq(call(RFENCE, 1, 2, 0, 0, 0, 0), INVALID_PARAM);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, ALL, 2, 0), INVALID_ADDRESS);
	for (unsigned int function = 3; function <= 6; function++)
		ck_assert_int_eq(call(RFENCE, function, 1, 0, 0, 0, 0), NOT_SUPPORTED);
	ck_assert_int_eq(call(RFENCE, 0, 1, 0, 0, 0, 0), 0); /* FENCE.I */
	ck_assert_uint_eq(n_fences, 0);
}
END_TEST

START_TEST(addresses_of_rv32_have_32_bits)
{
	begin(32);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, UINT64_C(0xfffffffffffff000), 0x1000, 0), 0);
	ck_assert_uint_eq(n_fences, 1);
	expect_fence(0, true, UINT64_C(0xfffff000), false, 0);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, 0x1000, ALL, 0), 0);
	ck_assert_uint_eq(n_fences, 2);
	expect_fence(1, false, 0, false, 0);
	ck_assert_int_eq(call(RFENCE, 1, 1, 0, UINT64_C(0xfffffffffffff000), 0x1001, 0),
			 INVALID_ADDRESS);
}
END_TEST

START_TEST(a_bus_that_ends_the_run_ends_a_fence)
{
	bus_ends = true;
	call(RFENCE, 1, 1, 0, 0x5000, 0x3000, 0);
	ck_assert_uint_eq(n_fences, 1);
	ck_assert_int_eq(firmware.end, FIRMWARE_BUS);
}
END_TEST

START_TEST(the_only_hart_runs)
{
	ck_assert_int_eq(call(HSM, 0, 0, BASE, 0, 0, 0), ALREADY_AVAILABLE);
	ck_assert_int_eq(call(HSM, 0, 1, BASE, 0, 0, 0), INVALID_PARAM);
	ck_assert_int_eq(call(HSM, 2, 0, 5, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.x[11], 0); /* STARTED */
	ck_assert_int_eq(call(HSM, 2, 1, 0, 0, 0, 0), INVALID_PARAM);
	ck_assert_int_eq(call(HSM, 3, 0, 0, 0, 0, 0), NOT_SUPPORTED);
	ck_assert_int_eq(call(HSM, 3, 1, 0, 0, 0, 0), INVALID_PARAM);
	/* Non-retentive, in a uint32_t as the calling convention has it. */
	ck_assert_int_eq(call(HSM, 3, -UINT64_C(0x80000000), 0, 0, 0, 0), NOT_SUPPORTED);
	ck_assert_int_eq(call(HSM, 4, 0, 0, 0, 0, 0), NOT_SUPPORTED);
	ck_assert_int_eq(firmware.end, FIRMWARE_RUNS);
	call(HSM, 1, 0, 0, 0, 0, 0);
	ck_assert_int_eq(firmware.end, FIRMWARE_HART_STOPPED);
}
END_TEST

START_TEST(a_reset_ends_the_machine)
{
	static const struct {
		uint64_t type, reason;
		enum firmware_end end;
	} cases[] = {
		{0, 0, FIRMWARE_SHUTDOWN},
		{0, 1, FIRMWARE_SHUTDOWN},
		{1, 0, FIRMWARE_REBOOT},
		{2, 0, FIRMWARE_REBOOT},
		{0, UINT64_C(0xfffffffff0000007), FIRMWARE_SHUTDOWN}, /* sign-extended */
		{3, 0, FIRMWARE_RUNS},
		{0, 2, FIRMWARE_RUNS},
		{0, 0xdfffffff, FIRMWARE_RUNS},
	};

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(64);
		call(SRST, 0, cases[i].type, cases[i].reason, 0, 0, 0);
		ck_assert_int_eq(firmware.end, cases[i].end);
		if (cases[i].end == FIRMWARE_RUNS)
			ck_assert_int_eq((int64_t)hart.x[10], INVALID_PARAM);
		else
			ck_assert_uint_eq(firmware.reason, (uint32_t)cases[i].reason);
	}
	begin(64);
	ck_assert_int_eq(call(SRST, 1, 0, 0, 0, 0, 0), NOT_SUPPORTED);
	ck_assert_int_eq(firmware.end, FIRMWARE_RUNS);
}
END_TEST

static void expect_shown(const char *text)
{
	ck_assert_uint_eq(console.n_tail, strlen(text));
	ck_assert_mem_eq(console.tail, text, strlen(text));
}

START_TEST(the_debug_console_writes_physical_memory)
{
	memcpy(ram.bytes + BYTES - 5, "hello", 5);
	ck_assert_int_eq(call(DBCN, 0, 5, BASE + BYTES - 5, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.x[11], 5);
	expect_shown("hello");
	ck_assert_int_eq(call(DBCN, 2, 0x121, 0, 0, 0, 0), 0);
	expect_shown("hello!");
	ck_assert_int_eq(call(DBCN, 0, 6, BASE + BYTES - 5, 0, 0, 0), INVALID_PARAM);
	ck_assert_int_eq(call(DBCN, 0, 1, BASE, 1, 0, 0), INVALID_PARAM);
	ck_assert_int_eq(call(DBCN, 0, 1, BASE - 1, 0, 0, 0), INVALID_PARAM);
	ck_assert_int_eq(call(DBCN, 0, 0, 5, 0, 0, 0), 0);
	ck_assert_int_eq(call(DBCN, 3, 1, BASE, 0, 0, 0), NOT_SUPPORTED);
	expect_shown("hello!");
	begin(32);
	ck_assert_int_eq(call(DBCN, 0, 5, (uint64_t)(int32_t)(BASE + BYTES - 5), 0, 0, 0), 0);
	expect_shown("hello");
	ck_assert_int_eq(call(DBCN, 0, 5, BASE, 1, 0, 0), INVALID_PARAM);
}
END_TEST

/* Standard input of this process becomes what was typed. */
static void type(const char *text)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], text, strlen(text)), (int)strlen(text));
	close(ends[1]);
	ck_assert_int_ge(dup2(ends[0], STDIN_FILENO), 0);
	close(ends[0]);
	console_begin(&console, true, true);
}

START_TEST(the_debug_console_reads_what_was_typed)
{
	type("abcd");
	ck_assert_int_eq(call(DBCN, 1, 3, BASE + 8, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.x[11], 3);
	ck_assert_mem_eq(ram.bytes + 8, "abc\0", 4);
	ck_assert_uint_eq(n_stored, 3);
	ck_assert_int_eq(call(DBCN, 1, 3, BASE, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.x[11], 1);
	ck_assert_int_eq(call(DBCN, 1, 3, BASE, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.x[11], 0);
	ck_assert_int_eq(call(DBCN, 1, 3, BASE + BYTES, 0, 0, 0), INVALID_PARAM);
}
END_TEST

START_TEST(legacy_calls_answer_in_a0_alone)
{
	hart.csr.mip = STIP;
	ck_assert_int_eq(call(0, 0, 1234, 77, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.timer, 1234);
	ck_assert_uint_eq(hart.csr.mip, 0);
	ck_assert_uint_eq(hart.x[11], 77);
	ck_assert_int_eq(call(1, 0, 'x', 0, 0, 0, 0), 0);
	expect_shown("x");
	type("y");
	ck_assert_int_eq(call(2, 0, 0, 0, 0, 0, 0), 'y');
	ck_assert_int_eq(call(2, 0, 0, 0, 0, 0, 0), -1);
	hart.csr.mip = SSIP;
	ck_assert_int_eq(call(3, 0, 0, 0, 0, 0, 0), 1);
	ck_assert_int_eq(call(3, 0, 0, 0, 0, 0, 0), 0);
	call(8, 0, 5, 5, 0, 0, 0);
	ck_assert_int_eq(firmware.end, FIRMWARE_SHUTDOWN);
	ck_assert_uint_eq(firmware.reason, 0);
}
END_TEST

START_TEST(legacy_masks_are_at_virtual_addresses)
{
	ram.bytes[8] = 1;
	ram.bytes[16] = 2;
	ck_assert_int_eq(call(4, 0, BASE + 8, 0, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.csr.mip, SSIP);
	hart.csr.mip = 0;
	ck_assert_int_eq(call(4, 0, BASE + 16, 0, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.csr.mip, 0);
	ck_assert_int_eq(call(4, 0, 0, 0, 0, 0, 0), 0);
	ck_assert_uint_eq(hart.csr.mip, SSIP);
	ck_assert_int_eq(call(6, 0, BASE + 8, 0x3000, 0x1000, 0, 0), 0);
	ck_assert_int_eq(call(7, 0, BASE + 8, 0x4000, 0x1000, 11, 0), 0);
	ck_assert_int_eq(call(6, 0, BASE + 16, 0x3000, 0x1000, 0, 0), 0);
	ck_assert_int_eq(call(5, 0, 0, 0, 0, 0, 0), 0);
	ck_assert_uint_eq(n_fences, 2);
	expect_fence(0, true, 0x3000, false, 0);
	expect_fence(1, true, 0x4000, true, 11);
	ck_assert_int_eq(call(6, 0, BASE + 9, 0, 0, 0, 0), INVALID_ADDRESS);
	ask_fault = FAULT_PAGE;
	ck_assert_int_eq(call(6, 0, BASE + 8, 0, 0, 0, 0), INVALID_ADDRESS);
	ck_assert_uint_eq(n_fences, 2);
	bus_ends = true;
	call(6, 0, BASE + 8, 0, 0, 0, 0);
	ck_assert_int_eq(firmware.end, FIRMWARE_BUS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("firmware");
	TCase *calls = tcase_create("calls");

	tcase_add_checked_fixture(calls, setup, teardown);
	tcase_add_test(calls, the_base_extension_says_what_is_there);
	tcase_add_test(calls, a_timer_is_set_and_its_interrupt_cleared);
	tcase_add_test(calls, an_ipi_goes_to_harts_that_are_there);
	tcase_add_test(calls, a_remote_fence_is_of_all_pages_that_it_touches);
	tcase_add_test(calls, a_remote_fence_of_everything_is_one);
	tcase_add_test(calls, a_remote_fence_may_be_of_nothing);
	tcase_add_test(calls, addresses_of_rv32_have_32_bits);
	tcase_add_test(calls, a_bus_that_ends_the_run_ends_a_fence);
	tcase_add_test(calls, the_only_hart_runs);
	tcase_add_test(calls, a_reset_ends_the_machine);
	tcase_add_test(calls, the_debug_console_writes_physical_memory);
	tcase_add_test(calls, the_debug_console_reads_what_was_typed);
	tcase_add_test(calls, legacy_calls_answer_in_a0_alone);
	tcase_add_test(calls, legacy_masks_are_at_virtual_addresses);
	suite_add_tcase(suite, calls);
	return suite_run(suite);
}
