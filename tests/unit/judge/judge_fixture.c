/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_fixture.h"

void update_ends(uint64_t pa, uint64_t expect, uint64_t data, bool error, bool lost)
{
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = pa;
	out.mem_req_expect = expect;
	out.mem_req_data = data;
	swap(error, lost);
}

void answer_all(uint64_t pa, uint64_t fault, uint64_t size)
{
	show_answer(pa, fault);
	out.data_rsp_size = size;
}

const struct part parts[PARTS] = {
	{&out.data_rsp_pa, 0x90000124,
	 "answer pa 90000124, no fault, code 0, size 12, memory type 0: "},
	{&out.data_rsp_fault, FAULT_ACCESS,
	 "answer pa 90000123, an access fault, code 0, size 12, memory type 0: "},
	{&out.data_rsp_code, 1, "answer pa 90000123, no fault, code 1, size 12, memory type 0: "},
	{&out.data_rsp_size, 21, "answer pa 90000123, no fault, code 0, size 21, memory type 0: "},
	{&out.data_rsp_memtype, 2,
	 "answer pa 90000123, no fault, code 0, size 12, memory type 2: "},
};
