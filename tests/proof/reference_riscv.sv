// SPDX-License-Identifier: Apache-2.0
//
// What a RISC-V page-table entry means, by the words of the privileged manual, "Virtual Address
// Translation Process": steps 3 to 9, with Svnapot and Svpbmt. Combinational. Numbers in comments
// are the manual's steps.

`default_nettype none

module reference_riscv (
    input logic [ 1:0] mode,   // 0 Sv32, 1 Sv39, 2 Sv48, 3 Sv57
    input logic [ 2:0] i,      // the level
    input logic [63:0] pte,    // Sv32: 32 bits
    input logic        fetch,
    input logic        store,
    input logic        user,
    input logic        sum,
    input logic        mxr,
    input logic        svadu,
    input logic        svpbmt,

    output logic        fault,
    output logic        pointer,
    output logic [43:0] ppn,
    output logic [ 2:0] memory_type,
    output logic [63:0] marked        // the entry with A and D as they must be
);

  wire v = pte[0], r = pte[1], w = pte[2], x = pte[3], u = pte[4], a = pte[6], d = pte[7];
  wire sv32 = mode == 2'd0;
  logic reserved, misaligned, forbidden, unmarked;

  always_comb begin
    ppn = sv32 ? {22'b0, pte[31:10]} : pte[53:10];
    memory_type = sv32 ? 3'd0 : {1'b0, pte[62:61]};

    // 4.
    pointer = !r && !x;

    // 3. What is reserved.
    reserved = !sv32 && pte[60:54] != 7'd0;
    if (!sv32 && pte[62:61] == 2'd3) reserved = 1'b1;
    if (!sv32 && pte[62:61] != 2'd0 && !svpbmt) reserved = 1'b1;
    if (pointer) begin
      if (!sv32 && (pte[63] || pte[62:61] != 2'd0)) reserved = 1'b1;
      if (d || a || u) reserved = 1'b1;
    end else if (!sv32 && pte[63]) begin
      // NAPOT: 64 KiB alone.
      if (i != 3'd0 || pte[13:10] != 4'b1000) reserved = 1'b1;
    end

    // 5. ppn[i-1:0] is not 0.
    misaligned = 1'b0;
    if (sv32) misaligned = i == 3'd1 && pte[19:10] != '0;
    else begin
      if (i >= 3'd1 && pte[18:10] != '0) misaligned = 1'b1;
      if (i >= 3'd2 && pte[27:19] != '0) misaligned = 1'b1;
      if (i >= 3'd3 && pte[36:28] != '0) misaligned = 1'b1;
      if (i >= 3'd4 && pte[45:37] != '0) misaligned = 1'b1;
    end

    // 6. and 7.
    forbidden = 1'b0;
    if (user && !u) forbidden = 1'b1;
    if (!user && u && (fetch || !sum)) forbidden = 1'b1;
    if (fetch && !x) forbidden = 1'b1;
    if (!fetch && store && !w) forbidden = 1'b1;
    if (!fetch && !store && !r && !(mxr && x)) forbidden = 1'b1;

    // 9.
    unmarked = !a || (store && !d);
    marked = pte;
    marked[6] = 1'b1;
    if (store) marked[7] = 1'b1;

    fault = !v || (!r && w) || reserved;
    if (pointer && i == 3'd0) fault = 1'b1;
    if (!pointer && (misaligned || forbidden || (unmarked && !svadu))) fault = 1'b1;
  end

endmodule

`default_nettype wire
