/* SPDX-License-Identifier: Apache-2.0 */
#include "player.h"

#include <stdlib.h>
#include <string.h>

#include "dut.h"
#include "names.h"
#include "random.h"

#define QUEUE 4096u

/* An access of the trace on its way through a port. */
struct item {
	uint64_t va, pa;
	uint64_t line;
	uint16_t last; /* bytes less one */
	uint8_t type, priv, sum, mxr, segment;
	uint8_t expect; /* enum trace_expect */
	int8_t code;    /* as in struct trace_event; so is memtype */
	int8_t memtype;
};

/* Filled from the trace, emptied by the port; begins anew when it is empty. */
struct queue {
	struct item items[QUEUE];
	unsigned int filled;
	unsigned int sent;     /* accepted by the port */
	unsigned int answered; /* at most one less than sent, after a cycle */
	bool shown;            /* items[sent] is on the pins */
};

struct player {
	struct bench *bench;
	struct trace *trace;
	const struct player_config *config;
	struct player_counts *counts;
	uint64_t random;
	struct queue queues[PORTS];
	struct trace_event event; /* read but not carried out yet */
	bool pending;
	bool ended;
	uint64_t ptbr;    /* as the last `ptbr` line that was not refused left it */
	uint64_t waiting; /* cycles since a handshake of the core's last took place */
};

static bool drained(const struct player *player)
{
	return player->queues[PORT_FETCH].answered == player->queues[PORT_FETCH].filled &&
	       player->queues[PORT_DATA].answered == player->queues[PORT_DATA].filled;
}

static void show_fetch(struct mmu_in *in, const struct item *item, unsigned int n)
{
	const uint64_t tag_mask = (UINT64_C(1) << dut_config.tag_bits) - 1;

	in->fetch_req_valid = 1;
	in->fetch_req_tag = n & tag_mask;
	in->fetch_req_va = item->va;
	in->fetch_req_seg = item->segment;
	in->fetch_req_last = item->last;
	in->fetch_req_priv = item->priv;
}

static void show_data(struct mmu_in *in, const struct item *item, unsigned int n)
{
	const uint64_t tag_mask = (UINT64_C(1) << dut_config.tag_bits) - 1;

	in->data_req_valid = 1;
	in->data_req_tag = n & tag_mask;
	in->data_req_va = item->va;
	in->data_req_seg = item->segment;
	in->data_req_last = item->last;
	in->data_req_priv = item->priv;
	in->data_req_store = item->type == ACCESS_STORE;
	in->data_req_sum = item->sum;
	in->data_req_mxr = item->mxr;
}

static void show(struct player *player, enum port port)
{
	struct queue *queue = &player->queues[port];
	struct mmu_in *in = &player->bench->in;

	if (queue->shown || queue->sent == queue->filled)
		return;
	queue->shown = true;
	player->bench->line[port] = queue->items[queue->sent].line;
	if (port == PORT_FETCH)
		show_fetch(in, &queue->items[queue->sent], queue->sent);
	else
		show_data(in, &queue->items[queue->sent], queue->sent);
}

static enum fault expected_fault(enum trace_expect expect)
{
	static const enum fault faults[] = {FAULT_NONE,   FAULT_NONE,       FAULT_PAGE,
					    FAULT_ACCESS, FAULT_PROTECTION, FAULT_SEGMENT};

	return faults[expect];
}

/* What a port answered. */
struct given {
	uint64_t fault, code, pa, memtype;
};

static void compare(struct player *player, const struct item *item, const struct given *given)
{
	enum fault expected = expected_fault(item->expect);
	unsigned long long line = item->line, va = item->va;

	/* The trace knows nothing of errors that are injected. */
	if (item->expect == EXPECT_NOTHING || player->bench->config.memory.error)
		return;
	player->counts->recorded++;
	if (given->fault != expected)
		bench_fail(player->bench, BENCH_MISMATCH,
			   "trace line %llu, va %llx: the MMU gives %s, the trace records %s", line,
			   va, fault_name(given->fault), fault_name(expected));
	else if (!expected && given->pa != item->pa)
		bench_fail(
			player->bench, BENCH_MISMATCH,
			"trace line %llu, va %llx: the MMU gives pa %llx, the trace records %llx",
			line, va, (unsigned long long)given->pa, (unsigned long long)item->pa);
	else if (expected && item->code >= 0 && given->code != (unsigned int)item->code)
		bench_fail(
			player->bench, BENCH_MISMATCH,
			"trace line %llu, va %llx: the MMU gives code %llx, the trace records %x",
			line, va, (unsigned long long)given->code, (unsigned int)item->code);
	else if (!expected && item->memtype >= 0 && given->memtype != (unsigned int)item->memtype)
		bench_fail(player->bench, BENCH_MISMATCH,
			   "trace line %llu, va %llx: the MMU gives memory type %llx, the trace "
			   "records %x",
			   line, va, (unsigned long long)given->memtype,
			   (unsigned int)item->memtype);
}

