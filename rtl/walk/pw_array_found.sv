// SPDX-License-Identifier: Apache-2.0
//
// What a search of the array has found (rule array-2 of rtl/contract): a page that ends the walk,
// in the cycle after its level was compared; or a pointer, until the next search.

`default_nettype none

module pw_array_found #(
    localparam int WAYS = 4
) (
    input logic clk,
    input logic rst,

    input logic [pw_words::ACCESS_BITS-1:0] access,  // what the walk is for
    input logic                             fetch,
    input logic [                      2:0] mode,

    input logic level_0,  // entries of this level have been compared in this cycle,
    input logic level_1,
    input logic looked,   // and those of level 1 in the cycle before
    input logic forget,

    input logic [                    WAYS-1:0] match,      // one, or none
    input logic [                    WAYS-1:0] pointer,
    input logic [                    WAYS-1:0] is_global,
    input logic [WAYS*pw_words::LEAF_BITS-1:0] leaves,

    output logic [                WAYS-1:0] match_0,     // until the next search
    output logic [                WAYS-1:0] match_1,
    output logic [pw_words::FOUND_BITS-1:0] page_found,
    output logic [pw_words::TABLE_BITS-1:0] table_found
);

  logic pointer_q, global_q, table_q;
  logic [pw_words::LEAF_BITS-1:0] leaf_q, leaf;
  always_comb begin
    leaf = '0;
    for (int i = 0; i < WAYS; i++)
    leaf |= leaves[i*pw_words::LEAF_BITS+:pw_words::LEAF_BITS] & {pw_words::LEAF_BITS{match[i]}};
  end

  always_ff @(posedge clk) begin
    if (level_0) match_0 <= match;
    if (level_1) match_1 <= match;
    if (level_0 || level_1) begin
      leaf_q <= leaf;
      global_q <= |(match & is_global);
      pointer_q <= |(match & pointer);
    end
    if (rst || forget) table_q <= 1'b0;
    else if (level_1) table_q <= |(match & pointer);
  end

  // A page ends the walk.
  logic allowed;
  pw_permission u_permission (
      .page_r(leaf_q[pw_words::LEAF_R]),
      .page_w(leaf_q[pw_words::LEAF_W]),
      .page_x(leaf_q[pw_words::LEAF_X]),
      .page_u(leaf_q[pw_words::LEAF_U]),
      .fetch,
      .store(access[pw_words::ACCESS_STORE]),
      .user(access[pw_words::ACCESS_USER]),
      .open(access[pw_words::ACCESS_OPEN]),
      .ignore_w(access[pw_words::ACCESS_IGNORE_W]),
      .mxr(access[pw_words::ACCESS_MXR]),
      .allowed
  );
  wire clean = access[pw_words::ACCESS_STORE] && !leaf_q[pw_words::LEAF_D];
  wire page_0 = level_1 && |match_0;
  wire page_1 = looked && |match_1 && !pointer_q && !(|match_0);
  assign page_found[pw_words::FOUND_VALID] = (page_0 || page_1) && allowed && !clean;
  assign page_found[pw_words::FOUND_GLOBAL] = global_q;
  assign page_found[pw_words::FOUND_STEPS+:pw_words::STEP_BITS] = pw_words::steps_at(page_1, mode);
  assign page_found[pw_words::FOUND_LEAF+:pw_words::LEAF_BITS] = leaf_q;

  assign table_found[pw_words::TABLE_VALID] = table_q;
  assign table_found[pw_words::TABLE_STEPS+:pw_words::STEP_BITS] = pw_words::steps_at(1'b1, mode);
  assign table_found[pw_words::TABLE_PATH+:4] = leaf_q[3:0];
  assign table_found[pw_words::TABLE_PPN+:44] = leaf_q[pw_words::LEAF_PPN+:44];

endmodule

`default_nettype wire
