/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request port X, fetch or data (rtl/contract, port-1 to port-7, segment-5): idle,
 * missing or answering. A request that is accepted in cycle t is answered in
 * t+1 when it is untranslated, hits or is refused; else the port is missing,
 * and shows the request to the walker as X_walk, until a cycle with
 * a walk_end for it, and answers in the one after. In that one the TLB changes, and no request is
 * accepted; nor is one after a walk_end with a fault for the other port. The address of a request
 * is that of X_linear, whatever X_req_va is.
 *
 * By X_lookup it tells its TLB what is looked up in this cycle. By X_events it tells whether a
 * request is accepted, is looked up, was refused (it is accepted, but failed a check of its
 * segment, or has an address that does not exist) or must wait.
 */
#ifndef PAGEWALK_PORT_H
#define PAGEWALK_PORT_H

#include "channels/bundles.h"

#define PORT_INTERFACE(L)                                                                          \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_BOTH, OWN, req, request)                                                       \
	L(READS, AT_BOTH, OWN, linear, linear)                                                     \
	L(READS, AT_BOTH, OWN, rsp_ready, wire)                                                    \
	L(READS, AT_BOTH, COMMON, held, held)                                                      \
	L(READS, AT_TICK, COMMON, held_pdpte, pdptes)                                              \
	L(READS, AT_EVAL, COMMON, controls, controls)                                              \
	L(READS, AT_EVAL, COMMON, fence, fence_req)                                                \
	L(READS, AT_EVAL, COMMON, write, write)                                                    \
	L(READS, AT_TICK, OWN, hit, hit)                                                           \
	L(READS, AT_TICK, COMMON, walk_end, walk_end)                                              \
	L(DRIVES, AT_NO_TIME, OWN, req_ready, wire)                                                \
	L(DRIVES, AT_TICK, OWN, lookup, lookup)                                                    \
	L(DRIVES, AT_TICK, OWN, events, port_events)                                               \
	L(DRIVES, AT_NO_TIME, OWN, rsp, answer)                                                    \
	L(DRIVES, AT_NO_TIME, OWN, walk, walk)

struct port_io {
	PORT_INTERFACE(INTERFACE_HANDLE)
};

struct port {
	bool is_fetch;

	uint64_t tag;      /* of the request */
	bool names_ss;     /* it goes through SS; counts while it is missing */
	struct walk walk;  /* valid: missing */
	struct answer rsp; /* valid: answering */
	bool tlb_changes;  /* in this cycle: it cannot be searched */

	struct port_io io;
};

/* prefix: "fetch_" or "data_". */
void port_init(struct port *p, struct kernel *k, const char *prefix, bool is_fetch,
	       unsigned int tag_bits);

#endif