/* What the port did in the cycle just done. */
static void look(struct player *player, enum port port, bool accepted, bool taken,
		 const struct given *given)
{
	struct queue *queue = &player->queues[port];

	if (taken && queue->answered < queue->sent)
		compare(player, &queue->items[queue->answered++], given);
	if (accepted) {
		queue->sent++;
		queue->shown = false;
		if (port == PORT_FETCH)
			player->bench->in.fetch_req_valid = 0;
		else
			player->bench->in.data_req_valid = 0;
	}
}

/* Did a handshake of the core's take place? */
static bool moved(const struct mmu_in *in, const struct mmu_out *out)
{
	return (in->fetch_req_valid && out->fetch_req_ready) ||
	       (in->data_req_valid && out->data_req_ready) ||
	       (out->fetch_rsp_valid && in->fetch_rsp_ready) ||
	       (out->data_rsp_valid && in->data_rsp_ready) ||
	       (in->fence_valid && out->fence_ready) || (in->ptbr_valid && out->ptbr_ready) ||
	       out->ptbr_rsp_valid;
}

/* Whoever waits now waits for the MMU, memory or chance, and none of these takes so long. */
static void watch(struct player *player)
{
	const struct memory_config *memory = &player->bench->config.memory;
	uint64_t patience = 100 * (UINT64_C(10000) + memory->latency + memory->jitter);

	if (moved(&player->bench->in, &player->bench->out))
		player->waiting = 0;
	else if (++player->waiting > patience)
		bench_fail(player->bench, BENCH_MISMATCH, "no answer in %llu cycles",
			   (unsigned long long)patience);
}

static void cycle(struct player *player)
{
	struct bench *bench = player->bench;
	struct mmu_in *in = &bench->in;
	const struct mmu_out *out = &bench->out;
	unsigned int stall = player->config->stall;

	show(player, PORT_FETCH);
	show(player, PORT_DATA);
	in->fetch_rsp_ready = !stall || !random_chance(&player->random, stall, 256);
	in->data_rsp_ready = !stall || !random_chance(&player->random, stall, 256);
	bench_cycle(bench);
	watch(player);
	look(player, PORT_FETCH, in->fetch_req_valid && out->fetch_req_ready,
	     out->fetch_rsp_valid && in->fetch_rsp_ready,
	     &(struct given){out->fetch_rsp_fault, out->fetch_rsp_code, out->fetch_rsp_pa,
			     out->fetch_rsp_memtype});
	look(player, PORT_DATA, in->data_req_valid && out->data_req_ready,
	     out->data_rsp_valid && in->data_rsp_ready,
	     &(struct given){out->data_rsp_fault, out->data_rsp_code, out->data_rsp_pa,
			     out->data_rsp_memtype});
}

static bool running(const struct player *player)
{
	const struct bench *bench = player->bench;

	if (bench->status != BENCH_OK && !bench->config.fst)
		return false;
	if (bench->status != BENCH_OK && bench->cycle > bench->config.fst_last)
		return false;
	return !player->config->limit || bench->cycle < player->config->limit;
}

static const enum regime regimes[] = {[TRACE_RV32] = REGIME_RV32,
				      [TRACE_RV64] = REGIME_RV64,
				      [TRACE_X86_32] = REGIME_X86_32,
				      [TRACE_X86_64] = REGIME_X86_64};

/* Writes the base register and waits for the answer. */
static enum fault write_ptbr(struct player *player, uint64_t value)
{
	struct mmu_in *in = &player->bench->in;
	const struct mmu_out *out = &player->bench->out;

	in->ptbr_valid = 1;
	in->ptbr_regime = regimes[trace_context(player->trace)->arch];
	in->ptbr_value = value;
	do
		cycle(player);
	while (!out->ptbr_ready && running(player));
	in->ptbr_valid = 0;
	do
		cycle(player);
	while (!out->ptbr_rsp_valid && running(player));
	return (enum fault)out->ptbr_rsp_fault;
}

/* The paging mode under this base register, as context_mode() has it. */
static int mode_needed(const struct player *player, uint64_t ptbr)
{
	const struct trace_context *context = trace_context(player->trace);
	const struct oracle_context wanted = {
		.regime = regimes[context->arch],
		.ptbr = ptbr,
		.x86 = {.pg = context->pg,
			.pae = context->pae,
			.la57 = context->la57,
			.lma = context->lma},
	};

	return context_mode(&wanted);
}

