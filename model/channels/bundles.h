/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The channels between the modules, and those of the pins: each once, as the list of its fields
 * F(name, bits) at the widest parameters. X is `fetch` or `data`, one for each port.
 *
 *	X_req		request		core -> segment, port; the fetch port has no store, sum, mxr
 *	X_rsp		answer		port -> core
 *	X_linear	linear		segment -> port
 *	X_lookup	lookup		port -> TLB
 *	X_hit		hit		TLB -> port, counters
 *	X_walk		walk		port -> walker, and TLB, for the fill
 *	walk_end	walk_end	walker -> ports, TLBs, all that is filled, write unit,
 *counters walk_req	mem_req		walker -> mux; with lines walker -> lines line_req
 *mem_req		lines -> mux load_req	mem_req		PDPTE loader -> mux mem_req
 *mem_req		mux -> memory
 *	mem_rsp		mem_rsp		memory -> walker, PDPTE loader, lines
 *	line_walk	line_walk	walker -> lines
 *	line_rsp	line_rsp	lines -> walker
 *	cache_search	cache_search	walker -> walk cache
 *	cache_found	cache_found	walk cache -> walker
 *	cache_fill	cache_fill	walker -> walk cache
 *	cache_touch	cache_touch	walker -> walk cache, with an array
 *	array_search	array_search	walker -> array
 *	array_found	array_found	array -> walker
 *	array_fill	array_fill	walker -> array
 *	array_status	array_status	array -> walker, write unit
 *	drop		drop		fence unit -> TLBs, walk cache, array, lines, walker
 *	held		held		PTBR -> ports, segment, fence unit, write unit
 *	held_pdpte	pdptes		PDPTE loader -> ports
 *	controls	controls	core -> ports, PTBR, write unit
 *	ptbr		ptbr_req	core -> write unit, PTBR, PDPTE loader
 *	ptbr_rsp	ptbr_rsp	PTBR -> core
 *	write		write		write unit -> PTBR, PDPTE loader, fence unit, ports
 *	load		pdpte_load	PDPTE loader -> write unit, fence unit, PTBR
 *	seg		seg		core -> segment registers
 *	segment		segments	segment registers -> segment
 *	fence		fence_req	core -> fence unit, ports, write unit
 *	X_events	port_events	port -> counters, write unit
 *	walk_events	walk_events	walker -> counters
 *	search_events	search_events	walker -> counters, with a walk cache, an array or lines
 *	array_events	array_events	array -> counters
 *	line_events	line_events	lines -> counters
 *
 * and wires of one word: rst, X_rsp_ready and the other halves of handshakes, ptbr_held,
 * counter_select and counter_value, walk_bars_fence, fence_accepted, array_touch and cache_filled.
 */
#ifndef PAGEWALK_BUNDLES_H
#define PAGEWALK_BUNDLES_H

#include "arch.h"
#include "channels/words.h"
#include "kernel/kernel.h"

#define PDPTES 4

#define REQUEST(F)                                                                                 \
	F(valid, 1)                                                                                \
	F(tag, 16)                                                                                 \
	F(va, 64)                                                                                  \
	F(seg, 3)                                                                                  \
	F(last, 12)                                                                                \
	F(priv, 2)                                                                                 \
	F(lock, 1)                                                                                 \
	F(store, 1)                                                                                \
	F(sum, 1)                                                                                  \
	F(mxr, 1)

#define ANSWER(F)                                                                                  \
	F(valid, 1)                                                                                \
	F(tag, 16)                                                                                 \
	F(pa, 56)                                                                                  \
	F(fault, 3)                                                                                \
	F(code, 5)                                                                                 \
	F(size, 6)                                                                                 \
	F(memtype, 3)

/* fault: which check of the segment failed (enum segment_fault). */
#define LINEAR(F)                                                                                  \
	F(address, 64)                                                                             \
	F(fault, 3)                                                                                \
	F(is_stack, 1)

/*
 * While valid is 0 all fields are 0; so it is with hit, walk, mem_req, drop and the channels of the
 * walk cache, the array and the lines.
 */
#define LOOKUP(F)                                                                                  \
	F(valid, 1)                                                                                \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)                                                                  \
	F(access, ACCESS_WORD_BITS)

#define HIT(F)                                                                                     \
	F(valid, 1)                                                                                \
	F(leaf, 64)                                                                                \
	F(page_bits, 6)                                                                            \
	F(slot, 6)

/* root: the page number of a table; in PAE the PDPTE of the address. */
#define WALK(F)                                                                                    \
	F(valid, 1)                                                                                \
	F(va, 64)                                                                                  \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)                                                                  \
	F(root, 64)                                                                                \
	F(access, ACCESS_WORD_BITS)

