// SPDX-License-Identifier: Apache-2.0
//
// What a walk adds to the array (rules array-1 and array-3 of rtl/contract): the page that it has
// read and ended with, or a pointer of level 1 of RISC-V. A fill comes in the cycle after either,
// unless a fence is accepted in it.

`default_nettype none

module pw_array_fill (
    input logic clk,
    input logic rst,

    input logic                            none,        // the walk adds nothing
    input logic                            riscv,       // it is one of RISC-V
    input logic [pw_words::TABLE_BITS-1:0] table_read,
    input logic [  pw_words::END_BITS-1:0] walk_end,
    input logic                            fence,       // is accepted

    output logic                            fills,
    output logic [pw_words::ENTRY_BITS-1:0] entry   // without page and space; 0 there
);

  // Of the steps, those that tell level 0 from a NAPOT page, and level 1 from both and from others.
  wire  smallest = walk_end[pw_words::END_STEPS];
  wire  below_2m = walk_end[pw_words::END_STEPS+1];
  wire  below_1g = walk_end[pw_words::END_STEPS+3];
  wire  table_level_1 = table_read[pw_words::TABLE_STEPS+3];
  wire  unused = &{1'b0, walk_end, table_read};

  wire  ends = walk_end[pw_words::END_FETCH] || walk_end[pw_words::END_DATA];
  wire  good = ends && walk_end[pw_words::END_FAULT+:2] == pw_arch::FAULT_NONE;
  wire  page = good && (smallest || (below_1g && !below_2m));
  wire  pointer = table_read[pw_words::TABLE_VALID] && table_level_1 && riscv;

  logic fill_q;
  logic level_q, pointer_q, global_q;
  logic [pw_words::LEAF_BITS-1:0] leaf_q;
  assign fills = fill_q && !fence;
  assign entry = {1'b1, level_q, pointer_q, global_q, leaf_q, {pw_words::ENTRY_LEAF{1'b0}}};

  always_ff @(posedge clk) begin
    if (rst) fill_q <= 1'b0;
    else fill_q <= (page || pointer) && !none;
    level_q <= !(ends && smallest);
    pointer_q <= !ends;
    global_q <= ends && walk_end[pw_words::END_GLOBAL];
    leaf_q <= ends ? walk_end[pw_words::END_LEAF+:pw_words::LEAF_BITS] : {
      table_read[pw_words::TABLE_PPN+:44], 4'b0, table_read[pw_words::TABLE_PATH+:4]
    };
  end

endmodule

`default_nettype wire
