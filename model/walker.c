/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walker_step() decides what happens in a cycle; eval shows it, tick keeps it.
 */
#include "walker.h"

#include "arch.h"
#include "pte.h"

/* The request that is walked for, as its port shows it. */
struct request {
	enum mode mode;
	uint64_t va, root, access;
};

enum action {
	STAY,   /* nothing to do, or nothing heard yet */
	READ,   /* ask for the PTE at addr */
	SWAP,   /* ask for the compare-and-swap that is due */
	UPDATE, /* ask for it from the next cycle on */
	AGAIN,  /* lost the swap, or the answer does not count */
	END,    /* with the fault or the leaf */
};

struct step {
	enum action action;
	bool starts;   /* the walk */
	bool is_fetch; /* whose walk it is */
	bool swapped;  /* a compare-and-swap has succeeded */
	unsigned int level;
	uint64_t addr, way;
	unsigned int due;            /* levels to update */
	struct walker_update update; /* if one became due: it */
	uint64_t leaf, page_bits;
	enum fault fault;
	uint64_t code;
};

/* ---- What happens in this cycle ---- */

static struct request request_of(const struct walker_port *p, const struct kernel *k)
{
	uint64_t access = signal_get(k, p->access);

	return (struct request){
		.mode = access_mode(access),
		.va = signal_get(k, p->va),
		.root = signal_get(k, p->root),
		.access = access,
	};
}

static const struct walker_port *port_of(const struct walker *w, bool is_fetch)
{
	return is_fetch ? &w->fetch : &w->data;
}

static unsigned int bit(unsigned int level)
{
	return 1u << level;
}

/* walk-4: the update that comes next is the one nearest to the root. */
static unsigned int next_due(unsigned int due)
{
	return 31 - (unsigned int)__builtin_clz(due);
}

static void end(struct step *s, enum fault fault, uint64_t code)
{
	s->action = END;
	s->fault = fault;
	s->code = code;
}

static void read_pte(struct step *s, const struct request *r, unsigned int level, uint64_t ppn)
{
	s->action = READ;
	s->level = level;
	s->addr = mode_pte_address(r->mode, level, ppn, r->va);
}

/* A mode that is not built has no canonical address. */
static bool is_canonical(const struct walker *w, const struct request *r)
{
	return w->formats & bit(r->mode) && mode_is_canonical(r->mode, r->va);
}

static void start(const struct walker *w, struct step *s, const struct request *r)
{
	uint64_t ppn = r->root;

	if (!is_canonical(w, r)) {
		end(s, mode_is_x86(r->mode) ? FAULT_PROTECTION : FAULT_PAGE, 0);
		return;
	}
	if (r->mode == MODE_X86_PAE) {
		if (!pte_pdpte_is_present(r->root)) {
			end(s, FAULT_PAGE, pte_x86_code_absent(r->mode, r->access));
			return;
		}
		ppn = pte_x86_ppn(r->root);
	}
	s->way = pte_way(r->mode);
	read_pte(s, r, mode_geometry(r->mode)->levels - 1, ppn);
}

/* walk-6: data goes first. */
static struct step step_idle(const struct walker *w, const struct kernel *k)
{
	bool data = signal_get(k, w->data.missing), fetch = signal_get(k, w->fetch.missing);
	struct step s = {.starts = data || fetch, .is_fetch = !data};
	struct request r;

	if (!s.starts)
		return s;
	r = request_of(port_of(w, s.is_fetch), k);
	start(w, &s, &r);
	return s;
}

static void note_update(struct step *s, const struct walker *w, uint64_t pte, uint64_t marked)
{
	if (marked == pte)
		return;
	s->due |= bit(w->level);
	s->update = (struct walker_update){.addr = w->addr, .pte = pte, .marked = marked};
}

