// SPDX-License-Identifier: Apache-2.0
//
// Event counters, one read at a time (rule counter-1 of rtl/contract). An event in cycle t is
// counted at the end of t; counter_value shows, one cycle late, the counter selected.

`default_nettype none

module pw_counters #(
    parameter int COUNTER_BITS = 32
) (
    input logic clk,
    input logic rst,

    input logic [pw_words::EVENTS_BITS-1:0] events,  // bit n: counter n counts this cycle

    input  logic [             4:0] counter_select,
    output logic [COUNTER_BITS-1:0] counter_value
);

  localparam int COUNTERS = pw_words::EVENTS_BITS;

  // One vector, not an array: a simulator then writes it once a cycle.
  logic [COUNTERS*COUNTER_BITS-1:0] count_q;
  logic [         COUNTER_BITS-1:0] value_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      count_q <= '0;
      value_q <= '0;
    end else begin
      if (|events) begin
        for (int i = 0; i < COUNTERS; i++) begin
          if (events[i])
            count_q[i*COUNTER_BITS+:COUNTER_BITS]
                <= count_q[i*COUNTER_BITS+:COUNTER_BITS] + COUNTER_BITS'(1);
        end
      end
      value_q <= '0;
      if (32'(counter_select) < COUNTERS)
        value_q <= count_q[counter_select*COUNTER_BITS+:COUNTER_BITS];
    end
  end

  assign counter_value = value_q;

endmodule

`default_nettype wire
