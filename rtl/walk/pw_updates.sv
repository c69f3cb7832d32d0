// SPDX-License-Identifier: Apache-2.0
//
// The entries that a walk used and must mark as accessed or dirty (rule walk-4 of rtl/contract).
// They wait here until the leaf is known to be good, for only a walk that succeeds marks any, and
// are given back from the root on, the leaf last.
//
// note in cycle t: seen from t+1 on. done in cycle t: next_* show the next one from t+1 on.

`default_nettype none

module pw_updates #(
    parameter logic POINTERS = 1'b1  // 0: only leaves have marks
) (
    input logic clk,
    input logic clear,

    input logic        note,        // a good entry was read
    input logic        note_leaf,
    input logic [ 2:0] note_level,  // of a pointer, 1 to 4
    input logic [55:0] note_addr,
    input logic [63:0] note_pte,
    input logic [ 7:0] note_marks,  // what is to be set in it

    output logic        any,
    output logic        one,          // the last one
    output logic [55:0] next_addr,
    output logic [63:0] next_pte,     // as read
    output logic [63:0] next_marked,
    output logic [63:0] leaf_pte,
    input  logic        done
);

  wire unmarked = |(note_marks & ~note_pte[7:0]);

  // Slot 0 is the leaf's, of whatever level it is.
  logic leaf_waits_q;
  logic [55:0] leaf_addr_q;
  logic [63:0] leaf_pte_q;
  logic [7:0] leaf_marks_q;

  logic above_any, above_one;
  logic [55:0] above_addr;
  logic [63:0] above_pte;
  logic [ 7:0] above_marks;

  always_ff @(posedge clk) begin
    if (clear) leaf_waits_q <= 1'b0;
    else if (note && note_leaf) leaf_waits_q <= unmarked;
    else if (done && !above_any) leaf_waits_q <= 1'b0;
  end

  always_ff @(posedge clk) begin
    if (note && note_leaf) begin
      leaf_addr_q  <= note_addr;
      leaf_pte_q   <= note_pte;
      leaf_marks_q <= note_marks;
    end
  end

  if (POINTERS) begin : g_pointers
    logic [4:1] waits_q;
    (* mem2reg *) logic [55:0] addr_q[1:4];
    (* mem2reg *) logic [63:0] pte_q[1:4];
    (* mem2reg *) logic [7:0] marks_q[1:4];
    wire [4:1] next;  // one bit: nearest to the root

    assign next = waits_q & ~{1'b0, |waits_q[4:4], |waits_q[4:3], |waits_q[4:2]};

    always_comb begin
      above_addr  = '0;
      above_pte   = '0;
      above_marks = '0;
      if (|waits_q) begin
        for (int i = 1; i <= 4; i++) begin
          if (next[i]) begin
            above_addr  = addr_q[i];
            above_pte   = pte_q[i];
            above_marks = marks_q[i];
          end
        end
      end
    end

    assign above_any = |waits_q;
    assign above_one = waits_q == next;

    always_ff @(posedge clk) begin
      if (clear) waits_q <= '0;
      else if (note && !note_leaf && unmarked) waits_q[note_level] <= 1'b1;
      else if (done) waits_q <= waits_q & ~next;
    end

    always_ff @(posedge clk) begin
      if (note) begin
        for (int i = 1; i <= 4; i++) begin
          if (note_level == 3'(i)) begin
            addr_q[i]  <= note_addr;
            pte_q[i]   <= note_pte;
            marks_q[i] <= note_marks;
          end
        end
      end
    end
  end else begin : g_leaf_only
    wire unused = &{1'b0, note_level};
    assign {above_any, above_one, above_addr, above_pte, above_marks} = '0;
  end

  assign any = above_any || leaf_waits_q;
  assign one = above_any ? above_one && !leaf_waits_q : 1'b1;
  assign next_addr = above_any ? above_addr : leaf_addr_q;
  assign next_pte = above_any ? above_pte : leaf_pte_q;
  assign next_marked = next_pte | {56'b0, above_any ? above_marks : leaf_marks_q};
  assign leaf_pte = leaf_pte_q;

endmodule

`default_nettype wire
