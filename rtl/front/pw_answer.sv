// SPDX-License-Identifier: Apache-2.0
//
// The answer of a port (rules port-3, port-5, segment-5, segment-6, tlb-6 and general-3 of
// rtl/contract): from what the search found, in the cycle after it; or from how the walk ended,
// from the cycle after that on, until it is taken. Without rsp_valid all is 0.

`default_nettype none

module pw_answer #(
    parameter logic FETCH = 1'b0
) (
    input logic clk,

    // the request that is held
    input logic [55:0] va,
    input logic [ 2:0] refusal,  // by its segment
    input logic        stack,    // through SS

    // what became of it
    input logic                          hits,
    input logic                          segment_fault,
    input logic                          beyond_memory,
    input logic                          walked,
    input logic [pw_words::HIT_BITS-1:0] hit,
    input logic [pw_words::END_BITS-1:0] walk_end,

    input  logic        rsp_valid,
    output logic [55:0] rsp_pa,
    output logic [ 2:0] rsp_fault,
    output logic [ 4:0] rsp_code,
    output logic [ 5:0] rsp_size,
    output logic [ 2:0] rsp_memtype
);

  wire [43:0] match_care = hit[pw_words::HIT_PPN_MASK+:44];
  wire [43:0] entry_ppn = hit[pw_words::HIT_LEAF+pw_words::LEAF_PPN+:44];
  wire [5:0] entry_size = hit[pw_words::HIT_LEAF+pw_words::LEAF_SIZE+:6];
  wire [2:0] entry_memtype = hit[pw_words::HIT_LEAF+pw_words::LEAF_MEMTYPE+:3];

  wire unused = &{1'b0, hit};

  wire walk_done = walk_end[FETCH?pw_words::END_FETCH : pw_words::END_DATA];
  wire [1:0] walk_fault = walk_end[pw_words::END_FAULT+:2];
  wire [43:0] walk_ppn = walk_end[pw_words::END_LEAF+pw_words::LEAF_PPN+:44];
  wire [pw_words::STEP_BITS-1:0] walk_steps = walk_end[pw_words::END_STEPS+:pw_words::STEP_BITS];

  logic [55:0] pa_q;
  logic [1:0] fault_q;
  logic [4:0] code_q;
  logic [5:0] size_q;
  logic [2:0] memtype_q;

  // Addresses are put together by the care mask: PPN where it cares, VPN below.
  function automatic logic [55:0] join_pa(input logic [43:0] ppn, input logic [55:0] address,
                                          input logic [43:0] care);
    join_pa = {ppn & care, 12'b0} | (address & ~{care, 12'b0});
  endfunction

  wire [55:0] bare_pa = va;

  // Of the checks, type and privilege are never a stack fault; of a walk's faults, the
  // general-protection fault is one.
  wire stack_refusal = stack && !refusal[1];
  wire stack_fault = stack && fault_q == pw_arch::FAULT_PROTECTION;

  always_comb begin
    rsp_pa = '0;
    rsp_fault = {1'b0, pw_arch::FAULT_NONE};
    rsp_code = '0;
    rsp_size = '0;
    rsp_memtype = '0;
    if (walked) begin
      rsp_pa = pa_q;
      rsp_fault = {1'b0, fault_q};
      rsp_code = code_q | {1'b0, stack_fault, 3'b0};
      rsp_size = size_q;
      rsp_memtype = memtype_q;
    end else if (hits) begin
      rsp_pa = join_pa(entry_ppn, bare_pa, match_care);
      rsp_size = entry_size;
      rsp_memtype = entry_memtype;
    end else if (segment_fault) begin
      rsp_fault = pw_arch::FAULT_SEGMENT;
      rsp_code  = {1'b0, stack_refusal, refusal};
    end else if (beyond_memory) begin
      rsp_fault = {1'b0, pw_arch::FAULT_ACCESS};
    end else if (rsp_valid) begin
      rsp_pa = bare_pa;
    end
  end

  always_ff @(posedge clk) begin
    if (walk_done) begin
      fault_q <= walk_fault;
      code_q  <= walk_end[pw_words::END_CODE+:5];
      if (walk_fault == pw_arch::FAULT_NONE) begin
        pa_q <= join_pa(walk_ppn, va, pw_words::ppn_mask(walk_steps));
        size_q <= walk_end[pw_words::END_LEAF+pw_words::LEAF_SIZE+:6];
        memtype_q <= walk_end[pw_words::END_LEAF+pw_words::LEAF_MEMTYPE+:3];
      end else begin
        pa_q <= '0;
        size_q <= '0;
        memtype_q <= '0;
      end
    end
  end

endmodule

`default_nettype wire
