/* SPDX-License-Identifier: Apache-2.0 */
#include "permission_fixture.h"

#include <check.h>
#include <stdlib.h>

#define TABLES   0x80000u /* page number of the table of level 0; level n is n pages above */
#define PDPT     0x80010u
#define MAX_WAIT 1000u

#define ROOT(levels) (TABLES + (levels)-1u)

/* Indices are all different, so that a wrong one reads another entry. */
static const struct permission_kind kinds[8] = {
	{"Sv32", REGIME_RV32, 2, 2, 10, 4, 0x12345678, UINT64_C(1) << 31 | ROOT(2)},
	{"Sv39", REGIME_RV64, 3, 3, 9, 8, 0x1234567890, UINT64_C(8) << 60 | ROOT(3)},
	{"Sv48", REGIME_RV64, 4, 4, 9, 8, 0x123456789abc, UINT64_C(9) << 60 | ROOT(4)},
	{"Sv57", REGIME_RV64, 5, 5, 9, 8, 0xb4123456789abc, UINT64_C(10) << 60 | ROOT(5)},
	{"two-level", REGIME_X86_32, 2, 2, 10, 4, 0x12345678, (uint64_t)ROOT(2) << 12},
	{"PAE", REGIME_X86_32, 2, 2, 9, 8, 0x72345678, (uint64_t)PDPT << 12},
	{"four-level", REGIME_X86_64, 4, 3, 9, 8, 0x123456789abc, (uint64_t)ROOT(4) << 12},
	{"five-level", REGIME_X86_64, 5, 3, 9, 8, 0xb4123456789abc, (uint64_t)ROOT(5) << 12},
};

/* One question. */
struct ask {
	enum access_type type;
	unsigned int priv;
	bool sum, mxr; /* sum: x86, AC */
};

#define N_ASKS 48u /* 3 accesses, 4 privileges, SUM or AC, MXR */

static struct ask ask_of(unsigned int n)
{
	return (struct ask){(enum access_type)(n % 3), n / 3 % 4, n / 12 & 1, n / 24 & 1};
}

static bool is_x86(const struct permission *p)
{
	return p->mode >= 4;
}

static void run(struct permission *p)
{
	/* An assertion that holds costs a system call, too. */
	if (bench_cycle(p->bench) == BENCH_OK)
		return;
	ck_abort_msg("%s, cycle %llu: %s", p->kind->name,
		     (unsigned long long)p->bench->failed_cycle, p->bench->failure);
}

void permission_set(struct permission *p, unsigned int level, uint64_t pte)
{
	const struct permission_kind *kind = p->kind;
	uint64_t index = kind->va >> (12 + level * kind->index_bits) &
			 ((UINT64_C(1) << kind->index_bits) - 1);
	uint64_t pa = (uint64_t)(TABLES + level) << 12 | index * kind->bytes;

	if (!image_write(p->bench->image, pa, kind->bytes, pte))
		ck_abort_msg("no table");
}

uint64_t permission_pointer(const struct permission *p, unsigned int level, uint64_t flags)
{
	return (uint64_t)(TABLES + level - 1) << (is_x86(p) ? 12 : 10) | flags;
}

void permission_good_pointers(struct permission *p)
{
	const uint64_t flags = is_x86(p) ? 0x27 : 1; /* P RW US A; V */

	for (unsigned int level = 1; level < p->kind->levels; level++)
		permission_set(p, level, permission_pointer(p, level, flags));
}

/* Of everything, or of what is not global. */
static void fence(struct permission *p, bool keep_global)
{
	p->bench->in.fence_valid = 1;
	p->bench->in.fence_keep_global = keep_global;
	run(p);
	p->bench->in.fence_valid = 0;
}

static void write_ptbr(struct permission *p)
{
	struct mmu_in *in = &p->bench->in;
	const struct mmu_out *out = &p->bench->out;

	in->pg = p->mode >= 4;
	in->pae = p->mode >= 5;
	in->lma = p->mode >= 6;
	in->la57 = p->mode == 7;
	in->ptbr_valid = 1;
	in->ptbr_regime = p->kind->regime;
	in->ptbr_value = p->kind->ptbr;
	run(p);
	in->ptbr_valid = 0;
	for (unsigned int i = 0; i < MAX_WAIT && !out->ptbr_rsp_valid; i++)
		run(p);
	ck_assert(out->ptbr_rsp_valid && !out->ptbr_rsp_fault);
}

void permission_start(struct permission *p, unsigned int n)
{
	const struct bench_config config = {
		.rtl = true, .model = true, .oracle = true, .memory = {.latency = 1}};
	const uint64_t nothing = 0, pdpte = (uint64_t)(TABLES + 1) << 12 | 1;
	const struct permission_kind *kind = &kinds[n];
	struct bench *bench;
	char error[256];

	bench = bench_create(&config, error, sizeof(error));
	ck_assert_msg(bench, "%s", error);
	*p = (struct permission){.bench = bench, .kind = kind, .mode = n};
	for (unsigned int level = 0; level < kind->levels; level++)
		ck_assert(image_page(bench->image, TABLES + level, &nothing, 1, 8));
	ck_assert(image_page(bench->image, PDPT, &nothing, 1, 8));
	ck_assert(image_write(bench->image, (uint64_t)PDPT << 12 | (kind->va >> 30 & 3) * 8, 8,
			      pdpte));
	bench->in.fetch_rsp_ready = bench->in.data_rsp_ready = 1;
	permission_good_pointers(p);
	write_ptbr(p);
}

