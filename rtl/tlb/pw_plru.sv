// SPDX-License-Identifier: Apache-2.0
//
// Tree pseudo-LRU with locked entries (rules tlb-3 and tlb-4 of rtl/contract). Node 1 is the root,
// node n has the children 2n (lower half) and 2n+1. A bit of 0 points to the lower half. The victim
// is combinational, and 0 unless asked for; it means nothing when all entries are locked.

`default_nettype none

module pw_plru #(
    parameter  int ENTRIES   = 16,
    localparam int SLOT_BITS = $clog2(ENTRIES)
) (
    input logic clk,
    input logic rst,

    input logic                 touch,
    input logic [SLOT_BITS-1:0] touch_slot,

    input  logic                 choose,
    input  logic [  ENTRIES-1:0] locked,
    output logic [SLOT_BITS-1:0] victim
);

  logic [ENTRIES-1:1] node_q;

  always_ff @(posedge clk) begin
    if (rst) node_q <= '0;
    else if (touch) begin
      for (int depth = 0; depth < SLOT_BITS; depth++) begin
        node_q[SLOT_BITS'((1 << depth) | (32'(touch_slot) >> (SLOT_BITS - depth)))]
            <= !touch_slot[SLOT_BITS-1-depth];
      end
    end
  end

  // Of the entries that share the bits of `slot` above `bit_no`, is every one
  // whose bit `bit_no` is `half` locked?
  function automatic logic half_locked(input logic [ENTRIES-1:0] closed,
                                       input logic [SLOT_BITS-1:0] slot, input int bit_no,
                                       input logic half);
    half_locked = 1'b1;
    for (int i = 0; i < ENTRIES; i++) begin
      if ((i >> (bit_no + 1)) == (32'(slot) >> (bit_no + 1)) && i[bit_no] == half && !closed[i])
        half_locked = 1'b0;
    end
  endfunction

  function automatic logic [SLOT_BITS-1:0] follow(input logic [ENTRIES-1:1] node,
                                                  input logic [ENTRIES-1:0] closed);
    logic [SLOT_BITS-1:0] n;  // unsigned: a negative index is none
    logic upper;
    follow = '0;
    n = 1;
    for (int bit_no = SLOT_BITS - 1; bit_no >= 0; bit_no--) begin
      upper = node[n] ? !half_locked(closed, follow, bit_no, 1'b1) :
          half_locked(closed, follow, bit_no, 1'b0);
      follow[bit_no] = upper;
      n = (n << 1) | SLOT_BITS'(upper);
    end
  endfunction

  always_comb begin
    victim = '0;
    if (choose) victim = follow(node_q, locked);
  end

endmodule

`default_nettype wire