/* walk-2, walk-9: the answer to a read. */
static void step_answered(struct step *s, const struct walker *w, const struct kernel *k)
{
	struct request r = request_of(port_of(w, w->is_fetch), k);
	struct pte pte = {.mode = r.mode,
			  .level = w->level,
			  .pa_bits = w->pa_bits,
			  .value = signal_get(k, w->mem_rsp_data),
			  .way = w->way,
			  .access = r.access};
	struct pte_answer a;

	if (signal_get(k, w->mem_rsp_error)) {
		end(s, FAULT_ACCESS, 0);
		return;
	}
	a = pte_judge(&pte);
	if (a.verdict == PTE_FAULTS) {
		end(s, FAULT_PAGE, a.code);
		return;
	}
	note_update(s, w, pte.value, a.marked);
	if (a.verdict == PTE_POINTER) {
		s->way = a.way;
		read_pte(s, &r, w->level - 1, a.ppn);
		return;
	}
	s->leaf = a.leaf;
	s->page_bits = a.page_bits;
	end(s, FAULT_NONE, 0);
	if (s->due)
		s->action = UPDATE;
}

/* walk-4: the answer to a compare-and-swap. */
static void step_swapped(struct step *s, const struct walker *w, const struct kernel *k)
{
	if (signal_get(k, w->mem_rsp_error)) {
		end(s, FAULT_ACCESS, 0);
		return;
	}
	if (signal_get(k, w->mem_rsp_lost)) {
		s->action = AGAIN;
		return;
	}
	s->swapped = true;
	s->due &= ~bit(next_due(w->due));
	end(s, FAULT_NONE, 0);
	if (s->due)
		s->action = UPDATE;
}

static struct step walker_step(const struct walker *w, const struct kernel *k)
{
	bool answered = signal_get(k, w->mem_rsp_valid);
	struct step s;

	if (w->state == WALKER_IDLE)
		return step_idle(w, k);
	s = (struct step){.is_fetch = w->is_fetch,
			  .level = w->level,
			  .addr = w->addr,
			  .way = w->way,
			  .due = w->due,
			  .leaf = w->leaf,
			  .page_bits = w->page_bits};
	if (w->state == WALKER_READING)
		s.action = READ;
	else if (w->state == WALKER_UPDATING)
		s.action = SWAP;
	else if (!answered)
		s.action = STAY;
	else if (w->state == WALKER_AWAITING)
		step_swapped(&s, w, k);
	else if (w->is_fenced)
		s.action = AGAIN;
	else
		step_answered(&s, w, k);
	return s;
}

/* ---- Eval ---- */

/* What goes to memory; nothing: all 0. */
struct memory_request {
	bool is_valid, is_fetch, is_wide, is_swap;
	uint64_t addr, expect, data;
};

static struct memory_request swap_of(const struct walker *w)
{
	const struct walker_update *u = &w->update[next_due(w->due)];

	return (struct memory_request){
		.is_swap = true,
		.addr = u->addr,
		.expect = u->pte,
		.data = u->marked,
	};
}

static struct memory_request memory_request(const struct walker *w, const struct kernel *k,
					    const struct step *s)
{
	struct memory_request m = {.is_valid = false};
	enum mode mode;

	if (s->action != READ && s->action != SWAP) {
		m.is_valid = m.is_wide = signal_get(k, w->load_req_valid);
		m.addr = signal_get(k, w->load_req_addr);
		return m;
	}
	if (s->action == SWAP)
		m = swap_of(w);
	else
		m.addr = s->addr;
	mode = access_mode(signal_get(k, port_of(w, s->is_fetch)->access));
	m.is_valid = true;
	m.is_fetch = s->is_fetch;
	m.is_wide = mode_geometry(mode)->pte_shift == 3;
	return m;
}

static void show_request(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct memory_request m = memory_request(w, k, s);

	signal_put(k, w->mem_req_valid, m.is_valid);
	signal_put(k, w->mem_req_fetch, m.is_fetch);
	signal_put(k, w->mem_req_wide, m.is_wide);
	signal_put(k, w->mem_req_addr, m.addr);
	signal_put(k, w->mem_req_cas, m.is_swap);
	signal_put(k, w->mem_req_expect, m.expect);
	signal_put(k, w->mem_req_data, m.data);
}

