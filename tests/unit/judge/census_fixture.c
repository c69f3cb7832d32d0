/* SPDX-License-Identifier: Apache-2.0 */
#include "census_fixture.h"

#include <check.h>
#include <string.h>

struct census census;
struct mmu_in in;
struct mmu_out out;
bool translated[2];

static void begin_with(unsigned int walk_entries, unsigned int array_sets, unsigned int lines)
{
	const struct mmu_config config = {
		.counter_bits = 32,
		.walk_entries = walk_entries,
		.array_sets = array_sets,
		.lines = lines,
	};

	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	translated[FETCH] = translated[DATA] = true;
	in.mem_req_ready = out.fence_ready = 1;
	census_init(&census, &config);
}

void begin(void)
{
	begin_with(0, 0, 0);
}

void begin_searching(void)
{
	begin_with(4, 0, 0);
}

void begin_array(void)
{
	begin_with(0, 4, 0);
}

void begin_lines(void)
{
	begin_with(0, 0, 2);
}

void counts(unsigned int events)
{
	uint64_t before[MMU_COUNTERS];

	memcpy(before, census.count, sizeof(before));
	out.counter_value = census.shown;
	ck_assert_ptr_null(census_cycle(&census, &in, &out, translated));
	for (unsigned int n = 0; n < MMU_COUNTERS; n++)
		ck_assert_msg(census.count[n] - before[n] == (events >> n & 1),
			      "counter %u went up by %u", n,
			      (unsigned int)(census.count[n] - before[n]));
}

void refuses(const char *what)
{
	const char *said;

	out.counter_value = census.shown;
	said = census_cycle(&census, &in, &out, translated);
	ck_assert_msg(said && strstr(said, what), "said '%s'", said ? said : "nothing");
}

void accepts(unsigned int port)
{
	*(port ? &in.data_req_valid : &in.fetch_req_valid) = 1;
	*(port ? &out.data_req_ready : &out.fetch_req_ready) = 1;
}

void withdraws(unsigned int port)
{
	*(port ? &in.data_req_valid : &in.fetch_req_valid) = 0;
	*(port ? &out.data_req_ready : &out.fetch_req_ready) = 0;
}

void answer(unsigned int port, uint64_t fault)
{
	*(port ? &out.data_rsp_valid : &out.fetch_rsp_valid) = 1;
	*(port ? &out.data_rsp_fault : &out.fetch_rsp_fault) = fault;
}

void silence(unsigned int port)
{
	*(port ? &out.data_rsp_valid : &out.fetch_rsp_valid) = 0;
	*(port ? &out.data_rsp_fault : &out.fetch_rsp_fault) = 0;
}

void request(unsigned int port)
{
	accepts(port);
	counts(0);
	withdraws(port);
}

unsigned int of(unsigned int port, unsigned int events)
{
	return port ? events << 6 : events;
}

void memory_asks(unsigned int port, bool cas)
{
	out.mem_req_valid = 1;
	out.mem_req_fetch = port == FETCH;
	out.mem_req_cas = cas;
}

void memory_answers(void)
{
	out.mem_req_valid = out.mem_req_cas = 0;
	in.mem_rsp_valid = 1;
}

void memory_rests(void)
{
	out.mem_req_valid = out.mem_req_cas = 0;
	in.mem_rsp_valid = in.mem_rsp_error = in.mem_rsp_lost = 0;
}

void miss(unsigned int port)
{
	request(port);
	counts(of(port, LOOKUP | MISS));
	memory_asks(port, false);
	counts(WALK | READ);
	memory_rests();
}

void search(unsigned int port)
{
	request(port);
	counts(of(port, LOOKUP | MISS));
	counts(WALK);
}

void fence(unsigned int events)
{
	in.fence_valid = 1;
	counts(FENCE | events);
	in.fence_valid = 0;
}
