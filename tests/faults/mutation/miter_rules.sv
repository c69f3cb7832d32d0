// SPDX-License-Identifier: Apache-2.0
//
// What the contract says of those who use the MMU, as far as a proof of prove.py needs it: legal
// is 1 until a rule is broken, and then 0 for good. Memory answers only what was asked, with its
// id.

`default_nettype none

module miter_rules (
    input logic clk,
    input logic rst,
    input logic mem_req_valid,
    input logic mem_req_ready,
    input logic [3:0] mem_req_id,
    input logic mem_rsp_valid,
    input logic [3:0] mem_rsp_id,
    output logic legal
);

  logic outstanding_q, broken_q;
  logic [3:0] id_q;
  wire broken = mem_rsp_valid && !(outstanding_q && mem_rsp_id == id_q);
  assign legal = !broken_q && (!broken || rst);

  initial outstanding_q = 1'b0;
  initial broken_q = 1'b0;

  always_ff @(posedge clk) begin
    if (!legal) broken_q <= 1'b1;
    if (rst) outstanding_q <= 1'b0;
    else if (mem_req_valid && mem_req_ready) outstanding_q <= 1'b1;
    else if (mem_rsp_valid) outstanding_q <= 1'b0;
    if (mem_req_valid && mem_req_ready) id_q <= mem_req_id;
  end

endmodule

`default_nettype wire
