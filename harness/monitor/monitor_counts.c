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
}
