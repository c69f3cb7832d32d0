// SPDX-License-Identifier: Apache-2.0
//
// Pagewalk, the memory management unit: two ports, each with its TLB, one walker, the
// page-table base register, the fence unit and the counters. The contract is rtl/contract.

`default_nettype none

module pw_mmu #(
    parameter int ITLB_ENTRIES = 16,   // 4, 8, 16, 32, 64
    parameter int DTLB_ENTRIES = 16,   // 4, 8, 16, 32, 64
    parameter int ASID_BITS    = 16,   // 1 to 16
    parameter int TAG_BITS     = 8,    // 1 to 16
    parameter int COUNTER_BITS = 32,   // 16 to 64; 0: no counters
    parameter int PA_BITS      = 46,   // 32 to 52
    parameter int FORMATS      = 255,  // bit n: mode n, 1 to 255
    parameter int SEGMENTS     = 1,    // 1: segment registers; 0: none
    parameter int WALK_ENTRIES = 0,    // 4, 8, 16; 0: no walk cache
    parameter int ARRAY_SETS   = 0,    // 4, 8, 16, 32, 64, 128, 256; 0: no array
    parameter int LINES        = 0,    // 1, 2, 4, 8; 0: no line buffer

    localparam int COUNTER_WIDTH = COUNTER_BITS == 0 ? 1 : COUNTER_BITS
) (
    input logic clk,
    input logic rst,

    // fetch port
    input  logic                fetch_req_valid,
    output logic                fetch_req_ready,
    input  logic [TAG_BITS-1:0] fetch_req_tag,
    input  logic [        63:0] fetch_req_va,
    input  logic [         2:0] fetch_req_seg,
    input  logic [        11:0] fetch_req_last,
    input  logic [         1:0] fetch_req_priv,
    input  logic                fetch_req_lock,
    output logic                fetch_rsp_valid,
    input  logic                fetch_rsp_ready,
    output logic [TAG_BITS-1:0] fetch_rsp_tag,
    output logic [        55:0] fetch_rsp_pa,
    output logic [         2:0] fetch_rsp_fault,
    output logic [         4:0] fetch_rsp_code,
    output logic [         5:0] fetch_rsp_size,
    output logic [         2:0] fetch_rsp_memtype,

    // data port
    input  logic                data_req_valid,
    output logic                data_req_ready,
    input  logic [TAG_BITS-1:0] data_req_tag,
    input  logic [        63:0] data_req_va,
    input  logic [         2:0] data_req_seg,
    input  logic [        11:0] data_req_last,
    input  logic [         1:0] data_req_priv,
    input  logic                data_req_lock,
    input  logic                data_req_store,
    input  logic                data_req_sum,
    input  logic                data_req_mxr,
    output logic                data_rsp_valid,
    input  logic                data_rsp_ready,
    output logic [TAG_BITS-1:0] data_rsp_tag,
    output logic [        55:0] data_rsp_pa,
    output logic [         2:0] data_rsp_fault,
    output logic [         4:0] data_rsp_code,
    output logic [         5:0] data_rsp_size,
    output logic [         2:0] data_rsp_memtype,

    // control
    input logic adue,
    input logic pbmte,
    input logic pg,
    input logic wp,
    input logic pse,
    input logic pae,
    input logic pge,
    input logic la57,
    input logic smep,
    input logic smap,
    input logic pcide,
    input logic lma,
    input logic nxe,

    // page-table base register
    input  logic        ptbr_valid,
    output logic        ptbr_ready,
    input  logic [ 1:0] ptbr_regime,
    input  logic [63:0] ptbr_value,
    output logic        ptbr_rsp_valid,
    output logic [ 1:0] ptbr_rsp_fault,
    output logic [63:0] ptbr_held,

    // segment registers
    input logic        seg_valid,
    input logic [ 2:0] seg_index,
    input logic [63:0] seg_base,
    input logic [19:0] seg_limit,
    input logic        seg_granular,
    input logic [ 3:0] seg_type,
    input logic [ 1:0] seg_dpl,
    input logic [ 1:0] seg_rpl,
    input logic        seg_present,
    input logic        seg_null,
    input logic        seg_big,
    input logic        seg_long,

    // fence
    input  logic        fence_valid,
    output logic        fence_ready,
    input  logic        fence_by_va,
    input  logic [63:0] fence_va,
    input  logic        fence_by_asid,
    input  logic [15:0] fence_asid,
    input  logic        fence_keep_global,

    // page-table memory
    output logic        mem_req_valid,
    input  logic        mem_req_ready,
    output logic [ 3:0] mem_req_id,
    output logic        mem_req_fetch,
    output logic        mem_req_wide,
    output logic [55:0] mem_req_addr,
    output logic        mem_req_cas,
    output logic [63:0] mem_req_expect,
    output logic [63:0] mem_req_data,
    input  logic        mem_rsp_valid,
    input  logic [ 3:0] mem_rsp_id,
    input  logic [63:0] mem_rsp_data,
    input  logic        mem_rsp_error,
    input  logic        mem_rsp_lost,
    input  logic        mem_rsp_main,
    input  logic [63:0] mem_rsp_line_0,
    input  logic [63:0] mem_rsp_line_1,
    input  logic [63:0] mem_rsp_line_2,
    input  logic [63:0] mem_rsp_line_3,
    input  logic [63:0] mem_rsp_line_4,
    input  logic [63:0] mem_rsp_line_5,
    input  logic [63:0] mem_rsp_line_6,
    input  logic [63:0] mem_rsp_line_7,

    // counters
    input  logic [              4:0] counter_select,
    output logic [COUNTER_WIDTH-1:0] counter_value
);

  function automatic logic power_ok(input int n, input int low, input int high);
    power_ok = n >= low && n <= high && (n & (n - 1)) == 0;
  endfunction

  initial begin
    if (!power_ok(ITLB_ENTRIES, 4, 64)) $fatal(1, "ITLB_ENTRIES is not 4, 8, 16, 32 or 64");
    if (!power_ok(DTLB_ENTRIES, 4, 64)) $fatal(1, "DTLB_ENTRIES is not 4, 8, 16, 32 or 64");
    if (ASID_BITS < 1 || ASID_BITS > 16) $fatal(1, "ASID_BITS is not 1 to 16");
    if (TAG_BITS < 1 || TAG_BITS > 16) $fatal(1, "TAG_BITS is not 1 to 16");
    if (COUNTER_BITS != 0 && (COUNTER_BITS < 16 || COUNTER_BITS > 64))
      $fatal(1, "COUNTER_BITS is not 0 or 16 to 64");
    if (PA_BITS < 32 || PA_BITS > 52) $fatal(1, "PA_BITS is not 32 to 52");
    if (FORMATS < 1 || FORMATS > 255) $fatal(1, "FORMATS is not 1 to 255");
    if (SEGMENTS < 0 || SEGMENTS > 1) $fatal(1, "SEGMENTS is not 0 or 1");
    if (WALK_ENTRIES != 0 && !power_ok(WALK_ENTRIES, 4, 16))
      $fatal(1, "WALK_ENTRIES is not 0, 4, 8 or 16");
    if (ARRAY_SETS != 0 && !power_ok(ARRAY_SETS, 4, 256))
      $fatal(1, "ARRAY_SETS is not 0, 4, 8, 16, 32, 64, 128 or 256");
    if (LINES != 0 && !power_ok(LINES, 1, 8)) $fatal(1, "LINES is not 0, 1, 2, 4 or 8");
  end

  // The widest address of the modes that are built.
  localparam logic FIVE_LEVELS = FORMATS[3] || FORMATS[7];
  localparam logic FOUR_LEVELS = FORMATS[2] || FORMATS[6];
  localparam int VA_BITS = FIVE_LEVELS ? 57 : FOUR_LEVELS ? 48 : FORMATS[1] ? 39 : 33;

  // What the core asks, in the order of pw_words, the last of it first.
  wire [pw_words::CONTROLS_BITS-1:0] controls = {
    nxe, lma, pcide, smap, smep, la57, pge, pae, pse, wp, pg, pbmte, adue
  };
  wire [pw_words::REQ_BITS-1:0] fetch_req = {
    3'b0, fetch_req_lock, fetch_req_priv, fetch_req_last, fetch_req_seg, fetch_req_va
  };
  wire [pw_words::REQ_BITS-1:0] data_req = {
    data_req_mxr,
    data_req_sum,
    data_req_store,
    data_req_lock,
    data_req_priv,
    data_req_last,
    data_req_seg,
    data_req_va
  };

  // The channels between the blocks.
  wire [pw_words::WRITE_BITS-1:0] write;
  wire [pw_words::LOAD_BITS-1:0] load;
  wire [pw_words::HELD_BITS-1:0] held;
  wire [pw_words::DROP_BITS-1:0] drop;
  wire [pw_words::SEGMENTS_BITS-1:0] registers;
  wire [pw_words::WALK_BITS-1:0] fetch_walk, data_walk;
  wire [pw_words::END_BITS-1:0] walk_end;
  wire [pw_words::ENDED_BITS-1:0] ended;
  wire [pw_words::MEM_BITS-1:0] mem_req;
  wire [pw_words::RSP_BITS-1:0] mem_rsp;
  wire [pw_words::EVENTS_BITS-1:0] events;
  wire fence_accepted, wall, walk_updating, array_busy;
  wire busy = fetch_walk[pw_words::WALK_BUSY] || data_walk[pw_words::WALK_BUSY];

  assign {
    mem_req_id, mem_req_fetch, mem_req_wide, mem_req_cas, mem_req_addr, mem_req_expect, mem_req_data
  } = mem_req;
  assign mem_rsp = {mem_rsp_id, mem_rsp_error, mem_rsp_lost, mem_rsp_data};
  wire [pw_words::LINE_BITS-1:0] mem_line;
  assign mem_line[pw_words::LINE_MAIN] = mem_rsp_main;
  assign mem_line[pw_words::LINE_BYTES+:256] = {
    mem_rsp_line_3, mem_rsp_line_2, mem_rsp_line_1, mem_rsp_line_0
  };
  assign mem_line[pw_words::LINE_BYTES+256+:256] = {
    mem_rsp_line_7, mem_rsp_line_6, mem_rsp_line_5, mem_rsp_line_4
  };

  pw_ptbr #(
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
      .controls,
      .quiet(!busy && !array_busy && !ended[pw_words::ENDED_VALID] && !fence_valid),
      .load,
      .write,
      .held
  );

  pw_fence #(
      .VA_BITS(VA_BITS)
  ) u_fence (
      .fence_valid,
      .fence_ready,
      .fence_by_va,
      .fence_va,
      .fence_by_asid,
      .fence_asid,
      .fence_keep_global,
      .held,
      .write,
      .load,
      .ended,
      .walk_updating,
      .array_busy,
      .accepted(fence_accepted),
      .wall,
      .drop
  );

  if (SEGMENTS == 1) begin : g_segments
    pw_segment_registers u_registers (
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
        .registers
    );
  end else begin : g_no_segments
    wire unused = &{1'b0, seg_valid, seg_index, seg_base, seg_limit, seg_granular, seg_type,
        seg_dpl, seg_rpl, seg_present, seg_null, seg_big, seg_long};
    assign registers = '0;
  end

  pw_front #(
      .ENTRIES(ITLB_ENTRIES),
      .TAG_BITS(TAG_BITS),
      .VA_BITS(VA_BITS),
      .SEGMENTS(SEGMENTS),
      .FETCH(1'b1)
  ) u_fetch (
      .clk,
      .rst,
      .req_valid(fetch_req_valid),
      .req_ready(fetch_req_ready),
      .req_tag(fetch_req_tag),
      .req(fetch_req),
      .rsp_valid(fetch_rsp_valid),
      .rsp_ready(fetch_rsp_ready),
      .rsp_tag(fetch_rsp_tag),
      .rsp_pa(fetch_rsp_pa),
      .rsp_fault(fetch_rsp_fault),
      .rsp_code(fetch_rsp_code),
      .rsp_size(fetch_rsp_size),
      .rsp_memtype(fetch_rsp_memtype),
      .controls,
      .held,
      .registers,
      .wall,
      .drop,
      .walk(fetch_walk),
      .walk_end,
      .events(events[pw_words::EVENTS_FETCH+:pw_words::PORT_EVENTS])
  );

  pw_front #(
      .ENTRIES(DTLB_ENTRIES),
      .TAG_BITS(TAG_BITS),
      .VA_BITS(VA_BITS),
      .SEGMENTS(SEGMENTS),
      .FETCH(1'b0)
  ) u_data (
      .clk,
      .rst,
      .req_valid(data_req_valid),
      .req_ready(data_req_ready),
      .req_tag(data_req_tag),
      .req(data_req),
      .rsp_valid(data_rsp_valid),
      .rsp_ready(data_rsp_ready),
      .rsp_tag(data_rsp_tag),
      .rsp_pa(data_rsp_pa),
      .rsp_fault(data_rsp_fault),
      .rsp_code(data_rsp_code),
      .rsp_size(data_rsp_size),
      .rsp_memtype(data_rsp_memtype),
      .controls,
      .held,
      .registers,
      .wall,
      .drop,
      .walk(data_walk),
      .walk_end,
      .events(events[pw_words::EVENTS_DATA+:pw_words::PORT_EVENTS])
  );

  pw_back #(
      .FORMATS(8'(FORMATS)),
      .PA_BITS(PA_BITS),
      .VA_BITS(VA_BITS),
      .WALK_ENTRIES(WALK_ENTRIES),
      .ARRAY_SETS(ARRAY_SETS),
      .LINES(LINES)
  ) u_back (
      .clk,
      .rst,
      .fetch_walk,
      .data_walk,
      .walk_end,
      .ended,
      .fence (fence_accepted),
      .walk_updating,
      .array_busy,
      .drop,
      .write,
      .load,
      .mem_req_valid,
      .mem_req_ready,
      .mem_req,
      .mem_rsp_valid,
      .mem_rsp,
      .mem_line,
      .events(events[pw_words::EVENTS_BITS-1:pw_words::EVENTS_BACK])
  );

  if (COUNTER_BITS != 0) begin : g_counters
    pw_counters #(
        .COUNTER_BITS(COUNTER_BITS)
    ) u_counters (
        .clk,
        .rst,
        .events,
        .counter_select,
        .counter_value
    );
  end else begin : g_no_counters
    wire unused = &{1'b0, events, counter_select};
    assign counter_value = '0;
  end

endmodule

`default_nettype wire
