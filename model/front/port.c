/* SPDX-License-Identifier: Apache-2.0 */
#include "front/port.h"

#include "arch.h"
#include "front/answer.h"

/* ---- The access word ---- */

/* Fields of one bit, as bits of the word. */
static uint64_t riscv_access(const struct request *r, const struct controls *c)
{
	return r->sum * ACCESS_OPEN | r->mxr * ACCESS_MXR | c->adue * ACCESS_ADUE |
	       c->pbmte * ACCESS_PBMTE;
}

/* SMEP closes user pages to fetches; SMAP to the rest, but not with EFLAGS.AC. */
static bool is_open(const struct port *p, const struct request *r, const struct controls *c)
{
	return p->is_fetch ? !c->smep : !c->smap || r->sum;
}

static uint64_t x86_access(const struct port *p, const struct request *r, const struct controls *c)
{
	bool ignores_w = r->store && r->priv != PRIV_U && !c->wp;

	return is_open(p, r, c) * ACCESS_OPEN | ignores_w * ACCESS_IGNORE_W | c->pse * ACCESS_PSE |
	       c->pge * ACCESS_PGE | c->nxe * ACCESS_NXE | c->smep * ACCESS_SMEP;
}

static uint64_t access_of(const struct port *p, const struct kernel *k, enum mode mode)
{
	const struct request *r = request_get(k, p->io.req);
	const struct controls *c = controls_get(k, p->io.controls);

	return p->is_fetch * ACCESS_FETCHES | r->store * ACCESS_STORES |
	       (r->priv == PRIV_U) * ACCESS_USER | r->lock * ACCESS_LOCKS |
	       (mode_is_x86(mode) ? x86_access(p, r, c) : riscv_access(r, c));
}

/* ---- Eval ---- */

/* port-1. */
static bool is_ready(const struct port *p, const struct kernel *k)
{
	bool is_free = p->rsp.valid ? wire_get(k, p->io.rsp_ready) : !p->walk.valid;

	return is_free && !p->tlb_changes && !fence_req_get(k, p->io.fence)->valid &&
	       !write_get(k, p->io.write)->wall;
}

/* port-3: x86 has no privilege that is not translated. */
static bool is_translated(const struct port *p, const struct kernel *k)
{
	const struct held *held = held_get(k, p->io.held);

	return !held->bare &&
	       (request_get(k, p->io.req)->priv <= PRIV_S || regime_is_x86(held->regime));
}

/* port-3: RV64 has no physical address above bit 55. */
static bool is_beyond_memory(const struct port *p, const struct kernel *k)
{
	return held_get(k, p->io.held)->regime == REGIME_RV64 &&
	       linear_get(k, p->io.linear)->address >> 56;
}

static struct lookup lookup_of(const struct port *p, const struct kernel *k)
{
	const struct held *held = held_get(k, p->io.held);

	return (struct lookup){
		.valid = 1,
		.space = space_of((enum mode)held->mode, held->asid),
		.page = page_of(held->is_short, linear_get(k, p->io.linear)->address),
		.access = access_of(p, k, (enum mode)held->mode),
	};
}

static void port_eval(const void *state, struct kernel *k)
{
	const struct port *p = state;
	bool valid = request_get(k, p->io.req)->valid;
	bool ready = is_ready(p, k);
	bool accepted = valid && ready;
	bool passes = accepted && !linear_get(k, p->io.linear)->fault;
	struct lookup lookup = {.valid = 0};
	struct port_events events;

	if (passes && is_translated(p, k))
		lookup = lookup_of(p, k);
	events.accepted = accepted;
	events.lookup = lookup.valid;
	events.refused = passes ? !lookup.valid && is_beyond_memory(p, k) : accepted;
	events.stall = valid && !ready;
	wire_put(k, p->io.req_ready, ready);
	lookup_put(k, p->io.lookup, &lookup);
	port_events_put(k, p->io.events, &events);
	answer_put(k, p->io.rsp, &p->rsp);
	walk_put(k, p->io.walk, &p->walk);
}

/* ---- The clock edge ---- */

static void clear(struct port *p)
{
	p->walk = (struct walk){.valid = 0};
	p->rsp = (struct answer){.valid = 0};
}

/* An answer with nothing but the tag. */
static struct answer *answer(struct port *p)
{
	p->rsp.valid = 1;
	p->rsp.tag = p->tag;
	return &p->rsp;
}

/* In PAE, VA[31:30] chooses. */
static uint64_t root_of(const struct port *p, const struct kernel *k, enum mode mode, uint64_t va)
{
	if (mode == MODE_X86_PAE)
		return pdptes_get(k, p->io.held_pdpte)->held[va >> 30 & 3];
	return held_get(k, p->io.held)->root;
}

static void miss(struct port *p, const struct kernel *k, const struct linear *linear)
{
	const struct lookup *lookup = lookup_get(k, p->io.lookup);

	p->names_ss = linear->is_stack;
	p->walk = (struct walk){
		.valid = 1,
		.va = linear->address,
		.space = lookup->space,
		.page = lookup->page,
		.root = root_of(p, k, space_mode(lookup->space), linear->address),
		.access = lookup->access,
	};
}

static void accept(struct port *p, const struct kernel *k)
{
	const struct linear *linear = linear_get(k, p->io.linear);
	const struct port_events *events = port_events_get(k, p->io.events);
	const struct hit *hit = hit_get(k, p->io.hit);
	uint64_t va = linear->address;

	clear(p);
	p->tag = request_get(k, p->io.req)->tag;
	if (events->refused)
		answer_refusal(answer(p), linear);
	else if (!events->lookup)
		answer(p)->pa = held_get(k, p->io.held)->is_short ? va & UINT32_MAX : va;
	else if (hit->valid)
		answer_leaf(answer(p), hit->leaf, hit->page_bits, va);
	else
		miss(p, k, linear);
}

static void end_walk(struct port *p, const struct walk_end *end)
{
	uint64_t va = p->walk.va;

	clear(p);
	answer_walk(answer(p), end, va, p->names_ss);
}

static bool ends_walk(const struct port *p, const struct walk_end *end)
{
	return p->is_fetch ? end->fetch : end->data;
}

static void reset(struct port *p)
{
	clear(p);
	p->tlb_changes = false;
}

static bool port_tick(void *state, const struct kernel *k)
{
	struct port *p = state;
	const struct walk_end *end = walk_end_get(k, p->io.walk_end);
	bool ends = ends_walk(p, end), before = p->tlb_changes;

	p->tlb_changes = ends || end->fault; /* tlb-1 */
	if (wire_get(k, p->io.rst))
		reset(p);
	else if (port_events_get(k, p->io.events)->accepted)
		accept(p, k);
	else if (ends)
		end_walk(p, end);
	else if (p->rsp.valid && wire_get(k, p->io.rsp_ready))
		clear(p);
	else
		return p->tlb_changes != before;
	return true;
}

void port_init(struct port *p, struct kernel *k, const char *prefix, bool is_fetch,
	       unsigned int tag_bits)
{
	static const struct kernel_line lines[] = {PORT_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(port_eval, port_tick, lines);

	*p = (struct port){.is_fetch = is_fetch};
	kernel_module(k, prefix, "port", &ops, p, sizeof(*p), &p->io);
	kernel_narrow(k, prefix, "req_tag", tag_bits);
	kernel_narrow(k, prefix, "rsp_tag", tag_bits);
}
