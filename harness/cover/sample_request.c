/* SPDX-License-Identifier: Apache-2.0 */
/* Requests, as they are accepted. */
#include "cover/sample.h"

static void controls(struct cover *cover, const struct cover_context *context)
{
	const struct cover_controls *on = &context->controls;
	const bool value[] = {on->wp, on->pse, on->pge, on->smep, on->smap, on->pcide, on->nxe};
	unsigned int row = context->mode == OFF ? 4 : context->mode - TWO_LEVEL;

	for (unsigned int i = 0; i < sizeof(value); i++)
		HIT(cover->counts, cp_control, row, i, value[i]);
}

/* Is the address at an end of the space, or of one of its halves? Of pages. */
static void edges(struct cover *cover, const struct cover_request *request)
{
	static const unsigned int width[] = {32, 39, 48, 57, 32, 32, 48, 57};
	unsigned int mode = request->context.mode, bits = width[mode];
	uint64_t top = bits == 32 ? UINT64_C(0xffffffff) : UINT64_MAX;
	uint64_t half = UINT64_C(1) << (bits - 1);
	const uint64_t edge[] = {0, top, half - 1, bits == 32 ? half : -half};

	for (unsigned int i = 0; i < 4; i++)
		if (request->va >> 12 == edge[i] >> 12)
			HIT(cover->counts, cp_va_class, mode, i, request->access);
	if (bits == 32)
		return;
	for (unsigned int bit = bits; bit < 64; bit++) {
		uint64_t flipped = request->va ^ UINT64_C(1) << bit;
		uint64_t extended = (uint64_t)((int64_t)(flipped << (64 - bits)) >> (64 - bits));

		if (flipped == extended)
			HIT(cover->counts, cp_noncanonical, mode, bit, flipped >> (bits - 1) & 1);
	}
}

static void asid_bits(struct cover *cover, const struct cover_context *context)
{
	static const unsigned int bits[] = {9, 16, 12};
	unsigned int kind = context->regime == RV32 ? 0 : context->regime == RV64 ? 1 : 2;

	if (kind == 2 && !(context->is_long && context->controls.pcide))
		return;
	for (unsigned int bit = 0; bit < bits[kind]; bit++)
		HIT(cover->counts, cp_asid_bit, kind, bit, context->asid >> bit & 1);
}

static void translated(struct cover *cover, const struct cover_request *request)
{
	const struct cover_context *context = &request->context;

	edges(cover, request);
	asid_bits(cover, context);
	if (cover_is_x86(context->mode))
		return;
	HIT(cover->counts, cp_adue, context->mode, context->controls.adue);
	HIT(cover->counts, cp_pbmte, context->mode, context->controls.pbmte);
}

void sample_request(struct cover *cover, enum cover_port number)
{
	const struct cover_port_view *port = &cover->port[number];
	const struct cover_request *request = &port->request;
	unsigned int mode = request->context.mode, family = cover_is_x86(mode) ? X86 : RISCV;

	if (port->is_left_out) {
		if (mode == TWO_LEVEL || mode == PAE)
			HIT(cover->counts, cp_left_out, mode - TWO_LEVEL, request->access);
		return;
	}
	HIT(cover->counts, cp_mode, mode);
	HIT(cover->counts, cp_acc, mode, request->access);
	HIT(cover->counts, cp_priv, family, 3 - port->use.ring, request->access);
	if (cover->last_mode >= 0)
		HIT(cover->counts, cp_mode_move, (unsigned int)cover->last_mode, mode);
	cover->last_mode = (int)mode;
	if (family == X86)
		controls(cover, &request->context);
	if (!port->is_translated)
		return;
	translated(cover, request);
	if (request->access == FETCH)
		return;
	HIT(cover->counts, cp_sum, family, request->access, request->who, request->sum);
	if (family == RISCV)
		HIT(cover->counts, cp_mxr, request->access, request->who, request->mxr);
}

/* Both ports in the same cycle: how far apart. */
void sample_pair(struct cover *cover)
{
	struct cover_port_view *fetch = &cover->port[FETCH_PORT], *data = &cover->port[DATA_PORT];
	int64_t pages = (int64_t)((fetch->request.va >> 12) - (data->request.va >> 12));

	if (!fetch->is_translated || !data->is_translated || fetch->is_left_out)
		return;
	HIT(cover->counts, cp_port_overlap,
	    pages >= -8 && pages <= 8 ? (unsigned int)(pages + 8) : 17);
	fetch->is_paired = data->is_paired = true;
	cover->pair = (struct cover_pair){.open = true, .result = {-1, -1}};
	if (!pages)
		cover->pair.relation = 0;
	else if (fetch->request.va >> 21 == data->request.va >> 21)
		cover->pair.relation = 1;
	else
		cover->pair.relation = 2;
}
