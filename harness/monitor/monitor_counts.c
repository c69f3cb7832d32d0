/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/monitor_counts.h"

void monitor_counts_add(struct monitor_counts *sum, const struct monitor_counts *counts)
{
#define ADD_ALL(field, name) sum->field += counts->field;
#define ADD_PORT(field, name)                                                                      \
	for (enum port port = 0; port < PORTS; port++)                                             \
		sum->field[port] += counts->field[port];
	MONITOR_PORT_COUNTS(ADD_PORT)
	MONITOR_WALK_COUNTS(ADD_ALL)
	MONITOR_CONTROL_COUNTS(ADD_ALL)
#undef ADD_ALL
#undef ADD_PORT
	for (unsigned int i = 0; i < sizeof(sum->pages) / sizeof(sum->pages[0]); i++)
		sum->pages[i] += counts->pages[i];
	for (unsigned int i = 0; i < sizeof(sum->modes) / sizeof(sum->modes[0]); i++)
		sum->modes[i] += counts->modes[i];
	for (unsigned int i = 0; i < sizeof(sum->behind) / sizeof(sum->behind[0]); i++)
		sum->behind[i] += counts->behind[i];
	for (unsigned int i = 0; i < sizeof(sum->line_levels) / sizeof(sum->line_levels[0]); i++)
		sum->line_levels[i] += counts->line_levels[i];
	for (unsigned int i = 0; i < MONITOR_LATENCIES; i++)
		sum->latency[i] += counts->latency[i];
	sum->latency_sum += counts->latency_sum;
	if (sum->latency_worst < counts->latency_worst)
		sum->latency_worst = counts->latency_worst;
}

void monitor_counts_latency(struct monitor_counts *counts, uint64_t cycles)
{
	if (cycles < MONITOR_EXACT)
		counts->latency[cycles]++;
	else
		counts->latency[MONITOR_EXACT + 59 - (unsigned int)__builtin_clzll(cycles)]++;
	counts->latency_sum += cycles;
	if (counts->latency_worst < cycles)
		counts->latency_worst = cycles;
}
