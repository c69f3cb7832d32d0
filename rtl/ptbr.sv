// SPDX-License-Identifier: Apache-2.0
//
// The page-table base register: satp of RV32 or RV64 (rules B1 to B4 of
// rtl/README.md). A write shows in the next cycle; a write of a mode that
// does not exist leaves everything as it was.

`default_nettype none

module ptbr #(
    parameter int ASID_BITS = 16
) (
    input wire logic clk,
    input wire logic rst,

    input wire logic        ptbr_valid,
    input wire logic [ 1:0] ptbr_regime,
    input wire logic [63:0] ptbr_value,

    output logic        rv32,      // the regime of the value held
    output logic        paged,     // 0: Bare
    output logic [ 1:0] mode,      // when paged
    output logic [15:0] asid,
    output logic [43:0] root,
    output logic [63:0] ptbr_held
);

  localparam logic [15:0] ASID_MASK = 16'((1 << ASID_BITS) - 1);

  logic rv32_q;
  logic paged_q;
  logic [1:0] mode_q;
  logic [15:0] asid_q;
  logic [43:0] root_q;

  wire value_rv32 = ptbr_regime == pagewalk_pkg::REGIME_RV32;
  wire [3:0] value_mode = ptbr_value[63:60];
  // MODE 8, 9, 10: Sv39, Sv48, Sv57.
  wire value_sv64 = value_mode == 4'd8 || value_mode == 4'd9 || value_mode == 4'd10;
  wire legal = value_rv32 ||
      (ptbr_regime == pagewalk_pkg::REGIME_RV64 && (value_mode == 4'd0 || value_sv64));

  always_ff @(posedge clk) begin
    if (rst) begin
      rv32_q  <= 1'b0;
      paged_q <= 1'b0;
      mode_q  <= '0;
      asid_q  <= '0;
      root_q  <= '0;
    end else if (ptbr_valid && legal) begin
      rv32_q <= value_rv32;
      if (value_rv32) begin
        paged_q <= ptbr_value[31];
        mode_q  <= pagewalk_pkg::SV32;
        asid_q  <= {7'b0, ptbr_value[30:22]} & ASID_MASK;
        root_q  <= {22'b0, ptbr_value[21:0]};
      end else begin
        paged_q <= value_sv64;
        mode_q  <= value_sv64 ? value_mode[1:0] + 2'd1 : '0;
        asid_q  <= ptbr_value[59:44] & ASID_MASK;
        root_q  <= ptbr_value[43:0];
      end
    end
  end

  wire [3:0] held_mode = paged_q ? {2'b10, mode_q - 2'd1} : '0;

  assign rv32 = rv32_q;
  assign paged = paged_q;
  assign mode = mode_q;
  assign asid = asid_q;
  assign root = root_q;
  assign ptbr_held = rv32_q ? {32'b0, paged_q, asid_q[8:0], root_q[21:0]}
                            : {held_mode, asid_q, root_q};

endmodule

`default_nettype wire
