// SPDX-License-Identifier: Apache-2.0
// Processes: they take turns by calls and by the timer, fork and exit. There are more of them than
// ASIDs in use, so that each ASID has one process behind the other.
#include "kernel.h"

#define PROCESSES 12u
#define FIRST     4u /* begin at the start, the others by fork */
#define STEPS     8u
#define ASIDS     3u
#define SIE_TIMER (1ul << 5)

static struct process all[PROCESSES];
/* Which process has it: NULL, nobody; and whether the TLB may hold what is no longer so under it.
 */
static struct process *owners[ASIDS];
static bool used[ASIDS];
static unsigned int given_last;
static unsigned long base;

unsigned long user_base(void)
{
	return base;
}

/* As far apart as can be: each has one bit. */
static unsigned long asid_value(unsigned int n)
{
	return asid_bits ? 1ul << (asid_bits - 1 - n) : 0;
}

static unsigned int asid_count(void)
{
	return !asid_bits ? 1 : asid_bits < ASIDS ? asid_bits : ASIDS;
}

static void asid_lose(unsigned int n)
{
	if (owners[n])
		owners[n]->asid = -1;
	owners[n] = NULL;
}

/*
 * All have a new one from now on; or one is taken from the process that ran last, of which the TLB
 * holds most. A fence of all, or by ASID.
 */
static unsigned int asid_roll(void)
{
	static unsigned int turn;

	if (++turn % 3) {
		asid_lose(given_last);
		fence_asid(asid_value(given_last));
		return given_last;
	}
	for (unsigned int n = 0; n < asid_count(); n++) {
		asid_lose(n);
		used[n] = false;
	}
	fence_all();
	return 0;
}

static void asid_give(struct process *process)
{
	unsigned int n = 0;

	if (process->asid >= 0)
		return;
	while (n < asid_count() && owners[n])
		n++;
	if (n == asid_count())
		n = asid_roll();
	else if (used[n])
		fence_asid(asid_value(n));
	used[n] = true;
	given_last = n;
	owners[n] = process;
	process->asid = (int)n;
	process->space.asid = asid_value(n);
}

static struct process *process_new(void)
{
	for (unsigned int n = 0; n < PROCESSES; n++) {
		if (!all[n].alive) {
			all[n].space = space_new(0);
			all[n].asid = -1;
			all[n].alive = true;
			all[n].refused = all[n].hand = 0;
			map(&all[n].space, base + (USER_PAGES + 2) * PAGE,
			    leaf(physical(user_begin), PTE_V | PTE_R | PTE_X | PTE_U));
			return &all[n];
		}
	}
	return NULL;
}

static void process_start(void)
{
	struct process *process = process_new();

	process->registers.pc = base + (USER_PAGES + 2) * PAGE +
				((unsigned long)user_main - (unsigned long)user_begin);
	process->registers.x[2] = base + (USER_PAGES + 1) * PAGE;
	process->registers.x[10] = base;
	process->registers.x[11] = draw(0x7fffffff) + 1;
	process->registers.x[12] = STEPS;
}

/* The result is -1 where there is no room. */
void process_fork(struct process *parent)
{
	struct process *child = process_new();

	parent->registers.x[10] = child ? 1 : -1ul;
	if (!child)
		return;
	for (unsigned int n = 1; n < 32; n++)
		child->registers.x[n] = parent->registers.x[n];
	child->registers.x[10] = 0;
	child->registers.pc = parent->registers.pc;
	pages_share(parent, child);
}

static void process_exit(struct process *process)
{
	slots_free(process);
	space_enter(&kernel_space);
	space_free(&process->space);
	if (process->asid >= 0)
		asid_lose((unsigned int)process->asid);
	process->alive = false;
}

/* Whether the process goes on. */
static bool call(struct process *process)
{
	unsigned long *x = process->registers.x;
	unsigned int page = (unsigned int)x[10];

	process->registers.pc += 4;
	switch (x[17]) {
	case CALL_EXIT:
		process_exit(process);
		return false;
	case CALL_FORK:
		process_fork(process);
		return true;
	case CALL_KEY:
		x[10] = key_new();
		return true;
	case CALL_DISCARD:
		page_discard(process, page);
		return true;
	case CALL_REFUSE:
		page_refuse(process, page);
		x[10] = process->refused;
		return true;
	case CALL_REFUSED:
		x[10] = process->refused;
		return true;
	case CALL_EVICT:
		page_evict(process, page);
		for (unsigned int n = 0; n < PROCESSES; n++) {
			if (all[n].alive)
				page_evict_old(&all[n]);
		}
		return true;
	case CALL_YIELD:
		return false;
	default:
		fail("a process", x[10], x[11], x[12]);
	}
}

static void run(struct process *process)
{
	bool on = true;

	asid_give(process);
	space_enter(&process->space);
	while (on) {
		unsigned long cause = run_user(&process->registers), va = csr_read(stval);

		if (cause == TIMER) {
			timer_start();
			on = false;
		} else if (cause == ECALL_USER) {
			on = call(process);
		} else if (!page_fault(process, cause, va)) {
			fail("a trap of a process: pc, cause and address", process->registers.pc,
			     cause, va);
		}
	}
}

static bool any_alive(void)
{
	bool any = false;

	for (unsigned int n = 0; n < PROCESSES; n++)
		any |= all[n].alive;
	return any;
}

void processes(void)
{
	unsigned int n;

	base = region(draw(120), false);
	for (n = 0; n < FIRST; n++)
		process_start();
	timer_start();
	csr_set(sie, SIE_TIMER);
	for (n = 0; any_alive(); n = (n + 1) % PROCESSES) {
		if (all[n].alive)
			run(&all[n]);
	}
	csr_clear(sie, SIE_TIMER);
}
