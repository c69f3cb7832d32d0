// SPDX-License-Identifier: Apache-2.0
//
// The six segment registers (rule segment-1 of rtl/contract). A load in cycle t shows from t+1 on.
// The limit is held in bytes, so that granularity costs nothing at an access, and of null the
// opposite, so that a reset makes all of them null.

`default_nettype none

module segments (
    input wire logic clk,
    input wire logic rst,

    input wire logic        seg_valid,
    input wire logic [ 2:0] seg_index,
    input wire logic [63:0] seg_base,
    input wire logic [19:0] seg_limit,
    input wire logic        seg_granular,
    input wire logic [ 3:0] seg_type,
    input wire logic [ 1:0] seg_dpl,
    input wire logic [ 1:0] seg_rpl,
    input wire logic        seg_present,
    input wire logic        seg_null,
    input wire logic        seg_big,
    input wire logic        seg_long,

    output logic [6*pagewalk_pkg::SEGMENT_BITS-1:0] held,      // ES lowest
    output logic                                    code_long  // L of CS
);

  wire [31:0] limit = seg_granular ? {seg_limit, 12'hfff} : {12'h000, seg_limit};
  wire [pagewalk_pkg::SEGMENT_BITS-1:0] loaded = {
    seg_base, limit, !seg_null, seg_big, seg_present, seg_dpl, seg_rpl, seg_type[3:1]
  };
  wire unused = &{1'b0, seg_type[0]};  // accessed: the core's

  logic [6*pagewalk_pkg::SEGMENT_BITS-1:0] held_q;
  logic code_long_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      held_q <= '0;
      code_long_q <= 1'b0;
    end else if (seg_valid) begin
      for (int i = 0; i < 6; i++) begin
        if (seg_index == 3'(i))
          held_q[i*pagewalk_pkg::SEGMENT_BITS+:pagewalk_pkg::SEGMENT_BITS] <= loaded;
      end
      if (seg_index == pagewalk_pkg::SEGMENT_CS) code_long_q <= seg_long;
    end
  end

  assign held = held_q;
  assign code_long = code_long_q;

endmodule

`default_nettype wire
