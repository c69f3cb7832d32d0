// SPDX-License-Identifier: Apache-2.0
//
// What invariants.sv says of a port and its TLB: of its request, of what its walk has
// brought, and of what the TLB has been filled with and what a search has found.

`default_nettype none

module port_invariants #(
    parameter int ENTRIES = 4,
    parameter int PA_BITS = 36
) (
    input logic [                            1:0] state,
    input logic                                   translated,
    input logic [                            2:0] refusal,
    input logic [                            2:0] mode,
    input logic [                           43:0] root,
    input logic                                   ended,
    input logic [                            1:0] fault,
    input logic [        pw_words::LEAF_BITS-1:0] leaf,
    input logic [        pw_words::STEP_BITS-1:0] steps,
    input logic                                   match,
    input logic [            $clog2(ENTRIES)-1:0] slot,
    input logic [                    ENTRIES-1:0] valid,
    input logic [                    ENTRIES-1:0] locked,
    input logic [                 64*ENTRIES-1:0] word,
    input logic [                 64*ENTRIES-1:0] care,
    input logic [ENTRIES*pw_words::LEAF_BITS-1:0] entry,

    output logic request,
    output logic brought,
    output logic [ENTRIES-1:0] apart,
    output logic filled
);

  wire looked = state == 2'd1, missing = state == 2'd2, walked = state == 2'd3;

  function automatic logic is_size(input logic [pw_words::STEP_BITS-1:0] s);
    is_size = (~s & (~s + 6'd1)) == '0;
  endfunction

  // A page can be read or executed, and its care mask is that of a size.
  function automatic logic is_sound(input logic [63:0] cared, input logic r, input logic x);
    logic [pw_words::STEP_BITS-1:0] s;
    s = pw_words::steps_of(cared[44:0]);
    is_sound = is_size(s) && cared[44:0] == pw_words::page_mask(s) && (r || x);
  endfunction

  // No two entries match one key, so a search finds one slot (tlb-2). A bit says that of an entry
  // and those in the slots below it. Of more than 4 entries nothing is said: the proof of it takes
  // too long.
  localparam logic FEW = ENTRIES <= 4;
  always_comb begin
    apart = '1;
    if (FEW)
      for (int i = 0; i < ENTRIES; i++)
      for (int j = 0; j < i; j++)
      if (valid[i] && valid[j] &&
        ((word[64*i+:64] ^ word[64*j+:64]) & care[64*i+:64] & care[64*j+:64]) == '0)
        apart[i] = 1'b0;
  end

  logic [ENTRIES-1:0] sound;
  always_comb begin
    for (int i = 0; i < ENTRIES; i++)
    sound[i] = is_sound(care[64*i+:64], entry[pw_words::LEAF_BITS*i],
                        entry[pw_words::LEAF_BITS*i+pw_words::LEAF_X]);
  end

  always_comb begin
    request = !((looked || missing) && translated) ||
        (refusal == 3'd0 && !(mode[2] && |root[43:PA_BITS-12]));
    if (missing && !translated) request = 1'b0;
    brought = !ended || walked;
    if (walked && fault == 2'd0)
      brought = brought && is_size(steps) && (leaf[pw_words::LEAF_R] || leaf[pw_words::LEAF_X]);
    filled = (valid & ~sound) == '0 && (locked & ~valid) == '0 && !(&locked) &&
        (!match || !FEW || sound[slot]);
  end

endmodule

`default_nettype wire
