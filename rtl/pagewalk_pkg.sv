// SPDX-License-Identifier: Apache-2.0
//
// The encodings of rtl/README.md, "Pins", and the layout of what the modules
// hand to each other. Reached as pagewalk_pkg::NAME.

`default_nettype none

package pagewalk_pkg;
  // Privilege: bit 1 set is M.
  localparam logic [1:0] PRIV_U = 2'd0;

  localparam logic [1:0] FAULT_NONE = 2'd0;
  localparam logic [1:0] FAULT_PAGE = 2'd1;
  localparam logic [1:0] FAULT_ACCESS = 2'd2;

  localparam logic [1:0] REGIME_RV32 = 2'd0;
  localparam logic [1:0] REGIME_RV64 = 2'd1;

  // Paged modes: the number of levels less two.
  localparam logic [1:0] SV32 = 2'd0;
  localparam logic [1:0] SV39 = 2'd1;
  localparam logic [1:0] SV48 = 2'd2;
  localparam logic [1:0] SV57 = 2'd3;

  localparam int VPN_BITS = 45;
  localparam int PPN_BITS = 44;

  // What a TLB entry is searched by: {mode, ASID, VPN}.
  localparam int KEY_BITS = 2 + 16 + VPN_BITS;

  // What a TLB entry answers: {PPN, log2 of the page size, PBMT, D, U, X, W, R}.
  localparam int ENTRY_BITS = PPN_BITS + 6 + 2 + 5;

  // What a walk must know beside the address:
  // {root PPN, mode, store, U-mode, SUM, MXR, adue, pbmte}.
  localparam int CONTEXT_BITS = PPN_BITS + 2 + 6;
endpackage

`default_nettype wire
