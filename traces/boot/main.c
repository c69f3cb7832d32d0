// SPDX-License-Identifier: Apache-2.0
// The parts, one behind the other; and everything is given back behind each.
#include "kernel.h"

struct part {
	const char *name;
	void (*run)(void);
};

/* The reason of a shutdown is the number of the part that failed, from 1. */
static const struct part parts[] = {
	{"entries", entries},     {"sizes", sizes}, {"napot", napot},
	{"rights", rights},       {"marks", marks}, {"fences", fences},
	{"globals", globals},     {"asids", asids}, {"tables", tables},
	{"protect", protect},     {"code", code},   {"crossing", crossing},
	{"processes", processes},
};

void kernel(void)
{
	paging_tidy();
	for (unsigned int round = 0; round < machine.rounds; round++) {
		for (unsigned int n = 0; n < sizeof(parts) / sizeof(parts[0]); n++) {
			unsigned int before = frames_free();

			part_name = parts[n].name;
			part_number = n + 1;
			parts[n].run();
			expect_same("frames that were not given back", round, before,
				    frames_free());
		}
	}
	put("kernel: Sv");
	put_number(12 + levels * INDEX_BITS);
	put(", ");
	put_number(asid_bits);
	put(" bits of ASID, A and D by ");
	put(marks_by_hardware ? "hardware" : "the kernel");
	put(machine.svnapot ? ", Svnapot" : "");
	put(machine.svpbmt ? ", Svpbmt" : "");
	put(": all is well\n");
	shutdown(0);
}
