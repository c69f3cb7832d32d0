// SPDX-License-Identifier: Apache-2.0
//
// From an offset in a segment to a linear address, and whether the segment allows the access (rules
// segment-2 to segment-4 of rtl/contract). In front of each port. Combinational: the sum is on the
// way to the TLB's search, the checks are not, for the port looks at them one cycle later.

`default_nettype none

module segment #(
    parameter logic FETCH = 1'b0
) (
    input wire logic        req_valid,
    input wire logic [63:0] req_va,
    input wire logic [ 2:0] req_seg,
    input wire logic [11:0] req_last,
    input wire logic [ 1:0] req_priv,
    input wire logic        req_store,

    input wire logic                                    short,      // addresses have 32 bits
    input wire logic                                    long_mode,
    input wire logic                                    code_long,
    input wire logic [6*pagewalk_pkg::SEGMENT_BITS-1:0] held,

    output logic [63:0] linear,
    output logic [ 2:0] refusal,  // which check failed; 0: none
    output logic        stack     // it is an access to SS
);

  // Without a request through a segment nothing is computed.
  wire named = req_valid && req_seg < 3'd6;
  // Registers a power of two apart make a multiplexer; else Yosys makes a shifter, of thrice as
  // many cells.
  logic [pagewalk_pkg::SEGMENT_BITS-1:0] register;
  logic [6*128-1:0] apart;
  always_comb begin
    apart = '0;
    for (int i = 0; i < 6; i++) begin
      apart[i*128+:pagewalk_pkg::SEGMENT_BITS] =
          held[i*pagewalk_pkg::SEGMENT_BITS+:pagewalk_pkg::SEGMENT_BITS];
    end
    register = '0;
    if (named) register = apart[{req_seg, 7'b0}+:pagewalk_pkg::SEGMENT_BITS];
  end

  wire [63:0] base;
  wire [31:0] limit;
  wire usable, big, present;
  wire [1:0] dpl, rpl;
  wire code, modified, rw;  // modified: of code, conforming; of data, expand-down
  assign {base, limit, usable, big, present, dpl, rpl, code, modified, rw} = register;
  assign stack = named && req_seg == pagewalk_pkg::SEGMENT_SS;

  // Where it begins, and how far addresses go.
  wire mode_64 = long_mode && code_long;
  wire narrow = short || (long_mode && !code_long);
  wire based = !mode_64 || req_seg == pagewalk_pkg::SEGMENT_FS ||
      req_seg == pagewalk_pkg::SEGMENT_GS;
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

  always_comb begin
    linear  = req_va;
    refusal = pagewalk_pkg::SEGMENT_OK;
    if (named) begin
      linear = narrowed;
      if (!mode_64) begin
        if (!usable) refusal = pagewalk_pkg::SEGMENT_NULL;
        else if (!type_ok) refusal = pagewalk_pkg::SEGMENT_TYPE;
        else if (!ring_ok) refusal = pagewalk_pkg::SEGMENT_PRIVILEGE;
        else if (!present) refusal = pagewalk_pkg::SEGMENT_ABSENT;
        else if (!limit_ok) refusal = pagewalk_pkg::SEGMENT_LIMIT;
      end
    end
  end

endmodule

`default_nettype wire
