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
  localparam int COUNTERS = 27;  // as the rule's table has them; the others are 0

  // Undriven: anything in any cycle.
  logic [COUNTERS-1:0] events;
  logic [4:0] counter_select;

  logic [COUNTER_BITS-1:0] counter_value;
  pw_counters #(.COUNTER_BITS(COUNTER_BITS)) u_counters (.*);

  // Inside (prove.py connects it).
  logic [COUNTERS*COUNTER_BITS-1:0] counts;

  // Any one counter, and its value one cycle ago. The first cycle is no reset: the counters begin
  // with anything, for no run from 0 on is long enough to see what refutes.
  (* anyconst *) logic [4:0] one;
  logic [COUNTER_BITS-1:0] count;
  always_comb begin
    count = '0;
    for (int i = 0; i < COUNTERS; i++)
    if (one == 5'(i)) count = counts[i*COUNTER_BITS+:COUNTER_BITS];
  end

  logic running_q = 1'b0;
  logic event_q, reset_q, selected_q;
  logic [COUNTER_BITS-1:0] before_q;
  always_ff @(posedge clk) begin
    running_q <= 1'b1;
    before_q <= count;
    event_q <= one < 5'(COUNTERS) && events[one];
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
    cover (running_q && !reset_q && selected_q && one == 5'd26 && counter_value != '0);
    cover (running_q && !reset_q && selected_q && one == 5'd31);
  end

endmodule

`default_nettype wire
