// SPDX-License-Identifier: Apache-2.0
//
// The counters against rule counter-1, with any events, from any values: each counter of 64 bits is
// one more behind its event, as it was without, and 0 behind a reset; what is shown is the one
// selected, as it stood. No run is long enough to see an upper bit count.

`default_nettype none

module counters_formal (
    input logic clk,
    input logic rst
);

  localparam int COUNTER_BITS = 64;

  // Undriven: anything in any cycle.
  logic [15:0] events;
  logic [3:0] counter_select;

  logic [COUNTER_BITS-1:0] counter_value;
  pw_counters #(.COUNTER_BITS(COUNTER_BITS)) u_counters (.*);

  // Inside (prove.py connects it).
  logic [16*COUNTER_BITS-1:0] counts;

  // Any one counter, and its value one cycle ago. The first cycle is no reset: the counters begin
  // with anything, for no run from 0 on is long enough to see what refutes.
  (* anyconst *) logic [3:0] one;
  logic [COUNTER_BITS-1:0] count;
  always_comb begin
    count = '0;
    for (int i = 0; i < 16; i++) if (one == 4'(i)) count = counts[i*COUNTER_BITS+:COUNTER_BITS];
  end

  logic running_q = 1'b0;
  logic event_q, reset_q, selected_q;
  logic [COUNTER_BITS-1:0] before_q;
  always_ff @(posedge clk) begin
    running_q <= 1'b1;
    before_q <= count;
    event_q <= events[one];
    reset_q <= rst;
    selected_q <= counter_select == one;
  end

  always_comb begin
    if (running_q && reset_q) assert (count == '0 && counter_value == '0);
    if (running_q && !reset_q) assert (count == before_q + {63'b0, event_q});
    if (running_q && !reset_q && selected_q) assert (counter_value == before_q);
    cover (running_q && !reset_q && event_q && before_q[62:0] == '1);
    cover (running_q && !reset_q && selected_q && counter_value == 64'd1);
    cover (running_q && reset_q && before_q == '1);
  end

endmodule

`default_nettype wire
