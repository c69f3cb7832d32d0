/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/fetch.h"

/* So many bytes of one page, of what is known or by asking. */
static enum outcome part_of(struct hart *hart, uint64_t va, unsigned int bytes, uint8_t *into)
{
	const struct hart_window *page = memory_slot(hart->code, va);
	struct memory_part part;
	enum outcome outcome;

	if (!memory_is_inside(&hart->fetch, va, bytes, hart->priv) &&
	    memory_is_inside(page, va, bytes, hart->priv))
		hart->fetch = *page;
	if (memory_is_inside(&hart->fetch, va, bytes, hart->priv)) {
		memcpy(into, hart->fetch.bytes + (va - hart->fetch.va), bytes);
		return OUTCOME_DONE;
	}
	outcome = memory_ask(hart, ACCESS_FETCH, va, bytes, &part);
	if (outcome == OUTCOME_DONE)
		memcpy(into, part.bytes, bytes);
	return outcome;
}

enum outcome fetch_asking(struct hart *hart, uint32_t *instruction)
{
	uint64_t pc = hart->pc;
	unsigned int first = pc % MEMORY_PAGE == MEMORY_PAGE - 2 ? 2 : 4;
	uint8_t bytes[4] = {0};
	enum outcome outcome;

	/* A buffer that ends behind pc's half may hold all of the instruction. */
	if (memory_is_inside(&hart->fetch, pc, 2, hart->priv)) {
		memcpy(bytes, hart->fetch.bytes + (pc - hart->fetch.va), 2);
		if (fetch_length(bytes[0]) == 2)
			first = 2;
	}
	outcome = part_of(hart, pc, first, bytes);
	if (outcome == OUTCOME_DONE && first == 2 && fetch_length(bytes[0]) == 4)
		outcome = part_of(hart, status_fit(hart, pc + 2), 2, bytes + 2);
	memcpy(instruction, bytes, 4);
	return outcome;
}
