// SPDX-License-Identifier: Apache-2.0
//
// The encodings of rtl/contract, "Pins" and "Paging modes", and the layout of what
// the modules hand to each other. Reached as pagewalk_pkg::NAME.

`default_nettype none

package pagewalk_pkg;
  // RISC-V: bit 1 set is M. x86: U is user, any other supervisor.
  localparam logic [1:0] PRIV_U = 2'd0;

  // Of a walk or a write of the PTBR; the answer of a port has a bit more, and FAULT_SEGMENT.
  localparam logic [1:0] FAULT_NONE = 2'd0;
  localparam logic [1:0] FAULT_PAGE = 2'd1;
  localparam logic [1:0] FAULT_ACCESS = 2'd2;
  localparam logic [1:0] FAULT_PROTECTION = 2'd3;
  localparam logic [2:0] FAULT_SEGMENT = 3'd4;

  // The checks that an access through a segment can fail.
  localparam logic [2:0] SEGMENT_OK = 3'd0;
  localparam logic [2:0] SEGMENT_ABSENT = 3'd1;
  localparam logic [2:0] SEGMENT_TYPE = 3'd2;
  localparam logic [2:0] SEGMENT_PRIVILEGE = 3'd3;
  localparam logic [2:0] SEGMENT_LIMIT = 3'd4;
  localparam logic [2:0] SEGMENT_NULL = 3'd5;

  // The segment registers that differ from the others.
  localparam logic [2:0] SEGMENT_CS = 3'd1;
  localparam logic [2:0] SEGMENT_SS = 3'd2;
  localparam logic [2:0] SEGMENT_FS = 3'd4;
  localparam logic [2:0] SEGMENT_GS = 3'd5;

  // Bit 1 set is x86.
  localparam logic [1:0] REGIME_RV32 = 2'd0;
  localparam logic [1:0] REGIME_RV64 = 2'd1;

  // Paged modes. Bit 2 is the decoder (x86), bits 1:0 the number of levels less two,
  // but for PAE, which has two levels below its PDPTEs. Two bits of 0: entries of 4 bytes.
  localparam logic [2:0] SV32 = 3'd0;
  localparam logic [2:0] SV39 = 3'd1;
  localparam logic [2:0] SV48 = 3'd2;
  localparam logic [2:0] SV57 = 3'd3;
  localparam logic [2:0] X86_TWO_LEVEL = 3'd4;
  localparam logic [2:0] X86_PAE = 3'd5;
  localparam logic [2:0] X86_FOUR_LEVEL = 3'd6;
  localparam logic [2:0] X86_FIVE_LEVEL = 3'd7;

  localparam int VPN_BITS = 45;
  localparam int PPN_BITS = 44;

  // What a TLB entry is searched by: {mode, ASID, VPN}.
  localparam int KEY_BITS = 3 + 16 + VPN_BITS;

  // What a TLB entry answers: {PPN, log2 of the page size, memory type, D, U, X, W, R}.
  localparam int ENTRY_BITS = PPN_BITS + 6 + 3 + 5;

  // What a PTE says, in any format:
  // {is a pointer, PPN, NAPOT, memory type, G, U, X, W, R, D, marks}. Marks are the bits
  // of byte 0 that must be set in an entry that is used: A, and D for a store.
  localparam int PTE_BITS = 1 + PPN_BITS + 1 + 3 + 6 + 8;

  // The control bits that only a decoder looks at: {adue, pbmte, pse, pge, smep, nxe}.
  localparam int OPTION_BITS = 6;

  // A segment register: {base, limit in bytes, not null, B, P, DPL, RPL, type bits 3:1}.
  localparam int SEGMENT_BITS = 64 + 32 + 1 + 1 + 1 + 2 + 2 + 3;

  // What a walk must know beside the address:
  // {root PPN, mode, store, user, open, ignore W, MXR, options}.
  localparam int CONTEXT_BITS = PPN_BITS + 3 + 5 + OPTION_BITS;
endpackage

`default_nettype wire
