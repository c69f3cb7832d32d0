/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's elaboration: bundles and modules are gathered by name, and bound to each other when
 * all are known. Until then the arrays may move, so handles are set at the end.
 */
#include <stdio.h>
#include <stdlib.h>

#include "kernel/kernel_inside.h"

static bool keep_nothing(void *state, const struct kernel *k)
{
	(void)state;
	(void)k;
	return false;
}

void kernel_finish(struct kernel *k)
{
	for (unsigned int m = 0; m < k->modules; m++) {
		free(k->module[m].binding);
		free(k->module[m].name);
	}
	for (unsigned int b = 0; b < k->bundles; b++)
		free(k->bundle[b].name);
	free(k->module);
	free(k->bundle);
	free(k->mask);
	free(k->value);
	free(k->copy);
	kernel_init(k);
}

/* ---- Memory ---- */

/* The array with room for `more` behind `count`; as it was, where there is no memory. */
static void *grown(struct kernel *k, void *array, unsigned int count, unsigned int more,
		   size_t size)
{
	void *larger = realloc(array, (size_t)(count + more) * size);

	if (larger)
		return larger;
	k->is_out_of_memory = true;
	return array;
}

static char *joined(struct kernel *k, const char *prefix, const char *name)
{
	size_t size = strlen(prefix) + strlen(name) + 1;
	char *both = malloc(size);

	k->is_out_of_memory |= !both;
	if (both)
		snprintf(both, size, "%s%s", prefix, name);
	return both;
}

/* ---- Bundles ---- */

static const struct kernel_bundle *find_bundle(const struct kernel *k, const char *name)
{
	for (unsigned int b = 0; b < k->bundles; b++)
		if (!strcmp(k->bundle[b].name, name))
			return &k->bundle[b];
	return NULL;
}

static void set_masks(struct kernel *k, const struct kernel_bundle *b)
{
	for (unsigned int n = 0; n < type_words(b->type); n++) {
		const struct kernel_field *f = &b->type->fields[n % b->type->count];

		if (f->bits < 1 || f->bits > 64)
			kernel_misuse(k, "field %s of bundle %s has %u bits", f->name, b->name,
				      f->bits);
		else
			k->mask[b->first + n] = ones(f->bits);
	}
}

/* Takes the name over. */
static void add_bundle(struct kernel *k, char *name, const struct kernel_type *type)
{
	unsigned int words = type_words(type);

	k->bundle = grown(k, k->bundle, k->bundles, 1, sizeof(*k->bundle));
	k->mask = grown(k, k->mask, k->words, words, sizeof(*k->mask));
	if (k->is_out_of_memory) {
		free(name);
		return;
	}
	k->bundle[k->bundles] = (struct kernel_bundle){
		.name = name,
		.type = type,
		.driver = DRIVER_NONE,
		.first = k->words,
	};
	set_masks(k, &k->bundle[k->bundles]);
	k->bundles++;
	k->words += words;
}

/* The number of the bundle of that name, which is new or of the same type; else k->bundles. */
static unsigned int bundle_number(struct kernel *k, const char *prefix, const char *name,
				  const struct kernel_type *type)
{
	char *both = joined(k, prefix, name);
	const struct kernel_bundle *b;

	if (k->is_out_of_memory) {
		free(both);
		return k->bundles;
	}
	b = find_bundle(k, both);
	if (!b) {
		add_bundle(k, both, type);
		return k->bundles - !k->is_out_of_memory;
	}
	free(both);
	if (b->type == type)
		return (unsigned int)(b - k->bundle);
	kernel_misuse(k, "bundle %s is of two types", b->name);
	return k->bundles;
}

static void set_driver(struct kernel *k, struct kernel_bundle *b, unsigned int driver)
{
	if (b->driver == DRIVER_NONE)
		b->driver = driver;
	else
		kernel_misuse(k, "bundle %s is driven by %s and by %s", b->name,
			      kernel_module_name(k, b->driver), kernel_module_name(k, driver));
}

void kernel_bundle(struct kernel *k, const char *name, const struct kernel_type *type)
{
	bundle_number(k, "", name, type);
}

void kernel_input(struct kernel *k, const char *name, const struct kernel_type *type)
{
	unsigned int b = bundle_number(k, "", name, type);

	if (b < k->bundles)
		set_driver(k, &k->bundle[b], DRIVER_OUTSIDE);
}

void kernel_narrow(struct kernel *k, const char *prefix, const char *name, unsigned int width)
{
	char *both = joined(k, prefix, name);
	unsigned int word;

	if (k->is_out_of_memory) {
		free(both);
		return;
	}
	word = kernel_find(k, both);
	if (word == k->words)
		kernel_misuse(k, "nothing is called %s", both);
	else if (width < 1 || width > 64 || ones(width) & ~k->mask[word])
		kernel_misuse(k, "field %s cannot have %u bits", both, width);
	else
		k->mask[word] = ones(width);
	free(both);
}

/* ---- Modules ---- */

