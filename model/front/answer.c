/* SPDX-License-Identifier: Apache-2.0 */
#include "front/answer.h"

#include "arch.h"

void answer_leaf(struct answer *a, uint64_t leaf, uint64_t page_bits, uint64_t va)
{
	a->pa = leaf_translate(leaf, (unsigned int)page_bits, va);
	a->size = page_bits;
	a->memtype = leaf_memtype(leaf);
}

static void answer_fault(struct answer *a, uint64_t fault, uint64_t code)
{
	a->fault = fault;
	a->code = code;
}

/* segment-6: which of a segment's checks make a stack fault, of an access to SS. */
static uint64_t stack_code(uint64_t check)
{
	bool is_stack = check == SEGMENT_NULL || check == SEGMENT_ABSENT || check == SEGMENT_LIMIT;

	return is_stack ? CODE_STACK : 0;
}

/* segment-5, and else port-3. */
void answer_refusal(struct answer *a, const struct linear *linear)
{
	if (linear->fault)
		answer_fault(a, FAULT_SEGMENT,
			     linear->fault | (linear->is_stack ? stack_code(linear->fault) : 0));
	else
		answer_fault(a, FAULT_ACCESS, 0);
}

void answer_walk(struct answer *a, const struct walk_end *end, uint64_t va, bool names_ss)
{
	if (end->fault == FAULT_PROTECTION)
		answer_fault(a, end->fault, names_ss ? CODE_STACK : 0);
	else if (end->fault)
		answer_fault(a, end->fault, end->code);
	else
		answer_leaf(a, end->leaf, end->page_bits, va);
}
