// SPDX-License-Identifier: Apache-2.0
//
// Which slot of a TLB, or of the walk cache, is filled next: the lowest that is vacant; else the
// lowest that is neither used nor locked; else the lowest that is not locked (rules tlb-2, tlb-3,
// tlb-4 and cache-2 of rtl/contract). It depends on registers alone, so that it is known before a
// fill has compared anything. Sets of slots have a bit a slot.

`default_nettype none

module pw_nru #(
    parameter int ENTRIES = 16
) (
    input logic clk,
    input logic rst,

    input logic               touch,
    input logic [ENTRIES-1:0] touched, // one slot

    input  logic               choose,
    input  logic [ENTRIES-1:0] valid,
    input  logic [ENTRIES-1:0] locked,
    output logic [ENTRIES-1:0] chosen   // one slot; none unless asked for
);

  logic [ENTRIES-1:0] used_q;

  // When a touch leaves no other slot, all but its own are forgotten.
  wire [ENTRIES-1:0] used = used_q | touched;
  wire last = &(used | locked);

  always_ff @(posedge clk) begin
    if (rst) used_q <= '0;
    else if (touch) used_q <= last ? touched : used;
  end

  wire [ENTRIES-1:0] unused = ~(used_q | locked);
  logic [ENTRIES-1:0] candidates;
  logic found;
  always_comb begin
    candidates = !(&valid) ? ~valid : |unused ? unused : ~locked;
    chosen = '0;
    found = 1'b0;
    if (choose) begin
      for (int i = 0; i < ENTRIES; i++) begin
        chosen[i] = candidates[i] && !found;
        found |= candidates[i];
      end
    end
  end

endmodule

`default_nettype wire
