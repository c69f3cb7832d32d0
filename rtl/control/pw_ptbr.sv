// SPDX-License-Identifier: Apache-2.0
//
// The page-table base register: satp of RV32 or RV64, or CR3 (rules ptbr-1 and ptbr-3 of
// rtl/contract). It holds the value as it reads back; what that means to a request follows from the
// regime and, on x86, from the control bits of the cycle. What becomes of a write, ptbr_write says.

`default_nettype none

module pw_ptbr #(
    parameter int ASID_BITS = 16,
    parameter int PA_BITS = 46,
    parameter logic [7:0] FORMATS = 8'hff
) (
    input logic clk,
    input logic rst,

    input  logic        ptbr_valid,
    output logic        ptbr_ready,
    input  logic [ 1:0] ptbr_regime,
    input  logic [63:0] ptbr_value,
    output logic        ptbr_rsp_valid,
    output logic [ 1:0] ptbr_rsp_fault,
    output logic [63:0] ptbr_held,

    input logic [pw_words::CONTROLS_BITS-1:0] controls,
    input logic quiet,  // no port busy, no walk just ended, no fence
    input logic [pw_words::LOAD_BITS-1:0] load,
    output logic [pw_words::WRITE_BITS-1:0] write,
    output logic [pw_words::HELD_BITS-1:0] held
);

  pw_ptbr_write #(
      .ASID_BITS(ASID_BITS),
      .PA_BITS  (PA_BITS),
      .FORMATS  (FORMATS)
  ) u_write (
      .clk,
      .rst,
      .ptbr_valid,
      .ptbr_ready,
      .ptbr_regime,
      .ptbr_value,
      .ptbr_rsp_valid,
      .ptbr_rsp_fault,
      .controls,
      .held,
      .quiet,
      .write,
      .load
  );

  localparam logic [15:0] ASID_MASK = 16'((1 << ASID_BITS) - 1);
  localparam logic HAS_RISCV = |FORMATS[3:0];
  localparam logic HAS_X86 = |FORMATS[7:4];

  wire pg = controls[pw_words::PG], pae = controls[pw_words::PAE];
  wire la57 = controls[pw_words::LA57], lma = controls[pw_words::LMA];
  wire pcide = controls[pw_words::PCIDE];

  wire happens = write[pw_words::WRITE_HAPPENS];
  wire [1:0] regime = write[pw_words::WRITE_REGIME+:2];
  wire [63:0] value = write[pw_words::WRITE_VALUE+:64];

  logic [1:0] regime_q;
  logic [63:0] value_q;
  assign ptbr_held = value_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      regime_q <= pw_arch::REGIME_RV64;
      value_q  <= '0;
    end else if (happens) begin
      regime_q <= regime;
      value_q  <= value;
    end
  end

  // The value held, as a request of this cycle sees it.
  wire x86 = regime_q[1];
  wire rv32 = regime_q == pw_arch::REGIME_RV32;
  wire long_mode = x86 && regime_q[0] && pg && lma;
  wire [1:0] held_levels = value_q[61:60];
  wire [43:0] root_rv64 = value_q[43:0];
  wire [43:0] root_rv32 = {22'b0, value_q[21:0]};
  wire [43:0] root_x86 = {4'b0, long_mode ? value_q[51:32] : 20'b0, value_q[31:12]};
  wire [15:0] asid_rv64 = value_q[59:44];
  wire [15:0] asid_rv32 = {7'b0, value_q[30:22]};
  wire [15:0] pcid = {4'b0, value_q[11:0]};
  wire paged_rv64 = value_q[63], paged_rv32 = value_q[31];

  wire read_as_cr3 = HAS_X86 && (!HAS_RISCV || x86);

  logic paged;
  logic [2:0] mode;
  logic [15:0] asid, asid_mask;
  logic [43:0] root;

  always_comb begin
    if (read_as_cr3) begin
      paged = x86 && pg;
      mode = {1'b1, long_mode ? {1'b1, la57} : {1'b0, pae}};
      asid = long_mode && pcide ? pcid : '0;
      asid_mask = 16'h0fff;
      root = root_x86;
    end else if (rv32) begin
      paged = paged_rv32;
      mode = pw_arch::SV32;
      asid = asid_rv32;
      asid_mask = ASID_MASK & 16'h01ff;
      root = root_rv32;
    end else begin
      paged = paged_rv64;
      mode = {1'b0, held_levels + 2'd1};
      asid = asid_rv64;
      asid_mask = ASID_MASK;
      root = root_rv64;
    end
  end

  assign held[pw_words::HELD_X86] = x86;
  assign held[pw_words::HELD_SHORT] = x86 ? !long_mode : rv32;
  assign held[pw_words::HELD_PAGED] = paged;
  assign held[pw_words::HELD_SPACE+pw_words::SPACE_MODE+:3] = mode;
  assign held[pw_words::HELD_SPACE+pw_words::SPACE_ASID+:16] = asid;
  assign held[pw_words::HELD_ASID_MASK+:16] = asid_mask;
  assign held[pw_words::HELD_ROOT+:44] = root;

endmodule

`default_nettype wire
