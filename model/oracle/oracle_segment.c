/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's segments, from the chapters "Protected-Mode Memory
 * Management", "Protection" and "Interrupt and Exception Handling" of the Intel SDM,
 * volume 3A; its sections are cited by their titles. "Contract": the manual is silent, or it checks
 * a selector that is loaded where an access is checked here, and rtl/contract, segment-2 to
 * segment-4, decides.
 */
#include "oracle/oracle.h"
#include "oracle/oracle_x86.h"

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

/* "Null Segment Selector Checking": it names no descriptor, so nothing else can be checked. */
static bool is_null(const struct oracle_segment *segment)
{
	return segment->null;
}

/* "Segment Descriptors", P flag. */
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

/*
 * "Direct Calls or Jumps to Code Segments": its own, by a selector of an RPL that is
 * numerically less than or equal to it; conforming: a more privileged one, too, by any selector.
 */
static bool fetch_privilege_denies(const struct oracle_segment *segment, unsigned int ring)
{
	if (is_conforming(segment))
		return segment->dpl > ring;
	return segment->dpl != ring || segment->rpl > ring;
}

static unsigned int least_privileged(unsigned int one, unsigned int other)
{
	return one > other ? one : other;
}

/*
 * "Privilege Level Checking When Loading the SS Register": CPL, RPL and DPL are the same.
 * "Privilege Level Checking When Accessing Data Segments": DPL is numerically greater than or
 * equal to both CPL and RPL.
 * "Accessing Data in Code Segments": a conforming one, whatever its DPL.
 */
static bool data_privilege_denies(const struct oracle_segment *segment, unsigned int name,
				  unsigned int ring)
{
	if (name == SEGMENT_SS)
		return segment->dpl != ring || segment->rpl != ring;
	return !is_conforming(segment) && least_privileged(ring, segment->rpl) > segment->dpl;
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

/*
 * Volume 2, MOV, "Operation", of a segment register: whether the selector is null, then type and
 * privilege, of which the manual has one general-protection fault, in an order that is the
 * contract's, then P. The limit is checked of what was loaded.
 */
static enum segment_fault check(const struct oracle_segment *segment, unsigned int name,
				enum access_type type, unsigned int ring, uint64_t offset,
				unsigned int bytes)
{
	if (is_null(segment))
		return SEGMENT_NULL;
	if (type_denies(segment, type))
		return SEGMENT_TYPE;
	if (privilege_denies(segment, name, type, ring))
		return SEGMENT_PRIVILEGE;
	if (is_absent(segment))
		return SEGMENT_ABSENT;
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
	/*
	 * "Limit Checking in 64-bit Mode", "NULL Segment Checking in 64-bit Mode", and as
	 * has_base_in_64_bit_mode(): no check
	 */
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

/*
 * "Interrupt 12": a limit violation, or a segment that is not present. "Interrupt 13": all else;
 * of a null selector it speaks in DS, ES, FS and GS only, and what it is in SS is the contract's.
 */
bool oracle_is_stack_fault(enum segment_fault fault, unsigned int name)
{
	return name == SEGMENT_SS &&
	       (fault == SEGMENT_LIMIT || fault == SEGMENT_ABSENT || fault == SEGMENT_NULL);
}