/* fence-3: a fence takes the end away. */
static void show_end(const struct walker *w, struct kernel *k, const struct step *s)
{
	bool ends = s->action == END && !signal_get(k, w->fence_taken);
	bool fills = ends && s->fault == FAULT_NONE;

	signal_put(k, w->fetch_walk_end, ends && s->is_fetch);
	signal_put(k, w->data_walk_end, ends && !s->is_fetch);
	signal_put(k, w->walk_fault, ends ? s->fault : FAULT_NONE);
	signal_put(k, w->walk_code, ends ? s->code : 0);
	signal_put(k, w->walk_leaf, fills ? s->leaf : 0);
	signal_put(k, w->walk_page_bits, fills ? s->page_bits : 0);
	signal_put(k, w->fault_word,
		   ends && !fills ? signal_get(k, port_of(w, s->is_fetch)->word) : 0);
}

static void walker_eval(const void *state, struct kernel *k)
{
	const struct walker *w = state;
	struct step s = walker_step(w, k);

	show_request(w, k, &s);
	show_end(w, k, &s);
	signal_put(k, w->walk_starts, s.starts);
	signal_put(k, w->walk_updates, w->state >= WALKER_UPDATING);
	signal_put(k, w->walk_updated, s.swapped);
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
	w->is_fetch = w->is_fenced = false;
	w->level = w->due = 0;
	w->addr = w->way = w->leaf = w->page_bits = 0;
}

static void keep(struct walker *w, const struct step *s)
{
	if (s->due & ~w->due)
		w->update[w->level] = s->update;
	w->is_fetch = s->is_fetch;
	w->level = s->level;
	w->addr = s->addr;
	w->way = s->way;
	w->due = s->due;
	w->leaf = s->leaf;
	w->page_bits = s->page_bits;
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
	w->is_fenced |= fenced;
	keep(w, &s);
	return true;
}

/* ---- Elaboration ---- */

static void bind_port(struct walker_port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->missing = kernel_reads(k, m, AT_BOTH, x, "missing");
	p->va = kernel_reads(k, m, AT_BOTH, x, "walk_va");
	p->word = kernel_reads(k, m, AT_EVAL, x, "walk_word");
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

	w->load_req_valid = kernel_reads(k, m, AT_EVAL, "", "load_req_valid");
	w->load_req_addr = kernel_reads(k, m, AT_EVAL, "", "load_req_addr");
}

void walker_init(struct walker *w, struct kernel *k, unsigned int pa_bits, unsigned int formats)
{
	static const struct kernel_ops ops = {walker_eval, walker_tick};
	unsigned int m = kernel_module(k, "", "walker", &ops, w, sizeof(*w));

	*w = (struct walker){.pa_bits = pa_bits, .formats = formats};
	bind_port(&w->fetch, k, m, "fetch_");
	bind_port(&w->data, k, m, "data_");
	bind_memory(w, k, m);
	w->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	w->fence_taken = kernel_reads(k, m, AT_BOTH, "", "fence_taken");

	w->fetch_walk_end = kernel_drives(k, m, 1, "", "fetch_walk_end");
	w->data_walk_end = kernel_drives(k, m, 1, "", "data_walk_end");
	w->walk_fault = kernel_drives(k, m, 2, "", "walk_fault");
	w->fault_word = kernel_drives(k, m, 64, "", "fault_word");
	w->walk_code = kernel_drives(k, m, 5, "", "walk_code");
	w->walk_leaf = kernel_drives(k, m, 64, "", "walk_leaf");
	w->walk_page_bits = kernel_drives(k, m, 6, "", "walk_page_bits");
	w->walk_updates = kernel_drives(k, m, 1, "", "walk_updates");
	w->walk_starts = kernel_drives(k, m, 1, "", "walk_starts");
	w->walk_updated = kernel_drives(k, m, 1, "", "walk_updated");
}
