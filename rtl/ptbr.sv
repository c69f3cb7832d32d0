// SPDX-License-Identifier: Apache-2.0
//
// The page-table base register: satp of RV32 or RV64, or CR3 (rules ptbr-1 to ptbr-8 of
// rtl/contract). It holds the value as it reads back; what that means to a request follows
// from the regime and, on x86, from the control bits of the cycle.

`default_nettype none

module ptbr #(
    parameter int ASID_BITS = 16,
    parameter int PA_BITS = 46,
    parameter logic [7:0] FORMATS = 8'hff
) (
    input wire logic clk,
    input wire logic rst,

    input  wire logic        ptbr_valid,
    output logic             ptbr_ready,
    input  wire logic [ 1:0] ptbr_regime,
    input  wire logic [63:0] ptbr_value,
    output logic             ptbr_rsp_valid,
    output logic      [ 1:0] ptbr_rsp_fault,
    output logic      [63:0] ptbr_held,

    input wire logic pg,
    input wire logic pae,
    input wire logic la57,
    input wire logic pcide,
    input wire logic lma,

    input  wire logic        quiet,     // no port missing, no fence at the door
    output logic             wall,      // no request may pass
    output logic             drop,      // what is not global and has drop_asid
    output logic      [15:0] drop_asid,

    // the PDPTEs are loaded
    output logic            load,
    input  wire logic       loading,
    input  wire logic       load_done,
    input  wire logic [1:0] load_fault,

    output logic        short,      // addresses have 32 bits
    output logic        x86,
    output logic        paged,
    output logic [ 2:0] mode,       // when paged
    output logic [15:0] asid,
    output logic [15:0] asid_mask,  // the bits that exist
    output logic [43:0] root
);

  localparam logic [15:0] ASID_MASK = 16'((1 << ASID_BITS) - 1);
  localparam logic HAS_RV32 = FORMATS[0];
  localparam logic HAS_SV39 = FORMATS[1];
  localparam logic HAS_SV48 = FORMATS[2];
  localparam logic HAS_SV57 = FORMATS[3];
  localparam logic HAS_RISCV = |FORMATS[3:0];
  localparam logic HAS_X86_32 = |FORMATS[5:4];
  localparam logic HAS_X86_64 = |FORMATS[7:4];
  localparam logic [63:0] CR3_RESERVED = 64'h7fff_ffff_ffff_ffff & ~((64'd1 << PA_BITS) - 64'd1);

  logic [1:0] regime_q;
  logic [63:0] value_q;

  // The value at the door.
  wire new_x86 = ptbr_regime[1];
  wire new_regime_64 = ptbr_regime[0];
  wire new_long = HAS_X86_64 && new_x86 && new_regime_64 && pg && lma;
  wire [3:0] sv_mode = ptbr_value[63:60];
  logic [63:0] new_value;
  logic exists;  // regime and mode

  wire [31:0] new_low = ptbr_value[31:0];
  wire [63:0] new_rv32 = {32'b0, new_low & {1'b1, ASID_MASK[8:0], {22{1'b1}}}};
  wire [63:0] new_rv64 = ptbr_value & {4'b1111, ASID_MASK, {44{1'b1}}};
  wire [63:0] new_cr3 = {1'b0, new_long ? ptbr_value[62:32] : 31'b0, new_low};

  always_comb begin
    new_value = '0;
    exists = 1'b0;
    if (ptbr_valid) begin
      case (ptbr_regime)
        pagewalk_pkg::REGIME_RV32: begin
          new_value = new_rv32;
          exists = HAS_RV32;
        end
        pagewalk_pkg::REGIME_RV64: begin
          new_value = new_rv64;
          case (sv_mode)
            4'd0: exists = HAS_SV39 || HAS_SV48 || HAS_SV57;
            4'd8: exists = HAS_SV39;
            4'd9: exists = HAS_SV48;
            4'd10: exists = HAS_SV57;
            default: exists = 1'b0;
          endcase
        end
        default: begin
          new_value = new_cr3;
          exists = new_regime_64 ? HAS_X86_64 : HAS_X86_32;
        end
      endcase
    end
  end

  // x86 waits until nothing is under way, and lets nothing pass meanwhile.
  wire across_x86 = HAS_X86_64 && (new_x86 || x86);
  assign ptbr_ready = !loading && (quiet || !across_x86);
  assign wall = loading || (ptbr_valid && across_x86);
  wire accept = ptbr_ready && exists;

  wire [63:0] new_beyond = new_long ? ptbr_value & CR3_RESERVED : '0;
  wire forbidden = |new_beyond || (new_long && ptbr_value[63] && !pcide);
  assign load = FORMATS[5] && accept && new_x86 && !new_long && pg && pae;
  wire written = accept && !forbidden && !load;

  // While the PDPTEs are loaded, the value waits.
  logic [32:0] waiting_q;  // {regime bit 0, CR3[31:0]}
  always_ff @(posedge clk) if (load) waiting_q <= {ptbr_regime[0], ptbr_value[31:0]};
  wire loaded = load_done && load_fault == pagewalk_pkg::FAULT_NONE;

  wire keep = new_long && pcide && ptbr_value[63];
  assign drop = loaded || (written && HAS_X86_64 && new_x86 && !keep);
  assign drop_asid = !loaded && new_long && pcide ? {4'b0, ptbr_value[11:0]} : '0;

  always_ff @(posedge clk) begin
    if (rst) begin
      regime_q <= pagewalk_pkg::REGIME_RV64;
      value_q  <= '0;
    end else if (written) begin
      regime_q <= {HAS_X86_64 && ptbr_regime[1], ptbr_regime[0]};
      value_q  <= new_value;
    end else if (loaded) begin
      regime_q <= {1'b1, waiting_q[32]};
      value_q  <= {32'b0, waiting_q[31:0]};
    end
  end

  logic rsp_valid_q;
  logic [1:0] rsp_fault_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      rsp_valid_q <= 1'b0;
      rsp_fault_q <= pagewalk_pkg::FAULT_NONE;
    end else begin
      rsp_valid_q <= (ptbr_valid && ptbr_ready && !load) || load_done;
      rsp_fault_q <= accept && forbidden ? pagewalk_pkg::FAULT_PROTECTION : load_fault;
    end
  end
  assign ptbr_rsp_valid = rsp_valid_q;
  assign ptbr_rsp_fault = rsp_fault_q;
  assign ptbr_held = value_q;

  // The value held, as a request of this cycle sees it.
  wire rv32 = regime_q == pagewalk_pkg::REGIME_RV32;
  wire long_mode = x86 && regime_q[0] && pg && lma;
  wire [1:0] held_levels = value_q[61:60];
  wire [43:0] root_rv64 = value_q[43:0];
  wire [43:0] root_rv32 = {22'b0, value_q[21:0]};
  wire [43:0] root_x86 = {4'b0, long_mode ? value_q[51:32] : 20'b0, value_q[31:12]};
  wire [15:0] asid_rv64 = value_q[59:44];
  wire [15:0] asid_rv32 = {7'b0, value_q[30:22]};
  wire [15:0] pcid = {4'b0, value_q[11:0]};
  wire paged_rv64 = value_q[63], paged_rv32 = value_q[31];
  assign x86   = regime_q[1];
  assign short = x86 ? !long_mode : rv32;

  wire read_as_cr3 = HAS_X86_64 && (!HAS_RISCV || x86);

  always_comb begin
    if (read_as_cr3) begin
      paged = x86 && pg;
      mode = {1'b1, long_mode ? {1'b1, la57} : {1'b0, pae}};
      asid = long_mode && pcide ? pcid : '0;
      asid_mask = 16'h0fff;
      root = root_x86;
    end else if (rv32) begin
      paged = paged_rv32;
      mode = pagewalk_pkg::SV32;
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

endmodule

`default_nettype wire