/* fetch, data: valid for that port. With a fault: space and page that it concerns. */
#define WALK_END(F)                                                                                \
	F(fetch, 1)                                                                                \
	F(data, 1)                                                                                 \
	F(fault, 2)                                                                                \
	F(code, 5)                                                                                 \
	F(leaf, 64)                                                                                \
	F(page_bits, 6)                                                                            \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)

/* Of the request whose walk starts. */
#define CACHE_SEARCH(F)                                                                            \
	F(valid, 1)                                                                                \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)                                                                  \
	F(nxe, 1)

/* The pointer that the walk begins behind, and where it is: its level, its table, its path. */
#define CACHE_FOUND(F)                                                                             \
	F(valid, 1)                                                                                \
	F(slot, 4)                                                                                 \
	F(level, 3)                                                                                \
	F(ppn, 44)                                                                                 \
	F(path, 6)

/* A pointer that memory has answered, and for which request. */
#define CACHE_FILL(F)                                                                              \
	F(valid, 1)                                                                                \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)                                                                  \
	F(level, 3)                                                                                \
	F(ppn, 44)                                                                                 \
	F(path, 6)

/* The slot of the pointer behind which a walk begins in this cycle. */
#define CACHE_TOUCH(F)                                                                             \
	F(valid, 1)                                                                                \
	F(slot, 4)

/* Of the request whose walk starts. */
#define ARRAY_SEARCH(F)                                                                            \
	F(valid, 1)                                                                                \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)                                                                  \
	F(access, ACCESS_WORD_BITS)

/* A page that serves, or a pointer to begin behind; or neither, and then all is 0. */
#define ARRAY_FOUND(F)                                                                             \
	F(serves, 1)                                                                               \
	F(begins, 1)                                                                               \
	F(level, 1)                                                                                \
	F(way, 2)                                                                                  \
	F(word, 64)                                                                                \
	F(page_bits, 6)

/*
 * A page with which a walk has ended, or a pointer that memory has answered, and for which request.
 * word: the page's leaf, or the pointer's table and path in the places of a leaf's page number and
 * rights.
 */
#define ARRAY_FILL(F)                                                                              \
	F(valid, 1)                                                                                \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)                                                                  \
	F(level, 1)                                                                                \
	F(pointer, 1, is_pointer)                                                                  \
	F(word, 64)

#define ARRAY_STATUS(F)                                                                            \
	F(sweeps, 1)                                                                               \
	F(busy, 1)

/* The walk that reads: its space, whether it is fresh, and whether an answer will not count. */
#define LINE_WALK(F)                                                                               \
	F(space, SPACE_BITS)                                                                       \
	F(fresh, 1, is_fresh)                                                                      \
	F(fenced, 1, is_fenced)

/* The PTE out of a line that is the answer to the walk's read. */
#define LINE_RSP(F)                                                                                \
	F(valid, 1)                                                                                \
	F(data, 64)

#define MEM_REQ(F)                                                                                 \
	F(valid, 1)                                                                                \
	F(id, 4)                                                                                   \
	F(fetch, 1)                                                                                \
	F(wide, 1)                                                                                 \
	F(addr, 56)                                                                                \
	F(cas, 1)                                                                                  \
	F(expect, 64)                                                                              \
	F(data, 64)

#define MEM_RSP(F)                                                                                 \
	F(valid, 1)                                                                                \
	F(id, 4)                                                                                   \
	F(data, 64)                                                                                \
	F(error, 1)                                                                                \
	F(lost, 1)                                                                                 \
	F(main, 1)                                                                                 \
	F(line_0, 64)                                                                              \
	F(line_1, 64)                                                                              \
	F(line_2, 64)                                                                              \
	F(line_3, 64)                                                                              \
	F(line_4, 64)                                                                              \
	F(line_5, 64)                                                                              \
	F(line_6, 64)                                                                              \
	F(line_7, 64)

/*
 * Drops every entry that agrees with space and page in all bits that both it and this care for; in
 * the walk cache care_region takes the place of care_page, and nothing is global.
 */
#define DROP(F)                                                                                    \
	F(valid, 1)                                                                                \
	F(space, SPACE_BITS)                                                                       \
	F(page, PAGE_NUMBER_BITS)                                                                  \
	F(care_space, SPACE_BITS)                                                                  \
	F(care_page, PAGE_NUMBER_BITS)                                                             \
	F(spares_global, 1)                                                                        \
	F(care_region, PAGE_NUMBER_BITS)

#define HELD(F)                                                                                    \
	F(regime, 2)                                                                               \
	F(short, 1, is_short)                                                                      \
	F(bare, 1)                                                                                 \
	F(mode, 3)                                                                                 \
	F(asid, 16)                                                                                \
	F(root, 44)

