/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/judge_ptbr.h"

#include <stddef.h>
#include <string.h>

#include "judge/judge.h"

const char *judge_ptbr_write(const struct context *context)
{
	return context->open ? "a PTBR write accepted before the last one was answered" : NULL;
}

const char *judge_ptbr_read(const struct context *context, const struct mmu_out *out)
{
	if (out->mem_req_cas || !out->mem_req_wide || out->mem_req_fetch ||
	    out->mem_req_id != MEM_ID_LOAD)
		return "a PDPTE is read in a strange way";
	if (context->reads == ORACLE_PDPTES)
		return "a fifth PDPTE is read";
	return NULL;
}

static const char *cr3_answer(struct judge *judge, const struct context *context, enum fault fault,
			      const struct context_answer *answer)
{
	const struct oracle_cr3 *cr3 = &answer->cr3;

	if (!answer->exists)
		return fault ? "a fault of a PTBR write that is to be ignored" : NULL;
	if (cr3->reads != context->reads ||
	    memcmp(cr3->read_pa, context->read_pa, cr3->reads * sizeof(cr3->read_pa[0])))
		return "the PDPTEs read for a CR3 write are not those that the oracle reads";
	if (cr3->fault == fault)
		return NULL;
	return judge_says(judge, "CR3 write of %llx: fault %u, the oracle says %u",
			  (unsigned long long)context->value, (unsigned int)fault,
			  (unsigned int)cr3->fault);
}

const char *judge_ptbr_held(struct judge *judge, const struct context *context,
			    const struct mmu_out *out)
{
	if (out->ptbr_held == context->held.ptbr)
		return NULL;
	return judge_says(judge, "ptbr_held is %llx: the oracle holds %llx",
			  (unsigned long long)out->ptbr_held,
			  (unsigned long long)context->held.ptbr);
}

const char *judge_ptbr_answer(struct judge *judge, const struct context *context,
			      const struct mmu_out *out, const struct context_answer *answer)
{
	const char *error = NULL;

	if (!answer->asked)
		return "an answer to a PTBR write that nobody made";
	if (context_is_x86(&context->now))
		error = cr3_answer(judge, context, (enum fault)out->ptbr_rsp_fault, answer);
	else if (out->ptbr_rsp_fault || context->reads)
		error = "a write of satp that reads memory, or faults";
	return error ? error : judge_ptbr_held(judge, context, out);
}
