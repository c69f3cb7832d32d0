/* SPDX-License-Identifier: Apache-2.0 */
#include "vectors/asker.h"

#include <stdio.h>
#include <string.h>

#include "arch/names.h"
#include "dut/dut.h"
#include "monitor/context.h"

#define PAGE 4096u

struct difference {
	char text[200]; /* "": none */
};

static bool scenario_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	return vector_scenario_read(opaque, pa, bytes, pte);
}

/* Records do not list a read that finds no memory. */
static void add_read(struct vector_answer *answer, uint64_t pa)
{
	if (pa >= VECTOR_MEMORY_BEGIN && pa < VECTOR_MEMORY_END &&
	    answer->n_reads < VECTOR_READS_MAX)
		answer->reads[answer->n_reads++] = pa;
}

static void add_write(struct vector_answer *answer, const struct oracle_update *update)
{
	answer->writes[answer->n_writes++] =
		(struct vector_word){.pa = update->pa, .pte = update->new_pte};
}

static struct difference say(const char *what, uint64_t got, uint64_t recorded)
{
	struct difference d;

	snprintf(d.text, sizeof(d.text), "%s is %llx, recorded %llx", what, (unsigned long long)got,
		 (unsigned long long)recorded);
	return d;
}

static struct difference say_number(const char *what, unsigned int got, unsigned int recorded)
{
	struct difference d;

	snprintf(d.text, sizeof(d.text), "%s is %u, recorded %u", what, got, recorded);
	return d;
}

static struct difference compare_reads(const struct vector_answer *got,
				       const struct vector_answer *due)
{
	for (unsigned int i = 0; i < got->n_reads && i < due->n_reads; i++)
		if (got->reads[i] != due->reads[i])
			return say("the address of a PTE read", got->reads[i], due->reads[i]);
	if (got->n_reads != due->n_reads)
		return say_number("the number of PTE reads", got->n_reads, due->n_reads);
	return (struct difference){""};
}

static struct difference compare_writes(const struct vector_answer *got,
					const struct vector_answer *due)
{
	for (unsigned int i = 0; i < got->n_writes && i < due->n_writes; i++) {
		if (got->writes[i].pa != due->writes[i].pa)
			return say("the address of an A/D write", got->writes[i].pa,
				   due->writes[i].pa);
		if (got->writes[i].pte != due->writes[i].pte)
			return say("the value of an A/D write", got->writes[i].pte,
				   due->writes[i].pte);
	}
	if (got->n_writes != due->n_writes)
		return say_number("the number of A/D writes", got->n_writes, due->n_writes);
	return (struct difference){""};
}

/* RISC-V records say nothing of codes, page sizes and memory types. */
static struct difference compare(const struct asker *asker, const struct vector_answer *got,
				 const struct vector_question *question)
{
	const struct vector_answer *due = &question->answer;
	bool x86 = context_is_x86(&asker->context);
	struct difference d = {""};

	if (question->open)
		return d;
	if (got->fault != due->fault) {
		snprintf(d.text, sizeof(d.text), "the answer is %s, recorded %s",
			 fault_name(got->fault), fault_name(due->fault));
		return d;
	}
	if (got->pa != due->pa)
		return say("the physical address", got->pa, due->pa);
	if (x86 && got->code != due->code)
		return say("the error code", got->code, due->code);
	if (x86 && got->size != due->size)
		return say_number("the page size (log2)", got->size, due->size);
	if (x86 && got->memtype != due->memtype)
		return say_number("the memory type", got->memtype, due->memtype);
	d = compare_reads(got, due);
	return *d.text || question->open_updates ? d : compare_writes(got, due);
}

static void hold(struct asker *asker, const struct vector_question *question,
		 const struct vector_answer *oracle, const struct vector_answer *rtl)
{
	struct difference of_oracle = compare(asker, oracle, question), of_rtl = {""};
	const char *who = "oracle";

	if (rtl)
		of_rtl = compare(asker, rtl, question);
	if (!*of_oracle.text && !*of_rtl.text)
		return;
	if (!*of_oracle.text)
		who = "RTL";
	else if (!strcmp(of_oracle.text, of_rtl.text))
		who = "RTL and oracle";
	bench_fail(asker->bench, BENCH_MISMATCH, "%s:%lu: rule %s, %s %llx: %s: %s", asker->path,
		   question->line, question->rule, question->base ? "CR3" : "va",
		   (unsigned long long)question->va, who,
		   *of_oracle.text ? of_oracle.text : of_rtl.text);
}

/*
 * The scenario's memory. Pages in which neither it nor the one before has a word are 0 from the
 * first scenario on.
 */
