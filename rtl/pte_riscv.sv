// SPDX-License-Identifier: Apache-2.0
//
// The RISC-V decoder: what a PTE means for the access that walks (rules W2 and W3 of
// rtl/README.md), but for the right to use the page. Named sentences, OR-ed into one
// fault. Combinational.

`default_nettype none

module pte_riscv (
    input wire logic [63:0] pte,         // Sv32: zero-extended
    input wire logic        last_level,
    input wire logic [43:0] care,        // PPN bits above the page size at this level
    input wire logic        path_g,      // a pointer on the way has G
    input wire logic        store,
    input wire logic        adue,
    input wire logic        pbmte,

    output logic                              fault,
    output logic [pagewalk_pkg::PTE_BITS-1:0] fields
);

  wire n = pte[63];
  wire [1:0] pbmt = pte[62:61];
  wire reserved = |pte[60:54];
  wire a = pte[6], v = pte[0];
  wire unused = &{1'b0, pte[9:8]};  // RSW is software's

  wire [43:0] ppn = pte[53:10];
  wire d = pte[7], u = pte[4], x = pte[3], w = pte[2], r = pte[1];
  wire g = pte[5] || path_g;
  wire is_pointer = !(r || w || x);
  wire [7:0] marks = is_pointer ? '0 : {store, 7'b1000000};
  assign fields = {is_pointer, ppn, n, 1'b0, pbmt, g, u, x, w, r, d, marks};

  // Any PTE.
  wire invalid = !v;
  wire write_without_read = w && !r;
  wire any_fault = invalid || write_without_read || reserved;

  // A pointer.
  wire pointer_too_deep = last_level;
  wire pointer_with_leaf_bit = n || |pbmt || d || a || u;
  wire pointer_fault = pointer_too_deep || pointer_with_leaf_bit;

  // A leaf.
  wire memory_type_illegal = pbmt == 2'd3 || (|pbmt && !pbmte);
  wire napot_illegal = n && !(last_level && ppn[3:0] == 4'b1000);
  wire superpage_misaligned = |(ppn & ~care);
  wire a_or_d_missing = !a || (store && !d);
  wire leaf_fault = memory_type_illegal || napot_illegal || superpage_misaligned ||
      (a_or_d_missing && !adue);

  assign fault = any_fault || (is_pointer ? pointer_fault : leaf_fault);

endmodule

`default_nettype wire
