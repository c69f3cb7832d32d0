/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel: see kernel.h for its promises. Elaboration first, then the
 * cycle, then the checks.
 */
#include "kernel.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who drives a signal: a module's number, or one of these. */
#define DRIVER_NONE    (KERNEL_MODULES + 1)
#define DRIVER_OUTSIDE KERNEL_MODULES

static uint64_t bit(unsigned int n)
{
	return (uint64_t)1 << (n % 64);
}

/* A module's places on the agenda. */
static uint64_t to_evaluate(unsigned int module)
{
	return bit(module);
}

static uint64_t to_tick(unsigned int module)
{
	return bit(32 + module);
}

static void clear_evaluations(struct kernel *k)
{
	k->agenda &= ~(uint64_t)UINT32_MAX;
}

static bool is_settled(const struct kernel *k)
{
	return !(uint32_t)k->agenda;
}

static uint64_t width_mask(unsigned int bits)
{
	return bits < 64 ? bit(bits) - 1 : UINT64_MAX;
}

static const char *module_name(const struct kernel *k, unsigned int module)
{
	return module == DRIVER_OUTSIDE ? "outside" : k->module[module].name;
}

static void print_and_abort(void *opaque, const char *message)
{
	(void)opaque;
	fprintf(stderr, "model: %s\n", message);
	abort();
}

__attribute__((format(printf, 2, 3))) static void misuse(const struct kernel *k, const char *format,
							 ...)
{
	char message[160];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	k->misuse(k->misuse_opaque, message);
}

/* ---- Elaboration ---- */

void kernel_init(struct kernel *k)
{
	memset(k, 0, sizeof(*k));
	k->misuse = print_and_abort;
}

void kernel_finish(struct kernel *k)
{
	free(k->copy);
	k->copy = NULL;
}

void kernel_on_misuse(struct kernel *k, kernel_misuse_fn *handler, void *opaque)
{
	k->misuse = handler ? handler : print_and_abort;
	k->misuse_opaque = opaque;
}

static bool keep_nothing(void *state, const struct kernel *k)
{
	(void)state;
	(void)k;
	return false;
}

unsigned int kernel_module(struct kernel *k, const char *prefix, const char *name,
			   const struct kernel_ops *ops, void *state, size_t size)
{
	struct kernel_module *m = &k->module[k->modules];

	if (k->modules == KERNEL_MODULES - 1) {
		misuse(k, "module %s%s is one too many", prefix, name);
		return k->modules;
	}
	m->eval = ops->eval;
	m->tick = ops->tick ? ops->tick : keep_nothing;
	m->state = state;
	m->size = size;
	snprintf(m->name, sizeof(m->name), "%s%s", prefix, name);
	k->agenda |= to_evaluate(k->modules) | to_tick(k->modules);
	return k->modules++;
}

static bool find(const struct kernel *k, const char *name, struct signal *s)
{
	for (s->id = 0; s->id < k->signals; s->id++)
		if (!strcmp(k->name[s->id], name))
			return true;
	return false;
}

struct signal kernel_signal(struct kernel *k, const char *name)
{
	struct signal s;

	if (find(k, name, &s))
		return s;
	if (k->signals == KERNEL_SIGNALS - 1) {
		misuse(k, "signal %s is one too many", name);
		return s;
	}
	snprintf(k->name[s.id], sizeof(k->name[s.id]), "%s", name);
	k->driver[s.id] = DRIVER_NONE;
	k->signals++;
	return s;
}

static void set_driver(struct kernel *k, struct signal s, unsigned int driver, unsigned int bits)
{
	if (k->driver[s.id] != DRIVER_NONE) {
		misuse(k, "signal %s is driven by %s and by %s", k->name[s.id],
		       module_name(k, k->driver[s.id]), module_name(k, driver));
		return;
	}
	if (bits < 1 || bits > 64) {
		misuse(k, "signal %s of %s has %u bits", k->name[s.id], module_name(k, driver),
		       bits);
		return;
	}
	k->driver[s.id] = driver;
	k->mask[s.id] = width_mask(bits);
}

