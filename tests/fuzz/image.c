/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table memory under any order of calls, against pages in a plain array whose whole past
 * is kept. An input is calls, one after the other: a byte says which, the bytes behind it what
 * with.
 */
#include "image.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define PAGES     3
#define WORDS     4  /* of a page that are used: two at its start, two at its end */
#define PAST      64 /* moments kept; an input makes no more changes */
#define STEPS_MAX PAST

/* The pages at one moment. */
struct moment {
	uint64_t until;
	struct {
		bool exists;
		uint64_t word[WORDS];
	} page[PAGES];
};

struct plain {
	struct moment past[PAST + 1]; /* the last of them is now */
	unsigned int n;
	uint64_t now, forgotten;
};

static const unsigned int offsets[WORDS] = {0, 8, 4080, 4088};
static const uint64_t numbers[PAGES] = {0, 0x80000, UINT64_C(0xfffffffffffff)};

static uint8_t take(const uint8_t **data, size_t *size)
{
	if (!*size)
		return 0;
	--*size;
	return *(*data)++;
}

/* The present; the past gets a copy of it. */
static struct moment *change(struct plain *plain)
{
	plain->past[plain->n].until = plain->now;
	plain->past[plain->n + 1] = plain->past[plain->n];
	return &plain->past[++plain->n];
}

static uint64_t part(uint64_t word, unsigned int half, unsigned int bytes)
{
	return bytes == 8 ? word : half ? word >> 32 : word & UINT32_MAX;
}

static void do_page(struct image *image, struct plain *plain, unsigned int p, uint64_t value,
		    unsigned int bytes)
{
	struct moment *now = change(plain);
	uint64_t ptes[1024];
	unsigned int n = 4096 / bytes;

	for (unsigned int i = 0; i < n; i++)
		ptes[i] = (value + i) & (bytes == 4 ? UINT32_MAX : UINT64_MAX);
	fuzz_require(image_page(image, numbers[p], ptes, n, bytes), "no page");
	now->page[p].exists = true;
	for (unsigned int i = 0; i < WORDS; i++)
		memcpy(&now->page[p].word[i],
		       bytes == 8
			       ? (void *)&ptes[offsets[i] / 8]
			       : &(uint64_t){ptes[offsets[i] / 4] | ptes[offsets[i] / 4 + 1] << 32},
		       8);
}

static void do_write(struct image *image, struct plain *plain, unsigned int p, unsigned int w,
		     uint64_t value, unsigned int bytes, unsigned int half)
{
	uint64_t pa = numbers[p] << 12 | (offsets[w] + 4 * half);
	bool exists = plain->past[plain->n].page[p].exists;
	uint64_t *word;

	if (bytes == 4)
		value &= UINT32_MAX;
	fuzz_require(image_write(image, pa, bytes, value) == exists, "a write to no memory");
	if (!exists)
		return;
	word = &change(plain)->page[p].word[w];
	if (bytes == 8)
		*word = value;
	else if (half)
		*word = (*word & UINT32_MAX) | value << 32;
	else
		*word = *word >> 32 << 32 | value;
}

static void check_read(const struct image *image, const struct plain *plain, unsigned int p,
		       unsigned int w, unsigned int bytes, unsigned int half)
{
	const struct moment *now = &plain->past[plain->n];
	uint64_t value;

	fuzz_require(image_read(image, numbers[p] << 12 | (offsets[w] + 4 * half), bytes, &value) ==
			     now->page[p].exists,
		     "a page exists that does not, or the reverse");
	if (now->page[p].exists)
		fuzz_require(value == part(now->page[p].word[w], half, bytes),
			     "memory reads another value");
}

/* Was the value there, as the answer says, up to that time? And is no value missing? */
static void check_history(const struct image *image, const struct plain *plain, unsigned int p,
			  unsigned int w, uint64_t since)
{
	struct image_past past[PAST];
	uint64_t pa = numbers[p] << 12 | offsets[w];
	unsigned int n = image_history(image, pa, 8, since, past, PAST);

	for (unsigned int i = 0; i < n; i++) {
		bool found = false;

		fuzz_require(past[i].until > since && (!i || past[i].until <= past[i - 1].until),
			     "the past is not in order");
		for (unsigned int m = 0; m < plain->n; m++)
			found |= plain->past[m].until == past[i].until &&
				 plain->past[m].page[p].exists == past[i].exists &&
				 (!past[i].exists ||
				  plain->past[m].page[p].word[w] == past[i].value);
		fuzz_require(found, "a value that never was");
	}
	for (unsigned int m = 0; m < plain->n; m++) {
		const struct moment *then = &plain->past[m], *next = then + 1;
		bool found = then->until <= since || then->until <= plain->forgotten ||
			     (then->page[p].exists == next->page[p].exists &&
			      then->page[p].word[w] == next->page[p].word[w]);

		for (unsigned int i = 0; i < n; i++)
			found |= past[i].exists == then->page[p].exists &&
				 past[i].until >= then->until &&
				 (!past[i].exists || past[i].value == then->page[p].word[w]);
		fuzz_require(found, "a value of the past is missing");
	}
}

static void step(struct image *image, struct plain *plain, const uint8_t **data, size_t *size)
{
	uint8_t what = take(data, size), where = take(data, size), value = take(data, size);
	unsigned int p = where % PAGES, w = where / PAGES % WORDS, bytes = where & 0x80 ? 4 : 8;
	unsigned int half = bytes == 4 ? where >> 6 & 1 : 0;

	switch (what % 7) {
	case 0:
		do_page(image, plain, p, value * UINT64_C(0x0101010101010101), bytes);
		break;
	case 1:
		if (plain->past[plain->n].page[p].exists)
			change(plain)->page[p].exists = false;
		fuzz_require(image_drop(image, numbers[p]), "no page is dropped");
		break;
	case 2:
		do_write(image, plain, p, w, value * UINT64_C(0x0101010101010101), bytes, half);
		break;
	case 3:
		plain->now += value;
		image_set_time(image, plain->now);
		break;
	case 4:
		if (plain->now >= value && plain->now - value > plain->forgotten)
			plain->forgotten = plain->now - value;
		image_forget_before(image, plain->forgotten);
		break;
	case 5:
		check_history(image, plain, p, w, plain->now < value ? 0 : plain->now - value);
		break;
	default:
		image_reset(image);
		plain->n = 0;
		memset(&plain->past[0], 0, sizeof(plain->past[0]));
		break;
	}
	for (p = 0; p < PAGES; p++)
		check_read(image, plain, p, w, bytes, half);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plain *plain = calloc(1, sizeof(*plain));
	struct image *image = image_create();

	fuzz_require(plain && image, "no memory");
	for (unsigned int i = 0; size && i < STEPS_MAX; i++)
		step(image, plain, &data, &size);
	image_destroy(image);
	free(plain);
	return 0;
}
