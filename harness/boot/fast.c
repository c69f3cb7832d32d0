/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/fast.h"

#include <string.h>

#include "arch/paging.h"

#define PAGE UINT64_C(4096)

void fast_init(struct fast *fast, const struct ram *ram, const struct mmu_config *sizes,
	       unsigned int xlen)
{
	*fast = (struct fast){
		.ram = ram,
		.context.regime = xlen == 32 ? REGIME_RV32 : REGIME_RV64,
		.asid_bits = sizes->asid_bits,
		.formats = sizes->formats,
	};
}

static bool read_pte(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	const uint8_t *at = ram_at(opaque, pa, bytes);

	*pte = 0;
	if (at)
		memcpy(pte, at, bytes);
	return at != NULL;
}

/* A and D. What the oracle has read is RAM. */
static void update(struct fast *fast, const struct oracle_answer *answer, unsigned int bytes)
{
	for (unsigned int i = 0; i < answer->updates; i++)
		memcpy(ram_at(fast->ram, answer->update[i].pa, bytes), &answer->update[i].new_pte,
		       bytes);
	fast->counts.updates += answer->updates;
}

static unsigned int pte_bytes(const struct fast *fast)
{
	return fast->context.regime == REGIME_RV32 ? 4 : 8;
}

/*
 * A page that was loaded from may be kept for loads, and one that was stored to, whose D is set by
 * now, for stores. RAM is made of whole pages.
 */
static void keep(const struct hart_access *access, struct hart_place *place)
{
	place->before = access->va % PAGE;
	place->around = PAGE;
}

bool fast_ask(struct fast *fast, const struct hart_access *access, struct hart_place *place)
{
	const struct oracle_access asked = {
		.va = access->va,
		.type = access->type,
		.priv = access->priv,
		.sum = access->sum,
		.mxr = access->mxr,
	};
	struct oracle_answer answer;

	oracle_translate(read_pte, (void *)fast->ram, &fast->context, &asked, &answer);
	fast->counts.asked++;
	fast->counts.walks += answer.reads > 0;
	fast->counts.reads += answer.reads;
	update(fast, &answer, pte_bytes(fast));
	*place = (struct hart_place){.fault = answer.fault, .pa = answer.pa};
	fast->counts.page_faults += answer.fault == FAULT_PAGE;
	if (answer.fault == FAULT_NONE) {
		place->bytes = ram_at(fast->ram, answer.pa, access->bytes);
		if (place->bytes)
			keep(access, place);
		else
			place->fault = FAULT_ACCESS;
	}
	return true;
}

/* Nothing is cached here. */
bool fast_fence(struct fast *fast, const struct hart_fence *fence)
{
	(void)fence;
	fast->counts.fences++;
	return true;
}

bool fast_write_satp(struct fast *fast, uint64_t value, uint64_t *held)
{
	struct oracle_context *context = &fast->context;
	enum paging_mode mode = paging_of_satp(context->regime, value);
	bool written;

	fast->counts.satp_writes++;
	if (mode == PAGING_OFF || (mode < PAGING_MODES && paging_is_built(fast->formats, mode)))
		context->ptbr = oracle_satp_write(context->regime, context->ptbr, value,
						  fast->asid_bits, &written);
	*held = context->ptbr;
	return true;
}

bool fast_control(struct fast *fast, bool adue, bool pbmte)
{
	fast->context.adue = adue;
	fast->context.pbmte = pbmte;
	return true;
}
