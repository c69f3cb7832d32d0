/* SPDX-License-Identifier: Apache-2.0 */
/* The memory channel: its timing, compare-and-swap, and what is injected. */
#include <check.h>
#include <string.h>

#include "memory/memory.h"
#include "suite.h"

#define PA UINT64_C(0x80000000)

static struct image *image;
static struct memory memory;
static struct mmu_in in;
static struct mmu_out out;

static void begin(void)
{
	const uint64_t ptes[] = {0x1234, 0x5678};

	image = image_create();
	ck_assert_ptr_nonnull(image);
	image_page(image, PA >> 12, ptes, 2, 8);
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
}

static void end(void)
{
	image_destroy(image);
}

static void start(struct memory_config config)
{
	memory_init(&memory, &config, image);
}

static void cycle(void)
{
	memory_eval(&memory, &in);
	memory_tick(&memory, &in, &out);
}

/* Presents a request until it is accepted; gives the cycles from then to the answer. */
static unsigned int request(uint64_t pa, bool cas, uint64_t expect, uint64_t data)
{
	unsigned int latency = 0;

	out.mem_req_valid = 1;
	out.mem_req_wide = 1;
	out.mem_req_addr = pa;
	out.mem_req_cas = cas;
	out.mem_req_expect = expect;
	out.mem_req_data = data;
	do
		cycle();
	while (!in.mem_req_ready);
	out.mem_req_valid = 0;
	do {
		cycle();
		latency++;
	} while (!in.mem_rsp_valid && latency < 1000);
	return latency;
}

START_TEST(latency)
{
	for (unsigned int n = 1; n <= 32; n++) {
		start((struct memory_config){.latency = n});
		ck_assert_uint_eq(request(PA, false, 0, 0), n);
		ck_assert_uint_eq(in.mem_rsp_data, 0x1234);
		ck_assert(!in.mem_rsp_error && !in.mem_rsp_lost);
		cycle();
		ck_assert(!in.mem_rsp_valid);
	}
}
END_TEST

START_TEST(next_request_in_the_cycle_of_the_answer)
{
	start((struct memory_config){.latency = 1});
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = PA;
	cycle();
	ck_assert(in.mem_req_ready && !in.mem_rsp_valid);
	out.mem_req_addr = PA + 8;
	cycle();
	ck_assert(in.mem_req_ready && in.mem_rsp_valid);
	ck_assert_uint_eq(in.mem_rsp_data, 0x1234);
	out.mem_req_valid = 0;
	cycle();
	ck_assert(in.mem_rsp_valid);
	ck_assert_uint_eq(in.mem_rsp_data, 0x5678);
}
END_TEST

START_TEST(one_request_at_a_time)
{
	start((struct memory_config){.latency = 3});
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = PA;
	cycle();
	ck_assert(in.mem_req_ready);
	cycle();
	ck_assert(!in.mem_req_ready);
	cycle();
	ck_assert(!in.mem_req_ready);
	cycle();
	ck_assert(in.mem_req_ready && in.mem_rsp_valid);
}
END_TEST

START_TEST(jitter_stays_in_its_range)
{
	unsigned int seen = 0;

	start((struct memory_config){.latency = 2, .jitter = 3, .seed = 7});
	for (unsigned int i = 0; i < 200; i++) {
		unsigned int n = request(PA, false, 0, 0);

		ck_assert_uint_ge(n, 2);
		ck_assert_uint_le(n, 5);
		seen |= 1u << n;
	}
	ck_assert_uint_eq(seen, 0x3c);
}
END_TEST

START_TEST(backpressure)
{
	unsigned int accepting = 0;

	start((struct memory_config){.latency = 1, .stall = _i ? 255 : 128, .seed = 7});
	for (unsigned int i = 0; i < 65536; i++) {
		cycle();
		accepting += in.mem_req_ready;
	}
	/* Of 32,768 and of 256, six standard deviations. */
	ck_assert_uint_gt(accepting, _i ? 160 : 32000);
	ck_assert_uint_lt(accepting, _i ? 352 : 33536);
}
END_TEST

