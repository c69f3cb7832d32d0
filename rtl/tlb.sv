// SPDX-License-Identifier: Apache-2.0
//
// One fully associative TLB: a CAM of ternary words (rules port-4, tlb-1 to tlb-6 and fence-1
// of rtl/contract). A word is {mode, ASID, VPN}, with a care mask beside it:
// a page size, a NAPOT page and a global page are don't-care bits, set
// once at refill.
//
// search in cycle t: what matched shows from t+1 on, until the next search.
// update in cycle t: the end of a walk. With update_fill it drops what the new word overlaps, and
//   writes it; without, a fault, of either port's walk, drops the entry that
//   matches update_key.
// fence in cycle t: drops. Neither search nor update meets a fence; a search may meet the fault of
//   the other port, and sees the entries as they were.

`default_nettype none

module tlb #(
    parameter int ENTRIES = 16
) (
    input wire logic clk,
    input wire logic rst,

    input  wire logic                                search,
    input  wire logic                                search_none,  // no entry can match
    input  wire logic [  pagewalk_pkg::KEY_BITS-1:0] search_key,
    output logic                                     match,
    output logic      [pagewalk_pkg::ENTRY_BITS-1:0] match_entry,
    output logic      [  pagewalk_pkg::PPN_BITS-1:0] match_care,   // PPN bits above the page size

    input wire logic touch,  // the entry that matched served a request

    input wire logic                                update,
    input wire logic                                update_fill,
    input wire logic [  pagewalk_pkg::KEY_BITS-1:0] update_key,
    input wire logic [  pagewalk_pkg::VPN_BITS-1:0] update_care,
    input wire logic                                update_global,
    input wire logic [pagewalk_pkg::ENTRY_BITS-1:0] update_entry,
    input wire logic                                update_pin,

    input wire logic                              fence,
    input wire logic                              fence_none,
    input wire logic                              fence_by_va,
    input wire logic [pagewalk_pkg::VPN_BITS-1:0] fence_vpn,
    input wire logic                              fence_by_asid,
    input wire logic [                      15:0] fence_asid,
    input wire logic                              fence_keep_global
);

  localparam int WAY_BITS = $clog2(ENTRIES);
  localparam int KEY_BITS = pagewalk_pkg::KEY_BITS;
  localparam int VPN_BITS = pagewalk_pkg::VPN_BITS;
  localparam logic [KEY_BITS-1:0] ASID_FIELD = {3'b0, {16{1'b1}}, {VPN_BITS{1'b0}}};

  logic [ENTRIES-1:0] valid_q;
  logic [ENTRIES-1:0] pinned_q;
  (* mem2reg *) logic [KEY_BITS-1:0] word_q[0:ENTRIES-1];
  (* mem2reg *) logic [KEY_BITS-1:0] care_q[0:ENTRIES-1];
  logic [pagewalk_pkg::ENTRY_BITS-1:0] entry_q[0:ENTRIES-1];

  logic match_q;
  logic [WAY_BITS-1:0] way_q;

  // Who must go: at the end of a walk whom the new word overlaps, or whom a fault concerns; with a
  // fence whom it names. The two never meet, so one comparison a line serves both. A global entry
  // does not care for the ASID.
  wire [KEY_BITS-1:0] update_mask = {3'b111, {16{!update_global}}, update_care};
  logic [KEY_BITS-1:0] drop_key, drop_mask;
  logic [ENTRIES-1:0] overlap, fenced;

  always_comb begin
    drop_key  = {3'b0, fence_asid, fence_vpn};
    drop_mask = {3'b0, {16{fence_by_asid}}, {VPN_BITS{fence_by_va}}};
    if (update) begin
      drop_key  = update_key;
      drop_mask = update_mask;
    end
    overlap = '0;
    fenced  = '0;
    if (update || (fence && !fence_none)) begin
      for (int i = 0; i < ENTRIES; i++) begin
        if (((word_q[i] ^ drop_key) & care_q[i] & drop_mask) == '0) begin
          overlap[i] = update && valid_q[i];
          fenced[i]  = !update && !(fence_keep_global && (care_q[i] & ASID_FIELD) == '0);
        end
      end
    end
  end

  // Where the new entry comes.
  logic [ENTRIES-1:0] vacant;
  logic [WAY_BITS-1:0] slot;
  logic slot_exists;
  logic [WAY_BITS-1:0] victim;

  function automatic logic [WAY_BITS-1:0] lowest(input logic [ENTRIES-1:0] set);
    lowest = '0;
    for (int i = ENTRIES - 1; i >= 0; i--) if (set[i]) lowest = WAY_BITS'(i);
  endfunction

  always_comb begin
    vacant = '0;
    slot = '0;
    slot_exists = 1'b0;
    if (update) begin
      vacant = |overlap ? overlap : ~valid_q;
      slot = |vacant ? lowest(vacant) : victim;
      slot_exists = |vacant || !(&pinned_q);
    end
  end

  wire write = update && update_fill && slot_exists;

  plru #(
      .ENTRIES(ENTRIES)
  ) u_plru (
      .clk,
      .rst,
      .touch(touch || write),
      .touch_way(write ? slot : way_q),
      .choose(update),
      .pinned(pinned_q),
      .victim
  );

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q  <= '0;
      pinned_q <= '0;
    end else if (update) begin
      valid_q  <= valid_q & ~overlap;
      pinned_q <= pinned_q & ~overlap;
      if (write) begin
        valid_q[slot]  <= 1'b1;
        pinned_q[slot] <= update_pin || |(overlap & pinned_q);
      end
    end else if (fence) begin
      valid_q  <= valid_q & ~fenced;
      pinned_q <= pinned_q & ~fenced;
    end
  end

  always_ff @(posedge clk) begin
    if (write) begin
      word_q[slot]  <= update_key;
      care_q[slot]  <= update_mask;
      entry_q[slot] <= update_entry;
    end
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      match_q <= 1'b0;
      way_q   <= '0;
    end else if (search) begin
      match_q <= 1'b0;
      for (int i = 0; i < ENTRIES; i++) begin
        if (((word_q[i] ^ search_key) & care_q[i]) == '0) begin
          if (valid_q[i] && !search_none) begin
            match_q <= 1'b1;
            way_q   <= WAY_BITS'(i);
          end
        end
      end
    end
  end

  assign match = match_q;
  assign match_entry = entry_q[way_q];
  assign match_care = care_q[way_q][pagewalk_pkg::PPN_BITS-1:0];

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
