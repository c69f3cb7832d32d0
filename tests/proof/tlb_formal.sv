// SPDX-License-Identifier: Apache-2.0
//
// One TLB of four entries with anything on its pins, and one address that somebody may look up:
// `key`, any. Beside it the page that may answer for it, kept by the letter of rules port-4, tlb-1,
// tlb-2 and fence-1: the last one filled that covers the address, while nothing has dropped it. The
// properties are chosen by a define.
//
// Assumed of the port around it, and proved of the MMU in mmu_formal.sv, TLB_USE: of a search, a
// fill and a drop, at most one comes in a cycle; a drop by mode is that of a fault, of one address.

`default_nettype none

module tlb_formal (
    input logic clk,
    input logic rst
);

  localparam int N = 4;
  localparam int KEY = pw_words::SPACE_BITS + pw_words::PAGE_BITS;
  localparam int ENTRY = pw_words::LEAF_BITS;

  // Undriven: anything in any cycle.
  logic [pw_words::LOOKUP_BITS-1:0] lookup;
  logic [pw_words::FILL_BITS-1:0] fill_word;
  logic [pw_words::DROP_BITS-1:0] drop;

  logic [pw_words::HIT_BITS-1:0] hit_word;
  pw_tlb #(
      .ENTRIES(N)
  ) u_tlb (
      .*,
      .fill(fill_word),
      .hit (hit_word)
  );
  wire match = hit_word[pw_words::HIT_VALID];
  wire [ENTRY-1:0] match_entry = hit_word[pw_words::HIT_LEAF+:ENTRY];
  wire [43:0] match_care = hit_word[pw_words::HIT_PPN_MASK+:44];

  wire search = lookup[pw_words::LOOKUP_VALID];
  wire search_none = lookup[pw_words::LOOKUP_NONE];
  wire [KEY-1:0] search_key = {
    lookup[pw_words::LOOKUP_SPACE+:19], lookup[pw_words::LOOKUP_PAGE+:45]
  };
  wire fill = fill_word[pw_words::FILL_VALID];
  wire fill_lock = fill_word[pw_words::FILL_LOCK];
  wire [KEY-1:0] fill_key = {
    fill_word[pw_words::FILL_SPACE+:19], fill_word[pw_words::FILL_PAGE+:45]
  };
  wire [5:0] fill_steps = fill_word[pw_words::FILL_STEPS+:6];
  wire [44:0] fill_care = pw_words::page_mask(fill_steps);
  wire fill_global = fill_word[pw_words::FILL_GLOBAL];
  wire [ENTRY-1:0] fill_entry = fill_word[pw_words::FILL_LEAF+:ENTRY];
  wire drops = drop[pw_words::DROP_VALID];
  wire fault = drops && drop[pw_words::DROP_BY_MODE];
  wire fence = drops && !drop[pw_words::DROP_BY_MODE];
  wire [KEY-1:0] fault_key = {drop[pw_words::DROP_SPACE+:19], drop[pw_words::DROP_PAGE+:45]};
  wire fence_by_va = drop[pw_words::DROP_BY_PAGE];
  wire [44:0] fence_vpn = drop[pw_words::DROP_PAGE+:45];
  wire fence_by_asid = drop[pw_words::DROP_BY_ASID];
  wire [15:0] fence_asid = drop[pw_words::DROP_SPACE+pw_words::SPACE_ASID+:16];
  wire fence_keep_global = drop[pw_words::DROP_SPARES_GLOBAL];

  logic running;
  reset_first u_reset_first (.*);

  always_comb begin
    assume (!(drops && (search || fill)));
    assume (!(search && fill));
    assume (drop[pw_words::DROP_HOLDS] ? !search : !drops);
    if (fault) assume (fence_by_va && fence_by_asid && !fence_keep_global);
    if (fill) assume (is_size(fill_steps));
  end

  // Inside (prove.py connects them).
  logic [N-1:0] valid, locked;
  logic [N*KEY-1:0] words, cares;
  logic [N*ENTRY-1:0] entries;

  // The address, and the pages.
  (* anyconst *) logic [KEY-1:0] key;

  function automatic logic [2:0] mode_of(input logic [KEY-1:0] k);
    mode_of = k[63:61];
  endfunction
  function automatic logic [15:0] asid_of(input logic [KEY-1:0] k);
    asid_of = k[60:45];
  endfunction
  // A page is smaller than all steps, or all but the lowest.
  function automatic logic is_size(input logic [5:0] steps);
    is_size = (~steps & (~steps + 6'd1)) == '0;
  endfunction
  function automatic logic contains(input logic [44:0] vpn, input logic [44:0] care,
                                    input logic [44:0] address);
    contains = (vpn & care) == (address & care);
  endfunction
  // Rule port-4.
  function automatic logic is_match(input logic [KEY-1:0] page, input logic [44:0] care,
                                    input logic is_global, input logic [KEY-1:0] k);
    is_match = mode_of(page) == mode_of(k) && (is_global || asid_of(page) == asid_of(k)) &&
        contains(page[44:0], care, k[44:0]);
  endfunction
  // Rule fence-1, as the fence unit words it: by ASID names global pages, too, and keep global
  // takes them out. That this is the fence-1 of the pins is proved in fence_formal.sv.
  function automatic logic is_fenced(input logic [KEY-1:0] page, input logic [44:0] care,
                                     input logic is_global);
    is_fenced = (!fence_by_va || contains(page[44:0], care, fence_vpn)) &&
        (!fence_by_asid || is_global || asid_of(page) == fence_asid) &&
        (!fence_keep_global || !is_global);
  endfunction
  // Rule tlb-2: some request could match both.
  function automatic logic overlaps(input logic [KEY-1:0] page, input logic [44:0] care,
                                    input logic is_global);
    overlaps = mode_of(page) == mode_of(fill_key) &&
        (is_global || fill_global || asid_of(page) == asid_of(fill_key)) &&
        ((page[44:0] ^ fill_key[44:0]) & care & fill_care) == '0;
  endfunction
  // What goes: by a fence, a fault or a newer page.
  function automatic logic goes(input logic [KEY-1:0] page, input logic [44:0] care,
                                input logic is_global);
    goes = (fill && overlaps(page, care, is_global)) ||
        (fault && is_match(page, care, is_global, fault_key)) ||
        (fence && is_fenced(page, care, is_global));
  endfunction

  wire fill_covers = fill && is_match(fill_key, fill_care, fill_global, key);

  // The page that may answer.
  logic ever_q, live_q, page_global_q;
  logic [KEY-1:0] page_q;
  logic [44:0] page_care_q;
  logic [ENTRY-1:0] page_entry_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      ever_q <= 1'b0;
      live_q <= 1'b0;
    end else if (fill_covers) begin
      ever_q <= 1'b1;
      live_q <= 1'b1;
      page_q <= fill_key;
      page_care_q <= fill_care;
      page_global_q <= fill_global;
      page_entry_q <= fill_entry;
    end else if (goes(page_q, page_care_q, page_global_q)) begin
      live_q <= 1'b0;
    end
  end

  // The search for it: what may answer is what there was in its cycle.
  logic asked_q, asked_ever_q, asked_live_q;
  logic [ENTRY-1:0] asked_entry_q;
  logic [43:0] asked_care_q;
  always_ff @(posedge clk) begin
    if (rst || fill) asked_q <= 1'b0;
    else if (search) begin
      asked_q <= search_key == key;
      asked_ever_q <= ever_q && !search_none;
      asked_live_q <= live_q && !search_none;
      asked_entry_q <= page_entry_q;
      asked_care_q <= page_care_q[43:0];
    end
  end
  wire hit = running && asked_q && match;

  // Any one slot, now and one cycle ago.
  (* anyconst *) logic [1:0] slot;
  wire [KEY-1:0] word = words[slot*KEY+:KEY];
  wire [KEY-1:0] care = cares[slot*KEY+:KEY];
  wire [ENTRY-1:0] entry = entries[slot*ENTRY+:ENTRY];
  wire slot_global = !care[45];
  wire slot_fenced = is_fenced(word, care[44:0], slot_global);
  wire slot_goes = goes(word, care[44:0], slot_global);

  logic [N-1:0] lines;
  always_comb begin
    for (int i = 0; i < N; i++) begin
      lines[i] = valid[i] && is_match(words[i*KEY+:KEY], cares[i*KEY+:45], !cares[i*KEY+45], key);
    end
  end

`ifdef ONE_MATCH
  // tlb-2: at most one entry matches any address.
  always_comb if (running) assert ($onehot0(lines));
  always_comb cover (running && |lines && $countones(locked) == N - 1);
