// SPDX-License-Identifier: Apache-2.0
//
// Two masters of page-table memory on one channel: the loader of PDPTEs, and the walker, whose
// reads go through the line buffer where there is one (rules walk-7 and line-2 of rtl/contract).
// The loader goes first; a request that memory has seen is not overtaken, for neither asks while
// the other waits. An answer goes to the one whose id it has, or to nobody; its payload goes to
// both.

`default_nettype none

module pw_mem_mux #(
    parameter int LINES = 0
) (
    input logic clk,
    input logic rst,

    input logic [pw_words::SPACE_BITS-1:0] space,  // of the walk
    input logic [pw_words::READS_BITS-1:0] reads,
    input logic                            drop,   // all lines

    input  logic                               walk_req_valid,
    output logic                               walk_req_ready,
    input  logic [     pw_words::MEM_BITS-1:0] walk_req,
    output logic                               walk_rsp_valid,
    output logic [pw_words::READ_RSP_BITS-1:0] walk_rsp,

    input  logic        load_req_valid,
    output logic        load_req_ready,
    input  logic [55:0] load_req_addr,
    output logic        load_rsp_valid,

    output logic                           mem_req_valid,
    input  logic                           mem_req_ready,
    output logic [ pw_words::MEM_BITS-1:0] mem_req,
    input  logic                           mem_rsp_valid,
    input  logic [ pw_words::RSP_BITS-1:0] mem_rsp,
    input  logic [pw_words::LINE_BITS-1:0] mem_line,

    output logic event_read,
    output logic event_line_hit,
    output logic event_line_fill
);

  // The walker's, but for what a line serves.
  wire read_req_valid, read_req_ready, read_rsp_valid;
  wire [pw_words::MEM_BITS-1:0] read_req;

  if (LINES != 0) begin : g_lines
    pw_lines #(
        .LINES(LINES)
    ) u_lines (
        .clk,
        .rst,
        .space,
        .reads,
        .drop,
        .walk_req_valid,
        .walk_req_ready,
        .walk_req,
        .walk_rsp_valid,
        .walk_rsp,
        .mem_req_valid(read_req_valid),
        .mem_req_ready(read_req_ready),
        .mem_req(read_req),
        .mem_rsp_valid(read_rsp_valid),
        .mem_rsp,
        .mem_line,
        .event_hit(event_line_hit),
        .event_fill(event_line_fill)
    );
  end else begin : g_no_lines
    wire unused = &{1'b0, clk, rst, space, reads, drop, mem_line};
    assign read_req_valid = walk_req_valid;
    assign walk_req_ready = read_req_ready;
    assign read_req = walk_req;
    assign walk_rsp_valid = read_rsp_valid;
    assign walk_rsp = {1'b0, mem_rsp};
    assign {event_line_hit, event_line_fill} = '0;
  end

  localparam int ADDR = pw_words::MEM_ADDR;
  localparam int ID = pw_words::MEM_ID;
  localparam int ID_BITS = pw_words::MEM_ID_BITS;

  assign mem_req_valid = load_req_valid || read_req_valid;
  assign mem_req[ADDR-1:0] = read_req[ADDR-1:0];
  assign mem_req[ADDR+:56] = load_req_valid ? load_req_addr : read_req[ADDR+:56];
  assign mem_req[pw_words::MEM_CAS] = read_req[pw_words::MEM_CAS];
  assign mem_req[pw_words::MEM_WIDE] = read_req[pw_words::MEM_WIDE] || load_req_valid;
  assign mem_req[pw_words::MEM_FETCH] = read_req[pw_words::MEM_FETCH];
  assign mem_req[ID+:ID_BITS] = load_req_valid ? pw_arch::MEM_ID_LOAD : read_req[ID+:ID_BITS];
  assign load_req_ready = mem_req_ready && load_req_valid;
  assign read_req_ready = mem_req_ready && !load_req_valid;

  wire [ID_BITS-1:0] rsp_id = mem_rsp[pw_words::RSP_ID+:ID_BITS];
  assign load_rsp_valid = mem_rsp_valid && rsp_id == pw_arch::MEM_ID_LOAD;
  assign read_rsp_valid = mem_rsp_valid && rsp_id == pw_arch::MEM_ID_WALK;

  assign event_read = mem_req_valid && mem_req_ready && !mem_req[pw_words::MEM_CAS];

endmodule

`default_nettype wire
