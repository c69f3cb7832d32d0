// SPDX-License-Identifier: Apache-2.0
//
// The whole MMU, with anything on its pins. Properties chosen by a define: what the proofs of its
// parts assume of their neighbours, and rules of the pins. Of memory nothing is assumed (rule
// walk-7: an answer with an id that is not outstanding is ignored); of the walker, what walker_ends
// proves: the leaf that it marks was found good.

`default_nettype none

module mmu_formal #(
    parameter int FORMATS = 255,
    parameter int ARRAY_SETS = 0,
    parameter int LINES = 0
) (
    input logic clk,
    input logic rst
);

  localparam int TAG = 4;
  localparam int WALK = pw_words::WALK_BITS;

  // Undriven: anything. So are the inputs that are not named here.
  logic fetch_req_valid, fetch_rsp_ready, data_req_valid, data_rsp_ready, ptbr_valid;
  logic [TAG-1:0] fetch_req_tag, data_req_tag;
  logic mem_req_ready, mem_rsp_valid;
  logic [3:0] mem_rsp_id;

  logic fetch_req_ready, fetch_rsp_valid, data_req_ready, data_rsp_valid;
  logic [TAG-1:0] fetch_rsp_tag, data_rsp_tag;
  logic [72:0] fetch_rsp, data_rsp;
  logic ptbr_ready, ptbr_rsp_valid;
  logic [1:0] ptbr_rsp_fault;
  logic mem_req_valid, mem_req_fetch, mem_req_wide, mem_req_cas;
  logic [ 3:0] mem_req_id;
  logic [55:0] mem_req_addr;
  logic [63:0] mem_req_expect, mem_req_data;
  pw_mmu #(
      .ITLB_ENTRIES(4),
      .DTLB_ENTRIES(4),
      .TAG_BITS(TAG),
      .FORMATS(FORMATS),
      .SEGMENTS(0),
      .ARRAY_SETS(ARRAY_SETS),
      .LINES(LINES)
  ) u_mmu (
      .clk,
      .rst,
      .fetch_req_valid,
      .fetch_req_ready,
      .fetch_req_tag,
      .fetch_rsp_valid,
      .fetch_rsp_ready,
      .fetch_rsp_tag,
      .fetch_rsp_pa(fetch_rsp[55:0]),
      .fetch_rsp_fault(fetch_rsp[58:56]),
      .fetch_rsp_code(fetch_rsp[63:59]),
      .fetch_rsp_size(fetch_rsp[69:64]),
      .fetch_rsp_memtype(fetch_rsp[72:70]),
      .data_req_valid,
      .data_req_ready,
      .data_req_tag,
      .data_rsp_valid,
      .data_rsp_ready,
      .data_rsp_tag,
      .data_rsp_pa(data_rsp[55:0]),
      .data_rsp_fault(data_rsp[58:56]),
      .data_rsp_code(data_rsp[63:59]),
      .data_rsp_size(data_rsp[69:64]),
      .data_rsp_memtype(data_rsp[72:70]),
      .ptbr_valid,
      .ptbr_ready,
      .ptbr_rsp_valid,
      .ptbr_rsp_fault,
      .mem_req_valid,
      .mem_req_ready,
      .mem_req_id,
      .mem_req_fetch,
      .mem_req_wide,
      .mem_req_addr,
      .mem_req_cas,
      .mem_req_expect,
      .mem_req_data,
      .mem_rsp_valid,
      .mem_rsp_id
  );

  logic running;
  reset_first u_reset_first (.*);
  wire live = running && !rst;

  logic owed_q;  // memory owes an answer...
  logic [3:0] owed_id_q;  // ...with this id
  wire asks = mem_req_valid && mem_req_ready;
  wire answered = owed_q && mem_rsp_valid && mem_rsp_id == owed_id_q;
  always_ff @(posedge clk) begin
    owed_q <= !rst && (asks || (owed_q && !answered));
    if (asks) owed_id_q <= mem_req_id;
  end

  // The requests that the ports hold, and the writes of the PTBR that are not answered.
  logic fetch_held_q, data_held_q, write_held_q;
  logic [TAG-1:0] fetch_tag_q, data_tag_q;
  wire fetch_accepted = fetch_req_valid && fetch_req_ready;
  wire fetch_taken = fetch_rsp_valid && fetch_rsp_ready;
  wire data_accepted = data_req_valid && data_req_ready;
  wire data_taken = data_rsp_valid && data_rsp_ready;
  wire write_accepted = ptbr_valid && ptbr_ready;
  always_ff @(posedge clk) begin
    fetch_held_q <= !rst && (fetch_accepted || (fetch_held_q && !fetch_taken));
    data_held_q  <= !rst && (data_accepted || (data_held_q && !data_taken));
    write_held_q <= !rst && (write_accepted || (write_held_q && !ptbr_rsp_valid));
    if (fetch_accepted) fetch_tag_q <= fetch_req_tag;
    if (data_accepted) data_tag_q <= data_req_tag;
  end

  // Inside (prove.py connects them).
  logic [WALK-1:0] fetch_walk, data_walk;
  logic [  pw_words::END_BITS-1:0] walk_end;
  logic [pw_words::ENDED_BITS-1:0] ended;
  logic [ pw_words::DROP_BITS-1:0] drop;
  logic [pw_words::WRITE_BITS-1:0] write;
  logic [pw_words::FILL_BITS-1:0] fetch_fill, data_fill;
  logic fence_accepted;
  logic [1:0] search, fills, tlb_drops;  // {data port, fetch port}
  logic fetch_fresh, data_fresh, fetch_ended, data_ended, fetch_misses, data_misses;
  logic [TAG-1:0] fetch_inner_tag, data_inner_tag;
  logic [2:0] walk_state;
  logic walk_turn, walk_stale, walk_search, walk_reads, walk_page_fault, walk_pointer, array_busy;
  logic [1:0] satp_levels, ptbr_regime_held;
  logic [2:0] array_looks;  // with an array: how far its search is
  logic lines_drop, lines_served;  // with lines: all are dropped; one has taken a read
  logic [1:0] load_state, fetch_state, data_state;

  wire fetch_missing = fetch_walk[pw_words::WALK_VALID];
  wire data_missing = data_walk[pw_words::WALK_VALID];
  wire walk_fetch = walk_end[pw_words::END_FETCH];
  wire walk_done = walk_fetch || walk_end[pw_words::END_DATA];
  wire [1:0] walk_fault = walk_end[pw_words::END_FAULT+:2];
  wire drops = drop[pw_words::DROP_VALID];
  wire under_way = walk_state != 3'd0 && !walk_stale;
  wire ended_now = ended[pw_words::ENDED_VALID];

  function automatic logic fits(input logic [WALK-1:0] w);
    logic [2:0] m;
    m = w[pw_words::WALK_SPACE+pw_words::SPACE_MODE+:3];
    fits = (m != 3'd0 && m != 3'd4 && m != 3'd5) || w[pw_words::WALK_VA+32+:32] == '0;
  endfunction
  always_comb if (walk_state == 3'd4) assume (!walk_page_fault && !walk_pointer);


`ifdef USE
  // TLB_USE: of a search, a fill and a drop, at most one comes in a cycle; a drop by mode is that
  // of a fault, of one address; a page has a size. PORT_USE: a walk ends for a port only while it
  // waits; a TLB drops only behind a wall. WALKER_USE: a port waits with the same request until
  // then, the request is one that can be, and no fence comes in an update. The fence unit: a write
  // that drops is a wall.
  logic fetch_waits_q, data_waits_q, done_q, done_fetch_q;
  logic [WALK-1:0] fetch_walk_q, data_walk_q;
  always_ff @(posedge clk) begin
    fetch_waits_q <= !rst && fetch_missing && !(walk_done && walk_fetch);
    data_waits_q <= !rst && data_missing && !(walk_done && !walk_fetch);
    fetch_walk_q <= fetch_walk;
    data_walk_q <= data_walk;
    {done_q, done_fetch_q} <= {walk_done && !rst, walk_fetch};
  end
  function automatic logic is_size(input logic [5:0] steps);
    is_size = (~steps & (~steps + 6'd1)) == '0;
  endfunction
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
    if (live) begin
      assert (!(drops && (|search || |fills)));
      assert (!(|(search & fills)));
      if (write[pw_words::WRITE_DROPS]) assert (write[pw_words::WRITE_WALL]);
      assert (drop[pw_words::DROP_HOLDS] ? search == 2'b00 : !drops);
      if (drops && drop[pw_words::DROP_BY_MODE])
        assert (drop[pw_words::DROP_BY_PAGE] && drop[pw_words::DROP_BY_ASID] &&
            !drop[pw_words::DROP_SPARES_GLOBAL]);
      if (fetch_fill[pw_words::FILL_VALID]) assert (is_size(fetch_fill[pw_words::FILL_STEPS+:6]));
      if (data_fill[pw_words::FILL_VALID]) assert (is_size(data_fill[pw_words::FILL_STEPS+:6]));
      if (walk_done) assert (walk_fetch ? fetch_missing : data_missing);
      assert (!(fence_accepted && (walk_state == 3'd3 || walk_state == 3'd4)));
      if (fetch_waits_q) assert (fetch_walk == fetch_walk_q);
      if (data_waits_q) assert (data_walk == data_walk_q);
      if (fetch_missing) assert (possible(fetch_walk, 1'b1));
      if (data_missing) assert (possible(data_walk, 1'b0));
      if (done_q) assert (!(done_fetch_q ? fetch_missing : data_missing));
      cover (|search && |fills);
      cover (drops && fetch_missing && data_missing);
      cover (drops && drop[pw_words::DROP_BY_MODE]);
    end
  end
`endif

`ifdef ARRAY_USE
  // What array_formal.sv and walker_cache_formal.sv assume of what is around an array: no drop, no
  // fence, no wall's write and no search while it is busy; a drop comes with a fence, or while no
  // walk is under way. In the cycle after a pointer was read a drop is a fence's; in that after an
  // end no walk starts, no fence comes, and a drop is a fault's. Short addresses have 32 bits.
  logic reads_q;
  always_ff @(posedge clk) reads_q <= live && walk_reads;
  always_comb begin
    if (live) begin
      if (array_busy) assert (!drops && !fence_accepted && !walk_search);
      if (array_busy && write[pw_words::WRITE_WALL]) assert (!ptbr_ready);
      if (drops) assert (!walk_search && (fence_accepted || !under_way));
      if (drops && reads_q) assert (fence_accepted);
      if (ended_now) assert (!walk_search && !fence_accepted);
      if (ended_now && drops) assert (ended[pw_words::ENDED_FAULT]);
      if (walk_reads || walk_done) assert (!drops && !fence_accepted);
      if (walk_search) assert (!fence_accepted);
      if (fetch_missing) assert (fits(fetch_walk));
      if (data_missing) assert (fits(data_walk));
    end
    cover (live && array_busy && fetch_missing);
    cover (live && drops && ended_now);
    cover (live && drops && !fence_accepted && !ended_now);
    cover (live && fence_accepted && walk_state == 3'd5);
  end
`endif

`ifdef LINES_USE
  // line-4: all lines are dropped by a fence, whatever it names; by a write of CR3 that drops; and
  // in the cycle after a walk that ends with a fault; by nothing else. What lines_formal.sv
  // assumes: without a fence they are while no walk is under way. And what walker_cache_formal.sv
  // assumes: short addresses have 32 bits.
  logic failed_q;
  always_ff @(posedge clk) failed_q <= live && walk_done && walk_fault != 2'd0;
  always_comb begin
    if (live) begin
      assert (lines_drop == (fence_accepted || write[pw_words::WRITE_DROPS] || failed_q));
      if (lines_drop && !fence_accepted) assert (walk_state == 3'd0 && !walk_search);
      if (fence_accepted) assert (walk_state != 3'd3 && walk_state != 3'd4 && !walk_search);
      if (fetch_missing) assert (fits(fetch_walk));
      if (data_missing) assert (fits(data_walk));
    end
    cover (live && fence_accepted && walk_state == 3'd2 && lines_served);
    cover (live && fence_accepted && !drops);
    cover (live && write[pw_words::WRITE_DROPS] && !failed_q);
    cover (live && failed_q && fetch_missing);
  end
`endif

`ifdef MEMORY
  // walk-7, walk-8, general-3: one request at a time, with the id of who asks, which stays until it
  // is accepted; 0 when there is none.
  wire [190:0] request = {
    mem_req_id, mem_req_fetch, mem_req_wide, mem_req_cas, mem_req_addr, mem_req_expect, mem_req_data
  };
  logic offered_q;
  logic [190:0] request_q;
  always_ff @(posedge clk) begin
    offered_q <= !rst && mem_req_valid && !mem_req_ready;
    request_q <= request;
  end
  always_comb begin
    if (live) begin
      if (mem_req_valid) assert (!owed_q || answered);
      if (mem_req_valid) assert (mem_req_id == (load_state != 2'd0 ? 4'd8 : 4'd0));
      if (offered_q) assert (mem_req_valid && request == request_q);
      if (!mem_req_valid) assert (request == '0);
      if (mem_req_valid && !mem_req_cas) assert ({mem_req_expect, mem_req_data} == '0);
      cover (offered_q && fence_accepted);
      cover (mem_req_valid && mem_req_cas);
      // With lines none is shown in the cycle of an answer.
      cover (mem_req_valid && (owed_q || LINES != 0));
      cover (mem_req_valid && mem_req_id == 4'd8);
      cover (owed_q && mem_rsp_valid && !answered);
    end
  end
`endif

`ifdef ANSWERS
  // general-2, ptbr-8: every request is answered once, with its tag, and nothing else is; so is a
  // write of the PTBR.
  always_comb begin
    if (live) begin
      if (fetch_rsp_valid) assert (fetch_held_q && fetch_rsp_tag == fetch_tag_q);
      if (data_rsp_valid) assert (data_held_q && data_rsp_tag == data_tag_q);
      if (fetch_accepted) assert (!fetch_held_q || fetch_taken);
      if (data_accepted) assert (!data_held_q || data_taken);
      if (fetch_held_q) assert (fetch_rsp_valid || fetch_missing || fetch_fresh);
      if (data_held_q) assert (data_rsp_valid || data_missing || data_fresh);
      if (ptbr_rsp_valid) assert (write_held_q);
      if (write_accepted) assert (!write_held_q || ptbr_rsp_valid);
      if (write_held_q) assert (ptbr_rsp_valid || load_state != 2'd0);
      if (!fetch_rsp_valid) assert (fetch_rsp == '0 && fetch_rsp_tag == '0);
      if (!data_rsp_valid) assert (data_rsp == '0 && data_rsp_tag == '0);
      if (!ptbr_rsp_valid) assert (ptbr_rsp_fault == '0);
      cover (fetch_taken && data_taken && fetch_accepted && data_accepted);
      cover (data_rsp_valid && data_rsp[58:56] == 3'd1);
      cover (ptbr_rsp_valid && ptbr_rsp_fault == 2'd3);
    end
  end
`endif

`ifdef FAULT_DROPS
  // tlb-1: in the cycle after a walk that ends with a fault both TLBs drop what matches its
  // request, and fill nothing. That nothing answers then is FAULT of tlb_formal.sv. No entry
  // matches an address beyond the VPN.
  logic failed_q, read_q;
  logic [63:0] va_q;
  logic [18:0] space_q;
  wire [WALK-1:0] walk = walk_fetch ? fetch_walk : data_walk;
  always_ff @(posedge clk) begin
    failed_q <= live && walk_done && walk_fault != 2'd0;
    read_q   <= walk_state == 3'd2;
    va_q     <= walk[pw_words::WALK_VA+:64];
    space_q  <= walk[pw_words::WALK_SPACE+:19];
  end
  wire beyond = va_q[63:57] != {7{va_q[56]}};
  always_comb begin
    if (live && failed_q) begin
      assert (tlb_drops == {2{!beyond}} && fills == 2'b00);
      if (!beyond) begin
        assert (drop[pw_words::DROP_SPACE+:19] == space_q);
        assert (drop[pw_words::DROP_PAGE+:45] == va_q[56:12]);
        assert (drop[pw_words::DROP_BY_MODE] && drop[pw_words::DROP_BY_ASID]);
        assert (drop[pw_words::DROP_BY_PAGE] && !drop[pw_words::DROP_SPARES_GLOBAL]);
      end
    end
    cover (live && failed_q && !beyond && read_q);
    cover (live && failed_q && beyond);
  end
`endif

`ifdef LEMMAS
  wire walk_waits = walk_state == 3'd2 && !(LINES != 0 && lines_served);
  always_comb begin
    if (running) begin
      assert (walk_state <= (ARRAY_SETS != 0 || LINES != 0 ? 3'd5 : 3'd4) && load_state <= 2'd2);
      assert (fetch_missing == (fetch_state == 2'd2) && data_missing == (data_state == 2'd2));
      if (fetch_fresh) assert (fetch_state == 2'd1);
      if (data_fresh) assert (data_state == 2'd1);
      if (!fetch_fresh && fetch_state == 2'd1) assert (!fetch_misses);
      if (!data_fresh && data_state == 2'd1) assert (!data_misses);
      if (fetch_ended) assert (fetch_state == 2'd3);
      if (data_ended) assert (data_state == 2'd3);
      assert (ended[pw_words::ENDED_VALID] == (fetch_ended || data_ended));
      assert (!(fetch_ended && data_ended));
      if (ended[pw_words::ENDED_FAULT]) assert (ended[pw_words::ENDED_VALID]);
      if (ended[pw_words::ENDED_FAULT]) assert (fills == 2'b00);
      assert (fetch_held_q == (fetch_state != 2'd0) && data_held_q == (data_state != 2'd0));
      if (fetch_held_q) assert (fetch_inner_tag == fetch_tag_q);
      if (data_held_q) assert (data_inner_tag == data_tag_q);
      if (walk_state != 3'd0) assert (walk_turn ? fetch_missing : data_missing);
      if (load_state != 2'd0) assert (!fetch_missing && !data_missing && walk_state == 3'd0);
      assert (owed_q == (walk_waits || walk_state == 3'd4 || load_state == 2'd2));
      assert (write_held_q == (load_state != 2'd0 || ptbr_rsp_valid));
      assert (!(load_state != 2'd0 && ptbr_rsp_valid));
      if (owed_q) assert (owed_id_q == (load_state == 2'd2 ? 4'd8 : 4'd0));
      if (ARRAY_SETS != 0) begin
        assert ($onehot0(array_looks));
        if (array_looks != '0) assert (walk_state == 3'd5);
        if (array_looks != '0 || walk_stale) assert (!ended_now);
        if (walk_stale) assert (walk_state == 3'd1 || walk_state == 3'd2);
        if (array_busy) assert (!under_way && load_state == 2'd0);
        if (load_state != 2'd0) assert (!ended_now);
      end
      if (LINES != 0 && lines_served) assert (walk_state == 3'd2);
      if (ARRAY_SETS != 0 || LINES != 0) begin
        assert (satp_levels != 2'd3 || ptbr_regime_held != 2'd1);
        if (fetch_missing || (fetch_fresh && fetch_misses)) assert (fits(fetch_walk));
        if (data_missing || (data_fresh && data_misses)) assert (fits(data_walk));
      end
    end
  end
`endif

endmodule

`default_nettype wire
