// SPDX-License-Identifier: Apache-2.0
//
// One fully associative TLB: a CAM of ternary words (rules port-4, tlb-1 to tlb-6 and fence-1 of
// rtl/contract). A word is {space, page}, with a care mask beside it: a page size, a NAPOT page and
// a global page are don't-care bits, set once at refill.
//
// A lookup in cycle t: what matched shows in hit from t+1 on, until the next lookup.
// The end of a walk in cycle t: a walk of this port that succeeds drops what its page overlaps,
//   and fills; a fault, of either port's walk, drops the entry that matches its address.
// A drop in cycle t: drops. Neither a lookup nor the end of a walk meets one; a lookup may meet the
//   fault of the other port, and sees the entries as they were.

`default_nettype none

module pw_tlb #(
    parameter int   ENTRIES = 16,
    parameter logic FETCH   = 1'b0
) (
    input logic clk,
    input logic rst,

    input  logic [pw_words::LOOKUP_BITS-1:0] lookup,
    output logic [   pw_words::HIT_BITS-1:0] hit,
    input  logic [   pw_words::END_BITS-1:0] walk_end,
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

  wire succeeds = walk_end[pw_words::END_FAULT+:2] == pw_arch::FAULT_NONE;
  wire update_fill = walk_end[FETCH?pw_words::END_FETCH : pw_words::END_DATA] && succeeds;
  wire update = update_fill || walk_end[pw_words::END_DROPS];
  wire update_lock = lookup[pw_words::LOOKUP_LOCK];
  wire update_global = walk_end[pw_words::END_GLOBAL];
  wire [KEY_BITS-1:0] update_key = {
    walk_end[pw_words::END_SPACE+:SPACE_BITS], walk_end[pw_words::END_PAGE+:PAGE_BITS]
  };

  wire drop_valid = drop[pw_words::DROP_VALID];
  wire spares_global = drop[pw_words::DROP_SPARES_GLOBAL];

  logic [ENTRIES-1:0] valid_q;
  logic [ENTRIES-1:0] locked_q;
  (* mem2reg *) logic [KEY_BITS-1:0] word_q[0:ENTRIES-1];
  (* mem2reg *) logic [KEY_BITS-1:0] care_q[0:ENTRIES-1];
  logic [pw_words::LEAF_BITS-1:0] entry_q[0:ENTRIES-1];

  logic match_q;
  logic [SLOT_BITS-1:0] slot_q;

  // The end of a walk drops what its page overlaps, or what its fault concerns; a drop, what it
  // names. The two never come in one cycle, so one comparison a line serves both. A global entry
  // does not care for the ASID.
  wire [pw_words::STEP_BITS-1:0] steps = walk_end[pw_words::END_STEPS+:pw_words::STEP_BITS];
  logic [PAGE_BITS-1:0] update_care;
  logic [KEY_BITS-1:0] update_mask;
  always_comb begin
    update_care = 'x;
    update_mask = 'x;
    if (update) begin
      update_care = pw_words::page_mask(steps);
      update_mask = {3'b111, {16{!update_global}}, update_care};
    end
  end

  wire by_page = drop[pw_words::DROP_BY_PAGE], by_asid = drop[pw_words::DROP_BY_ASID];
  wire [PAGE_BITS-1:0] drop_page = drop[pw_words::DROP_PAGE+:PAGE_BITS];
  wire [SPACE_BITS-1:0] drop_space = drop[pw_words::DROP_SPACE+:SPACE_BITS];
  logic [KEY_BITS-1:0] drop_key, drop_mask;
  logic [ENTRIES-1:0] overlap, dropped;

  always_comb begin
    drop_key  = {drop_space, drop_page};
    drop_mask = {3'b0, {16{by_asid}}, {PAGE_BITS{by_page}}};
    if (update) begin
      drop_key  = update_key;
      drop_mask = update_mask;
    end
    overlap = '0;
    dropped = '0;
    if (update || drop_valid) begin
      for (int i = 0; i < ENTRIES; i++) begin
        if (((word_q[i] ^ drop_key) & care_q[i] & drop_mask) == '0) begin
          overlap[i] = update && valid_q[i];
          dropped[i] = !update && !(spares_global && (care_q[i] & ASID_FIELD) == '0);
        end
      end
    end
  end

  // Where the new entry comes.
  logic [ENTRIES-1:0] vacant;
  logic [SLOT_BITS-1:0] slot;
  logic slot_exists;
  logic [SLOT_BITS-1:0] victim;

  function automatic logic [SLOT_BITS-1:0] lowest(input logic [ENTRIES-1:0] set);
    lowest = '0;
    for (int i = ENTRIES - 1; i >= 0; i--) if (set[i]) lowest = SLOT_BITS'(i);
  endfunction

  always_comb begin
    vacant = '0;
    slot = '0;
    slot_exists = 1'b0;
    if (update) begin
      vacant = |overlap ? overlap : ~valid_q;
      slot = |vacant ? lowest(vacant) : victim;
      slot_exists = |vacant || !(&locked_q);
    end
  end

  wire write = update && update_fill && slot_exists;

  pw_plru #(
      .ENTRIES(ENTRIES)
  ) u_plru (
      .clk,
      .rst,
      .touch(touch || write),
      .touch_slot(write ? slot : slot_q),
      .choose(update),
      .locked(locked_q),
      .victim
  );

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q  <= '0;
      locked_q <= '0;
    end else if (update) begin
      valid_q  <= valid_q & ~overlap;
      locked_q <= locked_q & ~overlap;
      if (write) begin
        valid_q[slot]  <= 1'b1;
        locked_q[slot] <= update_lock || |(overlap & locked_q);
      end
    end else if (drop_valid) begin
      valid_q  <= valid_q & ~dropped;
      locked_q <= locked_q & ~dropped;
    end
  end

  always_ff @(posedge clk) begin
    if (write) begin
      word_q[slot]  <= update_key;
      care_q[slot]  <= update_mask;
      entry_q[slot] <= walk_end[pw_words::END_LEAF+:pw_words::LEAF_BITS];
    end
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      match_q <= 1'b0;
      slot_q  <= '0;
    end else if (search) begin
      match_q <= 1'b0;
      for (int i = 0; i < ENTRIES; i++) begin
        if (((word_q[i] ^ search_key) & care_q[i]) == '0) begin
          if (valid_q[i] && !search_none) begin
            match_q <= 1'b1;
            slot_q  <= SLOT_BITS'(i);
          end
        end
      end
    end
  end

  assign hit[pw_words::HIT_VALID] = match_q;
  assign hit[pw_words::HIT_LEAF+:pw_words::LEAF_BITS] = entry_q[slot_q];
  assign hit[pw_words::HIT_PPN_MASK+:pw_words::PPN_BITS] = care_q[slot_q][pw_words::PPN_BITS-1:0];

  // Promise: no two entries match (tlb-2).
`ifdef PAGEWALK_PROMISES
  logic [ENTRIES-1:0] lines;
  always_comb begin
    for (int i = 0; i < ENTRIES; i++) begin
      lines[i] = valid_q[i] && ((word_q[i] ^ search_key) & care_q[i]) == '0;
    end
  end
  always_ff @(posedge clk) if (!rst && search) assert ($onehot0(lines));
`endif

endmodule

`default_nettype wire
