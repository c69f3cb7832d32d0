// SPDX-License-Identifier: Apache-2.0
//
// The RISC-V decoder: what a PTE means for the access that walks (rules walk-2 and walk-3 of
// rtl/contract), but for the right to use the page. Named sentences, OR-ed into one fault.
// Combinational; fault is 0, and the fields mean nothing, unless checked.

`default_nettype none

module pw_pte_riscv (
    input logic        check,
    input logic [63:0] pte,         // Sv32: zero-extended
    input logic        last_level,
    input logic [43:0] care,        // PPN bits above the page size at this level
    input logic        path_g,      // a pointer on the way has G
    input logic        store,
    input logic        adue,
    input logic        pbmte,

    output logic                          fault,
    output logic [pw_words::PTE_BITS-1:0] fields
);

  wire n = pte[63];
  wire [1:0] pbmt = pte[62:61];
  wire a = pte[6], v = pte[0];
  wire unused = &{1'b0, pte[9:8]};  // RSW is software's

  wire [6:0] high = pte[60:54];
  wire [43:0] ppn = pte[53:10];
  wire [3:0] ppn_low = pte[13:10];
  wire d = pte[7], u = pte[4], x = pte[3], w = pte[2], r = pte[1];
  wire g = pte[5] || path_g;

  logic is_pointer;
  logic [7:0] marks;
  logic invalid, write_without_read, reserved;
  logic pointer_too_deep, pointer_with_leaf_bit;
  logic memory_type_illegal, napot_illegal, superpage_misaligned, a_or_d_missing;

  always_comb begin
    fault = 1'b0;
    fields = 'x;
    is_pointer = 1'b0;
    marks = '0;
    {invalid, write_without_read, reserved} = '0;
    {pointer_too_deep, pointer_with_leaf_bit} = '0;
    {memory_type_illegal, napot_illegal, superpage_misaligned, a_or_d_missing} = '0;
    if (check) begin
      is_pointer = !(r || w || x);

      // Any PTE.
      invalid = !v;
      write_without_read = w && !r;
      reserved = |high;
      fault = invalid || write_without_read || reserved;

      if (is_pointer) begin
        pointer_too_deep = last_level;
        pointer_with_leaf_bit = n || |pbmt || d || a || u;
        if (pointer_too_deep || pointer_with_leaf_bit) fault = 1'b1;
      end else begin
        memory_type_illegal = pbmt == 2'd3 || (|pbmt && !pbmte);
        napot_illegal = n && !(last_level && ppn_low == 4'b1000);
        superpage_misaligned = |(ppn & ~care);
        a_or_d_missing = !a || (store && !d);
        if (memory_type_illegal || napot_illegal || superpage_misaligned) fault = 1'b1;
        if (a_or_d_missing && !adue) fault = 1'b1;
        marks = {store, 7'b1000000};
      end
      fields = {is_pointer, ppn, n, 1'b0, pbmt, g, u, x, w, r, d, marks};
    end
  end

endmodule

`default_nettype wire
