// SPDX-License-Identifier: Apache-2.0
//
// A part of array_formal.sv: lemmas, with which its properties are inductive.

  // Inside (prove.py connects them), of the search, the fill and the drops.
  logic [WAYS*WORD-1:0] read;  // what the ways have read
  logic in_level_0, in_level_1, in_looked, in_blind, in_none;
  logic [44:0] in_page_0;
  logic [18:0] in_space;
  logic [WAYS-1:0] in_same_0, in_same_1, in_match_0, in_match_1;
  logic in_pointer, in_global, in_table;
  logic [LEAF-1:0] in_leaf;
  logic in_fill, in_fill_level, in_fill_pointer, in_fill_global;
  logic [LEAF-1:0] in_fill_leaf;
  logic [WAYS-1:0] in_used, in_used_0, in_used_1, in_valid_0, in_valid_1;
  logic in_drop_0, in_drop_1, in_all;
  logic [2:0] in_count;
  logic [pw_words::DROP_BITS-1:0] in_drop;

`ifdef LEMMAS
  // How far it is.
  wire searched = walking_q && !blind_q && look_q != 2'd1;  // level 0
  wire searched_1 = searched && look_q != 2'd2;
  always_comb begin
    if (running) begin
      assert (in_sweeping == sweeps && in_drop_0 == (busy_q == 2'd2));
      assert (in_drop_1 == (busy_q == 2'd1) && busy_q != 2'd3 && !(sweeps && busy_q != 2'd0));
      if (sweeps) assert (in_count <= 3'd4 && sweep_q == 3'd5 - in_count);
      assert (in_level_0 == (look_q == 2'd1) && in_level_1 == (look_q == 2'd2));
      assert (!(in_looked && look_q != 2'd3));
      if (look_q == 2'd3) assert (in_looked);
      if (look_q != 2'd0) assert (walking_q && !blind_q);
      if (walking_q) begin
        assert (in_blind == blind_q && in_page_0 == (va[56:12] & BUILT) && in_none == beyond);
        assert (in_space == {walk_mode, walk_asid} && MODES[walk_mode] && !ended_q);
        if (!blind_q) assert (!sweeps && busy_q == 2'd0);
      end
      if (ended_q || read_q) assert (walk_ok && in_blind == blind_q);
      if (fill_q) assert (!(ended_q && failed_q) && fill_pointer_q == read_q);
      if (fill_q) assert (!blind_q && !sweeps && busy_q == 2'd0 && (ended_q || read_q));
      if (ended_q || read_q) assert (look_q == 2'd0);
      assert (!(ended_q && (read_q || walking_q)));
    end
  end
  wire walk_ok = in_page_0 == (walk_q[pw_words::WALK_VA+12+:45] & BUILT) &&
      in_space == walk_q[pw_words::WALK_SPACE+:19];

  // The fill.
  always_comb begin
    if (running) begin
      assert (in_fill == fill_q);
      if (fill_q) begin
        assert (MODES[in_space[18:16]]);
        assert (!in_none && in_fill_level == fill_level_q && in_fill_pointer == fill_pointer_q);
        assert (in_fill_global == fill_global_q && in_fill_leaf == fill_leaf_q);
        if (fill_pointer_q) assert (fill_level_q && !fill_global_q && !in_space[18]);
        assert (in_page_q == (in_space[18:16] == mode && ((in_page_0 ^ page) & mask) == '0));
        assert (is_it_q == (in_page_q && in_space[15:0] == asid));
      end
      if (live_q && !global_q) assert (asid_q == asid);
      if (live_q && pointer_q) assert (!global_q);
    end
  end

  // The sets: entries lie in their own, no two of a level match, and not all ways are used. But
  // where a sweep that drops all has still to come they may be anything.
  logic unswept;
  logic [WORD-1:0] word, other;
  logic [1:0] set;
  always_comb begin
    other = '0;
    for (int i = 0; i < SETS * WAYS; i++) begin
      word = words[i*WORD+:WORD];
      set  = 2'(i / WAYS);
      unswept = sweeps && in_all && 3'(i / WAYS) + 3'd1 >= in_count;
      if (running && valid[i] && !unswept) begin
        if (word[WORD-2]) assert (word[9:8] == set);
        if (word[WORD-3]) assert (word[WORD-2] && !word[WORD-4] && !word[TAG+18]);
        assert (MODES[word[TAG+16+:3]]);
      end
      for (int j = (i / WAYS) * WAYS; j < i; j++) begin
        other = words[j*WORD+:WORD];
        if (running && valid[i] && !unswept &&
            same(other, set, word[WORD-2], word[TAG+16+:3], page_in(word, set)))
          assert (!word[WORD-4] && !other[WORD-4] && word[TAG+:16] != other[TAG+:16]);
      end
      if (running && !sweeps) assert (!(&used[(i/WAYS)*WAYS+:WAYS]));
    end
  end

  // What the ways have read, and what a drop under way has still to do.
  wire [1:0] drop_set_0 = in_drop[pw_words::DROP_PAGE+:2];
  wire [1:0] drop_set_1 = in_drop[pw_words::DROP_PAGE+10+:2];
  wire [1:0] sweep_set = in_count[1:0] - 2'd1;
  wire [1:0] read_set = look_q == 2'd1 ? set_0 : look_q == 2'd2 ? set_1 : in_drop_0 ? drop_set_0 :
      in_drop_1 ? drop_set_1 : sweep_set;
  wire has_read = look_q == 2'd1 || look_q == 2'd2 || busy_q != 2'd0 || (sweeps && in_count != '0);
  wire [WAYS*WORD-1:0] in_read_set = words_of(read_set);
  logic [WORD-1:0] here;
  always_comb begin
    for (int i = 0; i < WAYS; i++) begin
      here = in_read_set[i*WORD+:WORD];
      if (running && has_read)
        assert (read[i*WORD+:WORD] == here ||
            (in_drop_1 && drop_set_0 == drop_set_1 && !here[WORD-1]));
    end
  end
  logic [SETS*WAYS-1:0] pending;
  logic entry_named;
  always_comb begin
    for (int i = 0; i < SETS * WAYS; i++) begin
      entry_named = in_all || names(
          in_drop, words[i*WORD+WORD-4], mode, words[i*WORD+TAG+:16], page, level);
      pending[i] = sweeps ? entry_named && (3'(i / WAYS) + 3'd1 >= in_count) :
          busy_q == 2'd2 ? entry_named : busy_q == 2'd1 && entry_named && level;
      if (running && holds[i]) assert ((live_q && holds_same[i]) || pending[i]);
    end
    if (running && busy_q != 2'd0)
      assert (!in_all && in_drop[pw_words::DROP_BY_PAGE]);
    if (running && sweeps && !in_all) assert (!in_drop[pw_words::DROP_BY_PAGE]);
    if (running && sweeps)
      for (int i = 0; i < SETS; i++)
      if (3'(i) + 3'd1 < in_count) assert (used[i*WAYS+:WAYS] == '0);
  end

  // What a search has found. Until the walk's fills are done, the RAM has nothing in the sets that
  // it would drop, but what the search has seen, or what the walk has filled itself.
  wire [44:0] at = in_page_0;
  wire [2:0] at_mode = in_space[18:16];
  wire [WAYS*WORD-1:0] in_at_0 = words_of(at[1:0]), in_at_1 = words_of(at[11:10]);
  logic [WORD-1:0] at_0, at_1;
  logic [WAYS-1:0] now_0, now_1, now_match_0, now_match_1;
  always_comb begin
    for (int i = 0; i < WAYS; i++) begin
      at_0 = in_at_0[i*WORD+:WORD];
      at_1 = in_at_1[i*WORD+:WORD];
      now_0[i] = same(at_0, at[1:0], 1'b0, at_mode, at);
      now_1[i] = same(at_1, at[11:10], 1'b1, at_mode, at);
      now_match_0[i] = now_0[i] && (at_0[WORD-4] || at_0[TAG+:16] == in_space[15:0]);
      now_match_1[i] = now_1[i] && (at_1[WORD-4] || at_1[TAG+:16] == in_space[15:0]);
    end
    if (running) begin
      if (look_q == 2'd1 || look_q == 2'd2)
        assert (in_used == (look_q == 2'd1 ? used_0 : used_1));
      if (searched || fill_q) begin
        assert (in_used_0 == used_0_q && in_valid_0 == valid_0_q && in_match_0 == match_0_q);
        assert (in_same_0 == meets_0_q && !(&used_0_q));
        if (!in_none) assert ((now_0 & ~meets_0_q) == '0 && (now_match_0 & ~match_0_q) == '0);
      end
      if (searched_1 || fill_q) begin
        assert (in_used_1 == used_1_q && in_valid_1 == valid_1_q && in_match_1 == match_1_q);
        assert (in_same_1 == meets_1_q && !(&used_1_q));
        if (at[1:0] == at[11:10]) assert (used_0_q == used_1_q && valid_0_q == valid_1_q);
        if (!in_none) begin
          assert ((now_1 & ~meets_1_q & ~first_1) == '0);
          assert ((now_match_1 & ~match_1_q & ~first_1) == '0);
        end
      end
      if (look_q == 2'd2) assert (used_0_q == used_0 && valid_0_q == valid_0);
      if (look_q == 2'd2 || look_q == 2'd3) begin
        assert (match_0_q == match_0 && $onehot0(match_0_q));
        assert (in_leaf == (look_q == 2'd2 ? leaf_0 : leaf_1));
        assert (in_global == (look_q == 2'd2 ? match_global_0 : match_global_1));
      end
      if (look_q == 2'd3)
        assert (match_1_q == match_1 && {in_pointer, in_table} == {2{match_pointer_1}});
      if (walking_q && (blind_q || look_q == 2'd1 || look_q == 2'd2)) assert (!in_table);
      if (forget_q) assert (!in_table);
      if (search_q) assert (walking_q && look_q == {1'b0, !blind_q});
      if (walking_q && in_table) assert (!in_none && !walk_mode[2]);
    end
  end
`endif