#define CONTROLS(F)                                                                                \
	F(adue, 1)                                                                                 \
	F(pbmte, 1)                                                                                \
	F(pg, 1)                                                                                   \
	F(wp, 1)                                                                                   \
	F(pse, 1)                                                                                  \
	F(pae, 1)                                                                                  \
	F(pge, 1)                                                                                  \
	F(la57, 1)                                                                                 \
	F(smep, 1)                                                                                 \
	F(smap, 1)                                                                                 \
	F(pcide, 1)                                                                                \
	F(lma, 1)                                                                                  \
	F(nxe, 1)

#define PTBR_REQ(F)                                                                                \
	F(valid, 1)                                                                                \
	F(regime, 2)                                                                               \
	F(value, 64)

#define PTBR_RSP(F)                                                                                \
	F(valid, 1)                                                                                \
	F(fault, 2)

/* At most one of happens, loads, ignored and fault. wall: no requests now. */
#define WRITE(F)                                                                                   \
	F(happens, 1)                                                                              \
	F(loads, 1)                                                                                \
	F(ignored, 1)                                                                              \
	F(fault, 2)                                                                                \
	F(drops, 1)                                                                                \
	F(asid, 12)                                                                                \
	F(wall, 1)

#define PDPTE_LOAD(F)                                                                              \
	F(busy, 1)                                                                                 \
	F(end, 1)                                                                                  \
	F(fault, 2)

#define SEG(F)                                                                                     \
	F(valid, 1)                                                                                \
	F(index, 3)                                                                                \
	F(base, 64)                                                                                \
	F(limit, 20)                                                                               \
	F(granular, 1)                                                                             \
	F(type, 4)                                                                                 \
	F(dpl, 2)                                                                                  \
	F(rpl, 2)                                                                                  \
	F(present, 1)                                                                              \
	F(null, 1)                                                                                 \
	F(big, 1)                                                                                  \
	F(long, 1, is_long)

/* What a segment register holds. loaded: with a selector that is not null; not after reset. */
#define DESCRIPTOR(F)                                                                              \
	F(base, 64)                                                                                \
	F(limit, 20)                                                                               \
	F(type, 4)                                                                                 \
	F(dpl, 2)                                                                                  \
	F(rpl, 2)                                                                                  \
	F(loaded, 1)                                                                               \
	F(granular, 1)                                                                             \
	F(present, 1)                                                                              \
	F(big, 1)                                                                                  \
	F(long, 1, is_long)

#define FENCE_REQ(F)                                                                               \
	F(valid, 1)                                                                                \
	F(by_va, 1)                                                                                \
	F(va, 64)                                                                                  \
	F(by_asid, 1)                                                                              \
	F(asid, 16)                                                                                \
	F(keep_global, 1)

/* About the request that the pins show in this cycle. */
#define PORT_EVENTS(F)                                                                             \
	F(accepted, 1)                                                                             \
	F(lookup, 1)                                                                               \
	F(refused, 1)                                                                              \
	F(stall, 1)

#define WALK_EVENTS(F)                                                                             \
	F(starts, 1)                                                                               \
	F(updated, 1)

/*
 * What comes of a walk's search and its reads: cache, pointer: it begins behind an entry of the
 * walk cache, or a pointer of the array; low, high: a page of the array serves it, of level 0 or 1.
 * blind: it starts without one. back: what it has taken from there or from a line is of no use, and
 * it goes back to the root.
 */
#define SEARCH_EVENTS(F)                                                                           \
	F(cache, 1)                                                                                \
	F(low, 1)                                                                                  \
	F(high, 1)                                                                                 \
	F(pointer, 1)                                                                              \
	F(blind, 1)                                                                                \
	F(back, 1)

#define ARRAY_EVENTS(F)                                                                            \
	F(fills, 1)                                                                                \
	F(sweeps, 1)

#define LINE_EVENTS(F)                                                                             \
	F(hits, 1)                                                                                 \
	F(fills, 1)