struct signal kernel_input(struct kernel *k, unsigned int bits, const char *name)
{
	struct signal s = kernel_signal(k, name);

	set_driver(k, s, DRIVER_OUTSIDE, bits);
	return s;
}

static struct signal join(struct kernel *k, const char *prefix, const char *name)
{
	char joined[KERNEL_NAME];

	snprintf(joined, sizeof(joined), "%s%s", prefix, name);
	return kernel_signal(k, joined);
}

struct signal kernel_reads(struct kernel *k, unsigned int module, enum kernel_sense when,
			   const char *prefix, const char *name)
{
	struct signal s = join(k, prefix, name);

	if (when & AT_EVAL)
		k->wakes[s.id] |= to_evaluate(module);
	if (when & AT_TICK)
		k->wakes[s.id] |= to_tick(module);
	return s;
}

struct signal kernel_drives(struct kernel *k, unsigned int module, unsigned int bits,
			    const char *prefix, const char *name)
{
	struct signal s = join(k, prefix, name);

	set_driver(k, s, module, bits);
	return s;
}

void kernel_open(struct kernel *k)
{
	for (struct signal s = {0}; s.id < k->signals; s.id++)
		if (k->driver[s.id] == DRIVER_NONE)
			set_driver(k, s, DRIVER_OUTSIDE, 64);
}

void kernel_elaborate(struct kernel *k)
{
	for (unsigned int id = 0; id < k->signals; id++) {
		uint64_t readers = (k->wakes[id] | k->wakes[id] >> 32) & UINT32_MAX;

		if (k->driver[id] < KERNEL_MODULES && k->wakes[id] & to_evaluate(k->driver[id]))
			misuse(k, "signal %s is read at eval by %s, which drives it", k->name[id],
			       module_name(k, k->driver[id]));
		if (k->driver[id] != DRIVER_NONE)
			continue;
		misuse(k, "signal %s is driven by nobody%s%s", k->name[id],
		       readers ? ", read by " : "",
		       readers ? k->module[__builtin_ctzll(readers)].name : "");
	}
}

bool kernel_check(struct kernel *k)
{
	size_t size = 1;

	for (unsigned int m = 0; m < k->modules; m++)
		if (k->module[m].size > size)
			size = k->module[m].size;
	free(k->copy);
	k->copy = malloc(size);
	return k->copy;
}

/* ---- A cycle ---- */

/* Each returns what it puts on the agenda. */
static inline uint64_t evaluate(struct kernel *k, unsigned int module)
{
	const struct kernel_module *m = &k->module[module];

	k->running = module;
	k->news = 0;
	m->eval(m->state, k);
	return k->news;
}

static inline uint64_t tick(struct kernel *k, unsigned int module)
{
	const struct kernel_module *m = &k->module[module];

	k->running = module;
	return m->tick(m->state, k) * (to_evaluate(module) | to_tick(module));
}

/*
 * Unrolled here and in kernel_tick(), so that each module is called from a
 * place of its own: then a processor predicts where the call goes.
 */
static void delta(struct kernel *k)
{
	uint64_t agenda = k->agenda;

#pragma GCC unroll 16
	for (unsigned int n = 0; n < KERNEL_MODULES; n++) {
		if (agenda & to_evaluate(n))
			agenda = (agenda & ~to_evaluate(n)) | evaluate(k, n);
	}
	k->agenda = agenda;
}

/* One more delta shows who is in the loop. */
static void report_loop(struct kernel *k)
{
	unsigned int module = (unsigned int)__builtin_ctzll(k->agenda);
	uint64_t before[KERNEL_SIGNALS];
	unsigned int id = 0;

	memcpy(before, k->value, sizeof(before));
	delta(k);
	while (id < k->signals - 1 && before[id] == k->value[id])
		id++;
	misuse(k, "signal %s does not settle: a combinational loop through %s", k->name[id],
	       module_name(k, module));
	clear_evaluations(k);
}

static void check_settled(struct kernel *k);
static void check_tick(struct kernel *k);

void kernel_settle(struct kernel *k)
{
	unsigned int deltas = 0;

	k->phase = AT_EVAL;
	for (; !is_settled(k) && deltas < KERNEL_DELTAS; deltas++)
		delta(k);
	if (!is_settled(k))
		report_loop(k);
	else if (k->copy)
		check_settled(k);
	k->phase = 0;
}

