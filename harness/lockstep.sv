// SPDX-License-Identifier: Apache-2.0
//
// What the waveform shows: the MMU, and beside each of its outputs what the cycle model
// says (model_X). The model's values, the mismatch bits (in the order of MMU_OUTPUTS
// of model/pins.h), the cycle and the trace line are driven by the harness, and
// only while a waveform is written. Nothing here belongs to the hardware.
//
// The MMU's inputs come from registers (X_q), loaded at the edge that ends the cycle before:
// so a simulator settles a cycle once, after its edge, and not again at the next one.

`default_nettype none

module lockstep #(
    parameter int ITLB_ENTRIES = 16,
    parameter int DTLB_ENTRIES = 16,
    parameter int ASID_BITS    = 16,
    parameter int TAG_BITS     = 8,
    parameter int COUNTER_BITS = 32,
    parameter int PA_BITS      = 46,
    parameter int FORMATS      = 255,
    parameter int SEGMENTS     = 1
) (
    input wire logic clk,
    input wire logic rst,
    input wire logic fetch_req_valid,
    input wire logic [TAG_BITS-1:0] fetch_req_tag,
    input wire logic [63:0] fetch_req_va,
    input wire logic [2:0] fetch_req_seg,
    input wire logic [11:0] fetch_req_last,
    input wire logic [1:0] fetch_req_priv,
    input wire logic fetch_req_pin,
    input wire logic fetch_rsp_ready,
    input wire logic data_req_valid,
    input wire logic [TAG_BITS-1:0] data_req_tag,
    input wire logic [63:0] data_req_va,
    input wire logic [2:0] data_req_seg,
    input wire logic [11:0] data_req_last,
    input wire logic [1:0] data_req_priv,
    input wire logic data_req_pin,
    input wire logic data_req_store,
    input wire logic data_req_sum,
    input wire logic data_req_mxr,
    input wire logic data_rsp_ready,
    input wire logic adue,
    input wire logic pbmte,
    input wire logic pg,
    input wire logic wp,
    input wire logic pse,
    input wire logic pae,
    input wire logic pge,
    input wire logic la57,
    input wire logic smep,
    input wire logic smap,
    input wire logic pcide,
    input wire logic lma,
    input wire logic nxe,
    input wire logic ptbr_valid,
    input wire logic [1:0] ptbr_regime,
    input wire logic [63:0] ptbr_value,
    input wire logic seg_valid,
    input wire logic [2:0] seg_index,
    input wire logic [63:0] seg_base,
    input wire logic [19:0] seg_limit,
    input wire logic seg_granular,
    input wire logic [3:0] seg_type,
    input wire logic [1:0] seg_dpl,
    input wire logic [1:0] seg_rpl,
    input wire logic seg_present,
    input wire logic seg_null,
    input wire logic seg_big,
    input wire logic seg_long,
    input wire logic fence_valid,
    input wire logic fence_by_va,
    input wire logic [63:0] fence_va,
    input wire logic fence_by_asid,
    input wire logic [15:0] fence_asid,
    input wire logic fence_keep_global,
    input wire logic mem_req_ready,
    input wire logic mem_rsp_valid,
    input wire logic [63:0] mem_rsp_data,
    input wire logic mem_rsp_error,
    input wire logic mem_rsp_lost,
    input wire logic [3:0] counter_select,

    output logic fetch_req_ready,
    output logic fetch_rsp_valid,
    output logic [TAG_BITS-1:0] fetch_rsp_tag,
    output logic [55:0] fetch_rsp_pa,
    output logic [2:0] fetch_rsp_fault,
    output logic [4:0] fetch_rsp_code,
    output logic [5:0] fetch_rsp_size,
    output logic [2:0] fetch_rsp_memtype,
    output logic data_req_ready,
    output logic data_rsp_valid,
    output logic [TAG_BITS-1:0] data_rsp_tag,
    output logic [55:0] data_rsp_pa,
    output logic [2:0] data_rsp_fault,
    output logic [4:0] data_rsp_code,
    output logic [5:0] data_rsp_size,
    output logic [2:0] data_rsp_memtype,
    output logic ptbr_ready,
    output logic ptbr_rsp_valid,
    output logic [1:0] ptbr_rsp_fault,
    output logic [63:0] ptbr_held,
    output logic fence_ready,
    output logic mem_req_valid,
    output logic mem_req_fetch,
    output logic mem_req_wide,
    output logic [55:0] mem_req_addr,
    output logic mem_req_cas,
    output logic [63:0] mem_req_expect,
    output logic [63:0] mem_req_data,
    output logic [COUNTER_BITS-1:0] counter_value,

    input wire logic model_fetch_req_ready,
    input wire logic model_fetch_rsp_valid,
    input wire logic [TAG_BITS-1:0] model_fetch_rsp_tag,
    input wire logic [55:0] model_fetch_rsp_pa,
    input wire logic [2:0] model_fetch_rsp_fault,
    input wire logic [4:0] model_fetch_rsp_code,
    input wire logic [5:0] model_fetch_rsp_size,
    input wire logic [2:0] model_fetch_rsp_memtype,
    input wire logic model_data_req_ready,
    input wire logic model_data_rsp_valid,
    input wire logic [TAG_BITS-1:0] model_data_rsp_tag,
    input wire logic [55:0] model_data_rsp_pa,
    input wire logic [2:0] model_data_rsp_fault,
    input wire logic [4:0] model_data_rsp_code,
    input wire logic [5:0] model_data_rsp_size,
    input wire logic [2:0] model_data_rsp_memtype,
    input wire logic model_ptbr_ready,
    input wire logic model_ptbr_rsp_valid,
    input wire logic [1:0] model_ptbr_rsp_fault,
    input wire logic [63:0] model_ptbr_held,
    input wire logic model_fence_ready,
    input wire logic model_mem_req_valid,
    input wire logic model_mem_req_fetch,
    input wire logic model_mem_req_wide,
    input wire logic [55:0] model_mem_req_addr,
    input wire logic model_mem_req_cas,
    input wire logic [63:0] model_mem_req_expect,
    input wire logic [63:0] model_mem_req_data,
    input wire logic [COUNTER_BITS-1:0] model_counter_value,

    input wire logic [28:0] mismatch,
    input wire logic [63:0] cycle,
    input wire logic [31:0] trace_line
);

  logic rst_q;
  logic fetch_req_valid_q;
  logic [TAG_BITS-1:0] fetch_req_tag_q;
  logic [63:0] fetch_req_va_q;
  logic [2:0] fetch_req_seg_q;
  logic [11:0] fetch_req_last_q;
  logic [1:0] fetch_req_priv_q;
  logic fetch_req_pin_q;
  logic fetch_rsp_ready_q;
  logic data_req_valid_q;
  logic [TAG_BITS-1:0] data_req_tag_q;
  logic [63:0] data_req_va_q;
  logic [2:0] data_req_seg_q;
  logic [11:0] data_req_last_q;
  logic [1:0] data_req_priv_q;
  logic data_req_pin_q;
  logic data_req_store_q;
  logic data_req_sum_q;
  logic data_req_mxr_q;
  logic data_rsp_ready_q;
  logic adue_q;
  logic pbmte_q;
  logic pg_q;
  logic wp_q;
  logic pse_q;
  logic pae_q;
  logic pge_q;
  logic la57_q;
  logic smep_q;
  logic smap_q;
  logic pcide_q;
  logic lma_q;
  logic nxe_q;
  logic ptbr_valid_q;
  logic [1:0] ptbr_regime_q;
  logic [63:0] ptbr_value_q;
  logic seg_valid_q;
  logic [2:0] seg_index_q;
  logic [63:0] seg_base_q;
  logic [19:0] seg_limit_q;
  logic seg_granular_q;
  logic [3:0] seg_type_q;
  logic [1:0] seg_dpl_q;
  logic [1:0] seg_rpl_q;
  logic seg_present_q;
  logic seg_null_q;
  logic seg_big_q;
  logic seg_long_q;
  logic fence_valid_q;
  logic fence_by_va_q;
  logic [63:0] fence_va_q;
  logic fence_by_asid_q;
  logic [15:0] fence_asid_q;
  logic fence_keep_global_q;
  logic mem_req_ready_q;
  logic mem_rsp_valid_q;
  logic [63:0] mem_rsp_data_q;
  logic mem_rsp_error_q;
  logic mem_rsp_lost_q;
  logic [3:0] counter_select_q;

  // The first edge comes before any input.
  initial rst_q = 1'b1;

  always_ff @(posedge clk) begin
    rst_q <= rst;
    fetch_req_valid_q <= fetch_req_valid;
    fetch_req_tag_q <= fetch_req_tag;
    fetch_req_va_q <= fetch_req_va;
    fetch_req_seg_q <= fetch_req_seg;
    fetch_req_last_q <= fetch_req_last;
    fetch_req_priv_q <= fetch_req_priv;
    fetch_req_pin_q <= fetch_req_pin;
    fetch_rsp_ready_q <= fetch_rsp_ready;
    data_req_valid_q <= data_req_valid;
    data_req_tag_q <= data_req_tag;
    data_req_va_q <= data_req_va;
    data_req_seg_q <= data_req_seg;
    data_req_last_q <= data_req_last;
    data_req_priv_q <= data_req_priv;
    data_req_pin_q <= data_req_pin;
    data_req_store_q <= data_req_store;
    data_req_sum_q <= data_req_sum;
    data_req_mxr_q <= data_req_mxr;
    data_rsp_ready_q <= data_rsp_ready;
    adue_q <= adue;
    pbmte_q <= pbmte;
    pg_q <= pg;
    wp_q <= wp;
    pse_q <= pse;
    pae_q <= pae;
    pge_q <= pge;
    la57_q <= la57;
    smep_q <= smep;
    smap_q <= smap;
    pcide_q <= pcide;
    lma_q <= lma;
    nxe_q <= nxe;
    ptbr_valid_q <= ptbr_valid;
    ptbr_regime_q <= ptbr_regime;
    ptbr_value_q <= ptbr_value;
    seg_valid_q <= seg_valid;
    seg_index_q <= seg_index;
    seg_base_q <= seg_base;
    seg_limit_q <= seg_limit;
    seg_granular_q <= seg_granular;
    seg_type_q <= seg_type;
    seg_dpl_q <= seg_dpl;
    seg_rpl_q <= seg_rpl;
    seg_present_q <= seg_present;
    seg_null_q <= seg_null;
    seg_big_q <= seg_big;
    seg_long_q <= seg_long;
    fence_valid_q <= fence_valid;
    fence_by_va_q <= fence_by_va;
    fence_va_q <= fence_va;
    fence_by_asid_q <= fence_by_asid;
    fence_asid_q <= fence_asid;
    fence_keep_global_q <= fence_keep_global;
    mem_req_ready_q <= mem_req_ready;
    mem_rsp_valid_q <= mem_rsp_valid;
    mem_rsp_data_q <= mem_rsp_data;
    mem_rsp_error_q <= mem_rsp_error;
    mem_rsp_lost_q <= mem_rsp_lost;
    counter_select_q <= counter_select;
  end

  mmu #(
      .ITLB_ENTRIES(ITLB_ENTRIES),
      .DTLB_ENTRIES(DTLB_ENTRIES),
      .ASID_BITS(ASID_BITS),
      .TAG_BITS(TAG_BITS),
      .COUNTER_BITS(COUNTER_BITS),
      .PA_BITS(PA_BITS),
      .FORMATS(FORMATS),
      .SEGMENTS(SEGMENTS)
  ) u_mmu (
      .clk,
      .rst(rst_q),
      .fetch_req_valid(fetch_req_valid_q),
      .fetch_req_tag(fetch_req_tag_q),
      .fetch_req_va(fetch_req_va_q),
      .fetch_req_seg(fetch_req_seg_q),
      .fetch_req_last(fetch_req_last_q),
      .fetch_req_priv(fetch_req_priv_q),
      .fetch_req_pin(fetch_req_pin_q),
      .fetch_rsp_ready(fetch_rsp_ready_q),
      .data_req_valid(data_req_valid_q),
      .data_req_tag(data_req_tag_q),
      .data_req_va(data_req_va_q),
      .data_req_seg(data_req_seg_q),
      .data_req_last(data_req_last_q),
      .data_req_priv(data_req_priv_q),
      .data_req_pin(data_req_pin_q),
      .data_req_store(data_req_store_q),
      .data_req_sum(data_req_sum_q),
      .data_req_mxr(data_req_mxr_q),
      .data_rsp_ready(data_rsp_ready_q),
      .adue(adue_q),
      .pbmte(pbmte_q),
      .pg(pg_q),
      .wp(wp_q),
      .pse(pse_q),
      .pae(pae_q),
      .pge(pge_q),
      .la57(la57_q),
      .smep(smep_q),
      .smap(smap_q),
      .pcide(pcide_q),
      .lma(lma_q),
      .nxe(nxe_q),
      .ptbr_valid(ptbr_valid_q),
      .ptbr_regime(ptbr_regime_q),
      .ptbr_value(ptbr_value_q),
      .seg_valid(seg_valid_q),
      .seg_index(seg_index_q),
      .seg_base(seg_base_q),
      .seg_limit(seg_limit_q),
      .seg_granular(seg_granular_q),
      .seg_type(seg_type_q),
      .seg_dpl(seg_dpl_q),
      .seg_rpl(seg_rpl_q),
      .seg_present(seg_present_q),
      .seg_null(seg_null_q),
      .seg_big(seg_big_q),
      .seg_long(seg_long_q),
      .fence_valid(fence_valid_q),
      .fence_by_va(fence_by_va_q),
      .fence_va(fence_va_q),
      .fence_by_asid(fence_by_asid_q),
      .fence_asid(fence_asid_q),
      .fence_keep_global(fence_keep_global_q),
      .mem_req_ready(mem_req_ready_q),
      .mem_rsp_valid(mem_rsp_valid_q),
      .mem_rsp_data(mem_rsp_data_q),
      .mem_rsp_error(mem_rsp_error_q),
      .mem_rsp_lost(mem_rsp_lost_q),
      .counter_select(counter_select_q),
      .fetch_req_ready,
      .fetch_rsp_valid,
      .fetch_rsp_tag,
      .fetch_rsp_pa,
      .fetch_rsp_fault,
      .fetch_rsp_code,
      .fetch_rsp_size,
      .fetch_rsp_memtype,
      .data_req_ready,
      .data_rsp_valid,
      .data_rsp_tag,
      .data_rsp_pa,
      .data_rsp_fault,
      .data_rsp_code,
      .data_rsp_size,
      .data_rsp_memtype,
      .ptbr_ready,
      .ptbr_rsp_valid,
      .ptbr_rsp_fault,
      .ptbr_held,
      .fence_ready,
      .mem_req_valid,
      .mem_req_fetch,
      .mem_req_wide,
      .mem_req_addr,
      .mem_req_cas,
      .mem_req_expect,
      .mem_req_data,
      .counter_value
  );

  wire unused = &{1'b0, mismatch, cycle, trace_line,
      model_fetch_req_ready,
      model_fetch_rsp_valid,
      model_fetch_rsp_tag,
      model_fetch_rsp_pa,
      model_fetch_rsp_fault,
      model_fetch_rsp_code,
      model_fetch_rsp_size,
      model_fetch_rsp_memtype,
      model_data_req_ready,
      model_data_rsp_valid,
      model_data_rsp_tag,
      model_data_rsp_pa,
      model_data_rsp_fault,
      model_data_rsp_code,
      model_data_rsp_size,
      model_data_rsp_memtype,
      model_ptbr_ready,
      model_ptbr_rsp_valid,
      model_ptbr_rsp_fault,
      model_ptbr_held,
      model_fence_ready,
      model_mem_req_valid,
      model_mem_req_fetch,
      model_mem_req_wide,
      model_mem_req_addr,
      model_mem_req_cas,
      model_mem_req_expect,
      model_mem_req_data,
      model_counter_value};

endmodule

`default_nettype wire
