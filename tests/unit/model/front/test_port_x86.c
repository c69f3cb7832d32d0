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
	expect_lookup(MODE_X86_4, 3, 1);
}
END_TEST

START_TEST(x86_without_paging)
{
	go_x86(MODE_X86_2);
	set("held_bare", 1);
	set("held_mode", 0);
	request(1, 0xfedcba9876543210, PRIV_U);
	expect("x_lookup_valid", 0);
	expect("x_events_refused", 0);
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
	bool is_user = _i & 1, stores = _i & 2, wp = _i & 4, lock = _i & 8;
	uint64_t who = (is_user ? ACCESS_USER : 0) | (stores ? ACCESS_STORES : 0) |
		       (lock ? ACCESS_LOCKS : 0) |
		       (stores && !is_user && !wp ? ACCESS_IGNORE_W : 0);

	go_x86(MODE_X86_2);
	set("controls_adue", 1);
	set("controls_pbmte", 1);
	set("x_req_mxr", 1);
	set("controls_smap", 1);
	set("controls_wp", wp);
	set("x_req_store", stores);
	set("x_req_lock", lock);
	request(1, 0x1000, is_user ? PRIV_U : PRIV_M);
	expect("x_lookup_access", who);
	set("controls_pse", 1);
	settle();
	expect("x_lookup_access", who | ACCESS_PSE);
	set("controls_pge", 1);
	settle();
	expect("x_lookup_access", who | ACCESS_PSE | ACCESS_PGE);
	set("controls_nxe", 1);
	settle();
	expect("x_lookup_access", who | ACCESS_PSE | ACCESS_PGE | ACCESS_NXE);
	set("controls_smep", 1);
	settle();
	expect("x_lookup_access", who | ACCESS_PSE | ACCESS_PGE | ACCESS_NXE | ACCESS_SMEP);
}
END_TEST

/* SMAP closes user pages to data, and AC opens them again; SMEP is not asked. */
START_TEST(x86_open_pages)
{
	go_x86(MODE_X86_5);
	request(1, 0x1000, PRIV_S);
	expect("x_lookup_access", ACCESS_OPEN);
	set("controls_smep", 1);
	settle();
	expect("x_lookup_access", ACCESS_OPEN | ACCESS_SMEP);
	set("controls_smap", 1);
	settle();
	expect("x_lookup_access", ACCESS_SMEP);
	set("x_req_sum", 1);
	settle();
	expect("x_lookup_access", ACCESS_OPEN | ACCESS_SMEP);
}
END_TEST

START_TEST(x86_open_pages_of_a_fetch)
{
	uint64_t fetch = ACCESS_FETCHES;

	kernel_finish(&k);
	start(true);
	go_x86(MODE_X86_5);
	set("controls_smap", 1);
	request(1, 0x1000, PRIV_S);
	expect("x_lookup_access", fetch | ACCESS_OPEN);
	set("controls_smep", 1);
	settle();
	expect("x_lookup_access", fetch | ACCESS_SMEP);
}
END_TEST

/* port-5: the PDPTE of VA[31:30] is the root, in PAE only; bits 63:32 do not count. */
START_TEST(x86_pdptes)
{
	static const uint64_t pdptes[] = {0x1001, 0x2001, 0x3000, 0x4019};
	uint64_t va = 0xabcdef0000001000 | (uint64_t)_i << 30;

	set("held_pdpte0", pdptes[0]);
	set("held_pdpte1", pdptes[1]);
	set("held_pdpte2", pdptes[2]);
	set("held_pdpte3", pdptes[3]);
	go_x86(MODE_X86_PAE);
	request(1, va, PRIV_S);
	expect_lookup(MODE_X86_PAE, 3, (uint64_t)_i << 18 | 1);
	edge();
	expect("x_walk_root", pdptes[_i]);
	set("x_req_valid", 0);
	set("walk_end_data", 1);
	set("walk_end_fault", FAULT_PAGE);
	set("x_rsp_ready", 1);
	edge();
	set("walk_end_data", 0);
	set("walk_end_fault", FAULT_NONE);
	edge();
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
