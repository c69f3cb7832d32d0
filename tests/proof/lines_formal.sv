// SPDX-License-Identifier: Apache-2.0
//
// A line buffer of two lines with anything on its pins, and one word of memory, any: eight bytes of
// a line, as a space reads them. Beside it that word as memory last said it to that space, kept by
// the letter of rules line-1, line-3, line-4 and line-6, while nothing has dropped it. The
// properties are chosen by a define.
//
// Assumed of the walker, and proved in walker_cache_formal.sv, LINES_USE: a request stays as it is
// until it is accepted, and none is shown while one is outstanding; from then until the answer its
// space is the same, and reads says its address; an answer to a read counts unless there was a
// fence in the cycle before the request was shown, or since; and a compare-and-swap is lost when
// memory says so. Assumed of what is around, and proved in mmu_formal.sv, LINES_USE: a fence drops,
// and what drops without one comes while the walker is idle. Of memory nothing is assumed; answers
// that nobody waits for may come in any cycle.

`default_nettype none

module lines_formal (
    input logic clk,
    input logic rst
);

  localparam int N = 2;
  localparam int SPACE = pw_words::SPACE_BITS;
  localparam int LINE = 50;

  // Undriven: anything in any cycle.
  logic [SPACE-1:0] space;
  logic [pw_words::READS_BITS-1:0] reads;
  logic fence, drop, walk_req_valid, mem_req_ready, mem_rsp_valid;
  logic [ pw_words::MEM_BITS-1:0] walk_req;
  logic [ pw_words::RSP_BITS-1:0] mem_rsp;
  logic [pw_words::LINE_BITS-1:0] mem_line;

  logic walk_req_ready, walk_rsp_valid, mem_req_valid, event_hit, event_fill;
  logic [pw_words::READ_RSP_BITS-1:0] walk_rsp;
  logic [pw_words::MEM_BITS-1:0] mem_req;
  pw_lines #(.LINES(N)) u_lines (.*);

  logic running;
  reset_first u_reset_first (.*);

  wire cas = walk_req[pw_words::MEM_CAS], wide = walk_req[pw_words::MEM_WIDE];
  wire [LINE-1:0] req_line = walk_req[pw_words::MEM_ADDR+6+:LINE];
  wire [2:0] req_word = walk_req[pw_words::MEM_ADDR+3+:3];
  wire req_half = walk_req[pw_words::MEM_ADDR+2];
  wire fresh = reads[pw_words::READS_FRESH], counts = reads[pw_words::READS_COUNTS];
  wire lost = reads[pw_words::READS_LOST];
  wire [55:0] read_addr = reads[pw_words::READS_ADDR+:56];
  wire [63:0] rsp_data = walk_rsp[pw_words::RSP_DATA+:64];
  wire rsp_kept = walk_rsp[pw_words::READ_RSP_KEPT];
  wire rsp_error = walk_rsp[pw_words::RSP_ERROR], rsp_lost = walk_rsp[pw_words::RSP_LOST];

  // What the walker has asked: a line has taken it, or memory. In the cycle after a line has, it is
  // answered.
  wire takes = walk_req_valid && walk_req_ready && !mem_req_valid;
  logic owed_q, owed_cas_q, taken_q;
  logic [SPACE-1:0] asked_space_q;
  logic [ LINE-1:0] asked_line_q;
  always_ff @(posedge clk) begin
    owed_q  <= !rst && ((walk_req_valid && walk_req_ready) || (owed_q && !walk_rsp_valid));
    taken_q <= !rst && takes;
    if (walk_req_valid) {owed_cas_q, asked_space_q, asked_line_q} <= {cas, space, req_line};
  end

  // Whether its answer counts.
  logic shown_q, busy_q, fence_q, fenced_q, fresh_q;
  logic [pw_words::MEM_BITS-1:0] walk_req_q;
  logic [SPACE-1:0] space_q;
  logic [55:0] read_addr_q;
  wire fenced = fence || (walk_req_valid && !shown_q ? fence_q : fenced_q);
  wire answers = owed_q && walk_rsp_valid;
  always_ff @(posedge clk) begin
    shown_q <= !rst && walk_req_valid && !walk_req_ready;
    busy_q <= !rst && (walk_req_valid || (owed_q && !walk_rsp_valid));
    {fence_q, fenced_q, fresh_q} <= {fence, fenced, fresh};
    {walk_req_q, space_q, read_addr_q} <= {walk_req, space, read_addr};
  end
  always_comb begin
    if (running) begin
      if (shown_q) assume (walk_req_valid && walk_req == walk_req_q && fresh == fresh_q);
      if (owed_q) assume (!walk_req_valid);
      if (busy_q) assume (space == space_q && read_addr == read_addr_q);
      if (walk_req_valid && !cas) assume (read_addr == walk_req[pw_words::MEM_ADDR+:56]);
      assume (counts == (answers && !owed_cas_q && !fenced));
      assume (lost == (answers && owed_cas_q && rsp_lost && !rsp_error));
      if (fence) assume (drop);
      if (drop && !fence) assume (!walk_req_valid && !owed_q);
    end
  end

  // What memory says, by line-3 and line-4: a line; a compare-and-swap that it accepts, or that was
  // lost.
  wire mem_error = mem_rsp[pw_words::RSP_ERROR];
  wire mem_lost = mem_rsp[pw_words::RSP_LOST];
  wire from_memory = owed_q && !taken_q && mem_rsp_valid && !mem_error;
  wire fills = from_memory && !owed_cas_q && mem_line[pw_words::LINE_MAIN] && !fenced;
  wire loses = from_memory && owed_cas_q && mem_lost;
  wire swaps = mem_req_valid && mem_req_ready && mem_req[pw_words::MEM_CAS];
  wire [LINE-1:0] swap_line = mem_req[pw_words::MEM_ADDR+6+:LINE];

  // The word.
  (* anyconst *) logic [SPACE-1:0] its_space;
  (* anyconst *) logic [LINE-1:0] its_line;
  (* anyconst *) logic [2:0] its_word;
  wire is_line = walk_req_valid && space == its_space && req_line == its_line;
  wire is_it = is_line && req_word == its_word;
  wire fills_it = fills && asked_space_q == its_space && asked_line_q == its_line;
  logic known_q;
  logic [63:0] value_q;
  always_ff @(posedge clk) begin
    if (rst || drop || loses || (swaps && swap_line == its_line)) known_q <= 1'b0;
    else if (fills_it) known_q <= 1'b1;
    if (fills_it) value_q <= mem_line[pw_words::LINE_BYTES+64*its_word+:64];
  end
  wire [63:0] pte = wide ? value_q : {32'b0, req_half ? value_q[63:32] : value_q[31:0]};

  // Inside (prove.py connects them): the slots, slot 0 lowest.
  logic [N-1:0] valid, used, own;
  logic [N*SPACE-1:0] spaces;
  logic [N*LINE-1:0] addrs;
  logic [N*512-1:0] bytes;
  logic served;
  logic [N-1:0] holds, right;
  always_comb begin
    for (int i = 0; i < N; i++) begin
      holds[i] = valid[i] && spaces[i*SPACE+:SPACE] == its_space && addrs[i*LINE+:LINE] == its_line;
      right[i] = bytes[i*512+64*its_word+:64] == value_q;
    end
  end

`ifdef ONE_PLACE
  // line-3: one line of a space and an address.
  always_comb if (running) assert ($onehot0(holds));
  always_comb cover (running && fills_it && |holds && &valid);
