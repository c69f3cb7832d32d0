// SPDX-License-Identifier: Apache-2.0
//
// The way to memory, for masters that do not wait for each other: a request of each may be
// outstanding, as in no MMU of today, and memory answers them in any order, or answers what nobody
// has asked. Assumed of the walker: its id is 0.

`default_nettype none

module mem_mux_formal (
    input logic clk,
    input logic rst
);

  // Undriven: anything.
  logic load_req_valid, walk_req_valid, mem_req_ready, mem_rsp_valid;
  logic [55:0] load_req_addr;
  logic [pw_words::MEM_BITS-1:0] walk_req;
  logic [pw_words::RSP_BITS-1:0] mem_rsp;

  logic load_req_ready, load_rsp_valid, walk_req_ready, walk_rsp_valid, mem_req_valid;
  logic [pw_words::MEM_BITS-1:0] mem_req;
  pw_mem_mux u_mem_mux (
      .*,
      .space('0),
      .reads('0),
      .drop('0),
      .walk_rsp(),
      .mem_line('0),
      .event_read(),
      .event_line_hit(),
      .event_line_fill()
  );

  logic running;
  reset_first u_reset_first (.*);

  wire [3:0] mem_rsp_id = mem_rsp[pw_words::RSP_ID+:4];
  wire [3:0] walk_id = walk_req[pw_words::MEM_ID+:4];
  wire [3:0] mem_req_id = mem_req[pw_words::MEM_ID+:4];
  always_comb assume (walk_id == 4'd0);

  // What memory has accepted of each, and not answered: a bit for each id. Who asked last.
  wire load_asks = load_req_valid && load_req_ready;
  wire walk_asks = walk_req_valid && walk_req_ready;
  wire [15:0] asked = {15'd0, mem_req_valid && mem_req_ready} << mem_req_id;
  wire [15:0] answered = {15'd0, mem_rsp_valid} << mem_rsp_id;
  logic [15:0] load_owed_q, walk_owed_q;
  logic load_last_q;
  always_ff @(posedge clk) begin
    load_owed_q <= rst ? '0 : (load_asks ? asked : '0) | (load_owed_q & ~answered);
    walk_owed_q <= rst ? '0 : (walk_asks ? asked : '0) | (walk_owed_q & ~answered);
    if (load_asks || walk_asks) load_last_q <= load_asks;
  end

  always_comb begin
    if (running && !rst) begin
      // Memory accepts one request a cycle, and it is that of one of the two, as it was made.
      assert (!(load_asks && walk_asks) && |asked == (load_asks || walk_asks));
      if (load_asks) assert (mem_req_id == 4'd8);
      if (walk_asks) assert (mem_req == walk_req);
      // An answer goes to the one whose request it answers.
      if (|(answered & load_owed_q)) assert (load_rsp_valid && !walk_rsp_valid);
      if (|(answered & walk_owed_q)) assert (walk_rsp_valid && !load_rsp_valid);
      if (!mem_rsp_valid || (mem_rsp_id != 4'd0 && mem_rsp_id != 4'd8))
        assert (!load_rsp_valid && !walk_rsp_valid);
      cover (|load_owed_q && |walk_owed_q && load_last_q && walk_rsp_valid);
      cover (|load_owed_q && |walk_owed_q && !load_last_q && load_rsp_valid);
      cover (mem_rsp_valid && !load_rsp_valid && !walk_rsp_valid);
    end
`ifdef LEMMAS
    if (running) assert ((load_owed_q & ~16'h0100) == '0 && (walk_owed_q & ~16'h0001) == '0);
`endif
  end

endmodule

`default_nettype wire
