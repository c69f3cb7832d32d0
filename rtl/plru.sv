// SPDX-License-Identifier: Apache-2.0
//
// Tree pseudo-LRU with pinned entries (rules tlb-3 and tlb-4 of rtl/contract).
// Node 1 is the root, node n has the children 2n (lower half) and 2n+1. A bit
// of 0 points to the lower half. The victim is combinational, and 0 unless
// asked for; it means nothing when all entries are pinned.

`default_nettype none

module plru #(
    parameter  int ENTRIES  = 16,
    localparam int WAY_BITS = $clog2(ENTRIES)
) (
    input wire logic clk,
    input wire logic rst,

    input wire logic                touch,
    input wire logic [WAY_BITS-1:0] touch_way,

    input  wire logic                choose,
    input  wire logic [ ENTRIES-1:0] pinned,
    output logic      [WAY_BITS-1:0] victim
);

  logic [ENTRIES-1:1] node_q;

  always_ff @(posedge clk) begin
    if (rst) node_q <= '0;
    else if (touch) begin
      for (int depth = 0; depth < WAY_BITS; depth++) begin
        node_q[WAY_BITS'((1 << depth) | (32'(touch_way) >> (WAY_BITS - depth)))]
            <= !touch_way[WAY_BITS-1-depth];
      end
    end
  end

  // Of the entries that share the bits of `way` above `bit_no`, is every one
  // whose bit `bit_no` is `half` pinned?
  function automatic logic half_pinned(input logic [ENTRIES-1:0] pins,
                                       input logic [WAY_BITS-1:0] way, input int bit_no,
                                       input logic half);
    half_pinned = 1'b1;
    for (int i = 0; i < ENTRIES; i++) begin
      if ((i >> (bit_no + 1)) == (32'(way) >> (bit_no + 1)) && i[bit_no] == half && !pins[i])
        half_pinned = 1'b0;
    end
  endfunction

  function automatic logic [WAY_BITS-1:0] follow(input logic [ENTRIES-1:1] node,
                                                 input logic [ENTRIES-1:0] pins);
    logic [WAY_BITS-1:0] n;  // unsigned: a negative index is none
    logic upper;
    follow = '0;
    n = 1;
    for (int bit_no = WAY_BITS - 1; bit_no >= 0; bit_no--) begin
      upper = node[n] ? !half_pinned(pins, follow, bit_no, 1'b1) :
          half_pinned(pins, follow, bit_no, 1'b0);
      follow[bit_no] = upper;
      n = (n << 1) | WAY_BITS'(upper);
    end
  endfunction

  always_comb begin
    victim = '0;
    if (choose) victim = follow(node_q, pinned);
  end

endmodule

`default_nettype wire
