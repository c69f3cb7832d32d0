/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request port X, fetch or data (rtl/contract, port-1 to port-7, segment-5): idle,
 * missing or answering. A request that is accepted in cycle t is answered in
 * t+1 when it is untranslated, hits or is refused; else the port is missing,
 * and shows the request to the walker as X_walk_*, until a cycle with
 * X_walk_end, and answers in the one after. The address of a request is
 * X_linear, whatever X_req_va is; X_refused says that the request accepted in
 * this cycle failed a check of its segment, or has an address that does not
 * exist.
 *
 * To its TLB it says what is looked up in this cycle: X_lookup and X_key (a TLB
 * word), 0 when nothing is; and X_access (an access word, pte.h). The root of a
 * walk is the page number of a table; in PAE it is the PDPTE of the address.
 */
#ifndef PAGEWALK_PORT_H
#define PAGEWALK_PORT_H

#include "kernel.h"
#include "pdpte.h"

enum port_state { PORT_IDLE, PORT_MISSING, PORT_ANSWERING };

struct port {
	bool is_fetch;

	enum port_state state;
	uint64_t tag, pa, fault, code;        /* the answer; 0 (but the tag) unless answering */
	uint64_t page_bits, memtype;          /* and this */
	uint64_t va, word, root, held_access; /* the request; 0 unless missing */
	bool names_ss;                        /* and so does this */
	bool was_missing;                     /* a cycle ago: X_walk_* are still to be cleared */

	struct signal rst, fence_valid, write_wall;
	struct signal adue, pbmte, wp, pse, pge, smep, smap, nxe;
	struct signal req_valid, req_tag, req_priv, req_pin, req_store, req_sum, req_mxr;
	struct signal linear, segment_fault, is_stack;
	struct signal rsp_ready;
	struct signal held_regime, held_short, held_bare, held_mode, held_asid, held_root;
	struct signal held_pdpte[PDPTES];
	struct signal hit, hit_leaf, hit_page_bits;
	struct signal walk_end, walk_fault, walk_code, walk_leaf, walk_page_bits;

	struct signal req_ready;
	struct signal rsp_valid, rsp_tag, rsp_pa, rsp_fault, rsp_code, rsp_size, rsp_memtype;
	struct signal lookup, key, access, refused;
	struct signal missing, walk_va, walk_word, walk_root, walk_access;
};

/* prefix: "fetch_" or "data_". */
void port_init(struct port *p, struct kernel *k, const char *prefix, bool is_fetch,
	       unsigned int tag_bits);

#endif
