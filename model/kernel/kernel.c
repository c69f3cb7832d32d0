/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel: see kernel.h for its promises. What it has in hand, and its cycle.
 */
#include "kernel/kernel.h"

#include "kernel/kernel_inside.h"

/* The first places of the agenda are called from a place of their own in the code each. */
#define NEAR_PLACES 16
#define FAR_PLACES  bits(KERNEL_PLACES - 1, NEAR_PLACES)

void kernel_init(struct kernel *k)
{
	memset(k, 0, sizeof(*k));
	kernel_on_misuse(k, NULL, NULL);
}

/* ---- By name ---- */

void kernel_poke(struct kernel *k, const char *name, uint64_t value)
{
	unsigned int word = kernel_find(k, name), driver;

	if (word == k->words) {
		kernel_misuse(k, "nothing is called %s", name);
		return;
	}
	driver = kernel_bundle_of(k, word)->driver;
	if (driver != DRIVER_OUTSIDE)
		kernel_misuse(k, "bundle %s is driven by %s and by outside",
			      kernel_bundle_of(k, word)->name, kernel_module_name(k, driver));
	else
		kernel_set(k, word, 1, &value);
}

uint64_t kernel_peek(const struct kernel *k, const char *name)
{
	unsigned int word = kernel_find(k, name);

	if (word < k->words)
		return k->value[word];
	kernel_misuse(k, "nothing is called %s", name);
	return 0;
}

/* ---- A cycle ---- */

void kernel_eval_shared(const void *state, struct kernel *k)
{
	const struct kernel_module *first = state, *end = k->module + k->modules;

	for (const struct kernel_module *m = first; m < end; m += KERNEL_PLACES) {
		k->running = (unsigned int)(m - k->module);
		m->eval(m->state, k);
	}
}

bool kernel_tick_shared(void *state, const struct kernel *k)
{
	const struct kernel_module *first = state, *end = k->module + k->modules;
	struct kernel *own = (struct kernel *)(uintptr_t)k; /* const to modules, not here */
	bool changes = false;

	for (const struct kernel_module *m = first; m < end; m += KERNEL_PLACES) {
		own->running = (unsigned int)(m - k->module);
		changes |= m->tick(m->state, k);
	}
	return changes;
}

/* Each returns what it puts on the agenda. */
static inline uint64_t evaluate(struct kernel *k, unsigned int place)
{
	const struct kernel_place *p = &k->place[place];

	if (KERNEL_CHECKS)
		k->running = place;
	k->news = 0;
	p->eval(p->state, k);
	return k->news;
}

static inline uint64_t tick(struct kernel *k, unsigned int place)
{
	const struct kernel_place *p = &k->place[place];

	if (KERNEL_CHECKS)
		k->running = place;
	return p->tick(p->state, k) * (to_evaluate(place) | to_tick(place));
}

static uint64_t delta_of_far(struct kernel *k, uint64_t agenda)
{
	for (unsigned int p = NEAR_PLACES; p < KERNEL_PLACES; p++) {
		if (agenda & to_evaluate(p))
			agenda = (agenda & ~to_evaluate(p)) | evaluate(k, p);
	}
	return agenda;
}

static uint64_t tick_far(struct kernel *k, uint64_t agenda)
{
	uint64_t next = 0;

	for (unsigned int p = NEAR_PLACES; p < KERNEL_PLACES; p++) {
		if (agenda & to_tick(p))
			next |= tick(k, p);
	}
	return next;
}

/*
 * Unrolled here and in kernel_tick(), so that each of the first modules is called from a place of
 * its own: then a processor predicts where the call goes.
 */
__attribute__((always_inline)) static inline void delta(struct kernel *k)
{
	uint64_t agenda = k->agenda;

#pragma GCC unroll 16
	for (unsigned int p = 0; p < NEAR_PLACES; p++) {
		if (agenda & to_evaluate(p))
			agenda = (agenda & ~to_evaluate(p)) | evaluate(k, p);
	}
	k->agenda = KERNEL_UNLIKELY(agenda & FAR_PLACES) ? delta_of_far(k, agenda) : agenda;
}

static bool is_settled(const struct kernel *k)
{
	return !(k->agenda & ones(KERNEL_PLACES));
}

/* One more delta shows which modules are in the loop. */
static void report_loop(struct kernel *k)
{
	unsigned int module = (unsigned int)__builtin_ctzll(k->agenda), word = 0;
	char name[KERNEL_NAME];

	memcpy(k->before, k->value, k->words * sizeof(*k->value));
	delta(k);
	while (word < k->words - 1 && k->before[word] == k->value[word])
		word++;
	kernel_word_name(k, word, name);
	kernel_misuse(k, "%s does not settle: a combinational loop through %s", name,
		      kernel_module_name(k, module));
	k->agenda &= ~ones(KERNEL_PLACES);
}

/* Where there is no loop each delta settles one word at least, of those that are not yet. */
void kernel_settle(struct kernel *k)
{
	unsigned int deltas = 0;

	k->phase = AT_EVAL;
	for (; !is_settled(k) && deltas <= k->words; deltas++)
		delta(k);
	if (!is_settled(k))
		report_loop(k);
	else if (k->copy)
		kernel_check_settled(k);
	k->phase = 0;
}

static void tick_due(struct kernel *k)
{
	uint64_t agenda = k->agenda, next = agenda & ones(KERNEL_PLACES);

#pragma GCC unroll 16
	for (unsigned int p = 0; p < NEAR_PLACES; p++) {
		if (agenda & to_tick(p))
			next |= tick(k, p);
	}
	if (KERNEL_UNLIKELY(agenda & FAR_PLACES << KERNEL_PLACES))
		next |= tick_far(k, agenda);
	k->agenda = next;
}

void kernel_tick(struct kernel *k)
{
	k->phase = AT_TICK;
	if (k->copy)
		kernel_check_tick(k);
	else
		tick_due(k);
	k->phase = 0;
}
