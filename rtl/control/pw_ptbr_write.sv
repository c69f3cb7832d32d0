// SPDX-License-Identifier: Apache-2.0
//
// A write of the page-table base register, from the door to its answer (rules ptbr-2 to ptbr-8 of
// rtl/contract): which values are held, which fault and which are ignored, what waits, and what a
// write of CR3 loads and drops. A write that loads the PDPTEs happens when they are there.

`default_nettype none

module pw_ptbr_write #(
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

    input logic [pw_words::CONTROLS_BITS-1:0] controls,
    input logic [pw_words::HELD_BITS-1:0] held,
    input logic quiet,  // no port busy, no walk just ended, no fence

    output logic [pw_words::WRITE_BITS-1:0] write,
    input  logic [ pw_words::LOAD_BITS-1:0] load
);

  localparam logic [15:0] ASID_MASK = 16'((1 << ASID_BITS) - 1);
  localparam logic HAS_RV32 = FORMATS[0];
  localparam logic HAS_SV39 = FORMATS[1];
  localparam logic HAS_SV48 = FORMATS[2];
  localparam logic HAS_SV57 = FORMATS[3];
  localparam logic HAS_X86_32 = |FORMATS[5:4];
  localparam logic HAS_X86_64 = |FORMATS[7:4];
  localparam logic [63:0] CR3_RESERVED = 64'h7fff_ffff_ffff_ffff & ~((64'd1 << PA_BITS) - 64'd1);

  wire pg = controls[pw_words::PG], pae = controls[pw_words::PAE];
  wire pcide = controls[pw_words::PCIDE], lma = controls[pw_words::LMA];
  wire x86 = held[pw_words::HELD_X86];
  wire loading = load[pw_words::LOAD_BUSY];
  wire load_done = load[pw_words::LOAD_END];
  wire [1:0] load_fault = load[pw_words::LOAD_FAULT+:2];

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
        pw_arch::REGIME_RV32: begin
          new_value = new_rv32;
          exists = HAS_RV32;
        end
        pw_arch::REGIME_RV64: begin
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
  wire wall = loading || (ptbr_valid && across_x86);
  wire accept = ptbr_ready && exists;

  wire [63:0] new_beyond = new_long ? ptbr_value & CR3_RESERVED : '0;
  wire forbidden = |new_beyond || (new_long && ptbr_value[63] && !pcide);
  wire loads = FORMATS[5] && accept && new_x86 && !new_long && pg && pae;
  wire written = accept && !forbidden && !loads;

  // While the PDPTEs are loaded, the value waits.
  logic [32:0] waiting_q;  // {regime bit 0, CR3[31:0]}
  always_ff @(posedge clk) if (loads) waiting_q <= {ptbr_regime[0], ptbr_value[31:0]};
  wire loaded = load_done && load_fault == pw_arch::FAULT_NONE;

  wire keep = new_long && pcide && ptbr_value[63];
  wire drop = loaded || (written && HAS_X86_64 && new_x86 && !keep);
  wire [15:0] drop_asid = !loaded && new_long && pcide ? {4'b0, ptbr_value[11:0]} : '0;

  // What it makes of the register; on its way to the PDPTEs the value is that at the door.
  assign write[pw_words::WRITE_WALL] = wall;
  assign write[pw_words::WRITE_LOADS] = loads;
  assign write[pw_words::WRITE_HAPPENS] = written || loaded;
  assign write[pw_words::WRITE_REGIME+:2] =
      loaded ? {1'b1, waiting_q[32]} : {HAS_X86_64 && ptbr_regime[1], ptbr_regime[0]};
  assign write[pw_words::WRITE_VALUE+:64] = loaded ? {32'b0, waiting_q[31:0]} : new_value;
  assign write[pw_words::WRITE_DROPS] = drop;
  assign write[pw_words::WRITE_ASID+:16] = drop_asid;

  logic rsp_valid_q;
  logic [1:0] rsp_fault_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      rsp_valid_q <= 1'b0;
      rsp_fault_q <= pw_arch::FAULT_NONE;
    end else begin
      rsp_valid_q <= (ptbr_valid && ptbr_ready && !loads) || load_done;
      rsp_fault_q <= accept && forbidden ? pw_arch::FAULT_PROTECTION : load_fault;
    end
  end
  assign ptbr_rsp_valid = rsp_valid_q;
  assign ptbr_rsp_fault = rsp_fault_q;

endmodule

`default_nettype wire
