/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/memory.h"

#include "hart/trap.h"

static enum exception cause_of(enum fault fault, enum access_type type)
{
	static const enum exception page[] = {EXCEPTION_FETCH_PAGE, EXCEPTION_LOAD_PAGE,
					      EXCEPTION_STORE_PAGE};
	static const enum exception access[] = {EXCEPTION_FETCH_ACCESS, EXCEPTION_LOAD_ACCESS,
						EXCEPTION_STORE_ACCESS};

	return fault == FAULT_PAGE ? page[type] : access[type];
}

/* Of fetches only whole pages are kept beside the buffer: a smaller answer holds until the next. */
static void keep(struct hart *hart, const struct hart_access *access,
		 const struct hart_place *place, uint32_t context)
{
	struct hart_window window = {
		.va = access->va - place->before,
		.pa = place->pa - place->before,
		.bytes = place->bytes - place->before,
		.size = (uint32_t)place->around,
		.context = context,
	};

	if (access->type == ACCESS_FETCH) {
		hart->fetch = window;
		if (window.size == MEMORY_PAGE)
			*memory_slot(hart->code, access->va) = window;
	} else if (access->type == ACCESS_LOAD) {
		*memory_slot(hart->load, access->va) = window;
	} else {
		*memory_slot(hart->store, access->va) = window;
	}
}

enum outcome memory_ask(struct hart *hart, enum access_type type, uint64_t va, unsigned int bytes,
			struct memory_part *part)
{
	enum priv priv = type == ACCESS_FETCH ? hart->priv : status_data_priv(hart);
	const struct hart_access access = {
		.va = va,
		.bytes = bytes,
		.type = type,
		.priv = priv,
		.sum = hart->csr.mstatus & MSTATUS_SUM,
		.mxr = hart->csr.mstatus & MSTATUS_MXR,
	};
	struct hart_place place;

	if (!hart->bus->ask(hart->opaque, &access, &place))
		return OUTCOME_STOPPED;
	if (place.fault != FAULT_NONE)
		return trap_exception(hart, cause_of(place.fault, type), va);
	if (place.around > bytes)
		keep(hart, &access, &place,
		     type == ACCESS_FETCH ? (uint32_t)priv : hart->data_context);
	*part = (struct memory_part){va, place.pa, place.bytes};
	return OUTCOME_DONE;
}

/* Asks for the part of an access in its first page, and, if it leaves that, for the other part. */
static enum outcome ask_parts(struct hart *hart, enum access_type type, uint64_t va,
			      unsigned int bytes, struct memory_part part[2], unsigned int *first)
{
	uint64_t rest = MEMORY_PAGE - va % MEMORY_PAGE;
	enum outcome outcome;

	*first = rest < bytes ? (unsigned int)rest : bytes;
	outcome = memory_ask(hart, type, va, *first, &part[0]);
	if (outcome == OUTCOME_DONE && *first < bytes)
		outcome = memory_ask(hart, type, status_fit(hart, va + *first), bytes - *first,
				     &part[1]);
	return outcome;
}

enum outcome memory_load_asking(struct hart *hart, uint64_t va, unsigned int bytes, uint64_t *value)
{
	struct memory_part part[2];
	unsigned int first;
	enum outcome outcome = ask_parts(hart, ACCESS_LOAD, va, bytes, part, &first);

	if (outcome != OUTCOME_DONE)
		return outcome;
	*value = 0;
	memcpy(value, part[0].bytes, first);
	if (first < bytes)
		memcpy((uint8_t *)value + first, part[1].bytes, bytes - first);
	return OUTCOME_DONE;
}

enum outcome memory_store_asking(struct hart *hart, uint64_t va, unsigned int bytes, uint64_t value)
{
	struct memory_part part[2];
	unsigned int first;
	enum outcome outcome = ask_parts(hart, ACCESS_STORE, va, bytes, part, &first);

	if (outcome != OUTCOME_DONE)
		return outcome;
	memcpy(part[0].bytes, &value, first);
	memory_stored(hart, part[0].pa, first);
	if (first < bytes) {
		memcpy(part[1].bytes, (const uint8_t *)&value + first, bytes - first);
		memory_stored(hart, part[1].pa, bytes - first);
	}
	return OUTCOME_DONE;
}
