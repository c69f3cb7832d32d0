// SPDX-License-Identifier: Apache-2.0
//
// The fence unit, which tells the TLBs what to drop, against rules fence-1, fence-4 and ptbr-6,
// with any pins. Combinational. Together with FENCE_EXACT and DROPS of tlb_formal.sv: which entries
// a fence on the pins drops.

`default_nettype none

module fence_formal (
    input wire logic clk,
    input wire logic rst
);

  // Undriven: anything.
  logic
      fence_valid,
      fence_by_va,
      fence_by_asid,
      fence_keep_global,
      short,
      walk_updating,
      loading,
      drop;
  logic [63:0] fence_va;
  logic [15:0] fence_asid, asid_mask, drop_asid;

  logic fence_ready, accepted, fence, none, by_va, by_asid, keep_global;
  logic [44:0] vpn;
  logic [15:0] asid;
  fence u_fence (.*);

  logic running;  // ABC wants a register
  reset_first u_reset_first (.*);

  // Any entry of a TLB, and whether it is dropped: what FENCE_EXACT says.
  (* anyconst *) logic [44:0] page_vpn, page_care;
  (* anyconst *) logic [15:0] page_asid;
  (* anyconst *) logic page_global;
  wire dropped = fence && !none && (!by_va || ((page_vpn ^ vpn) & page_care) == '0) &&
      (!by_asid || page_global || page_asid == asid) && (!keep_global || !page_global);

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

  always_comb begin
    assert (fence_ready == (!walk_updating && !loading));
    if (drop)
      assert (dropped == (!page_global && page_asid == drop_asid));
      else assert (dropped == (fence_valid && fence_ready && named));
    cover (dropped && !drop && fence_by_va && fence_by_asid);
    cover (dropped && !drop && page_global);
    cover (dropped && drop);
  end

endmodule

`default_nettype wire
