/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table memory under any order of calls, against pages in a plain array. An input is
 * calls, one after the other: a byte says which, the bytes behind it what with.
 */
#include "memory/image.h"

#include <string.h>

#include "fuzz.h"

#define PAGES 3
#define WORDS 4 /* of a page that are used: two at its start, two at its end */

struct plain {
	bool exists;
	uint64_t word[WORDS];
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

static uint64_t part(uint64_t word, unsigned int half, unsigned int bytes)
{
	return bytes == 8 ? word : half ? word >> 32 : word & UINT32_MAX;
}

static void do_page(struct image *image, struct plain *plain, unsigned int p, uint64_t value,
		    unsigned int bytes, unsigned int n)
{
	uint64_t ptes[1024] = {0};

	for (unsigned int i = 0; i < n; i++)
		ptes[i] = (value + i) & (bytes == 4 ? UINT32_MAX : UINT64_MAX);
	fuzz_require(image_page(image, numbers[p], ptes, n, bytes), "no page");
	plain[p].exists = true;
	for (unsigned int i = 0; i < WORDS; i++)
		plain[p].word[i] = bytes == 8
					   ? ptes[offsets[i] / 8]
					   : ptes[offsets[i] / 4] | ptes[offsets[i] / 4 + 1] << 32;
}

static void do_write(struct image *image, struct plain *plain, unsigned int p, unsigned int w,
		     uint64_t value, unsigned int bytes, unsigned int half)
{
	uint64_t pa = numbers[p] << 12 | (offsets[w] + 4 * half);
	uint64_t *word = &plain[p].word[w];

	if (bytes == 4)
		value &= UINT32_MAX;
	fuzz_require(image_write(image, pa, bytes, value) == plain[p].exists,
		     "a write to no memory");
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
	uint64_t value;

	fuzz_require(image_read(image, numbers[p] << 12 | (offsets[w] + 4 * half), bytes, &value) ==
			     plain[p].exists,
		     "a page exists that does not, or the reverse");
	if (plain[p].exists)
		fuzz_require(value == part(plain[p].word[w], half, bytes),
			     "memory reads another value");
}

static void step(struct image *image, struct plain *plain, const uint8_t **data, size_t *size)
{
	uint8_t what = take(data, size), where = take(data, size), value = take(data, size);
	unsigned int p = where % PAGES, w = where / PAGES % WORDS, bytes = where & 0x80 ? 4 : 8;
	unsigned int half = bytes == 4 ? where >> 6 & 1 : 0, entries = 4096 / bytes;

	switch (what % 4) {
	case 0:
		/* Whole, or less than half of it. */
		do_page(image, plain, p, value * UINT64_C(0x0101010101010101), bytes,
			what & 4 ? value % (entries / 2) : entries);
		break;
	case 1:
		plain[p].exists = false;
		image_drop(image, numbers[p]);
		break;
	case 2:
		do_write(image, plain, p, w, value * UINT64_C(0x0101010101010101), bytes, half);
		break;
	default:
		image_reset(image);
		memset(plain, 0, PAGES * sizeof(*plain));
		break;
	}
	for (p = 0; p < PAGES; p++)
		check_read(image, plain, p, w, bytes, half);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plain plain[PAGES] = {0};
	struct image *image = image_create();

	fuzz_require(image, "no memory");
	while (size)
		step(image, plain, &data, &size);
	image_destroy(image);
	return 0;
}
