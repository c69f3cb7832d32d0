// SPDX-License-Identifier: Apache-2.0
//
// The geometry of the paging modes: which bits of an address index the table of
// a level, and how large a page is that ends there. The walker knows no
// mode but through this. Combinational; all outputs are 0 unless active.

`default_nettype none

module geometry (
    input  wire logic         active,
    input  wire logic [  1:0] mode,
    input  wire logic [63:12] va,
    output logic      [  2:0] top_level,
    output logic              canonical,

    input  wire logic [ 2:0] read_level,  // 0: last
    output logic      [11:0] offset,      // of the PTE in its table, bytes

    input  wire logic [ 2:0] leaf_level,
    output logic      [44:0] care,        // VPN bits above the size of a page of this level
    output logic      [ 5:0] size         // log2 of that size, bytes
);

  wire sv32 = mode == pagewalk_pkg::SV32;

  wire sv39_canonical = va[63:38] == {26{va[38]}};
  wire sv48_canonical = va[63:47] == {17{va[47]}};
  wire sv57_canonical = va[63:56] == {8{va[56]}};

  // The index into the table: 10 bits a level in Sv32, 9 in the others.
  wire [9:0] index_sv32 = read_level[0] ? va[31:22] : va[21:12];
  wire [8:0] vpn0 = va[20:12], vpn1 = va[29:21], vpn2 = va[38:30];
  wire [8:0] vpn3 = va[47:39], vpn4 = va[56:48];
  logic [8:0] index;

  always_comb begin
    canonical = 1'b0;
    top_level = '0;
    index = '0;
    offset = '0;
    size = '0;
    care = '0;
    if (active) begin
      case (mode)
        pagewalk_pkg::SV32: canonical = 1'b1;
        pagewalk_pkg::SV39: canonical = sv39_canonical;
        pagewalk_pkg::SV48: canonical = sv48_canonical;
        pagewalk_pkg::SV57: canonical = sv57_canonical;
      endcase
      top_level = 3'd1 + {1'b0, mode};

      case (read_level)
        3'd0: index = vpn0;
        3'd1: index = vpn1;
        3'd2: index = vpn2;
        3'd3: index = vpn3;
        default: index = vpn4;
      endcase
      offset = sv32 ? {index_sv32, 2'b0} : {index, 3'b0};

      // A page size is a mask.
      case (leaf_level)
        3'd0: size = 6'd12;
        3'd1: size = sv32 ? 6'd22 : 6'd21;
        3'd2: size = 6'd30;
        3'd3: size = 6'd39;
        default: size = 6'd48;
      endcase
      care = {45{1'b1}} << (size - 6'd12);
    end
  end

endmodule

`default_nettype wire
