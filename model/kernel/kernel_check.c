/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's checks: that modules touch what they have declared, and nothing is kept, dropped or
 * missed behind the kernel's back.
 */
#include <stdlib.h>

#include "kernel/kernel_inside.h"

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

/* ---- What a module may touch ---- */

/* Has the module at work declared that it looks at this bundle now? */
static bool is_declared(const struct kernel *k, unsigned int bundle)
{
	const struct kernel_module *m = &k->module[k->running];

	for (unsigned int n = 0; n < m->bindings; n++)
		if (m->binding[n].bundle == bundle && m->binding[n].when & k->phase)
			return true;
	return false;
}

static const struct kernel_bundle *bundle_at(const struct kernel *k, const void *bundle)
{
	return kernel_bundle_of(k, (unsigned int)((const uint64_t *)bundle - k->value));
}

bool kernel_may_get(const struct kernel *k, const void *bundle)
{
	const struct kernel_bundle *b = bundle_at(k, bundle);

	if (is_declared(k, (unsigned int)(b - k->bundle)))
		return true;
	kernel_misuse(k, "bundle %s is read by %s at %s, undeclared", b->name,
		      kernel_module_name(k, k->running), k->phase == AT_EVAL ? "eval" : "tick");
	return false;
}

/* Does each field have the bits for its value? */
static bool is_wide_enough(const struct kernel *k, const struct kernel_bundle *b,
			   const uint64_t *value)
{
	char name[KERNEL_NAME];

	for (unsigned int n = 0; n < type_words(b->type); n++) {
		if (!(value[n] & ~k->mask[b->first + n]))
			continue;
		kernel_word_name(k, b->first + n, name);
		kernel_misuse(k, "field %s is too narrow for %#llx, written by %s", name,
			      (unsigned long long)value[n], kernel_module_name(k, k->running));
		return false;
	}
	return true;
}

bool kernel_may_put(const struct kernel *k, const void *bundle, const uint64_t *value)
{
	const struct kernel_bundle *b = bundle_at(k, bundle);
	const char *module = kernel_module_name(k, k->running);

	if (k->phase != AT_EVAL)
		kernel_misuse(k, "bundle %s is written by %s at tick", b->name, module);
	else if (b->driver != k->running)
		kernel_misuse(k, "bundle %s is written by %s but driven by %s", b->name, module,
			      kernel_module_name(k, b->driver));
	else
		return is_wide_enough(k, b, value);
	return false;
}

/* ---- What a cycle may do ---- */

/*
 * In a settled cycle any module may be evaluated again, and changes neither bundles nor its state.
 */
void kernel_check_settled(struct kernel *k)
{
	size_t size = k->words * sizeof(*k->value);

	memcpy(k->before, k->value, size);
	for (unsigned int n = 0; n < k->modules; n++) {
		const struct kernel_module *m = &k->module[n];

		memcpy(k->copy, m->state, m->size);
		k->running = n;
		m->eval(m->state, k);
		if (memcmp(k->copy, m->state, m->size))
			kernel_misuse(k, "module %s keeps state at eval", m->name);
		if (memcmp(k->before, k->value, size))
			kernel_misuse(k, "module %s was not woken though it has news", m->name);
		memcpy(k->before, k->value, size);
	}
}

/* A module that is not due changes nothing; a module that changes its state says so. */
void kernel_check_tick(struct kernel *k)
{
	uint64_t agenda = k->agenda, next = agenda & ones(KERNEL_PLACES);

	for (unsigned int n = 0; n < k->modules; n++) {
		const struct kernel_module *m = &k->module[n];
		bool said, changed;

		k->running = n;
		memcpy(k->copy, m->state, m->size);
		said = m->tick(m->state, k);
		changed = memcmp(k->copy, m->state, m->size);
		if (changed && !said)
			kernel_misuse(k, "module %s keeps state at tick and does not say so",
				      m->name);
		if (changed && !(agenda & to_tick(n)))
			kernel_misuse(k, "module %s was not ticked though it has news", m->name);
		if (said)
			next |= to_evaluate(n) | to_tick(n);
	}
	k->agenda = next;
}
