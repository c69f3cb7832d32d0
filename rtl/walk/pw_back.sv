// SPDX-License-Identifier: Apache-2.0
//
// The side of the MMU that reads page tables: the walker, its cache of pointers, the array and the
// line buffer where there are such, the loader of PDPTEs where there is PAE, and the channel to
// memory that they share. Only wires, but for the walk that has ended.

`default_nettype none

module pw_back #(
    parameter logic [7:0] FORMATS = 8'hff,
    parameter int PA_BITS = 46,
    parameter int VA_BITS = 57,
    parameter int WALK_ENTRIES = 0,
    parameter int ARRAY_SETS = 0,
    parameter int LINES = 0
) (
    input logic clk,
    input logic rst,

    input  logic [ pw_words::WALK_BITS-1:0] fetch_walk,
    input  logic [ pw_words::WALK_BITS-1:0] data_walk,
    output logic [  pw_words::END_BITS-1:0] walk_end,
    output logic [pw_words::ENDED_BITS-1:0] ended,
    input  logic                            fence,          // is accepted
    output logic                            walk_updating,  // no fence now
    output logic                            array_busy,     // neither fence nor write now
    input  logic [ pw_words::DROP_BITS-1:0] drop,

    input  logic [pw_words::WRITE_BITS-1:0] write,
    output logic [ pw_words::LOAD_BITS-1:0] load,

    output logic                           mem_req_valid,
    input  logic                           mem_req_ready,
    output logic [ pw_words::MEM_BITS-1:0] mem_req,
    input  logic                           mem_rsp_valid,
    input  logic [ pw_words::RSP_BITS-1:0] mem_rsp,
    input  logic [pw_words::LINE_BITS-1:0] mem_line,

    output logic [pw_words::EVENTS_BITS-1:pw_words::EVENTS_BACK] events
);

  wire [4*pw_words::PDPTE_BITS-1:0] pdptes;
  wire load_req_valid, load_req_ready, load_rsp_valid;
  wire walk_req_valid, walk_req_ready, walk_rsp_valid;
  wire [55:0] load_req_addr;
  wire [pw_words::MEM_BITS-1:0] walk_req;
  wire [pw_words::READ_RSP_BITS-1:0] walk_rsp;
  wire [pw_words::READS_BITS-1:0] reads;

  if (FORMATS[5]) begin : g_pdpte
    pw_pdpte #(
        .PA_BITS(PA_BITS)
    ) u_pdpte (
        .clk,
        .rst,
        .write,
        .load,
        .pdptes,
        .load_req_valid,
        .load_req_ready,
        .load_req_addr,
        .load_rsp_valid,
        .mem_rsp
    );
  end else begin : g_no_pdpte
    wire unused = &{1'b0, write, load_req_ready, load_rsp_valid};
    assign {load, pdptes, load_req_valid, load_req_addr} = '0;
  end

  // The walk cache and the array. Of pointers that both have read, the array's is the lower one.
  wire search = events[pw_words::EVENT_WALK];
  wire begins, goes_back, fetch, looking;
  wire [pw_words::WALK_BITS-1:0] walk;
  wire [pw_words::TABLE_BITS-1:0] table_read, walk_cache_found, array_found;
  wire [pw_words::FOUND_BITS-1:0] page_found;
  wire in_array = array_found[pw_words::TABLE_VALID];
  wire [pw_words::TABLE_BITS-1:0] table_found = in_array ? array_found : walk_cache_found;

  wire served = page_found[pw_words::FOUND_VALID] && !fence;
  wire served_level_0 = page_found[pw_words::FOUND_STEPS];
  assign events[pw_words::EVENT_FENCE] = fence;
  assign events[pw_words::EVENT_CACHE_HIT] =
      begins && !in_array && table_found[pw_words::TABLE_VALID];
  assign events[pw_words::EVENT_ARRAY_HIT_0] = served && served_level_0;
  assign events[pw_words::EVENT_ARRAY_HIT_1] = served && !served_level_0;
  assign events[pw_words::EVENT_ARRAY_POINTER] = begins && in_array;
  assign events[pw_words::EVENT_BACK] = goes_back;

  if (WALK_ENTRIES != 0) begin : g_walk_cache
    pw_walk_cache #(
        .ENTRIES(WALK_ENTRIES),
        .VA_BITS(VA_BITS),
        .ARRAY  (ARRAY_SETS != 0)
    ) u_walk_cache (
        .clk,
        .rst,
        .walk,
        .search,
        .begins(begins && !in_array),
        .forget(goes_back),
        .table_read,
        .table_found(walk_cache_found),
        .fence,
        .drop,
        .event_fill(events[pw_words::EVENT_CACHE_FILL])
    );
  end else begin : g_no_walk_cache
    wire unused = &{1'b0, walk, search, begins, goes_back, table_read, drop};
    assign walk_cache_found = '0;
    assign events[pw_words::EVENT_CACHE_FILL] = 1'b0;
  end

  if (ARRAY_SETS != 0) begin : g_array
    pw_array #(
        .SETS(ARRAY_SETS),
        .VA_BITS(VA_BITS)
    ) u_array (
        .clk,
        .rst,
        .walk,
        .fetch,
        .search,
        .begins,
        .forget(goes_back),
        .table_read,
        .table_found(array_found),
        .page_found,
        .walk_end,
        .fence,
        .drop,
        .looking,
        .busy(array_busy),
        .event_fill(events[pw_words::EVENT_ARRAY_FILL]),
        .event_sweep(events[pw_words::EVENT_SWEEP]),
        .event_blind(events[pw_words::EVENT_BLIND])
    );
  end else begin : g_no_array
    wire unused = &{1'b0, walk, fetch, search, begins, goes_back, table_read, drop};
    assign {array_found, page_found, looking, array_busy} = '0;
    assign events[pw_words::EVENT_ARRAY_FILL] = 1'b0;
    assign events[pw_words::EVENT_BLIND:pw_words::EVENT_SWEEP] = '0;
  end

  logic ended_q, ended_fetch_q, ended_fault_q;

  pw_walker #(
      .FORMATS(FORMATS),
      .PA_BITS(PA_BITS),
      .SEARCHES(WALK_ENTRIES != 0 || ARRAY_SETS != 0 || LINES != 0),
      .ARRAY(ARRAY_SETS != 0),
      .LINES(LINES != 0)
  ) u_walker (
      .clk,
      .rst,
      .fetch_walk,
      .data_walk,
      .pdptes,
      .fence,
      .hold(ended_fault_q || array_busy || (ended_q && ARRAY_SETS != 0)),
      .looking,
      .updating(walk_updating),
      .walk,
      .fetch,
      .begins,
      .goes_back,
      .table_read,
      .table_found,
      .page_found,
      .walk_end,
      .mem_req_valid(walk_req_valid),
      .mem_req_ready(walk_req_ready),
      .mem_req(walk_req),
      .mem_rsp_valid(walk_rsp_valid),
      .mem_rsp(walk_rsp),
      .reads,
      .event_walk(events[pw_words::EVENT_WALK]),
      .event_update(events[pw_words::EVENT_UPDATE])
  );

  // The port still holds the request whose walk ended in the cycle before (rule port-1).
  wire [pw_words::SPACE_BITS-1:0] fetch_space, data_space;
  assign fetch_space = fetch_walk[pw_words::WALK_SPACE+:pw_words::SPACE_BITS];
  assign data_space  = data_walk[pw_words::WALK_SPACE+:pw_words::SPACE_BITS];
  wire [63:0] fetch_va = fetch_walk[pw_words::WALK_VA+:64];
  wire [63:0] data_va = data_walk[pw_words::WALK_VA+:64];
  always_comb begin
    ended = 'x;
    ended[pw_words::ENDED_VALID] = ended_q;
    ended[pw_words::ENDED_FAULT] = ended_fault_q;
    if (ended_fault_q) begin
      ended[pw_words::ENDED_VA+:64] = ended_fetch_q ? fetch_va : data_va;
      ended[pw_words::ENDED_SPACE+:pw_words::SPACE_BITS] = ended_fetch_q ? fetch_space : data_space;
    end
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      ended_q <= 1'b0;
      ended_fault_q <= 1'b0;
    end else begin
      ended_q <= walk_end[pw_words::END_FETCH] || walk_end[pw_words::END_DATA];
      ended_fault_q <= walk_end[pw_words::END_FAULT+:2] != pw_arch::FAULT_NONE;
    end
    ended_fetch_q <= walk_end[pw_words::END_FETCH];
  end

  pw_mem_mux #(
      .LINES(LINES)
  ) u_mem_mux (
      .clk,
      .rst,
      .space(walk[pw_words::WALK_SPACE+:pw_words::SPACE_BITS]),
      .reads,
      .drop(fence || write[pw_words::WRITE_DROPS] || ended_fault_q),
      .walk_req_valid,
      .walk_req_ready,
      .walk_req,
      .walk_rsp_valid,
      .walk_rsp,
      .load_req_valid,
      .load_req_ready,
      .load_req_addr,
      .load_rsp_valid,
      .mem_req_valid,
      .mem_req_ready,
      .mem_req,
      .mem_rsp_valid,
      .mem_rsp,
      .mem_line,
      .event_read(events[pw_words::EVENT_READ]),
      .event_line_hit(events[pw_words::EVENT_LINE_HIT]),
      .event_line_fill(events[pw_words::EVENT_LINE_FILL])
  );

endmodule

`default_nettype wire
