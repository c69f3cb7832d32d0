/* SPDX-License-Identifier: Apache-2.0 */
/* A port under x86: what it makes of privilege, control bits, CR3 and PDPTEs (port-2 to port-4). */
#include <check.h>

#include "port_fixture.h"
#include "suite.h"

static void go_x86(enum mode mode)
{
	set("held_regime", mode < MODE_X86_4 ? REGIME_X86_32 : REGIME_X86_64);
	set("held_short", mode < MODE_X86_4);
	set("held_mode", mode);
	settle();
}

/* port-3. */
START_TEST(x86_translates_every_privilege)
{
	go_x86(MODE_X86_4);
	request(1, 0x1000, (enum priv)_i);
	expect("x_lookup", 1);
	expect("x_key", word_of(MODE_X86_4, 3, 0x1000));
}
END_TEST

START_TEST(x86_without_paging)
{
	go_x86(MODE_X86_2);
	set("held_bare", 1);
	set("held_mode", 0);
	request(1, 0xfedcba9876543210, PRIV_U);
	expect("x_lookup", 0);
	expect("x_refused", 0);
	edge();
	expect_answer(1, 0x76543210, FAULT_NONE, 0, 0);
}
END_TEST

/*
 * port-2 and walk-1: WP counts for a supervisor's store alone; adue, pbmte and MXR do
 * not count at all. SMAP is 1, so that nothing is open.
 */
START_TEST(x86_control_bits)
{
	bool is_user = _i & 1, stores = _i & 2, wp = _i & 4, pin = _i & 8;
	uint64_t who = (uint64_t)MODE_X86_2 << ACCESS_MODE_LSB | (is_user ? ACCESS_USER : 0) |
		       (stores ? ACCESS_STORES : 0) | (pin ? ACCESS_PINS : 0) |
		       (stores && !is_user && !wp ? ACCESS_FORCES : 0);

	go_x86(MODE_X86_2);
	set("adue", 1);
	set("pbmte", 1);
	set("x_req_mxr", 1);
	set("smap", 1);
	set("wp", wp);
	set("x_req_store", stores);
	set("x_req_pin", pin);
	request(1, 0x1000, is_user ? PRIV_U : PRIV_M);
	expect("x_access", who);
	set("pse", 1);
	settle();
	expect("x_access", who | ACCESS_PSE);
	set("pge", 1);
	settle();
	expect("x_access", who | ACCESS_PSE | ACCESS_PGE);
	set("nxe", 1);
	settle();
	expect("x_access", who | ACCESS_PSE | ACCESS_PGE | ACCESS_NXE);
	set("smep", 1);
	settle();
	expect("x_access", who | ACCESS_PSE | ACCESS_PGE | ACCESS_NXE | ACCESS_SMEP);
}
END_TEST

/* SMAP closes user pages to data, and AC opens them again; SMEP is not asked. */
START_TEST(x86_open_pages)
{
	uint64_t mode = (uint64_t)MODE_X86_5 << ACCESS_MODE_LSB;

	go_x86(MODE_X86_5);
	request(1, 0x1000, PRIV_S);
	expect("x_access", mode | ACCESS_OPEN);
	set("smep", 1);
	settle();
	expect("x_access", mode | ACCESS_OPEN | ACCESS_SMEP);
	set("smap", 1);
	settle();
	expect("x_access", mode | ACCESS_SMEP);
	set("x_req_sum", 1);
	settle();
	expect("x_access", mode | ACCESS_OPEN | ACCESS_SMEP);
}
END_TEST

START_TEST(x86_open_pages_of_a_fetch)
{
	uint64_t fetch = (uint64_t)MODE_X86_5 << ACCESS_MODE_LSB | ACCESS_FETCHES;

	kernel_finish(&k);
	start(true);
	go_x86(MODE_X86_5);
	set("smap", 1);
	request(1, 0x1000, PRIV_S);
	expect("x_access", fetch | ACCESS_OPEN);
	set("smep", 1);
	settle();
	expect("x_access", fetch | ACCESS_SMEP);
}
END_TEST

/* port-5: the PDPTE of VA[31:30] is the root, in PAE only; bits 63:32 do not count. */
START_TEST(x86_pdptes)
{
	static const uint64_t pdptes[] = {0x1001, 0x2001, 0x3000, 0x4019};
	uint64_t va = 0xabcdef0000001000 | (uint64_t)_i << 30;

	for (unsigned int n = 0; n < PDPTES; n++)
		set(pdpte_name(n), pdptes[n]);
	go_x86(MODE_X86_PAE);
	request(1, va, PRIV_S);
	expect("x_key", word_of(MODE_X86_PAE, 3, (uint64_t)_i << 30 | 0x1000));
	edge();
	expect("x_walk_root", pdptes[_i]);
	set("x_req_valid", 0);
	set("x_walk_end", 1);
	set("walk_fault", FAULT_PAGE);
	set("x_rsp_ready", 1);
	edge();
	set("x_walk_end", 0);
	go_x86(MODE_X86_2);
	request(1, va, PRIV_S);
	edge();
	expect("x_walk_root", 0x80000);
}
END_TEST

START_TEST(x86_memory_types)
{
	go_x86(MODE_X86_4);
	hit(0x55, 12, 7);
	request(9, 0x1234, PRIV_S);
	edge();
	expect_answer(9, 0x55234, FAULT_NONE, 12, 7);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("port_x86");
	TCase *tc = tcase_create("port_x86");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, x86_translates_every_privilege, 0, 4);
	tcase_add_test(tc, x86_without_paging);
	tcase_add_loop_test(tc, x86_control_bits, 0, 16);
	tcase_add_test(tc, x86_open_pages);
	tcase_add_test(tc, x86_open_pages_of_a_fetch);
	tcase_add_loop_test(tc, x86_pdptes, 0, 4);
	tcase_add_test(tc, x86_memory_types);

	return suite_run(suite);
}