START_TEST(compare_and_swap)
{
	uint64_t value;

	start((struct memory_config){.latency = 1});
	request(PA, true, 0x1234, 0x12f4);
	ck_assert(!in.mem_rsp_lost && !in.mem_rsp_error);
	ck_assert(image_read(image, PA, 8, &value));
	ck_assert_uint_eq(value, 0x12f4);
	request(PA, true, 0x1234, 0xffff);
	ck_assert(in.mem_rsp_lost && !in.mem_rsp_error);
	ck_assert(image_read(image, PA, 8, &value));
	ck_assert_uint_eq(value, 0x12f4);
}
END_TEST

START_TEST(no_memory_is_an_error)
{
	start((struct memory_config){.latency = 1});
	request(PA + 4096, false, 0, 0);
	ck_assert(in.mem_rsp_error);
	ck_assert_uint_eq(in.mem_rsp_data, 0);
	request(PA + 4096, true, 0, 1);
	ck_assert(in.mem_rsp_error && !in.mem_rsp_lost);
}
END_TEST

START_TEST(injected_errors_store_nothing)
{
	uint64_t value;

	start((struct memory_config){.latency = 1, .error = 65536});
	request(PA, true, 0x1234, 0x12f4);
	ck_assert(in.mem_rsp_error);
	ck_assert(image_read(image, PA, 8, &value));
	ck_assert_uint_eq(value, 0x1234);
}
END_TEST

/* One in four, of all accesses or of compare-and-swaps alone. */
START_TEST(odds_of_errors)
{
	unsigned int reads = 0, swaps = 0;

	start((struct memory_config){
		.latency = 1, .error = _i ? 0 : 16384, .swap_error = _i ? 16384 : 0, .seed = 7});
	for (unsigned int i = 0; i < 1000; i++) {
		request(PA, false, 0, 0);
		reads += in.mem_rsp_error;
		ck_assert(in.mem_rsp_error == memory.failed);
		request(PA, true, 0x1234, 0x1234);
		swaps += in.mem_rsp_error;
		ck_assert(in.mem_rsp_error == memory.failed);
	}
	ck_assert_uint_ge(reads, _i ? 0 : 200);
	ck_assert_uint_le(reads, _i ? 0 : 300);
	ck_assert_uint_ge(swaps, 200);
	ck_assert_uint_le(swaps, 300);
}
END_TEST

/* Does one of n compare-and-swaps pass, where so many of 65,536 are to fail? */
static bool passes(unsigned int n, unsigned int error, unsigned int swap_error)
{
	start((struct memory_config){
		.latency = 1, .error = error, .swap_error = swap_error, .seed = 7});
	for (; n; n--) {
		request(PA, true, 0x1234, 0x1234);
		if (!in.mem_rsp_error)
			return true;
	}
	return false;
}

/* All but one of 65,536 leave that one, and 65,536 leave none. */
START_TEST(odds_at_their_most)
{
	ck_assert(passes(1u << 20, _i ? 0 : 65535, _i ? 65535 : 0));
	ck_assert(!passes(1u << 19, _i ? 0 : 65536, _i ? 65536 : 0));
}
END_TEST

START_TEST(both_odds)
{
	start((struct memory_config){.latency = 1, .swap_error = 65536, .seed = 7});
	request(PA, false, 0, 0);
	ck_assert(!in.mem_rsp_error);
	request(PA, true, 0x1234, 0x12f4);
	ck_assert(in.mem_rsp_error);
	/* Where no memory is, the error is not injected. */
	start((struct memory_config){.latency = 1});
	request(PA + 4096, false, 0, 0);
	ck_assert(in.mem_rsp_error && !memory.failed);
}
END_TEST

