/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/memory.h"

#include <stddef.h>

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

bool memory_has_room(const struct memory *memory)
{
	unsigned int others = memory->outstanding & ~memory->due;

	return !others || (unsigned int)__builtin_popcount(others) <= memory->config.beside;
}

/* Does an answer come in this cycle that nobody asked for? */
static bool comes_astray(const struct memory *memory)
{
	return memory->strays && !memory->due && !(memory->outstanding >> memory->stray.id & 1);
}

/* The pins of a line, which stand beside each other in the list; NULL: they mean nothing. */
static void show_line(struct mmu_in *in, const uint64_t *line, uint64_t noise)
{
	uint64_t *pins = &in->mem_rsp_line_0;

	for (unsigned int i = 0; i < MEMORY_LINE; i++)
		pins[i] = line ? line[i] : noise;
}

/* Are the pins of the line looked at? */
static bool is_walk_read(const struct memory_answer *answer, unsigned int id)
{
	return !answer->error && !answer->cas && id != MEM_ID_LOAD;
}

/*
 * The pins of an answer; noise stands in for each that means nothing: all while there is none, data
 * and lost beside an error, data of a compare-and-swap, lost of a read; and the line beside all but
 * a read that has one.
 */
void memory_eval(const struct memory *memory, struct mmu_in *in)
{
	bool strays = comes_astray(memory);
	const struct memory_noise *noise = strays ? &memory->stray : &memory->noise;
	const struct memory_answer *answer;
	unsigned int id;

	in->mem_req_ready = memory->ready;
	in->mem_rsp_valid = memory->due != 0 || strays;
	in->mem_rsp_id = noise->id;
	in->mem_rsp_data = noise->data;
	in->mem_rsp_error = noise->error;
	in->mem_rsp_lost = noise->lost;
	in->mem_rsp_main = noise->main;
	if (memory->config.lines || memory->config.noise || memory->config.scripted)
		show_line(in, NULL, noise->data);
	if (!memory->due)
		return;
	id = (unsigned int)__builtin_ctz(memory->due);
	answer = &memory->answers[id];
	in->mem_rsp_id = id;
	in->mem_rsp_error = answer->error;
	if (!answer->error && answer->cas)
		in->mem_rsp_lost = answer->lost;
	else if (!answer->error)
		in->mem_rsp_data = answer->data;
	if (memory->config.lines && is_walk_read(answer, id)) {
		in->mem_rsp_main = answer->main;
		if (answer->main)
			show_line(in, memory->lines[id], 0);
	}
}

static bool swap_fails(struct memory *memory)
{
	unsigned int chance = memory->config.swap_error;

	return chance && random_chance(&memory->random, chance, 65536);
}

/* The line around an address as it is now; false: not all of it is there, or it is not given. */
static bool read_line(struct memory *memory, uint64_t pa, uint64_t *line)
{
	unsigned int alone = memory->config.alone;

	if (memory->ordered_alone || (alone && random_chance(&memory->random, alone, 256)))
		return false;
	pa &= ~(uint64_t)(8 * MEMORY_LINE - 1);
	for (unsigned int i = 0; i < MEMORY_LINE; i++)
		if (!image_read(memory->image, pa + 8 * i, 8, &line[i]))
			return false;
	return true;
}

/* The access itself. */
static void perform(struct memory *memory, const struct mmu_out *out, struct memory_answer *answer)
{
	unsigned int bytes = out->mem_req_wide ? 8 : 4;
	uint64_t value;

	answer->cas = out->mem_req_cas;
	memory->failed = memory->ordered_error;
	if (memory->config.error && random_chance(&memory->random, memory->config.error, 65536))
		memory->failed = true;
	if (out->mem_req_cas && swap_fails(memory))
		memory->failed = true;
	answer->error = !image_read(memory->image, out->mem_req_addr, bytes, &value) ||
			memory->failed ||
			(out->mem_req_cas && memory->read_only &&
			 out->mem_req_addr >> 12 == memory->read_only >> 12);
	answer->data = value;
	answer->main = memory->config.lines &&
		       is_walk_read(answer, (unsigned int)out->mem_req_id) &&
		       read_line(memory, out->mem_req_addr, memory->lines[out->mem_req_id]);
	if (answer->error || !out->mem_req_cas)
		return;
	answer->lost = value != out->mem_req_expect;
	if (!answer->lost)
		image_update(memory->image, out->mem_req_addr, bytes, out->mem_req_data);
}

/* Does an answer come after so many cycles? */
static bool is_taken(const struct memory *memory, unsigned int wait)
{
	for (unsigned int left = memory->outstanding; left; left &= left - 1)
		if (memory->answers[__builtin_ctz(left)].wait == wait)
			return true;
	return false;
}

/* Not inlined, as draw_near() is not: most cycles have no access. */
__attribute__((noinline)) static void accept(struct memory *memory, const struct mmu_out *out)
{
	const struct memory_config *config = &memory->config;
	unsigned int id = (unsigned int)out->mem_req_id, wait = config->latency;
	struct memory_answer *answer = &memory->answers[id];

	memory->outstanding &= ~(1u << id);
	perform(memory, out, answer);
	if (config->jitter)
		wait += random_below(&memory->random, config->jitter + 1);
	if (memory->ordered_latency)
		wait = memory->ordered_latency;
	/* There is one answer a cycle: an answer that would come with another comes after it. */
	while (is_taken(memory, wait))
		wait++;
	answer->wait = wait;
	memory->outstanding |= 1u << id;
	if (wait == 1)
		memory->due = 1u << id;
	memory->ordered_latency = 0;
	memory->ordered_error = memory->ordered_alone = false;
}

/* Every answer comes one cycle nearer; the one of this cycle has been given. */
__attribute__((noinline)) static void draw_near(struct memory *memory)
{
	memory->outstanding &= ~memory->due;
	memory->due = 0;
	for (unsigned int left = memory->outstanding; left; left &= left - 1)
		if (--memory->answers[__builtin_ctz(left)].wait == 1)
			memory->due = left & -left;
}

void memory_tick(struct memory *memory, const struct mmu_in *in, const struct mmu_out *out)
{
	const struct memory_config *config = &memory->config;

	if (in->rst || comes_astray(memory))
		memory->strays = false;
	if (memory->outstanding)
		draw_near(memory);
	if (in->rst)
		memory->outstanding = memory->due = 0;
	else if (out->mem_req_valid && in->mem_req_ready)
		accept(memory, out);
	memory->ready = memory_has_room(memory) &&
			!(config->stall && random_chance(&memory->random, config->stall, 256));
	if (config->noise) {
		unsigned int flags;

		memory->noise.data = random_next(&memory->noise_random);
		memory->noise.id = memory->noise.data >> 60;
		flags = random_below(&memory->noise_random, 4);
		memory->noise.error = flags & 1;
		memory->noise.lost = flags >> 1;
		memory->noise.main = memory->noise.data >> 59 & 1;
	}
}
