// SPDX-License-Identifier: Apache-2.0
//
// A part-select at a variable place, for Yosys's `techmap`: a multiplexer for each bit of the place.
// Its own map unrolls a loop over all bits of the vector, which takes seconds for the 1024 of the
// counters. Beyond the vector is x, as there. Other widths are left to that one.

(* techmap_celltype = "$shiftx" *)
module part_select (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;

  input [A_WIDTH-1:0] A;
  input [B_WIDTH-1:0] B;
  output [Y_WIDTH-1:0] Y;

  localparam STAGES = $clog2(A_WIDTH);
  wire _TECHMAP_FAIL_ = Y_WIDTH > A_WIDTH || B_WIDTH <= STAGES || A_WIDTH != 1 << STAGES;

  wire [(STAGES+1)*A_WIDTH-1:0] stage;
  assign stage[A_WIDTH-1:0] = A;
  genvar i;
  generate
    for (i = 0; i < STAGES; i = i + 1) begin : g_stage
      assign stage[(i+1)*A_WIDTH+:A_WIDTH] = B[i] ?
          {{(1 << i) {1'bx}}, stage[i*A_WIDTH+(1<<i)+:A_WIDTH-(1<<i)]} : stage[i*A_WIDTH+:A_WIDTH];
    end
  endgenerate
  assign Y = |B[B_WIDTH-1:STAGES] ? {Y_WIDTH{1'bx}} : stage[STAGES*A_WIDTH+:Y_WIDTH];
endmodule
