/* SPDX-License-Identifier: Apache-2.0 */
/* The samplers: each is called when what it counts has just been seen. */
#ifndef PAGEWALK_COVER_SAMPLE_H
#define PAGEWALK_COVER_SAMPLE_H

#include "cover/monitor.h"

/* A request is accepted. */
void sample_request(struct cover *cover, enum cover_port port);
void sample_segment(struct cover *cover, const struct cover_use *use,
		    const struct cover_context *context, uint64_t address);
void sample_pair(struct cover *cover);

/* Walks: the first address; an entry that counts; an update; the end of a walk. */
void sample_address(struct cover *cover, const struct cover_request *request, unsigned int level,
		    uint64_t address, bool first);
void sample_entry(struct cover *cover, const struct cover_request *request, unsigned int level,
		  const struct cover_entry *entry);
void sample_error(struct cover *cover, const struct cover_request *request, unsigned int level);
void sample_seen(struct cover *cover, const struct cover_request *request, uint64_t address,
		 uint64_t pte);
void sample_update(struct cover *cover, const struct cover_request *request, unsigned int level,
		   const struct cover_entry *entry, enum cover_update outcome);
void sample_fault(struct cover *cover, unsigned int level, int reason);
void sample_filled(struct cover *cover, enum cover_port port, const struct cover_entry *leaf,
		   const struct cover_fill *fill, unsigned int valid);

/* An answer begins, after out: what it is. An answer is taken. */
void sample_answer(struct cover *cover, enum cover_port port, const struct mmu_out *out);
void sample_taken(struct cover *cover, enum cover_port port);
void sample_hit(struct cover *cover, enum cover_port port);
void sample_lookup(struct cover *cover, enum cover_port port);
void sample_x17(struct cover *cover, const struct cover_request *request, unsigned int level,
		const struct cover_rights *rights, bool hit);

/* Before entries are dropped. */
void sample_fence(struct cover *cover, const struct mmu_in *in);
void sample_fault_drop(struct cover *cover, enum cover_port port, enum cover_port of,
		       const struct cover_page *page);
/* A write of the base register has happened; asid is that of its requests from now on. */
void sample_move(struct cover *cover, unsigned int old, unsigned int asid);

/*
 * The walk cache: a walk has searched; a pointer that memory gave; a walk that has gone back ends;
 * pointers are dropped.
 */
void sample_search(struct cover *cover, const struct cover_found *found, bool agrees);
void sample_pointer(struct cover *cover, unsigned int mode, unsigned int level, unsigned int fate);
void sample_back(struct cover *cover, enum cover_back end);
void sample_pointers_drop(struct cover *cover, enum cover_pointer_row row,
			  struct cover_pointers_left left);

/*
 * The array: a page has served; a walk begins behind a pointer; a search looks for a level, or is
 * blind; something waits; a fence cuts a search; something is filled, in the way of its walk's
 * pointer; something is dropped, or kept; a drop in a sweep, with so many of its cycles to come.
 */
void sample_array_serve(struct cover *cover, unsigned int level);
void sample_array_behind(struct cover *cover);
void sample_array_match(struct cover *cover, unsigned int level);
void sample_array_blind(struct cover *cover);
void sample_array_waits(struct cover *cover, enum cover_array_waits what);
void sample_array_cut(struct cover *cover, enum cover_array_cut when);
void sample_array_fill(struct cover *cover, unsigned int mode, enum cover_array_kind kind,
		       unsigned int fate);
void sample_array_share(struct cover *cover, unsigned int mode);
void sample_array_drop(struct cover *cover, enum cover_array_cause cause,
		       const struct cover_array_entry *entry, bool kept);
void sample_array_again(struct cover *cover, enum cover_array_cause cause, uint64_t left);
void sample_array_shadow(struct cover *cover, bool agrees);

/*
 * Lines, of the walk of cover->walk: one gives the PTE of its level; one that has the address; what
 * becomes of an answer's line; what drops lines that are there; the end of an update of a PTE out
 * of a line; the walk goes back.
 */
void sample_line_serve(struct cover *cover);
void sample_line_match(struct cover *cover, enum cover_line_match why);
void sample_line_fill(struct cover *cover, unsigned int fate);
void sample_line_drop(struct cover *cover, enum cover_line_cause cause);
void sample_line_update(struct cover *cover, enum cover_update outcome);
void sample_line_back(struct cover *cover, bool error);
void sample_line_fence(struct cover *cover, enum cover_line_fence when);
void sample_line_shadow(struct cover *cover, bool agrees);

/* The base register: a write is accepted, answered; a PDPTE comes. */
void sample_satp(struct cover *cover, const struct mmu_in *in);
void sample_write(struct cover *cover, unsigned int old, enum cover_write outcome);
void sample_pdpte(struct cover *cover, const struct mmu_in *in);

/* Each cycle. */
void sample_cycle(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out);
void sample_memory(struct cover *cover, unsigned int what, uint64_t stalled, uint64_t waited);

#endif
