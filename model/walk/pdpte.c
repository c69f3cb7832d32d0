/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/pdpte.h"

#include <string.h>

#include "arch.h"
#include "walk/pte.h"

#define PDPTE_BYTES 8
#define PLACE       UINT64_C(0xffffffe0) /* CR3[31:5] */

/* ---- Eval ---- */

static bool is_answered(const struct pdpte *p, const struct kernel *k)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, p->io.mem_rsp);

	return p->state == PDPTE_WAITING && rsp->valid && rsp->id == MEM_ID_LOAD;
}

/* The fault of an answer. */
static enum fault fault_of(const struct pdpte *p, const struct mem_rsp *rsp)
{
	if (rsp->error)
		return FAULT_ACCESS;
	if (pte_pdpte_is_present(rsp->data) && pte_pdpte_is_reserved(rsp->data, p->pa_bits))
		return FAULT_PROTECTION;
	return FAULT_NONE;
}

static void pdpte_eval(const void *state, struct kernel *k)
{
	const struct pdpte *p = state;
	struct pdpte_load load = {.busy = p->state != PDPTE_AT_REST};
	struct mem_req req = {.valid = 0};

	if (is_answered(p, k)) {
		load.fault = fault_of(p, mem_rsp_get(k, p->io.mem_rsp));
		load.end = load.fault || p->next == PDPTES - 1;
	}
	if (p->state == PDPTE_ASKING)
		req = (struct mem_req){.valid = 1, .id = MEM_ID_LOAD, .wide = 1, .addr = p->addr};
	pdpte_load_put(k, p->io.load, &load);
	mem_req_put(k, p->io.load_req, &req);
	pdptes_put(k, p->io.held_pdpte, &p->held);
}

/* ---- The clock edge ---- */

static void rest(struct pdpte *p)
{
	p->state = PDPTE_AT_REST;
	p->next = 0;
}

static void begin(struct pdpte *p, uint64_t cr3)
{
	p->state = PDPTE_ASKING;
	p->addr = cr3 & PLACE;
}

static void take(struct pdpte *p, const struct mem_rsp *rsp)
{
	p->read.held[p->next] = rsp->data;
	if (fault_of(p, rsp) != FAULT_NONE) {
		rest(p);
	} else if (p->next == PDPTES - 1) {
		p->held = p->read;
		rest(p);
	} else {
		p->state = PDPTE_ASKING;
		p->next++;
		p->addr += PDPTE_BYTES;
	}
}

static bool pdpte_tick(void *state, const struct kernel *k)
{
	struct pdpte *p = state;

	if (wire_get(k, p->io.rst)) {
		memset(&p->held, 0, sizeof(p->held));
		rest(p);
	} else if (write_get(k, p->io.write)->loads) {
		begin(p, ptbr_req_get(k, p->io.ptbr)->value);
	} else if (p->state == PDPTE_ASKING && wire_get(k, p->io.load_req_ready)) {
		p->state = PDPTE_WAITING;
	} else if (is_answered(p, k)) {
		take(p, mem_rsp_get(k, p->io.mem_rsp));
	} else {
		return false;
	}
	return true;
}

void pdpte_init(struct pdpte *p, struct kernel *k, unsigned int pa_bits)
{
	static const struct kernel_line lines[] = {PDPTE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(pdpte_eval, pdpte_tick, lines);

	*p = (struct pdpte){.pa_bits = pa_bits};
	kernel_module(k, "", "pdpte", &ops, p, sizeof(*p), &p->io);
}
