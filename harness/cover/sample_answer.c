/* SPDX-License-Identifier: Apache-2.0 */
/* Answers, as they show on the pins. */
#include "cover/sample.h"

struct answer_pins {
	unsigned int fault, code, size, memory_type;
	uint64_t pa, tag;
};

static void get_pins(enum cover_port port, const struct mmu_out *out, struct answer_pins *pins)
{
	bool fetch = port == FETCH_PORT;

	*pins = (struct answer_pins){
		.fault = (unsigned int)(fetch ? out->fetch_rsp_fault : out->data_rsp_fault),
		.code = (unsigned int)(fetch ? out->fetch_rsp_code : out->data_rsp_code),
		.size = (unsigned int)(fetch ? out->fetch_rsp_size : out->data_rsp_size),
		.memory_type =
			(unsigned int)(fetch ? out->fetch_rsp_memtype : out->data_rsp_memtype),
		.pa = fetch ? out->fetch_rsp_pa : out->data_rsp_pa,
		.tag = fetch ? out->fetch_rsp_tag : out->data_rsp_tag,
	};
}

/* Did the shadow and the walk that was followed foretell this? */
static void agreement(struct cover *cover, enum cover_port number, const struct answer_pins *pins)
{
	const struct cover_port_view *port = &cover->port[number];
	bool wrong = false;

	if (port->result == FROM_TLB || port->foretold)
		wrong = port->result != FROM_TLB || !port->foretold ||
			pins->size != cover->tlb[number].page[port->slot].size;
	else if (port->result == FILLED)
		wrong = pins->size != port->last.size;
	HIT(cover->counts, cp_shadow, number, wrong);
}

static void fault(struct cover *cover, const struct cover_port_view *port,
		  const struct answer_pins *pins)
{
	const struct cover_request *request = &port->request;
	unsigned int mode = request->context.mode;
	static const enum cover_answer answer[] = {A_HIT, A_PAGE, A_ACCESS, A_PROTECTION};

	HIT(cover->counts, cp_result, mode, request->access, answer[pins->fault & 3]);
	if (!port->reads)
		HIT(cover->counts, cp_no_walk, mode, mode == PAE, request->access);
	if (pins->fault == 3)
		HIT(cover->counts, cp_seg_stack, 3, request->access, pins->code >> 3 & 1);
	if (pins->fault == 1 && cover_is_x86(mode))
		HIT(cover->counts, cp_error_code, mode - TWO_LEVEL, request->access, request->who,
		    pins->code & 1, pins->code >> 3 & 1, pins->code >> 4 & 1);
}

static void address(struct cover *cover, const struct cover_port_view *port,
		    const struct answer_pins *pins)
{
	unsigned int family = cover_is_x86(port->request.context.mode);

	for (unsigned int bit = 0; bit < (family == X86 ? 52 : 56); bit++)
		HIT(cover->counts, cp_pa_bit, family, bit, pins->pa >> bit & 1);
}

static void translated(struct cover *cover, enum cover_port number, const struct answer_pins *pins)
{
	const struct cover_port_view *port = &cover->port[number];
	unsigned int mode = port->request.context.mode;

	agreement(cover, number, pins);
	if (port->result == FAULT) {
		fault(cover, port, pins);
	} else {
		HIT(cover->counts, cp_result, mode, port->request.access,
		    port->result == FROM_TLB ? A_HIT : A_FILLED);
		address(cover, port, pins);
	}
	/* A page of the array serves without a read. */
	if (port->result == FAULT || port->reads)
		HIT(cover->counts, cp_pte_reads, mode, port->reads);
	else if (port->result == FROM_TLB)
		HIT(cover->counts, X19, mode, cover->tlb[number].page[port->slot].level,
		    pins->memory_type, 1);
	if (port->is_paired && cover->pair.open) {
		cover->pair.result[number] = (int)port->result;
		if (cover->pair.result[!number] < 0)
			return;
		cover->pair.open = false;
		HIT(cover->counts, X9, cover->pair.relation,
		    (unsigned int)cover->pair.result[FETCH_PORT],
		    (unsigned int)cover->pair.result[DATA_PORT]);
	}
}

/* Counts refusals that may be stack faults. */
static void refused(struct cover *cover, const struct cover_port_view *port,
		    const struct answer_pins *pins)
{
	static const int rows[] = {
		[C_NULL] = 0, [C_ABSENT] = 1, [C_LIMIT] = 2, [C_TYPE] = -1, [C_PRIVILEGE] = -1};
	int row = rows[port->use.check];

	if (row >= 0)
		HIT(cover->counts, cp_seg_stack, (unsigned int)row, port->request.access,
		    pins->code >> 3 & 1);
}

static void untranslated(struct cover *cover, const struct cover_port_view *port,
			 const struct answer_pins *pins)
{
	unsigned int mode = port->request.context.mode;
	unsigned int row = mode == OFF ? 2 : mode == BARE ? 0 : 1;

	HIT(cover->counts, cp_untranslated, row, port->request.access, pins->fault == 2);
}

/* The port's answer before this one. */
static void pairs(struct cover *cover, enum cover_port number, const struct cover_answered *now)
{
	const struct cover_answered *before = &cover->port[number].before;
	bool segment = now->result == SEGMENT_FAULT || before->result == SEGMENT_FAULT;
	bool same_page = !segment && now->va >> 12 == before->va >> 12;
	bool same_asid = now->asid == before->asid;
	bool both = now->result <= FILLED && before->result <= FILLED;

	if (!before->there)
		return;
	HIT(cover->counts, X10, number, before->result, now->result, !same_page, !same_asid);
	if (now->mode != before->mode)
		return;
	if (both)
		HIT(cover->counts, X10_size, now->mode, before->size, now->size, number);
	if (before->page_fault && same_page && same_asid && now->access == before->access &&
	    now->result <= FAULT)
		HIT(cover->counts, cp_refetch_after_fault, cover_is_x86(now->mode), now->access,
		    now->result != FAULT);
}

void sample_answer(struct cover *cover, enum cover_port number, const struct mmu_out *out)
{
	struct cover_port_view *port = &cover->port[number];
	struct cover_answered now = {
		.there = true,
		.result = port->result,
		.mode = port->request.context.mode,
		.asid = port->request.context.asid,
		.access = port->request.access,
		.va = port->request.va,
	};
	struct answer_pins pins;

	get_pins(number, out, &pins);
	for (unsigned int bit = 0; bit < 16; bit++)
		HIT(cover->counts, cp_tag_bit, number, bit, pins.tag >> bit & 1);
	now.size = cover_size(pins.size);
	now.page_fault = pins.fault == 1;
	if (port->is_left_out)
		return;
	if (port->is_translated)
		translated(cover, number, &pins);
	else if (port->result == UNTRANSLATED)
		untranslated(cover, port, &pins);
	else
		refused(cover, port, &pins);
	pairs(cover, number, &now);
	port->before = now;
}

void sample_taken(struct cover *cover, enum cover_port number)
{
	const struct cover_port_view *port = &cover->port[number];
	uint64_t waited = port->waited;

	HIT(cover->counts, cp_answer_wait, number,
	    waited < 2   ? (unsigned int)waited
	    : waited < 8 ? 2
			 : 3,
	    port->result);
}
