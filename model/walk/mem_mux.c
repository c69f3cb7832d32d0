/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/mem_mux.h"

static void mem_mux_eval(const void *state, struct kernel *k)
{
	const struct mem_mux *m = state;
	const struct mem_req *walk = mem_req_get(k, m->io.walk_req);
	const struct mem_req *load = mem_req_get(k, m->io.load_req);
	bool ready = wire_get(k, m->io.mem_req_ready);

	mem_req_put(k, m->io.mem_req, walk->valid ? walk : load);
	wire_put(k, m->io.walk_req_ready, ready);
	wire_put(k, m->io.load_req_ready, ready && !walk->valid);
}

void mem_mux_init(struct mem_mux *m, struct kernel *k, bool has_lines)
{
	static const struct kernel_line lines[] = {MEM_MUX_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line walk[] = {MEM_MUX_WALK_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line line[] = {MEM_MUX_LINE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(mem_mux_eval, NULL, lines);
	unsigned int module;

	module = kernel_module(k, "", "mem_mux", &ops, m, sizeof(*m), &m->io);
	kernel_lines(k, module, "", has_lines ? line : walk, 2, &m->io.walk_req);
}
