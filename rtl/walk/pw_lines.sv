// SPDX-License-Identifier: Apache-2.0
//
// The line buffer: a box on the channel between the walker and memory (rules line-1 to line-4 of
// rtl/contract). A read for which a line has the PTE is accepted here, and answered in the next
// cycle. All else passes. Lines are tagged by the space of the walk that read them, because nothing
// tells the MMU when a page that was a table of one space becomes one of another.

`default_nettype none

module pw_lines #(
    parameter int LINES = 4
) (
    input logic clk,
    input logic rst,

    input logic [pw_words::SPACE_BITS-1:0] space,  // of the walk
    input logic [pw_words::READS_BITS-1:0] reads,
    input logic                            drop,   // all

    input  logic                               walk_req_valid,
    output logic                               walk_req_ready,
    input  logic [     pw_words::MEM_BITS-1:0] walk_req,
    output logic                               walk_rsp_valid,
    output logic [pw_words::READ_RSP_BITS-1:0] walk_rsp,

    output logic                           mem_req_valid,
    input  logic                           mem_req_ready,
    output logic [ pw_words::MEM_BITS-1:0] mem_req,
    input  logic                           mem_rsp_valid,
    input  logic [ pw_words::RSP_BITS-1:0] mem_rsp,
    input  logic [pw_words::LINE_BITS-1:0] mem_line,

    output logic event_hit,
    output logic event_fill
);

  localparam int INDEX_BITS = LINES > 1 ? $clog2(LINES) : 1;

  logic [LINES-1:0] valid_q;
  logic [LINES-1:0] own_q;  // the line of the read that memory has accepted
  (* mem2reg *) logic [pw_words::SPACE_BITS-1:0] space_q[0:LINES-1];
  (* mem2reg *) logic [49:0] addr_q[0:LINES-1];  // bits 55:6
  logic [511:0] bytes_q[0:LINES-1];
  logic served_q;
  logic [63:0] pte_q;

  // What is asked: a PTE, in 64-byte line, 8-byte word and half of it.
  wire [55:0] req_addr = walk_req[pw_words::MEM_ADDR+:56];
  wire cas = walk_req[pw_words::MEM_CAS], wide = walk_req[pw_words::MEM_WIDE];
  wire [49:0] line = req_addr[55:6];
  wire [2:0] word = req_addr[5:3];
  wire half = req_addr[2];
  wire fresh = reads[pw_words::READS_FRESH], counts = reads[pw_words::READS_COUNTS];
  wire lost = reads[pw_words::READS_LOST];
  wire [49:0] read_line = reads[pw_words::READS_ADDR+6+:50];
  wire unused = &{1'b0, req_addr[1:0], reads};

  // Which lines are of its address, and which of these of its space, too.
  logic [LINES-1:0] same_addr, own;
  logic [INDEX_BITS-1:0] index;
  always_comb begin
    same_addr = '0;
    own = '0;
    index = '0;
    if (walk_req_valid) begin
      for (int i = 0; i < LINES; i++) begin
        same_addr[i] = valid_q[i] && addr_q[i] == line;
        own[i] = same_addr[i] && space_q[i] == space;
        if (own[i]) index |= INDEX_BITS'(i);
      end
    end
  end

  wire [511:0] bytes = bytes_q[index];
  wire [63:0] whole = bytes[{word, 6'b0}+:64];
  wire [63:0] pte = wide ? whole : {32'b0, half ? whole[63:32] : whole[31:0]};
  wire serves = |own && !cas && !fresh && pte[0];

  assign mem_req_valid  = walk_req_valid && !serves;
  assign walk_req_ready = mem_req_ready || serves;
  always_comb begin
    mem_req = walk_req;
    if (serves) mem_req[pw_words::MEM_ID-1:0] = '0;
  end

  always_comb begin
    walk_rsp = {served_q, mem_rsp};
    if (served_q) begin
      walk_rsp[pw_words::RSP_LOST] = 1'b0;
      walk_rsp[pw_words::RSP_ERROR] = 1'b0;
      walk_rsp[pw_words::RSP_DATA+:64] = pte_q;
    end
  end
  assign walk_rsp_valid = mem_rsp_valid || served_q;

  // Fills. The slot is that of the line that is read again, or the next one.
  wire main = mem_line[pw_words::LINE_MAIN];
  wire fill = counts && !served_q && !mem_rsp[pw_words::RSP_ERROR] && main;
  logic [LINES-1:0] chosen;
  wire [LINES-1:0] slot = |own_q ? own_q : chosen;
  logic [INDEX_BITS-1:0] slot_index;
  always_comb begin
    slot_index = '0;
    for (int i = 0; i < LINES; i++) if (slot[i]) slot_index |= INDEX_BITS'(i);
  end

  pw_nru #(
      .ENTRIES(LINES)
  ) u_nru (
      .clk,
      .rst,
      .touch  (fill || serves),
      .touched(fill ? slot : own),
      .choose (fill),
      .valid  (valid_q),
      .locked ({LINES{1'b0}}),
      .chosen
  );

  // A compare-and-swap changes what lines of any space hold.
  wire [LINES-1:0] gone = cas && mem_req_ready ? same_addr : '0;

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q  <= '0;
      served_q <= 1'b0;
    end else begin
      valid_q  <= drop || lost ? '0 : (valid_q & ~gone) | (fill ? slot : '0);
      served_q <= serves;
    end
  end

  always_ff @(posedge clk) begin
    if (walk_req_valid) begin
      own_q <= own;
      pte_q <= pte;
    end
    if (fill) begin
      space_q[slot_index] <= space;
      addr_q[slot_index]  <= read_line;
      bytes_q[slot_index] <= mem_line[pw_words::LINE_BYTES+:512];
    end
  end

  assign event_hit  = serves;
  assign event_fill = fill;

endmodule

`default_nettype wire
