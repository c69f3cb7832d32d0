/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small SystemC-style kernel: bundles, modules, delta cycles.
 *
 * A bundle is a few words that one module drives together: the fields of a
 * channel, as a struct of uint64_t. A module is a state, a list of the bundles
 * that it reads and drives (its interface), and two functions:
 *
 * 	eval	drives bundles from bundles and state, and keeps nothing:
 * 		its state is const;
 * 	tick	keeps what the clock edge stores, and drives nothing: its
 * 		kernel is const. It returns whether the state has changed.
 *
 * A bundle has a current value, which all modules may read, and a next value, which its one driver
 * writes. kernel_settle() runs deltas until no module is woken: in one delta the woken modules
 * evaluate one by one, in order of creation; after each its next values become current, and the
 * modules that sense a changed bundle are woken. (No module senses its own bundles, so one place
 * can hold both values: no module looks at it while it holds the next one.) kernel_tick() then
 * ticks all modules on the settled values.
 *
 * Nothing is done twice: a module evaluates only when a bundle that it senses
 * AT_EVAL or its state has changed, and ticks only when a bundle that it
 * senses AT_TICK has changed or its last tick changed its state. So eval and
 * tick must depend on declared bundles and on the module's state alone. (With
 * more than KERNEL_PLACES modules two may share their place on the agenda, and
 * each is woken for the other, too: it finds no news.)
 *
 * Misuse is a programming error. It goes to the kernel's misuse handler as a sentence that names
 * the bundle and the module; the default handler prints it and aborts. Where a handler returns, the
 * call in question does nothing. Always caught: two drivers, no driver, a combinational loop, a
 * bundle that is of one type here and of another there. With KERNEL_CHECKS defined to 1 where the
 * module and the kernel are compiled: a read or a write that was not declared, a write from tick, a
 * value wider than its field. With kernel_check(): an eval that keeps, a tick that does not report
 * a change, a module that would have had to be woken and was not.
 *
 * There are as many bundles and modules as memory holds. Where it holds no more,
 * the calls of the elaboration do nothing, and kernel_elaborate() says so.
 */
#ifndef PAGEWALK_KERNEL_H
#define PAGEWALK_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifndef KERNEL_CHECKS
#define KERNEL_CHECKS 0
#endif

#define KERNEL_PLACES 32 /* on the agenda: module m is at m modulo this */

/* Most bundles stay as they are: keep the rest out of the way. */
#define KERNEL_UNLIKELY(condition) __builtin_expect(condition, 0)

struct kernel;

/* ---- Types of bundles ---- */

/* One word of a bundle. By name it is bundle_field; a field without a name is the bundle. */
struct kernel_field {
	const char *name;
	unsigned int bits; /* 1 to 64 */
};

/* `times` > 1: an array of the same fields; then by name bundleN_field, N from 0. */
struct kernel_type {
	const struct kernel_field *fields;
	unsigned int count, times;
};

/*
 * A type as a list of F(name, bits): BUNDLE_MEMBER makes a struct of it, BUNDLE_FIELD the fields.
 * A third argument is what the struct calls it, where C has taken the name for itself.
 */
#define BUNDLE_MEMBER(name, bits, ...)    uint64_t BUNDLE_SECOND(name, ##__VA_ARGS__, name);
#define BUNDLE_FIELD(name, bits, ...)     {#name, bits},
#define BUNDLE_SECOND(first, second, ...) second

/* ---- Interfaces of modules ---- */

/* When a module looks at a bundle. */
enum kernel_sense { AT_NO_TIME = 0, AT_EVAL = 1, AT_TICK = 2, AT_BOTH = 3 };

enum kernel_use { READS, DRIVES };

/* How a bundle is named: OWN with the module's prefix before its name, COMMON without. */
enum kernel_owner { OWN, COMMON };

/* One line of an interface. DRIVES: `when` is when the module looks back at it, if ever AT_TICK. */
struct kernel_line {
	enum kernel_use use;
	enum kernel_sense when;
	enum kernel_owner owner;
	const char *name;
	const struct kernel_type *type;
};

/*
 * An interface as a list of L(use, when, owner, name, type). INTERFACE_HANDLE makes the members of
 * a struct of it, typed pointers to the values, which kernel_elaborate() sets; INTERFACE_LINE the
 * lines. Only type_get() and type_put(), below, follow these pointers.
 */
#define INTERFACE_HANDLE(use, when, owner, name, type) const struct type *name;
#define INTERFACE_LINE(use, when, owner, name, type)   {use, when, owner, #name, &type##_type},

/* tick may be NULL for a module without state. */
struct kernel_ops {
	void (*eval)(const void *state, struct kernel *k);
	bool (*tick)(void *state, const struct kernel *k);
	const struct kernel_line *lines;
	unsigned int count; /* of lines; as many handles */
};

#define KERNEL_OPS(eval, tick, lines)                                                              \
	{                                                                                          \
		eval, tick, lines, sizeof(lines) / sizeof((lines)[0])                              \
	}

typedef void kernel_misuse_fn(void *opaque, const char *message);

struct kernel_module;
struct kernel_bundle;

/* What a place of the agenda calls: a module, or all modules that share the place. */
struct kernel_place {
	void (*eval)(const void *state, struct kernel *k);
	bool (*tick)(void *state, const struct kernel *k);
	void *state;
};

/* Read it with the functions below. */
struct kernel {
	/* What a cycle touches. */
	uint64_t agenda;      /* bit p: evaluate what is at place p; bit 32 + p: tick it */
	uint64_t news;        /* what the module at work has put on the agenda so far */
	uint64_t *value;      /* of each word */
	uint64_t *wakes;      /* what a change of a word puts on the agenda */
	uint64_t *mask;       /* the bits that a word has */
	unsigned int running; /* the module at work; with KERNEL_CHECKS */
	unsigned int phase;   /* AT_EVAL, AT_TICK or 0 */
	struct kernel_place place[KERNEL_PLACES];