`endif

`ifdef SERVED
  // line-2, line-5, line-6: what a line serves is that word as memory last said it to that space,
  // and nothing has dropped it since; its bit 0 is 1, and 4 bytes are the half that was asked for.
  // No compare-and-swap is served, and no read of a fresh walk.
  logic it_q;
  logic [63:0] pte_q;
  always_ff @(posedge clk) {it_q, pte_q} <= {!rst && takes && is_it, pte};
  always_comb begin
    if (running) begin
      if (takes) assert (!cas && !fresh);
      if (takes && is_it) assert (known_q && pte[0]);
      if (it_q) assert (walk_rsp_valid && rsp_kept && rsp_data == pte_q);
    end
    cover (running && takes && is_it && wide && &valid);
    cover (running && it_q && pte_q != value_q && mem_rsp_valid);
    cover (running && is_line && !takes && !known_q && |valid);
  end
`endif

`ifdef SERVES
  // line-2: whatever may be served is served, in the cycle in which it is asked for.
  wire may = is_it && |holds && !cas && !fresh && pte[0];
  always_comb begin
    if (running && is_it) assert (takes == may);
    cover (running && may && holds[1] && valid[0]);
    cover (running && is_it && |holds && !cas && fresh && pte[0]);
    cover (running && is_it && |holds && !cas && !fresh && !pte[0]);
  end
