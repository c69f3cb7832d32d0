/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The player's two ports: accesses wait in a queue for each, are put on its pins as soon as these
 * are free, and are compared when they are answered.
 */
#include "trace/player_inside.h"

#include "base/random.h"
#include "dut/dut.h"

bool player_drained(const struct player *player)
{
	return player->queues[PORT_FETCH].answered == player->queues[PORT_FETCH].filled &&
	       player->queues[PORT_DATA].answered == player->queues[PORT_DATA].filled;
}

/* The answers beside the first; few lines of a trace have some. */
__attribute__((noinline)) static void keep_others(struct player *player,
						  const struct trace_event *event)
{
	for (unsigned int i = 0; i < event->n_others; i++)
		player->others[player->n_others++] = event->others[i];
}

void player_enqueue(struct player *player, const struct trace_event *event, enum part part,
		    uint64_t va, unsigned int bytes)
{
	const struct trace_context *context = trace_context(player->trace);
	struct queue *queue = &player->queues[event->type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA];

	queue->items[queue->filled++] = (struct item){
		.va = va,
		.line = event->line,
		.answer = event->answer,
		.last = (uint16_t)(bytes - 1),
		.others = (uint16_t)player->n_others,
		.n_others = (uint8_t)event->n_others,
		.type = (uint8_t)event->type,
		.segment = (uint8_t)event->segment,
		.part = (uint8_t)part,
		.priv = context->priv,
		.sum = context->arch >= TRACE_X86_32 ? context->ac : context->sum,
		.mxr = context->mxr,
		.svnapot = context->svnapot,
	};
	if (event->n_others)
		keep_others(player, event);
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

static struct given given_by(enum port port, const struct mmu_out *out)
{
	if (port == PORT_FETCH)
		return (struct given){out->fetch_rsp_fault, out->fetch_rsp_code, out->fetch_rsp_pa,
				      out->fetch_rsp_memtype};
	return (struct given){out->data_rsp_fault, out->data_rsp_code, out->data_rsp_pa,
			      out->data_rsp_memtype};
}

/* What the port did in the cycle just done. */
static void look(struct player *player, enum port port, bool accepted, bool taken)
{
	struct queue *queue = &player->queues[port];

	/* A request that is accepted in the cycle in which this is answered is newer. */
	if (taken && queue->answered < queue->sent) {
		const struct given given = given_by(port, &player->bench->out);

		player_compare(player, &queue->items[queue->answered++], &given, accepted);
	}
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

/*
 * A request that waits now waits for the MMU, for memory or for a random stall. None of these takes
 * so long, so the answer is missing.
 */
static void watch(struct player *player)
{
	uint64_t patience;

	if (moved(&player->bench->in, &player->bench->out)) {
		player->waiting = 0;
		return;
	}
	patience = bench_patience(player->bench);
	if (++player->waiting > patience)
		bench_fail(player->bench, BENCH_MISMATCH, "no answer in %llu cycles",
			   (unsigned long long)patience);
}

void player_cycle(struct player *player)
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
	     out->fetch_rsp_valid && in->fetch_rsp_ready);
	look(player, PORT_DATA, in->data_req_valid && out->data_req_ready,
	     out->data_rsp_valid && in->data_rsp_ready);
}

bool player_running(const struct player *player)
{
	const struct bench *bench = player->bench;

	if (bench->status != BENCH_OK && !bench->config.fst)
		return false;
	if (bench->status != BENCH_OK && bench->cycle > bench->config.fst_last)
		return false;
	return !player->config->limit || bench->cycle < player->config->limit;
}