	struct kernel_module *module;
	unsigned int modules, words;
	struct kernel_bundle *bundle; /* in order of first mention, as their words */
	unsigned int bundles;
	bool is_out_of_memory;

	kernel_misuse_fn *misuse;
	void *misuse_opaque;
	uint64_t *zeroes; /* as many as words: what a read that is refused sees */
	uint64_t *before; /* room for all values */
	void *copy;       /* room for any module's state while kernel_check() is on, else NULL */
};

/* ---- Elaboration ---- */

/* A kernel without bundles and modules; kernel_finish() frees all that it has allocated. */
void kernel_init(struct kernel *k);
void kernel_finish(struct kernel *k);

/* From now on misuse goes to handler. NULL: the default. */
void kernel_on_misuse(struct kernel *k, kernel_misuse_fn *handler, void *opaque);

/*
 * A new module with `size` bytes of state, and its number. `handles` is the struct of the handles
 * of its interface. A name is `prefix` and `name` joined, of the module and of its own bundles.
 */
unsigned int kernel_module(struct kernel *k, const char *prefix, const char *name,
			   const struct kernel_ops *ops, void *state, size_t size, void *handles);

/* More lines of the module's interface; `handles`: the first of as many handles. */
void kernel_lines(struct kernel *k, unsigned int module, const char *prefix,
		  const struct kernel_line *lines, unsigned int count, void *handles);

/* One more line of the module's interface, with its handle, a pointer; NULL: none. */
void kernel_line(struct kernel *k, unsigned int module, const char *prefix,
		 const struct kernel_line *line, void *handle);

/* Gives the bundle of that name its place: they stand in order of first mention. */
void kernel_bundle(struct kernel *k, const char *name, const struct kernel_type *type);

/* The same for a bundle that is driven from outside, by kernel_set() or kernel_poke(). */
void kernel_input(struct kernel *k, const char *name, const struct kernel_type *type);

/*
 * Gives the word of that name, in a bundle that has been mentioned, fewer bits than its type has.
 */
void kernel_narrow(struct kernel *k, const char *prefix, const char *name, unsigned int bits);

/* For tests of one module: every bundle without a driver becomes an input. */
void kernel_open(struct kernel *k);

/* Ends elaboration: every bundle must have a driver. False: out of memory. */
bool kernel_elaborate(struct kernel *k);

/* Turns the slow checks on, after kernel_elaborate(). False: out of memory. */
bool kernel_check(struct kernel *k);

/* ---- A cycle ---- */

/*
 * Sets `count` words of inputs, numbered from `first` on; bits that a field does not
 * have are cut off, as on a wire.
 */
static inline void kernel_set(struct kernel *k, unsigned int first, unsigned int count,
			      const uint64_t *values)
{
	uint64_t *old = &k->value[first], news = 0;

#pragma GCC unroll 64
	for (unsigned int i = 0; i < count; i++) {
		if (KERNEL_UNLIKELY(values[i] != old[i])) {
			uint64_t value = values[i] & k->mask[first + i];

			news |= value != old[i] ? k->wakes[first + i] : 0;
			old[i] = value;
		}
	}
	k->agenda |= news;
}

/* Runs deltas until no module is due. kernel_tick() then is the clock edge. */
void kernel_settle(struct kernel *k);
void kernel_tick(struct kernel *k);

/* By name, for tests: set a word of an input; look at any word. */
void kernel_poke(struct kernel *k, const char *name, uint64_t value);
uint64_t kernel_peek(const struct kernel *k, const char *name);

/* ---- Inside eval and tick ---- */

/* With KERNEL_CHECKS: was this use declared? If not, they report misuse and return false. */
bool kernel_may_get(const struct kernel *k, const void *bundle);
bool kernel_may_put(const struct kernel *k, const void *bundle, const uint64_t *value);

static inline const void *kernel_get(const struct kernel *k, const void *bundle)
{
	if (KERNEL_CHECKS && !kernel_may_get(k, bundle))
		return k->zeroes;
	return bundle;
}

/* Word by word: most bundles are short, and many are in registers when they are put. */
static inline bool kernel_is_same(const uint64_t *a, const uint64_t *b, size_t words)
{
#pragma GCC unroll 16
	for (size_t i = 0; i < words; i++)
		if (KERNEL_UNLIKELY(a[i] != b[i]))
			return false;
	return true;
}

static inline void kernel_put(struct kernel *k, const void *bundle, const void *from, size_t size)
{
	uint64_t *value = k->value + ((const uint64_t *)bundle - k->value);

	if (KERNEL_CHECKS && !kernel_may_put(k, bundle, from))
		return;
	if (kernel_is_same(from, value, size / sizeof(*value)))
		return;
	k->news |= k->wakes[value - k->value];
	memcpy(value, from, size);
}

/*
 * Of a type of bundle: type_get(k, handle)->field is the current value, type_put(k, handle, &next)
 * drives the next one.
 */
#define BUNDLE_ACCESS(type)                                                                        \
	static inline const struct type *type##_get(const struct kernel *k,                        \
						    const struct type *handle)                     \
	{                                                                                          \
		return (const struct type *)kernel_get(k, handle);                                 \
	}                                                                                          \
	static inline void type##_put(struct kernel *k, const struct type *handle,                 \
				      const struct type *next)                                     \
	{                                                                                          \
		kernel_put(k, handle, next, sizeof(*next));                                        \
	}

#endif
