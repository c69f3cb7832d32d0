/* SPDX-License-Identifier: Apache-2.0 */
#include "port.h"

#include "arch.h"
#include "tlb.h"

/* ---- Eval ---- */

static uint64_t when(uint64_t condition, enum access_bits bits)
{
	return condition ? bits : 0;
}

/* port-1. */
static bool is_ready(const struct port *p, const struct kernel *k)
{
	bool is_free = p->state == PORT_IDLE ||
		       (p->state == PORT_ANSWERING && signal_get(k, p->rsp_ready));

	return is_free && !signal_get(k, p->fence_valid) && !signal_get(k, p->write_wall);
}

/* port-3: x86 has no privilege that is not translated. */
static bool is_translated(const struct port *p, const struct kernel *k)
{
	return !signal_get(k, p->held_bare) && (signal_get(k, p->req_priv) <= PRIV_S ||
						regime_is_x86(signal_get(k, p->held_regime)));
}

/* port-3: RV64 has no physical address above bit 55. */
static bool is_beyond_memory(const struct port *p, const struct kernel *k)
{
	return signal_get(k, p->held_regime) == REGIME_RV64 && signal_get(k, p->linear) >> 56;
}

static uint64_t key(const struct port *p, const struct kernel *k)
{
	return word_of((enum mode)signal_get(k, p->held_mode), signal_get(k, p->held_asid),
		       signal_get(k, p->linear));
}

static void show_answer(const struct port *p, struct kernel *k)
{
	bool is_answering = p->state == PORT_ANSWERING;

	signal_put(k, p->rsp_valid, is_answering);
	signal_put(k, p->rsp_tag, is_answering ? p->tag : 0);
	signal_put(k, p->rsp_pa, p->pa);
	signal_put(k, p->rsp_fault, p->fault);
	signal_put(k, p->rsp_code, p->code);
	signal_put(k, p->rsp_size, p->page_bits);
	signal_put(k, p->rsp_memtype, p->memtype);
}

static void show_walk(const struct port *p, struct kernel *k)
{
	signal_put(k, p->missing, p->state == PORT_MISSING);
	signal_put(k, p->walk_va, p->va);
	signal_put(k, p->walk_word, p->word);
	signal_put(k, p->walk_root, p->root);
	signal_put(k, p->walk_access, p->held_access);
}

static void port_eval(const void *state, struct kernel *k)
{
	const struct port *p = state;
	bool ready = is_ready(p, k);
	bool accepted = ready && signal_get(k, p->req_valid);
	bool passes = accepted && !signal_get(k, p->segment_fault);
	bool lookup = passes && is_translated(p, k);
	bool refused = passes ? !lookup && is_beyond_memory(p, k) : accepted;

	signal_put(k, p->req_ready, ready);
	signal_put(k, p->lookup, lookup);
	signal_put(k, p->key, lookup ? key(p, k) : 0);
	signal_put(k, p->refused, refused);
	show_answer(p, k);
	if (p->state == PORT_MISSING || p->was_missing)
		show_walk(p, k);
}

/* ---- The access word ---- */

static bool stores(const struct port *p, const struct kernel *k)
{
	return !p->is_fetch && signal_get(k, p->req_store);
}

static uint64_t riscv_access(const struct port *p, const struct kernel *k)
{
	uint64_t word = when(signal_get(k, p->adue), ACCESS_ADUE) |
			when(signal_get(k, p->pbmte), ACCESS_PBMTE);

	if (p->is_fetch)
		return word;
	return word | when(signal_get(k, p->req_sum), ACCESS_OPEN) |
	       when(signal_get(k, p->req_mxr), ACCESS_MXR);
}

/* SMEP closes user pages to fetches; SMAP to the rest, but not with EFLAGS.AC. */
static bool is_open(const struct port *p, const struct kernel *k)
{
	if (p->is_fetch)
		return !signal_get(k, p->smep);
	return !signal_get(k, p->smap) || signal_get(k, p->req_sum);
}

