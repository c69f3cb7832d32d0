/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a port answers (rtl/contract, port-3, port-4, segment-5, segment-6). Each function fills in
 * the fields of an answer that is empty but for its tag: by the entry that hits, by why the request
 * was refused, or by how its walk ended.
 */
#ifndef PAGEWALK_ANSWER_H
#define PAGEWALK_ANSWER_H

#include "channels/bundles.h"

/* va: the linear address; the leaf maps a page of 2^page_bits bytes around it. */
void answer_leaf(struct answer *a, uint64_t leaf, uint64_t page_bits, uint64_t va);

/* By the check of its segment that failed, or else because no memory has its address. */
void answer_refusal(struct answer *a, const struct linear *linear);

/* names_ss: the access went through SS, which makes a protection fault one of the stack. */
void answer_walk(struct answer *a, const struct walk_end *end, uint64_t va, bool names_ss);

#endif