/* What a script orders: once, instead of what is drawn. */
START_TEST(orders)
{
	start((struct memory_config){.latency = 2, .jitter = 3, .seed = 7});
	memory.ordered_latency = 9;
	memory.ordered_error = true;
	ck_assert_uint_eq(request(PA, false, 0, 0), 9);
	ck_assert(in.mem_rsp_error && memory.failed);
	ck_assert_uint_le(request(PA, false, 0, 0), 5);
	ck_assert(!in.mem_rsp_error);
	ck_assert_uint_eq(in.mem_rsp_data, 0x1234);
}
END_TEST

START_TEST(narrow)
{
	uint64_t value;

	start((struct memory_config){.latency = 1});
	image_write(image, PA, 8, UINT64_C(0x1111222233334444));
	out.mem_req_valid = 1;
	out.mem_req_addr = PA + 4;
	cycle();
	out.mem_req_valid = 0;
	cycle();
	ck_assert(in.mem_rsp_valid);
	ck_assert_uint_eq(in.mem_rsp_data, 0x11112222);
	out.mem_req_valid = out.mem_req_cas = 1;
	out.mem_req_expect = 0x11112222;
	out.mem_req_data = 0x55556666;
	cycle();
	out.mem_req_valid = 0;
	cycle();
	ck_assert(!in.mem_rsp_lost);
	ck_assert(image_read(image, PA, 8, &value));
	ck_assert_uint_eq(value, UINT64_C(0x5555666633334444));
}
END_TEST

/* What is not there is 0 without noise. */
START_TEST(silence)
{
	start((struct memory_config){.latency = 3, .seed = 5});
	for (unsigned int i = 0; i < 20; i++) {
		cycle();
		ck_assert(!in.mem_rsp_valid && !in.mem_rsp_data && !in.mem_rsp_error &&
			  !in.mem_rsp_lost && in.mem_req_ready);
	}
	request(PA, true, 0x1234, 0x1234);
	ck_assert_uint_eq(in.mem_rsp_data, 0);
}
END_TEST

/* One seed is one sequence, of latencies and of noise; another seed is another. */
START_TEST(seeds)
{
	uint64_t latencies[3] = {0}, noise[3] = {0};

	for (unsigned int run = 0; run < 3; run++) {
		start((struct memory_config){.latency = 1,
					     .jitter = 7,
					     .stall = 64,
					     .noise = true,
					     .seed = 5 + run / 2});
		for (unsigned int i = 0; i < 20; i++) {
			latencies[run] = latencies[run] * 8 + request(PA, false, 0, 0) - 1;
			cycle();
			noise[run] = noise[run] * 31 + in.mem_rsp_data;
		}
	}
	ck_assert_uint_eq(latencies[0], latencies[1]);
	ck_assert_uint_eq(noise[0], noise[1]);
	ck_assert_uint_ne(latencies[0], latencies[2]);
	ck_assert_uint_ne(noise[0], noise[2]);
}
END_TEST

START_TEST(a_read_only_page_refuses_swaps)
{
	const uint64_t pte = 0x1234;
	uint64_t value;

	image_page(image, (PA >> 12) + 1, &pte, 1, 8);
	start((struct memory_config){.latency = 1});
	memory.read_only = PA;
	request(PA + 8, false, 0, 0);
	ck_assert(!in.mem_rsp_error && in.mem_rsp_data == 0x5678);
	request(PA + 8, true, 0x5678, 1);
	ck_assert(in.mem_rsp_error);
	ck_assert(image_read(image, PA + 8, 8, &value));
	ck_assert_uint_eq(value, 0x5678);
	request(PA + 4096, true, 0x1234, 1);
	ck_assert(!in.mem_rsp_error && !in.mem_rsp_lost);
	memory.read_only = 0;
	request(PA + 8, true, 0x5678, 1);
	ck_assert(!in.mem_rsp_error && !in.mem_rsp_lost);
}
END_TEST

