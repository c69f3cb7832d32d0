// SPDX-License-Identifier: Apache-2.0
//
// What the contract says of those who use the MMU, as far as a proof of prove.py needs it: legal
// is 1 until a rule is broken, and then 0 for good. Memory answers only what was asked.

`default_nettype none

module miter_rules (
    input  logic clk,
    input  logic rst,
    input  logic mem_req_valid,
    input  logic mem_req_ready,
    input  logic mem_rsp_valid,
    output logic legal
);

  logic outstanding_q, broken_q;
  wire broken = mem_rsp_valid && !outstanding_q;
  assign legal = !broken_q && (!broken || rst);

  initial outstanding_q = 1'b0;
  initial broken_q = 1'b0;

  always_ff @(posedge clk) begin
    if (!legal) broken_q <= 1'b1;
    if (rst) outstanding_q <= 1'b0;
    else if (mem_req_valid && mem_req_ready) outstanding_q <= 1'b1;
    else if (mem_rsp_valid) outstanding_q <= 1'b0;
  end

endmodule

`default_nettype wire
