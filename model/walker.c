/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walker_step() decides what happens in a cycle; eval shows it, tick keeps it.
 */
#include "walker.h"

#include "arch.h"
#include "pte.h"
#include "tlb.h"

/* The request that is walked for, as its port shows it. */
struct request {
	enum mode mode;
	uint64_t va, word, root, access;
};

enum action {
	STAY,   /* nothing to do, or nothing heard yet */
	READ,   /* ask for the PTE at addr */
	SWAP,   /* ask for the compare-and-swap at addr */
	UPDATE, /* ask for it from the next cycle on */
	AGAIN,  /* lost the swap, or the answer does not count */
	END,    /* with the fault or the leaf */
};

struct step {
	enum action action;
	bool starts;   /* the walk */
	bool is_fetch; /* whose walk it is */
	bool is_global;
	unsigned int level;
	uint64_t addr, pte;
	enum fault fault;
};

/* ---- What happens in this cycle ---- */

static struct request request_of(const struct walker_port *p, const struct kernel *k)
{
	uint64_t word = signal_get(k, p->word);

	return (struct request){
		.mode = word_mode(word),
		.va = signal_get(k, p->va),
		.word = word,
		.root = signal_get(k, p->root),
		.access = signal_get(k, p->access),
	};
}

static const struct walker_port *port_of(const struct walker *w, bool is_fetch)
{
	return is_fetch ? &w->fetch : &w->data;
}

static struct step end(struct step s, enum fault fault)
{
	s.action = END;
	s.fault = fault;
	return s;
}

static struct step read_pte(struct step s, const struct request *r, unsigned int level,
			    uint64_t ppn)
{
	s.action = READ;
	s.level = level;
	s.addr = pte_address(r->mode, level, ppn, r->va);
	return s;
}

/* W6: data goes first. */
static struct step step_idle(const struct walker *w, const struct kernel *k)
{
	bool data = signal_get(k, w->data.missing), fetch = signal_get(k, w->fetch.missing);
	struct step s = {.starts = data || fetch, .is_fetch = !data};
	struct request r;

	if (!s.starts)
		return s;
	r = request_of(port_of(w, s.is_fetch), k);
	if (!pte_canonical(r.mode, r.va))
		return end(s, FAULT_PAGE);
	return read_pte(s, &r, pte_geometry(r.mode)->levels - 1, r.root);
}

/* W2: the answer to a read. */
static struct step step_answered(const struct walker *w, const struct kernel *k, struct step s)
{
	struct request r = request_of(port_of(w, w->is_fetch), k);

	if (signal_get(k, w->mem_rsp_error))
		return end(s, FAULT_ACCESS);
	s.pte = signal_get(k, w->mem_rsp_data);
	s.is_global |= (s.pte & PTE_G) != 0;
	switch (pte_judge(r.mode, w->level, s.pte, r.access)) {
	case PTE_POINTER:
		return read_pte(s, &r, w->level - 1, pte_ppn(s.pte));
	case PTE_UPDATE:
		s.action = UPDATE;
		return s;
	case PTE_LEAF:
		return end(s, FAULT_NONE);
	case PTE_FAULTS:
		break;
	}
	return end(s, FAULT_PAGE);
}

/* W4: the answer to a compare-and-swap. */
static struct step step_swapped(const struct walker *w, const struct kernel *k, struct step s)
{
	struct request r = request_of(port_of(w, w->is_fetch), k);

	if (signal_get(k, w->mem_rsp_error))
		return end(s, FAULT_ACCESS);
	if (signal_get(k, w->mem_rsp_lost)) {
		s.action = AGAIN;
		return s;
	}
	s.pte = pte_updated(w->pte, r.access);
	return end(s, FAULT_NONE);
}

static struct step walker_step(const struct walker *w, const struct kernel *k)
{
	bool answered = signal_get(k, w->mem_rsp_valid);
	struct step s = {.is_fetch = w->is_fetch,
			 .is_global = w->is_global,
			 .level = w->level,
			 .addr = w->addr,
			 .pte = w->pte};

	switch (w->state) {
	case WALKER_IDLE:
		return step_idle(w, k);
	case WALKER_READING:
		s.action = READ;
		return s;
	case WALKER_WAITING:
		if (answered && !w->is_fenced)
			return step_answered(w, k, s);
		s.action = answered ? AGAIN : STAY;
		return s;
	case WALKER_UPDATING:
		s.action = SWAP;
		return s;
	case WALKER_AWAITING:
		return answered ? step_swapped(w, k, s) : s;
	}
	return s;
}

/* ---- Eval ---- */

static void show_request(const struct walker *w, struct kernel *k, const struct step *s,
			 const struct request *r)
{
	bool reads = s->action == READ, swaps = s->action == SWAP, asks = reads || swaps;

	signal_put(k, w->mem_req_valid, asks);
	signal_put(k, w->mem_req_fetch, asks && s->is_fetch);
	signal_put(k, w->mem_req_wide, asks && pte_geometry(r->mode)->pte_shift == 3);
	signal_put(k, w->mem_req_addr, asks ? s->addr : 0);
	signal_put(k, w->mem_req_cas, swaps);
	signal_put(k, w->mem_req_expect, swaps ? s->pte : 0);
	signal_put(k, w->mem_req_data, swaps ? pte_updated(s->pte, r->access) : 0);
}

