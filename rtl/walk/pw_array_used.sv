// SPDX-License-Identifier: Apache-2.0
//
// Which ways of the array are used, and which one is filled next (rules array-3 and array-4 of
// rtl/contract). The bits of a set lie in a RAM that is read with the ways. What a search has read
// of both levels is kept: a fill and a touch go by that.

`default_nettype none

module pw_array_used #(
    parameter int SETS = 64,
    localparam int WAYS = 4,
    localparam int SET_BITS = $clog2(SETS)
) (
    input logic clk,

    input logic                read,
    input logic [SET_BITS-1:0] read_set,
    input logic                level_0,   // a search has read the set of this level,
    input logic                level_1,
    input logic [    WAYS-1:0] valid,     // and these are its entries

    input  logic            fill_level,
    output logic [WAYS-1:0] chosen,

    input logic                touch,
    input logic                touch_level,
    input logic [SET_BITS-1:0] touch_set,
    input logic [    WAYS-1:0] touched,      // one way

    input logic                clear,
    input logic [SET_BITS-1:0] clear_set
);

  logic [WAYS-1:0] ram[0:SETS-1];
  logic [WAYS-1:0] used_q, used_0_q, used_1_q, valid_0_q, valid_1_q;

  wire [WAYS-1:0] fill_valid = fill_level ? valid_1_q : valid_0_q;
  wire [WAYS-1:0] fill_used = fill_level ? used_1_q : used_0_q;
  wire [WAYS-1:0] candidates = &fill_valid ? ~fill_used : ~fill_valid;
  assign chosen = candidates & (~candidates + 1'b1);

  wire [WAYS-1:0] used = touched | (touch_level ? used_1_q : used_0_q);

  always_ff @(posedge clk) begin
    if (level_0) {used_0_q, valid_0_q} <= {used_q, valid};
    if (level_1) {used_1_q, valid_1_q} <= {used_q, valid};
    if (clear) ram[clear_set] <= '0;
    else if (touch) ram[touch_set] <= &used ? touched : used;
    if (read) used_q <= ram[read_set];
  end

endmodule

`default_nettype wire
