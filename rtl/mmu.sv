// SPDX-License-Identifier: Apache-2.0
//
// Pagewalk, the memory management unit: two ports, each with its TLB, one walker, the
// page-table base register, the fence unit and the counters. The contract is rtl/README.md.

`default_nettype none

module mmu #(
    parameter int ITLB_ENTRIES = 16,  // 4, 8, 16, 32, 64
    parameter int DTLB_ENTRIES = 16,  // 4, 8, 16, 32, 64
    parameter int ASID_BITS    = 16,  // 1 to 16
    parameter int TAG_BITS     = 8,   // 1 to 16
    parameter int COUNTER_BITS = 32   // 16 to 64
) (
    input wire logic clk,
    input wire logic rst,

    // fetch port
    input  wire logic                fetch_req_valid,
    output logic                     fetch_req_ready,
    input  wire logic [TAG_BITS-1:0] fetch_req_tag,
    input  wire logic [        63:0] fetch_req_va,
    input  wire logic [         1:0] fetch_req_priv,
    input  wire logic                fetch_req_pin,
    output logic                     fetch_rsp_valid,
    input  wire logic                fetch_rsp_ready,
    output logic      [TAG_BITS-1:0] fetch_rsp_tag,
    output logic      [        55:0] fetch_rsp_pa,
    output logic      [         1:0] fetch_rsp_fault,
    output logic      [         5:0] fetch_rsp_size,
    output logic      [         1:0] fetch_rsp_pbmt,

    // data port
    input  wire logic                data_req_valid,
    output logic                     data_req_ready,
    input  wire logic [TAG_BITS-1:0] data_req_tag,
    input  wire logic [        63:0] data_req_va,
    input  wire logic [         1:0] data_req_priv,
    input  wire logic                data_req_pin,
    input  wire logic                data_req_store,
    input  wire logic                data_req_sum,
    input  wire logic                data_req_mxr,
    output logic                     data_rsp_valid,
    input  wire logic                data_rsp_ready,
    output logic      [TAG_BITS-1:0] data_rsp_tag,
    output logic      [        55:0] data_rsp_pa,
    output logic      [         1:0] data_rsp_fault,
    output logic      [         5:0] data_rsp_size,
    output logic      [         1:0] data_rsp_pbmt,

    // control
    input wire logic adue,
    input wire logic pbmte,

    // page-table base register
    input  wire logic        ptbr_valid,
    input  wire logic [ 1:0] ptbr_regime,
    input  wire logic [63:0] ptbr_value,
    output logic      [63:0] ptbr_held,

    // fence
    input  wire logic        fence_valid,
    output logic             fence_ready,
    input  wire logic        fence_by_va,
    input  wire logic [63:0] fence_va,
    input  wire logic        fence_by_asid,
    input  wire logic [15:0] fence_asid,

    // page-table memory
    output logic             mem_req_valid,
    input  wire logic        mem_req_ready,
    output logic             mem_req_fetch,
    output logic             mem_req_wide,
    output logic      [55:0] mem_req_addr,
    output logic             mem_req_cas,
    output logic      [63:0] mem_req_expect,
    output logic      [63:0] mem_req_data,
    input  wire logic        mem_rsp_valid,
    input  wire logic [63:0] mem_rsp_data,
    input  wire logic        mem_rsp_error,
    input  wire logic        mem_rsp_lost,

    // counters
    input  wire logic [             3:0] counter_select,
    output logic      [COUNTER_BITS-1:0] counter_value
);

  function automatic logic entries_ok(input int n);
    entries_ok = n == 4 || n == 8 || n == 16 || n == 32 || n == 64;
  endfunction

  initial begin
    if (!entries_ok(ITLB_ENTRIES)) $fatal(1, "ITLB_ENTRIES is not 4, 8, 16, 32 or 64");
    if (!entries_ok(DTLB_ENTRIES)) $fatal(1, "DTLB_ENTRIES is not 4, 8, 16, 32 or 64");
    if (ASID_BITS < 1 || ASID_BITS > 16) $fatal(1, "ASID_BITS is not 1 to 16");
    if (TAG_BITS < 1 || TAG_BITS > 16) $fatal(1, "TAG_BITS is not 1 to 16");
    if (COUNTER_BITS < 16 || COUNTER_BITS > 64) $fatal(1, "COUNTER_BITS is not 16 to 64");
  end

  logic rv32, paged;
  logic [ 1:0] mode;
  logic [15:0] asid;
  logic [43:0] root;

  ptbr #(
      .ASID_BITS(ASID_BITS)
  ) u_ptbr (
      .clk,
      .rst,
      .ptbr_valid,
      .ptbr_regime,
      .ptbr_value,
      .rv32,
      .paged,
      .mode,
      .asid,
      .root,
      .ptbr_held
  );

  logic fence, fence_none, walk_updating;
  logic [44:0] fence_vpn;
  logic [15:0] fence_asid_held;

  fence #(
      .ASID_BITS(ASID_BITS)
  ) u_fence (
      .fence_valid,
      .fence_ready,
      .fence_by_va,
      .fence_va,
      .fence_asid,
      .rv32,
      .walk_updating,
      .fence,
      .fence_none,
      .fence_vpn,
      .fence_asid_held
  );

  logic fetch_missing, data_missing;
  logic [63:0] fetch_va, data_va;
  logic [pagewalk_pkg::CONTEXT_BITS-1:0] fetch_context, data_context;
  logic walk_done, walk_fetch;
  logic [1:0] walk_fault;
  logic [pagewalk_pkg::VPN_BITS-1:0] walk_care;
  logic walk_global;
  logic [pagewalk_pkg::ENTRY_BITS-1:0] walk_entry;
  logic [5:0] fetch_events, data_events;
  logic event_walk, event_read, event_update;

  port #(
      .ENTRIES (ITLB_ENTRIES),
      .TAG_BITS(TAG_BITS),
      .FETCH   (1'b1)
  ) u_fetch (
      .clk,
      .rst,
      .req_valid(fetch_req_valid),
      .req_ready(fetch_req_ready),
      .req_tag(fetch_req_tag),
      .req_va(fetch_req_va),
      .req_store(1'b0),
      .req_priv(fetch_req_priv),
      .req_sum(1'b0),
      .req_mxr(1'b0),
      .req_pin(fetch_req_pin),
      .rsp_valid(fetch_rsp_valid),
      .rsp_ready(fetch_rsp_ready),
      .rsp_tag(fetch_rsp_tag),
      .rsp_pa(fetch_rsp_pa),
      .rsp_fault(fetch_rsp_fault),
      .rsp_size(fetch_rsp_size),
      .rsp_pbmt(fetch_rsp_pbmt),
      .adue,
      .pbmte,
      .rv32,
      .paged,
      .mode,
      .asid,
      .root,
      .fence_valid,
      .fence,
      .fence_none,
      .fence_by_va,
      .fence_vpn,
      .fence_by_asid,
      .fence_asid(fence_asid_held),
      .missing(fetch_missing),
      .walk_va(fetch_va),
      .walk_context(fetch_context),
      .walk_done(walk_done && walk_fetch),
      .walk_fault,
      .walk_care,
      .walk_global,
      .walk_entry,
      .events(fetch_events)
  );

  port #(
      .ENTRIES (DTLB_ENTRIES),
      .TAG_BITS(TAG_BITS),
      .FETCH   (1'b0)
  ) u_data (
      .clk,
      .rst,
      .req_valid(data_req_valid),
      .req_ready(data_req_ready),
      .req_tag(data_req_tag),
      .req_va(data_req_va),
      .req_store(data_req_store),
      .req_priv(data_req_priv),
      .req_sum(data_req_sum),
      .req_mxr(data_req_mxr),
      .req_pin(data_req_pin),
      .rsp_valid(data_rsp_valid),
      .rsp_ready(data_rsp_ready),
      .rsp_tag(data_rsp_tag),
      .rsp_pa(data_rsp_pa),
      .rsp_fault(data_rsp_fault),
      .rsp_size(data_rsp_size),
      .rsp_pbmt(data_rsp_pbmt),
      .adue,
      .pbmte,
      .rv32,
      .paged,
      .mode,
      .asid,
      .root,
      .fence_valid,
      .fence,
      .fence_none,
      .fence_by_va,
      .fence_vpn,
      .fence_by_asid,
      .fence_asid(fence_asid_held),
      .missing(data_missing),
      .walk_va(data_va),
      .walk_context(data_context),
      .walk_done(walk_done && !walk_fetch),
      .walk_fault,
      .walk_care,
      .walk_global,
      .walk_entry,
      .events(data_events)
  );

  walker u_walker (
      .clk,
      .rst,
      .fetch_missing,
      .fetch_va,
      .fetch_context,
      .data_missing,
      .data_va,
      .data_context,
      .fence,
      .updating(walk_updating),
      .done(walk_done),
      .done_fetch(walk_fetch),
      .done_fault(walk_fault),
      .done_care(walk_care),
      .done_global(walk_global),
      .done_entry(walk_entry),
      .mem_req_valid,
      .mem_req_ready,
      .mem_req_fetch,
      .mem_req_wide,
      .mem_req_addr,
      .mem_req_cas,
      .mem_req_expect,
      .mem_req_data,
      .mem_rsp_valid,
      .mem_rsp_data,
      .mem_rsp_error,
      .mem_rsp_lost,
      .event_walk,
      .event_read,
      .event_update
  );

  counters #(
      .COUNTER_BITS(COUNTER_BITS)
  ) u_counters (
      .clk,
      .rst,
      .events({fence, event_update, event_read, event_walk, data_events, fetch_events}),
      .counter_select,
      .counter_value
  );

endmodule

`default_nettype wire