#define BUNDLES(BUNDLE)                                                                            \
	BUNDLE(request, REQUEST)                                                                   \
	BUNDLE(answer, ANSWER)                                                                     \
	BUNDLE(linear, LINEAR)                                                                     \
	BUNDLE(lookup, LOOKUP)                                                                     \
	BUNDLE(hit, HIT)                                                                           \
	BUNDLE(walk, WALK)                                                                         \
	BUNDLE(walk_end, WALK_END)                                                                 \
	BUNDLE(cache_search, CACHE_SEARCH)                                                         \
	BUNDLE(cache_found, CACHE_FOUND)                                                           \
	BUNDLE(cache_fill, CACHE_FILL)                                                             \
	BUNDLE(cache_touch, CACHE_TOUCH)                                                           \
	BUNDLE(array_search, ARRAY_SEARCH)                                                         \
	BUNDLE(array_found, ARRAY_FOUND)                                                           \
	BUNDLE(array_fill, ARRAY_FILL)                                                             \
	BUNDLE(array_status, ARRAY_STATUS)                                                         \
	BUNDLE(line_walk, LINE_WALK)                                                               \
	BUNDLE(line_rsp, LINE_RSP)                                                                 \
	BUNDLE(mem_req, MEM_REQ)                                                                   \
	BUNDLE(mem_rsp, MEM_RSP)                                                                   \
	BUNDLE(drop, DROP)                                                                         \
	BUNDLE(held, HELD)                                                                         \
	BUNDLE(controls, CONTROLS)                                                                 \
	BUNDLE(ptbr_req, PTBR_REQ)                                                                 \
	BUNDLE(ptbr_rsp, PTBR_RSP)                                                                 \
	BUNDLE(write, WRITE)                                                                       \
	BUNDLE(pdpte_load, PDPTE_LOAD)                                                             \
	BUNDLE(seg, SEG)                                                                           \
	BUNDLE(fence_req, FENCE_REQ)                                                               \
	BUNDLE(port_events, PORT_EVENTS)                                                           \
	BUNDLE(walk_events, WALK_EVENTS)                                                           \
	BUNDLE(search_events, SEARCH_EVENTS)                                                       \
	BUNDLE(array_events, ARRAY_EVENTS)                                                         \
	BUNDLE(line_events, LINE_EVENTS)

/* Bundles of one word, whose field has no name: a bit, a counter's number, a whole word. */
#define WIRES(WIRE)                                                                                \
	WIRE(wire, 1)                                                                              \
	WIRE(selector, 5)                                                                          \
	WIRE(word, 64)

#define BUNDLE_STRUCT(name, list)                                                                  \
	struct name {                                                                              \
		list(BUNDLE_MEMBER)                                                                \
	};                                                                                         \
	extern const struct kernel_type name##_type;                                               \
	BUNDLE_ACCESS(name)

/* For a wire, get and put take the value itself. */
#define WIRE_STRUCT(name, bits)                                                                    \
	struct name {                                                                              \
		uint64_t value;                                                                    \
	};                                                                                         \
	extern const struct kernel_type name##_type;                                               \
	static inline uint64_t name##_get(const struct kernel *k, const struct name *handle)       \
	{                                                                                          \
		return ((const struct name *)kernel_get(k, handle))->value;                        \
	}                                                                                          \
	static inline void name##_put(struct kernel *k, const struct name *handle, uint64_t value) \
	{                                                                                          \
		kernel_put(k, handle, &value, sizeof(value));                                      \
	}

BUNDLES(BUNDLE_STRUCT)
WIRES(WIRE_STRUCT)

struct descriptor {
	DESCRIPTOR(BUNDLE_MEMBER)
};

struct segments {
	struct descriptor held[SEGMENT_COUNT];
};

struct pdptes {
	uint64_t held[PDPTES];
};

extern const struct kernel_type segments_type, pdptes_type;

BUNDLE_ACCESS(segments)
BUNDLE_ACCESS(pdptes)

/*
 * The pins as channels, B(name, type), in the order of pins.h. (But a fetch port has no pins for
 * the last three fields of a request, which are 0 there.)
 */
#define PIN_CHANNELS_IN(B)                                                                         \
	B(rst, wire)                                                                               \
	B(fetch_req, request)                                                                      \
	B(fetch_rsp_ready, wire)                                                                   \
	B(data_req, request)                                                                       \
	B(data_rsp_ready, wire)                                                                    \
	B(controls, controls)                                                                      \
	B(ptbr, ptbr_req)                                                                          \
	B(seg, seg)                                                                                \
	B(fence, fence_req)                                                                        \
	B(mem_req_ready, wire)                                                                     \
	B(mem_rsp, mem_rsp)                                                                        \
	B(counter_select, selector)

#define PIN_CHANNELS_OUT(B)                                                                        \
	B(fetch_req_ready, wire)                                                                   \
	B(fetch_rsp, answer)                                                                       \
	B(data_req_ready, wire)                                                                    \
	B(data_rsp, answer)                                                                        \
	B(ptbr_ready, wire)                                                                        \
	B(ptbr_rsp, ptbr_rsp)                                                                      \
	B(ptbr_held, word)                                                                         \
	B(fence_ready, wire)                                                                       \
	B(mem_req, mem_req)                                                                        \
	B(counter_value, word)

#endif
