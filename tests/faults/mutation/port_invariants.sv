// SPDX-License-Identifier: Apache-2.0
//
// What invariants.sv says of a port and its TLB of 4 entries: of its request, and of what the TLB
// has been filled with and what a search has found.

`default_nettype none

module port_invariants #(
    parameter int PA_BITS = 36
) (
    input logic [  1:0] state,
    input logic         translated,
    input logic [  2:0] refusal,
    input logic [  2:0] mode,
    input logic [ 43:0] root,
    input logic         match,
    input logic [  1:0] slot,
    input logic [  3:0] valid,
    input logic [  3:0] locked,
    input logic [255:0] care,
    input logic [231:0] entry,

    output logic request,
    output logic filled
);

  wire looked = state == 2'd1;

  // No page is larger than 2^48 bytes, or can be neither read nor executed.
  logic [3:0] sound;
  always_comb begin
    for (int i = 0; i < 4; i++) sound[i] = &care[64*i+36+:9] && (entry[58*i] || entry[58*i+2]);
  end

  always_comb begin
    request = !(looked && translated) || (refusal == 3'd0 && !(mode[2] && |root[43:PA_BITS-12]));
    filled  = (valid & ~sound) == '0 && (locked & ~valid) == '0 && (!match || sound[slot]);
  end

endmodule

`default_nettype wire