void permission_finish(struct permission *p, const struct tally *expected)
{
	tally_check(p->kind->name, &p->tally, expected);
	bench_destroy(p->bench);
}

/* Asks, and gives what came of it. */
static const struct exchange *request(struct permission *p, const struct ask *ask)
{
	struct mmu_in *in = &p->bench->in;
	const struct mmu_out *out = &p->bench->out;
	bool fetch = ask->type == ACCESS_FETCH;

	in->fetch_req_valid = fetch;
	in->data_req_valid = !fetch;
	in->fetch_req_va = in->data_req_va = p->kind->va;
	in->fetch_req_priv = in->data_req_priv = ask->priv;
	in->data_req_store = ask->type == ACCESS_STORE;
	in->data_req_sum = ask->sum;
	in->data_req_mxr = ask->mxr;
	run(p);
	in->fetch_req_valid = in->data_req_valid = 0;
	for (unsigned int i = 0; i < MAX_WAIT; i++) {
		run(p);
		if (fetch ? out->fetch_rsp_valid : out->data_rsp_valid)
			return monitor_recent(p->bench->monitor, fetch ? PORT_FETCH : PORT_DATA, 0);
	}
	ck_abort_msg("no answer");
}

/* The accesses that may fill an entry, in the order in which they are tried. */
static const unsigned int fillers[] = {PRIV_S, PRIV_U};

#define N_FILLERS 2u

/*
 * Makes an access of the same port that fills the entry, if there is one. No store is tried,
 * because an access that may store may also load: so it is a load or a fetch, with all that opens
 * pages, by a supervisor or by a user. The control bits of x86 that act on a hit are open, too.
 * *refused: how many of the fillers are known to be refused; it is the same of all questions of one
 * entry to one port, so it is found out once.
 */
static bool fill(struct permission *p, const struct ask *wanted, unsigned int *refused)
{
	struct ask ask = {wanted->type == ACCESS_FETCH ? ACCESS_FETCH : ACCESS_LOAD, 0, true, true};
	struct mmu_in *in = &p->bench->in;
	const struct mmu_in controls = *in;
	bool filled = false;

	in->wp = in->smep = in->smap = 0;
	while (!filled && *refused < N_FILLERS) {
		ask.priv = fillers[*refused];
		filled = request(p, &ask)->fault == FAULT_NONE;
		*refused += !filled;
	}
	in->wp = controls.wp;
	in->smep = controls.smep;
	in->smap = controls.smap;
	return filled;
}

static void check_page(const struct exchange *x, const struct permission_page *page)
{
	if (page && x->fault == FAULT_NONE && x->memtype != page->memtype)
		ck_abort_msg("memory type %u", x->memtype);
}

static void ask_on_a_miss(struct permission *p, const struct ask *ask,
			  const struct permission_page *page)
{
	const struct exchange *x = request(p, ask);

	if (x->starts != 1)
		ck_abort_msg("an empty TLB, and no walk");
	check_page(x, page);
	p->tally.allowed += x->fault == FAULT_NONE;
}

static void ask_behind_a_fill(struct permission *p, const struct ask *ask,
			      const struct permission_page *page, unsigned int *refused)
{
	const struct exchange *x;

	if (!fill(p, ask, refused))
		return;
	x = request(p, ask);
	check_page(x, page);
	if (x->fault != FAULT_NONE || x->starts)
		return;
	p->tally.hits++;
	if (!page)
		return;
	fence(p, true);
	if ((request(p, ask)->starts == 0) != page->global)
		ck_abort_msg("global, or not");
}

/* RISC-V's M: no table has a say. */
static void ask_untranslated(struct permission *p, const struct ask *ask)
{
	const struct exchange *x = request(p, ask);

	if (x->starts || x->fault != FAULT_NONE || x->size || x->pa != p->kind->va)
		ck_abort_msg("M is translated");
}

static bool is_asked(const struct permission *p, const struct ask *ask, enum permission_asks asks)
{
	if (asks == ASKS_BRIEF && (ask->priv > PRIV_S || ask->sum || ask->mxr))
		return false;
	/* SUM and MXR are pins of the data port; x86 has no MXR. */
	if (ask->type == ACCESS_FETCH)
		return !ask->sum && !ask->mxr;
	return !is_x86(p) || !ask->mxr;
}

void permission_ask(struct permission *p, unsigned int level, uint64_t pte,
		    enum permission_asks asks, const struct permission_page *page)
{
	unsigned int refused[2] = {0}; /* of the data port, of the fetch port */

	for (unsigned int n = 0; n < N_ASKS; n++) {
		struct ask ask = ask_of(n);
		unsigned int *of_port = &refused[ask.type == ACCESS_FETCH];

		if (!is_asked(p, &ask, asks))
			continue;
		p->tally.cells++;
		/* Set anew each time, for an access may set A and D. */
		permission_set(p, level, pte);
		fence(p, false);
		if (!is_x86(p) && ask.priv > PRIV_S) {
			fill(p, &ask, of_port);
			ask_untranslated(p, &ask);
			continue;
		}
		ask_on_a_miss(p, &ask, page);
		if (*of_port == N_FILLERS)
			continue;
		permission_set(p, level, pte);
		fence(p, false);
		ask_behind_a_fill(p, &ask, page, of_port);
	}
}