`endif

`ifdef PASSES
  // line-2, walk-8: what no line serves passes, unchanged and at once, both ways, and stays until
  // it is accepted. What a line serves memory does not see; it is answered in the next cycle, once
  // and without an error.
  logic offered_q;
  always_ff @(posedge clk) offered_q <= !rst && mem_req_valid && !mem_req_ready;
  always_comb begin
    if (running) begin
      if (mem_req_valid) assert (walk_req_valid && mem_req == walk_req);
      if (mem_req_valid) assert (walk_req_ready == mem_req_ready);
      if (walk_req_valid && !mem_req_valid)
        assert (walk_req_ready && mem_req[pw_words::MEM_ID-1:0] == '0);
      if (offered_q) assert (mem_req_valid);
      if (taken_q)
        assert (walk_rsp_valid && rsp_kept && !rsp_error && !rsp_lost);
        else assert (walk_rsp_valid == mem_rsp_valid && walk_rsp == {1'b0, mem_rsp});
    end
    cover (running && taken_q && mem_rsp_valid && mem_error);
    cover (running && offered_q && |holds && is_line && !cas);
    cover (running && answers && !taken_q && valid[0]);
  end
`endif

`ifdef KEPT
  // line-3, line-4: a line is there in the cycle after its fill. A drop takes all, a
  // compare-and-swap the lines of its address, in every space; and nothing else takes one, but a
  // fill that needs its slot.
  logic filled_q, fills_q, drops_q, swapped_q;
  logic [N-1:0] valid_q, holds_q;
  always_ff @(posedge clk) begin
    filled_q <= !rst && fills_it;
    fills_q <= fills;
    drops_q <= rst || drop || loses;
    swapped_q <= swaps && swap_line == its_line;
    {valid_q, holds_q} <= {valid, holds};
  end
  always_comb begin
    if (running) begin
      if (filled_q) assert (|holds && (holds & ~right) == '0);
      if (drops_q)
        assert (valid == '0);
        else if (swapped_q)
          assert (holds == '0);
          else if (!fills_q) assert (holds == holds_q);
    end
    cover (running && drops_q && &valid_q);
    cover (running && !drops_q && swapped_q && |holds_q);
    cover (running && !drops_q && !swapped_q && !fills_q && |holds_q && !(&valid) && &valid_q);
    cover (running && filled_q && &valid && |holds_q);
  end
`endif

  // line-3: the slot of a fill, and which are used, by tlb-3.
  logic [N-1:0] same, asked, used_q;
  always_comb begin
    for (int i = 0; i < N; i++) begin
      same[i] = valid[i] && spaces[i*SPACE+:SPACE] == asked_space_q &&
          addrs[i*LINE+:LINE] == asked_line_q;
      asked[i] = valid[i] && spaces[i*SPACE+:SPACE] == space && addrs[i*LINE+:LINE] == req_line;
    end
  end
  wire [N-1:0] vacant = !(&valid) ? ~valid : ~used_q;
  wire [N-1:0] slot = |same ? same : vacant[0] ? 2'b01 : 2'b10;
  wire [N-1:0] touched = fills ? slot : takes ? asked : '0;
  always_ff @(posedge clk) begin
    if (rst) used_q <= '0;
    else if (touched != '0) used_q <= &(used_q | touched) ? touched : used_q | touched;
  end

`ifdef SLOTS
  logic fill_q;
  logic [N-1:0] slot_q, before_q;
  logic [N*SPACE-1:0] spaces_q;
  logic [N*LINE-1:0] addrs_q;
  logic [N*512-1:0] bytes_q;
  logic [511:0] line_q;
  always_ff @(posedge clk) begin
    fill_q <= !rst && fills;
    {slot_q, before_q, spaces_q, addrs_q, bytes_q} <= {slot, valid, spaces, addrs, bytes};
    line_q <= mem_line[pw_words::LINE_BYTES+:512];
  end
  always_comb begin
    if (running && fill_q) begin
      assert (valid == (before_q | slot_q));
      for (int i = 0; i < N; i++) begin
        assert (bytes[i*512+:512] == (slot_q[i] ? line_q : bytes_q[i*512+:512]));
        if (slot_q[i]) assert (same[i]);
        if (!slot_q[i]) assert (spaces[i*SPACE+:SPACE] == spaces_q[i*SPACE+:SPACE]);
        if (!slot_q[i]) assert (addrs[i*LINE+:LINE] == addrs_q[i*LINE+:LINE]);
      end
    end
    cover (running && fill_q && &before_q && slot_q[0]);
    cover (running && fill_q && &before_q && slot_q[1]);
    cover (running && fill_q && before_q == 2'b10 && slot_q[0]);
  end
`endif

`ifdef LEMMAS
  // What holds of the slots, with which the properties become inductive.
  always_comb begin
    if (running) begin
      for (int i = 0; i < N; i++) if (holds[i]) assert (known_q && right[i]);
      if (&valid)
        assert (spaces[0+:SPACE] != spaces[SPACE+:SPACE] || addrs[0+:LINE] != addrs[LINE+:LINE]);
      assert (served == taken_q && used == used_q && !(&used_q));
      if (owed_q || shown_q) assert (busy_q && !(owed_q && shown_q));
      if (owed_q) assert (asked_space_q == space_q);
      if (owed_q && !owed_cas_q) assert (asked_line_q == read_addr_q[55:6]);
      if (owed_q && !owed_cas_q && !fenced_q) assert (own == same);
      if (taken_q) assert (owed_q && !owed_cas_q);
    end
  end
`endif

endmodule

`default_nettype wire
