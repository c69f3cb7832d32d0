// SPDX-License-Identifier: Apache-2.0
//
// One port of the MMU with its TLB (rules port-1 to port-7 and general-2 to general-4 of
// rtl/contract). A request accepted in cycle t searches the TLB in t; in t+1
// the port answers, or is missing until the walker says walk_done.

`default_nettype none

module port #(
    parameter int ENTRIES = 16,
    parameter int TAG_BITS = 8,
    parameter int VA_BITS = 57,
    parameter logic FETCH = 1'b0
) (
    input wire logic clk,
    input wire logic rst,

    input  wire logic                req_valid,
    output logic                     req_ready,
    input  wire logic [TAG_BITS-1:0] req_tag,
    input  wire logic [        63:0] req_va,       // linear
    input  wire logic [         2:0] req_refusal,  // by its segment; 0: none
    input  wire logic                req_stack,    // through SS
    input  wire logic                req_store,
    input  wire logic [         1:0] req_priv,
    input  wire logic                req_sum,
    input  wire logic                req_mxr,
    input  wire logic                req_pin,

    output logic                     rsp_valid,
    input  wire logic                rsp_ready,
    output logic      [TAG_BITS-1:0] rsp_tag,
    output logic      [        55:0] rsp_pa,
    output logic      [         2:0] rsp_fault,
    output logic      [         4:0] rsp_code,
    output logic      [         5:0] rsp_size,
    output logic      [         2:0] rsp_memtype,

    input wire logic                                 wp,
    input wire logic                                 smep,
    input wire logic                                 smap,
    input wire logic [pagewalk_pkg::OPTION_BITS-1:0] options,
    input wire logic                                 short,
    input wire logic                                 x86,
    input wire logic                                 paged,
    input wire logic [                          2:0] mode,
    input wire logic [                         15:0] asid,
    input wire logic [                         43:0] root,

    input wire logic        wall,              // a fence or a CR3 write stands at the door
    input wire logic        fence,
    input wire logic        fence_none,
    input wire logic        fence_by_va,
    input wire logic [44:0] fence_vpn,
    input wire logic        fence_by_asid,
    input wire logic [15:0] fence_asid,
    input wire logic        fence_keep_global,

    output logic                                  missing,
    output logic [                          63:0] walk_va,
    output logic [pagewalk_pkg::CONTEXT_BITS-1:0] walk_context,
    output logic [    pagewalk_pkg::KEY_BITS-1:0] own_key,
    output logic                                  own_beyond,    // no entry can have that key

    input wire logic                                walk_done,    // for this port
    input wire logic                                walk_drop,    // for any port: a fault
    input wire logic [  pagewalk_pkg::KEY_BITS-1:0] walk_key,     // whose walk it is
    input wire logic [                         1:0] walk_fault,
    input wire logic [                         4:0] walk_code,
    input wire logic [  pagewalk_pkg::VPN_BITS-1:0] walk_care,
    input wire logic                                walk_global,
    input wire logic [pagewalk_pkg::ENTRY_BITS-1:0] walk_entry,

    output logic [5:0] events  // stall, other fault, page fault, miss, hit, lookup
);

  typedef enum logic [1:0] {
    S_IDLE,
    S_LOOKED,  // the request's search is done; without an answer: missing
    S_WALKED   // the walk's answer waits to be taken
  } state_t;

  state_t state_q;
  logic fresh_q;  // the request was accepted one cycle ago

  logic [TAG_BITS-1:0] tag_q;
  logic [63:0] va_q;
  logic [2:0] refusal_q;
  logic stack_q, store_q, user_q, open_q, ignore_w_q, mxr_q, pin_q, translated_q;
  logic [pagewalk_pkg::OPTION_BITS-1:0] options_q;
  logic [2:0] mode_q;
  logic [15:0] asid_q;
  logic [43:0] root_q;

  logic [55:0] pa_q;
  logic [1:0] fault_q;
  logic [4:0] code_q;
  logic [5:0] size_q;
  logic [2:0] memtype_q;

  // The request at the door.
  assign req_ready = (state_q == S_IDLE || (rsp_valid && rsp_ready)) && !wall;
  wire accept = req_valid && req_ready;
  wire refused = req_refusal != pagewalk_pkg::SEGMENT_OK;
  wire translated = paged && (x86 || !req_priv[1]) && !refused;
  wire user = req_priv == pagewalk_pkg::PRIV_U;
  wire [63:0] va = short ? {32'b0, req_va[31:0]} : req_va;

  // To a supervisor user pages are open, and R/W may not count.
  wire open_riscv = req_sum && !FETCH;
  wire open_x86 = FETCH ? !smep : !smap || req_sum;
  wire open = x86 ? open_x86 : open_riscv;
  wire ignore_w = x86 && !user && !wp;

  // Bits above the VPN are not part of the TLB's word, so they are looked at here.
  localparam logic [63:0] VA_MASK = 64'hffff_ffff_ffff_ffff >> (64 - VA_BITS);
  function automatic logic beyond_vpn(input logic [63:VA_BITS-1] top);
    beyond_vpn = !(&top) && |top;
  endfunction
  function automatic logic [44:0] vpn_of(input logic [56:12] address);
    vpn_of = address & VA_MASK[56:12];
  endfunction

  logic match;
  logic [pagewalk_pkg::ENTRY_BITS-1:0] match_entry;
  logic [pagewalk_pkg::PPN_BITS-1:0] match_care;
  logic hit;

  wire fill = walk_done && walk_fault == pagewalk_pkg::FAULT_NONE;

  tlb #(
      .ENTRIES(ENTRIES)
  ) u_tlb (
      .clk,
      .rst,
      .search(accept && translated),
      .search_none(beyond_vpn(va[63:VA_BITS-1])),
      .search_key({mode, asid, vpn_of(va[56:12])}),
      .match,
      .match_entry,
      .match_care,
      .touch(hit),
      .update(fill || walk_drop),
      .update_fill(fill),
      .update_key(walk_key),
      .update_care(walk_care),
      .update_global(walk_global),
      .update_entry(walk_entry),
      .update_pin(pin_q),
      .fence,
      .fence_none,
      .fence_by_va,
      .fence_vpn,
      .fence_by_asid,
      .fence_asid,
      .fence_keep_global
  );

  // What the search found, one cycle later.
  wire looked = state_q == S_LOOKED;
  wire [43:0] entry_ppn;
  wire [5:0] entry_size;
  wire [2:0] entry_memtype;
  wire entry_d, entry_u, entry_x, entry_w, entry_r;
  assign {entry_ppn, entry_size, entry_memtype, entry_d, entry_u, entry_x, entry_w, entry_r} =
      match_entry;

  logic allowed;
  permission u_permission (
      .page_r(entry_r),
      .page_w(entry_w),
      .page_x(entry_x),
      .page_u(entry_u),
      .fetch(FETCH),
      .store(store_q),
      .user(user_q),
      .open(open_q),
      .ignore_w(ignore_w_q),
      .mxr(mxr_q),
      .allowed
  );

  // The first store to a clean page walks.
  wire serves = match && allowed && (entry_d || !store_q);
  assign hit = looked && translated_q && serves;
  assign missing = looked && translated_q && !serves;
  wire unallowed = looked && refusal_q != pagewalk_pkg::SEGMENT_OK;
  wire nowhere = looked && !translated_q && !unallowed && va_q[63:56] != '0;

  // Addresses are put together by the care mask: PPN where it cares, VPN below.
  function automatic logic [55:0] join_pa(input logic [43:0] ppn, input logic [55:0] address,
                                          input logic [43:0] care);
    join_pa = {ppn & care, 12'b0} | (address & ~{care, 12'b0});
  endfunction

  wire [55:0] bare_pa = va_q[55:0];

  // Of the checks, type and privilege are never a stack fault; of a walk's faults, the
  // general-protection fault is one.
  wire stack_refusal = stack_q && !refusal_q[1];
  wire stack_fault = stack_q && fault_q == pagewalk_pkg::FAULT_PROTECTION;

  assign rsp_valid = (looked && !missing) || state_q == S_WALKED;
  always_comb begin
    rsp_tag = rsp_valid ? tag_q : '0;
    rsp_pa = '0;
    rsp_fault = {1'b0, pagewalk_pkg::FAULT_NONE};
    rsp_code = '0;
    rsp_size = '0;
    rsp_memtype = '0;
    if (state_q == S_WALKED) begin
      rsp_pa = pa_q;
      rsp_fault = {1'b0, fault_q};
      rsp_code = code_q | {1'b0, stack_fault, 3'b0};
      rsp_size = size_q;
      rsp_memtype = memtype_q;
    end else if (hit) begin
      rsp_pa = join_pa(entry_ppn, bare_pa, match_care);
      rsp_size = entry_size;
      rsp_memtype = entry_memtype;
    end else if (unallowed) begin
      rsp_fault = pagewalk_pkg::FAULT_SEGMENT;
      rsp_code  = {1'b0, stack_refusal, refusal_q};
    end else if (nowhere) begin
      rsp_fault = {1'b0, pagewalk_pkg::FAULT_ACCESS};
    end else if (rsp_valid) begin
      rsp_pa = bare_pa;
    end
  end

  assign walk_va = va_q;
  wire [63:VA_BITS-1] top_q = va_q[63:VA_BITS-1];
  wire [56:12] vpn_q = va_q[56:12];
  always_comb begin
    own_key = 'x;
    own_beyond = 1'b0;
    if (missing) begin
      own_key = {mode_q, asid_q, vpn_of(vpn_q)};
      own_beyond = beyond_vpn(top_q);
    end
  end
  assign walk_context = {root_q, mode_q, store_q, user_q, open_q, ignore_w_q, mxr_q, options_q};

  wire stall = req_valid && !req_ready;
  wire page_fault = walk_fault == pagewalk_pkg::FAULT_PAGE;
  wire other_fault = walk_fault[1];  // access, general protection
  wire refused_here = nowhere || unallowed;
  always_comb begin
    events = {stall, 5'b0};
    if (fresh_q) events |= {1'b0, refused_here, 1'b0, missing, hit, hit || missing};
    if (walk_done) events |= {1'b0, other_fault, page_fault, 3'b0};
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= S_IDLE;
      fresh_q <= 1'b0;
    end else begin
      fresh_q <= accept;
      if (accept) state_q <= S_LOOKED;
      else if (rsp_valid && rsp_ready) state_q <= S_IDLE;
      else if (walk_done) state_q <= S_WALKED;
    end
  end

  always_ff @(posedge clk) begin
    if (accept) begin
      tag_q <= req_tag;
      va_q <= va;
      refusal_q <= req_refusal;
      stack_q <= req_stack;
      store_q <= req_store;
      user_q <= user;
      open_q <= open;
      ignore_w_q <= ignore_w;
      mxr_q <= req_mxr;
      pin_q <= req_pin;
      options_q <= options;
      translated_q <= translated;
      mode_q <= mode;
      asid_q <= asid;
      root_q <= root;
    end
    if (walk_done) begin
      fault_q <= walk_fault;
      code_q  <= walk_code;
      if (walk_fault == pagewalk_pkg::FAULT_NONE) begin
        pa_q <= join_pa(walk_entry[57:14], va_q[55:0], walk_care[43:0]);
        size_q <= walk_entry[13:8];
        memtype_q <= walk_entry[7:5];
      end else begin
        pa_q <= '0;
        size_q <= '0;
        memtype_q <= '0;
      end
    end
  end

endmodule

`default_nettype wire
