// SPDX-License-Identifier: Apache-2.0
//
// The x86 decoder: what an entry of any level means for the access that walks (rule walk-9 of
// rtl/contract), but for the right to use the page. Rights are those of the path down to this
// entry. Named sentences, OR-ed into one fault. Combinational; reserved is 0, and the fields mean
// nothing, unless checked.

`default_nettype none

module pw_pte_x86 #(
    parameter int PA_BITS = 46
) (
    input logic        check,
    input logic [63:0] pte,     // two-level: zero-extended
    input logic [ 1:0] kind,    // the mode, bits 1:0
    input logic [ 2:0] level,
    input logic        path_u,  // of the entries above
    input logic        path_x,
    input logic        path_w,
    input logic        store,
    input logic        pse,
    input logic        pge,
    input logic        nxe,

    output logic                          present,
    output logic                          reserved,  // of a present entry
    output logic [pw_words::PTE_BITS-1:0] fields
);

  // Address bits that do not exist, and those of them that PSE-36 keeps in bits 20:13.
  localparam logic [63:0] BEYOND_PA = 64'h000f_ffff_ffff_ffff & ~((64'd1 << PA_BITS) - 64'd1);
  localparam logic [7:0] BEYOND_PSE36 = BEYOND_PA[39:32];

  wire narrow = kind == pw_arch::X86_TWO_LEVEL[1:0];
  wire pae = kind == pw_arch::X86_PAE[1:0];

  assign present = pte[0];
  wire d = pte[6];
  wire w = path_w && pte[1];
  wire u = path_u && pte[2];
  wire x = path_x && !pte[63];
  wire g = pte[8] && pge;

  // Bit 7 of a page-table entry is PAT; above it is PS, where there is a PS.
  wire ps = pte[7];
  wire last = level == 3'd0;
  wire directory = level == 3'd1;
  logic huge, large_narrow, large_wide;
  logic is_pointer;
  wire pat = last ? pte[7] : pte[12];
  wire [2:0] memtype = {pat, pte[4], pte[3]};

  // PA[39:32] of a 4 MiB page are bits 20:13.
  wire [43:0] ppn_wide = {4'b0, pte[51:12] & ~BEYOND_PA[51:12]};
  wire [43:0] ppn_large_narrow = {16'b0, pte[20:13] & ~BEYOND_PSE36, pte[31:22], 10'b0};
  logic [43:0] ppn;
  logic [7:0] marks;

  // Reserved bits.
  wire xd = pte[63];
  wire [10:0] above_address = pte[62:52];
  wire bit_21 = pte[21];
  wire [7:0] below_2m = pte[20:13];
  wire [16:0] below_1g = pte[29:13];
  logic beyond_pa, xd_disabled, pae_high, ps_too_high, large_low, huge_low;

  always_comb begin
    {huge, large_narrow, large_wide, is_pointer} = '0;
    {beyond_pa, xd_disabled, pae_high, ps_too_high, large_low, huge_low} = '0;
    ppn = 'x;
    marks = 'x;
    reserved = 1'b0;
    fields = 'x;
    if (check) begin
      huge = level == 3'd2 && ps;
      large_narrow = directory && ps && narrow && pse;
      large_wide = directory && ps && !narrow;
      is_pointer = !(last || huge || large_narrow || large_wide);
      ppn = large_narrow ? ppn_large_narrow : ppn_wide;
      marks = {1'b0, store && !is_pointer, 6'b100000};
      if (narrow) begin
        large_low = large_narrow && (bit_21 || |(below_2m & BEYOND_PSE36));
      end else begin
        beyond_pa = |(pte & BEYOND_PA);
        xd_disabled = xd && !nxe;
        pae_high = pae && |above_address;
        ps_too_high = level >= 3'd3 && ps;
        large_low = large_wide && |below_2m;
        huge_low = huge && |below_1g;
      end
      reserved = beyond_pa || xd_disabled || pae_high || ps_too_high || large_low || huge_low;
      fields   = {is_pointer, ppn, 1'b0, memtype, g, u, x, w, 1'b1, d, marks};
    end
  end

  wire unused = &{1'b0, pte[11:9], pte[5]};  // software's; A is the walker's

endmodule

`default_nettype wire
