// SPDX-License-Identifier: Apache-2.0
//
// An array of four sets with anything on its pins, and one home of an entry, any: a page or region
// at a level, seen by requests of one space. Beside it what was last filled there, kept by the
// letter of rules array-1, array-3 and array-5, while nothing has dropped it. The properties are
// chosen by a define.
//
// Assumed of the walker, and proved in walker_cache_formal.sv, ARRAY_USE: one walk after the other
// searches; until it ends, a fence comes or it loses an update, its request is the same, and only
// then it reads a pointer or ends; it neither does so while it searches, but with the page that is
// found, nor with an address that no page contains. Assumed of fence unit and PTBR, and proved in
// mmu_formal.sv, ARRAY_USE: nothing drops while the array is busy, and what drops without a fence
// comes while no walk is under way, in the cycle after an end only behind a fault.

`default_nettype none

module array_formal #(
    parameter int VA_BITS = 57,
    parameter int FORMATS = 255
) (
    input logic clk,
    input logic rst
);

  localparam int SETS = 4;
  localparam int WAYS = 4;
  localparam int TAG = VA_BITS - 14;  // of the page, without the number of the set
  localparam int WORD = TAG + pw_words::ENTRY_BITS - pw_words::ENTRY_SPACE;
  localparam int LEAF = pw_words::LEAF_BITS;
  localparam logic [7:0] MODES = 8'(FORMATS);
  localparam logic [44:0] BUILT = 45'h1fff_ffff_ffff >> (57 - VA_BITS);

  // Undriven: anything in any cycle.
  logic [pw_words::WALK_BITS-1:0] walk;
  logic fetch, search, begins, forget, fence, loses;
  logic [pw_words::TABLE_BITS-1:0] table_read;
  logic [  pw_words::END_BITS-1:0] walk_end;
  logic [ pw_words::DROP_BITS-1:0] drop;

  logic [pw_words::TABLE_BITS-1:0] table_found;
  logic [pw_words::FOUND_BITS-1:0] page_found;
  logic looking, busy;
  pw_array #(
      .SETS(SETS),
      .VA_BITS(VA_BITS)
  ) u_array (
      .*,
      .event_fill (),
      .event_sweep(),
      .event_blind()
  );

  wire [63:0] va = walk[pw_words::WALK_VA+:64];
  wire [15:0] walk_asid = walk[pw_words::WALK_SPACE+pw_words::SPACE_ASID+:16];
  wire [2:0] walk_mode = walk[pw_words::WALK_SPACE+pw_words::SPACE_MODE+:3];
  wire [pw_words::ACCESS_BITS-1:0] access = walk[pw_words::WALK_ACCESS+:pw_words::ACCESS_BITS];
  wire beyond = va[63:VA_BITS] != {(64 - VA_BITS) {va[VA_BITS-1]}};

  wire reads = table_read[pw_words::TABLE_VALID];
  wire [5:0] read_steps = table_read[pw_words::TABLE_STEPS+:6];
  wire ends = walk_end[pw_words::END_FETCH] || walk_end[pw_words::END_DATA];
  wire [5:0] end_steps = walk_end[pw_words::END_STEPS+:6];
  wire good = ends && walk_end[pw_words::END_FAULT+:2] == 2'd0;
  wire found = page_found[pw_words::FOUND_VALID];
  wire [LEAF-1:0] found_leaf = page_found[pw_words::FOUND_LEAF+:LEAF];
  wire [5:0] found_steps = page_found[pw_words::FOUND_STEPS+:6];
  wire points = table_found[pw_words::TABLE_VALID];
  wire served = found && !fence;

  wire drops = drop[pw_words::DROP_VALID];
  wire drop_by_page = drop[pw_words::DROP_BY_PAGE];
  wire drop_fault = drop[pw_words::DROP_BY_MODE];

  logic running;
  reset_first u_reset_first (.*);

  // Sizes: 4 KiB, 64 KiB, 2 MiB, 4 MiB, 1 GiB, 512 GiB, 256 TiB. With entries of 4 bytes those of
  // 4 KiB and 4 MiB alone, with 8 none of 4 MiB.
  function automatic logic is_size(input logic [5:0] steps, input logic [2:0] mode);
    is_size = (~steps & (~steps + 6'd1)) == '0 &&
        (mode[1:0] == 2'd0 ? &steps || steps == 6'b111000 : steps != 6'b111000);
  endfunction
  function automatic logic [5:0] level_steps(input logic level, input logic [2:0] mode);
    level_steps = !level ? 6'b111111 : mode[1:0] == 2'd0 ? 6'b111000 : 6'b111100;
  endfunction
  function automatic logic [44:0] region(input logic level, input logic [2:0] mode);
    region = BUILT & ({45{1'b1}} << (!level ? 0 : mode[1:0] == 2'd0 ? 10 : 9));
  endfunction

  // Where a walk is: under way since its search; how far its search is, 1 to 3; blind.
  logic rst_q;  // what lies there behind a reset is anything
  logic walking_q, blind_q, search_q, forget_q, ended_q, failed_q, read_q, fetch_q;
  logic [1:0] look_q;
  logic [pw_words::WALK_BITS-1:0] walk_q;
  always_ff @(posedge clk) begin
    walking_q <= !rst && (search || (walking_q && !ends && !fence && !loses));
    if (search) blind_q <= sweeps;
    if (rst || fence || ends || loses) look_q <= 2'd0;
    else look_q <= search ? {1'b0, !sweeps} : look_q == 2'd0 ? 2'd0 : look_q + 2'd1;
    {ended_q, read_q} <= {ends && !rst, reads && !rst};
    failed_q <= ends && !good;
    {search_q, forget_q} <= {search && !rst, forget && !rst};
    rst_q <= rst;
    walk_q <= walk;
    fetch_q <= fetch;
  end
  wire seeking = look_q == 2'd1 || look_q == 2'd2;
  always_comb begin
    assume (!(search && (fence || drops || reads || ends || forget || begins || busy)));
    assume (!(search && (ended_q || read_q || walking_q)));
    assume (!(loses && (search || reads || ends || seeking || forget || begins)));
    if (walking_q) assume (walk == walk_q && fetch == fetch_q);
    if (search) assume (MODES[walk_mode]);
    if (reads || ends) assume (walking_q && !fence && !drops);
    if (reads) assume (!seeking && !ends && !served && !beyond && read_steps[1:0] == 2'b0);
    if (reads) assume (is_size(read_steps, walk_mode));
    if (found && !fence)
      assume (walk_end == {fetch, !fetch, 7'b0, page_found[pw_words::FOUND_VALID-1:0]});
      else if (ends) assume (!seeking && (!good || (!beyond && is_size(end_steps, walk_mode))));
    if (begins) assume (walking_q && !found && !seeking);
    if (begins) assume (look_q == 2'd3 || search_q || forget_q);
    if (forget) assume (walking_q && !seeking && !fence && !found);
    if (drops) assume (!busy && (!walking_q || fence));
    if (drops && read_q) assume (fence);
    if (ended_q) assume (!fence && (!drops || failed_q));
    if (drops && drop_fault)
      assume (drop_by_page && drop[pw_words::DROP_BY_ASID] && !drop[pw_words::DROP_SPARES_GLOBAL]);
  end

  // array-5: how many cycles a sweep still lasts, or the array is still busy.
  logic [2:0] sweep_q;
  logic [1:0] busy_q;
  wire sweeps = sweep_q != 3'd0;
  always_ff @(posedge clk) begin
    if (rst || (drops && (sweeps || !drop_by_page))) sweep_q <= 3'(SETS + 1);
    else if (sweeps) sweep_q <= sweep_q - 3'd1;
    if (rst) busy_q <= 2'd0;
    else if (drops && !sweeps && drop_by_page) busy_q <= 2'd2;
    else if (busy_q != 2'd0) busy_q <= busy_q - 2'd1;
  end

  // The home: of a page, or of the region of a pointer. Addresses beyond those of the modes that
  // are built have no page.
  (* anyconst *) logic level;
  (* anyconst *) logic [2:0] mode;
  (* anyconst *) logic [15:0] asid;
  (* anyconst *) logic [44:0] page;
  wire [44:0] mask = region(level, mode);
  always_comb assume (MODES[mode] && (page & ~BUILT) == (page[VA_BITS-13] ? ~BUILT : '0));
  wire in_page = walk_mode == mode && ((va[56:12] ^ page) & mask) == '0 && !beyond;
  wire is_it = in_page && walk_asid == asid;

  // array-3: what the walk fills in this cycle, unless there is a fence.
  logic fill_q, fill_level_q, fill_pointer_q, fill_global_q, in_page_q, is_it_q;
  logic [LEAF-1:0] fill_leaf_q;
  wire fills_page = good && !served && (&end_steps || end_steps == level_steps(1'b1, walk_mode));
  wire fills_pointer = reads && !walk_mode[2] && read_steps == level_steps(1'b1, walk_mode);
  always_ff @(posedge clk) begin
    fill_q <= !rst && !blind_q && (fills_page || fills_pointer);
    fill_level_q <= reads || !end_steps[0];
    fill_pointer_q <= reads;
    fill_global_q <= !reads && walk_end[pw_words::END_GLOBAL];
    fill_leaf_q <= !reads ? walk_end[pw_words::END_LEAF+:LEAF] : {
      table_read[pw_words::TABLE_PPN+:44], 4'b0, table_read[pw_words::TABLE_PATH+:4]
    };
    {in_page_q, is_it_q} <= {in_page, is_it};
  end

  // What is there, until it is dropped. A page in its place that is not the space's drops a global
  // one.
  logic live_q, pointer_q, global_q;
  logic [LEAF-1:0] leaf_q;
  function automatic logic names(input logic [pw_words::DROP_BITS-1:0] d, input logic is_global,
                                 input logic [2:0] m, input logic [15:0] a, input logic [44:0] p,
                                 input logic l);
    logic [44:0] differs;
    differs = (p ^ d[pw_words::DROP_PAGE+:45]) & region(l, m);
    names = !(d[pw_words::DROP_BY_PAGE] && differs != '0) &&
        !(d[pw_words::DROP_BY_MODE] && m != d[pw_words::DROP_SPACE+pw_words::SPACE_MODE+:3]) &&
        !(d[pw_words::DROP_BY_ASID] && !is_global &&
        a != d[pw_words::DROP_SPACE+pw_words::SPACE_ASID+:16]) &&
        !(d[pw_words::DROP_SPARES_GLOBAL] && is_global);
  endfunction
  logic [15:0] asid_q;  // with which it was filled
  wire named = drops && (sweeps || names(drop, global_q, mode, asid_q, page, level));
  wire fill_here = fill_q && !fence && in_page_q && fill_level_q == level;
  always_ff @(posedge clk) begin
    if (rst || named) live_q <= 1'b0;
    else if (fill_here && (is_it_q || fill_global_q)) begin
      live_q <= 1'b1;
      {pointer_q, global_q, leaf_q} <= {fill_pointer_q, fill_global_q, fill_leaf_q};
      asid_q <= walk_q[pw_words::WALK_SPACE+pw_words::SPACE_ASID+:16];
    end else if (fill_here && global_q) live_q <= 1'b0;
  end

  // Inside (prove.py connects them): the entries, of set 0 lowest, of way 0 lowest.
  logic [SETS*WAYS*WORD-1:0] words;
  logic [SETS*WAYS-1:0] used;
  logic in_sweeping;
  function automatic logic [44:0] page_in(input logic [WORD-1:0] word, input logic [1:0] set);
    page_in = 45'({word[TAG-1:0], set});
  endfunction
  function automatic logic same(input logic [WORD-1:0] word, input logic [1:0] set, input logic l,
                                input logic [2:0] m, input logic [44:0] p);
    same = word[WORD-1] && word[WORD-2] == l && word[TAG+16+:3] == m &&
        ((page_in(word, set) ^ p) & region(l, m)) == '0;
  endfunction
  function automatic logic [WAYS*WORD-1:0] words_of(input logic [1:0] set);
    words_of = words[3*WAYS*WORD+:WAYS*WORD];
    if (set == 2'd0) words_of = words[0+:WAYS*WORD];
    if (set == 2'd1) words_of = words[WAYS*WORD+:WAYS*WORD];
    if (set == 2'd2) words_of = words[2*WAYS*WORD+:WAYS*WORD];
  endfunction
  function automatic logic [WAYS-1:0] of(input logic [SETS*WAYS-1:0] all, input logic [1:0] set);
    of = set == 2'd0 ? all[3:0] : set == 2'd1 ? all[7:4] : set == 2'd2 ? all[11:8] : all[15:12];
  endfunction
  logic [SETS*WAYS-1:0] holds, holds_same;
  always_comb begin
    for (int i = 0; i < SETS * WAYS; i++) begin
      holds[i] = same(words[i*WORD+:WORD], 2'(i / WAYS), level, mode, page) &&
          (words[i*WORD+WORD-4] || words[i*WORD+TAG+:16] == asid);
      holds_same[i] = words[i*WORD+TAG+19+:LEAF] == leaf_q &&
          words[i*WORD+WORD-4+:2] == {pointer_q, global_q} && words[i*WORD+TAG+:16] == asid_q;
    end
  end

`ifdef ONE_PLACE
  // array-2: no two entries of a level match. Before the first sweep is over they may be anything.
  always_comb if (running && !sweeps) assert ($onehot0(holds));
  always_comb cover (running && |holds && !level && fill_here);
