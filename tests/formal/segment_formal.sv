// SPDX-License-Identifier: Apache-2.0
//
// The checks of a segment and the linear address, against rules segment-2, segment-3 and segment-4,
// and whether it is an access to SS (segment-6): any registers, any
// access, in any mode. Combinational. Sums are as wide as they can get, so nothing wraps
// unseen.

`default_nettype none

module segment_formal #(
    parameter logic FETCH = 1'b0
) (
    input wire logic clk,
    input wire logic rst
);

  localparam int BITS = pagewalk_pkg::SEGMENT_BITS;

  // Undriven: anything.
  logic req_store, short, long_mode, code_long;
  logic [63:0] req_va;
  logic [2:0] req_seg;
  logic [11:0] req_last;
  logic [1:0] req_priv;
  logic [6*BITS-1:0] held;

  logic [63:0] linear;
  logic [2:0] refusal;
  logic stack;
  segment #(
      .FETCH(FETCH)
  ) u_segment (
      .*,
      .req_valid(1'b1)
  );

  logic running;  // ABC wants a register
  reset_first u_reset_first (.*);
  // Long mode has long addresses; a fetch is no store.
  always_comb assume (!(short && long_mode) && !(FETCH && req_store));

  // The register, by its fields.
  wire named = req_seg <= 3'd5;
  wire [BITS-1:0] register = held[(named?req_seg : 3'd0)*BITS+:BITS];
  wire [63:0] base = register[105:42];
  wire [31:0] limit = register[41:10];
  wire is_null = !register[9];
  wire b = register[8], p = register[7];
  wire [1:0] dpl = register[6:5], rpl = register[4:3];
  wire is_code = register[2], conforming_or_down = register[1], readable_or_writable = register[0];

  // segment-3.
  wire sixty_four = long_mode && code_long;
  wire flat = sixty_four && req_seg <= 3'd3;
  // segment-2.
  wire modulo_32 = short || (long_mode && !code_long);
  wire [63:0] offset = modulo_32 ? {32'b0, req_va[31:0]} : req_va;
  logic [63:0] sum;
  // segment-4.
  wire [1:0] ring = 2'd3 - req_priv;
  logic type_ok, privilege_ok, limit_ok;
  logic [64:0] last;
  logic [ 2:0] code;

  always_comb begin
    sum = offset + (flat ? 64'd0 : base);
    if (modulo_32) sum[63:32] = '0;

    if (FETCH) type_ok = is_code;
    else if (req_store) type_ok = !is_code && readable_or_writable;
    else type_ok = !is_code || readable_or_writable;

    if (FETCH && conforming_or_down) privilege_ok = dpl <= ring;
    else if (FETCH) privilege_ok = dpl == ring && rpl <= ring;
    else if (req_seg == 3'd2) privilege_ok = dpl == ring && rpl == ring;
    else privilege_ok = (is_code && conforming_or_down) || (ring <= dpl && rpl <= dpl);

    last = {1'b0, offset} + {53'b0, req_last};
    if (!is_code && conforming_or_down)
      limit_ok = offset > {32'b0, limit} && last <= (b ? 65'hffff_ffff : 65'hffff);
    else limit_ok = last <= {33'b0, limit};

    code = 3'd0;
    if (is_null) code = 3'd5;
    else if (!type_ok) code = 3'd2;
    else if (!privilege_ok) code = 3'd3;
    else if (!p) code = 3'd1;
    else if (!limit_ok) code = 3'd4;

    assert (refusal == (named && !sixty_four ? code : 3'd0));
    assert (linear == (named ? sum : req_va));
    assert (stack == (req_seg == 3'd2));
    cover (named && refusal == 3'd0 && !sixty_four && modulo_32 && sum < offset);
    cover (refusal == 3'd4 && conforming_or_down);
    cover (refusal == 3'd3 && ring == dpl);
    cover (sixty_four && req_seg == 3'd4 && linear != req_va);
  end

endmodule

`default_nettype wire
