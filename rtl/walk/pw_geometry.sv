// SPDX-License-Identifier: Apache-2.0
//
// The geometry of the paging modes: which bits of an address index the table of
// a level, and how large a page is that ends there. The walker knows no
// mode but through this. Combinational; all outputs are 0 unless active.

`default_nettype none

module pw_geometry #(
    parameter logic [7:0] FORMATS = 8'hff
) (
    input  logic         active,
    input  logic [  2:0] mode,
    input  logic [63:12] va,
    output logic [  2:0] top_level,
    output logic         canonical,  // in a mode that was built
    output logic         wide,       // entries of 8 bytes

    input  logic [ 2:0] read_level,  // 0: last
    output logic [11:0] offset,      // of the PTE in its table, bytes

    input logic [2:0] leaf_level,
    output logic [pw_words::STEP_BITS-1:0] steps  // the size of a page of this level
);

  // What the formats need: synthesis drops the rest.
  localparam logic HAS_NARROW = FORMATS[0] || FORMATS[4];
  localparam logic HAS_WIDE = |FORMATS[3:1] || |FORMATS[7:5];
  localparam logic HAS_LEVEL_4 = FORMATS[3] || FORMATS[7];
  localparam logic HAS_LEVEL_3 = HAS_LEVEL_4 || FORMATS[2] || FORMATS[6];
  localparam logic HAS_LEVEL_2 = HAS_LEVEL_3 || FORMATS[1];

  wire narrow = HAS_NARROW && (!HAS_WIDE || mode[1:0] == 2'd0);
  wire pae = mode == pw_arch::X86_PAE;
  wire [2:0] root_level = pae ? 3'd1 : 3'd1 + {1'b0, mode[1:0]};

  wire canonical_39 = va[63:38] == {26{va[38]}};
  wire canonical_48 = va[63:47] == {17{va[47]}};
  wire canonical_57 = va[63:56] == {8{va[56]}};

  // The index into the table: 10 bits a level with entries of 4 bytes, 9 with 8.
  wire [9:0] index_narrow = read_level[0] ? va[31:22] : va[21:12];
  wire [8:0] vpn0 = va[20:12], vpn1 = va[29:21];
  wire [8:0] vpn2 = HAS_LEVEL_2 ? va[38:30] : '0;
  wire [8:0] vpn3 = HAS_LEVEL_3 ? va[47:39] : '0;
  wire [8:0] vpn4 = HAS_LEVEL_4 ? va[56:48] : '0;
  logic [8:0] index;

  always_comb begin
    canonical = 1'b0;
    wide = 1'b0;
    top_level = '0;
    index = '0;
    offset = '0;
    steps = '0;
    if (active) begin
      // Short addresses are canonical.
      case (mode)
        pw_arch::SV32: canonical = FORMATS[0];
        pw_arch::SV39: canonical = FORMATS[1] && canonical_39;
        pw_arch::SV48: canonical = FORMATS[2] && canonical_48;
        pw_arch::SV57: canonical = FORMATS[3] && canonical_57;
        pw_arch::X86_TWO_LEVEL: canonical = FORMATS[4];
        pw_arch::X86_PAE: canonical = FORMATS[5];
        pw_arch::X86_FOUR_LEVEL: canonical = FORMATS[6] && canonical_48;
        pw_arch::X86_FIVE_LEVEL: canonical = FORMATS[7] && canonical_57;
      endcase
      wide = !narrow;
      top_level = root_level;

      case (read_level)
        3'd0: index = vpn0;
        3'd1: index = vpn1;
        3'd2: index = vpn2;
        3'd3: index = vpn3;
        default: index = vpn4;
      endcase
      offset   = narrow ? {index_narrow, 2'b0} : {index, 3'b0};

      // 64 KiB, 2 MiB, 4 MiB, 1 GiB, 512 GiB, 256 TiB: smaller than these?
      steps[0] = leaf_level == 3'd0;
      steps[1] = leaf_level == 3'd0;
      steps[2] = leaf_level == 3'd0 || (!narrow && leaf_level == 3'd1);
      steps[3] = !HAS_LEVEL_2 || leaf_level < 3'd2;
      steps[4] = !HAS_LEVEL_3 || leaf_level < 3'd3;
      steps[5] = !HAS_LEVEL_4 || leaf_level < 3'd4;
    end
  end

endmodule

`default_nettype wire