`endif

`ifdef SERVED
  // array-2, array-6: a page that a search finds was filled for that space and page, or is global
  // in that mode; nothing has dropped it since, and its leaf is that of the last fill. It allows
  // the access (walk-1), and comes in its time, t+2 at level 0 and t+3 at level 1.
  wire found_level = !found_steps[0];
  wire leaf_r = found_leaf[pw_words::LEAF_R], leaf_w = found_leaf[pw_words::LEAF_W];
  wire leaf_x = found_leaf[pw_words::LEAF_X], leaf_u = found_leaf[pw_words::LEAF_U];
  always_comb begin
    if (running && served) begin
      assert (!beyond && !blind_q && look_q == (found_level ? 2'd3 : 2'd2));
      assert (found_steps == level_steps(found_level, walk_mode));
      if (fetch)
        assert (leaf_x);
        else if (access[pw_words::ACCESS_STORE]) begin
          assert (leaf_w || access[pw_words::ACCESS_IGNORE_W]);
          assert (found_leaf[pw_words::LEAF_D]);
        end else assert (leaf_r || (leaf_x && access[pw_words::ACCESS_MXR]));
      assert (access[pw_words::ACCESS_USER] ? leaf_u : !leaf_u || access[pw_words::ACCESS_OPEN]);
      if (is_it && found_level == level) begin
        assert (live_q && !pointer_q && found_leaf == leaf_q);
        assert (page_found[pw_words::FOUND_GLOBAL] == global_q);
      end
    end
    cover (running && served && is_it && found_level && asid_q != asid);
    cover (running && served && is_it && !found_level && !level && !global_q);
  end
