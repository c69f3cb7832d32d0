// SPDX-License-Identifier: Apache-2.0
//
// The page-table walker, one for both ports (rules walk-1 to walk-8, fence-3 and fence-4 of
// rtl/contract). A walk is a chain of reads: the answer to one is the address
// of the next, requested in the same cycle. Once the leaf is known to be good, the entries
// whose A or D is to be set are written, from the root on. A fence makes the walk stale: it
// finishes what memory owes it, and starts again.

`default_nettype none

module walker #(
    parameter logic [7:0] FORMATS = 8'hff,
    parameter int PA_BITS = 46
) (
    input wire logic clk,
    input wire logic rst,

    input wire logic                                  fetch_missing,
    input wire logic [                          63:0] fetch_va,
    input wire logic [pagewalk_pkg::CONTEXT_BITS-1:0] fetch_context,
    input wire logic                                  data_missing,
    input wire logic [                          63:0] data_va,
    input wire logic [pagewalk_pkg::CONTEXT_BITS-1:0] data_context,

    // the PDPTE of PAE above the table that a walk starts with
    output logic      [ 1:0] pdpte_select,
    input  wire logic        pdpte_present,
    input  wire logic [39:0] pdpte_ppn,

    input  wire logic fence,
    output logic      updating, // no fence now

    output logic                                done,
    output logic                                done_fetch,   // whose walk
    output logic [                         1:0] done_fault,
    output logic [                         4:0] done_code,
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
  logic [55:0] addr_q;  // of the PTE being read
  logic [3:0] path_q;  // G, U, X, W over the pointers on the way

  // Whose walk: data first when both begin.
  wire idle = state_q == S_IDLE;
  wire fetch = idle ? !data_missing : fetch_q;

  // While no port is missing there is nothing to do, and nothing is computed.
  wire active = fetch_missing || data_missing;
  wire start = idle && active;
  logic [63:0] va;
  wire [43:0] root;
  wire [2:0] mode;
  wire store, user, open, ignore_w, mxr;
  wire  [ pagewalk_pkg::OPTION_BITS-1:0] options;
  logic [pagewalk_pkg::CONTEXT_BITS-1:0] request;
  assign {root, mode, store, user, open, ignore_w, mxr, options} = request;

  always_comb begin
    va = 'x;
    request = 'x;
    if (active) begin
      va = fetch ? fetch_va : data_va;
      request = fetch ? fetch_context : data_context;
    end
  end

  logic [2:0] top_level;
  logic canonical, wide;
  wire  [ 2:0] read_level = idle ? top_level : level_q - 3'd1;
  logic [11:0] offset;
  logic [44:0] level_care;
  logic [ 5:0] level_size;

  geometry #(
      .FORMATS(FORMATS)
  ) u_geometry (
      .active,
      .mode,
      .va(va[63:12]),
      .top_level,
      .canonical,
      .wide,
      .read_level,
      .offset,
      .leaf_level(level_q),
      .care(level_care),
      .size(level_size)
  );

  // The root: CR3 or satp, or in PAE the PDPTE held for this part of the address space.
  wire pae = FORMATS[5] && mode == pagewalk_pkg::X86_PAE;
  wire absent = start && canonical && pae && !pdpte_present;
  assign pdpte_select = va[31:30];

  // What memory answered. The leaf is decoded again when the last update is done.
  wire answer = state_q == S_WAIT && mem_rsp_valid && !stale_q;
  wire update_answer = state_q == S_UPDATED && mem_rsp_valid;
  wire update_ok = update_answer && !mem_rsp_error && !mem_rsp_lost;
  assign updating = state_q == S_UPDATE || state_q == S_UPDATED;
  logic [63:0] leaf_pte;
  wire  [63:0] decoded = updating ? leaf_pte : mem_rsp_data;

  logic page_fault, pointer, leaf;
  logic [ 4:0] code;
  logic [43:0] ppn;
  logic [ 2:0] memtype;
  logic [ 3:0] path_here;
  logic [ 7:0] marks;
  logic napot, r, d;

  pte #(
      .FORMATS(FORMATS),
      .PA_BITS(PA_BITS)
  ) u_pte (
      .check((answer && !mem_rsp_error) || update_ok),
      .absent,
      .pte  (decoded),
      .mode,
      .wide,
      .level(level_q),
      .care (level_care[43:0]),
      .path (path_q),
      .fetch,
      .store,
      .user,
      .open,
      .ignore_w,
      .mxr,
      .options,
      .page_fault,
      .code,
      .pointer,
      .leaf,
      .ppn,
      .napot,
      .memtype,
      .path_here,
      .r,
      .d,
      .marks
  );

  wire here_g;
  wire [2:0] here_uxw;
  assign {here_g, here_uxw} = path_here;

  // What must be written before the walk may end.
  logic update_any, update_one;
  logic [55:0] update_addr;
  logic [63:0] update_old, update_new;

  updates #(
      .POINTERS(|FORMATS[7:4])
  ) u_updates (
      .clk,
      .clear(idle),
      .note(pointer || (answer && leaf)),
      .note_leaf(leaf),
      .note_level(level_q),
      .note_addr(addr_q),
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
  wire start_read = (start && canonical && !absent) || pointer;
  logic [55:0] read_addr;

  always_comb begin
    {mem_req_valid, mem_req_fetch, mem_req_wide, mem_req_cas} = '0;
    mem_req_addr = '0;
    mem_req_expect = '0;
    mem_req_data = '0;
    read_addr = '0;
    if (active) begin
      read_addr = {!idle ? ppn : pae ? {4'b0, pdpte_ppn} : root, offset};
      mem_req_valid = start_read || state_q == S_READ || state_q == S_UPDATE;
      if (mem_req_valid) begin
        mem_req_fetch = fetch;
        mem_req_wide  = wide;
        mem_req_addr  = start_read ? read_addr : addr_q;
      end
      if (state_q == S_UPDATE) begin
        mem_req_cas = 1'b1;
        mem_req_addr = update_addr;
        mem_req_expect = update_old;
        mem_req_data = update_new;
      end
    end
  end

  // The end of a walk. Not in the cycle of a fence: then it starts again.
  wire access_fault = (answer || update_answer) && mem_rsp_error;
  wire nowhere = start && !canonical;
  wire x86 = mode[2];
  wire success = leaf && (answer ? !needs_update : update_one);
  assign done = (access_fault || page_fault || nowhere || success) && !fence;
  assign done_fetch = fetch;
  wire unused = &{1'b0, va[11:0]};

  always_comb begin
    done_fault  = pagewalk_pkg::FAULT_NONE;
    done_code   = '0;
    done_care   = '0;
    done_global = 1'b0;
    done_entry  = '0;
    if (done && success) begin
      done_care   = level_care & {{41{1'b1}}, {4{!napot}}};
      done_global = here_g;
      done_entry  = {ppn, napot ? 6'd16 : level_size, memtype, d || store, here_uxw, r};
    end else if (done) begin
      // A fault has no page: it concerns its one address.
      if (access_fault) done_fault = pagewalk_pkg::FAULT_ACCESS;
      else if (nowhere && x86) done_fault = pagewalk_pkg::FAULT_PROTECTION;
      else done_fault = pagewalk_pkg::FAULT_PAGE;
      done_code = code;
      done_care = '1;
    end
  end

  assign event_walk   = start;
  assign event_read   = mem_req_valid && mem_req_ready && !mem_req_cas;
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

  always_ff @(posedge clk) begin
    if (start) begin
      fetch_q <= fetch;
      path_q  <= 4'b0111;
    end
    if (start_read) begin
      level_q <= read_level;
      addr_q  <= read_addr;
    end
    if (pointer) path_q <= path_here;
  end

endmodule

`default_nettype wire
