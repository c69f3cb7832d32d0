// SPDX-License-Identifier: Apache-2.0
//
// Pagewalk, the memory management unit: two ports, each with its TLB, one walker, the
// page-table base register, the fence unit and the counters. The contract is rtl/contract.

`default_nettype none

module mmu #(
    parameter int ITLB_ENTRIES = 16,   // 4, 8, 16, 32, 64
    parameter int DTLB_ENTRIES = 16,   // 4, 8, 16, 32, 64
    parameter int ASID_BITS    = 16,   // 1 to 16
    parameter int TAG_BITS     = 8,    // 1 to 16
    parameter int COUNTER_BITS = 32,   // 16 to 64
    parameter int PA_BITS      = 46,   // 32 to 52
    parameter int FORMATS      = 255,  // bit n: mode n, 1 to 255
    parameter int SEGMENTS     = 1     // 1: segment registers; 0: none
) (
    input wire logic clk,
    input wire logic rst,

    // fetch port
    input  wire logic                fetch_req_valid,
    output logic                     fetch_req_ready,
    input  wire logic [TAG_BITS-1:0] fetch_req_tag,
    input  wire logic [        63:0] fetch_req_va,
    input  wire logic [         2:0] fetch_req_seg,
    input  wire logic [        11:0] fetch_req_last,
    input  wire logic [         1:0] fetch_req_priv,
    input  wire logic                fetch_req_pin,
    output logic                     fetch_rsp_valid,
    input  wire logic                fetch_rsp_ready,
    output logic      [TAG_BITS-1:0] fetch_rsp_tag,
    output logic      [        55:0] fetch_rsp_pa,
    output logic      [         2:0] fetch_rsp_fault,
    output logic      [         4:0] fetch_rsp_code,
    output logic      [         5:0] fetch_rsp_size,
    output logic      [         2:0] fetch_rsp_memtype,

    // data port
    input  wire logic                data_req_valid,
    output logic                     data_req_ready,
    input  wire logic [TAG_BITS-1:0] data_req_tag,
    input  wire logic [        63:0] data_req_va,
    input  wire logic [         2:0] data_req_seg,
    input  wire logic [        11:0] data_req_last,
    input  wire logic [         1:0] data_req_priv,
    input  wire logic                data_req_pin,
    input  wire logic                data_req_store,
    input  wire logic                data_req_sum,
    input  wire logic                data_req_mxr,
    output logic                     data_rsp_valid,
    input  wire logic                data_rsp_ready,
    output logic      [TAG_BITS-1:0] data_rsp_tag,
    output logic      [        55:0] data_rsp_pa,
    output logic      [         2:0] data_rsp_fault,
    output logic      [         4:0] data_rsp_code,
    output logic      [         5:0] data_rsp_size,
    output logic      [         2:0] data_rsp_memtype,

    // control
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

    // page-table base register
    input  wire logic        ptbr_valid,
    output logic             ptbr_ready,
    input  wire logic [ 1:0] ptbr_regime,
    input  wire logic [63:0] ptbr_value,
    output logic             ptbr_rsp_valid,
    output logic      [ 1:0] ptbr_rsp_fault,
    output logic      [63:0] ptbr_held,

    // segment registers
    input wire logic        seg_valid,
    input wire logic [ 2:0] seg_index,
    input wire logic [63:0] seg_base,
    input wire logic [19:0] seg_limit,
    input wire logic        seg_granular,
    input wire logic [ 3:0] seg_type,
    input wire logic [ 1:0] seg_dpl,
    input wire logic [ 1:0] seg_rpl,
    input wire logic        seg_present,
    input wire logic        seg_null,
    input wire logic        seg_big,
    input wire logic        seg_long,

    // fence
    input  wire logic        fence_valid,
    output logic             fence_ready,
    input  wire logic        fence_by_va,
    input  wire logic [63:0] fence_va,
    input  wire logic        fence_by_asid,
    input  wire logic [15:0] fence_asid,
    input  wire logic        fence_keep_global,

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
    if (PA_BITS < 32 || PA_BITS > 52) $fatal(1, "PA_BITS is not 32 to 52");
    if (FORMATS < 1 || FORMATS > 255) $fatal(1, "FORMATS is not 1 to 255");
    if (SEGMENTS < 0 || SEGMENTS > 1) $fatal(1, "SEGMENTS is not 0 or 1");
  end

  // The widest address of the modes that are built.
  localparam logic FIVE_LEVELS = FORMATS[3] || FORMATS[7];
  localparam logic FOUR_LEVELS = FORMATS[2] || FORMATS[6];
  localparam int VA_BITS = FIVE_LEVELS ? 57 : FOUR_LEVELS ? 48 : FORMATS[1] ? 39 : 33;

  logic short, x86, paged;
  logic [2:0] mode;
  logic [15:0] asid, asid_mask;
  logic [43:0] root;
  wire [pagewalk_pkg::OPTION_BITS-1:0] options = {adue, pbmte, pse, pge, smep, nxe};

  logic fetch_missing, data_missing;
  logic ptbr_wall, drop;
  logic [15:0] drop_asid;
  logic load, loading, load_done;
  logic [1:0] load_fault;

  ptbr #(
      .ASID_BITS(ASID_BITS),
      .PA_BITS  (PA_BITS),
      .FORMATS  (8'(FORMATS))
  ) u_ptbr (
      .clk,
      .rst,
      .ptbr_valid,
      .ptbr_ready,
      .ptbr_regime,
      .ptbr_value,
      .ptbr_rsp_valid,
      .ptbr_rsp_fault,
      .ptbr_held,
      .pg,
      .pae,
      .la57,
      .pcide,
      .lma,
      .quiet(!fetch_missing && !data_missing && !fence_valid),
      .wall (ptbr_wall),
      .drop,
      .drop_asid,
      .load,
      .loading,
      .load_done,
      .load_fault,
      .short,
      .x86,
      .paged,
      .mode,
      .asid,
      .asid_mask,
      .root
  );

  // Loading, no port is missing: memory is the walker's or the PDPTEs'.
  logic load_req_valid, walk_req_valid, walk_req_wide;
  logic [55:0] load_req_addr, walk_req_addr;
  logic [1:0] pdpte_select;
  logic pdpte_present;
  logic [39:0] pdpte_ppn;

  if (FORMATS[5]) begin : g_pdpte
    pdpte #(
        .PA_BITS(PA_BITS)
    ) u_pdpte (
        .clk,
        .rst,
        .load,
        .load_table(ptbr_value[31:5]),
        .loading,
        .done(load_done),
        .done_fault(load_fault),
        .mem_req_valid(load_req_valid),
        .mem_req_ready,
        .mem_req_addr(load_req_addr),
        .mem_rsp_valid,
        .mem_rsp_data,
        .mem_rsp_error,
        .select(pdpte_select),
        .present(pdpte_present),
        .ppn(pdpte_ppn)
    );
  end else begin : g_no_pdpte
    wire unused = &{1'b0, load, pdpte_select};
    assign {loading, load_done, load_fault, load_req_valid, load_req_addr} = '0;
    assign {pdpte_present, pdpte_ppn} = '0;
  end

  assign mem_req_valid = walk_req_valid || load_req_valid;
  assign mem_req_wide  = walk_req_wide || load_req_valid;
  assign mem_req_addr  = walk_req_addr | load_req_addr;

  logic fence_accepted, fence_now, fence_none, drop_by_va, drop_by_asid, keep_global, walk_updating;
  logic [44:0] drop_vpn;
  logic [15:0] drop_asid_held;

  fence #(
      .VA_BITS(VA_BITS)
  ) u_fence (
      .fence_valid,
      .fence_ready,
      .fence_by_va,
      .fence_va,
      .fence_by_asid,
      .fence_asid,
      .fence_keep_global,
      .short,
      .asid_mask,
      .walk_updating,
      .loading,
      .drop,
      .drop_asid,
      .accepted(fence_accepted),
      .fence(fence_now),
      .none(fence_none),
      .by_va(drop_by_va),
      .vpn(drop_vpn),
      .by_asid(drop_by_asid),
      .asid(drop_asid_held),
      .keep_global
  );
  wire wall = fence_valid || ptbr_wall;

  // What the ports translate is a linear address.
  logic [63:0] fetch_linear, data_linear;
  logic [2:0] fetch_refusal, data_refusal;
  logic fetch_stack, data_stack;

  if (SEGMENTS == 1) begin : g_segments
    logic [6*pagewalk_pkg::SEGMENT_BITS-1:0] held;
    logic code_long;
    wire long_mode = x86 && !short;

    segments u_segments (
        .clk,
        .rst,
        .seg_valid,
        .seg_index,
        .seg_base,
        .seg_limit,
        .seg_granular,
        .seg_type,
        .seg_dpl,
        .seg_rpl,
        .seg_present,
        .seg_null,
        .seg_big,
        .seg_long,
        .held,
        .code_long
    );

    segment #(
        .FETCH(1'b1)
    ) u_fetch_segment (
        .req_valid(fetch_req_valid),
        .req_va(fetch_req_va),
        .req_seg(fetch_req_seg),
        .req_last(fetch_req_last),
        .req_priv(fetch_req_priv),
        .req_store(1'b0),
        .short,
        .long_mode,
        .code_long,
        .held,
        .linear(fetch_linear),
        .refusal(fetch_refusal),
        .stack(fetch_stack)
    );

    segment #(
        .FETCH(1'b0)
    ) u_data_segment (
        .req_valid(data_req_valid),
        .req_va(data_req_va),
        .req_seg(data_req_seg),
        .req_last(data_req_last),
        .req_priv(data_req_priv),
        .req_store(data_req_store),
        .short,
        .long_mode,
        .code_long,
        .held,
        .linear(data_linear),
        .refusal(data_refusal),
        .stack(data_stack)
    );
  end else begin : g_no_segments
    wire unused = &{1'b0, fetch_req_seg, fetch_req_last, data_req_seg, data_req_last, seg_valid,
        seg_index, seg_base, seg_limit, seg_granular, seg_type, seg_dpl, seg_rpl, seg_present,
        seg_null, seg_big, seg_long};
    assign fetch_linear  = fetch_req_va;
    assign data_linear   = data_req_va;
    assign fetch_refusal = pagewalk_pkg::SEGMENT_OK;
    assign data_refusal  = pagewalk_pkg::SEGMENT_OK;
    assign fetch_stack   = 1'b0;
    assign data_stack    = 1'b0;
  end

  logic [63:0] fetch_va, data_va;
  logic [pagewalk_pkg::CONTEXT_BITS-1:0] fetch_context, data_context;
  logic walk_done, walk_fetch;
  logic [1:0] walk_fault;
  logic [4:0] walk_code;
  logic [pagewalk_pkg::VPN_BITS-1:0] walk_care;
  logic walk_global;
  logic [pagewalk_pkg::ENTRY_BITS-1:0] walk_entry;
  logic [5:0] fetch_events, data_events;
  logic event_walk, walk_event_read, event_update;

  // A walk that ends with a fault leaves no translation of its address, in either TLB.
  logic [pagewalk_pkg::KEY_BITS-1:0] fetch_key, data_key;
  logic fetch_beyond, data_beyond;
  logic [pagewalk_pkg::KEY_BITS-1:0] walk_key;
  logic walk_drop;

  always_comb begin
    walk_key  = 'x;
    walk_drop = 1'b0;
    if (walk_done) begin
      walk_key = walk_fetch ? fetch_key : data_key;
      if (walk_fault != pagewalk_pkg::FAULT_NONE)
        walk_drop = !(walk_fetch ? fetch_beyond : data_beyond);
    end
  end

  port #(
      .ENTRIES (ITLB_ENTRIES),
      .TAG_BITS(TAG_BITS),
      .VA_BITS (VA_BITS),
      .FETCH   (1'b1)
  ) u_fetch (
      .clk,
      .rst,
      .req_valid(fetch_req_valid),
      .req_ready(fetch_req_ready),
      .req_tag(fetch_req_tag),
      .req_va(fetch_linear),
      .req_refusal(fetch_refusal),
      .req_stack(fetch_stack),
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
      .rsp_code(fetch_rsp_code),
      .rsp_size(fetch_rsp_size),
      .rsp_memtype(fetch_rsp_memtype),
      .wp,
      .smep,
      .smap,
      .options,
      .short,
      .x86,
      .paged,
      .mode,
      .asid,
      .root,
      .wall,
      .fence(fence_now),
      .fence_none,
      .fence_by_va(drop_by_va),
      .fence_vpn(drop_vpn),
      .fence_by_asid(drop_by_asid),
      .fence_asid(drop_asid_held),
      .fence_keep_global(keep_global),
      .missing(fetch_missing),
      .walk_va(fetch_va),
      .walk_context(fetch_context),
      .own_key(fetch_key),
      .own_beyond(fetch_beyond),
      .walk_done(walk_done && walk_fetch),
      .walk_drop,
      .walk_key,
      .walk_fault,
      .walk_code,
      .walk_care,
      .walk_global,
      .walk_entry,
      .events(fetch_events)
  );

  port #(
      .ENTRIES (DTLB_ENTRIES),
      .TAG_BITS(TAG_BITS),
      .VA_BITS (VA_BITS),
      .FETCH   (1'b0)
  ) u_data (
      .clk,
      .rst,
      .req_valid(data_req_valid),
      .req_ready(data_req_ready),
      .req_tag(data_req_tag),
      .req_va(data_linear),
      .req_refusal(data_refusal),
      .req_stack(data_stack),
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
      .rsp_code(data_rsp_code),
      .rsp_size(data_rsp_size),
      .rsp_memtype(data_rsp_memtype),
      .wp,
      .smep,
      .smap,
      .options,
      .short,
      .x86,
      .paged,
      .mode,
      .asid,
      .root,
      .wall,
      .fence(fence_now),
      .fence_none,
      .fence_by_va(drop_by_va),
      .fence_vpn(drop_vpn),
      .fence_by_asid(drop_by_asid),
      .fence_asid(drop_asid_held),
      .fence_keep_global(keep_global),
      .missing(data_missing),
      .walk_va(data_va),
      .walk_context(data_context),
      .own_key(data_key),
      .own_beyond(data_beyond),
      .walk_done(walk_done && !walk_fetch),
      .walk_drop,
      .walk_key,
      .walk_fault,
      .walk_code,
      .walk_care,
      .walk_global,
      .walk_entry,
      .events(data_events)
  );

  walker #(
      .FORMATS(8'(FORMATS)),
      .PA_BITS(PA_BITS)
  ) u_walker (
      .clk,
      .rst,
      .fetch_missing,
      .fetch_va,
      .fetch_context,
      .data_missing,
      .data_va,
      .data_context,
      .pdpte_select,
      .pdpte_present,
      .pdpte_ppn,
      .fence(fence_accepted),
      .updating(walk_updating),
      .done(walk_done),
      .done_fetch(walk_fetch),
      .done_fault(walk_fault),
      .done_code(walk_code),
      .done_care(walk_care),
      .done_global(walk_global),
      .done_entry(walk_entry),
      .mem_req_valid(walk_req_valid),
      .mem_req_ready,
      .mem_req_fetch,
      .mem_req_wide(walk_req_wide),
      .mem_req_addr(walk_req_addr),
      .mem_req_cas,
      .mem_req_expect,
      .mem_req_data,
      .mem_rsp_valid,
      .mem_rsp_data,
      .mem_rsp_error,
      .mem_rsp_lost,
      .event_walk,
      .event_read(walk_event_read),
      .event_update
  );

  wire event_read = walk_event_read || (load_req_valid && mem_req_ready);

  counters #(
      .COUNTER_BITS(COUNTER_BITS)
  ) u_counters (
      .clk,
      .rst,
      .events({fence_accepted, event_update, event_read, event_walk, data_events, fetch_events}),
      .counter_select,
      .counter_value
  );

endmodule

`default_nettype wire
