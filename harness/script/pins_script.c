/* SPDX-License-Identifier: Apache-2.0 */
#include "script/pins_script.h"

#include <stdlib.h>
#include <string.h>

#include "arch.h"

MMU_WIDEST

enum {
#define NUMBER(name, ...) AT_##name,
	MMU_INPUTS(NUMBER)
#undef NUMBER
};

/* A request names no segment where none is said. */
#define USUAL(at) ((at) == AT_fetch_req_seg || (at) == AT_data_req_seg ? SEGMENT_NONE : 0)

/* The payload pins of a channel are fields; each has the pin's name without the channel's. */
#define PIN(label, bits, at)                        {label, bits, false, false, 0, USUAL(at), at},
#define CONTROL(name, bits, channel, role, meaning) PIN(#name, bits, AT_##name)
#define FIELD(name, bits, channel, role, meaning)   FIELD_##role(name, bits, sizeof(#channel))
#define FIELD_VALID(name, bits, behind)
#define FIELD_PAYLOAD(name, bits, behind) PIN(&#name[behind], bits, AT_##name)
#define COUNT(name, min, usual)                                                                    \
	{                                                                                          \
		name, 20, true, false, min, usual, 0                                               \
	}

static const struct script_field page_fields[] = {
	{"ppn", 44, false, true, 0, 0, 0},
};
static const struct script_field pte_fields[] = {
	{"pa", 56, false, true, 0, 0, 0},
	{"value", 64, false, false, 0, 0, 0},
	{"bytes", 4, true, false, 4, 8, 0},
};
static const struct script_field set_fields[] = {MMU_CONTROLS(CONTROL)};
static const struct script_field hold_fields[] = {
	COUNT("fetch_rsp", 1, 0),
	COUNT("data_rsp", 1, 0),
	COUNT("mem_req", 1, 0),
};
static const struct script_field mem_fields[] = {
	COUNT("latency", 1, 1),
	{"error", 1, false, false, 0, 0, 0},
	{"alone", 1, false, false, 0, 0, 0},
};
static const struct script_field fetch_req_fields[] = {MMU_FETCH_REQ(FIELD, MMU_NO_PIN)};
static const struct script_field data_req_fields[] = {MMU_DATA_REQ(FIELD, MMU_NO_PIN)};
static const struct script_field ptbr_fields[] = {MMU_PTBR(FIELD, MMU_NO_PIN)};
static const struct script_field seg_fields[] = {MMU_SEG(FIELD, MMU_NO_PIN)};
static const struct script_field fence_fields[] = {MMU_FENCE(FIELD, MMU_NO_PIN)};
static const struct script_field mem_rsp_fields[] = {MMU_MEM_RSP(FIELD, MMU_NO_PIN)};

/* Up to main: the words of the line are as data (memory.h). */
#define MEM_RSP_SAID mem_rsp_fields, 5

#define FIELDS(name) name##_fields, sizeof(name##_fields) / sizeof(name##_fields[0])

static const struct {
	const char *name;
	const struct script_field *fields;
	size_t n;
	bool partial;
} kinds[SCRIPT_KINDS] = {
	[SCRIPT_RESET] = {"reset", NULL, 0, false},
	[SCRIPT_PAGE] = {"page", FIELDS(page), false},
	[SCRIPT_PTE] = {"pte", FIELDS(pte), false},
	[SCRIPT_SET] = {"set", FIELDS(set), true},
	[SCRIPT_HOLD] = {"hold", FIELDS(hold), true},
	[SCRIPT_MEM] = {"mem", FIELDS(mem), false},
	[SCRIPT_STRAY_MEM_RSP] = {"stray_mem_rsp", MEM_RSP_SAID, false},
	[SCRIPT_FETCH_REQ] = {"fetch_req", FIELDS(fetch_req), false},
	[SCRIPT_DATA_REQ] = {"data_req", FIELDS(data_req), false},
	[SCRIPT_PTBR] = {"ptbr", FIELDS(ptbr), false},
	[SCRIPT_SEG] = {"seg", FIELDS(seg), false},
	[SCRIPT_FENCE] = {"fence", FIELDS(fence), false},
	[SCRIPT_IDLE_FETCH_REQ] = {"idle_fetch_req", FIELDS(fetch_req), true},
	[SCRIPT_IDLE_DATA_REQ] = {"idle_data_req", FIELDS(data_req), true},
	[SCRIPT_IDLE_PTBR] = {"idle_ptbr", FIELDS(ptbr), true},
	[SCRIPT_IDLE_SEG] = {"idle_seg", FIELDS(seg), true},
	[SCRIPT_IDLE_FENCE] = {"idle_fence", FIELDS(fence), true},
	[SCRIPT_IDLE_MEM_RSP] = {"idle_mem_rsp", MEM_RSP_SAID, true},
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
