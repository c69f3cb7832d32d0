// SPDX-License-Identifier: Apache-2.0
//
// One port of the MMU, in front of its TLB (rules port-1 to port-7 and general-2 to general-4 of
// rtl/contract). A request accepted in cycle t searches the TLB in t. In t+1 the port answers, or
// from t+2 on its walk is valid, until the walker says how it ends.

`default_nettype none

module pw_port #(
    parameter int TAG_BITS = 8,
    parameter int VA_BITS = 57,
    parameter logic FETCH = 1'b0
) (
    input logic clk,
    input logic rst,

    input  logic                             req_valid,
    output logic                             req_ready,
    input  logic [             TAG_BITS-1:0] req_tag,
    input  logic [   pw_words::REQ_BITS-1:0] req,
    input  logic [pw_words::LINEAR_BITS-1:0] linear,

    output logic                rsp_valid,
    input  logic                rsp_ready,
    output logic [TAG_BITS-1:0] rsp_tag,
    output logic [        55:0] rsp_pa,
    output logic [         2:0] rsp_fault,
    output logic [         4:0] rsp_code,
    output logic [         5:0] rsp_size,
    output logic [         2:0] rsp_memtype,

    input logic [pw_words::CONTROLS_BITS-1:0] controls,
    input logic [    pw_words::HELD_BITS-1:0] held,
    input logic                               wall,      // no request may pass: see pw_fence

    output logic [pw_words::LOOKUP_BITS-1:0] lookup,
    input  logic [   pw_words::HIT_BITS-1:0] hit,
    output logic [  pw_words::FILL_BITS-1:0] fill,
    output logic [  pw_words::WALK_BITS-1:0] walk,
    input  logic [   pw_words::END_BITS-1:0] walk_end,

    output logic [pw_words::PORT_EVENTS-1:0] events
);

  typedef enum logic [1:0] {
    S_IDLE,
    S_LOOKED,   // the request's search is done: an answer, or a miss
    S_MISSING,  // for the second cycle or longer (walk-5): its walk is awaited
    S_WALKED    // the walk's answer waits to be taken
  } state_t;
  state_t state_q;
  logic fresh_q;  // the request was accepted one cycle ago
  logic ended_q;  // its walk ended one cycle ago
  logic [TAG_BITS-1:0] tag_q;
  logic [63:0] va_q;
  logic [2:0] refusal_q;
  logic stack_q, lock_q, translated_q;
  logic [pw_words::ACCESS_BITS-1:0] access_q;
  logic [pw_words::SPACE_BITS-1:0] space_q;
  logic [43:0] root_q;

  // The request at the door.
  wire [63:0] req_va = linear[pw_words::LINEAR_ADDRESS+:64];
  wire [2:0] req_refusal = linear[pw_words::LINEAR_FAULT+:3];
  wire req_stack = linear[pw_words::LINEAR_STACK];
  wire [1:0] req_priv = req[pw_words::REQ_PRIV+:2];
  wire x86 = held[pw_words::HELD_X86], short = held[pw_words::HELD_SHORT];
  assign req_ready = (state_q == S_IDLE || (rsp_valid && rsp_ready)) && !ended_q && !wall;
  wire accept = req_valid && req_ready;
  wire refused = req_refusal != pw_arch::SEGMENT_OK;
  wire translated = held[pw_words::HELD_PAGED] && (x86 || !req_priv[1]) && !refused;
  wire [63:0] va = short ? {32'b0, req_va[31:0]} : req_va;

  // What it may do. To a supervisor user pages are open by SUM; in x86, to its fetches without
  // SMEP, to its loads and stores without SMAP or with AC; and without WP it stores to any page.
  wire req_sum = req[pw_words::REQ_SUM];
  wire wp = controls[pw_words::WP];
  wire smep = controls[pw_words::SMEP], smap = controls[pw_words::SMAP];
  wire user = req_priv == pw_arch::PRIV_U;
  wire open_riscv = req_sum && !FETCH;
  wire open_x86 = FETCH ? !smep : !smap || req_sum;
  wire open = x86 ? open_x86 : open_riscv;
  wire ignore_w = x86 && !user && !wp;
  wire [pw_words::ACCESS_BITS-1:0] access;
  assign access[pw_words::ACCESS_STORE] = req[pw_words::REQ_STORE];
  assign access[pw_words::ACCESS_USER] = user;
  assign access[pw_words::ACCESS_OPEN] = open;
  assign access[pw_words::ACCESS_IGNORE_W] = ignore_w;
  assign access[pw_words::ACCESS_MXR] = req[pw_words::REQ_MXR];
  assign access[pw_words::ACCESS_ADUE] = controls[pw_words::ADUE];
  assign access[pw_words::ACCESS_PBMTE] = controls[pw_words::PBMTE];
  assign access[pw_words::ACCESS_PSE] = controls[pw_words::PSE];
  assign access[pw_words::ACCESS_PGE] = controls[pw_words::PGE];
  assign access[pw_words::ACCESS_SMEP] = smep;
  assign access[pw_words::ACCESS_NXE] = controls[pw_words::NXE];

  // What the search found, one cycle later.
  wire looked = state_q == S_LOOKED;
  wire [pw_words::LEAF_BITS-1:0] entry = hit[pw_words::HIT_LEAF+:pw_words::LEAF_BITS];
  wire store_q = access_q[pw_words::ACCESS_STORE], user_q = access_q[pw_words::ACCESS_USER];

  logic allowed;
  pw_permission u_permission (
      .page_r(entry[pw_words::LEAF_R]),
      .page_w(entry[pw_words::LEAF_W]),
      .page_x(entry[pw_words::LEAF_X]),
      .page_u(entry[pw_words::LEAF_U]),
      .fetch(FETCH),
      .store(store_q),
      .user(user_q),
      .open(access_q[pw_words::ACCESS_OPEN]),
      .ignore_w(access_q[pw_words::ACCESS_IGNORE_W]),
      .mxr(access_q[pw_words::ACCESS_MXR]),
      .allowed
  );

  // The first store to a clean page walks.
  wire serves = hit[pw_words::HIT_VALID] && allowed && (entry[pw_words::LEAF_D] || !store_q);
  wire misses = looked && translated_q && !serves;
  wire hits = looked && translated_q && serves;
  wire segment_fault = looked && refusal_q != pw_arch::SEGMENT_OK;
  wire beyond_memory = looked && !translated_q && !segment_fault && va_q[63:56] != '0;

  // The search, and what becomes of it.
  wire [pw_words::SPACE_BITS-1:0] space = held[pw_words::HELD_SPACE+:pw_words::SPACE_BITS];
  assign lookup[pw_words::LOOKUP_VALID] = accept && translated;
  assign lookup[pw_words::LOOKUP_NONE] = pw_words::beyond_page(va, VA_BITS);
  assign lookup[pw_words::LOOKUP_SPACE+:pw_words::SPACE_BITS] = space;
  assign lookup[pw_words::LOOKUP_PAGE+:pw_words::PAGE_BITS] = pw_words::page_of(va, VA_BITS);
  assign lookup[pw_words::LOOKUP_TOUCH] = hits;

  assign walk[pw_words::WALK_VALID] = state_q == S_MISSING;
  assign walk[pw_words::WALK_BUSY] = fresh_q || state_q == S_MISSING;
  assign walk[pw_words::WALK_VA+:64] = va_q;
  assign walk[pw_words::WALK_SPACE+:pw_words::SPACE_BITS] = space_q;
  assign walk[pw_words::WALK_ROOT+:44] = root_q;
  assign walk[pw_words::WALK_ACCESS+:pw_words::ACCESS_BITS] = access_q;

  wire walk_done = walk_end[FETCH?pw_words::END_FETCH : pw_words::END_DATA];
  wire [1:0] walk_fault = walk_end[pw_words::END_FAULT+:2];

  assign rsp_valid = (looked && !misses) || state_q == S_WALKED;
  assign rsp_tag   = rsp_valid ? tag_q : '0;
  pw_answer #(
      .FETCH(FETCH)
  ) u_answer (
      .clk,
      .va(va_q[55:0]),
      .page(pw_words::page_of(va_q, VA_BITS)),
      .space(space_q),
      .lock(lock_q),
      .refusal(refusal_q),
      .stack(stack_q),
      .hits,
      .segment_fault,
      .beyond_memory,
      .walked(state_q == S_WALKED),
      .ended(ended_q),
      .hit,
      .walk_end,
      .rsp_valid,
      .rsp_pa,
      .rsp_fault,
      .rsp_code,
      .rsp_size,
      .rsp_memtype,
      .fill
  );
  assign events[pw_words::EVENT_STALL] = req_valid && !req_ready;
  assign events[pw_words::EVENT_OTHER_FAULT] =
      (walk_done && walk_fault[1]) || (fresh_q && (beyond_memory || segment_fault));
  assign events[pw_words::EVENT_PAGE_FAULT] = walk_done && walk_fault == pw_arch::FAULT_PAGE;
  assign events[pw_words::EVENT_MISS] = fresh_q && misses;
  assign events[pw_words::EVENT_HIT] = fresh_q && hits;
  assign events[pw_words::EVENT_LOOKUP] = fresh_q && (hits || misses);

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= S_IDLE;
      fresh_q <= 1'b0;
      ended_q <= 1'b0;
    end else begin
      fresh_q <= accept;
      ended_q <= walk_done;
      if (accept) state_q <= S_LOOKED;
      else if (rsp_valid && rsp_ready) state_q <= S_IDLE;
      else if (walk_done) state_q <= S_WALKED;
      else if (misses) state_q <= S_MISSING;
    end
  end

  always_ff @(posedge clk) begin
    if (accept) begin
      tag_q <= req_tag;
      va_q <= va;
      refusal_q <= req_refusal;
      stack_q <= req_stack;
      lock_q <= req[pw_words::REQ_LOCK];
      translated_q <= translated;
      access_q <= access;
      space_q <= space;
      root_q <= held[pw_words::HELD_ROOT+:44];
    end
  end

endmodule

`default_nettype wire
