// SPDX-License-Identifier: Apache-2.0
//
// The MMU on a second simulator, of four states: every register starts as X, and the reset alone
// must end that. From the first reset on each output of each cycle must be what +pins=FILE, of
// `pagewalk run --pins`, says, X being a difference like any other. With +blank an input whose
// valid is 0 is X, and in the first cycle, of reset, all but `rst`: nothing of it may get out.
// The size is that of the program that wrote FILE. pins.svh is the list of pins, which
// model/pins.py makes.
//
// Prints "cycles N" (compared), or the first difference: FILE, cycle, pin, both values. Exit
// status: 0 no difference, 1 one, 2 no such file, or one that is none of these.

`default_nettype none

module replay #(
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
    parameter int LINES        = 0
);

  localparam int COUNTER_WIDTH = COUNTER_BITS == 0 ? 1 : COUNTER_BITS;

  logic clk = 1'b0;

  `define IN(kind, pin, means) kind pin;
  `define OUT(kind, pin, means) kind pin;
  `include "pins.svh"

  // The device under test.
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
      `define IN(kind, pin, means) .pin,
      `define OUT(kind, pin, means) .pin,
      `include "pins.svh"
      .clk
  );

  reg [ 8*256-1:0] path;
  reg [8*4096-1:0] names;
  reg [63:0] word, ahead;
  reg blank;
  reg running;  // the first reset is over
  reg waiting_cas;  // the access that memory has accepted last is a compare-and-swap
  integer file, items, cycle, compared;

  task bad;
    begin
      $display("%0s: cycle %0d: no pins of this size", path, cycle);
      $finish_and_return(2);
    end
  endtask

  // The next word of the file; the one behind it is read ahead, so that items tells of the end.
  task next(output reg [63:0] value);
    begin
      if (items != 1) bad;
      value = ahead;
      items = $fscanf(file, "%h", ahead);
    end
  endtask

  task differ(input reg [8*32-1:0] pin, input reg [63:0] here, input reg [63:0] there);
    begin
      $display("%0s: cycle %0d: pin %0s: Icarus %0h, recorded %0h%0s", path, cycle, pin, here,
               there, ^here === 1'bx ? " (X)" : "");
      $finish_and_return(1);
    end
  endtask

  task drive;
    begin
      `define IN(kind, pin, means) next(word); pin = word[$bits(pin)-1:0]; if (pin !== word) bad;
      `define OUT(kind, pin, means)
      `include "pins.svh"
    end
  endtask

  task compare;
    begin
      `define IN(kind, pin, means)
      `define OUT(kind, pin, means) \
        next(word); \
        if (running && pin !== word[$bits(pin)-1:0]) differ(`"pin`", pin, word);
      `include "pins.svh"
    end
  endtask

  // What the contract lets be anything: payloads without their valid, and of memory's answer data
  // and lost beside an error, data of a compare-and-swap, lost of a read.
  task make_blank;
    reg [1:0] regime;
    begin
      regime = ptbr_regime;
      `define IN(kind, pin, means) if (!(means)) pin = 'x;
      `define OUT(kind, pin, means)
      `include "pins.svh"
      // ptbr_ready depends on it in every cycle (general-5).
      ptbr_regime = regime;
      if (mem_rsp_error !== 1'b0 || waiting_cas) mem_rsp_data = 'x;
      if (mem_rsp_error !== 1'b0 || !waiting_cas) mem_rsp_lost = 'x;
    end
  endtask

  task power_on;
    reg reset;
    begin
      reset = rst;
      `define IN(kind, pin, means) pin = 'x;
      `define OUT(kind, pin, means)
      `include "pins.svh"
      // It alone is driven.
      rst = reset;
    end
  endtask

  // A line of the file: drive, let it settle, compare, and the edge.
  task one_cycle;
    begin
      drive;
      if (blank) make_blank;
      if (blank && !running) power_on;
      #1 compare;
      if (running) compared = compared + 1;
      if (mem_req_valid === 1'b1 && mem_req_ready) waiting_cas = mem_req_cas;
      if (rst) running = 1'b1;
      #1 clk = 1'b1;
      #1 clk = 1'b0;
      cycle = cycle + 1;
    end
  endtask

  initial begin
    cycle = 0;
    compared = 0;
    running = 1'b0;
    waiting_cas = 1'b0;
    blank = $test$plusargs("blank") != 0;
    if (!$value$plusargs("pins=%s", path)) path = "no +pins=FILE";
    file = $fopen(path, "r");
    if (file == 0 || $fgets(names, file) == 0 || names[7:0] != 8'h0a) bad;
    items = $fscanf(file, "%h", ahead);
    while (items == 1) one_cycle;
    if (!$feof(file) || compared == 0) bad;
    $display("cycles %0d", compared);
    $finish_and_return(0);
  end

endmodule

`default_nettype wire
