// SPDX-License-Identifier: Apache-2.0
//
// The fence unit: turns an SFENCE.VMA, INVLPG or INVPCID, and what a write of CR3 drops, into what
// the TLB entries compare themselves with (rules fence-1, fence-4 and ptbr-6 of rtl/contract).
// Combinational.

`default_nettype none

module fence #(
    parameter int VA_BITS = 57
) (
    input  wire logic        fence_valid,
    output logic             fence_ready,
    input  wire logic        fence_by_va,
    input  wire logic [63:0] fence_va,
    input  wire logic        fence_by_asid,
    input  wire logic [15:0] fence_asid,
    input  wire logic        fence_keep_global,

    input wire logic        short,
    input wire logic [15:0] asid_mask,
    input wire logic        walk_updating,  // an A/D update must not be cut off from its answer
    input wire logic        loading,        // of PDPTEs

    input wire logic        drop,      // a write of CR3 happens
    input wire logic [15:0] drop_asid,

    output logic        accepted,
    output logic        fence,       // in this cycle: either
    output logic        none,        // by an address that no entry can translate
    output logic        by_va,
    output logic [44:0] vpn,
    output logic        by_asid,
    output logic [15:0] asid,
    output logic        keep_global
);

  localparam logic [63:0] VA_MASK = 64'hffff_ffff_ffff_ffff >> (64 - VA_BITS);

  wire [63:0] va = short ? {32'b0, fence_va[31:0]} : fence_va;
  wire [63:0] va_held = va & VA_MASK;
  wire [63:VA_BITS-1] top = va[63:VA_BITS-1];
  wire [44:0] vpn_held = va_held[56:12];
  wire beyond_vpn = !(&top) && |top;
  wire unused = &{1'b0, va_held[63:57], va_held[11:0]};

  assign fence_ready = !walk_updating && !loading;
  assign accepted = fence_valid && fence_ready;
  assign fence = accepted || drop;

  always_comb begin
    none = 1'b0;
    by_va = 1'b0;
    vpn = '0;
    by_asid = 1'b0;
    asid = '0;
    keep_global = 1'b0;
    if (drop) begin
      by_asid = 1'b1;
      asid = drop_asid;
      keep_global = 1'b1;
    end else if (fence_valid) begin
      by_va = fence_by_va;
      none = fence_by_va && beyond_vpn;
      vpn = vpn_held;
      by_asid = fence_by_asid;
      asid = fence_asid & asid_mask;
      keep_global = fence_by_asid || fence_keep_global;
    end
  end

endmodule

`default_nettype wire
