// SPDX-License-Identifier: Apache-2.0
//
// The array, the second level behind both TLBs: pages of levels 0 and 1 and pointers of level 1, in
// sets of four ways (rules array-1 to array-6 of rtl/contract).
//
// A search in cycle t reads the set of level 0 in t, and that of level 1 in t+1. What the first
// holds is compared in t+1 and can end the walk in t+2; the second is a cycle later. What was found
// there, and which ways an entry would take, stays until the next search. While drops go through
// the sets they have the RAM, and no search begins; in a sweep walks pass by.
//
// In table_read in cycle t is a pointer: a fill in t+1, if no fence is accepted in t+1.
// In walk_end in cycle t is a page: a fill in t+1.

`default_nettype none

module pw_array #(
    parameter int SETS = 64,
    parameter int VA_BITS = 57
) (
    input logic clk,
    input logic rst,

    input logic [pw_words::WALK_BITS-1:0] walk,    // whose
    input logic                           fetch,   // of the fetch port
    input logic                           search,
    input logic                           begins,  // now, behind what was found
    input logic                           forget,  // what was found: the walk goes back

    input  logic [pw_words::TABLE_BITS-1:0] table_read,
    output logic [pw_words::TABLE_BITS-1:0] table_found,
    output logic [pw_words::FOUND_BITS-1:0] page_found,
    input  logic [  pw_words::END_BITS-1:0] walk_end,

    input  logic                           fence,        // is accepted
    input  logic [pw_words::DROP_BITS-1:0] drop,
    output logic                           looking,      // the search is not done
    output logic                           busy,         // no walk, no fence, no write of CR3
    output logic                           event_fill,
    output logic                           event_sweep,
    output logic                           event_blind
);

  localparam int WAYS = 4;
  localparam int SET_BITS = $clog2(SETS);

  // Where a search is: the set of level 0 is there, that of level 1, both have been compared.
  logic level_0_q, level_1_q, looked_q;
  logic blind_q, none_q;
  logic [pw_words::PAGE_BITS-1:0] page_q;
  logic [pw_words::SPACE_BITS-1:0] space_q;
  wire [63:0] va = walk[pw_words::WALK_VA+:64];
  wire [pw_words::PAGE_BITS-1:0] page = pw_words::page_of(va, VA_BITS);
  wire [pw_words::ACCESS_BITS-1:0] access = walk[pw_words::WALK_ACCESS+:pw_words::ACCESS_BITS];
  wire [2:0] mode = space_q[pw_words::SPACE_MODE+:3];
  wire served = page_found[pw_words::FOUND_VALID] && !fence;
  wire unused = &{1'b0, walk, drops, new_entry};

  assign looking = level_0_q || level_1_q;
  assign event_blind = search && sweeping;
  assign event_fill = fills;

  always_ff @(posedge clk) begin
    if (rst) {level_0_q, level_1_q, looked_q} <= 3'b0;
    else begin
      level_0_q <= search && !sweeping;
      level_1_q <= level_0_q && !fence;
      looked_q  <= level_1_q && !fence && !served;
    end
    if (search) begin
      page_q  <= page;
      space_q <= walk[pw_words::WALK_SPACE+:pw_words::SPACE_BITS];
      none_q  <= pw_words::beyond_page(va, VA_BITS);
      blind_q <= sweeping;
    end
  end

  // Drops have the RAM first.
  logic sweeping, drop_read, drop_write, drop_level, drop_all;
  logic [SET_BITS-1:0] drop_read_set, drop_write_set;
  logic [pw_words::DROP_BITS-1:0] drops;

  pw_array_drop #(
      .SETS(SETS)
  ) u_drop (
      .clk,
      .rst,
      .drop,
      .sweeping,
      .event_sweep,
      .busy,
      .read(drop_read),
      .read_set(drop_read_set),
      .write(drop_write),
      .write_set(drop_write_set),
      .level(drop_level),
      .drops,
      .all(drop_all)
  );

  wire [SET_BITS-1:0] set_now = page[SET_BITS-1:0];
  wire [SET_BITS-1:0] set_0 = page_q[SET_BITS-1:0];
  wire [SET_BITS-1:0] set_1 = page_q[pw_words::SET_AT_LEVEL_1+:SET_BITS];
  wire read = drop_read || search || level_0_q;
  wire [SET_BITS-1:0] read_set = drop_read ? drop_read_set : search ? set_now : set_1;

  // What is compared: for a drop, or for the search.
  wire compared_level = drop_write ? drop_level : level_1_q;
  wire [pw_words::PAGE_BITS-1:0] compared_page =
      drop_write ? drops[pw_words::DROP_PAGE+:pw_words::PAGE_BITS] : page_q;
  wire [pw_words::SPACE_BITS-1:0] compared_space =
      drop_write ? drops[pw_words::DROP_SPACE+:pw_words::SPACE_BITS] : space_q;
  wire by_page = drops[pw_words::DROP_BY_PAGE], by_mode = drops[pw_words::DROP_BY_MODE];
  wire by_asid = drops[pw_words::DROP_BY_ASID];
  wire spares_global = drops[pw_words::DROP_SPARES_GLOBAL];

  // What becomes of each way in the set that is written: the new entry, or none.
  logic fills;
  logic [pw_words::ENTRY_BITS-1:0] new_entry;
  logic [WAYS-1:0] write, keeps;
  wire new_level = new_entry[pw_words::ENTRY_LEVEL];
  wire [SET_BITS-1:0] fill_set = new_level ? set_1 : set_0;
  wire [SET_BITS-1:0] write_set = drop_write ? drop_write_set : fill_set;
  wire [pw_words::ENTRY_VALID-1:0] entry = {
    new_entry[pw_words::ENTRY_VALID-1:pw_words::ENTRY_LEAF], space_q, page_q
  };

  wire [WAYS-1:0] valid, pointer, is_global, same, match, named;
  wire [WAYS*pw_words::LEAF_BITS-1:0] leaves;
  for (genvar i = 0; i < WAYS; i++) begin : g_way
    wire same_page, same_mode, same_asid;
    pw_array_way #(
        .SETS(SETS),
        .VA_BITS(VA_BITS)
    ) u_way (
        .clk,
        .read,
        .read_set,
        .write(write[i]),
        .write_set,
        .entry({keeps[i], entry}),
        .level(compared_level),
        .page(compared_page),
        .space(compared_space),
        .valid(valid[i]),
        .pointer(pointer[i]),
        .is_global(is_global[i]),
        .same_page,
        .same_mode,
        .same_asid,
        .leaf(leaves[i*pw_words::LEAF_BITS+:pw_words::LEAF_BITS])
    );
    assign same[i] = valid[i] && same_page && same_mode;
    assign match[i] = same[i] && (is_global[i] || same_asid) && !none_q;
    assign named[i] = (same_page || !by_page) && (same_mode || !by_mode) &&
        (same_asid || is_global[i] || !by_asid) && !(is_global[i] && spares_global);
  end

  // What the search has found at each level.
  logic [WAYS-1:0] match_0, match_1, same_0_q, same_1_q;
  always_ff @(posedge clk) begin
    if (level_0_q) same_0_q <= same;
    if (level_1_q) same_1_q <= same;
  end

  pw_array_found u_found (
      .clk,
      .rst,
      .access,
      .fetch,
      .mode,
      .level_0(level_0_q),
      .level_1(level_1_q),
      .looked (looked_q),
      .forget (search || forget),
      .match,
      .pointer,
      .is_global,
      .leaves,
      .match_0,
      .match_1,
      .page_found,
      .table_found
  );

  pw_array_fill u_fill (
      .clk,
      .rst,
      .none (blind_q || served),
      .riscv(!mode[2]),
      .table_read,
      .walk_end,
      .fence,
      .fills,
      .entry(new_entry)
  );

  // Which way it takes, and which it drops. What a drop names is written as no entry.
  logic [WAYS-1:0] chosen;
  wire new_global = new_entry[pw_words::ENTRY_GLOBAL];
  wire [WAYS-1:0] overlaps_0 = new_global ? same_0_q : match_0;
  wire [WAYS-1:0] overlaps_1 = new_global ? same_1_q : match_1;
  wire [WAYS-1:0] overlaps = new_level ? overlaps_1 : overlaps_0;
  always_comb begin
    keeps = chosen;
    write = (chosen | overlaps) & {WAYS{fills}};
    if (drop_write) begin
      keeps = '0;
      write = named | {WAYS{drop_all}};
    end
  end

  wire touch_level = fills ? new_level : looked_q;

  pw_array_used #(
      .SETS(SETS)
  ) u_used (
      .clk,
      .read,
      .read_set,
      .level_0(level_0_q),
      .level_1(level_1_q),
      .valid,
      .fill_level(new_level),
      .chosen,
      .touch(served || (begins && table_found[pw_words::TABLE_VALID]) || fills),
      .touch_level,
      .touch_set(touch_level ? set_1 : set_0),
      .touched(fills ? chosen : looked_q ? match_1 : match_0),
      .clear(sweeping),
      .clear_set(drop_write_set)
  );

  // Promises: no two entries of a level match, and one thing at a time.
`ifdef PAGEWALK_PROMISES
  always_ff @(posedge clk) begin
    if (!rst && (level_0_q || level_1_q)) assert ($onehot0(match));
    if (!rst) assert (32'(drop_write) + 32'(level_0_q || level_1_q) + 32'(fills) <= 1);
    if (!rst) assert (!(search && drop_read && !sweeping));
  end
`endif

endmodule

`default_nettype wire
