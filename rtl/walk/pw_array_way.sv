// SPDX-License-Identifier: Apache-2.0
//
// One way of the array: an entry of each set in a RAM of one read port and one write port, and the
// comparison of the entry that was read (rules array-1, array-2 and array-5 of rtl/contract). What
// is read in a cycle shows in the next, and stays until the next read. No set is read in the cycle
// in which it is written, but by a drop of one page, which writes at one level and reads at the
// other.

`default_nettype none

module pw_array_way #(
    parameter int SETS = 64,
    parameter int VA_BITS = 57,
    localparam int SET_BITS = $clog2(SETS)
) (
    input logic clk,

    input logic                            read,
    input logic [            SET_BITS-1:0] read_set,
    input logic                            write,
    input logic [            SET_BITS-1:0] write_set,
    input logic [pw_words::ENTRY_BITS-1:0] entry,      // to be written

    // What the entry that was read is compared with.
    input logic                            level,
    input logic [ pw_words::PAGE_BITS-1:0] page,
    input logic [pw_words::SPACE_BITS-1:0] space,

    output logic valid,
    output logic pointer,
    output logic is_global,
    output logic same_page,  // and the same level
    output logic same_mode,
    output logic same_asid,
    output logic [pw_words::LEAF_BITS-1:0] leaf
);

  // Of the page the RAM holds what the set does not say: at level 0; at level 1 that is more than
  // need be.
  localparam int TAG_BITS = VA_BITS - 12 - SET_BITS;
  localparam int REST_BITS = pw_words::ENTRY_BITS - pw_words::ENTRY_SPACE;

  logic [TAG_BITS-1:0] tag_q;
  logic [REST_BITS-1:0] rest_q;
  logic [TAG_BITS+REST_BITS-1:0] ram[0:SETS-1];

  always_ff @(posedge clk) begin
    if (write)
      ram[write_set] <= {
        entry[pw_words::ENTRY_BITS-1:pw_words::ENTRY_SPACE], entry[SET_BITS+:TAG_BITS]
      };
    if (read) {rest_q, tag_q} <= ram[read_set];
  end

  // Of what was read, the fields by their places in an entry.
  wire [pw_words::ENTRY_BITS-1:0] found = {rest_q, {pw_words::ENTRY_SPACE{1'b0}}};
  wire [2:0] mode = found[pw_words::ENTRY_SPACE+pw_words::SPACE_MODE+:3];
  wire [15:0] asid = found[pw_words::ENTRY_SPACE+pw_words::SPACE_ASID+:16];
  wire unused = &{1'b0, found, page, entry, care};

  wire [pw_words::PAGE_BITS-1:0] care = pw_words::page_mask(pw_words::steps_at(level, mode));
  wire [TAG_BITS-1:0] differs = (tag_q ^ page[SET_BITS+:TAG_BITS]) & care[SET_BITS+:TAG_BITS];

  assign valid = found[pw_words::ENTRY_VALID];
  assign pointer = found[pw_words::ENTRY_POINTER];
  assign is_global = found[pw_words::ENTRY_GLOBAL];
  assign leaf = found[pw_words::ENTRY_LEAF+:pw_words::LEAF_BITS];
  assign same_page = differs == '0 && found[pw_words::ENTRY_LEVEL] == level;
  assign same_mode = mode == space[pw_words::SPACE_MODE+:3];
  assign same_asid = asid == space[pw_words::SPACE_ASID+:16];

endmodule

`default_nettype wire
