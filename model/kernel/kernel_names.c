/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel calls its modules, bundles and words, and how it tells of misuse. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "kernel/kernel_inside.h"

/* ---- Misuse ---- */

static void print_and_abort(void *opaque, const char *message)
{
	(void)opaque;
	fprintf(stderr, "model: %s\n", message);
	abort();
}

void kernel_misuse(const struct kernel *k, const char *format, ...)
{
	char message[3 * KERNEL_NAME];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	k->misuse(k->misuse_opaque, message);
}

void kernel_on_misuse(struct kernel *k, kernel_misuse_fn *handler, void *opaque)
{
	k->misuse = handler ? handler : print_and_abort;
	k->misuse_opaque = opaque;
}

/* ---- Names ---- */

const char *kernel_module_name(const struct kernel *k, unsigned int module)
{
	if (module == DRIVER_NONE)
		return "nobody";
	return module == DRIVER_OUTSIDE ? "outside" : k->module[module].name;
}

const struct kernel_bundle *kernel_bundle_of(const struct kernel *k, unsigned int word)
{
	const struct kernel_bundle *b = k->bundle;

	while (word >= b->first + type_words(b->type))
		b++;
	return b;
}

void kernel_word_name(const struct kernel *k, unsigned int word, char name[KERNEL_NAME])
{
	const struct kernel_bundle *b = kernel_bundle_of(k, word);
	const char *last = b->type->fields[(word - b->first) % b->type->count].name;
	char number[16] = "";

	if (b->type->times > 1)
		snprintf(number, sizeof(number), "%u", (word - b->first) / b->type->count);
	snprintf(name, KERNEL_NAME, "%s%s%s%s", b->name, number, *last ? "_" : "", last);
}

unsigned int kernel_find(const struct kernel *k, const char *name)
{
	char other[KERNEL_NAME];
	unsigned int word;

	for (word = 0; word < k->words; word++) {
		kernel_word_name(k, word, other);
		if (!strcmp(name, other))
			break;
	}
	return word;
}
