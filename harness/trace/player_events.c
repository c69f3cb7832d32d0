/* SPDX-License-Identifier: Apache-2.0 */
#include "trace/player_inside.h"

#include <string.h>

#include "arch/names.h"
#include "dut/dut.h"

static const enum regime regimes[] = {[TRACE_RV32] = REGIME_RV32,
				      [TRACE_RV64] = REGIME_RV64,
				      [TRACE_X86_32] = REGIME_X86_32,
				      [TRACE_X86_64] = REGIME_X86_64};

/* Writes the base register of an architecture and waits for the answer. */
static enum fault write_ptbr(struct player *player, enum trace_arch arch, uint64_t value)
{
	struct mmu_in *in = &player->bench->in;
	const struct mmu_out *out = &player->bench->out;

	in->ptbr_valid = 1;
	in->ptbr_regime = regimes[arch];
	in->ptbr_value = value;
	do
		player_cycle(player);
	while (!out->ptbr_ready && player_running(player));
	in->ptbr_valid = 0;
	do
		player_cycle(player);
	while (!out->ptbr_rsp_valid && player_running(player));
	return (enum fault)out->ptbr_rsp_fault;
}

/* The paging mode under this base register, as context_mode() has it. */
static enum paging_mode mode_needed(const struct player *player, enum trace_arch arch,
				    uint64_t ptbr)
{
	const struct trace_context *context = trace_context(player->trace);
	const struct oracle_context wanted = {
		.regime = regimes[arch],
		.ptbr = ptbr,
		.x86 = {.pg = context->pg,
			.pae = context->pae,
			.la57 = context->la57,
			.lma = context->lma},
	};

	return context_mode(&wanted);
}

/* The trace needs what this build leaves out: that ends the run, and is no mismatch. */
static void lacks(struct player *player, unsigned long line, const char *what)
{
	bench_fail(player->bench, BENCH_LACKS, "%s:%lu: needs %s, which this build leaves out",
		   player->config->name, line, what);
	player->ended = true;
}

/* Some mode of the architecture was built. */
static void check_arch(struct player *player, unsigned long line, enum trace_arch arch)
{
	static const char *const names[] = {[TRACE_RV32] = "rv32",
					    [TRACE_RV64] = "rv64",
					    [TRACE_X86_32] = "x86-32",
					    [TRACE_X86_64] = "x86-64"};

	if (!(dut_config.formats & paging_of_regime[regimes[arch]]))
		lacks(player, line, names[arch]);
}

/* The mode under this base register was built, if it has one. */
static void check_mode(struct player *player, unsigned long line, enum trace_arch arch,
		       uint64_t ptbr)
{
	enum paging_mode mode = mode_needed(player, arch, ptbr);

	if (mode >= 0 && mode < PAGING_MODES && !paging_is_built(dut_config.formats, mode))
		lacks(player, line, paging[mode].name);
}

/* A MODE that does not exist: the whole write is ignored (rule ptbr-2). */
static bool is_ignored(enum trace_arch arch, uint64_t value)
{
	return arch == TRACE_RV64 && paging_of_satp(REGIME_RV64, value) == PAGING_MODES;
}

static void carry_out_ptbr(struct player *player, const struct trace_event *event)
{
	enum trace_arch arch = trace_context(player->trace)->arch;
	enum fault fault = write_ptbr(player, arch, event->value);

	check_mode(player, event->line, arch, event->value);
	if (!fault && !is_ignored(arch, event->value)) {
		player->ptbr = player->bench->out.ptbr_held;
		player->ptbr_arch = arch;
	}
	player_compare_ptbr(player, event, fault);
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
		player_cycle(player);
	while (!bench->out.fence_ready && player_running(player));
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
	in->seg_rpl = event->load.rpl;
	in->seg_null = event->load.is_null;
	in->seg_present = event->load.present;
	in->seg_big = event->load.big;
	in->seg_long = event->load.is_long;
	player_cycle(player);
	in->seg_valid = 0;
	player->segment_base[event->segment] = event->load.base;
	if (event->segment == SEGMENT_CS)
		player->long_code = event->load.is_long;
}

/* The control pins that the context says. */
static struct mmu_in controls(const struct player *player)
{
	const struct trace_context *context = trace_context(player->trace);
	struct mmu_in in = player->bench->in;

#define SET(name, ...) in.name = context->name;
	MMU_CONTROLS(SET)
#undef SET
	return in;
}

bool player_controls_change(const struct player *player)
{
	struct mmu_in in = controls(player);

	return memcmp(&in, &player->bench->in, sizeof(in)) != 0;
}

static bool is_x86(enum trace_arch arch)
{
	return regimes[arch] >= REGIME_X86_32;
}

/*
 * What a core does when software writes CR0, CR4 or EFER (SDM, "Operations that Invalidate TLBs";
 * PDPTEs are loaded by writes of CR0 and CR4, too, from the address that CR3 holds). The format
 * lets all these bits flush everything. A load that faults would undo the write of CR0 or CR4: a
 * trace cannot say so. While the register is satp, these bits mean nothing yet.
 */
static void apply_context(struct player *player, unsigned long line)
{
	const struct mmu_in old = player->bench->in, in = controls(player);
	enum fault fault;

	player->bench->in = in;
	if (!is_x86(player->ptbr_arch))
		return;
	if (in.pg == old.pg && in.pse == old.pse && in.pae == old.pae && in.pge == old.pge &&
	    in.la57 == old.la57 && in.lma == old.lma && in.nxe == old.nxe && in.pcide >= old.pcide)
		return;
	send_fence(player, &(struct trace_event){.by_va = false});
	fault = write_ptbr(player, player->ptbr_arch, player->ptbr);
	/* The trace knows nothing of errors that are injected. */
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
	player->ptbr_arch = trace_context(player->trace)->arch;
	/* Nothing can refuse it: no x86 control bit is set. */
	write_ptbr(player, player->ptbr_arch, 0);
	player->ptbr = 0;
	player->long_code = false;
	player->n_stores = 0;
}

/* Without a new scene the base register is still what the last `ptbr` line made it. */
static void change_arch(struct player *player, const struct trace_event *event)
{
	if (!event->keep)
		start_scene(player);
	check_arch(player, event->line, trace_context(player->trace)->arch);
}

/* An event that waits for all accesses before it. */
void player_carry_out(struct player *player)
{
	const struct trace_event *event = &player->event;
	struct bench *bench = player->bench;
	bool memory_ok = true;

	player->pending = false;
	switch (event->kind) {
	case TRACE_ARCH:
		change_arch(player, event);
		break;
	case TRACE_RESET:
		start_scene(player);
		break;
	case TRACE_SET:
		apply_context(player, event->line);
		check_mode(player, event->line, player->ptbr_arch, player->ptbr);
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
	case TRACE_ACCESS:
		if (event->segment == SEGMENT_NONE || dut_config.segments)
			player_split(player);
		else
			lacks(player, event->line, "segments");
		break;
	case TRACE_MEMORY:
		player_compare_memory(player, event);
		break;
	case TRACE_PAGE:
		memory_ok = image_page(bench->image, event->ppn, event->ptes, event->n_ptes,
				       event->pte_bytes);
		break;
	case TRACE_DROP:
		image_drop(bench->image, event->ppn);
		break;
	case TRACE_PTE:
		player_stores(player, event);
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