static void tick_due(struct kernel *k)
{
	uint64_t agenda = k->agenda, next = (uint32_t)agenda;

#pragma GCC unroll 16
	for (unsigned int n = 0; n < KERNEL_MODULES; n++) {
		if (agenda & to_tick(n))
			next |= tick(k, n);
	}
	k->agenda = next;
}

void kernel_tick(struct kernel *k)
{
	k->phase = AT_TICK;
	if (k->copy)
		check_tick(k);
	else
		tick_due(k);
	k->phase = 0;
}

void kernel_poke(struct kernel *k, const char *name, uint64_t value)
{
	struct signal s;

	if (!find(k, name, &s)) {
		misuse(k, "no signal is called %s", name);
		return;
	}
	if (k->driver[s.id] != DRIVER_OUTSIDE) {
		misuse(k, "signal %s is driven by %s and by outside", name,
		       module_name(k, k->driver[s.id]));
		return;
	}
	kernel_set(k, s, 1, &value);
}

uint64_t kernel_peek(const struct kernel *k, const char *name)
{
	struct signal s;

	if (find(k, name, &s))
		return k->value[s.id];
	misuse(k, "no signal is called %s", name);
	return 0;
}

/* ---- Checks ---- */

bool kernel_may_get(const struct kernel *k, struct signal s)
{
	bool at_eval = k->phase == AT_EVAL;

	if (k->wakes[s.id] & (at_eval ? to_evaluate(k->running) : to_tick(k->running)))
		return true;
	misuse(k, "signal %s is read by %s at %s, undeclared", k->name[s.id],
	       module_name(k, k->running), at_eval ? "eval" : "tick");
	return false;
}

bool kernel_may_put(const struct kernel *k, struct signal s, uint64_t value)
{
	const char *signal = k->name[s.id], *module = module_name(k, k->running);

	if (k->phase != AT_EVAL)
		misuse(k, "signal %s is written by %s at tick", signal, module);
	else if (k->driver[s.id] != k->running)
		misuse(k, "signal %s is written by %s but driven by %s", signal, module,
		       k->driver[s.id] == DRIVER_NONE ? "nobody" : module_name(k, k->driver[s.id]));
	else if (value & ~k->mask[s.id])
		misuse(k, "signal %s is too narrow for %#llx, written by %s", signal,
		       (unsigned long long)value, module);
	else
		return true;
	return false;
}

/* Settled means: whoever evaluates now changes nothing, neither signals nor its state. */
static void check_settled(struct kernel *k)
{
	uint64_t settled[KERNEL_SIGNALS];

	memcpy(settled, k->value, sizeof(settled));
	for (unsigned int n = 0; n < k->modules; n++) {
		const struct kernel_module *m = &k->module[n];

		memcpy(k->copy, m->state, m->size);
		evaluate(k, n);
		if (memcmp(k->copy, m->state, m->size))
			misuse(k, "module %s keeps state at eval", m->name);
		if (memcmp(settled, k->value, sizeof(settled)))
			misuse(k, "module %s was not woken though it has news", m->name);
		memcpy(settled, k->value, sizeof(settled));
	}
	clear_evaluations(k);
}

/* Who is not due changes nothing; who changes its state says so. */
static void check_tick(struct kernel *k)
{
	uint64_t agenda = k->agenda, next = (uint32_t)agenda;

	for (unsigned int n = 0; n < k->modules; n++) {
		const struct kernel_module *m = &k->module[n];
		bool said, changed;

		k->running = n;
		memcpy(k->copy, m->state, m->size);
		said = m->tick(m->state, k);
		changed = memcmp(k->copy, m->state, m->size);
		if (changed && !said)
			misuse(k, "module %s keeps state at tick and does not say so", m->name);
		if (changed && !(agenda & to_tick(n)))
			misuse(k, "module %s was not ticked though it has news", m->name);
		if (said)
			next |= to_evaluate(n) | to_tick(n);
	}
	k->agenda = next;
}
