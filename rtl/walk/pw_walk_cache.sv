// SPDX-License-Identifier: Apache-2.0
//
// The walk cache: pointers that walks have read, so that later walks may begin behind them (rules
// cache-1 to cache-5 of rtl/contract). A CAM like a TLB's, but in a region of one pointer lie those
// of lower levels, so that a search can match one entry a level.
//
// Each entry has one comparator. So in a cycle the walk cache searches, fills or drops, and no two
// of these ever come together:
// A search in cycle t: what serves shows in table_found in t+1. That there was something shows from
// then on, until the next search, or until it is forgotten.
// A pointer in table_read in cycle t: a fill in t+1, when no fence is accepted in t+1.
// A drop in cycle t: drops.

`default_nettype none

module pw_walk_cache #(
    parameter int   ENTRIES = 8,
    parameter int   VA_BITS = 57,
    parameter logic ARRAY   = 1'b0  // it keeps RISC-V's pointers of level 1
) (
    input logic clk,
    input logic rst,

    input logic [pw_words::WALK_BITS-1:0] walk,    // whose
    input logic                           search,
    input logic                           begins,  // now, behind what was found
    input logic                           forget,  // what was found: the walk goes back

    input  logic [pw_words::TABLE_BITS-1:0] table_read,
    output logic [pw_words::TABLE_BITS-1:0] table_found,

    input logic                           fence,  // is accepted
    input logic [pw_words::DROP_BITS-1:0] drop,

    output logic event_fill
);

  // Regions are of 2 MiB and more: of the page number only the bits above are kept.
  localparam int SLOT_BITS = $clog2(ENTRIES);
  localparam int SPACE_BITS = pw_words::SPACE_BITS;
  localparam int REGION_BITS = pw_words::PAGE_BITS - 9;
  localparam int KEY_BITS = SPACE_BITS + REGION_BITS;
  localparam int SIZE_BITS = pw_words::STEP_BITS - 2;
  localparam int PATH_X = 1;

  function automatic logic [REGION_BITS-1:0] region_of(input logic [pw_words::PAGE_BITS-1:0] page);
    logic [8:0] unused;
    {region_of, unused} = page;
  endfunction

  function automatic logic [REGION_BITS-1:0] region_mask(input logic [SIZE_BITS-1:0] size);
    region_mask = region_of(pw_words::page_mask({size, 2'b0}));
  endfunction

  wire [SPACE_BITS-1:0] space = walk[pw_words::WALK_SPACE+:SPACE_BITS];
  wire [63:0] va = walk[pw_words::WALK_VA+:64];
  wire x86 = walk[pw_words::WALK_SPACE+pw_words::SPACE_MODE+2];
  wire nxe = walk[pw_words::WALK_ACCESS+pw_words::ACCESS_NXE];
  wire unused = &{1'b0, walk, drop, table_read};

  // What a drop means to pointers (cache-5). A fault's is by mode.
  wire [SPACE_BITS-1:0] drop_space = drop[pw_words::DROP_SPACE+:SPACE_BITS];
  wire [REGION_BITS-1:0] drop_region = region_of(drop[pw_words::DROP_PAGE+:pw_words::PAGE_BITS]);
  wire by_asid = drop[pw_words::DROP_BY_ASID];
  wire drop_x86 = drop[pw_words::DROP_X86], drop_fault = drop[pw_words::DROP_BY_MODE];
  wire drops = drop[pw_words::DROP_POINTERS] && (drop_x86 || !drop_fault);
  wire by_region = drop[pw_words::DROP_BY_PAGE] && (drop_fault || !drop_x86);

  // The pointer that was read in the cycle before.
  logic fill_q;
  logic [SIZE_BITS-1:0] fill_size_q;
  logic [3:0] fill_path_q;
  logic [pw_words::PPN_BITS-1:0] fill_ppn_q;
  wire level_1 = table_read[pw_words::TABLE_STEPS+3];
  wire keep = table_read[pw_words::TABLE_VALID] && !(ARRAY && !x86 && level_1);
  wire fills = fill_q && !fence;
  assign event_fill = fills;

  always_ff @(posedge clk) begin
    if (rst) fill_q <= 1'b0;
    else fill_q <= keep;
    if (keep) begin
      fill_size_q <= table_read[pw_words::TABLE_STEPS+2+:SIZE_BITS];
      fill_path_q <= table_read[pw_words::TABLE_PATH+:4];
      fill_ppn_q  <= table_read[pw_words::TABLE_PPN+:pw_words::PPN_BITS];
    end
  end

  logic [ENTRIES-1:0] valid_q;
  (* mem2reg *) logic [KEY_BITS-1:0] word_q[0:ENTRIES-1];
  (* mem2reg *) logic [SIZE_BITS-1:0] size_q[0:ENTRIES-1];
  (* mem2reg *) logic [3:0] path_q[0:ENTRIES-1];
  logic [pw_words::PPN_BITS-1:0] ppn_q[0:ENTRIES-1];

  logic match_q;
  logic [SLOT_BITS-1:0] slot_q;

  // By entry: is it of level 1, of level 2 or less, of level 3 or less; has its path X?
  wire [ENTRIES-1:0] to_1, to_2, to_3, executable;
  for (genvar i = 0; i < ENTRIES; i++) begin : g_entry
    assign {to_3[i], to_2[i], to_1[i]} = size_q[i][SIZE_BITS-1:1];
    assign executable[i] = path_q[i][PATH_X];
  end

  // Which valid entries are meant: those that match, the one of the new one's region, or those that
  // the drop names.
  logic [KEY_BITS-1:0] key, care;
  logic [ENTRIES-1:0] meant;

  always_comb begin
    key   = 'x;
    care  = 'x;
    meant = 'x;
    if (search || fill_q || drops) begin
      key  = {space, region_of(pw_words::page_of(va, VA_BITS))};
      care = '1;
      if (!search && !fills) begin
        key  = {drop_space, drop_region};
        care = {3'b0, {16{by_asid}}, {REGION_BITS{by_region}}};
      end
      meant = '0;
      for (int i = 0; i < ENTRIES; i++)
      if (((word_q[i] ^ key) & {{SPACE_BITS{1'b1}}, region_mask(size_q[i])} & care) == '0)
        meant[i] = valid_q[i] && !(fills && size_q[i] != fill_size_q);
    end
  end

  // Of those that match, the one of the lowest level serves. There is one of each level at most.
  wire [ENTRIES-1:0] hits = meant & (executable | {ENTRIES{!x86 || nxe}});
  wire [ENTRIES-1:0] serves = |(hits & to_1) ? hits & to_1 :
      |(hits & to_2) ? hits & to_2 : |(hits & to_3) ? hits & to_3 : hits;

  logic [ENTRIES-1:0] chosen;
  wire [SLOT_BITS-1:0] serves_slot, chosen_slot;
  for (genvar b = 0; b < SLOT_BITS; b++) begin : g_slot
    localparam logic [ENTRIES-1:0] HALF =
        ENTRIES'({((ENTRIES >> (b + 1)) + 1){{(1 << b) {1'b1}}, {(1 << b) {1'b0}}}});
    assign serves_slot[b] = |(serves & HALF);
    assign chosen_slot[b] = |(chosen & HALF);
  end

  pw_nru #(
      .ENTRIES(ENTRIES)
  ) u_nru (
      .clk,
      .rst,
      .touch  ((begins && match_q) || fills),
      .touched(fills ? chosen : ENTRIES'(1) << slot_q),
      .choose (fills),
      .valid  (valid_q),
      .locked ({ENTRIES{1'b0}}),
      .chosen
  );

  always_ff @(posedge clk) begin
    if (rst) valid_q <= '0;
    else if (fills) valid_q <= (valid_q & ~meant) | chosen;
    else if (drops) valid_q <= valid_q & ~meant;
  end

  always_ff @(posedge clk) begin
    if (fills) begin
      word_q[chosen_slot] <= key;
      size_q[chosen_slot] <= fill_size_q;
      path_q[chosen_slot] <= fill_path_q;
      ppn_q[chosen_slot]  <= fill_ppn_q;
    end
  end

  always_ff @(posedge clk) begin
    if (rst || forget) match_q <= 1'b0;
    else if (search) match_q <= |serves;
    if (search) slot_q <= serves_slot;
  end

  assign table_found[pw_words::TABLE_VALID] = match_q;
  assign table_found[pw_words::TABLE_STEPS+:pw_words::STEP_BITS] = {size_q[slot_q], 2'b0};
  assign table_found[pw_words::TABLE_PATH+:4] = path_q[slot_q];
  assign table_found[pw_words::TABLE_PPN+:pw_words::PPN_BITS] = ppn_q[slot_q];

  // Promises: one thing at a time, and one entry of each region (cache-2).
`ifdef PAGEWALK_PROMISES
  always_ff @(posedge clk) if (!rst) assert (32'(search) + 32'(fills) + 32'(drops) <= 1);
  always_ff @(posedge clk) if (!rst && search) assert ($onehot0(serves));
  always_ff @(posedge clk) if (!rst && fills) assert ($onehot0(meant));
`endif

endmodule

`default_nettype wire
