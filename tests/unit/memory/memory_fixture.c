/* SPDX-License-Identifier: Apache-2.0 */
#include "memory_fixture.h"

#include <check.h>
#include <string.h>

struct image *image;
struct memory memory;
struct mmu_in in;
struct mmu_out out;

void begin(void)
{
	uint64_t words[512];

	for (unsigned int n = 0; n < 512; n++)
		words[n] = WORDS + n;
	image = image_create();
	ck_assert_ptr_nonnull(image);
	image_page(image, PA >> 12, words, 512, 8);
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
}

void end(void)
{
	image_destroy(image);
}

void cycle(void)
{
	memory_eval(&memory, &in);
	memory_tick(&memory, &in, &out);
}
