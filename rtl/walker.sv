// SPDX-License-Identifier: Apache-2.0
//
// The page-table walker, one for both ports (rules W1 to W8, F3 and F4 of
// rtl/README.md). A walk is a chain of reads: the answer to one is the address
// of the next, requested in the same cycle. A fence makes the walk stale: it
// finishes what memory owes it, and starts again.

`default_nettype none

module walker (
    input wire logic clk,
    input wire logic rst,

    input wire logic                                  fetch_missing,
    input wire logic [                          63:0] fetch_va,
    input wire logic [pagewalk_pkg::CONTEXT_BITS-1:0] fetch_context,
    input wire logic                                  data_missing,
    input wire logic [                          63:0] data_va,
    input wire logic [pagewalk_pkg::CONTEXT_BITS-1:0] data_context,

    input  wire logic fence,
    output logic      updating, // no fence now

    output logic                                done,
    output logic                                done_fetch,   // whose walk
    output logic [                         1:0] done_fault,
    output logic [  pagewalk_pkg::VPN_BITS-1:0] done_care,
    output logic                                done_global,
    output logic [pagewalk_pkg::ENTRY_BITS-1:0] done_entry,

    output logic             mem_req_valid,
    input  wire logic        mem_req_ready,
    output logic             mem_req_fetch,
    output logic             mem_req_wide,
    output logic      [55:0] mem_req_addr,
    output logic             mem_req_cas,
    output logic      [63:0] mem_req_expect,
    output logic      [63:0] mem_req_data,
    input  wire logic        mem_rsp_valid,
    input  wire logic [63:0] mem_rsp_data,
    input  wire logic        mem_rsp_error,
    input  wire logic        mem_rsp_lost,

    output logic event_walk,
    output logic event_read,
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
  logic [2:0] level_q;  // of the PTE being read
  logic [55:0] addr_q;  // of the PTE being read or updated
  logic [63:0] pte_q;  // as read, to be updated
  logic global_q;  // a pointer on the way had G

  // Whose walk: data first when both begin.
  wire idle = state_q == S_IDLE;
  wire fetch = idle ? !data_missing : fetch_q;
  wire [63:0] va = fetch ? fetch_va : data_va;
  wire [43:0] root;
  wire [1:0] mode;
  wire store, user, sum, mxr, adue, pbmte;
  assign {root, mode, store, user, sum, mxr, adue, pbmte} = fetch ? fetch_context : data_context;

  // While no port is missing there is nothing to do, and nothing is computed.
  wire active = fetch_missing || data_missing;
  wire start = idle && active;

  logic [2:0] top_level;
  logic canonical;
  wire [2:0] read_level = idle ? top_level : level_q - 3'd1;
  logic [11:0] offset;
  logic [44:0] level_care;
  logic [5:0] level_size;

  geometry u_geometry (
      .active,
      .mode,
      .va(va[63:12]),
      .top_level,
      .canonical,
      .read_level,
      .offset,
      .leaf_level(level_q),
      .care(level_care),
      .size(level_size)
  );

  // The answer to a read.
  wire answer = state_q == S_WAIT && mem_rsp_valid && !stale_q;
  logic page_fault, pointer, leaf, needs_update;

  pte u_pte (
      .check(answer && !mem_rsp_error),
      .pte(mem_rsp_data),
      .last_level(level_q == 3'd0),
      .care(level_care[43:0]),
      .fetch,
      .store,
      .user,
      .sum,
      .mxr,
      .adue,
      .pbmte,
      .page_fault,
      .pointer,
      .leaf,
      .needs_update
  );

  // Set A, and D for a store, in the PTE as read.
  wire [63:0] updated_pte = pte_q | {56'b0, store, 7'b1000000};
  wire update_answer = state_q == S_UPDATED && mem_rsp_valid;
  wire update_ok = update_answer && !mem_rsp_error && !mem_rsp_lost;
  assign updating = state_q == S_UPDATE || state_q == S_UPDATED;

  // Requests to memory: the root's PTE, then each PTE that a pointer points to.
  wire start_read = (start && canonical) || pointer;
  wire [43:0] pointed_ppn = mem_rsp_data[53:10];
  logic [55:0] read_addr;

  always_comb begin
    {mem_req_valid, mem_req_fetch, mem_req_wide, mem_req_cas} = '0;
    mem_req_addr = '0;
    mem_req_expect = '0;
    mem_req_data = '0;
    read_addr = '0;
    if (active) begin
      read_addr = {idle ? root : pointed_ppn, offset};
      mem_req_valid = start_read || state_q == S_READ || state_q == S_UPDATE;
      if (mem_req_valid) begin
        mem_req_fetch = fetch;
        mem_req_wide  = mode != pagewalk_pkg::SV32;
        mem_req_addr  = start_read ? read_addr : addr_q;
      end
      if (state_q == S_UPDATE) begin
        mem_req_cas = 1'b1;
        mem_req_expect = pte_q;
        mem_req_data = updated_pte;
      end
    end
  end

  // The end of a walk. Not in the cycle of a fence: then it starts again.
  wire access_fault = (answer || update_answer) && mem_rsp_error;
  wire walk_page_fault = page_fault || (start && !canonical);
  wire success = (leaf && !needs_update) || update_ok;
  assign done = (access_fault || walk_page_fault || success) && !fence;
  assign done_fetch = fetch;

  wire [63:0] final_pte = update_answer ? updated_pte : mem_rsp_data;
  wire [43:0] final_ppn = final_pte[53:10];
  wire [1:0] final_pbmt = final_pte[62:61];
  wire [3:0] final_uxwr = final_pte[4:1];
  wire napot = final_pte[63], final_g = final_pte[5], final_d = final_pte[7];
  wire unused = &{1'b0, final_pte[60:54], final_pte[9:8], final_pte[6], final_pte[0], va[11:0]};

  always_comb begin
    done_fault  = pagewalk_pkg::FAULT_NONE;
    done_care   = '0;
    done_global = 1'b0;
    done_entry  = '0;
    if (done && success) begin
      done_care   = level_care & {{41{1'b1}}, {4{!napot}}};
      done_global = global_q || final_g;
      done_entry  = {final_ppn, napot ? 6'd16 : level_size, final_pbmt, final_d, final_uxwr};
    end else if (done) begin
      // A fault has no page: it concerns its one address.
      done_fault = access_fault ? pagewalk_pkg::FAULT_ACCESS : pagewalk_pkg::FAULT_PAGE;
      done_care  = '1;
    end
  end

  assign event_walk   = start;
  assign event_read   = mem_req_valid && mem_req_ready && !mem_req_cas;
  assign event_update = update_ok;

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= S_IDLE;
      stale_q <= 1'b0;
    end else begin
      case (state_q)
        S_IDLE: if (start_read) state_q <= mem_req_ready ? S_WAIT : S_READ;
        S_READ: if (mem_req_ready) state_q <= S_WAIT;
        S_WAIT:
        if (pointer) state_q <= mem_req_ready ? S_WAIT : S_READ;
        else if (needs_update && !fence) state_q <= S_UPDATE;
        else if (mem_rsp_valid) state_q <= S_IDLE;
        S_UPDATE: if (mem_req_ready) state_q <= S_UPDATED;
        default: if (mem_rsp_valid) state_q <= S_IDLE;
      endcase

      if (state_q == S_WAIT && mem_rsp_valid && !pointer) stale_q <= 1'b0;
      else if (fence && (!idle || start_read)) stale_q <= 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    if (idle) begin
      fetch_q  <= fetch;
      global_q <= 1'b0;
    end
    if (start_read) begin
      level_q <= read_level;
      addr_q  <= read_addr;
    end
    if (pointer && mem_rsp_data[5]) global_q <= 1'b1;
    if (answer) pte_q <= mem_rsp_data;
  end

endmodule

`default_nettype wire
