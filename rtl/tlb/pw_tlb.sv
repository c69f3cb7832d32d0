// SPDX-License-Identifier: Apache-2.0
//
// One fully associative TLB: a CAM of ternary words (rules port-4, tlb-1 to tlb-6 and fence-1 of
// rtl/contract). A word is {space, page}, with a care mask beside it: a page size, a NAPOT page and
// a global page are don't-care bits, set once at refill.
//
// Each entry has one comparator. So in a cycle the TLB searches, fills or drops, and no two of
// these ever come together:
// A lookup in cycle t: what matched shows in hit from t+1 on, until the next lookup or fill.
// A fill in cycle t: drops what its page overlaps, and puts an entry in.
// A drop in cycle t: drops.

`default_nettype none

module pw_tlb #(
    parameter int ENTRIES = 16
) (
    input logic clk,
    input logic rst,

    input  logic [pw_words::LOOKUP_BITS-1:0] lookup,
    output logic [   pw_words::HIT_BITS-1:0] hit,
    input  logic [  pw_words::FILL_BITS-1:0] fill,
    input  logic [  pw_words::DROP_BITS-1:0] drop
);

  localparam int SLOT_BITS = $clog2(ENTRIES);
  localparam int PAGE_BITS = pw_words::PAGE_BITS;
  localparam int SPACE_BITS = pw_words::SPACE_BITS;
  localparam int KEY_BITS = SPACE_BITS + PAGE_BITS;
  localparam logic [KEY_BITS-1:0] ASID_FIELD = {3'b0, {16{1'b1}}, {PAGE_BITS{1'b0}}};

  wire search = lookup[pw_words::LOOKUP_VALID];
  wire search_none = lookup[pw_words::LOOKUP_NONE];
  wire touch = lookup[pw_words::LOOKUP_TOUCH];
  wire [KEY_BITS-1:0] search_key = {
    lookup[pw_words::LOOKUP_SPACE+:SPACE_BITS], lookup[pw_words::LOOKUP_PAGE+:PAGE_BITS]
  };

  wire fills = fill[pw_words::FILL_VALID];
  wire fill_lock = fill[pw_words::FILL_LOCK];
  wire fill_global = fill[pw_words::FILL_GLOBAL];
  wire [pw_words::STEP_BITS-1:0] fill_steps = fill[pw_words::FILL_STEPS+:pw_words::STEP_BITS];
  wire [SPACE_BITS-1:0] fill_space = fill[pw_words::FILL_SPACE+:SPACE_BITS];
  wire [PAGE_BITS-1:0] fill_page = fill[pw_words::FILL_PAGE+:PAGE_BITS];

  wire drops = drop[pw_words::DROP_VALID];
  wire drop_holds = drop[pw_words::DROP_HOLDS];
  wire spares_global = drop[pw_words::DROP_SPARES_GLOBAL];
  wire by_mode = drop[pw_words::DROP_BY_MODE], by_asid = drop[pw_words::DROP_BY_ASID];
  wire by_page = drop[pw_words::DROP_BY_PAGE];
  wire [SPACE_BITS-1:0] drop_space = drop[pw_words::DROP_SPACE+:SPACE_BITS];
  wire [PAGE_BITS-1:0] drop_page = drop[pw_words::DROP_PAGE+:PAGE_BITS];

  logic [ENTRIES-1:0] valid_q;
  logic [ENTRIES-1:0] locked_q;
  (* mem2reg *) logic [KEY_BITS-1:0] word_q[0:ENTRIES-1];
  (* mem2reg *) logic [KEY_BITS-1:0] care_q[0:ENTRIES-1];
  logic [pw_words::LEAF_BITS-1:0] entry_q[0:ENTRIES-1];

  logic match_q;
  logic [SLOT_BITS-1:0] slot_q;

  // Which valid entries are meant: those that match, those that the new page overlaps, or those
  // that the drop names. A global entry does not care for the ASID.
  logic [KEY_BITS-1:0] key, care;
  logic [ENTRIES-1:0] meant, chosen;

  always_comb begin
    key   = 'x;
    care  = 'x;
    meant = 'x;
    if (search || fills || drops) begin
      key  = search_key;
      care = '1;
      if (fills) begin
        key  = {fill_space, fill_page};
        care = {3'b111, {16{!fill_global}}, pw_words::page_mask(fill_steps)};
      end else if (drop_holds) begin
        key  = {drop_space, drop_page};
        care = {{3{by_mode}}, {16{by_asid}}, {PAGE_BITS{by_page}}};
      end
      meant = '0;
      for (int i = 0; i < ENTRIES; i++)
      if (((word_q[i] ^ key) & care_q[i] & care) == '0) meant[i] = valid_q[i];
    end
  end

  // The slot of a set of one: bit b of its number is 1 when it is in HALF.
  wire [SLOT_BITS-1:0] meant_slot, chosen_slot;
  for (genvar b = 0; b < SLOT_BITS; b++) begin : g_slot
    localparam logic [ENTRIES-1:0] HALF =
        ENTRIES'({((ENTRIES >> (b + 1)) + 1){{(1 << b) {1'b1}}, {(1 << b) {1'b0}}}});
    assign meant_slot[b]  = |(meant & HALF);
    assign chosen_slot[b] = |(chosen & HALF);
  end

  logic [ENTRIES-1:0] dropped;
  always_comb begin
    dropped = '0;
    if (drops) begin
      for (int i = 0; i < ENTRIES; i++)
      dropped[i] = meant[i] && !(spares_global && (care_q[i] & ASID_FIELD) == '0);
    end
  end

  // The slot of a new entry is chosen without regard to what it overlaps. One stays unlocked, so
  // there always is one.
  pw_nru #(
      .ENTRIES(ENTRIES)
  ) u_nru (
      .clk,
      .rst,
      .touch  (touch || fills),
      .touched(fills ? chosen : ENTRIES'(1) << slot_q),
      .choose (fills),
      .valid  (valid_q),
      .locked (locked_q),
      .chosen
  );

  // A lock is inherited; or asked for, while it is not the last.
  wire inherits = |(meant & locked_q);
  wire last = &(locked_q | chosen);
  wire [ENTRIES-1:0] locks = chosen & {ENTRIES{inherits || (fill_lock && !last)}};

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q  <= '0;
      locked_q <= '0;
    end else if (fills) begin
      valid_q  <= (valid_q & ~meant) | chosen;
      locked_q <= (locked_q & ~meant & ~chosen) | locks;
    end else if (drops) begin
      valid_q  <= valid_q & ~dropped;
      locked_q <= locked_q & ~dropped;
    end
  end

  always_ff @(posedge clk) begin
    if (fills) begin
      word_q[chosen_slot]  <= key;
      care_q[chosen_slot]  <= care;
      entry_q[chosen_slot] <= fill[pw_words::FILL_LEAF+:pw_words::LEAF_BITS];
    end
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      match_q <= 1'b0;
      slot_q  <= '0;
    end else if (search) begin
      match_q <= |meant && !search_none;
      slot_q  <= meant_slot;
    end
  end

  assign hit[pw_words::HIT_VALID] = match_q;
  assign hit[pw_words::HIT_LEAF+:pw_words::LEAF_BITS] = entry_q[slot_q];
  assign hit[pw_words::HIT_PPN_MASK+:pw_words::PPN_BITS] = care_q[slot_q][pw_words::PPN_BITS-1:0];

  // Promises: no two entries match (tlb-2), and one thing at a time.
`ifdef PAGEWALK_PROMISES
  always_ff @(posedge clk) if (!rst && search) assert ($onehot0(meant));
  always_ff @(posedge clk) if (!rst) assert (32'(search) + 32'(fills) + 32'(drops) <= 1);
`endif

endmodule

`default_nettype wire
