/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/memory.h"

#include "base/random.h"

void memory_init(struct memory *memory, const struct memory_config *config, struct image *image)
{
	*memory = (struct memory){
		.config = *config,
		.image = image,
		.random = config->seed,
		.noise_random = ~config->seed,
		.ready = true,
	};
}

/*
 * The pins of an answer; noise stands in for each that means nothing: all while there is none, data
 * and lost beside an error, data of a compare-and-swap, lost of a read.
 */
void memory_eval(const struct memory *memory, struct mmu_in *in)
{
	bool answer = memory->wait == 1, fine = answer && !memory->error;

	in->mem_req_ready = memory->ready;
	in->mem_rsp_valid = answer;
	in->mem_rsp_data = fine && !memory->cas ? memory->data : memory->noise;
	in->mem_rsp_error = answer ? memory->error : memory->noise_flags & 1;
	in->mem_rsp_lost = fine && memory->cas ? memory->lost : memory->noise_flags >> 1;
}

static bool swap_fails(struct memory *memory)
{
	unsigned int chance = memory->config.swap_error;

	return chance && random_chance(&memory->random, chance, 65536);
}

/* The access itself. The answer is in data, error and lost. */
static void perform(struct memory *memory, const struct mmu_out *out)
{
	unsigned int bytes = out->mem_req_wide ? 8 : 4;
	uint64_t value;

	memory->cas = out->mem_req_cas;
	memory->failed = memory->ordered_error;
	if (memory->config.error && random_chance(&memory->random, memory->config.error, 65536))
		memory->failed = true;
	if (out->mem_req_cas && swap_fails(memory))
		memory->failed = true;
	memory->error = !image_read(memory->image, out->mem_req_addr, bytes, &value) ||
			memory->failed ||
			(out->mem_req_cas && memory->read_only &&
			 out->mem_req_addr >> 12 == memory->read_only >> 12);
	memory->data = value;
	if (memory->error || !out->mem_req_cas)
		return;
	memory->lost = value != out->mem_req_expect;
	if (!memory->lost)
		image_update(memory->image, out->mem_req_addr, bytes, out->mem_req_data);
}

void memory_tick(struct memory *memory, const struct mmu_in *in, const struct mmu_out *out)
{
	const struct memory_config *config = &memory->config;

	if (in->rst) {
		memory->wait = 0;
	} else {
		if (memory->wait)
			memory->wait--;
		if (out->mem_req_valid && in->mem_req_ready) {
			perform(memory, out);
			memory->wait = config->latency;
			if (config->jitter)
				memory->wait += random_below(&memory->random, config->jitter + 1);
			if (memory->ordered_latency)
				memory->wait = memory->ordered_latency;
			memory->ordered_latency = 0;
			memory->ordered_error = false;
		}
	}
	memory->ready = memory->wait <= 1 &&
			!(config->stall && random_chance(&memory->random, config->stall, 256));
	if (config->noise) {
		memory->noise = random_next(&memory->noise_random);
		memory->noise_flags = random_below(&memory->noise_random, 4);
	}
}
