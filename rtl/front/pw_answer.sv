// SPDX-License-Identifier: Apache-2.0
//
// The answer of a port (rules port-3, port-5, segment-5, segment-6, tlb-6 and general-3 of
// rtl/contract): from what the search found, from the cycle after it on; or from what the walk
// brought, from the cycle after its end on. It stays until it is taken. Without rsp_valid all is 0.
// And the refill of the TLB by that walk, which is in the answer's first cycle (rule tlb-1).

`default_nettype none

module pw_answer #(
    parameter logic FETCH = 1'b0
) (
    input logic clk,

    // the request that is held
    input logic [                    55:0] va,
    input logic [ pw_words::PAGE_BITS-1:0] page,
    input logic [pw_words::SPACE_BITS-1:0] space,
    input logic                            lock,
    input logic [                     2:0] refusal,  // by its segment
    input logic                            stack,    // through SS

    // what became of it
    input logic                          hits,
    input logic                          segment_fault,
    input logic                          beyond_memory,
    input logic                          walked,
    input logic                          ended,          // its walk, one cycle ago
    input logic [pw_words::HIT_BITS-1:0] hit,
    input logic [pw_words::END_BITS-1:0] walk_end,

    input  logic        rsp_valid,
    output logic [55:0] rsp_pa,
    output logic [ 2:0] rsp_fault,
    output logic [ 4:0] rsp_code,
    output logic [ 5:0] rsp_size,
    output logic [ 2:0] rsp_memtype,

    output logic [pw_words::FILL_BITS-1:0] fill
);

  wire walk_done = walk_end[FETCH?pw_words::END_FETCH : pw_words::END_DATA];
  wire unused = &{1'b0, walk_end, hit};

  // What the walk brought.
  logic [pw_words::LEAF_BITS-1:0] leaf_q;
  logic [pw_words::STEP_BITS-1:0] steps_q;
  logic global_q;
  logic [1:0] fault_q;
  logic [4:0] code_q;

  always_ff @(posedge clk) begin
    if (walk_done) begin
      leaf_q   <= walk_end[pw_words::END_LEAF+:pw_words::LEAF_BITS];
      steps_q  <= walk_end[pw_words::END_STEPS+:pw_words::STEP_BITS];
      global_q <= walk_end[pw_words::END_GLOBAL];
      fault_q  <= walk_end[pw_words::END_FAULT+:2];
      code_q   <= walk_end[pw_words::END_CODE+:5];
    end
  end

  wire succeeds = fault_q == pw_arch::FAULT_NONE;
  always_comb begin
    fill = 'x;
    fill[pw_words::FILL_VALID] = ended && succeeds;
    if (ended) begin
      fill[pw_words::FILL_LOCK] = lock;
      fill[pw_words::FILL_GLOBAL] = global_q;
      fill[pw_words::FILL_STEPS+:pw_words::STEP_BITS] = steps_q;
      fill[pw_words::FILL_LEAF+:pw_words::LEAF_BITS] = leaf_q;
      fill[pw_words::FILL_SPACE+:pw_words::SPACE_BITS] = space;
      fill[pw_words::FILL_PAGE+:pw_words::PAGE_BITS] = page;
    end
  end

  // The page, of the walk or of the TLB. An address is PPN above the page size and VPN below.
  localparam int HIT_PPN = pw_words::HIT_LEAF + pw_words::LEAF_PPN;
  localparam int HIT_MEMTYPE = pw_words::HIT_LEAF + pw_words::LEAF_MEMTYPE;
  wire [43:0] hit_mask = hit[pw_words::HIT_PPN_MASK+:44];
  wire [43:0] ppn = walked ? leaf_q[pw_words::LEAF_PPN+:44] : hit[HIT_PPN+:44];
  wire [2:0] memtype = walked ? leaf_q[pw_words::LEAF_MEMTYPE+:3] : hit[HIT_MEMTYPE+:3];
  wire [43:0] mask = walked ? pw_words::ppn_mask(steps_q) : hit_mask;
  wire [pw_words::STEP_BITS-1:0] steps = pw_words::steps_of({1'b1, mask});

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
    if (walked ? succeeds : hits) begin
      rsp_pa = {ppn & mask, 12'b0} | (va & ~{mask, 12'b0});
      rsp_size = pw_words::size_of(steps);
      rsp_memtype = memtype;
    end else if (walked) begin
      rsp_fault = {1'b0, fault_q};
      rsp_code  = code_q | {1'b0, stack_fault, 3'b0};
    end else if (segment_fault) begin
      rsp_fault = pw_arch::FAULT_SEGMENT;
      rsp_code  = {1'b0, stack_refusal, refusal};
    end else if (beyond_memory) begin
      rsp_fault = {1'b0, pw_arch::FAULT_ACCESS};
    end else if (rsp_valid) begin
      rsp_pa = va;
    end
  end

endmodule

`default_nettype wire
