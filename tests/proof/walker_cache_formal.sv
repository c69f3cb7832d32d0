// SPDX-License-Identifier: Apache-2.0
//
// The walker with a walk cache, and with ARRAY an array, that find anything; with LINES it has
// lines between itself and memory, which serve anything. Ports and memory are free. What a walk
// does behind its first read is proved without them, in walker_formal.sv, by the same RTL. The
// properties are chosen by a define.
//
// Assumed: of a port, that it waits, with the same request, until its walk ends, and that its
// address has no bits that its mode has not; of the fence unit, no fence in an update; of the walk
// cache and the array, that what they have found stays, until the next search or until the walk
// goes back, and is of the mode of the walk; of memory, that it zero-extends 4 bytes. Of the array,
// what array_formal.sv proves: a page comes in t+2 or t+3. Of what is around, what mmu_formal.sv
// proves: with an array no walk starts in the cycle after an end. Of lines, what lines_formal.sv
// proves: what they answer they were asked in the cycle before, by a read of a walk that is not
// fresh, and it is no error.

`default_nettype none

module walker_cache_formal #(
    parameter int ARRAY = 0,
    parameter int LINES = 0
) (
    input logic clk,
    input logic rst
);

  localparam int WALK = pw_words::WALK_BITS;

  // Undriven: anything.
  logic [WALK-1:0] fetch_walk, data_walk;
  logic [4*pw_words::PDPTE_BITS-1:0] pdptes;
  logic fence, hold, mem_req_ready, mem_rsp_valid;
  logic [pw_words::READ_RSP_BITS-1:0] mem_rsp;
  logic [pw_words::TABLE_BITS-1:0] finds;
  logic [pw_words::FOUND_BITS-1:0] finds_page;

  logic [pw_words::READS_BITS-1:0] reading;
  logic updating, fetch, search, begins, goes_back, mem_req_valid;
  logic [WALK-1:0] walk;
  logic [pw_words::TABLE_BITS-1:0] table_read, table_found;
  logic [pw_words::END_BITS-1:0] walk_end;
  logic [pw_words::MEM_BITS-1:0] mem_req;

  pw_walker #(
      .SEARCHES(1'b1),
      .ARRAY(1'(ARRAY)),
      .LINES(1'(LINES))
  ) u_walker (
      .*,
      .reads(reading),
      .event_walk(search),
      .event_update()
  );

  // What is found, unless the walk is blind: pointers, until the next search; a page, in t+2 or
  // t+3.
  logic [1:0] look_q;  // how far the search of the array is, 1 to 3
  logic blind, blind_q;
  always_ff @(posedge clk) begin
    if (search) blind_q <= blind;
    if (rst || fence || ends) look_q <= 2'd0;
    else look_q <= search ? {1'b0, ARRAY != 0 && !blind} : look_q == 2'd0 ? 2'd0 : look_q + 2'd1;
  end
  wire looking = look_q == 2'd1 || look_q == 2'd2;
  wire found = look_q >= 2'd2 && finds_page[pw_words::FOUND_VALID];
  wire served = found && !fence;
  wire [pw_words::FOUND_BITS-1:0] page_found = {found, finds_page[pw_words::FOUND_VALID-1:0]};
  always_ff @(posedge clk) begin
    if (search || look_q == 2'd2) table_found <= finds;
    if (rst || goes_back) table_found[pw_words::TABLE_VALID] <= 1'b0;
  end

  logic running;
  reset_first u_reset_first (.*);

  wire fetch_missing = fetch_walk[pw_words::WALK_VALID];
  wire data_missing = data_walk[pw_words::WALK_VALID];
  wire ends_fetch = walk_end[pw_words::END_FETCH];
  wire ends = ends_fetch || walk_end[pw_words::END_DATA];
  wire faults = ends && walk_end[pw_words::END_FAULT+:2] != pw_arch::FAULT_NONE;
  wire reads = mem_req_valid && !mem_req[pw_words::MEM_CAS];
  wire [43:0] read_ppn = mem_req[pw_words::MEM_ADDR+12+:44];
  wire behind = table_found[pw_words::TABLE_VALID];
  wire [43:0] found_ppn = table_found[pw_words::TABLE_PPN+:44];
  wire [5:0] found_steps = table_found[pw_words::TABLE_STEPS+:6];
  wire [63:0] rsp_data = mem_rsp[pw_words::RSP_DATA+:64];
  wire rsp_error = mem_rsp[pw_words::RSP_ERROR], rsp_lost = mem_rsp[pw_words::RSP_LOST];
  wire rsp_kept = mem_rsp[pw_words::READ_RSP_KEPT];
  wire fresh = reading[pw_words::READS_FRESH];
  wire gives = table_read[pw_words::TABLE_VALID];
  wire [2:0] mode = walk[pw_words::WALK_SPACE+pw_words::SPACE_MODE+:3];
  wire [43:0] root = walk[pw_words::WALK_ROOT+:44];
  wire [63:0] va = walk[pw_words::WALK_VA+:64];
  wire beyond = va[63:57] != {7{va[56]}};
  wire [1:0] quarter = walk[pw_words::WALK_VA+30+:2];
  localparam int PDPTE = pw_words::PDPTE_BITS;
  wire [PDPTE-1:0] pdpte = pdptes[quarter*PDPTE+:PDPTE];
  wire [43:0] root_ppn = mode == 3'd5 ? {4'b0, pdpte[pw_words::PDPTE_PPN+:40]} : root;

  // A walk is under way from its search on, until it ends, or a fence or a lost update ends it.
  wire loses = updating && !mem_req_valid && mem_rsp_valid && rsp_lost && !rsp_error;
  logic walking_q, fetch_q, fence_q;
  logic ends_q, ends_fetch_q, fetch_waits_q, data_waits_q, search_q, back_q, keeps_q;
  logic [WALK-1:0] fetch_walk_q, data_walk_q, walk_q;
  logic asked_keeps_q;  // lines may answer
  always_ff @(posedge clk) begin
    {ends_q, ends_fetch_q} <= {ends && !rst, ends_fetch};
    fetch_waits_q <= !rst && fetch_missing && !(ends && ends_fetch);
    data_waits_q <= !rst && data_missing && !(ends && !ends_fetch);
    fetch_walk_q <= fetch_walk;
    data_walk_q <= data_walk;
    search_q <= search && !rst;
    back_q <= goes_back && !rst;
    keeps_q <= table_read[pw_words::TABLE_VALID] && !rst;
    walking_q <= !rst && (search || (walking_q && !ends && !fence && !loses));
    fetch_q <= fetch;
    fence_q <= fence && !rst;
    walk_q <= walk;
    asked_keeps_q <= LINES != 0 && !rst && reads && mem_req_ready && !fresh;
  end
  function automatic logic fits(input logic [WALK-1:0] w);
    logic [2:0] m;
    m = w[pw_words::WALK_SPACE+pw_words::SPACE_MODE+:3];
    fits = (m != 3'd0 && m != 3'd4 && m != 3'd5) || w[pw_words::WALK_VA+32+:32] == '0;
  endfunction
  function automatic logic is_size(input logic [5:0] s);
    is_size = (~s & (~s + 6'd1)) == '0 &&
        (mode[1:0] == 2'd0 ? &s || s == 6'b111000 : s != 6'b111000);
  endfunction
  always_comb begin
    if (walking_q && behind) assume (is_size(found_steps) && !found_steps[0]);
    assume (!(fence && updating));
    if (mem_rsp_valid && rsp_kept) assume (asked_keeps_q && !rsp_error && !rsp_lost);
    if (mem_rsp_valid && mode[1:0] == 2'd0) assume (rsp_data[63:32] == '0);
    if (running && fetch_waits_q) assume (fetch_walk == fetch_walk_q);
    if (running && data_waits_q) assume (data_walk == data_walk_q);
    if (ARRAY != 0 && ends_q) assume (hold);
    if (fetch_missing) assume (fits(fetch_walk));
    if (data_missing) assume (fits(data_walk));
    if (running && !rst && ends_q) assume (!(ends_fetch_q ? fetch_missing : data_missing));
  end

  // Inside (prove.py connects them), for the lemmas: a leaf that waits for updates stays good.
  logic [2:0] state, level;
  logic stale, walk_fetch, wide, is_good, pointer, in_kept;
  logic [4:0] waits;
  logic [3:0] path;
  logic [63:0] leaf_pte;
  logic [pw_words::STEP_BITS-1:0] steps;
  pw_pte u_pte (
      .check(1'b1),
      .absent(1'b0),
      .pte(leaf_pte),
      .mode,
      .wide,
      .level,
      .care(pw_words::ppn_mask(steps)),
      .path,
      .fetch,
      .access(walk[pw_words::WALK_ACCESS+:pw_words::ACCESS_BITS]),
      .page_fault(),
      .code(),
      .pointer(),
      .leaf(is_good),
      .ppn(),
      .napot(),
      .memtype(),
      .path_here(),
      .r(),
      .d(),
      .marks()
  );

`ifdef FRESH
  // cache-4: of the walk that ends with a fault, all was read from the root on. That is: after its
  // last search or step back nothing had been found.
  always_comb if (running && !rst && faults && state != 3'd5) assert (!behind && !served);
  always_comb cover (running && !rst && faults && state == 3'd2);
  always_comb cover (running && !rst && goes_back && state == 3'd4);
`endif

`ifdef FIRST
  // cache-3, cache-4: a walk asks memory first in the cycle after its search, or after it went
  // back: for the entry in the table that was found, or for the root's.
  always_comb begin
    if (running && !rst && state == 3'd5) begin
      assert (ARRAY == 0 || blind_q ? search_q || back_q : look_q != 2'd0 || back_q);
      if (reads) assert (!looking && read_ppn == (behind ? found_ppn : root_ppn));
      if (back_q) assert (!behind);
    end
    if (running && !rst && state == 3'd0) assert (!mem_req_valid && !ends);
    if (running && !rst)
      assert (search == (state == 3'd0 && (fetch_missing || data_missing) && !fence && !hold));
  end
  always_comb cover (running && !rst && state == 3'd5 && reads && behind);
  always_comb cover (running && !rst && state == 3'd5 && reads && back_q);
`endif

`ifdef TABLES
  // cache-2: what it gives to the walk cache is an answer that counts, present, without bit 7, on
  // x86 with A; no fence comes with it. On RISC-V that is each legal pointer, wherever it comes
  // from. And what walk_cache_formal.sv assumes.
  always_comb begin
    if (running && !rst && gives) begin
      assert (mem_rsp_valid && state == 3'd2 && !stale && !fence && !rsp_error);
      assert (rsp_data[0] && !rsp_data[7] && (!mode[2] || rsp_data[5]));
      assert (!search);
    end
    if (running && !rst && pointer && !mode[2] && !fence) assert (gives);
    if (running && !rst && keeps_q) assert (!search && walk == walk_q);
    if (running && !rst) assert (!(search && fence));
`ifdef LEMMAS
    if (running && walking_q && !mode[2] && (state == 3'd1 || state == 3'd2)) assert (waits == '0);
`endif
  end
  always_comb cover (running && !rst && gives && mode == 3'd7);
  always_comb cover (running && !rst && gives && mode == 3'd0);
`endif

`ifdef TIMES
  // array-2: a search lasts three cycles, and no request is made in it. In the second or in the
  // third the walk ends, with the page that is found, and so without a request. A fence in one of
  // the two before makes the walker idle; one beside a page does, too. A blind walk has searched in
  // the cycle after its start.
  logic asked_q, fenced_q, blind_search_q;
  always_ff @(posedge clk) begin
    asked_q <= !rst && !search && (asked_q || mem_req_valid);
    fenced_q <= !rst && fence && (looking || found);
    blind_search_q <= !rst && search && blind;
  end
  always_comb begin
    if (running && !rst) begin
      if (looking || found) assert (!mem_req_valid && ends == served);
      if (served) begin
        assert (walk_end == {fetch, !fetch, 7'b0, page_found[pw_words::FOUND_VALID-1:0]});
        assert (!asked_q);
      end
      if (look_q == 2'd3 && !found)
        assert (ends ? faults && !mem_req_valid : mem_req_valid || fence);
      if (fenced_q) assert (state == 3'd0);
      if (blind_search_q) assert (mem_req_valid || ends || fence);
    end
`ifdef LEMMAS
    if (running && look_q != 2'd0) assert (!asked_q);
`endif
    cover (running && !rst && served && look_q == 2'd2 && !fetch);
    cover (running && !rst && served && look_q == 2'd3 && fetch);
    cover (running && !rst && fenced_q && search);
    cover (running && !rst && blind_search_q && mem_req_valid);
  end
`endif

`ifdef ARRAY_USE
  // What array_formal.sv assumes of the walker.
  wire [5:0] gives_steps = table_read[pw_words::TABLE_STEPS+:6];
  wire [5:0] ends_steps = walk_end[pw_words::END_STEPS+:6];
  always_comb begin
    if (running && !rst) begin
      if (search) assert (!fence && !gives && !ends && !goes_back && !begins);
      if (search) assert (!ends_q && !keeps_q && !walking_q);
      if (walking_q && !search_q) assert (walk == walk_q && fetch == fetch_q);
      if (gives || ends) assert (walking_q && !fence);
      if (gives) assert (!looking && !ends && !served && !beyond && gives_steps[1:0] == 2'b0);
      if (gives) assert (is_size(gives_steps));
      if (ends && !served) assert (!looking && (faults || (!beyond && is_size(ends_steps))));
      if (begins) assert (walking_q && !found && !looking);
      if (begins) assert (look_q == 2'd3 || search_q || back_q);
      if (goes_back) assert (walking_q && !looking && !fence && !found);
      if (loses) assert (!search && !gives && !ends && !looking && !goes_back && !begins);
    end
    cover (running && !rst && gives && blind_q);
    cover (running && !rst && loses && !fence_q);
    cover (running && !rst && begins && back_q);
  end
`endif

  // What is asked of lines or memory: shown, and not accepted; owed an answer. A fence in the cycle
  // before it is shown, or since, makes that one old.
  wire asks = mem_req_valid && mem_req_ready;
  wire [pw_words::SPACE_BITS-1:0] space = walk[pw_words::WALK_SPACE+:pw_words::SPACE_BITS];
  wire [55:0] addr = reading[pw_words::READS_ADDR+:56];
  logic shown_q, owed_q, owed_cas_q, busy_q, fenced_q, fresh_q;
  logic [pw_words::SPACE_BITS-1:0] space_q;
  logic [55:0] addr_q;
  logic [pw_words::MEM_BITS-1:0] mem_req_q;
  wire answers = owed_q && mem_rsp_valid;
  wire fenced = fence || (mem_req_valid && !shown_q ? fence_q : fenced_q);
  always_ff @(posedge clk) begin
    shown_q <= !rst && mem_req_valid && !mem_req_ready;
    owed_q  <= !rst && (asks || (owed_q && !mem_rsp_valid));
    if (mem_req_valid) owed_cas_q <= !reads;
    busy_q <= !rst && (mem_req_valid || (owed_q && !mem_rsp_valid));
    {fenced_q, fresh_q, mem_req_q} <= {fenced, fresh, mem_req};
    {space_q, addr_q} <= {space, addr};
  end

`ifdef LINES_FRESH
  // line-5: of the walk that ends with a fault nothing has come out of a line, and it did not begin
  // behind an entry, since its search or since it went back. It goes back once at most until its
  // next search, and says that it is fresh from then on.
  logic kept_q, back_before_q;
  wire kept = kept_q || (answers && rsp_kept);
  always_ff @(posedge clk) begin
    kept_q <= !rst && !search && !goes_back && kept;
    back_before_q <= !rst && !search && (back_before_q || goes_back);
  end
  always_comb begin
    if (running && !rst) begin
      if (faults) assert (!kept && (state == 3'd5 || !behind) && !served);
      if (goes_back) assert (!back_before_q && !fence && (kept || behind));
      if (mem_req_valid) assert (fresh == back_before_q);
`ifdef LEMMAS
      if (walking_q) assert (fresh == back_before_q);
      if (walking_q) assert (state == 3'd5 ? !kept_q : in_kept == kept_q);
      if (walking_q && fresh) assert (!behind && !kept_q && !search_q && look_q == 2'd0);
`endif
    end
    cover (running && !rst && faults && back_before_q && state == 3'd2);
    cover (running && !rst && goes_back && !behind && state == 3'd2 && rsp_kept);
    cover (running && table_read[pw_words::TABLE_VALID] && rsp_kept && mode == 3'd1);
    cover (running && !rst && goes_back && !behind && state == 3'd4);
  end
`endif

`ifdef LINES_TIMES
  // line-2: where a read is found to be needed nothing is requested; it is in the next cycle, and
  // no other read is. The first one is of the entry in the table that was found, or of the root's.
  logic needs_q, first_q;
  logic [43:0] first_ppn_q;
  always_ff @(posedge clk) begin
    needs_q <= !rst && (begins || pointer);
    first_q <= !rst && begins;
    first_ppn_q <= behind ? found_ppn : root_ppn;
  end
  always_comb begin
    if (running && !rst) begin
      if (search || begins || goes_back || answers || ends) assert (!mem_req_valid);
      if (reads) assert (needs_q || shown_q);
      if (needs_q) assert (reads && !shown_q);
      if (first_q) assert (read_ppn == first_ppn_q);
      if (begins) assert (back_q || (ARRAY == 0 || blind_q ? search_q : look_q == 2'd3));
      if (search_q && ARRAY == 0) assert (begins || ends || fence);
      assert (search == (state == 3'd0 && (fetch_missing || data_missing) && !fence && !hold));
    end
    cover (running && !rst && needs_q && !first_q && mem_req_ready);
    cover (running && !rst && first_q && fresh);
    cover (running && !rst && needs_q && fence_q);
  end
`endif

`ifdef LINES_USE
  // What lines_formal.sv assumes of the walker; and walk-8, general-3 of what it asks.
  always_comb begin
    if (running) begin
      if (shown_q) assert (mem_req_valid && mem_req == mem_req_q && fresh == fresh_q);
      if (owed_q) assert (!mem_req_valid);
      if (busy_q) assert (space == space_q && addr == addr_q);
      if (reads) assert (addr == mem_req[pw_words::MEM_ADDR+:56]);
      assert (reading[pw_words::READS_COUNTS] == (answers && !owed_cas_q && !fenced));
      assert (reading[pw_words::READS_LOST] == (answers && owed_cas_q && rsp_lost && !rsp_error));
    end
    cover (running && answers && !owed_cas_q && fenced && !fence);
    cover (running && shown_q && !reads && mem_req_ready);
    cover (running && reading[pw_words::READS_LOST]);
    cover (running && reading[pw_words::READS_COUNTS] && rsp_kept);
  end
`endif

`ifdef LEMMAS
  always_comb begin
    if (running) begin
      assert (state <= 3'd5);
      if (state == 3'd5) assert ((search_q && (ARRAY == 0 || blind_q)) || look_q != 2'd0 || back_q);
      if (state == 3'd5 && back_q) assert (!behind && !beyond && look_q == 2'd0);
      if (look_q != 2'd0) assert (state == 3'd5 && !back_q && ARRAY != 0 && !blind_q);
      if (search_q) assert (state == 3'd5 && !back_q && look_q == {1'b0, ARRAY != 0 && !blind_q});
      assert (walking_q == (state != 3'd0 && !stale));
      if (walking_q && state >= 3'd1 && state <= 3'd4)
        assert (!beyond && (mode[1:0] != 2'd0 || level <= 3'd1));
      if (state != 3'd0) assert (walk_fetch ? fetch_missing : data_missing);
      if (walking_q && !search_q) assert (walk_fetch ? fetch_waits_q : data_waits_q);
      if (stale) assert (state == 3'd1 || state == 3'd2);
      if (LINES != 0) begin
        assert (owed_q == (state == 3'd2 || state == 3'd4));
        if (shown_q) assert (state == 3'd1 || state == 3'd3);
        if (asked_keeps_q) assert (state == 3'd2 && !fresh);
        if (owed_q || shown_q) assert (busy_q && owed_cas_q == (state > 3'd2));
        if (state == 3'd1 || state == 3'd2)
          assert (stale == (owed_q || shown_q ? fenced_q : fence_q));
      end
      if (state == 3'd3 || state == 3'd4)
        assert (is_good && (mode[1:0] != 2'd0 || leaf_pte[63:32] == '0));
    end
  end
`endif

endmodule

`default_nettype wire
