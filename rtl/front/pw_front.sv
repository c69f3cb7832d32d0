// SPDX-License-Identifier: Apache-2.0
//
// One side of the MMU, fetch or data: the segment that a request goes through, the port that holds
// it, and the port's TLB. Only wires. Without segments an address is linear.

`default_nettype none

module pw_front #(
    parameter int ENTRIES = 16,
    parameter int TAG_BITS = 8,
    parameter int VA_BITS = 57,
    parameter int SEGMENTS = 1,
    parameter logic FETCH = 1'b0
) (
    input logic clk,
    input logic rst,

    input  logic                          req_valid,
    output logic                          req_ready,
    input  logic [          TAG_BITS-1:0] req_tag,
    input  logic [pw_words::REQ_BITS-1:0] req,

    output logic                rsp_valid,
    input  logic                rsp_ready,
    output logic [TAG_BITS-1:0] rsp_tag,
    output logic [        55:0] rsp_pa,
    output logic [         2:0] rsp_fault,
    output logic [         4:0] rsp_code,
    output logic [         5:0] rsp_size,
    output logic [         2:0] rsp_memtype,

    input logic [pw_words::CONTROLS_BITS-1:0] controls,
    input logic [    pw_words::HELD_BITS-1:0] held,
    input logic [pw_words::SEGMENTS_BITS-1:0] registers,
    input logic                               wall,       // no request may pass
    input logic [    pw_words::DROP_BITS-1:0] drop,

    output logic [pw_words::WALK_BITS-1:0] walk,
    input  logic [ pw_words::END_BITS-1:0] walk_end,

    output logic [pw_words::PORT_EVENTS-1:0] events
);

  wire [pw_words::LINEAR_BITS-1:0] linear;
  wire [pw_words::LOOKUP_BITS-1:0] lookup;
  wire [pw_words::HIT_BITS-1:0] hit;
  wire [pw_words::FILL_BITS-1:0] fill;

  if (SEGMENTS == 1) begin : g_segment
    pw_segment #(
        .FETCH(FETCH)
    ) u_segment (
        .req_valid,
        .req,
        .held,
        .registers,
        .linear
    );
  end else begin : g_no_segment
    wire unused = &{1'b0, registers, req};
    assign linear = pw_words::LINEAR_BITS'(req[pw_words::REQ_VA+:64]);
  end

  pw_port #(
      .TAG_BITS(TAG_BITS),
      .VA_BITS (VA_BITS),
      .FETCH   (FETCH)
  ) u_port (
      .clk,
      .rst,
      .req_valid,
      .req_ready,
      .req_tag,
      .req,
      .linear,
      .rsp_valid,
      .rsp_ready,
      .rsp_tag,
      .rsp_pa,
      .rsp_fault,
      .rsp_code,
      .rsp_size,
      .rsp_memtype,
      .controls,
      .held,
      .wall,
      .lookup,
      .hit,
      .fill,
      .walk,
      .walk_end,
      .events
  );

  pw_tlb #(
      .ENTRIES(ENTRIES)
  ) u_tlb (
      .clk,
      .rst,
      .lookup,
      .hit,
      .fill,
      .drop
  );

endmodule

`default_nettype wire
