// SPDX-License-Identifier: Apache-2.0
//
// From an offset in a segment to a linear address, and whether the segment allows the access (rules
// segment-2 to segment-4 of rtl/contract). In front of each port. Combinational: the sum is on the
// way to the TLB's search, the checks are not, for the port looks at them one cycle later.

`default_nettype none

module pw_segment #(
    parameter logic FETCH = 1'b0
) (
    input logic                          req_valid,
    input logic [pw_words::REQ_BITS-1:0] req,

    input logic [    pw_words::HELD_BITS-1:0] held,
    input logic [pw_words::SEGMENTS_BITS-1:0] registers,

    output logic [pw_words::LINEAR_BITS-1:0] linear
);

  wire [63:0] req_va = req[pw_words::REQ_VA+:64];
  wire [2:0] req_seg = req[pw_words::REQ_SEG+:3];
  wire [11:0] req_last = req[pw_words::REQ_LAST+:12];
  wire [1:0] req_priv = req[pw_words::REQ_PRIV+:2];
  wire req_store = req[pw_words::REQ_STORE];
  wire short = held[pw_words::HELD_SHORT];
  wire long_mode = held[pw_words::HELD_X86] && !short;
  wire code_long = registers[pw_words::SEGMENTS_LONG];

  // Without a request through a segment nothing is computed.
  wire named = req_valid && req_seg < 3'd6;
  // Registers a power of two apart make a multiplexer; else Yosys makes a shifter, of thrice as
  // many cells.
  logic [pw_words::SEGMENT_BITS-1:0] register;
  logic [6*128-1:0] apart;
  always_comb begin
    apart = '0;
    for (int i = 0; i < 6; i++) begin
      apart[i*128+:pw_words::SEGMENT_BITS] =
          registers[i*pw_words::SEGMENT_BITS+:pw_words::SEGMENT_BITS];
    end
    register = '0;
    if (named) register = apart[{req_seg, 7'b0}+:pw_words::SEGMENT_BITS];
  end

  wire [63:0] base = register[pw_words::SEGMENT_BASE+:64];
  wire [31:0] limit = register[pw_words::SEGMENT_LIMIT+:32];
  wire usable = register[pw_words::SEGMENT_USABLE];
  wire big = register[pw_words::SEGMENT_BIG];
  wire present = register[pw_words::SEGMENT_PRESENT];
  wire [1:0] dpl = register[pw_words::SEGMENT_DPL+:2];
  wire [1:0] rpl = register[pw_words::SEGMENT_RPL+:2];
  wire code = register[pw_words::SEGMENT_CODE];
  wire modified = register[pw_words::SEGMENT_MODIFIED];  // conforming; expand-down
  wire rw = register[pw_words::SEGMENT_RW];
  wire stack = named && req_seg == pw_arch::SEGMENT_SS;

  // Where it begins, and how far addresses go.
  wire mode_64 = long_mode && code_long;
  wire narrow = short || (long_mode && !code_long);
  wire based = !mode_64 || req_seg == pw_arch::SEGMENT_FS || req_seg == pw_arch::SEGMENT_GS;
  wire [63:0] first = {narrow ? 32'b0 : req_va[63:32], req_va[31:0]};
  wire [63:0] sum = first + (based ? base : '0);
  wire [63:0] narrowed = {narrow ? 32'b0 : sum[63:32], sum[31:0]};

  // Type and privilege.
  wire conforming = code && modified;
  wire type_ok = FETCH ? code : req_store ? !code && rw : !code || rw;
  wire [1:0] ring = ~req_priv;
  wire fetch_ring_ok = conforming ? dpl <= ring : dpl == ring && rpl <= ring;
  wire stack_ring_ok = dpl == ring && rpl == ring;
  wire data_ring_ok = conforming || (ring <= dpl && rpl <= dpl);
  wire ring_ok = FETCH ? fetch_ring_ok : stack ? stack_ring_ok : data_ring_ok;

  // The limit, of all bytes: no segment goes beyond 4 GiB.
  wire expand_down = !code && modified;
  wire [32:0] last = {1'b0, first[31:0]} + {21'b0, req_last};
  wire below = last <= {1'b0, limit};
  wire above = first[31:0] > limit && !last[32] && (big || last[31:16] == '0);
  wire limit_ok = first[63:32] == '0 && (expand_down ? above : below);

  logic [63:0] address;
  logic [2:0] refusal;  // which check failed

  always_comb begin
    address = req_va;
    refusal = pw_arch::SEGMENT_OK;
    if (named) begin
      address = narrowed;
      if (!mode_64) begin
        if (!usable) refusal = pw_arch::SEGMENT_NULL;
        else if (!type_ok) refusal = pw_arch::SEGMENT_TYPE;
        else if (!ring_ok) refusal = pw_arch::SEGMENT_PRIVILEGE;
        else if (!present) refusal = pw_arch::SEGMENT_ABSENT;
        else if (!limit_ok) refusal = pw_arch::SEGMENT_LIMIT;
      end
    end
  end

  assign linear[pw_words::LINEAR_ADDRESS+:64] = address;
  assign linear[pw_words::LINEAR_FAULT+:3] = refusal;
  assign linear[pw_words::LINEAR_STACK] = stack;

endmodule

`default_nettype wire
