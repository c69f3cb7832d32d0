/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/standing.h"

#include "memory/image.h"
#include "monitor/exchange.h"

#define NAPOT_SIZE                                                                                 \
	16 /* of 64 KiB; those of x86, and the others of RISC-V, are 12, or 21 and more */

static bool is_of(const struct standing *standing, const struct exchange *x)
{
	return !((standing->va ^ x->access.va) >> standing->span) &&
	       standing->ptbr == x->context.ptbr && standing->pdptes == x->pdptes &&
	       standing->flags == x->flags;
}

void standing_renew(struct standing *standing, const struct image *image, const struct exchange *x)
{
	uint64_t generation = image_generation(image);

	if (!is_of(standing, x) || (standing->generation != generation &&
				    image_changed(image, standing->parts, standing->generation)))
		*standing = (struct standing){
			.va = x->access.va,
			.span = 63,
			.ptbr = x->context.ptbr,
			.pdptes = x->pdptes,
			.flags = x->flags,
		};
	standing->generation = generation;
}

/*
 * The addresses for which the oracle reads the same PTEs, as log2 of their number: those of the
 * page that it found, but that each 4 KiB of a NAPOT page have a PTE of their own.
 */
static unsigned int span_of(const struct oracle_answer *answer)
{
	return answer->size <= NAPOT_SIZE ? 12 : answer->size;
}

void standing_note(struct standing *standing, const struct exchange *x,
		   const struct oracle_answer *answer, bool agrees)
{
	for (unsigned int i = 0; i < answer->reads; i++)
		standing->parts |= image_part(answer->read_pa[i]);
	if (standing->span > span_of(answer))
		standing->span = span_of(answer);
	standing->asked |= UINT64_C(1) << x->kind;
	if (agrees)
		standing->agrees |= UINT64_C(1) << x->kind;
}
