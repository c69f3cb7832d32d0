// SPDX-License-Identifier: Apache-2.0
//
// The RISC-V PTE decoder: what a PTE just read means for the access that walks
// (rule W2 of rtl/README.md). Named sentences, OR-ed into one fault.
// Combinational; exactly one of page_fault, pointer and leaf is 1 when
// check is, and none otherwise.

`default_nettype none

module pte (
    input wire logic        check,
    input wire logic [63:0] pte,         // Sv32: zero-extended
    input wire logic        last_level,
    input wire logic [43:0] care,        // PPN bits above the page size at this level

    input wire logic fetch,
    input wire logic store,
    input wire logic user,
    input wire logic sum,
    input wire logic mxr,
    input wire logic adue,
    input wire logic pbmte,

    output logic page_fault,
    output logic pointer,
    output logic leaf,
    output logic needs_update  // a leaf whose A or D is to be set first
);

  wire n = pte[63];
  wire [1:0] pbmt = pte[62:61];
  wire [43:0] ppn = pte[53:10];
  wire d = pte[7], a = pte[6], u = pte[4], x = pte[3], w = pte[2], r = pte[1], v = pte[0];

  wire unused = &{1'b0, pte[9:8], pte[5]};  // RSW is software's, G the walker's

  logic allowed;
  permission u_permission (
      .page_r(r),
      .page_w(w),
      .page_x(x),
      .page_u(u),
      .fetch,
      .store,
      .user,
      .sum,
      .mxr,
      .allowed
  );
  // Any PTE.
  logic invalid, write_without_read, reserved_bit, is_pointer;
  // A pointer.
  logic pointer_too_deep, pointer_with_leaf_bit;
  // A leaf.
  logic memory_type_illegal, napot_illegal, superpage_misaligned, a_or_d_missing;
  logic any_fault, pointer_fault, leaf_fault;

  wire reserved = |pte[60:54];
  wire napot_64k = ppn[3:0] == 4'b1000;

  always_comb begin
    {invalid, write_without_read, reserved_bit, is_pointer} = '0;
    {pointer_too_deep, pointer_with_leaf_bit} = '0;
    {memory_type_illegal, napot_illegal, superpage_misaligned, a_or_d_missing} = '0;
    {any_fault, pointer_fault, leaf_fault} = '0;
    {page_fault, pointer, leaf, needs_update} = '0;

    if (check) begin
      is_pointer = !(r || w || x);

      invalid = !v;
      write_without_read = w && !r;
      reserved_bit = reserved;
      any_fault = invalid || write_without_read || reserved_bit;

      pointer_too_deep = last_level;
      pointer_with_leaf_bit = n || |pbmt || d || a || u;
      pointer_fault = pointer_too_deep || pointer_with_leaf_bit;

      memory_type_illegal = pbmt == 2'd3 || (|pbmt && !pbmte);
      napot_illegal = n && !(last_level && napot_64k);
      superpage_misaligned = |(ppn & ~care);
      a_or_d_missing = !a || (store && !d);
      leaf_fault = memory_type_illegal || napot_illegal || superpage_misaligned || !allowed ||
          (a_or_d_missing && !adue);

      page_fault = any_fault || (is_pointer ? pointer_fault : leaf_fault);
      pointer = is_pointer && !page_fault;
      leaf = !is_pointer && !page_fault;
      needs_update = leaf && a_or_d_missing;
    end
  end

endmodule

`default_nettype wire
