/* SPDX-License-Identifier: Apache-2.0 */
#include "pdpte.h"

#include <string.h>

#include "arch.h"
#include "pte.h"

#define PDPTE_BYTES 8
#define PLACE       UINT64_C(0xffffffe0) /* CR3[31:5] */

const char *pdpte_name(unsigned int n)
{
	static const char *const names[PDPTES] = {
		"held_pdpte0",
		"held_pdpte1",
		"held_pdpte2",
		"held_pdpte3",
	};

	return names[n];
}

/* ---- Eval ---- */

static bool is_answered(const struct pdpte *p, const struct kernel *k)
{
	return p->state == PDPTE_WAITING && signal_get(k, p->mem_rsp_valid);
}

/* Of an answer. */
static enum fault fault_of(const struct pdpte *p, const struct kernel *k)
{
	uint64_t pdpte = signal_get(k, p->mem_rsp_data);

	if (signal_get(k, p->mem_rsp_error))
		return FAULT_ACCESS;
	if (pte_pdpte_is_present(pdpte) && pte_pdpte_is_reserved(pdpte, p->pa_bits))
		return FAULT_PROTECTION;
	return FAULT_NONE;
}

static void pdpte_eval(const void *state, struct kernel *k)
{
	const struct pdpte *p = state;
	enum fault fault = is_answered(p, k) ? fault_of(p, k) : FAULT_NONE;
	bool is_last = is_answered(p, k) && p->next == PDPTES - 1;

	signal_put(k, p->loading, p->state != PDPTE_AT_REST);
	signal_put(k, p->load_end, is_last || fault);
	signal_put(k, p->load_fault, fault);
	signal_put(k, p->load_req_valid, p->state == PDPTE_ASKING);
	signal_put(k, p->load_req_addr, p->state == PDPTE_ASKING ? p->addr : 0);
	for (unsigned int n = 0; n < PDPTES; n++)
		signal_put(k, p->held_pdpte[n], p->held[n]);
}

/* ---- The clock edge ---- */

static void rest(struct pdpte *p)
{
	p->state = PDPTE_AT_REST;
	p->next = 0;
	p->addr = 0;
	memset(p->read, 0, sizeof(p->read));
}

static void begin(struct pdpte *p, const struct kernel *k)
{
	p->state = PDPTE_ASKING;
	p->addr = signal_get(k, p->ptbr_value) & PLACE;
}

static void take(struct pdpte *p, const struct kernel *k)
{
	bool faults = fault_of(p, k) != FAULT_NONE;

	p->read[p->next] = signal_get(k, p->mem_rsp_data);
	if (faults) {
		rest(p);
	} else if (p->next == PDPTES - 1) {
		memcpy(p->held, p->read, sizeof(p->held));
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

	if (signal_get(k, p->rst)) {
		memset(p->held, 0, sizeof(p->held));
		rest(p);
	} else if (signal_get(k, p->write_loads)) {
		begin(p, k);
	} else if (p->state == PDPTE_ASKING && signal_get(k, p->mem_req_ready)) {
		p->state = PDPTE_WAITING;
	} else if (is_answered(p, k)) {
		take(p, k);
	} else {
		return false;
	}
	return true;
}

/* ---- Elaboration ---- */

void pdpte_init(struct pdpte *p, struct kernel *k, unsigned int pa_bits)
{
	static const struct kernel_ops ops = {pdpte_eval, pdpte_tick};
	unsigned int m = kernel_module(k, "", "pdpte", &ops, p, sizeof(*p));

	*p = (struct pdpte){.pa_bits = pa_bits};

	p->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	p->ptbr_value = kernel_reads(k, m, AT_TICK, "", "ptbr_value");
	p->write_loads = kernel_reads(k, m, AT_TICK, "", "write_loads");
	p->mem_req_ready = kernel_reads(k, m, AT_TICK, "", "mem_req_ready");
	p->mem_rsp_valid = kernel_reads(k, m, AT_BOTH, "", "mem_rsp_valid");
	p->mem_rsp_data = kernel_reads(k, m, AT_BOTH, "", "mem_rsp_data");
	p->mem_rsp_error = kernel_reads(k, m, AT_BOTH, "", "mem_rsp_error");

	p->loading = kernel_drives(k, m, 1, "", "loading");
	p->load_end = kernel_drives(k, m, 1, "", "load_end");
	p->load_fault = kernel_drives(k, m, 2, "", "load_fault");
	p->load_req_valid = kernel_drives(k, m, 1, "", "load_req_valid");
	p->load_req_addr = kernel_drives(k, m, 56, "", "load_req_addr");
	for (unsigned int n = 0; n < PDPTES; n++)
		p->held_pdpte[n] = kernel_drives(k, m, 64, "", pdpte_name(n));
}
