/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small SystemC-style kernel: signals, modules, delta cycles.
 *
 * A module is a state and two functions:
 *
 *	eval	drives signals from signals and state, and keeps nothing:
 *		its state is const;
 *	tick	keeps what the clock edge stores, and drives nothing: its
 *		kernel is const. It returns whether the state has changed.
 *
 * A signal has a current value, which everybody reads, and a next value, which
 * its one driver writes. kernel_settle() runs deltas until nobody is woken: in
 * one delta the woken modules evaluate one by one, in order of creation; after
 * each its next values become current, and the modules that sense a changed
 * signal are woken. (No module senses its own signals, so one word holds both
 * values: nobody looks while it is the next one.) kernel_tick() then ticks all
 * modules on the settled values.
 *
 * Nothing is done twice: a module evaluates only when a signal that it senses
 * AT_EVAL or its state has changed, and ticks only when a signal that it
 * senses AT_TICK has changed or its last tick changed its state. So eval and
 * tick must depend on declared signals and on the module's state alone.
 *
 * Misuse is a programming error. It goes to the kernel's misuse handler as a
 * sentence that names the signal and the module; the default handler prints it
 * and aborts. Where a handler returns, the call in question does nothing.
 * Always caught: two drivers, no driver, a combinational loop. With
 * KERNEL_CHECKS defined to 1 where the module is compiled: a read or a write
 * that was not declared, a write from tick, a value wider than its signal. With
 * kernel_check(): an eval that keeps, a tick that does not own up to a change,
 * a module that would have had to be woken and was not.
 */
#ifndef PAGEWALK_KERNEL_H
#define PAGEWALK_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef KERNEL_CHECKS
#define KERNEL_CHECKS 0
#endif

#define KERNEL_MODULES 16 /* 32 at most: each has two bits in a word */
#define KERNEL_SIGNALS 160
#define KERNEL_NAME    32
#define KERNEL_DELTAS  64 /* in one settling */

/* Most signals stay as they are: keep the rest out of the way. */
#define KERNEL_UNLIKELY(condition) __builtin_expect(condition, 0)

struct kernel;

/* A handle; which signal it is, its name tells. */
struct signal {
	unsigned int id;
};

/* When a module looks at a signal. */
enum kernel_sense { AT_EVAL = 1, AT_TICK = 2, AT_BOTH = 3 };

/* tick may be NULL for a module without state. */
struct kernel_ops {
	void (*eval)(const void *state, struct kernel *k);
	bool (*tick)(void *state, const struct kernel *k);
};

typedef void kernel_misuse_fn(void *opaque, const char *message);

struct kernel_module {
	void (*eval)(const void *state, struct kernel *k);
	bool (*tick)(void *state, const struct kernel *k);
	void *state;
	size_t size;
	char name[KERNEL_NAME];
};

/* Read it with the functions below. */
struct kernel {
	/* What a cycle touches. */
	uint64_t agenda; /* bit m: evaluate module m; bit 32 + m: tick it */
	uint64_t news;   /* what the module at work has put on the agenda so far */
	uint64_t value[KERNEL_SIGNALS];
	uint64_t wakes[KERNEL_SIGNALS]; /* what a change puts on the agenda */
	unsigned int running;           /* the module at work */
	unsigned int phase;             /* AT_EVAL, AT_TICK or 0 */

	/* What elaboration fixes. */
	uint64_t mask[KERNEL_SIGNALS];
	unsigned int driver[KERNEL_SIGNALS];
	char name[KERNEL_SIGNALS][KERNEL_NAME];
	struct kernel_module module[KERNEL_MODULES];
	unsigned int modules, signals;

	kernel_misuse_fn *misuse;
	void *misuse_opaque;
	void *copy; /* room for any module's state while kernel_check() is on, else NULL */
};

/* ---- Elaboration ---- */

void kernel_init(struct kernel *k);
void kernel_finish(struct kernel *k);

/* From now on misuse goes to handler. NULL: the default. */
void kernel_on_misuse(struct kernel *k, kernel_misuse_fn *handler, void *opaque);

/*
 * A new module with `size` bytes of state, and its number. Here and below, a
 * name is `prefix` and `name` joined; prefix may be "".
 */
unsigned int kernel_module(struct kernel *k, const char *prefix, const char *name,
			   const struct kernel_ops *ops, void *state, size_t size);

/* A signal that is driven from outside, by kernel_set() or kernel_poke(). */
struct signal kernel_input(struct kernel *k, unsigned int bits, const char *name);

/* Gives the signal of that name its place: they are numbered in order of first mention. */
struct signal kernel_signal(struct kernel *k, const char *name);

/* The signal of that name, which the module reads at `when`, or drives `bits` wide. */
struct signal kernel_reads(struct kernel *k, unsigned int module, enum kernel_sense when,
			   const char *prefix, const char *name);
struct signal kernel_drives(struct kernel *k, unsigned int module, unsigned int bits,
			    const char *prefix, const char *name);

/* For tests of one module: every signal without a driver becomes an input of 64 bits. */
void kernel_open(struct kernel *k);

/* Ends elaboration: every signal must have a driver. */
void kernel_elaborate(struct kernel *k);

/* Turns the slow checks on, after kernel_elaborate(). False: out of memory. */
bool kernel_check(struct kernel *k);

/* ---- A cycle ---- */

/* Gives a signal its new value and wakes who senses it. */
static inline void kernel_change(struct kernel *k, struct signal s, uint64_t value)
{
	k->value[s.id] = value;
	k->news |= k->wakes[s.id];
}

/*
 * Sets `count` inputs, numbered from `first` on; bits that a signal does not
 * have are cut off, as on a wire.
 */
static inline void kernel_set(struct kernel *k, struct signal first, unsigned int count,
			      const uint64_t *values)
{
	const uint64_t *old = &k->value[first.id], *mask = &k->mask[first.id];

	k->news = 0;
#pragma GCC unroll 64
	for (unsigned int i = 0; i < count; i++)
		if (KERNEL_UNLIKELY(values[i] != old[i]) && (values[i] & mask[i]) != old[i])
			kernel_change(k, (struct signal){first.id + i}, values[i] & mask[i]);
	k->agenda |= k->news;
}

void kernel_settle(struct kernel *k);
void kernel_tick(struct kernel *k);

/* By name, for tests: set an input; look at any signal. */
void kernel_poke(struct kernel *k, const char *name, uint64_t value);
uint64_t kernel_peek(const struct kernel *k, const char *name);

/* ---- Inside eval and tick ---- */

/* The declared use of KERNEL_CHECKS; they report misuse and return false. */
bool kernel_may_get(const struct kernel *k, struct signal s);
bool kernel_may_put(const struct kernel *k, struct signal s, uint64_t value);

/* The current value. */
static inline uint64_t signal_get(const struct kernel *k, struct signal s)
{
	if (KERNEL_CHECKS && !kernel_may_get(k, s))
		return 0;
	return k->value[s.id];
}

/* The next value. */
static inline void signal_put(struct kernel *k, struct signal s, uint64_t value)
{
	if (KERNEL_CHECKS && !kernel_may_put(k, s, value))
		return;
	if (KERNEL_UNLIKELY(value != k->value[s.id]))
		kernel_change(k, s, value);
}

#endif