static uint64_t x86_access(const struct port *p, const struct kernel *k)
{
	bool is_user = signal_get(k, p->req_priv) == PRIV_U;

	return when(is_open(p, k), ACCESS_OPEN) |
	       when(stores(p, k) && !is_user && !signal_get(k, p->wp), ACCESS_FORCES) |
	       when(signal_get(k, p->pse), ACCESS_PSE) | when(signal_get(k, p->pge), ACCESS_PGE) |
	       when(signal_get(k, p->nxe), ACCESS_NXE) | when(signal_get(k, p->smep), ACCESS_SMEP);
}

/* A module of its own, for it seldom changes: what counts for permission. */
static void access_eval(const void *state, struct kernel *k)
{
	const struct port *p = state;
	uint64_t mode = signal_get(k, p->held_mode);
	uint64_t word = mode << ACCESS_MODE_LSB | when(p->is_fetch, ACCESS_FETCHES) |
			when(stores(p, k), ACCESS_STORES) |
			when(signal_get(k, p->req_priv) == PRIV_U, ACCESS_USER) |
			when(signal_get(k, p->req_pin), ACCESS_PINS);

	word |= mode_is_x86((enum mode)mode) ? x86_access(p, k) : riscv_access(p, k);
	signal_put(k, p->access, word);
}

/* ---- The clock edge ---- */

static void clear(struct port *p)
{
	p->state = PORT_IDLE;
	p->pa = p->fault = p->code = p->page_bits = p->memtype = 0;
	p->va = p->word = p->root = p->held_access = 0;
	p->names_ss = false;
}

static void answer(struct port *p, uint64_t leaf, uint64_t page_bits, uint64_t va)
{
	p->state = PORT_ANSWERING;
	p->pa = leaf_translate(leaf, (unsigned int)page_bits, va);
	p->page_bits = page_bits;
	p->memtype = leaf_memtype(leaf);
}

static void answer_untranslated(struct port *p, const struct kernel *k)
{
	uint64_t linear = signal_get(k, p->linear);

	p->state = PORT_ANSWERING;
	p->pa = signal_get(k, p->held_short) ? linear & UINT32_MAX : linear;
}

static void answer_fault(struct port *p, uint64_t fault, uint64_t code)
{
	p->state = PORT_ANSWERING;
	p->fault = fault;
	p->code = code;
}

/* segment-6: which of a segment's checks make a stack fault, of an access to SS. */
static uint64_t stack_code(uint64_t check)
{
	bool is_stack = check == SEGMENT_NULL || check == SEGMENT_ABSENT || check == SEGMENT_LIMIT;

	return is_stack ? CODE_STACK : 0;
}

/* segment-5, and else port-3. */
static void refuse(struct port *p, const struct kernel *k)
{
	uint64_t check = signal_get(k, p->segment_fault);

	if (!check)
		answer_fault(p, FAULT_ACCESS, 0);
	else if (signal_get(k, p->is_stack))
		answer_fault(p, FAULT_SEGMENT, check | stack_code(check));
	else
		answer_fault(p, FAULT_SEGMENT, check);
}

/* Of a request that is looked up. In PAE, VA[31:30] chooses. */
static uint64_t root(const struct port *p, const struct kernel *k)
{
	if (access_mode(signal_get(k, p->access)) == MODE_X86_PAE)
		return signal_get(k, p->held_pdpte[signal_get(k, p->linear) >> 30 & 3]);
	return signal_get(k, p->held_root);
}

static void miss(struct port *p, const struct kernel *k)
{
	p->state = PORT_MISSING;
	p->va = signal_get(k, p->linear);
	p->word = signal_get(k, p->key);
	p->root = root(p, k);
	p->held_access = signal_get(k, p->access);
	p->names_ss = signal_get(k, p->is_stack);
}