unsigned int kernel_module(struct kernel *k, const char *prefix, const char *name,
			   const struct kernel_ops *ops, void *state, size_t size, void *handles)
{
	char *both = joined(k, prefix, name);
	unsigned int number = k->modules;

	k->module = grown(k, k->module, number, 1, sizeof(*k->module));
	if (k->is_out_of_memory) {
		free(both);
		return number;
	}
	k->module[number] = (struct kernel_module){
		.eval = ops->eval,
		.tick = ops->tick ? ops->tick : keep_nothing,
		.state = state,
		.size = size,
		.name = both,
	};
	k->agenda |= to_evaluate(number) | to_tick(number);
	k->modules++;
	kernel_lines(k, number, prefix, ops->lines, ops->count, handles);
	return number;
}

void kernel_lines(struct kernel *k, unsigned int module, const char *prefix,
		  const struct kernel_line *lines, unsigned int count, void *handles)
{
	for (unsigned int n = 0; n < count; n++)
		kernel_line(k, module, prefix, &lines[n], (char *)handles + n * sizeof(void *));
}

void kernel_line(struct kernel *k, unsigned int module, const char *prefix,
		 const struct kernel_line *line, void *handle)
{
	unsigned int b = bundle_number(k, line->owner == OWN ? prefix : "", line->name, line->type);
	struct kernel_module *m;

	if (b == k->bundles)
		return;
	m = &k->module[module];
	m->binding = grown(k, m->binding, m->bindings, 1, sizeof(*m->binding));
	if (k->is_out_of_memory)
		return;
	m->binding[m->bindings++] = (struct kernel_binding){b, line->use, line->when, handle};
	if (line->when & AT_EVAL)
		k->bundle[b].wakes |= to_evaluate(module);
	if (line->when & AT_TICK)
		k->bundle[b].wakes |= to_tick(module);
	if (line->use == DRIVES)
		set_driver(k, &k->bundle[b], module);
}

/* ---- The end ---- */

void kernel_open(struct kernel *k)
{
	for (unsigned int b = 0; b < k->bundles; b++)
		if (k->bundle[b].driver == DRIVER_NONE)
			k->bundle[b].driver = DRIVER_OUTSIDE;
}

/* The first module from `from` on that looks at a bundle at `when`; k->modules: none. */
static unsigned int reader_of(const struct kernel *k, unsigned int bundle, enum kernel_sense when,
			      unsigned int from)
{
	for (unsigned int m = from; m < k->modules; m++)
		for (unsigned int n = 0; n < k->module[m].bindings; n++)
			if (k->module[m].binding[n].bundle == bundle &&
			    k->module[m].binding[n].when & when)
				return m;
	return k->modules;
}

static void check_bundle(const struct kernel *k, unsigned int bundle)
{
	const struct kernel_bundle *b = &k->bundle[bundle];
	unsigned int reader = reader_of(k, bundle, AT_BOTH, 0);

	if (b->driver == DRIVER_NONE)
		kernel_misuse(k, "bundle %s is driven by nobody%s%s", b->name,
			      reader < k->modules ? ", read by " : "",
			      reader < k->modules ? k->module[reader].name : "");
	else if (b->driver != DRIVER_OUTSIDE &&
		 reader_of(k, bundle, AT_EVAL, b->driver) == b->driver)
		kernel_misuse(k, "bundle %s is read at eval by %s, which drives it", b->name,
			      kernel_module_name(k, b->driver));
}

static void set_handles(const struct kernel *k, const struct kernel_module *m)
{
	for (unsigned int n = 0; n < m->bindings; n++) {
		const struct kernel_binding *b = &m->binding[n];
		const void *bundle = &k->value[k->bundle[b->bundle].first];

		if (b->handle)
			memcpy(b->handle, &bundle, sizeof(bundle));
	}
}

static void set_place(struct kernel *k, unsigned int module)
{
	struct kernel_module *m = &k->module[module];
	struct kernel_place *place = &k->place[module % KERNEL_PLACES];

	if (module < KERNEL_PLACES)
		*place = (struct kernel_place){m->eval, m->tick, m->state};
	else
		*place = (struct kernel_place){kernel_eval_shared, kernel_tick_shared,
					       &k->module[module % KERNEL_PLACES]};
}

static void set_wakes(struct kernel *k, const struct kernel_bundle *b)
{
	for (unsigned int n = 0; n < type_words(b->type); n++)
		k->wakes[b->first + n] = b->wakes;
}

bool kernel_elaborate(struct kernel *k)
{
	uint64_t *room = k->is_out_of_memory ? NULL : calloc(k->words + 1, 4 * sizeof(*room));

	k->is_out_of_memory |= !room;
	if (k->is_out_of_memory)
		return false;
	k->value = room;
	k->wakes = room + k->words;
	k->zeroes = room + 2 * (size_t)k->words;
	k->before = room + 3 * (size_t)k->words;
	for (unsigned int b = 0; b < k->bundles; b++) {
		check_bundle(k, b);
		set_wakes(k, &k->bundle[b]);
	}
	for (unsigned int m = 0; m < k->modules; m++) {
		set_handles(k, &k->module[m]);
		set_place(k, m);
	}
	return true;
}