/* What a build has left out it cannot be held to. */
static void lacks(struct player *player, unsigned long line, const char *what)
{
	bench_fail(player->bench, BENCH_ERROR, "%s:%lu: needs %s, which this build leaves out",
		   player->config->name, line, what);
	player->ended = true;
}

/* The mode from here on was built, or if there is none, any of the regime. */
static void check_mode(struct player *player, unsigned long line, uint64_t ptbr)
{
	static const struct {
		const char *name;
		unsigned int formats;
	} arches[] = {
		[TRACE_RV32] = {"rv32",   0x01},
		[TRACE_RV64] = {"rv64",   0x0e},
		[TRACE_X86_32] = {"x86-32", 0x30},
		[TRACE_X86_64] = {"x86-64", 0xf0},
	};
	enum trace_arch arch = trace_context(player->trace)->arch;
	int mode = mode_needed(player, ptbr);

	if (!(dut_config.formats & arches[arch].formats))
		lacks(player, line, arches[arch].name);
	else if (mode >= 0 && mode < 8 && !(dut_config.formats >> mode & 1))
		lacks(player, line, context_modes[mode]);
}

static void carry_out_ptbr(struct player *player, const struct trace_event *event)
{
	enum fault expected = expected_fault(event->expect);
	enum fault fault = write_ptbr(player, event->value);

	check_mode(player, event->line, event->value);
	if (!fault)
		player->ptbr = player->bench->out.ptbr_held;
	if (event->expect == EXPECT_NOTHING || player->bench->config.memory.error)
		return;
	player->counts->recorded++;
	if (fault != expected)
		bench_fail(player->bench, BENCH_MISMATCH,
			   "trace line %lu, ptbr %llx: the MMU gives %s, the trace records %s",
			   event->line, (unsigned long long)event->value, fault_name(fault),
			   fault_name(expected));
}

static void send_fence(struct player *player, const struct trace_event *event)
{
	struct bench *bench = player->bench;

	bench->in.fence_valid = 1;
	bench->in.fence_by_va = event->by_va;
	bench->in.fence_va = event->va;
	bench->in.fence_by_asid = event->by_asid;
	bench->in.fence_asid = event->asid & 0xffff;
	bench->in.fence_keep_global = event->keep_global;
	do
		cycle(player);
	while (!bench->out.fence_ready && running(player));
	bench->in.fence_valid = 0;
}

static void load_segment(struct player *player, const struct trace_event *event)
{
	struct mmu_in *in = &player->bench->in;

	in->seg_valid = 1;
	in->seg_index = event->segment;
	in->seg_base = event->load.base;
	in->seg_limit = event->load.limit;
	in->seg_granular = event->load.granular;
	in->seg_type = event->load.type;
	in->seg_dpl = event->load.dpl;
	in->seg_present = event->load.present;
	in->seg_big = event->load.big;
	in->seg_long = event->load.is_long;
	cycle(player);
	in->seg_valid = 0;
}

/* The control pins that the context says. Of x86's, the context of RISC-V has none set. */
static struct mmu_in controls(const struct player *player)
{
	const struct trace_context *context = trace_context(player->trace);
	struct mmu_in in = player->bench->in;

	in.adue = context->adue;
	in.pbmte = context->pbmte;
	in.pg = context->pg;
	in.wp = context->wp;
	in.pse = context->pse;
	in.pae = context->pae;
	in.pge = context->pge;
	in.la57 = context->la57;
	in.smep = context->smep;
	in.smap = context->smap;
	in.pcide = context->pcide;
	in.lma = context->lma;
	in.nxe = context->nxe;
	return in;
}

static bool controls_change(const struct player *player)
{
	struct mmu_in in = controls(player);

	return memcmp(&in, &player->bench->in, sizeof(in)) != 0;
}

/*
 * What a core does when software writes CR0, CR4 or EFER (SDM, "Operations that Invalidate TLBs";
 * PDPTEs are loaded by writes of CR0 and CR4, too, from the address that CR3 holds). The format
 * lets all these bits flush everything. A load that faults would undo the write of CR0 or CR4: a
 * trace cannot say so.
 */
static void apply_context(struct player *player, unsigned long line)
{
	const struct mmu_in old = player->bench->in, in = controls(player);
	enum fault fault;

	player->bench->in = in;
	if (in.pg == old.pg && in.pse == old.pse && in.pae == old.pae && in.pge == old.pge &&
	    in.la57 == old.la57 && in.lma == old.lma && in.nxe == old.nxe && in.pcide >= old.pcide)
		return;
	send_fence(player, &(struct trace_event){.by_va = false});
	fault = write_ptbr(player, player->ptbr);
	/* Of errors that are injected the trace knows nothing. */
	if (!fault || player->bench->config.memory.error)
		return;
	bench_fail(player->bench, BENCH_ERROR,
		   "%s:%lu: set writes CR3 %llx again, and that is %s: load a good one first",
		   player->config->name, line, (unsigned long long)player->ptbr, fault_name(fault));
	player->ended = true;
}

