/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table base register as the pins show it: what a request of this cycle is translated
 * under, and what became of a write.
 */
#ifndef PAGEWALK_COVER_BASE_H
#define PAGEWALK_COVER_BASE_H

#include <stdbool.h>
#include <stdint.h>

#include "cover/values.h"
#include "pins.h"

struct cover_controls {
#define COVER_CONTROL(name, ...) bool name;
	MMU_CONTROLS(COVER_CONTROL)
#undef COVER_CONTROL
};

struct cover_base {
	unsigned int regime;
	uint64_t held;
	uint64_t pdpte[4];

	bool open; /* a write is accepted, not answered */
	struct cover_controls controls;
	unsigned int new_regime;
	uint64_t value;
	unsigned int loads; /* PDPTEs that memory has given */
	uint64_t loaded[4];
};

/* What an accepted request is translated under. */
struct cover_context {
	struct cover_controls controls;
	unsigned int regime;
	unsigned int mode; /* BARE or OFF: nothing is translated */
	bool is_short;     /* 32-bit addresses */
	bool is_long;      /* long mode */
	uint64_t held;
	uint64_t pdpte[4];
	unsigned int asid;
};

enum cover_write { W_WRITTEN, W_IGNORED, W_PROTECTION, W_ACCESS };

/* Reads the control bits from the pins of a cycle. */
void cover_controls_get(struct cover_controls *controls, const struct mmu_in *in);

/* The register as a reset leaves it. */
void cover_base_reset(struct cover_base *base);

/* The context of a request that is accepted in this cycle. */
void cover_base_context(const struct cover_base *base, const struct mmu_in *in,
			struct cover_context *context);

/* A fence's pins under the regime of its cycle: 32-bit addresses, fewer ASID bits. */
void cover_base_fence(const struct cover_base *base, unsigned int asid_bits,
		      const struct mmu_in *in, uint64_t *va, unsigned int *asid);

/* A write is accepted. */
void cover_base_write(struct cover_base *base, const struct mmu_in *in);

/* Did the last write have PDPTEs to load; is it still loading them? */
bool cover_base_loads_then(const struct cover_base *base, unsigned int formats);
bool cover_base_loads(const struct cover_base *base, unsigned int formats);

/* A PDPTE comes. */
void cover_base_load(struct cover_base *base, uint64_t data);

/* The answer to a write; whatever became of it has happened. */
enum cover_write cover_base_answer(struct cover_base *base, const struct mmu_out *out,
				   unsigned int formats);

/* The ASID, or PCID, of requests from now on, after a write that has happened. */
unsigned int cover_base_asid(const struct cover_base *base, uint64_t held);

/* CR3 as last written, or being written: is it of long mode with PCIDs? */
bool cover_base_has_pcid(const struct cover_base *base);

#endif