`endif

`ifdef TAGS
  // port-4: what answers was filled under the same mode, and the same ASID or as global, and its
  // page contains the address.
  always_comb if (hit) assert (asked_ever_q);
  always_comb cover (hit && page_global_q && asid_of(page_q) != asid_of(key));
  always_comb cover (hit && !page_global_q);
`endif

`ifdef DROPS
  // fence-1, tlb-1, tlb-2: what has been dropped, by a fence, a fault or a newer page, does not
  // answer.
  always_comb if (hit) assert (asked_live_q);
  always_comb cover (running && asked_q && !match && asked_ever_q && !asked_live_q);
  always_comb cover (hit && page_care_q[8:0] == '0);
`endif

`ifdef DATA
  // tlb-6: it answers with what the last fill left.
  always_comb if (hit) assert (match_entry == asked_entry_q && match_care == asked_care_q);
  always_comb cover (hit && page_care_q[8:0] == '0 && match_entry != '0);
`endif

`ifdef FENCE_EXACT
  // fence-1: a fence drops every entry that it names, locked or not, and no other.
  logic was_valid_q, named_q, fence_q, old_lock_q;
  always_ff @(posedge clk) begin
    was_valid_q <= valid[slot] && !rst;
    old_lock_q <= locked[slot];
    named_q <= slot_fenced;
    fence_q <= fence && !rst;
  end
  always_comb if (running && fence_q) assert (valid[slot] == (was_valid_q && !named_q));
  always_comb if (running && fence_q && valid[slot]) assert (locked[slot] == old_lock_q);
  always_comb cover (running && fence_q && was_valid_q && named_q && old_lock_q);
  always_comb cover (running && fence_q && was_valid_q && !named_q && old_lock_q);
`endif

`ifdef FAULT
  // tlb-1: behind a fault nothing matches its address, neither locked nor not.
  logic failed_q;
  always_ff @(posedge clk) failed_q <= !rst && fault && fault_key == key;
  always_comb if (running && failed_q) assert (lines == '0);
  logic had_locked_q;
  always_ff @(posedge clk) had_locked_q <= |(lines & locked);
  always_comb cover (running && failed_q && had_locked_q);
`endif

`ifdef REFILL
  // tlb-1, tlb-2, tlb-5: a fill is there in the next cycle, in one slot alone. It is locked when it
  // replaces a locked one, or when it is to be and another slot is not locked.
  logic [N-1:0] overlapped, kept;
  logic filled_q, lock_q;
  logic [ENTRY-1:0] filled_entry_q;
  always_comb begin
    for (int i = 0; i < N; i++) begin
      overlapped[i] = valid[i] && overlaps(words[i*KEY+:KEY], cares[i*KEY+:45], !cares[i*KEY+45]);
      kept[i] = valid[i] && locked[i];
    end
  end
  always_ff @(posedge clk) begin
    filled_q <= !rst && fill_covers;
    filled_entry_q <= fill_entry;
    lock_q <= |(overlapped & kept) || (fill_lock && $countones(kept) != N - 1);
  end
  wire slot_answers = lines[slot];
  always_comb if (running && filled_q) assert (|lines);
  always_comb
    if (running && filled_q && slot_answers)
      assert (entry == filled_entry_q && locked[slot] == lock_q);
  always_comb cover (running && filled_q && !lock_q && $countones(locked) == N - 1);
`endif

`ifdef PINNED
  // tlb-5: a locked entry leaves only by a fence or a fault that names it, reset, or a page that
  // overlaps it.
  logic kept_q;
  logic [KEY-1:0] old_word_q, old_care_q;
  logic [ENTRY-1:0] old_entry_q;
  always_ff @(posedge clk) begin
    kept_q <= !rst && valid[slot] && locked[slot] && !slot_goes;
    old_word_q <= word;
    old_care_q <= care;
    old_entry_q <= entry;
  end
  always_comb begin
    if (running && kept_q) begin
      assert (valid[slot] && locked[slot]);
      assert (word == old_word_q && care == old_care_q && entry == old_entry_q);
    end
  end
  logic fill_q;
  always_ff @(posedge clk) fill_q <= fill;
  always_comb cover (running && kept_q && &valid && fill_q && $countones(locked) == N - 1);
`endif

`ifdef LEMMAS
  logic [KEY-1:0] both;
  // What holds of the slots, with which the properties become inductive.
  always_comb begin
    both = '0;
    if (running) begin
      assert ((locked & ~valid) == '0 && $countones(locked) < N);
      for (int i = 0; i < N; i++) begin
        if (valid[i]) begin
          assert (&cares[i*KEY+61+:3]);
          assert (&cares[i*KEY+45+:16] || !(|cares[i*KEY+45+:16]));
          assert (cares[i*KEY+:45] == pw_words::page_mask(pw_words::steps_of(cares[i*KEY+:45])));
        end
        if (lines[i]) begin
          assert (live_q && words[i*KEY+:KEY] == page_q && cares[i*KEY+:45] == page_care_q);
          assert (page_global_q == !cares[i*KEY+45] && entries[i*ENTRY+:ENTRY] == page_entry_q);
        end
        for (int j = 0; j < i; j++) begin
          if (valid[i] && valid[j]) begin
            both = cares[i*KEY+:KEY] & cares[j*KEY+:KEY];
            assert (|((words[i*KEY+:KEY] ^ words[j*KEY+:KEY]) & both));
          end
        end
      end
      if (live_q) assert (ever_q && is_match(page_q, page_care_q, page_global_q, key));
      if (hit) begin
        assert (asked_ever_q && asked_live_q);
        assert (match_entry == asked_entry_q && match_care == asked_care_q);
      end
    end
  end
`endif

endmodule

`default_nettype wire
