// SPDX-License-Identifier: Apache-2.0
//
// The fence unit: turns an SFENCE.VMA into what the TLB entries compare
// themselves with (rules F1 and F4 of rtl/README.md). Combinational.

`default_nettype none

module fence #(
    parameter int ASID_BITS = 16
) (
    input  wire logic        fence_valid,
    output logic             fence_ready,
    input  wire logic        fence_by_va,
    input  wire logic [63:0] fence_va,
    input  wire logic [15:0] fence_asid,

    input wire logic rv32,
    input wire logic walk_updating, // an A/D update must not be cut off from its answer

    output logic        fence,           // accepted in this cycle
    output logic        fence_none,      // by an address that no entry can translate
    output logic [44:0] fence_vpn,
    output logic [15:0] fence_asid_held
);

  localparam logic [15:0] ASID_MASK = 16'((1 << ASID_BITS) - 1);

  wire unused = &{1'b0, fence_va[11:0]};
  wire [44:0] vpn_rv32 = {25'b0, fence_va[31:12]};
  wire [44:0] vpn_rv64 = fence_va[56:12];
  wire beyond_vpn = fence_va[63:57] != {7{fence_va[56]}};

  assign fence_ready = !walk_updating;
  assign fence = fence_valid && fence_ready;

  always_comb begin
    fence_none = 1'b0;
    fence_vpn = '0;
    fence_asid_held = '0;
    if (fence_valid) begin
      fence_none = fence_by_va && !rv32 && beyond_vpn;
      fence_vpn = rv32 ? vpn_rv32 : vpn_rv64;
      fence_asid_held = fence_asid & ASID_MASK & (rv32 ? 16'h01ff : 16'hffff);
    end
  end

endmodule

`default_nettype wire
