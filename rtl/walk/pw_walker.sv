// SPDX-License-Identifier: Apache-2.0
//
// The page-table walker, one for both ports (rules walk-1 to walk-8, fence-3 and fence-4 of
// rtl/contract). A walk is a chain of reads: the answer to one is the address of the next,
// requested in the same cycle. Once the leaf is known to be good, the entries whose A or D is to be
// set are written, from the root on. A fence makes the walk stale: it finishes what memory owes it,
// and starts again. With a walk cache, an array or lines a walk searches first (cache-2 to cache-4,
// array-2), and with lines each read does (line-2). This is when things happen; what they are is in
// walk_step, updates and walk_request.

`default_nettype none

module pw_walker #(
    parameter logic [7:0] FORMATS = 8'hff,
    parameter int PA_BITS = 46,
    parameter logic SEARCHES = 1'b0,  // there is a walk cache, an array, or lines
    parameter logic ARRAY = 1'b0,
    parameter logic LINES = 1'b0
) (
    input logic clk,
    input logic rst,

    input logic [   pw_words::WALK_BITS-1:0] fetch_walk,
    input logic [   pw_words::WALK_BITS-1:0] data_walk,
    input logic [4*pw_words::PDPTE_BITS-1:0] pdptes,      // entry 0 lowest

    input  logic fence,    // is accepted
    input  logic hold,     // no walk may start, if it searches
    input  logic looking,  // the array still looks
    output logic updating, // no fence now

    output logic [ pw_words::WALK_BITS-1:0] walk,         // the request that is walked for
    output logic                            fetch,        // that of the fetch port
    output logic                            begins,       // now, behind what was found
    output logic                            goes_back,
    output logic [pw_words::TABLE_BITS-1:0] table_read,
    input  logic [pw_words::TABLE_BITS-1:0] table_found,
    input  logic [pw_words::FOUND_BITS-1:0] page_found,

    output logic [pw_words::END_BITS-1:0] walk_end,

    output logic                               mem_req_valid,
    input  logic                               mem_req_ready,
    output logic [     pw_words::MEM_BITS-1:0] mem_req,
    input  logic                               mem_rsp_valid,
    input  logic [pw_words::READ_RSP_BITS-1:0] mem_rsp,
    output logic [   pw_words::READS_BITS-1:0] reads,

    output logic event_walk,   // it starts, and searches
    output logic event_update
);

  typedef enum logic [2:0] {
    S_IDLE,
    S_READ,  // a read waits to be accepted
    S_WAIT,  // for the answer to a read
    S_UPDATE,  // a compare-and-swap waits to be accepted
    S_UPDATED,  // wait for its answer
    S_SEARCHED  // the search is done, or the array still looks; or the walk goes back to the root
  } state_t;

  state_t state_q;
  logic stale_q;  // a fence came: disregard the answer, start again
  logic fetch_q;  // the walk is for the fetch port
  logic kept_q;  // the walk has taken an entry out of a line
  logic fresh_q;  // it has gone back

  // Whose walk: data first when both begin.
  wire fetch_missing = fetch_walk[pw_words::WALK_VALID];
  wire data_missing = data_walk[pw_words::WALK_VALID];
  wire idle = state_q == S_IDLE;
  assign fetch = idle ? !data_missing : fetch_q;

  // While no port is missing for the second cycle or longer there is nothing to do, and nothing is
  // computed.
  wire active = fetch_missing || data_missing;
  wire start = idle && active && !(SEARCHES && (fence || hold));
  wire searched = state_q == S_SEARCHED;
  wire found = ARRAY && page_found[pw_words::FOUND_VALID];
  wire looks = ARRAY && (looking || found);
  wire first = SEARCHES ? searched && !looks : start;
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
  logic [pw_words::TABLE_BITS-1:0] table_here;
  logic [  pw_words::END_BITS-1:0] step_end;

  pw_walk_step #(
      .FORMATS(FORMATS),
      .PA_BITS(PA_BITS)
  ) u_step (
      .clk,
      .active,
      .first,
      .fetch,
      .walk,
      .pdptes,
      .table_found,
      .check((answer && !mem_rsp_error) || update_ok),
      .entry(updating ? leaf_pte : mem_rsp_data),
      .page_fault,
      .not_canonical,
      .pointer,
      .leaf,
      .marks,
      .read(start_read),
      .read_addr,
      .wide,
      .level,
      .addr,
      .table_read(table_here),
      .done,
      .success,
      .access_fault,
      .walk_end(step_end)
  );

  // What must be written before the walk may end.
  logic update_any, update_one;

  pw_updates #(
      .POINTERS(|FORMATS[7:4])
  ) u_updates (
      .clk,
      .clear(idle || first),
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

  wire unmarked = |(marks & ~mem_rsp_data[7:0]);
  wire needs_update = answer && leaf && (update_any || unmarked);

  // Walk cache and array: what they are to find, and what they are to keep. A pointer with bit 7,
  // PS, would be a leaf with other control bits.
  assign begins = searched && start_read;
  wire accessed = !unmarked && !update_any;
  wire keeps = table_here[pw_words::TABLE_VALID] && !fence && accessed && !mem_rsp_data[7];
  assign table_read = {keeps, table_here[pw_words::TABLE_VALID-1:0]};

  pw_walk_request u_request (
      .active,
      .fetch,
      .wide,
      .start_read(start_read && !LINES),
      .read_addr,
      .read(state_q == S_READ),
      .addr,
      .update(state_q == S_UPDATE),
      .update_addr,
      .update_old,
      .update_new,
      .mem_req_valid,
      .mem_req
  );

  // The end of a walk. Not in the cycle of a fence: then it starts again. A fault that was found
  // behind a pointer that was kept is none yet.
  wire kept = LINES && (kept_q || (answer && mem_rsp[pw_words::READ_RSP_KEPT]));
  wire behind = table_found[pw_words::TABLE_VALID] || kept;
  assign access_fault = (answer || update_answer) && mem_rsp_error;
  assign success = leaf && (answer ? !needs_update : update_one);
  wire fault = access_fault || page_fault;
  assign goes_back = fault && behind && !first && !fence;
  assign done = ((fault && !goes_back) || not_canonical || success) && !fence;

  // With a page of the array it ends as with one of memory: the lower fields are the same ones.
  wire served = found && !fence;
  wire [pw_words::END_CODE-1:0] page = page_found[pw_words::FOUND_VALID-1:0];
  assign walk_end = served ? {fetch, !fetch, 7'b0, page} : step_end;

  assign reads[pw_words::READS_ADDR+:56] = addr;
  assign reads[pw_words::READS_FRESH] = fresh_q;
  assign reads[pw_words::READS_COUNTS] = answer && !fence;
  assign reads[pw_words::READS_LOST] = update_answer && mem_rsp_lost && !mem_rsp_error;

  assign event_walk = start;
  assign event_update = update_ok;

  // A read that begins in this cycle; with lines it is not shown before the next one.
  wire accepted = mem_req_ready && !LINES;

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= S_IDLE;
      stale_q <= 1'b0;
    end else if (active) begin
      case (state_q)
        S_IDLE:
        if (SEARCHES) state_q <= start ? S_SEARCHED : S_IDLE;
        else if (start_read) state_q <= accepted ? S_WAIT : S_READ;
        S_SEARCHED:
        if (looks) state_q <= fence || found ? S_IDLE : S_SEARCHED;
        else state_q <= !start_read ? S_IDLE : accepted ? S_WAIT : S_READ;
        S_READ: if (mem_req_ready) state_q <= S_WAIT;
        S_WAIT:
        if (pointer) state_q <= accepted ? S_WAIT : S_READ;
        else if (needs_update && !fence) state_q <= S_UPDATE;
        else if (mem_rsp_valid) state_q <= goes_back ? S_SEARCHED : S_IDLE;
        S_UPDATE: if (mem_req_ready) state_q <= S_UPDATED;
        default:
        if (mem_rsp_valid)
          state_q <= goes_back ? S_SEARCHED : update_ok && !update_one ? S_UPDATE : S_IDLE;
      endcase
      if (state_q == S_WAIT && mem_rsp_valid && !pointer) stale_q <= 1'b0;
      else if (fence && (first ? start_read : !idle && !looks)) stale_q <= 1'b1;
    end
  end

  always_ff @(posedge clk) if (start) fetch_q <= fetch;

  always_ff @(posedge clk) begin
    kept_q  <= kept && !first;
    fresh_q <= !idle && (fresh_q || goes_back);
  end

endmodule

`default_nettype wire
