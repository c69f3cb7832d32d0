// SPDX-License-Identifier: Apache-2.0
//
// The fence unit, which tells the TLBs what to drop, against rules fence-1, fence-2, fence-4,
// ptbr-6 and tlb-1, with any pins. Combinational. Together with FENCE_EXACT and DROPS of
// tlb_formal.sv: which entries a fence on the pins drops.

`default_nettype none

module fence_formal (
    input logic clk,
    input logic rst
);

  // Undriven: anything.
  logic fence_valid, fence_by_va, fence_by_asid, fence_keep_global, walk_updating;
  logic [63:0] fence_va;
  logic [15:0] fence_asid;
  logic [pw_words::HELD_BITS-1:0] held;
  logic [pw_words::WRITE_BITS-1:0] write;
  logic [pw_words::LOAD_BITS-1:0] load;
  logic [pw_words::ENDED_BITS-1:0] ended;

  logic fence_ready, accepted, wall;
  logic [pw_words::DROP_BITS-1:0] drop;
  pw_fence u_fence (.*);

  wire short = held[pw_words::HELD_SHORT];
  wire [15:0] asid_mask = held[pw_words::HELD_ASID_MASK+:16];
  wire loading = load[pw_words::LOAD_BUSY];
  wire write_drops = write[pw_words::WRITE_DROPS];
  wire [44:0] page = drop[pw_words::DROP_PAGE+:45];
  wire [15:0] asid = drop[pw_words::DROP_SPACE+pw_words::SPACE_ASID+:16];

  logic running;  // ABC wants a register
  reset_first u_reset_first (.*);

  // Any entry of a TLB, and whether it is dropped: what FENCE_EXACT says.
  (* anyconst *) logic [44:0] page_vpn, page_care;
  (* anyconst *) logic [15:0] page_asid;
  (* anyconst *) logic page_global;
  (* anyconst *) logic [2:0] page_mode;
  wire [2:0] mode = drop[pw_words::DROP_SPACE+pw_words::SPACE_MODE+:3];
  wire dropped = drop[pw_words::DROP_VALID] &&
      (!drop[pw_words::DROP_BY_PAGE] || ((page_vpn ^ page) & page_care) == '0) &&
      (!drop[pw_words::DROP_BY_ASID] || page_global || page_asid == asid) &&
      (!drop[pw_words::DROP_BY_MODE] || page_mode == mode) &&
      (!drop[pw_words::DROP_SPARES_GLOBAL] || !page_global);

  // fence-1, by its words. A write of CR3 comes without a fence, or before it.
  wire [63:0] va = short ? {32'b0, fence_va[31:0]} : fence_va;
  logic named;
  always_comb begin
    named = 1'b1;
    if (fence_by_va) begin
      if (((page_vpn ^ va[56:12]) & page_care) != '0) named = 1'b0;
      if (va[63:57] != {7{va[56]}}) named = 1'b0;
    end
    if (fence_by_asid && (page_global || page_asid != (fence_asid & asid_mask))) named = 1'b0;
    if (fence_keep_global && page_global) named = 1'b0;
  end

  // tlb-1: what matches the request that failed (port-4). Then neither a fence nor a write comes.
  wire failed = ended[pw_words::ENDED_FAULT];
  wire [63:0] failed_va = ended[pw_words::ENDED_VA+:64];
  wire [18:0] failed_space = ended[pw_words::ENDED_SPACE+:19];
  wire meets = page_mode == failed_space[18:16] &&
      (page_global || page_asid == failed_space[15:0]) &&
      ((page_vpn ^ failed_va[56:12]) & page_care) == '0 && failed_va[63:57] == {7{failed_va[56]}};
  always_comb if (failed) assume (ended[pw_words::ENDED_VALID] && !write_drops);
  // What drops is a wall: proved in mmu_formal.sv, USE.
  always_comb if (write_drops) assume (write[pw_words::WRITE_WALL]);

  always_comb begin
    assert (fence_ready == (!walk_updating && !loading && !ended[pw_words::ENDED_VALID]));
    assert (accepted == (fence_valid && fence_ready));
    assert (wall == (fence_valid || write[pw_words::WRITE_WALL] || failed));
    if (failed)
      assert (dropped == meets);
      else if (write_drops)
        assert (dropped == (!page_global && page_asid == write[pw_words::WRITE_ASID+:16]));
        else assert (dropped == (fence_valid && fence_ready && named));
    cover (dropped && !write_drops && fence_by_va && fence_by_asid);
    cover (dropped && !write_drops && page_global);
    cover (dropped && write_drops);
    cover (dropped && failed && page_global);
  end

endmodule

`default_nettype wire
