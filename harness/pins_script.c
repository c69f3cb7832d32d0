/* SPDX-License-Identifier: Apache-2.0 */
#include "pins_script.h"

#include <stdlib.h>
#include <string.h>

#include "arch.h"

enum {
#define NUMBER(name, bits) AT_##name,
	MMU_INPUTS(NUMBER)
#undef NUMBER
};

/* One pin: its name behind that of its channel. */
#define PIN(channel, name, bits)                                                                   \
	{                                                                                          \
#name, bits, false, false, 0, 0, AT_##channel##_##name                             \
	}
#define SEGMENT(channel)                                                                           \
	{                                                                                          \
		"seg", 3, false, false, 0, SEGMENT_NONE, AT_##channel##_seg                        \
	}
#define CONTROL(name)                                                                              \
	{                                                                                          \
#name, 1, false, false, 0, 0, AT_##name                                            \
	}
#define COUNT(name, min, usual)                                                                    \
	{                                                                                          \
		name, 20, true, false, min, usual, 0                                               \
	}

static const struct script_field page_fields[] = {
	{"ppn", 44, false, true, 0, 0, 0},
};
static const struct script_field pte_fields[] = {
	{"pa",    56, false, true,  0, 0, 0},
	{"value", 64, false, false, 0, 0, 0},
	{"bytes", 4,  true,  false, 4, 8, 0},
};
static const struct script_field set_fields[] = {
	CONTROL(adue),  CONTROL(pbmte), CONTROL(pg),   CONTROL(wp),   CONTROL(pse),
	CONTROL(pae),   CONTROL(pge),   CONTROL(la57), CONTROL(smep), CONTROL(smap),
	CONTROL(pcide), CONTROL(lma),   CONTROL(nxe),
};
static const struct script_field hold_fields[] = {
	COUNT("fetch_rsp", 1, 0),
	COUNT("data_rsp", 1, 0),
	COUNT("mem_req", 1, 0),
};
static const struct script_field mem_fields[] = {
	COUNT("latency", 1, 1),
	{"error", 1, false, false, 0, 0, 0},
};
static const struct script_field fetch_req_fields[] = {
	PIN(fetch_req, tag, 16),  PIN(fetch_req, va, 64),  SEGMENT(fetch_req),
	PIN(fetch_req, last, 12), PIN(fetch_req, priv, 2), PIN(fetch_req, pin, 1),
};
static const struct script_field data_req_fields[] = {
	PIN(data_req, tag, 16),  PIN(data_req, va, 64),  SEGMENT(data_req),
	PIN(data_req, last, 12), PIN(data_req, priv, 2), PIN(data_req, pin, 1),
	PIN(data_req, store, 1), PIN(data_req, sum, 1),  PIN(data_req, mxr, 1),
};
static const struct script_field ptbr_fields[] = {
	PIN(ptbr, regime, 2),
	PIN(ptbr, value, 64),
};
static const struct script_field seg_fields[] = {
	PIN(seg, index, 3), PIN(seg, base, 64), PIN(seg, limit, 20), PIN(seg, granular, 1),
	PIN(seg, type, 4),  PIN(seg, dpl, 2),   PIN(seg, rpl, 2),    PIN(seg, present, 1),
	PIN(seg, null, 1),  PIN(seg, big, 1),   PIN(seg, long, 1),
};
static const struct script_field fence_fields[] = {
	PIN(fence, by_va, 1), PIN(fence, va, 64),         PIN(fence, by_asid, 1),
	PIN(fence, asid, 16), PIN(fence, keep_global, 1),
};
static const struct script_field mem_rsp_fields[] = {
	PIN(mem_rsp, data, 64),
	PIN(mem_rsp, error, 1),
	PIN(mem_rsp, lost, 1),
};

#define FIELDS(name) name##_fields, sizeof(name##_fields) / sizeof(name##_fields[0])

