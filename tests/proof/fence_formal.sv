// SPDX-License-Identifier: Apache-2.0
//
// The fence unit, which tells the TLBs what to drop, against rules fence-1, fence-2, fence-4,
// ptbr-6 and tlb-1, with any pins. Combinational. Together with FENCE_EXACT and DROPS of
// tlb_formal.sv: which entries a fence on the pins drops.

`default_nettype none

module fence_formal #(
    parameter int VA_BITS = 57  // 57 or 48
) (
    input logic clk,
    input logic rst
);

  // Undriven: anything.
  logic fence_valid, fence_by_va, fence_by_asid, fence_keep_global, walk_updating, array_busy;
  logic [63:0] fence_va;
  logic [15:0] fence_asid;
  logic [pw_words::HELD_BITS-1:0] held;
  logic [pw_words::WRITE_BITS-1:0] write;
  logic [pw_words::LOAD_BITS-1:0] load;
  logic [pw_words::ENDED_BITS-1:0] ended;

  logic fence_ready, accepted, wall;
  logic [pw_words::DROP_BITS-1:0] drop;
  pw_fence #(.VA_BITS(VA_BITS)) u_fence (.*);

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

`ifdef POINTERS
  // cache-5: the region of a pointer, as walk_cache_formal.sv drops it. A region is of the modes
  // that are built, and no address has bits beyond it that are not its highest one.
  wire drop_x86 = drop[pw_words::DROP_X86], drop_fault = drop[pw_words::DROP_BY_MODE];
  wire by_region = drop[pw_words::DROP_BY_PAGE] && (drop_fault || !drop_x86);
  wire lost = drop[pw_words::DROP_POINTERS] && (drop_x86 || !drop_fault) &&
      (!drop[pw_words::DROP_BY_ASID] || page_asid == asid) &&
      (!by_region || ((page_vpn ^ page) & page_care) == '0);
  wire [64-VA_BITS:0] above = va[63:VA_BITS-1], failed_above = failed_va[63:VA_BITS-1];
  wire fence_x86 = held[pw_words::HELD_X86];
  wire leads = ((page_vpn ^ va[56:12]) & page_care & BUILT) == '0 && (&above || !(|above));
  wire failed_leads = ((page_vpn ^ failed_va[56:12]) & page_care & BUILT) == '0 &&
      (&failed_above || !(|failed_above));
  localparam logic [44:0] BUILT = 45'h1fff_ffff_ffff >> (57 - VA_BITS);
  always_comb assume ((page_vpn & ~BUILT) == '0);
  logic pointer_named;
  always_comb begin
    pointer_named = !fence_by_asid || page_asid == (fence_asid & asid_mask);
    if (fence_by_va && va[63:57] != {7{va[56]}}) pointer_named = 1'b0;
    if (fence_by_va && !fence_x86 && !leads) pointer_named = 1'b0;
    if (failed)
      assert (lost == (failed_space[18] && page_asid == failed_space[15:0] && failed_leads));
      else if (write_drops)
        assert (lost == (page_asid == write[pw_words::WRITE_ASID+:16]));
        else assert (lost == (fence_valid && fence_ready && pointer_named));
    cover (lost && !write_drops && fence_by_va && !fence_x86 && !failed);
    cover (lost && !write_drops && fence_by_va && fence_x86 && !failed && !leads);
    cover (lost && failed);
  end
`else
  always_comb begin
    assert (fence_ready ==
        (!walk_updating && !array_busy && !loading && !ended[pw_words::ENDED_VALID]));
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
`endif

endmodule

`default_nettype wire