/* F3: a fence takes the end away. W3: the leaf shows the G of the way. */
static void show_end(const struct walker *w, struct kernel *k, const struct step *s,
		     const struct request *r)
{
	bool ends = s->action == END && !signal_get(k, w->fence_taken);
	bool fills = ends && s->fault == FAULT_NONE;
	uint64_t pte = s->pte | (s->is_global ? PTE_G : 0);

	signal_put(k, w->fetch_walk_end, ends && s->is_fetch);
	signal_put(k, w->data_walk_end, ends && !s->is_fetch);
	signal_put(k, w->walk_fault, ends ? s->fault : FAULT_NONE);
	signal_put(k, w->walk_pte, fills ? pte : 0);
	signal_put(k, w->walk_page_bits, fills ? pte_page_bits(r->mode, s->level, s->pte) : 0);
}

static void walker_eval(const void *state, struct kernel *k)
{
	const struct walker *w = state;
	struct step s = walker_step(w, k);
	struct request r = request_of(port_of(w, s.is_fetch), k);

	show_request(w, k, &s, &r);
	show_end(w, k, &s, &r);
	signal_put(k, w->walk_starts, s.starts);
	signal_put(k, w->walk_updates, w->state >= WALKER_UPDATING);
	signal_put(k, w->walk_updated,
		   w->state == WALKER_AWAITING && s.action == END && s.fault == FAULT_NONE);
}

/* ---- The clock edge ---- */

static enum walker_state state_after(const struct walker *w, const struct step *s, bool accepted,
				     bool fenced)
{
	switch (s->action) {
	case READ:
		return accepted ? WALKER_WAITING : WALKER_READING;
	case SWAP:
		return accepted ? WALKER_AWAITING : WALKER_UPDATING;
	case UPDATE:
		return fenced ? WALKER_IDLE : WALKER_UPDATING;
	case STAY:
		return w->state;
	case AGAIN:
	case END:
		break;
	}
	return WALKER_IDLE;
}

static void clear(struct walker *w)
{
	w->state = WALKER_IDLE;
	w->is_fetch = w->is_fenced = w->is_global = false;
	w->level = 0;
	w->addr = w->pte = 0;
}

static bool walker_tick(void *state, const struct kernel *k)
{
	struct walker *w = state;
	struct step s = walker_step(w, k);
	bool fenced = signal_get(k, w->fence_taken);
	bool is_at_rest = w->state == WALKER_IDLE && !s.starts;

	if (is_at_rest)
		return false;
	w->state = state_after(w, &s, signal_get(k, w->mem_req_ready), fenced);
	if (w->state == WALKER_IDLE || signal_get(k, w->rst)) {
		clear(w);
		return true;
	}
	w->is_fetch = s.is_fetch;
	w->is_fenced |= fenced;
	w->is_global = s.is_global;
	w->level = s.level;
	w->addr = s.addr;
	w->pte = s.pte;
	return true;
}

/* ---- Elaboration ---- */

static void bind_port(struct walker_port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->missing = kernel_reads(k, m, AT_BOTH, x, "missing");
	p->va = kernel_reads(k, m, AT_BOTH, x, "walk_va");
	p->word = kernel_reads(k, m, AT_BOTH, x, "walk_word");
	p->root = kernel_reads(k, m, AT_BOTH, x, "walk_root");
	p->access = kernel_reads(k, m, AT_BOTH, x, "walk_access");
}

static void bind_memory(struct walker *w, struct kernel *k, unsigned int m)
{
	w->mem_req_valid = kernel_drives(k, m, 1, "", "mem_req_valid");
	w->mem_req_fetch = kernel_drives(k, m, 1, "", "mem_req_fetch");
	w->mem_req_wide = kernel_drives(k, m, 1, "", "mem_req_wide");
	w->mem_req_addr = kernel_drives(k, m, 56, "", "mem_req_addr");
	w->mem_req_cas = kernel_drives(k, m, 1, "", "mem_req_cas");
	w->mem_req_expect = kernel_drives(k, m, 64, "", "mem_req_expect");
	w->mem_req_data = kernel_drives(k, m, 64, "", "mem_req_data");

	w->mem_req_ready = kernel_reads(k, m, AT_TICK, "", "mem_req_ready");
	w->mem_rsp_valid = kernel_reads(k, m, AT_BOTH, "", "mem_rsp_valid");
	w->mem_rsp_data = kernel_reads(k, m, AT_BOTH, "", "mem_rsp_data");
	w->mem_rsp_error = kernel_reads(k, m, AT_BOTH, "", "mem_rsp_error");
	w->mem_rsp_lost = kernel_reads(k, m, AT_BOTH, "", "mem_rsp_lost");
}

void walker_init(struct walker *w, struct kernel *k)
{
	static const struct kernel_ops ops = {walker_eval, walker_tick};
	unsigned int m = kernel_module(k, "", "walker", &ops, w, sizeof(*w));

	*w = (struct walker){.state = WALKER_IDLE};
	bind_port(&w->fetch, k, m, "fetch_");
	bind_port(&w->data, k, m, "data_");
	bind_memory(w, k, m);
	w->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	w->fence_taken = kernel_reads(k, m, AT_BOTH, "", "fence_taken");

	w->fetch_walk_end = kernel_drives(k, m, 1, "", "fetch_walk_end");
	w->data_walk_end = kernel_drives(k, m, 1, "", "data_walk_end");
	w->walk_fault = kernel_drives(k, m, 2, "", "walk_fault");
	w->walk_pte = kernel_drives(k, m, 64, "", "walk_pte");
	w->walk_page_bits = kernel_drives(k, m, 6, "", "walk_page_bits");
	w->walk_updates = kernel_drives(k, m, 1, "", "walk_updates");
	w->walk_starts = kernel_drives(k, m, 1, "", "walk_starts");
	w->walk_updated = kernel_drives(k, m, 1, "", "walk_updated");
}