/* What means nothing may be anything, and what means something is as without noise. */
START_TEST(noise)
{
	uint64_t ones = 0, zeros = 0, seen_data = 0, seen_lost = 0, value;
	unsigned int seen = 0;

	start((struct memory_config){.latency = 3, .noise = true, .seed = 5});
	cycle();
	for (unsigned int i = 0; i < 200; i++) {
		cycle();
		ck_assert(!in.mem_rsp_valid && in.mem_rsp_error < 2 && in.mem_rsp_lost < 2);
		ones |= in.mem_rsp_data;
		zeros |= ~in.mem_rsp_data;
		seen |= 1u << (2 * in.mem_rsp_error + in.mem_rsp_lost);
	}
	ck_assert_uint_eq(ones & zeros, UINT64_MAX);
	ck_assert_uint_eq(seen, 0xf);
	for (unsigned int i = 0; i < 20; i++) {
		ck_assert_uint_eq(request(PA, false, 0, 0), 3);
		ck_assert_uint_eq(in.mem_rsp_data, 0x1234);
		ck_assert(!in.mem_rsp_error);
		seen_lost |= in.mem_rsp_lost;
		request(PA, true, 0x1234, 0x1234);
		ck_assert(!in.mem_rsp_lost && !in.mem_rsp_error);
		request(PA, true, 0x4321, 0);
		ck_assert(in.mem_rsp_lost && !in.mem_rsp_error);
		request(PA + 4096, true, 0, 1);
		ck_assert(in.mem_rsp_error);
		seen_lost |= (uint64_t)in.mem_rsp_lost << 1;
		seen_data |= in.mem_rsp_data;
	}
	ck_assert(seen_lost == 3 && seen_data);
	ck_assert(image_read(image, PA, 8, &value));
	ck_assert_uint_eq(value, 0x1234);
}
END_TEST

/* lost means something beside a compare-and-swap that did not fail, and nothing else. */
START_TEST(lost_is_noise)
{
	unsigned int seen = 0;

	start((struct memory_config){.latency = 1, .noise = true, .seed = 5});
	for (unsigned int i = 0; i < 20; i++) {
		request(PA, true, 0x1234, 0x1234);
		ck_assert(!in.mem_rsp_lost);
		request(PA, false, 0, 0);
		seen |= 1u << in.mem_rsp_lost;
		request(PA + 4096, true, 0, 1);
		seen |= 4u << in.mem_rsp_lost;
		cycle();
		seen |= 16u << in.mem_rsp_lost;
	}
	ck_assert_uint_eq(seen, 0x3f);
}
END_TEST

START_TEST(reset_forgets_the_request)
{
	start((struct memory_config){.latency = 2});
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = PA;
	cycle();
	out.mem_req_valid = 0;
	in.rst = 1;
	cycle();
	in.rst = 0;
	for (unsigned int i = 0; i < 5; i++) {
		cycle();
		ck_assert(!in.mem_rsp_valid);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory");
	TCase *tcase = tcase_create("memory");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, latency);
	tcase_add_test(tcase, next_request_in_the_cycle_of_the_answer);
	tcase_add_test(tcase, one_request_at_a_time);
	tcase_add_test(tcase, jitter_stays_in_its_range);
	tcase_add_loop_test(tcase, backpressure, 0, 2);
	tcase_add_test(tcase, compare_and_swap);
	tcase_add_test(tcase, no_memory_is_an_error);
	tcase_add_test(tcase, injected_errors_store_nothing);
	tcase_add_loop_test(tcase, odds_of_errors, 0, 2);
	tcase_add_loop_test(tcase, odds_at_their_most, 0, 2);
	tcase_add_test(tcase, both_odds);
	tcase_add_test(tcase, orders);
	tcase_add_test(tcase, narrow);
	tcase_add_test(tcase, silence);
	tcase_add_test(tcase, seeds);
	tcase_add_test(tcase, a_read_only_page_refuses_swaps);
	tcase_add_test(tcase, noise);
	tcase_add_test(tcase, lost_is_noise);
	tcase_add_test(tcase, reset_forgets_the_request);
	return suite_run(suite);
}