static bool load(struct asker *asker)
{
	const struct vector_scenario *scenario = asker->scenario;
	bool good = true, now[ASKER_PAGES] = {false};

	for (size_t i = 0; i < scenario->n_words; i++)
		now[(scenario->words[i].pa - VECTOR_MEMORY_BEGIN) / PAGE] = true;
	for (unsigned int i = 0; i < ASKER_PAGES; i++)
		if (now[i] || asker->stale[i] || !asker->made)
			good = good &&
			       image_page(asker->bench->image, VECTOR_MEMORY_BEGIN / PAGE + i,
					  scenario->memory + i * (PAGE / 8), PAGE / 8, 8);
	memcpy(asker->stale, now, sizeof(now));
	asker->made = true;
	return good;
}

static void set_controls(struct mmu_in *in, const struct oracle_context *context)
{
#define SET(name, ...)     in->name = context->name;
#define SET_X86(name, ...) in->name = context->x86.name;
	MMU_CONTROL_RISCV(SET, MMU_NO_PIN)
	MMU_CONTROL_X86(SET_X86, MMU_NO_PIN)
#undef SET
#undef SET_X86
}

/* Cycles until *pin is 1, that cycle included; reads that memory accepts are added to answer. */
static void wait_for(struct asker *asker, const uint64_t *pin, struct vector_answer *answer)
{
	struct bench *bench = asker->bench;
	uint64_t limit = bench_patience(bench);
	uint64_t give_up = bench->cycle + limit;

	do {
		bench_cycle(bench);
		if (bench->in.mem_req_ready && bench->out.mem_req_valid && !bench->out.mem_req_cas)
			add_read(answer, bench->out.mem_req_addr);
	} while (bench->status == BENCH_OK && bench->cycle < give_up && !*pin);
	if (bench->cycle >= give_up)
		bench_fail(bench, BENCH_MISMATCH, "no answer in %llu cycles",
			   (unsigned long long)limit);
}

/* Writes the base register of the scenario's regime. */
static void write_base(struct asker *asker, uint64_t value, struct vector_answer *answer)
{
	struct bench *bench = asker->bench;

	bench->in.ptbr_valid = 1;
	bench->in.ptbr_regime = asker->context.regime;
	bench->in.ptbr_value = value;
	wait_for(asker, &bench->out.ptbr_ready, answer);
	bench->in.ptbr_valid = 0;
	wait_for(asker, &bench->out.ptbr_rsp_valid, answer);
	answer->fault = (enum fault)bench->out.ptbr_rsp_fault;
}

static enum asked way(const struct oracle_context *context)
{
	enum paging_mode mode = context_mode(context);

	if (!(dut_config.formats & (mode >= 0 ? 1u << mode : paging_of_regime[context->regime])))
		return ASKED_MODE;
	if (context_is_x86(context) && context->x86.pa_bits != dut_config.pa_bits)
		return ASKED_WIDTH;
	return ASKED_ALL;
}

void asker_context(struct asker *asker)
{
	const struct vector_scenario *scenario = asker->scenario;
	struct vector_answer ignored = {0};
	struct oracle_cr3 cr3;

	asker->context = scenario->context;
	asker->bench->memory.read_only = scenario->rom;
	if (scenario->two_stages)
		return;
	if (context_is_x86(&asker->context)) {
		oracle_cr3_write(scenario_read, (void *)scenario, &asker->context,
				 scenario->context.ptbr, &cr3);
		if (cr3.fault != FAULT_NONE) {
			bench_fail(asker->bench, BENCH_ERROR, "%s:%lu: cr3 cannot be loaded: %s",
				   asker->path, scenario->line, fault_name(cr3.fault));
			return;
		}
		asker->context.ptbr = cr3.cr3;
		memcpy(asker->context.x86.pdpte, cr3.pdpte, sizeof(cr3.pdpte));
	}
	asker->way = way(&asker->context);
	if (asker->way != ASKED_ALL)
		return;
	set_controls(&asker->bench->in, &asker->context);
	write_base(asker, scenario->context.ptbr, &ignored);
}

void asker_scenario(struct asker *asker, const struct vector_scenario *scenario)
{
	asker->scenario = scenario;
	if (!load(asker))
		bench_fail(asker->bench, BENCH_ERROR, "out of memory");
	asker_context(asker);
}

