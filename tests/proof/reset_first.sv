// SPDX-License-Identifier: Apache-2.0
//
// The one assumption of every proof about registers: the first cycle is a reset. Before it they
// hold anything. running is 1 from the second cycle on.

`default_nettype none

module reset_first (
    input  logic clk,
    input  logic rst,
    output logic running
);

  logic running_q = 1'b0;
  always_ff @(posedge clk) running_q <= 1'b1;
  assign running = running_q;
  always_comb if (!running_q) assume (rst);

endmodule

`default_nettype wire
