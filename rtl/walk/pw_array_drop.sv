// SPDX-License-Identifier: Apache-2.0
//
// What drops entries of the array, one set after the other (rule array-5 of rtl/contract). A drop
// by page reads its two sets, level 0 in the cycle of the drop. Any other sweeps through all sets,
// and so does reset. A drop that meets a sweep makes it begin again, and drop all.
//
// A set is read in one cycle. In the next the entries that the drop names are to be overwritten.

`default_nettype none

module pw_array_drop #(
    parameter int SETS = 64,
    localparam int SET_BITS = $clog2(SETS)
) (
    input logic clk,
    input logic rst,

    input logic [pw_words::DROP_BITS-1:0] drop,

    output logic sweeping,
    output logic event_sweep,  // begins, or begins again
    output logic busy,

    output logic                           read,
    output logic [           SET_BITS-1:0] read_set,
    output logic                           write,      // what drops names, in this set
    output logic [           SET_BITS-1:0] write_set,
    output logic                           level,      // of what a drop by page names
    output logic [pw_words::DROP_BITS-1:0] drops,
    output logic                           all
);

  logic level_0_q, level_1_q;  // a drop by page: what was read is of this level
  logic sweeping_q, all_q;
  logic [SET_BITS:0] count_q;  // the set to be read; that before it is to be written
  logic [pw_words::DROP_BITS-1:0] drop_q;

  wire begins = drop[pw_words::DROP_VALID];
  wire two = begins && drop[pw_words::DROP_BY_PAGE] && !sweeping_q;
  wire [SET_BITS-1:0] previous = count_q[SET_BITS-1:0] - 1'b1;
  wire last = count_q[SET_BITS];

  assign sweeping = sweeping_q;
  assign event_sweep = begins && !two;
  assign busy = level_0_q || level_1_q;
  assign read = two || level_0_q || (sweeping_q && !last);
  assign write = busy || (sweeping_q && count_q != '0);
  assign level = level_1_q;
  assign drops = drop_q;
  assign all = all_q;

  // The sets of a page.
  wire unused = &{1'b0, page_now, page};
  wire [pw_words::PAGE_BITS-1:0] page_now = drop[pw_words::DROP_PAGE+:pw_words::PAGE_BITS];
  wire [pw_words::PAGE_BITS-1:0] page = drop_q[pw_words::DROP_PAGE+:pw_words::PAGE_BITS];
  wire [SET_BITS-1:0] set_now = page_now[SET_BITS-1:0];
  wire [SET_BITS-1:0] set_0 = page[SET_BITS-1:0];
  wire [SET_BITS-1:0] set_1 = page[pw_words::SET_AT_LEVEL_1+:SET_BITS];
  assign read_set  = two ? set_now : level_0_q ? set_1 : count_q[SET_BITS-1:0];
  assign write_set = level_0_q ? set_0 : level_1_q ? set_1 : previous;

  always_ff @(posedge clk) begin
    if (rst) begin
      {level_0_q, level_1_q} <= 2'b0;
      {sweeping_q, all_q} <= 2'b11;
    end else begin
      level_0_q <= two;
      level_1_q <= level_0_q;
      if (begins) begin
        sweeping_q <= !two;
        all_q <= sweeping_q;
      end else if (last) sweeping_q <= 1'b0;
    end
    if (begins) drop_q <= drop;
    if (rst || begins || !sweeping_q) count_q <= '0;
    else count_q <= count_q + 1'b1;
  end

  // A promise: nothing drops while two sets are under way.
`ifdef PAGEWALK_PROMISES
  always_ff @(posedge clk) if (!rst) assert (!(begins && busy));
`endif

endmodule

`default_nettype wire