/* A full fence, then one request, until it is answered. */
static void request(struct asker *asker, const struct vector_question *question)
{
	const struct vector_scenario *scenario = asker->scenario;
	struct bench *bench = asker->bench;
	struct mmu_in *in = &bench->in;
	bool fetch = question->type == ACCESS_FETCH;
	struct vector_answer ignored = {0};

	in->fence_valid = 1;
	wait_for(asker, &bench->out.fence_ready, &ignored);
	in->fence_valid = 0;
	in->fetch_rsp_ready = in->data_rsp_ready = 1;
	in->fetch_req_valid = fetch;
	in->data_req_valid = !fetch;
	in->fetch_req_va = in->data_req_va = question->va;
	in->fetch_req_priv = in->data_req_priv = question->priv;
	in->data_req_store = question->type == ACCESS_STORE;
	in->data_req_sum = scenario->sum && !question->implicit;
	in->data_req_mxr = scenario->mxr;
	bench->line[fetch ? PORT_FETCH : PORT_DATA] = question->line;
	wait_for(asker, fetch ? &bench->out.fetch_req_ready : &bench->out.data_req_ready, &ignored);
	in->fetch_req_valid = in->data_req_valid = 0;
	wait_for(asker, fetch ? &bench->out.fetch_rsp_valid : &bench->out.data_rsp_valid, &ignored);
}

/* False: the bench has failed before it answered. */
static bool ask_rtl(struct asker *asker, const struct vector_question *question,
		    struct vector_answer *answer)
{
	enum port port = question->type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA;
	const struct exchange *x;
	unsigned int made;

	request(asker, question);
	x = monitor_recent(asker->bench->monitor, port, 0);
	if (!x)
		return false;
	*answer = (struct vector_answer){
		.fault = x->fault,
		.code = x->code,
		.size = x->size,
		.memtype = x->memtype,
		.pa = x->pa,
	};
	for (unsigned int i = 0; i < x->reads; i++)
		add_read(answer, x->read_pa[i]);
	made = x->updates - (x->update_error ? 1 : 0);
	for (unsigned int i = 0; i < made; i++)
		add_write(answer, &x->update[i]);
	/* Undo them, the last one first: two may be of the same PTE. */
	while (made--)
		image_write(asker->bench->image, x->update[made].pa, paging[x->mode].pte_bytes,
			    x->update[made].old_pte);
	return true;
}

/* The manuals: an update that memory refuses is an access fault of the access's kind. */
static void ask_oracle(const struct asker *asker, const struct vector_question *question,
		       struct vector_answer *answer)
{
	const struct vector_scenario *scenario = asker->scenario;
	const struct oracle_access access = {.va = question->va,
					     .type = question->type,
					     .priv = question->priv,
					     .sum = scenario->sum && !question->implicit,
					     .mxr = scenario->mxr};
	struct oracle_answer said;

	oracle_translate(scenario_read, (void *)scenario, &asker->context, &access, &said);
	*answer = (struct vector_answer){
		.fault = said.fault,
		.code = said.code,
		.size = said.size,
		.memtype = said.memtype,
		.pa = said.pa,
	};
	for (unsigned int i = 0; i < said.reads; i++)
		add_read(answer, said.read_pa[i]);
	for (unsigned int i = 0; i < said.updates; i++) {
		if (scenario->rom && said.update[i].pa / PAGE == scenario->rom / PAGE) {
			answer->fault = FAULT_ACCESS;
			answer->pa = answer->code = answer->size = answer->memtype = 0;
			return;
		}
		add_write(answer, &said.update[i]);
	}
}

/* A write of CR3, which is then written back. */
static void ask_base(struct asker *asker, const struct vector_question *question)
{
	struct vector_answer rtl = {0}, oracle = {0};
	struct oracle_cr3 said;

	oracle_cr3_write(scenario_read, (void *)asker->scenario, &asker->context, question->va,
			 &said);
	oracle.fault = said.fault;
	for (unsigned int i = 0; i < said.reads; i++)
		add_read(&oracle, said.read_pa[i]);
	if (asker->way == ASKED_ALL)
		write_base(asker, question->va, &rtl);
	if (asker->bench->status == BENCH_OK)
		hold(asker, question, &oracle, asker->way == ASKED_ALL ? &rtl : NULL);
	asker_context(asker);
}

enum asked asker_question(struct asker *asker, const struct vector_question *question)
{
	struct vector_answer rtl, oracle;

	if (question->missing != VECTOR_ALL_BUILT)
		return ASKED_NOBODY;
	if (question->base) {
		ask_base(asker, question);
		return asker->way;
	}
	ask_oracle(asker, question, &oracle);
	if (asker->way != ASKED_ALL)
		hold(asker, question, &oracle, NULL);
	else if (ask_rtl(asker, question, &rtl))
		hold(asker, question, &oracle, &rtl);
	return asker->way;
}
