// SPDX-License-Identifier: Apache-2.0
//
// The page-table walker, one for both ports (rules walk-1 to walk-8, fence-3 and fence-4 of
// rtl/contract). A walk is a chain of reads: the answer to one is the address of the next,
// requested in the same cycle. Once the leaf is known to be good, the entries whose A or D is to be
// set are written, from the root on. A fence makes the walk stale: it finishes what memory owes it,
// and starts again. This is when things happen; what they are is in walk_step and updates.

`default_nettype none

module pw_walker #(
    parameter logic [7:0] FORMATS = 8'hff,
    parameter int PA_BITS = 46
) (
    input logic clk,
    input logic rst,

    input logic [   pw_words::WALK_BITS-1:0] fetch_walk,
    input logic [   pw_words::WALK_BITS-1:0] data_walk,
    input logic [4*pw_words::PDPTE_BITS-1:0] pdptes,      // entry 0 lowest

    input  logic fence,    // is accepted
    output logic updating, // no fence now

    output logic [pw_words::END_BITS-1:0] walk_end,

    output logic                          mem_req_valid,
    input  logic                          mem_req_ready,
    output logic [pw_words::MEM_BITS-1:0] mem_req,
    input  logic                          mem_rsp_valid,
    input  logic [pw_words::RSP_BITS-1:0] mem_rsp,

    output logic event_walk,
    output logic event_update
);

  typedef enum logic [2:0] {
    S_IDLE,
    S_READ,    // a read waits to be accepted
    S_WAIT,    // for the answer to a read
    S_UPDATE,  // a compare-and-swap waits to be accepted
    S_UPDATED  // wait for its answer
  } state_t;

  state_t state_q;
  logic stale_q;  // a fence came: disregard the answer, start again
  logic fetch_q;  // the walk is for the fetch port

  // Whose walk: data first when both begin.
  wire fetch_missing = fetch_walk[pw_words::WALK_VALID];
  wire data_missing = data_walk[pw_words::WALK_VALID];
  wire idle = state_q == S_IDLE;
  wire fetch = idle ? !data_missing : fetch_q;

  // While no port is missing for the second cycle or longer there is nothing to do, and nothing is
  // computed.
  wire active = fetch_missing || data_missing;
  wire start = idle && active;
  logic [pw_words::WALK_BITS-1:0] walk;
  always_comb begin
    walk = 'x;
    if (active) walk = fetch ? fetch_walk : data_walk;
  end

  wire [63:0] mem_rsp_data = mem_rsp[pw_words::RSP_DATA+:64];
  wire mem_rsp_error = mem_rsp[pw_words::RSP_ERROR], mem_rsp_lost = mem_rsp[pw_words::RSP_LOST];

  // What memory answered. The leaf is decoded again when the last update is done.
  wire answer = state_q == S_WAIT && mem_rsp_valid && !stale_q;
  wire update_answer = state_q == S_UPDATED && mem_rsp_valid;
  wire update_ok = update_answer && !mem_rsp_error && !mem_rsp_lost;
  assign updating = state_q == S_UPDATE || state_q == S_UPDATED;

  logic page_fault, not_canonical, pointer, leaf, wide, start_read, access_fault, success, done;
  logic [7:0] marks;
  logic [2:0] level;  // of the entry being read, at addr
  logic [55:0] read_addr, addr, update_addr;
  logic [63:0] leaf_pte, update_old, update_new;

  pw_walk_step #(
      .FORMATS(FORMATS),
      .PA_BITS(PA_BITS)
  ) u_step (
      .clk,
      .active,
      .idle,
      .fetch,
      .walk,
      .pdptes,
      .check((answer && !mem_rsp_error) || update_ok),
      .entry(updating ? leaf_pte : mem_rsp_data),
      .page_fault,
      .not_canonical,
      .pointer,
      .leaf,
      .marks,
      .read (start_read),
      .read_addr,
      .wide,
      .level,
      .addr,
      .done,
      .success,
      .access_fault,
      .walk_end
  );

  // What must be written before the walk may end.
  logic update_any, update_one;

  pw_updates #(
      .POINTERS(|FORMATS[7:4])
  ) u_updates (
      .clk,
      .clear(idle),
      .note(pointer || (answer && leaf)),
      .note_leaf(leaf),
      .note_level(level),
      .note_addr(addr),
      .note_pte(mem_rsp_data),
      .note_marks(marks),
      .any(update_any),
      .one(update_one),
      .next_addr(update_addr),
      .next_pte(update_old),
      .next_marked(update_new),
      .leaf_pte,
      .done(update_ok)
  );

  wire needs_update = answer && leaf && (update_any || |(marks & ~mem_rsp_data[7:0]));

  // Requests to memory: the root's PTE, then each PTE that a pointer points to; updates.
  logic mem_req_fetch, mem_req_wide, mem_req_cas;
  logic [55:0] mem_req_addr;
  logic [63:0] mem_req_expect, mem_req_data;

  always_comb begin
    {mem_req_valid, mem_req_fetch, mem_req_wide, mem_req_cas} = '0;
    mem_req_addr = '0;
    mem_req_expect = '0;
    mem_req_data = '0;
    if (active) begin
      mem_req_valid = start_read || state_q == S_READ || state_q == S_UPDATE;
      if (mem_req_valid) begin
        mem_req_fetch = fetch;
        mem_req_wide  = wide;
        mem_req_addr  = start_read ? read_addr : addr;
      end
      if (state_q == S_UPDATE) begin
        mem_req_cas = 1'b1;
        mem_req_addr = update_addr;
        mem_req_expect = update_old;
        mem_req_data = update_new;
      end
    end
  end

  assign mem_req[pw_words::MEM_ID+:pw_words::MEM_ID_BITS] = pw_arch::MEM_ID_WALK;
  assign mem_req[pw_words::MEM_FETCH] = mem_req_fetch;
  assign mem_req[pw_words::MEM_WIDE] = mem_req_wide;
  assign mem_req[pw_words::MEM_CAS] = mem_req_cas;
  assign mem_req[pw_words::MEM_ADDR+:56] = mem_req_addr;
  assign mem_req[pw_words::MEM_EXPECT+:64] = mem_req_expect;
  assign mem_req[pw_words::MEM_DATA+:64] = mem_req_data;

  // The end of a walk. Not in the cycle of a fence: then it starts again.
  assign access_fault = (answer || update_answer) && mem_rsp_error;
  assign success = leaf && (answer ? !needs_update : update_one);
  assign done = (access_fault || page_fault || not_canonical || success) && !fence;

  assign event_walk = start;
  assign event_update = update_ok;

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= S_IDLE;
      stale_q <= 1'b0;
    end else if (active) begin
      case (state_q)
        S_IDLE: if (start_read) state_q <= mem_req_ready ? S_WAIT : S_READ;
        S_READ: if (mem_req_ready) state_q <= S_WAIT;
        S_WAIT:
        if (pointer) state_q <= mem_req_ready ? S_WAIT : S_READ;
        else if (needs_update && !fence) state_q <= S_UPDATE;
        else if (mem_rsp_valid) state_q <= S_IDLE;
        S_UPDATE: if (mem_req_ready) state_q <= S_UPDATED;
        default: if (mem_rsp_valid) state_q <= update_ok && !update_one ? S_UPDATE : S_IDLE;
      endcase
      if (state_q == S_WAIT && mem_rsp_valid && !pointer) stale_q <= 1'b0;
      else if (fence && (!idle || start_read)) stale_q <= 1'b1;
    end
  end

  always_ff @(posedge clk) if (start) fetch_q <= fetch;

endmodule

`default_nettype wire
