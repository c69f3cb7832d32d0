/* SPDX-License-Identifier: Apache-2.0 */
#include "ports_fixture.h"

void show_request(enum port port, uint64_t va, uint64_t priv)
{
	if (port == PORT_FETCH) {
		in.fetch_req_valid = out.fetch_req_ready = 1;
		in.fetch_req_va = va;
		in.fetch_req_priv = priv;
		in.fetch_req_tag = 7;
		in.fetch_req_seg = SEGMENT_NONE;
		in.fetch_rsp_ready = 1;
		return;
	}
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = priv;
	in.data_req_tag = 5;
}

void request(enum port port, uint64_t va, uint64_t priv)
{
	show_request(port, va, priv);
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
}

void answer(enum port port, uint64_t pa, uint64_t fault)
{
	uint64_t size = fault ? 0 : 12;

	if (port == PORT_DATA) {
		show_answer(pa, fault);
		return;
	}
	out.fetch_rsp_valid = 1;
	out.fetch_rsp_tag = 7;
	out.fetch_rsp_pa = pa;
	out.fetch_rsp_fault = fault;
	out.fetch_rsp_size = size;
}

void silence(void)
{
	out.fetch_rsp_valid = out.data_rsp_valid = 0;
}

void walk_for(enum port port, uint64_t leaf)
{
	out.mem_req_fetch = port == PORT_FETCH;
	walk(leaf);
	out.mem_req_fetch = 0;
}

void begin_ports(void)
{
	begin();
	image_write(image, LEAF(4), 8, ALL);
}

uint64_t priv_of(enum port port)
{
	in.data_req_sum = 1;
	return port == PORT_FETCH ? PRIV_U : PRIV_S;
}

void fill(enum port port)
{
	request(port, 0x4123, priv_of(port));
	walk_for(port, LEAF(4));
	answer(port, 0x90004123, 0);
	agrees();
	silence();
}

uint64_t *answer_pin(enum port port, int n)
{
	uint64_t *const pins[PORTS][6] = {
		{&out.fetch_rsp_tag, &out.fetch_rsp_pa, &out.fetch_rsp_fault, &out.fetch_rsp_code,
		 &out.fetch_rsp_size, &out.fetch_rsp_memtype},
		{&out.data_rsp_tag, &out.data_rsp_pa, &out.data_rsp_fault, &out.data_rsp_code,
		 &out.data_rsp_size, &out.data_rsp_memtype},
	};

	return pins[port][n];
}

void fence_all(void)
{
	in.fence_valid = out.fence_ready = 1;
	agrees();
	in.fence_valid = 0;
}

void show_first_read(enum port port)
{
	out.mem_req_fetch = port == PORT_FETCH;
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	in.mem_req_ready = 0;
}

void read_outstanding(enum port port)
{
	out.mem_req_fetch = port == PORT_FETCH;
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
}
