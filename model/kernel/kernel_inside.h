/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the kernel share: kernel_names.c says what is here, kernel_elaborate.c builds
 * it, kernel_check.c watches it run, kernel.c runs it. No other file includes it.
 */
#ifndef PAGEWALK_KERNEL_INSIDE_H
#define PAGEWALK_KERNEL_INSIDE_H

#include <limits.h>

#include "bits.h"
#include "kernel/kernel.h"

/* The driver of a bundle: a module's number, or one of these. */
#define DRIVER_NONE    UINT_MAX
#define DRIVER_OUTSIDE (UINT_MAX - 1)

#define KERNEL_NAME 128 /* what a message or a search by name has of a name, with its 0 */

/* A line of an interface, bound. */
struct kernel_binding {
	unsigned int bundle;
	enum kernel_use use;
	enum kernel_sense when;
	void *handle; /* the pointer to set; NULL: none */
};

struct kernel_module {
	void (*eval)(const void *state, struct kernel *k);
	bool (*tick)(void *state, const struct kernel *k);
	void *state;
	size_t size;
	char *name;
	struct kernel_binding *binding;
	unsigned int bindings;
};

struct kernel_bundle {
	char *name;
	const struct kernel_type *type;
	unsigned int driver;
	unsigned int first; /* of its words */
	uint64_t wakes;
};

/* The places of a module on the agenda. */
static inline uint64_t to_evaluate(unsigned int module)
{
	return bit(module % KERNEL_PLACES);
}

static inline uint64_t to_tick(unsigned int module)
{
	return bit(KERNEL_PLACES + module % KERNEL_PLACES);
}

static inline unsigned int type_words(const struct kernel_type *type)
{
	return type->count * type->times;
}

/* Gives the sentence to the misuse handler. */
__attribute__((format(printf, 2, 3))) void kernel_misuse(const struct kernel *k, const char *format,
							 ...);

/* The name of a module, or of one of these drivers. */
const char *kernel_module_name(const struct kernel *k, unsigned int module);

/* The bundle that a word belongs to. */
const struct kernel_bundle *kernel_bundle_of(const struct kernel *k, unsigned int word);

/* A word's name, as kernel_peek() knows it. */
void kernel_word_name(const struct kernel *k, unsigned int word, char name[KERNEL_NAME]);

/* The word of that name; k->words: there is none. */
unsigned int kernel_find(const struct kernel *k, const char *name);

/* Evaluate, and tick, all modules that share a place; state is that of the first of them. */
void kernel_eval_shared(const void *state, struct kernel *k);
bool kernel_tick_shared(void *state, const struct kernel *k);

/* The checks of a settled cycle, and of a tick. */
void kernel_check_settled(struct kernel *k);
void kernel_check_tick(struct kernel *k);

#endif
