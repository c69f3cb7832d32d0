// SPDX-License-Identifier: Apache-2.0
//
// The six segment registers (rule segment-1 of rtl/contract). A load in cycle t shows from t+1 on.
// The limit is held in bytes, so that granularity costs nothing at an access, and of null the
// opposite, so that a reset makes all of them null.

`default_nettype none

module pw_segment_registers (
    input logic clk,
    input logic rst,

    input logic        seg_valid,
    input logic [ 2:0] seg_index,
    input logic [63:0] seg_base,
    input logic [19:0] seg_limit,
    input logic        seg_granular,
    input logic [ 3:0] seg_type,
    input logic [ 1:0] seg_dpl,
    input logic [ 1:0] seg_rpl,
    input logic        seg_present,
    input logic        seg_null,
    input logic        seg_big,
    input logic        seg_long,

    output logic [pw_words::SEGMENTS_BITS-1:0] registers
);

  wire [31:0] limit = seg_granular ? {seg_limit, 12'hfff} : {12'h000, seg_limit};
  wire code = seg_type[3], modified = seg_type[2], rw = seg_type[1];
  logic [pw_words::SEGMENT_BITS-1:0] loaded;
  always_comb begin
    loaded = 'x;
    if (seg_valid) begin
      loaded[pw_words::SEGMENT_BASE+:64] = seg_base;
      loaded[pw_words::SEGMENT_LIMIT+:32] = limit;
      loaded[pw_words::SEGMENT_USABLE] = !seg_null;
      loaded[pw_words::SEGMENT_BIG] = seg_big;
      loaded[pw_words::SEGMENT_PRESENT] = seg_present;
      loaded[pw_words::SEGMENT_DPL+:2] = seg_dpl;
      loaded[pw_words::SEGMENT_RPL+:2] = seg_rpl;
      loaded[pw_words::SEGMENT_CODE] = code;
      loaded[pw_words::SEGMENT_MODIFIED] = modified;
      loaded[pw_words::SEGMENT_RW] = rw;
    end
  end
  wire unused = &{1'b0, seg_type[0]};  // accessed: the core's

  logic [pw_words::SEGMENTS_BITS-1:0] registers_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      registers_q <= '0;
    end else if (seg_valid) begin
      for (int i = 0; i < 6; i++) begin
        if (seg_index == 3'(i))
          registers_q[i*pw_words::SEGMENT_BITS+:pw_words::SEGMENT_BITS] <= loaded;
      end
      if (seg_index == pw_arch::SEGMENT_CS) registers_q[pw_words::SEGMENTS_LONG] <= seg_long;
    end
  end

  assign registers = registers_q;

endmodule

`default_nettype wire