`endif

`ifdef TABLES
  // array-2: the same of a pointer, which is never global, and never of x86. It shows from t+3 on,
  // until the next search or until it is forgotten. A blind walk finds nothing.
  logic stays_q;
  logic [pw_words::TABLE_BITS-1:0] table_q;
  always_ff @(posedge clk) begin
    stays_q <= !rst && !search && !forget && look_q != 2'd2;
    table_q <= table_found;
  end
  always_comb begin
    if (running && walking_q) begin
      if (points) begin
        assert (!walk_mode[2] && !beyond && !seeking && !blind_q);
        assert (table_found[pw_words::TABLE_STEPS+:6] == level_steps(1'b1, walk_mode));
      end
      if (points && look_q == 2'd3 && is_it && level) begin
        assert (live_q && pointer_q && !global_q && asid_q == asid);
        assert (table_found[pw_words::TABLE_PPN+:44] == leaf_q[LEAF-1:8]);
        assert (table_found[pw_words::TABLE_PATH+:4] == leaf_q[3:0]);
      end
      if (stays_q) assert (points == table_q[pw_words::TABLE_VALID]);
      if (stays_q && points) assert (table_found == table_q);
    end
    cover (running && walking_q && points && look_q == 2'd3 && is_it && level && leaf_q[3]);
    cover (running && walking_q && blind_q && look_q == 2'd0 && fills_pointer);
  end
`endif

`ifdef FILLED
  // array-3, array-5: while no drop is under way, what lies there is what was last filled, and
  // nothing has dropped it since; nothing of a blind walk, nor with a fence.
  always_comb begin
    if (running && !sweeps && busy_q == 2'd0)
      for (int i = 0; i < SETS * WAYS; i++) if (holds[i]) assert (live_q && holds_same[i]);
    cover (running && !sweeps && busy_q == 2'd0 && |holds && pointer_q);
    cover (running && busy_q != 2'd0 && |holds && !live_q);
    cover (running && sweeps && |holds && !live_q && drops);
    cover (running && fill_q && fence && in_page_q);
  end
`endif

  // What the search has read of both sets: entries, which are used, which the walk's would drop.
  wire [1:0] set_0 = va[13:12], set_1 = va[23:22];
  wire [WAYS*WORD-1:0] in_set_0 = words_of(set_0), in_set_1 = words_of(set_1);
  logic [SETS*WAYS-1:0] valid;
  logic [WAYS-1:0] valid_0, valid_1, used_0, used_1, meets_0, meets_1, match_0, match_1;
  function automatic logic [WAYS-1:0] first(input logic [WAYS-1:0] valid,
                                            input logic [WAYS-1:0] used);
    logic [WAYS-1:0] free;
    free  = &valid ? ~used : ~valid;
    first = free[0] ? 4'b0001 : free[1] ? 4'b0010 : free[2] ? 4'b0100 : {free[3], 3'b000};
  endfunction
  logic [WORD-1:0] word_0, word_1;
  logic [LEAF-1:0] leaf_0, leaf_1;
  logic match_global_0, match_global_1, match_pointer_1;
  always_comb begin
    for (int i = 0; i < SETS * WAYS; i++) valid[i] = words[i*WORD+WORD-1];
    valid_0 = of(valid, set_0);
    valid_1 = of(valid, set_1);
    used_0 = of(used, set_0);
    used_1 = of(used, set_1);
    {leaf_0, match_global_0, leaf_1, match_global_1, match_pointer_1} = '0;
    for (int i = 0; i < WAYS; i++) begin
      word_0 = in_set_0[i*WORD+:WORD];
      word_1 = in_set_1[i*WORD+:WORD];
      meets_0[i] = same(word_0, set_0, 1'b0, walk_mode, va[56:12]);
      meets_1[i] = same(word_1, set_1, 1'b1, walk_mode, va[56:12]);
      match_0[i] = meets_0[i] && !beyond && (word_0[WORD-4] || word_0[TAG+:16] == walk_asid);
      match_1[i] = meets_1[i] && !beyond && (word_1[WORD-4] || word_1[TAG+:16] == walk_asid);
      if (match_0[i]) leaf_0 |= word_0[TAG+19+:LEAF];
      if (match_1[i]) leaf_1 |= word_1[TAG+19+:LEAF];
      match_global_0 |= match_0[i] && word_0[WORD-4];
      match_global_1 |= match_1[i] && word_1[WORD-4];
      match_pointer_1 |= match_1[i] && word_1[WORD-3];
    end
  end
  logic [WAYS-1:0] valid_0_q, valid_1_q, used_0_q, used_1_q, meets_0_q, meets_1_q;
  logic [WAYS-1:0] match_0_q, match_1_q;
  always_ff @(posedge clk) begin
    if (look_q == 2'd1)
      {valid_0_q, used_0_q, meets_0_q, match_0_q} <= {valid_0, used_0, meets_0, match_0};
    if (look_q == 2'd2)
      {valid_1_q, used_1_q, meets_1_q, match_1_q} <= {valid_1, used_1, meets_1, match_1};
  end
  wire [WAYS-1:0] first_0 = first(valid_0_q, used_0_q), first_1 = first(valid_1_q, used_1_q);

`ifdef SEARCH
  // array-2: what a search finds is what matches in the sets as it has read them, in its time.
  function automatic logic serves(input logic [LEAF-1:0] leaf, input logic is_fetch,
                                  input logic [pw_words::ACCESS_BITS-1:0] a);
    logic r, w, x, u, d, store;
    {d, u, x, w, r} = leaf[4:0];
    store = a[pw_words::ACCESS_STORE];
    serves = (is_fetch ? x : store ? (w || a[pw_words::ACCESS_IGNORE_W]) :
        r || (x && a[pw_words::ACCESS_MXR])) && (d || !store) &&
        (a[pw_words::ACCESS_USER] ? u : !u || a[pw_words::ACCESS_OPEN]);
  endfunction
  wire serves_0 = |match_0 && serves(leaf_0, fetch, access);
  wire serves_1 = !(|match_0) && |match_1 && !match_pointer_1 && serves(leaf_1, fetch, access);
  always_comb begin
    if (running) begin
      assert (looking == seeking);
      assert (found == ((look_q == 2'd2 && serves_0) || (look_q == 2'd3 && serves_1)));
      if (found)
        assert (page_found[pw_words::FOUND_VALID-1:0] == (look_q == 2'd2 ? {
            match_global_0, level_steps(
            1'b0, walk_mode
        ), leaf_0} : {match_global_1, level_steps(
            1'b1, walk_mode
        ), leaf_1}));
      if (look_q == 2'd3) begin
        assert (points == match_pointer_1);
        if (points) assert (table_found[pw_words::TABLE_PPN+:44] == leaf_1[LEAF-1:8]);
        if (points) assert (table_found[pw_words::TABLE_PATH+:4] == leaf_1[3:0]);
      end
    end
    cover (running && found && look_q == 2'd2 && !fence);
    cover (running && look_q == 2'd3 && points && |match_0);
    cover (running && look_q == 2'd3 && |match_1 && !points && !found);
  end
`endif

  `include "array_ways.svh"
  `include "array_lemmas.svh"

endmodule

`default_nettype wire
