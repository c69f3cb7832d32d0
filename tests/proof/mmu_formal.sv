// SPDX-License-Identifier: Apache-2.0
//
// The whole MMU, with anything on its pins. Properties chosen by a define: what the proofs of its
// parts assume of their neighbours, and rules of the pins. Of memory nothing is assumed (rule
// walk-7: an answer with an id that is not outstanding is ignored); of the walker, what walker_ends
// proves: the leaf that it marks was found good.

`default_nettype none

module mmu_formal #(
    parameter int FORMATS = 255
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
      .SEGMENTS(0)
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
  logic [pw_words::END_BITS-1:0] walk_end;
  logic [pw_words::DROP_BITS-1:0] drop;
  logic fence_accepted;
  logic [1:0] search, update, update_fill;  // {data port, fetch port}
  logic [TAG-1:0] fetch_inner_tag, data_inner_tag;
  logic [2:0] walk_state;
  logic walk_turn, walk_page_fault, walk_pointer;
  logic [1:0] load_state, fetch_state, data_state;

  wire fetch_missing = fetch_walk[pw_words::WALK_VALID];
  wire data_missing = data_walk[pw_words::WALK_VALID];
  wire walk_fetch = walk_end[pw_words::END_FETCH];
  wire walk_done = walk_fetch || walk_end[pw_words::END_DATA];
  wire [1:0] walk_fault = walk_end[pw_words::END_FAULT+:2];
  wire [44:0] walk_care = pw_words::page_mask(walk_end[pw_words::END_STEPS+:6]);
  wire walk_global = walk_end[pw_words::END_GLOBAL];
  wire [63:0] walk_key = {walk_end[pw_words::END_SPACE+:19], walk_end[pw_words::END_PAGE+:45]};
  wire fence = drop[pw_words::DROP_VALID];

  always_comb if (walk_state == 3'd4) assume (!walk_page_fault && !walk_pointer);

`ifdef USE
  // TLB_USE: a fence meets no search and no end of a walk; a fill no search; a fault has one
  // address. PORT_USE: a walk ends for a port only while it waits. WALKER_USE: a port waits with
  // the same request until then, the request is one that can be, and no fence comes in an update.
  logic fetch_waits_q, data_waits_q, done_q, done_fetch_q;
  logic [WALK-1:0] fetch_walk_q, data_walk_q;
  always_ff @(posedge clk) begin
    fetch_waits_q <= !rst && fetch_missing && !(walk_done && walk_fetch);
    data_waits_q <= !rst && data_missing && !(walk_done && !walk_fetch);
    fetch_walk_q <= fetch_walk;
    data_walk_q <= data_walk;
    {done_q, done_fetch_q} <= {walk_done && !rst, walk_fetch};
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
    if (live) begin
      assert (!(fence && (|search || |update)));
      assert (!(|(search & update & update_fill)));
      if (|(update & ~update_fill)) assert (&walk_care && !walk_global);
      if (walk_end[pw_words::END_DROPS]) assert (walk_fault != 2'd0);
      if (walk_done) assert (walk_fetch ? fetch_missing : data_missing);
      assert (!(fence_accepted && walk_state >= 3'd3));
      if (fetch_waits_q) assert (fetch_walk == fetch_walk_q);
      if (data_waits_q) assert (data_walk == data_walk_q);
      if (fetch_missing) assert (possible(fetch_walk, 1'b1));
      if (data_missing) assert (possible(data_walk, 1'b0));
      if (done_q) assert (!(done_fetch_q ? fetch_missing : data_missing));
      cover (|(search & update));
      cover (fence && fetch_missing && data_missing);
      cover (walk_done && |update_fill);
    end
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
      cover (mem_req_valid && owed_q);
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
      if (fetch_held_q) assert (fetch_rsp_valid || fetch_missing);
      if (data_held_q) assert (data_rsp_valid || data_missing);
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
  // tlb-1: a walk that ends with a fault has both TLBs drop what matches its request, and fill
  // nothing. That nothing answers then is FAULT of tlb_formal.sv. No entry matches an address
  // beyond the VPN.
  wire [WALK-1:0] walk = walk_fetch ? fetch_walk : data_walk;
  wire [63:0] va = walk[pw_words::WALK_VA+:64];
  wire beyond = va[63:57] != {7{va[56]}};
  wire failed = live && walk_done && walk_fault != 2'd0;
  always_comb begin
    if (failed) begin
      assert (update == (beyond ? 2'b00 : 2'b11) && update_fill == 2'b00);
      if (!beyond) begin
        assert (walk_key == {walk[pw_words::WALK_SPACE+:19], va[56:12]});
        assert (&walk_care && !walk_global);
      end
    end
    cover (failed && !beyond && walk_state == 3'd2);
    cover (failed && beyond);
  end
`endif

`ifdef LEMMAS
  always_comb begin
    if (running) begin
      assert (walk_state <= 3'd4 && load_state <= 2'd2);
      assert (fetch_state <= 2'd2 && data_state <= 2'd2);
      assert (fetch_held_q == (fetch_state != 2'd0) && data_held_q == (data_state != 2'd0));
      if (fetch_held_q) assert (fetch_inner_tag == fetch_tag_q);
      if (data_held_q) assert (data_inner_tag == data_tag_q);
      if (walk_state != 3'd0) assert (walk_turn ? fetch_missing : data_missing);
      if (load_state != 2'd0) assert (!fetch_missing && !data_missing && walk_state == 3'd0);
      assert (owed_q == (walk_state == 3'd2 || walk_state == 3'd4 || load_state == 2'd2));
      assert (write_held_q == (load_state != 2'd0 || ptbr_rsp_valid));
      assert (!(load_state != 2'd0 && ptbr_rsp_valid));
      if (owed_q) assert (owed_id_q == (load_state == 2'd2 ? 4'd8 : 4'd0));
    end
  end
`endif

endmodule

`default_nettype wire
