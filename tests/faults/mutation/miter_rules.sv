// SPDX-License-Identifier: Apache-2.0
//
// What the contract says of those who use the MMU, as far as a proof of prove.py needs it: legal
// is 1 until a rule is broken, and then 0 for good. Memory answers only what was asked, with its
// id; and a read of 4 bytes zero-extended. While rst is 1, too: what else memory may show then
// (general-1) reaches no state but that of registers that are not reset, and the proofs begin with
// anything in these.

`default_nettype none

module miter_rules (
    input logic clk,
    input logic rst,
    input logic mem_req_valid,
    input logic mem_req_ready,
    input logic [3:0] mem_req_id,
    input logic mem_req_wide,
    input logic mem_req_cas,
    input logic mem_rsp_valid,
    input logic [3:0] mem_rsp_id,
    input logic [63:0] mem_rsp_data,
    input logic mem_rsp_error,
    output logic legal
);

  logic outstanding_q, broken_q;
  logic [3:0] id_q;
  logic narrow_read_q;
  wire asked = outstanding_q && mem_rsp_id == id_q;
  wire extended = !narrow_read_q || mem_rsp_error || mem_rsp_data[63:32] == '0;
  wire broken = mem_rsp_valid && !(asked && extended);
  assign legal = !broken_q && !broken;

  initial outstanding_q = 1'b0;
  initial broken_q = 1'b0;

  always_ff @(posedge clk) begin
    if (!legal) broken_q <= 1'b1;
    if (rst) outstanding_q <= 1'b0;
    else if (mem_req_valid && mem_req_ready) outstanding_q <= 1'b1;
    else if (mem_rsp_valid) outstanding_q <= 1'b0;
    if (mem_req_valid && mem_req_ready) begin
      id_q <= mem_req_id;
      narrow_read_q <= !mem_req_wide && !mem_req_cas;
    end
  end

endmodule

`default_nettype wire