static void accept(struct port *p, const struct kernel *k)
{
	clear(p);
	p->tag = signal_get(k, p->req_tag);
	if (signal_get(k, p->refused))
		refuse(p, k);
	else if (!signal_get(k, p->lookup))
		answer_untranslated(p, k);
	else if (signal_get(k, p->hit))
		answer(p, signal_get(k, p->hit_leaf), signal_get(k, p->hit_page_bits),
		       signal_get(k, p->linear));
	else
		miss(p, k);
}

static void end_walk(struct port *p, const struct kernel *k)
{
	uint64_t fault = signal_get(k, p->walk_fault), va = p->va;
	bool names_ss = p->names_ss;

	clear(p);
	if (fault == FAULT_PROTECTION)
		answer_fault(p, fault, names_ss ? CODE_STACK : 0);
	else if (fault)
		answer_fault(p, fault, signal_get(k, p->walk_code));
	else
		answer(p, signal_get(k, p->walk_leaf), signal_get(k, p->walk_page_bits), va);
}

static bool port_tick(void *state, const struct kernel *k)
{
	struct port *p = state;
	bool was_missing = p->was_missing;

	p->was_missing = p->state == PORT_MISSING;
	if (signal_get(k, p->rst))
		clear(p);
	else if (signal_get(k, p->req_valid) && signal_get(k, p->req_ready))
		accept(p, k);
	else if (signal_get(k, p->walk_end))
		end_walk(p, k);
	else if (p->state == PORT_ANSWERING && signal_get(k, p->rsp_ready))
		clear(p);
	else
		return p->was_missing != was_missing;
	return true;
}

/* ---- Elaboration ---- */

static void bind_request(struct port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->req_valid = kernel_reads(k, m, AT_BOTH, x, "req_valid");
	p->req_tag = kernel_reads(k, m, AT_TICK, x, "req_tag");
	p->linear = kernel_reads(k, m, AT_BOTH, x, "linear");
	p->segment_fault = kernel_reads(k, m, AT_BOTH, x, "segment_fault");
	p->is_stack = kernel_reads(k, m, AT_TICK, x, "is_stack");
	p->req_priv = kernel_reads(k, m, AT_EVAL, x, "req_priv");
	p->rsp_ready = kernel_reads(k, m, AT_BOTH, x, "rsp_ready");
}

static void bind_access(struct port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->held_mode = kernel_reads(k, m, AT_EVAL, "", "held_mode");
	p->adue = kernel_reads(k, m, AT_EVAL, "", "adue");
	p->pbmte = kernel_reads(k, m, AT_EVAL, "", "pbmte");
	p->wp = kernel_reads(k, m, AT_EVAL, "", "wp");
	p->pse = kernel_reads(k, m, AT_EVAL, "", "pse");
	p->pge = kernel_reads(k, m, AT_EVAL, "", "pge");
	p->smep = kernel_reads(k, m, AT_EVAL, "", "smep");
	p->smap = kernel_reads(k, m, AT_EVAL, "", "smap");
	p->nxe = kernel_reads(k, m, AT_EVAL, "", "nxe");
	p->req_priv = kernel_reads(k, m, AT_EVAL, x, "req_priv");
	p->req_pin = kernel_reads(k, m, AT_EVAL, x, "req_pin");
	p->access = kernel_drives(k, m, ACCESS_WORD_BITS, x, "access");
	if (p->is_fetch)
		return;
	p->req_store = kernel_reads(k, m, AT_EVAL, x, "req_store");
	p->req_sum = kernel_reads(k, m, AT_EVAL, x, "req_sum");
	p->req_mxr = kernel_reads(k, m, AT_EVAL, x, "req_mxr");
}

