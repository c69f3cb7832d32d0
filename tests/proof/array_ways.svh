// SPDX-License-Identifier: Apache-2.0
//
// A part of array_formal.sv: which way an entry is filled in, how long drops last, and which
// ways are used.

`ifdef FILLS
  // array-3: an entry that is filled lies in its way of its set, with all that is of it; what it
  // drops is none. Nothing else changes, but what a drop under way names.
  logic filled_q, under_q;
  logic [SETS*WAYS*WORD-1:0] words_q;
  logic [SETS*WAYS-1:0] filled_ways_q, dropped_ways_q;
  logic [WORD-1:0] filled_word_q;
  logic [pw_words::DROP_BITS-1:0] drop_q;
  logic all_q;
  wire [1:0] fill_set = fill_level_q ? walk_q[pw_words::WALK_VA+22+:2] :
      walk_q[pw_words::WALK_VA+12+:2];
  wire [WAYS-1:0] drops_0 = fill_global_q ? meets_0_q : match_0_q;
  wire [WAYS-1:0] drops_1 = fill_global_q ? meets_1_q : match_1_q;
  wire [44:0] fill_page = walk_q[pw_words::WALK_VA+12+:45] & BUILT;
  wire unused_page = &{1'b0, fill_page};
  always_ff @(posedge clk) begin
    filled_q <= !rst && fill_q && !fence;
    under_q  <= rst || sweeps || busy_q != 2'd0;
    words_q  <= words;
    filled_ways_q <= (fill_level_q ? {12'b0, first_1} : {12'b0, first_0}) << (fill_set * WAYS);
    dropped_ways_q <= (fill_level_q ? {12'b0, drops_1} : {12'b0, drops_0}) << (fill_set * WAYS);
    filled_word_q <= {
      1'b1,
      fill_level_q,
      fill_pointer_q,
      fill_global_q,
      fill_leaf_q,
      walk_q[pw_words::WALK_SPACE+:19],
      fill_page[VA_BITS-13:2]
    };
    if (drops) drop_q <= drop;
    if (rst) all_q <= 1'b1;
    else if (drops) all_q <= sweeps;
  end
  logic drop_names;  // that before this cycle was under way: this entry
  always_comb begin
    for (int i = 0; i < SETS * WAYS; i++) begin
      drop_names = under_drop_names(words_q[i*WORD+:WORD], 2'(i / WAYS));
      if (running && !rst_q) begin
        if (filled_q && filled_ways_q[i])
          assert (words[i*WORD+:WORD] == filled_word_q);
          else if (filled_q && dropped_ways_q[i])
            assert (!valid[i]);
            else if (words_q[i*WORD+WORD-1])
              assert (words[i*WORD+:WORD] == words_q[i*WORD+:WORD] ||
                  (under_q && drop_names && !valid[i]));
              else assert (!valid[i]);
      end
    end
    if (running && filled_q) assert ($onehot(filled_ways_q));
    cover (running && filled_q && |(filled_ways_q & {8{2'b10}}));
    cover (running && filled_q && |(dropped_ways_q & ~filled_ways_q));
  end
  function automatic logic under_drop_names(input logic [WORD-1:0] word, input logic [1:0] set);
    under_drop_names = under_all_q || names(under_drop_q, word[WORD-4], word[TAG+16+:3],
        word[TAG+:16], page_in(word, set), word[WORD-2]);
  endfunction
  logic under_all_q;
  logic [pw_words::DROP_BITS-1:0] under_drop_q;
  always_ff @(posedge clk) {under_all_q, under_drop_q} <= {all_q, drop_q};
`ifdef LEMMAS
  always_comb begin
    if (running && sweeps) assert (in_all == all_q);
    if (running && (sweeps ? !all_q : busy_q != 2'd0)) assert (!all_q && in_drop == drop_q);
  end
`endif
`endif

`ifdef SWEEP
  // array-5: how long a sweep lasts and the array is busy; a sweep begins again with a drop, and
  // leaves no way used.
  logic swept_q;
  always_ff @(posedge clk) swept_q <= running && sweeps;
  always_comb begin
    if (running) begin
      assert (in_sweeping == sweeps && busy == (busy_q != 2'd0));
      if (swept_q && !sweeps) assert (used == '0);
    end
    cover (running && swept_q && !sweeps && |valid);
    cover (running && busy);
    cover (running && sweep_q == 3'd1 && drops && drop_by_page);
  end
`endif

`ifdef USED
  // array-4: a way is touched that serves a walk, that a walk begins behind, and that is filled.
  // Its bit is set in what the search has read; a sweep clears.
  logic [SETS*WAYS-1:0] used_before_q, used_then_q;
  logic clears_q;
  wire touches_0 = served && look_q == 2'd2;
  wire touches_1 = look_q == 2'd3 && (served || (begins && points));
  wire touches = touches_0 || touches_1 || (fill_q && !fence);
  wire touches_level = touches_1 || (!touches_0 && fill_level_q);
  wire [63:0] touched_va = walk_q[pw_words::WALK_VA+:64];
  wire [1:0] touched_set = touches_level ? touched_va[23:22] : touched_va[13:12];
  wire [WAYS-1:0] touched = touches_0 ? match_0_q : touches_1 ? match_1_q :
      fill_level_q ? first_1 : first_0;
  wire [WAYS-1:0] touched_used = touched | (touches_level ? used_1_q : used_0_q);
  always_ff @(posedge clk) begin
    used_before_q <= used;
    used_then_q <= used;
    for (int i = 0; i < SETS; i++)
    if (touches && touched_set == 2'(i))
      used_then_q[i*WAYS+:WAYS] <= &touched_used ? touched : touched_used;
    clears_q <= sweeps;
  end
  always_comb begin
    if (running && !rst_q) begin
      if (!clears_q) assert (used == used_then_q);
      if (clears_q) assert ((used & ~used_before_q) == '0);
    end
    cover (running && !clears_q && touches && &touched_used);
    cover (running && touches_1 && !served);
  end
`endif
