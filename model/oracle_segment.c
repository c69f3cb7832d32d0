/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's segments, from the chapters "Protected-Mode Memory
 * Management" and "Protection" of the Intel SDM, volume 3A; its sections are cited
 * by their titles. "Contract": the manual is silent, or it checks a selector that
 * is loaded where an access is checked here, and rtl/README.md, S2 to S4, decides.
 */
#include "oracle.h"
#include "oracle_x86.h"

/* "Code- and Data-Segment Descriptor Types": bit 3 says how to read the next two. */
#define TYPE_CODE        0x8u
#define TYPE_EXPAND_DOWN 0x4u /* data */
#define TYPE_WRITABLE    0x2u /* data */
#define TYPE_CONFORMING  0x4u /* code */
#define TYPE_READABLE    0x2u /* code */

#define UPPER_BOUND_BIG   UINT64_C(0xffffffff)
#define UPPER_BOUND_SMALL UINT64_C(0xffff)

static bool is_code(const struct oracle_segment *segment)
{
	return segment->type & TYPE_CODE;
}

static bool is_conforming(const struct oracle_segment *segment)
{
	return is_code(segment) && segment->type & TYPE_CONFORMING;
}

static bool is_expand_down(const struct oracle_segment *segment)
{
	return !is_code(segment) && segment->type & TYPE_EXPAND_DOWN;
}

/* "Segment Descriptors", L (64-bit code segment) flag. Contract: whatever else CS holds. */
static bool is_64_bit_mode(const struct oracle_context *context,
			   const struct oracle_segment segments[SEGMENT_COUNT])
{
	return oracle_x86_is_long(context) && segments[SEGMENT_CS].is_long;
}

/* An offset or a linear address out of 64-bit mode: 32 bits, and in RV64, contract, 64. */
static uint64_t reduce(const struct oracle_context *context, uint64_t address)
{
	return context->regime == REGIME_RV64 ? address : (uint32_t)address;
}

/* "Segment Loading Instructions in IA-32e Mode"; volume 1, "Segmentation in 64-Bit Mode". */
static bool has_base_in_64_bit_mode(unsigned int name)
{
	return name == SEGMENT_FS || name == SEGMENT_GS;
}

/* "Segment Descriptors", P flag; "Segment Selectors": nor may a null selector be used. */
static bool is_absent(const struct oracle_segment *segment)
{
	return !segment->present;
}

/* "Type Checking": when instructions access segments. A fetch, contract: code, in any register. */
static bool type_denies(const struct oracle_segment *segment, enum access_type type)
{
	switch (type) {
	case ACCESS_FETCH:
		return !is_code(segment);
	case ACCESS_LOAD:
		return is_code(segment) && !(segment->type & TYPE_READABLE);
	default:
		return is_code(segment) || !(segment->type & TYPE_WRITABLE);
	}
}

/* "Direct Calls or Jumps to Code Segments": its own; conforming: a more privileged one, too. */
static bool fetch_privilege_denies(const struct oracle_segment *segment, unsigned int ring)
{
	return is_conforming(segment) ? segment->dpl > ring : segment->dpl != ring;
}

/*
 * "Privilege Level Checking When Loading the SS Register": its own.
 * "Privilege Level Checking When Accessing Data Segments": its own, or a less privileged one.
 * "Accessing Data in Code Segments": a conforming one, whatever its DPL.
 */
static bool data_privilege_denies(const struct oracle_segment *segment, unsigned int name,
				  unsigned int ring)
{
	if (name == SEGMENT_SS)
		return segment->dpl != ring;
	return !is_conforming(segment) && ring > segment->dpl;
}

static bool privilege_denies(const struct oracle_segment *segment, unsigned int name,
			     enum access_type type, unsigned int ring)
{
	if (type == ACCESS_FETCH)
		return fetch_privilege_denies(segment, ring);
	return data_privilege_denies(segment, name, ring);
}

/* "Limit Checking": the effective limit, by G. */
static uint64_t effective_limit(const struct oracle_segment *segment)
{
	return segment->granular ? (uint64_t)segment->limit << 12 | 0xfff : segment->limit;
}

/* Does an access of `bytes` from offset on go beyond the offset `end`? No sum that could wrap. */
static bool goes_beyond(uint64_t offset, unsigned int bytes, uint64_t end)
{
	return offset > end || bytes - 1 > end - offset;
}

/* "Limit Checking". At 4 GiB, where the manual leaves it open, contract: beyond is beyond. */
static bool limit_denies(const struct oracle_segment *segment, uint64_t offset, unsigned int bytes)
{
	uint64_t limit = effective_limit(segment);

	if (is_expand_down(segment))
		return offset <= limit ||
		       goes_beyond(offset, bytes,
				   segment->big ? UPPER_BOUND_BIG : UPPER_BOUND_SMALL);
	return goes_beyond(offset, bytes, limit);
}

/* The order is the contract's: the manual has one general-protection fault for all. */
static enum segment_fault check(const struct oracle_segment *segment, unsigned int name,
				enum access_type type, unsigned int ring, uint64_t offset,
				unsigned int bytes)
{
	if (is_absent(segment))
		return SEGMENT_ABSENT;
	if (type_denies(segment, type))
		return SEGMENT_TYPE;
	if (privilege_denies(segment, name, type, ring))
		return SEGMENT_PRIVILEGE;
	if (limit_denies(segment, offset, bytes))
		return SEGMENT_LIMIT;
	return SEGMENT_OK;
}

enum segment_fault oracle_linear(const struct oracle_context *context,
				 const struct oracle_segment segments[SEGMENT_COUNT],
				 unsigned int name, enum access_type type, unsigned int ring,
				 uint64_t offset, unsigned int bytes, uint64_t *linear)
{
	enum segment_fault fault;

	*linear = 0;
	if (name >= SEGMENT_COUNT) {
		*linear = offset;
		return SEGMENT_OK;
	}
	/* "Limit Checking in 64-bit Mode", and as has_base_in_64_bit_mode(): no check */
	if (is_64_bit_mode(context, segments)) {
		*linear = (has_base_in_64_bit_mode(name) ? segments[name].base : 0) + offset;
		return SEGMENT_OK;
	}
	offset = reduce(context, offset);
	fault = check(&segments[name], name, type, ring, offset, bytes);
	/* "Logical and Linear Addresses"; "Logical Address Translation in IA-32e Mode" */
	if (fault == SEGMENT_OK)
		*linear = reduce(context, segments[name].base + offset);
	return fault;
}