static void bind_context(struct port *p, struct kernel *k, unsigned int m)
{
	p->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	p->fence_valid = kernel_reads(k, m, AT_EVAL, "", "fence_valid");
	p->write_wall = kernel_reads(k, m, AT_EVAL, "", "write_wall");
	p->held_regime = kernel_reads(k, m, AT_EVAL, "", "held_regime");
	p->held_short = kernel_reads(k, m, AT_TICK, "", "held_short");
	p->held_bare = kernel_reads(k, m, AT_EVAL, "", "held_bare");
	p->held_mode = kernel_reads(k, m, AT_EVAL, "", "held_mode");
	p->held_asid = kernel_reads(k, m, AT_EVAL, "", "held_asid");
	p->held_root = kernel_reads(k, m, AT_TICK, "", "held_root");
	for (unsigned int n = 0; n < PDPTES; n++)
		p->held_pdpte[n] = kernel_reads(k, m, AT_TICK, "", pdpte_name(n));
}

static void bind_results(struct port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->hit = kernel_reads(k, m, AT_TICK, x, "hit");
	p->hit_leaf = kernel_reads(k, m, AT_TICK, x, "hit_leaf");
	p->hit_page_bits = kernel_reads(k, m, AT_TICK, x, "hit_page_bits");
	p->walk_end = kernel_reads(k, m, AT_TICK, x, "walk_end");
	p->walk_fault = kernel_reads(k, m, AT_TICK, "", "walk_fault");
	p->walk_code = kernel_reads(k, m, AT_TICK, "", "walk_code");
	p->walk_leaf = kernel_reads(k, m, AT_TICK, "", "walk_leaf");
	p->walk_page_bits = kernel_reads(k, m, AT_TICK, "", "walk_page_bits");
}

static void bind_answer(struct port *p, struct kernel *k, unsigned int m, const char *x,
			unsigned int tag_bits)
{
	p->rsp_valid = kernel_drives(k, m, 1, x, "rsp_valid");
	p->rsp_tag = kernel_drives(k, m, tag_bits, x, "rsp_tag");
	p->rsp_pa = kernel_drives(k, m, 56, x, "rsp_pa");
	p->rsp_fault = kernel_drives(k, m, 3, x, "rsp_fault");
	p->rsp_code = kernel_drives(k, m, 5, x, "rsp_code");
	p->rsp_size = kernel_drives(k, m, 6, x, "rsp_size");
	p->rsp_memtype = kernel_drives(k, m, 3, x, "rsp_memtype");
}

static void bind_lookup(struct port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->req_ready = kernel_drives(k, m, 1, x, "req_ready");
	p->lookup = kernel_drives(k, m, 1, x, "lookup");
	p->key = kernel_drives(k, m, 64, x, "key");
	p->refused = kernel_drives(k, m, 1, x, "refused");
	kernel_reads(k, m, AT_TICK, x, "req_ready");
	kernel_reads(k, m, AT_TICK, x, "lookup");
	kernel_reads(k, m, AT_TICK, x, "key");
	kernel_reads(k, m, AT_TICK, x, "access");
	kernel_reads(k, m, AT_TICK, x, "refused");
}

static void bind_walk(struct port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->missing = kernel_drives(k, m, 1, x, "missing");
	p->walk_va = kernel_drives(k, m, 64, x, "walk_va");
	p->walk_word = kernel_drives(k, m, 64, x, "walk_word");
	p->walk_root = kernel_drives(k, m, 64, x, "walk_root");
	p->walk_access = kernel_drives(k, m, ACCESS_WORD_BITS, x, "walk_access");
}

void port_init(struct port *p, struct kernel *k, const char *prefix, bool is_fetch,
	       unsigned int tag_bits)
{
	static const struct kernel_ops ops = {port_eval, port_tick};
	static const struct kernel_ops access_ops = {.eval = access_eval};
	unsigned int m = kernel_module(k, prefix, "access", &access_ops, p, sizeof(*p));

	*p = (struct port){.is_fetch = is_fetch};
	bind_access(p, k, m, prefix);
	m = kernel_module(k, prefix, "port", &ops, p, sizeof(*p));
	bind_request(p, k, m, prefix);
	bind_context(p, k, m);
	bind_results(p, k, m, prefix);
	bind_answer(p, k, m, prefix, tag_bits);
	bind_lookup(p, k, m, prefix);
	bind_walk(p, k, m, prefix);
}
