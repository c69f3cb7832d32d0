// SPDX-License-Identifier: Apache-2.0
//
// One port with its TLB of four entries, and beside it the request that it holds, by rules
// general-2, general-3, general-4, port-1 and port-6. Requests, control pins, fences and walks are
// free. The properties are chosen by a define.
//
// Assumed, and proved of the MMU in mmu_formal.sv, PORT_USE: a walk ends for a port only while it
// waits; what the TLB drops comes behind a wall.

`default_nettype none

module port_formal (
    input logic clk,
    input logic rst
);

  localparam int TAG = 4;

  // Undriven: anything. So are the inputs that are not named here.
  logic req_valid, req_ready, rsp_ready, wall;
  logic [TAG-1:0] req_tag;
  logic [pw_words::END_BITS-1:0] walk_end;

  logic rsp_valid;
  logic [TAG-1:0] rsp_tag;
  logic [55:0] rsp_pa;
  logic [2:0] rsp_fault, rsp_memtype;
  logic [4:0] rsp_code;
  logic [5:0] rsp_size;
  logic [pw_words::LOOKUP_BITS-1:0] lookup;
  logic [pw_words::HIT_BITS-1:0] hit;
  logic [pw_words::FILL_BITS-1:0] fill;
  logic [pw_words::WALK_BITS-1:0] walk;
  pw_port #(
      .TAG_BITS(TAG)
  ) u_port (
      .clk,
      .rst,
      .req_valid,
      .req_ready,
      .req_tag,
      .rsp_valid,
      .rsp_ready,
      .rsp_tag,
      .rsp_pa,
      .rsp_fault,
      .rsp_code,
      .rsp_size,
      .rsp_memtype,
      .wall,
      .lookup,
      .hit,
      .fill,
      .walk,
      .walk_end
  );
  pw_tlb #(
      .ENTRIES(4)
  ) u_tlb (
      .clk,
      .rst,
      .lookup,
      .hit,
      .fill
  );
  wire  missing = walk[pw_words::WALK_VALID];
  wire  walk_done = walk_end[pw_words::END_DATA];

  logic running;
  reset_first u_reset_first (.*);
  always_comb if (!missing) assume (!walk_done);

  // The request that is held.
  logic held_q, fresh_q, walked_q;
  logic [TAG-1:0] tag_q;
  wire accepted = req_valid && req_ready;
  wire taken = rsp_valid && rsp_ready;
  always_ff @(posedge clk) begin
    if (rst) held_q <= 1'b0;
    else held_q <= accepted || (held_q && !taken);
    fresh_q  <= accepted && !rst;
    walked_q <= walk_done && !rst;
    if (accepted) tag_q <= req_tag;
  end
  wire [72:0] payload = {rsp_pa, rsp_fault, rsp_code, rsp_size, rsp_memtype};
  wire live = running && !rst;

`ifdef ANSWERS
  // general-2: one answer to each request, with its tag, none to none; and it is there, or its walk
  // is awaited, in each cycle.
  always_comb begin
    if (live) begin
      if (rsp_valid) assert (held_q && rsp_tag == tag_q);
      if (held_q && !fresh_q) assert (rsp_valid != missing);
      if (fresh_q) assert (!missing);
      if (accepted) assert (!held_q || taken);
      if (walked_q) assert (rsp_valid);
      if (missing) assert (held_q);
      cover (held_q && accepted && taken && rsp_tag != req_tag);
      cover (walked_q && rsp_fault == 3'd1);
    end
  end
`endif

`ifdef READY
  // port-1: ready when it holds nothing or its answer is taken, its walk did not end in the cycle
  // before, and no wall is there.
  always_comb begin
    if (live) begin
      assert (req_ready == ((!held_q || taken) && !walked_q && !wall));
      cover (req_ready && held_q);
      cover (wall && !held_q && req_valid);
    end
  end
`endif

`ifdef STABLE
  // general-4: an answer does not change until it is taken.
  logic waits_q;
  logic [72:0] payload_q;
  logic [TAG-1:0] rsp_tag_q;
  always_ff @(posedge clk) begin
    waits_q   <= rsp_valid && !rsp_ready && !rst;
    payload_q <= payload;
    rsp_tag_q <= rsp_tag;
  end
  always_comb begin
    if (live) begin
      if (waits_q) assert (rsp_valid && payload == payload_q && rsp_tag == rsp_tag_q);
      cover (waits_q && rsp_size == 6'd21);
      cover (waits_q && rsp_fault == 3'd1);
    end
  end
`endif

`ifdef ZERO
  // general-3, and the address, size and memory type of a fault.
  always_comb begin
    if (live) begin
      if (!rsp_valid) assert (payload == '0 && rsp_tag == '0);
      if (rsp_fault != '0) assert (rsp_pa == '0 && rsp_size == '0 && rsp_memtype == '0);
      cover (rsp_valid && rsp_fault == 3'd1 && rsp_code != '0);
      cover (!rsp_valid && held_q);
    end
  end
`endif

  // Inside (prove.py connects them), for the lemmas.
  logic [1:0] state_q;
  logic fresh, ended, misses;
  logic [TAG-1:0] inner_tag;
`ifdef LEMMAS
  always_comb begin
    if (running) begin
      assert (held_q == (state_q != 2'd0));
      if (held_q) assert (inner_tag == tag_q);
      assert (fresh == fresh_q && ended == walked_q);
      if (fresh_q) assert (state_q == 2'd1);
      if (walked_q) assert (state_q == 2'd3);
      if (!fresh_q && state_q == 2'd1) assert (!misses);
    end
  end
`endif

endmodule

`default_nettype wire