static void start_scene(struct player *player)
{
	bench_reset(player->bench);
	player->queues[PORT_FETCH].shown = false;
	player->queues[PORT_DATA].shown = false;
	player->bench->in = controls(player);
	/* Nothing can refuse it: no x86 control bit is set. */
	write_ptbr(player, 0);
	player->ptbr = 0;
}

/* An event that waits for all accesses before it. */
static void carry_out(struct player *player)
{
	const struct trace_event *event = &player->event;
	struct bench *bench = player->bench;
	bool memory_ok = true;

	player->pending = false;
	switch (event->kind) {
	case TRACE_ARCH:
	case TRACE_RESET:
		start_scene(player);
		check_mode(player, event->line, player->ptbr);
		break;
	case TRACE_SET:
		apply_context(player, event->line);
		check_mode(player, event->line, player->ptbr);
		break;
	case TRACE_PTBR:
		carry_out_ptbr(player, event);
		break;
	case TRACE_FENCE:
		send_fence(player, event);
		break;
	case TRACE_SEGMENT:
		if (dut_config.segments)
			load_segment(player, event);
		else
			lacks(player, event->line, "segments");
		break;
	case TRACE_ACCESS: /* through a segment, and there are none */
		lacks(player, event->line, "segments");
		break;
	case TRACE_PAGE:
		memory_ok = image_page(bench->image, event->ppn, event->ptes, event->n_ptes,
				       event->pte_bytes);
		break;
	case TRACE_DROP:
		memory_ok = image_drop(bench->image, event->ppn);
		break;
	case TRACE_PTE:
		if (!image_write(bench->image, event->pa, event->pte_bytes, event->value))
			bench_fail(bench, BENCH_ERROR,
				   "%s:%lu: pte %llx: no page line gave this memory",
				   player->config->name, event->line,
				   (unsigned long long)event->pa);
		break;
	case TRACE_ERROR:
		bench_fail(bench, BENCH_ERROR, "%s", trace_error(player->trace));
		player->ended = true;
		break;
	default:
		player->ended = true;
		break;
	}
	if (!memory_ok)
		bench_fail(bench, BENCH_ERROR, "out of memory");
}

static void enqueue(struct player *player, const struct trace_event *event)
{
	const struct trace_context *context = trace_context(player->trace);
	struct queue *queue = &player->queues[event->type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA];

	queue->items[queue->filled++] = (struct item){
		.va = event->va,
		.pa = event->pa,
		.line = event->line,
		.last = (uint16_t)(event->size - 1),
		.type = (uint8_t)event->type,
		.segment = (uint8_t)event->segment,
		.priv = context->priv,
		.sum = context->sum || context->ac,
		.mxr = context->mxr,
		.expect = (uint8_t)event->expect,
		.code = (int8_t)event->code,
		.memtype = (int8_t)event->memtype,
	};
	player->counts->accesses++;
}

/* Reads on until an event must wait for the accesses, or a queue is full. */
static void fill(struct player *player)
{
	struct trace_event *event = &player->event;
	struct queue *fetch = &player->queues[PORT_FETCH], *data = &player->queues[PORT_DATA];

	fetch->filled = fetch->sent = fetch->answered = 0;
	data->filled = data->sent = data->answered = 0;
	while (fetch->filled < QUEUE && data->filled < QUEUE) {
		enum trace_kind kind = trace_next(player->trace, event);

		if (kind == TRACE_ACCESS &&
		    (event->segment == SEGMENT_NONE || dut_config.segments)) {
			enqueue(player, event);
		} else if (kind != TRACE_SET || controls_change(player)) {
			player->pending = true;
			break;
		}
	}
	player->counts->lines = event->line;
}

enum bench_status player_run(struct bench *bench, struct trace *trace,
			     const struct player_config *config, struct player_counts *counts)
{
	struct player *player = calloc(1, sizeof(*player));
	unsigned int turns = 0;

	*counts = (struct player_counts){0};
	if (!player) {
		bench_fail(bench, BENCH_ERROR, "out of memory");
		return bench->status;
	}
	player->bench = bench;
	player->trace = trace;
	player->config = config;
	player->counts = counts;
	player->random = config->seed;
	while (!player->ended && running(player)) {
		if (!drained(player)) {
			cycle(player);
			continue;
		}
		if (player->pending)
			carry_out(player);
		else
			fill(player);
		if (config->progress && ++turns % 256 == 0)
			config->progress(config->opaque, trace_progress(trace));
	}
	free(player);
	return bench->status;
}
