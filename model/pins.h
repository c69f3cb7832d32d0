/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every pin of the MMU once: X(name, bits), in the order of rtl/README.md,
 * bits at the widest parameters.
 * The same name serves as RTL port, C field, model signal, waveform row and
 * word of a mismatch message. clk is not here: it is the call to tick.
 *
 * All fields are uint64_t, right-aligned, upper bits 0, so that two pin
 * sets are equal exactly when memcmp() says so.
 */
#ifndef PAGEWALK_PINS_H
#define PAGEWALK_PINS_H

#include <stdint.h>

#define MMU_INPUTS(X)                                                                              \
	X(rst, 1)                                                                                  \
	X(fetch_req_valid, 1)                                                                      \
	X(fetch_req_tag, 16)                                                                       \
	X(fetch_req_va, 64)                                                                        \
	X(fetch_req_seg, 3)                                                                        \
	X(fetch_req_last, 12)                                                                      \
	X(fetch_req_priv, 2)                                                                       \
	X(fetch_req_pin, 1)                                                                        \
	X(fetch_rsp_ready, 1)                                                                      \
	X(data_req_valid, 1)                                                                       \
	X(data_req_tag, 16)                                                                        \
	X(data_req_va, 64)                                                                         \
	X(data_req_seg, 3)                                                                         \
	X(data_req_last, 12)                                                                       \
	X(data_req_priv, 2)                                                                        \
	X(data_req_pin, 1)                                                                         \
	X(data_req_store, 1)                                                                       \
	X(data_req_sum, 1)                                                                         \
	X(data_req_mxr, 1)                                                                         \
	X(data_rsp_ready, 1)                                                                       \
	X(adue, 1)                                                                                 \
	X(pbmte, 1)                                                                                \
	X(pg, 1)                                                                                   \
	X(wp, 1)                                                                                   \
	X(pse, 1)                                                                                  \
	X(pae, 1)                                                                                  \
	X(pge, 1)                                                                                  \
	X(la57, 1)                                                                                 \
	X(smep, 1)                                                                                 \
	X(smap, 1)                                                                                 \
	X(pcide, 1)                                                                                \
	X(lma, 1)                                                                                  \
	X(nxe, 1)                                                                                  \
	X(ptbr_valid, 1)                                                                           \
	X(ptbr_regime, 2)                                                                          \
	X(ptbr_value, 64)                                                                          \
	X(seg_valid, 1)                                                                            \
	X(seg_index, 3)                                                                            \
	X(seg_base, 64)                                                                            \
	X(seg_limit, 20)                                                                           \
	X(seg_granular, 1)                                                                         \
	X(seg_type, 4)                                                                             \
	X(seg_dpl, 2)                                                                              \
	X(seg_rpl, 2)                                                                              \
	X(seg_present, 1)                                                                          \
	X(seg_null, 1)                                                                             \
	X(seg_big, 1)                                                                              \
	X(seg_long, 1)                                                                             \
	X(fence_valid, 1)                                                                          \
	X(fence_by_va, 1)                                                                          \
	X(fence_va, 64)                                                                            \
	X(fence_by_asid, 1)                                                                        \
	X(fence_asid, 16)                                                                          \
	X(fence_keep_global, 1)                                                                    \
	X(mem_req_ready, 1)                                                                        \
	X(mem_rsp_valid, 1)                                                                        \
	X(mem_rsp_data, 64)                                                                        \
	X(mem_rsp_error, 1)                                                                        \
	X(mem_rsp_lost, 1)                                                                         \
	X(counter_select, 4)

#define MMU_OUTPUTS(X)                                                                             \
	X(fetch_req_ready, 1)                                                                      \
	X(fetch_rsp_valid, 1)                                                                      \
	X(fetch_rsp_tag, 16)                                                                       \
	X(fetch_rsp_pa, 56)                                                                        \
	X(fetch_rsp_fault, 3)                                                                      \
	X(fetch_rsp_code, 5)                                                                       \
	X(fetch_rsp_size, 6)                                                                       \
	X(fetch_rsp_memtype, 3)                                                                    \
	X(data_req_ready, 1)                                                                       \
	X(data_rsp_valid, 1)                                                                       \
	X(data_rsp_tag, 16)                                                                        \
	X(data_rsp_pa, 56)                                                                         \
	X(data_rsp_fault, 3)                                                                       \
	X(data_rsp_code, 5)                                                                        \
	X(data_rsp_size, 6)                                                                        \
	X(data_rsp_memtype, 3)                                                                     \
	X(ptbr_ready, 1)                                                                           \
	X(ptbr_rsp_valid, 1)                                                                       \
	X(ptbr_rsp_fault, 2)                                                                       \
	X(ptbr_held, 64)                                                                           \
	X(fence_ready, 1)                                                                          \
	X(mem_req_valid, 1)                                                                        \
	X(mem_req_fetch, 1)                                                                        \
	X(mem_req_wide, 1)                                                                         \
	X(mem_req_addr, 56)                                                                        \
	X(mem_req_cas, 1)                                                                          \
	X(mem_req_expect, 64)                                                                      \
	X(mem_req_data, 64)                                                                        \
	X(counter_value, 64)

#define MMU_PIN_FIELD(name, bits) uint64_t name;

struct mmu_in {
	MMU_INPUTS(MMU_PIN_FIELD)
};

struct mmu_out {
	MMU_OUTPUTS(MMU_PIN_FIELD)
};

/* What rtl/README.md, "Parameters", lets an integrator choose. */
struct mmu_config {
	unsigned int itlb_entries;
	unsigned int dtlb_entries;
	unsigned int asid_bits;
	unsigned int tag_bits;
	unsigned int counter_bits;
	unsigned int pa_bits;  /* x86: MAXPHYADDR, M */
	unsigned int formats;  /* bit n: paging mode n is built */
	unsigned int segments; /* 0: no segment registers, every address is linear; 1: six */
};

#endif
