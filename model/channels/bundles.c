/* SPDX-License-Identifier: Apache-2.0 */
/* The types of the channels, as the kernel wants to have them. */
#include "channels/bundles.h"

#define BUNDLE_TYPE(name, list)                                                                    \
	static const struct kernel_field name##_fields[] = {list(BUNDLE_FIELD)};                   \
	const struct kernel_type name##_type = {                                                   \
		.fields = name##_fields,                                                           \
		.count = sizeof(name##_fields) / sizeof(name##_fields[0]),                         \
		.times = 1,                                                                        \
	};
#define WIRE_TYPE(wire, width)                                                                     \
	static const struct kernel_field wire##_field = {.name = "", .bits = (width)};             \
	const struct kernel_type wire##_type = {.fields = &wire##_field, .count = 1, .times = 1};

BUNDLES(BUNDLE_TYPE)
WIRES(WIRE_TYPE)

static const struct kernel_field descriptor_fields[] = {DESCRIPTOR(BUNDLE_FIELD)};

const struct kernel_type segments_type = {
	.fields = descriptor_fields,
	.count = sizeof(descriptor_fields) / sizeof(descriptor_fields[0]),
	.times = SEGMENT_COUNT,
};

const struct kernel_type pdptes_type = {.fields = &word_field, .count = 1, .times = PDPTES};
