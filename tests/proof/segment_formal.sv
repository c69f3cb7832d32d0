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
    input logic clk,
    input logic rst
);

  localparam int BITS = pw_words::SEGMENT_BITS;

  // Undriven: anything.
  logic [pw_words::REQ_BITS-1:0] req;
  logic [pw_words::HELD_BITS-1:0] held;
  logic [pw_words::SEGMENTS_BITS-1:0] registers;

  logic [pw_words::LINEAR_BITS-1:0] linear_word;
  pw_segment #(
      .FETCH(FETCH)
  ) u_segment (
      .*,
      .req_valid(1'b1),
      .linear(linear_word)
  );

  wire req_store = req[pw_words::REQ_STORE];
  wire [63:0] req_va = req[pw_words::REQ_VA+:64];
  wire [2:0] req_seg = req[pw_words::REQ_SEG+:3];
  wire [11:0] req_last = req[pw_words::REQ_LAST+:12];
  wire [1:0] req_priv = req[pw_words::REQ_PRIV+:2];
  wire short = held[pw_words::HELD_SHORT];
  wire long_mode = held[pw_words::HELD_X86] && !short;
  wire code_long = registers[pw_words::SEGMENTS_LONG];
  wire [63:0] linear = linear_word[pw_words::LINEAR_ADDRESS+:64];
  wire [2:0] refusal = linear_word[pw_words::LINEAR_FAULT+:3];
  wire stack = linear_word[pw_words::LINEAR_STACK];

  logic running;  // ABC wants a register
  reset_first u_reset_first (.*);
  // A fetch is no store.
  always_comb assume (!(FETCH && req_store));

  // The register, by its fields.
  wire named = req_seg <= 3'd5;
  wire [BITS-1:0] register = registers[(named?req_seg : 3'd0)*BITS+:BITS];
  wire [63:0] base = register[pw_words::SEGMENT_BASE+:64];
  wire [31:0] limit = register[pw_words::SEGMENT_LIMIT+:32];
  wire is_null = !register[pw_words::SEGMENT_USABLE];
  wire b = register[pw_words::SEGMENT_BIG], p = register[pw_words::SEGMENT_PRESENT];
  wire [1:0] dpl = register[pw_words::SEGMENT_DPL+:2], rpl = register[pw_words::SEGMENT_RPL+:2];
  wire is_code = register[pw_words::SEGMENT_CODE];
  wire conforming_or_down = register[pw_words::SEGMENT_MODIFIED];
  wire readable_or_writable = register[pw_words::SEGMENT_RW];

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
