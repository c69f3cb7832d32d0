/* SPDX-License-Identifier: Apache-2.0 */
#include "stale.h"

#include <stdlib.h>
#include <string.h>

#include "scoreboard.h"

#define MAX_PAST   64u
#define MAX_TRIES  1000000u
#define NAPOT_SIZE 16u /* log2 of the bytes */

struct fence_record {
	uint64_t cycle;
	bool by_va, by_asid;
	uint64_t va, asid;
};

struct satp_record {
	enum regime regime;
	uint64_t satp;
};

struct stale {
	struct image *image;
	uint64_t cleared; /* cycle of the last fence of everything, or of reset */
	struct fence_record *fences;
	size_t n_fences, fence_room;
	struct satp_record *satps; /* under which entries were filled since then, each once */
	size_t n_satps, satp_room;
};

struct stale *stale_create(struct image *image)
{
	struct stale *stale = calloc(1, sizeof(*stale));

	if (stale)
		stale->image = image;
	return stale;
}

void stale_destroy(struct stale *stale)
{
	if (!stale)
		return;
	free(stale->fences);
	free(stale->satps);
	free(stale);
}

void stale_reset(struct stale *stale)
{
	stale->n_fences = 0;
	stale->n_satps = 0;
}

/* One more element of *size bytes in *array. */
static void *grow(void **array, size_t n, size_t *room, size_t size)
{
	if (n == *room) {
		size_t more = *room ? 2 * *room : 16;
		void *moved = realloc(*array, more * size);

		if (!moved)
			return NULL;
		*array = moved;
		*room = more;
	}
	return (char *)*array + n * size;
}

static uint64_t asid_of(enum regime regime, uint64_t satp)
{
	return regime == REGIME_RV32 ? satp >> 22 & 0x1ff : satp >> 44 & 0xffff;
}

static uint64_t mode_of(enum regime regime, uint64_t satp)
{
	return regime == REGIME_RV32 ? satp >> 31 & 1 : satp >> 60;
}

bool stale_fence(struct stale *stale, uint64_t cycle, enum regime regime, unsigned int asid_bits,
		 const struct mmu_in *in)
{
	unsigned int bits = regime == REGIME_RV32 && asid_bits > 9 ? 9 : asid_bits;
	struct fence_record *fence;

	if (!in->fence_by_va && !in->fence_by_asid) {
		stale->cleared = cycle;
		stale->n_fences = 0;
		stale->n_satps = 0;
		image_forget_before(stale->image, cycle + 1);
		return true;
	}
	fence = grow((void **)&stale->fences, stale->n_fences, &stale->fence_room, sizeof(*fence));
	if (!fence)
		return false;
	*fence = (struct fence_record){
		.cycle = cycle,
		.by_va = in->fence_by_va,
		.by_asid = in->fence_by_asid,
		.va = regime == REGIME_RV32 ? in->fence_va & 0xffffffff : in->fence_va,
		.asid = in->fence_asid & ((UINT64_C(1) << bits) - 1),
	};
	stale->n_fences++;
	return true;
}

bool stale_filled(struct stale *stale, enum regime regime, uint64_t satp)
{
	struct satp_record *record;

	for (size_t i = 0; i < stale->n_satps; i++)
		if (stale->satps[i].regime == regime && stale->satps[i].satp == satp)
			return true;
	record = grow((void **)&stale->satps, stale->n_satps, &stale->satp_room, sizeof(*record));
	if (!record)
		return false;
	*record = (struct satp_record){.regime = regime, .satp = satp};
	stale->n_satps++;
	return true;
}

/* One choice of a value for each PTE on the way. */
struct choice {
	const struct stale *stale;
	unsigned int pick[ORACLE_MAX_READS]; /* 0: the present value, n: the nth-newest past one */
	unsigned int options[ORACLE_MAX_READS];
	unsigned int n;
	uint64_t until; /* when the first of the values chosen was replaced */
	bool global;    /* a PTE on the way has G */
};

static bool chosen_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct choice *choice = opaque;
	const struct stale *stale = choice->stale;
	struct image_past past[MAX_PAST];
	unsigned int i = choice->n++;
	bool exists;

	choice->options[i] =
		1 + image_history(stale->image, pa, bytes, stale->cleared + 1, past, MAX_PAST);
	if (choice->pick[i]) {
		const struct image_past *was = &past[choice->pick[i] - 1];

		exists = was->exists;
		*pte = was->value;
		if (was->until < choice->until)
			choice->until = was->until;
	} else {
		exists = image_read(stale->image, pa, bytes, pte);
	}
	if (exists && *pte & 1 << 5)
		choice->global = true;
	return exists;
}

/* The next combination; false: that was the last. */
static bool choose_next(struct choice *choice)
{
	for (unsigned int i = choice->n; i-- > 0;) {
		if (++choice->pick[i] < choice->options[i])
			return true;
		choice->pick[i] = 0;
	}
	return false;
}

/* Has a fence dropped this entry since its values were replaced? */
static bool fenced(const struct stale *stale, const struct exchange *x, const struct choice *choice,
		   unsigned int size, uint64_t asid)
{
	uint64_t va = x->context.regime == REGIME_RV32 ? x->access.va & UINT32_MAX : x->access.va;

	for (size_t i = stale->n_fences; i-- > 0;) {
		const struct fence_record *fence = &stale->fences[i];

		if (choice->until > fence->cycle + 1)
			return false;
		if (fence->by_va && fence->va >> size != va >> size)
			continue;
		if (fence->by_asid && (choice->global || fence->asid != asid))
			continue;
		return true;
	}
	return false;
}

/*
 * Under one satp. neighbour, 0 to 15, is XORed into VA[15:12]: an entry of 64 KiB that was filled
 * from another of its 16 PTEs serves this address, too (Svnapot), whatever its own PTE says.
 */
static bool explains_under(const struct stale *stale, const struct exchange *x,
			   const struct satp_record *record, unsigned int neighbour)
{
	const struct oracle_context *now = &x->context;
	struct oracle_context then = {.regime = record->regime,
				      .satp = record->satp,
				      .adue = now->adue,
				      .pbmte = now->pbmte};
	bool same_asid = asid_of(record->regime, record->satp) == asid_of(now->regime, now->satp);
	struct choice choice = {.stale = stale};
	struct oracle_access access = x->access;
	struct oracle_answer answer;
	unsigned int tries = 0;

	access.va ^= (uint64_t)neighbour << 12;
	do {
		choice.n = 0;
		choice.until = UINT64_MAX;
		choice.global = false;
		oracle_translate(chosen_read, &choice, &then, &access, &answer);
		if (answer.fault == FAULT_NONE && !answer.update &&
		    (answer.pa ^ (uint64_t)neighbour << 12) == x->pa && answer.size == x->size &&
		    answer.pbmt == x->pbmt && (same_asid || choice.global) &&
		    !fenced(stale, x, &choice, answer.size, asid_of(record->regime, record->satp)))
			return true;
	} while (choose_next(&choice) && ++tries < MAX_TRIES);
	return false;
}

bool stale_explains(const struct stale *stale, const struct exchange *x)
{
	const struct oracle_context *now = &x->context;

	for (size_t i = stale->n_satps; i-- > 0;) {
		const struct satp_record *record = &stale->satps[i];

		if (record->regime != now->regime || mode_of(record->regime, record->satp) == 0 ||
		    mode_of(record->regime, record->satp) != mode_of(now->regime, now->satp))
			continue;
		for (unsigned int n = 0; n < (x->size == NAPOT_SIZE ? 16u : 1u); n++)
			if (explains_under(stale, x, record, n))
				return true;
	}
	return false;
}
