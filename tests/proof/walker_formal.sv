// SPDX-License-Identifier: Apache-2.0
//
// The walker beside a walk by the manuals: free ports and free memory. The properties are chosen
// by a define.
//
// Assumed of a port: it waits, with the same request, until its walk ends; and its request is one
// that pw_port makes of pins. Of memory: 4 bytes are zero-extended; an answer that nothing waits
// for may come in any cycle. Of the fence unit: no fence in an update. mmu_formal.sv, WALKER_USE,
// proves what is assumed of port and fence.

`default_nettype none

module walker_formal (
    input logic clk,
    input logic rst
);

  localparam int WALK = pw_words::WALK_BITS;

  // Undriven: anything.
  logic [WALK-1:0] fetch_walk, data_walk;
  logic [4*pw_words::PDPTE_BITS-1:0] pdptes;
  logic fence, mem_req_ready, mem_rsp_valid;
  logic [pw_words::READ_RSP_BITS-1:0] mem_rsp;

  logic updating;
  logic [pw_words::END_BITS-1:0] walk_end;
  logic mem_req_valid;
  logic [pw_words::MEM_BITS-1:0] mem_req;
  logic event_walk;

  // Without walk cache, array and lines.
  pw_walker u_walker (
      .*,
      .hold(1'b0),
      .looking(1'b0),
      .walk(),
      .fetch(),
      .begins(),
      .goes_back(),
      .table_read(),
      .table_found('0),
      .page_found('0),
      .reads(),
      .event_update()
  );

  wire [63:0] mem_rsp_data = mem_rsp[pw_words::RSP_DATA+:64];
  wire mem_rsp_error = mem_rsp[pw_words::RSP_ERROR];
  wire mem_rsp_lost = mem_rsp[pw_words::RSP_LOST];
  wire [pw_words::MEM_ID_BITS-1:0] mem_req_id = mem_req[pw_words::MEM_ID+:pw_words::MEM_ID_BITS];
  wire mem_req_fetch = mem_req[pw_words::MEM_FETCH];
  wire mem_req_wide = mem_req[pw_words::MEM_WIDE];
  wire mem_req_cas = mem_req[pw_words::MEM_CAS];
  wire [55:0] mem_req_addr = mem_req[pw_words::MEM_ADDR+:56];
  wire [63:0] mem_req_expect = mem_req[pw_words::MEM_EXPECT+:64];
  wire [63:0] mem_req_data = mem_req[pw_words::MEM_DATA+:64];
  wire done_fetch = walk_end[pw_words::END_FETCH];
  wire done = done_fetch || walk_end[pw_words::END_DATA];
  wire [1:0] done_fault = walk_end[pw_words::END_FAULT+:2];
  wire [4:0] done_code = walk_end[pw_words::END_CODE+:5];
  wire [44:0] done_care = pw_words::page_mask(walk_end[pw_words::END_STEPS+:6]);
  wire done_global = walk_end[pw_words::END_GLOBAL];
  wire [pw_words::LEAF_BITS-1:0] done_entry = walk_end[pw_words::END_LEAF+:pw_words::LEAF_BITS];
  wire fetch_missing = fetch_walk[pw_words::WALK_VALID];
  wire data_missing = data_walk[pw_words::WALK_VALID];

  logic running;
  reset_first u_reset_first (.*);

  // Memory.
  wire  active = fetch_missing || data_missing;
  logic owed_q;
  always_ff @(posedge clk) begin
    if (rst) owed_q <= 1'b0;
    else if (mem_req_valid && mem_req_ready) owed_q <= 1'b1;
    else if (mem_rsp_valid) owed_q <= 1'b0;
  end

  // The ports.
  logic fetch_waits_q, data_waits_q;
  logic [WALK-1:0] fetch_walk_q, data_walk_q;
  always_ff @(posedge clk) begin
    fetch_waits_q <= !rst && fetch_missing && !(done && done_fetch);
    data_waits_q  <= !rst && data_missing && !(done && !done_fetch);
    fetch_walk_q  <= fetch_walk;
    data_walk_q   <= data_walk;
  end
  function automatic logic possible(input logic [WALK-1:0] w, input logic is_fetch);
    logic x86, store, user, open, ignore_w, smep;
    x86 = w[pw_words::WALK_SPACE+pw_words::SPACE_MODE+2];
    store = w[pw_words::WALK_ACCESS+pw_words::ACCESS_STORE];
    user = w[pw_words::WALK_ACCESS+pw_words::ACCESS_USER];
    open = w[pw_words::WALK_ACCESS+pw_words::ACCESS_OPEN];
    ignore_w = w[pw_words::WALK_ACCESS+pw_words::ACCESS_IGNORE_W];
    smep = w[pw_words::WALK_ACCESS+pw_words::ACCESS_SMEP];
    possible = !(is_fetch && store) && !(ignore_w && (user || !x86)) &&
        !(is_fetch && open != (x86 && !smep));
  endfunction
  always_comb begin
    assume (possible(fetch_walk, 1'b1) && possible(data_walk, 1'b0));
    assume (!(fence && updating));
    if (running && fetch_waits_q) assume (fetch_walk == fetch_walk_q);
    if (running && data_waits_q) assume (data_walk == data_walk_q);
    if (running && !rst) begin
      // After a walk the port answers first.
      if (done_q) assume (!(done_fetch_q ? fetch_missing : data_missing));
    end
  end
  logic done_q, done_fetch_q;
  always_ff @(posedge clk) {done_q, done_fetch_q} <= {done && !rst, done_fetch};

  // The walk by the manuals.
  logic turn_q;  // whose walk it is
  logic [2:0] state, level;
  logic stale;
  logic [55:0] addr;
  logic [3:0] path;
  logic [4:0] pending;
  logic [5*56-1:0] addrs;
  logic [5*64-1:0] olds, news;
  logic good;  // the leaf that is being marked is one
  wire  turn = state == 3'd0 ? !data_missing : turn_q;
  always_ff @(posedge clk) if (state == 3'd0) turn_q <= turn;
  wire [WALK-1:0] walk_now = turn ? fetch_walk : data_walk;
  wire [63:0] va = walk_now[pw_words::WALK_VA+:64];
  wire [43:0] root = walk_now[pw_words::WALK_ROOT+:44];
  wire [2:0] mode = walk_now[pw_words::WALK_SPACE+pw_words::SPACE_MODE+:3];
  wire [pw_words::ACCESS_BITS-1:0] access = walk_now[pw_words::WALK_ACCESS+:pw_words::ACCESS_BITS];
  wire [pw_words::PDPTE_BITS-1:0] pdpte =
      pdptes[va[31:30]*pw_words::PDPTE_BITS+:pw_words::PDPTE_BITS];
  always_comb if (mem_rsp_valid && mode[1:0] == 2'd0) assume (mem_rsp_data[63:32] == '0);

  logic reads, writes, ends, ends_napot, ends_global, ends_dirty;
  logic [55:0] read_addr, write_addr;
  logic [63:0] write_old, write_new;
  logic [ 1:0] ends_fault;
  logic [ 4:0] ends_code;
  logic [43:0] ends_ppn;
  logic [2:0] ends_level, ends_memtype;
  logic [3:0] ends_uxwr;
  reference_walk u_reference (
      .*,
      .store(access[pw_words::ACCESS_STORE]),
      .user(access[pw_words::ACCESS_USER]),
      .open(access[pw_words::ACCESS_OPEN]),
      .ignore_w(access[pw_words::ACCESS_IGNORE_W]),
      .mxr(access[pw_words::ACCESS_MXR]),
      .options({
        access[pw_words::ACCESS_ADUE],
        access[pw_words::ACCESS_PBMTE],
        access[pw_words::ACCESS_PSE],
        access[pw_words::ACCESS_PGE],
        access[pw_words::ACCESS_SMEP],
        access[pw_words::ACCESS_NXE]
      }),
      .pdpte_present(pdpte[pw_words::PDPTE_P]),
      .pdpte_ppn(pdpte[pw_words::PDPTE_PPN+:40]),
      .fetch(turn),
      .taken(mem_req_ready),
      .rsp(mem_rsp_valid),
      .rsp_data(mem_rsp_data),
      .rsp_error(mem_rsp_error),
      .rsp_lost(mem_rsp_lost)
  );

  // Inside the walker (prove.py connects them), for the lemmas.
  logic [2:0] state_q, level_q;
  logic stale_q, fetch_q;
  logic [55:0] addr_q;
  logic [3:0] path_q;
  logic [4:1] waits_q;
  logic leaf_waits_q;
  logic [55:0] leaf_addr_q;
  logic [63:0] leaf_pte_q;
  logic [7:0] leaf_marks_q;
  logic [4*56-1:0] pointer_addrs;
  logic [4*64-1:0] pointer_ptes;
  logic [4*8-1:0] pointer_marks;

`ifdef READS
  // Each read, in its cycle, and no other.
  always_comb begin
    if (running && !rst) begin
      assert ((mem_req_valid && !mem_req_cas) == reads);
      if (reads) begin
        assert (mem_req_addr == read_addr && mem_req_fetch == turn);
        assert (mem_req_wide == (mode[1:0] != 2'd0) && mem_req_id == 4'd0);
      end
      cover (reads && state == 3'd2 && level == 3'd1 && mode == 3'd1);
      cover (reads && mode == 3'd5 && state == 3'd0);
    end
  end
`endif

`ifdef WRITES
  // Each compare-and-swap, in its cycle, and no other.
  always_comb begin
    if (running && !rst) begin
      assert ((mem_req_valid && mem_req_cas) == writes && updating == (state >= 3'd3));
      if (writes) begin
        assert (mem_req_addr == write_addr && mem_req_fetch == turn);
        assert (mem_req_expect == write_old && mem_req_data == write_new && mem_req_id == 4'd0);
      end
      cover (writes && mode == 3'd2);
      cover (writes && mode == 3'd4 && pending == 5'b00011);
    end
  end
`endif

`ifdef ENDS
  // How it ends: no page without success, and the right one.
  wire [44:0] size_mask = {45{1'b1}} << (ends_level == 3'd0 ? 6'd0 : mode[1:0] == 2'd0 ? 6'd10 :
      ends_level == 3'd1 ? 6'd9 : ends_level == 3'd2 ? 6'd18 : ends_level == 3'd3 ? 6'd27 : 6'd36);
  wire [44:0] page_mask = ends_napot ? {{41{1'b1}}, 4'b0} : size_mask;
  wire [43:0] done_ppn = done_entry[pw_words::LEAF_PPN+:44];
  always_comb begin
    if (running && !rst) begin
      assert (done == ends);
      assert (!(done_fetch && walk_end[pw_words::END_DATA]));
      if (ends) begin
        assert (done_fault == ends_fault && done_fetch == turn && done_code == ends_code);
        if (ends_fault == 2'd0) begin
          assert (done_care == page_mask && done_global == ends_global);
          assert ((done_ppn & page_mask[43:0]) == (ends_ppn & page_mask[43:0]));
          assert (done_entry[pw_words::LEAF_MEMTYPE+:3] == ends_memtype);
          assert (done_entry[4:0] == {ends_dirty, ends_uxwr});
        end else begin
          assert (done_entry == '0 && !done_global && walk_end[pw_words::END_STEPS+:6] == '0);
        end
      end
      cover (ends && ends_fault == 2'd0 && state == 3'd4);
      cover (ends && ends_fault == 2'd1 && state == 3'd2);
      cover (ends && ends_fault == 2'd0 && ends_napot);
    end
  end
`endif

`ifdef WALL
  // fence-3: a walk that ends began after the last fence, and what it read was asked for after it.
  logic fenced_q;
  wire  fenced = fence || (fenced_q && !event_walk);
  always_ff @(posedge clk) fenced_q <= !rst && fenced;
  always_comb begin
    if (running && !rst) begin
      assert (!(done && fenced));
`ifdef LEMMAS
      if (fenced_q) assert (state == 3'd0 || stale);
`endif
      cover (done && state == 3'd2 && level == 3'd0);
      cover (fenced_q && event_walk && state == 3'd0);
    end
  end
`endif

`ifdef PROGRESS
  // walk-5: while a port waits the walker is never at rest: it asks memory, or waits for it, or
  // ends, or a fence has made it start again; and it asks each level once, so that it comes to an
  // end when memory answers.
  logic [2:0] asked_q;  // reads of this walk
  logic [2:0] written_q;
  always_ff @(posedge clk) begin
    if (rst || (event_walk && !(mem_req_valid && mem_req_ready))) {asked_q, written_q} <= '0;
    else if (event_walk) {asked_q, written_q} <= {3'd1, 3'd0};
    else if (mem_req_valid && mem_req_ready) begin
      if (mem_req_cas) written_q <= written_q + 3'd1;
      else asked_q <= asked_q + 3'd1;
    end
  end
  always_comb begin
    if (running && !rst && active) begin
      assert (mem_req_valid || owed_q || done || fence);
      assert (asked_q <= 3'd5 && written_q <= 3'd5);
      cover (asked_q == 3'd5);
    end
  end
`ifdef LEMMAS
  wire  [2:0] top = mode[1:0] == 2'd0 || mode == 3'd5 ? 3'd1 : {1'b0, mode[1:0]} + 3'd1;
  logic [3:0] waiting;
  always_comb begin
    waiting = {1'b0, written_q};
    for (int n = 0; n < 5; n++) waiting += {3'b0, pending[n]};
    if (running) begin
      if (state == 3'd0) assert (asked_q <= 3'd5 && written_q <= 3'd5);
      if (state == 3'd1) assert (written_q == '0 && asked_q == top - level);
      if (state == 3'd2) assert (written_q == '0 && asked_q == top - level + 3'd1);
      if (state == 3'd3) assert (waiting <= 4'd5 && asked_q <= 3'd5);
      if (state == 3'd4) assert (waiting <= 4'd6 && asked_q <= 3'd5);
    end
  end
`endif
`endif

`ifdef LEMMAS
  always_comb begin
    if (running) begin
      assert (state_q <= 3'd4 && state == state_q && stale == stale_q);
      assert (owed_q == (state == 3'd2 || state == 3'd4));
      if (state == 3'd0)
        assert (!stale_q);
        else begin
          assert (fetch_q == turn_q && level_q == level && addr_q == addr);
          assert (turn ? fetch_waits_q : data_waits_q);
          assert (mode[2] ? path[2:0] == path_q[2:0] : path[3] == path_q[3]);
          assert (pending == {waits_q, leaf_waits_q});
          assert (level <= (mode[1:0] == 2'd0 || mode == 3'd5 ? 3'd1 : {1'b0, mode[1:0]} + 3'd1));
          for (int n = 1; n < 5; n++) begin
            if (pending[n]) begin
              assert (3'(n) > level);
              assert (pointer_addrs[56*(n-1)+:56] == addrs[56*n+:56]);
              assert (pointer_ptes[64*(n-1)+:64] == olds[64*n+:64]);
              assert ((olds[64*n+:64] | {56'b0, pointer_marks[8*(n-1)+:8]}) == news[64*n+:64]);
            end
          end
        end
      if (state == 3'd1 || state == 3'd2) assert (!pending[0]);
      if (state >= 3'd3) begin
        assert (!stale_q && |pending && leaf_pte_q == olds[63:0] && leaf_addr_q == addrs[55:0]);
        assert ((leaf_pte_q | {56'b0, leaf_marks_q}) == news[63:0]);
        if (mode[1:0] == 2'd0) assert (olds[63:32] == '0);
        assert (good);
      end
      if (!mode[2] && state != 3'd0) assert (pending[4:1] == '0);
    end
  end
`endif

endmodule

`default_nettype wire
