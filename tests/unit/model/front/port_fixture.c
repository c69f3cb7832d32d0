/* SPDX-License-Identifier: Apache-2.0 */
#include "port_fixture.h"

#include <check.h>

struct kernel k;
static struct port port;

void start(bool is_fetch)
{
	kernel_init(&k);
	port_init(&port, &k, "x_", is_fetch, 8);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "held_regime", REGIME_RV64);
	kernel_poke(&k, "held_mode", MODE_SV39);
	kernel_poke(&k, "held_asid", 3);
	kernel_poke(&k, "held_root", 0x80000);
	kernel_settle(&k);
}

void setup(void)
{
	start(false);
}

void teardown(void)
{
	kernel_finish(&k);
}

void settle(void)
{
	kernel_settle(&k);
}

void edge(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
}

void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

void request(uint64_t tag, uint64_t va, enum priv priv)
{
	set("x_req_valid", 1);
	set("x_req_tag", tag);
	set("x_linear_address", va);
	set("x_req_priv", priv);
	settle();
}

void expect_lookup(enum mode mode, uint64_t asid, uint64_t page)
{
	expect("x_lookup_valid", 1);
	expect("x_lookup_space", (uint64_t)mode << 16 | asid);
	expect("x_lookup_page", page);
}

void expect_no_lookup(void)
{
	expect("x_lookup_valid", 0);
	expect("x_lookup_space", 0);
	expect("x_lookup_page", 0);
	expect("x_lookup_access", 0);
}

void hit(uint64_t ppn, unsigned int page_bits, uint64_t memtype)
{
	set("x_hit_valid", 1);
	set("x_hit_leaf", LEAF | ppn << 10 | memtype << 61);
	set("x_hit_page_bits", page_bits);
}

void expect_pins(uint64_t tag, uint64_t pa, uint64_t fault, uint64_t code, uint64_t size,
		 uint64_t memtype)
{
	expect("x_rsp_valid", 1);
	expect("x_rsp_tag", tag);
	expect("x_rsp_pa", pa);
	expect("x_rsp_fault", fault);
	expect("x_rsp_code", code);
	expect("x_rsp_size", size);
	expect("x_rsp_memtype", memtype);
}

void expect_answer(uint64_t tag, uint64_t pa, enum fault fault, uint64_t size, uint64_t memtype)
{
	expect_pins(tag, pa, fault, 0, size, memtype);
}

void expect_no_answer(void)
{
	expect("x_rsp_valid", 0);
	expect("x_rsp_tag", 0);
	expect("x_rsp_pa", 0);
	expect("x_rsp_fault", 0);
	expect("x_rsp_code", 0);
	expect("x_rsp_size", 0);
	expect("x_rsp_memtype", 0);
}
