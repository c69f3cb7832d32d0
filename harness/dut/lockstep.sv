// SPDX-License-Identifier: Apache-2.0
//
// What the waveform shows: the MMU, and beside each of its outputs what the cycle model
// says (model_X). The model's values, the mismatch bits (in the order of MMU_OUTPUTS
// of model/pins.h), the cycle and the trace line are driven by the harness, and
// only while a waveform is written. Nothing here belongs to the hardware.
//
// The MMU's inputs come from registers (X_q), loaded at the edge that ends the cycle before:
// so a simulator settles a cycle once, after its edge, and not again at the next one.
//
// pins.svh is the list of pins, which model/pins.py makes of pins.h: a line of IN or OUT each.

`default_nettype none

module lockstep #(
    parameter int ITLB_ENTRIES = 16,
    parameter int DTLB_ENTRIES = 16,
    parameter int ASID_BITS    = 16,
    parameter int TAG_BITS     = 8,
    parameter int COUNTER_BITS = 32,
    parameter int PA_BITS      = 46,
    parameter int FORMATS      = 255,
    parameter int SEGMENTS     = 1,
    parameter int WALK_ENTRIES = 0,
    parameter int ARRAY_SETS   = 0,
    parameter int LINES        = 0,

    localparam int COUNTER_WIDTH = COUNTER_BITS == 0 ? 1 : COUNTER_BITS,
    localparam int OUTPUTS = 0
    `define IN(kind, pin, means)
    `define OUT(kind, pin, means) +1
    `include "pins.svh"
) (
    input logic clk,

    `define IN(kind, pin, means) input wire kind pin,
    `define OUT(kind, pin, means)
    `include "pins.svh"

    `define IN(kind, pin, means)
    `define OUT(kind, pin, means) output kind pin,
    `include "pins.svh"

    // What is only shown.
    // verilator lint_off UNUSEDSIGNAL
    `define IN(kind, pin, means)
    `define OUT(kind, pin, means) input wire kind model_``pin,
    `include "pins.svh"

    input logic [OUTPUTS-1:0] mismatch,
    input logic [63:0] cycle,
    input logic [31:0] trace_line
    // verilator lint_on UNUSEDSIGNAL
);

  `define IN(kind, pin, means) kind pin``_q;
  `define OUT(kind, pin, means)
  `include "pins.svh"

  // The first edge comes before any input.
  initial rst_q = 1'b1;

  always_ff @(posedge clk) begin
    `define IN(kind, pin, means) pin``_q <= pin;
    `define OUT(kind, pin, means)
    `include "pins.svh"
  end

  pw_mmu #(
      .ITLB_ENTRIES(ITLB_ENTRIES),
      .DTLB_ENTRIES(DTLB_ENTRIES),
      .ASID_BITS(ASID_BITS),
      .TAG_BITS(TAG_BITS),
      .COUNTER_BITS(COUNTER_BITS),
      .PA_BITS(PA_BITS),
      .FORMATS(FORMATS),
      .SEGMENTS(SEGMENTS),
      .WALK_ENTRIES(WALK_ENTRIES),
      .ARRAY_SETS(ARRAY_SETS),
      .LINES(LINES)
  ) u_mmu (
      `define IN(kind, pin, means) .pin(pin``_q),
      `define OUT(kind, pin, means) .pin,
      `include "pins.svh"
      .clk
  );

endmodule

`default_nettype wire