static const struct {
	const char *name;
	const struct script_field *fields;
	size_t n;
	bool partial;
} kinds[SCRIPT_KINDS] = {
	[SCRIPT_RESET] = {"reset", NULL,      0,                       false},
	[SCRIPT_PAGE] = {"page",       FIELDS(page),           false               },
	[SCRIPT_PTE] = {"pte",       FIELDS(pte),            false  },
	[SCRIPT_SET] = {"set",       FIELDS(set),            true               },
	[SCRIPT_HOLD] = {"hold",       FIELDS(hold),           true},
	[SCRIPT_MEM] = {"mem",       FIELDS(mem),            false                 },
	[SCRIPT_FETCH_REQ] = {"fetch_req",       FIELDS(fetch_req),      false},
	[SCRIPT_DATA_REQ] = {"data_req",       FIELDS(data_req),       false                   },
	[SCRIPT_PTBR] = {"ptbr",       FIELDS(ptbr),           false},
	[SCRIPT_SEG] = {"seg",       FIELDS(seg),            false                     },
	[SCRIPT_FENCE] = {"fence",       FIELDS(fence),          false},
	[SCRIPT_IDLE_FETCH_REQ] = {"idle_fetch_req",       FIELDS(fetch_req), true        },
	[SCRIPT_IDLE_DATA_REQ] = {"idle_data_req",       FIELDS(data_req),  true},
	[SCRIPT_IDLE_PTBR] = {"idle_ptbr",       FIELDS(ptbr),      true                },
	[SCRIPT_IDLE_SEG] = {"idle_seg",       FIELDS(seg),       true},
	[SCRIPT_IDLE_FENCE] = {"idle_fence",       FIELDS(fence),     true            },
	[SCRIPT_IDLE_MEM_RSP] = {"idle_mem_rsp",       FIELDS(mem_rsp),   true},
};

const char *script_kind_name(enum script_kind kind)
{
	return kinds[kind].name;
}

const struct script_field *script_fields(enum script_kind kind, unsigned int *n)
{
	*n = (unsigned int)kinds[kind].n;
	return kinds[kind].fields;
}

bool script_is_partial(enum script_kind kind)
{
	return kinds[kind].partial;
}

struct script_event *script_add(struct script *script, uint64_t cycle, enum script_kind kind)
{
	struct script_event *event;

	if (script->n == script->room) {
		size_t room = script->room ? 2 * script->room : 256;
		struct script_event *events =
			realloc(script->events, room * sizeof(script->events[0]));

		if (!events)
			return NULL;
		script->events = events;
		script->room = room;
	}
	event = &script->events[script->n++];
	*event = (struct script_event){.cycle = cycle, .kind = kind};
	for (size_t i = 0; i < kinds[kind].n; i++)
		event->value[i] = kinds[kind].fields[i].usual;
	return event;
}

void script_say(struct script_event *event, unsigned int field, uint64_t value)
{
	event->value[field] = value;
	event->given |= 1u << field;
}

uint64_t *script_pin(const struct script_field *field, struct mmu_in *in)
{
	return (uint64_t *)in + field->at;
}

uint64_t script_pin_value(const struct script_field *field, const struct mmu_in *in)
{
	return ((const uint64_t *)in)[field->at];
}

bool script_add_expect(struct script *script, const struct script_expect *expect)
{
	if (script->n_expects == script->expects_room) {
		size_t room = script->expects_room ? 2 * script->expects_room : 16;
		struct script_expect *expects =
			realloc(script->expects, room * sizeof(script->expects[0]));

		if (!expects)
			return false;
		script->expects = expects;
		script->expects_room = room;
	}
	script->expects[script->n_expects++] = *expect;
	return true;
}

const char *script_output(unsigned int pin, unsigned int *bits)
{
	static const struct {
		const char *name;
		unsigned int bits;
	} outputs[] = {
#define OUTPUT(name, bits) {#name, bits},
		MMU_OUTPUTS(OUTPUT)
#undef OUTPUT
	};

	if (pin >= sizeof(outputs) / sizeof(outputs[0]))
		return NULL;
	*bits = outputs[pin].bits;
	return outputs[pin].name;
}

uint64_t script_output_value(unsigned int pin, const struct mmu_out *out)
{
	return ((const uint64_t *)out)[pin];
}

bool script_copy(struct script *to, const struct script *from)
{
	struct script_event *events = malloc((from->n + 1) * sizeof(events[0]));
	struct script_expect *expects = malloc((from->n_expects + 1) * sizeof(expects[0]));

	if (!events || !expects) {
		free(events);
		free(expects);
		return false;
	}
	*to = *from;
	to->events = events;
	to->room = from->n + 1;
	to->expects = expects;
	to->expects_room = from->n_expects + 1;
	if (from->n)
		memcpy(events, from->events, from->n * sizeof(events[0]));
	if (from->n_expects)
		memcpy(expects, from->expects, from->n_expects * sizeof(expects[0]));
	return true;
}

void script_free(struct script *script)
{
	free(script->events);
	free(script->expects);
	*script = (struct script){0};
}
