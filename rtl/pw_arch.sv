// SPDX-License-Identifier: Apache-2.0
//
// The encodings of rtl/contract, "Pins" and "Paging modes". Reached as pw_arch::NAME.

`default_nettype none

package pw_arch;
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

  // Who asks page-table memory: the ids of their requests.
  localparam logic [3:0] MEM_ID_WALK = 4'd0;
  localparam logic [3:0] MEM_ID_LOAD = 4'd8;

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
endpackage

`default_nettype wire
