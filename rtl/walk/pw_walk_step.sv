// SPDX-License-Identifier: Apache-2.0
//
// Where a walk is: the entry that it reads, what that says when memory has answered, which entry is
// next, and with what the walk ends (rules walk-1 to walk-3, walk-5 and walk-9 of rtl/contract).
// The walker says when. From the cycle after a first step on, level, addr and path are those of the
// entry being read.

`default_nettype none

module pw_walk_step #(
    parameter logic [7:0] FORMATS = 8'hff,
    parameter int PA_BITS = 46
) (
    input logic clk,

    input logic active,  // some port is missing for the second cycle or longer
    input logic first,  // the first step: the walk starts, or goes back
    input logic fetch,  // whose walk
    input logic [pw_words::WALK_BITS-1:0] walk,
    input logic [4*pw_words::PDPTE_BITS-1:0] pdptes,  // entry 0 lowest
    input logic [pw_words::TABLE_BITS-1:0] table_found,  // where the first step begins

    input logic        check,
    input logic [63:0] entry,  // to be checked

    output logic       page_fault,
    output logic       not_canonical,
    output logic       pointer,
    output logic       leaf,
    output logic [7:0] marks,

    output logic                            read,       // the next entry is to be read
    output logic [                    55:0] read_addr,
    output logic                            wide,
    output logic [                     2:0] level,      // of the entry that is being read
    output logic [                    55:0] addr,
    output logic [pw_words::TABLE_BITS-1:0] table_read, // of the pointer that is decoded

    input  logic                          done,          // the walk ends in this cycle
    input  logic                          success,       // with a page; else with a fault:
    input  logic                          access_fault,  // this one, or the one found here
    output logic [pw_words::END_BITS-1:0] walk_end
);

  logic [2:0] level_q;
  logic [55:0] addr_q;
  logic [3:0] path_q;  // G, U, X, W over the pointers on the way

  wire [63:12] va = walk[pw_words::WALK_VA+12+:52];
  wire [43:0] root = walk[pw_words::WALK_ROOT+:44];
  wire [2:0] mode = walk[pw_words::WALK_SPACE+pw_words::SPACE_MODE+:3];
  wire [pw_words::ACCESS_BITS-1:0] access = walk[pw_words::WALK_ACCESS+:pw_words::ACCESS_BITS];

  wire store = access[pw_words::ACCESS_STORE];
  wire unused = &{1'b0, walk};
  logic [2:0] top_level;
  logic canonical;
  wire behind = table_found[pw_words::TABLE_VALID];
  wire [2:0] read_level = !first ? level_q - 3'd1 : behind ? pw_words::level_below(
      table_found[pw_words::TABLE_STEPS+:pw_words::STEP_BITS]
  ) : top_level;
  logic [11:0] offset;
  logic [pw_words::STEP_BITS-1:0] level_steps;

  pw_geometry #(
      .FORMATS(FORMATS)
  ) u_geometry (
      .active,
      .mode,
      .va,
      .top_level,
      .canonical,
      .wide,
      .read_level,
      .offset,
      .leaf_level(level_q),
      .steps(level_steps)
  );

  // The root: CR3 or satp, or in PAE the PDPTE held for this part of the address space.
  wire pae = FORMATS[5] && mode == pw_arch::X86_PAE;
  wire [1:0] quarter = va[31:30];  // of the 4 GiB
  logic [pw_words::PDPTE_BITS-1:0] pdpte;
  always_comb begin
    pdpte = '0;
    for (int i = 0; i < 4; i++)
    if (quarter == 2'(i)) pdpte = pdptes[i*pw_words::PDPTE_BITS+:pw_words::PDPTE_BITS];
  end
  wire absent = first && canonical && pae && !pdpte[pw_words::PDPTE_P];
  wire [39:0] pdpte_ppn = pdpte[pw_words::PDPTE_PPN+:40];

  assign not_canonical = first && !canonical;

  logic [ 4:0] code;
  logic [43:0] ppn;
  logic [ 2:0] memtype;
  logic [ 3:0] path_here;
  logic napot, r, d;

  pw_pte #(
      .FORMATS(FORMATS),
      .PA_BITS(PA_BITS)
  ) u_pte (
      .check,
      .absent,
      .pte  (entry),
      .mode,
      .wide,
      .level(level_q),
      .care (pw_words::ppn_mask(level_steps)),
      .path (path_q),
      .fetch,
      .access,
      .page_fault,
      .code,
      .pointer,
      .leaf,
      .ppn,
      .napot,
      .memtype,
      .path_here,
      .r,
      .d,
      .marks
  );

  wire here_g, here_u, here_x, here_w;
  assign {here_g, here_u, here_x, here_w} = path_here;

  assign read = (first && canonical && !absent) || pointer;
  wire [43:0] found_ppn = table_found[pw_words::TABLE_PPN+:44];
  wire [43:0] first_ppn = behind ? found_ppn : pae ? {4'b0, pdpte_ppn} : root;
  always_comb begin
    read_addr = '0;
    if (active) read_addr = {first ? first_ppn : ppn, offset};
  end

  always_ff @(posedge clk) begin
    if (first) path_q <= behind ? table_found[pw_words::TABLE_PATH+:4] : 4'b0111;
    if (read) begin
      level_q <= read_level;
      addr_q  <= read_addr;
    end
    if (pointer) path_q <= path_here;
  end
  assign level = level_q;
  assign addr = addr_q;
  assign table_read = {pointer, level_steps, path_here, ppn};

  // With what it ends.
  wire [1:0] done_fault = access_fault ? pw_arch::FAULT_ACCESS :
      not_canonical && mode[2] ? pw_arch::FAULT_PROTECTION : pw_arch::FAULT_PAGE;

  always_comb begin
    walk_end = '0;
    if (done) begin
      walk_end[pw_words::END_FETCH] = fetch;
      walk_end[pw_words::END_DATA]  = !fetch;
      if (success) begin
        walk_end[pw_words::END_STEPS+:pw_words::STEP_BITS] = level_steps & {{5{1'b1}}, !napot};
        walk_end[pw_words::END_GLOBAL] = here_g;
        walk_end[pw_words::END_LEAF+pw_words::LEAF_PPN+:44] = ppn;
        walk_end[pw_words::END_LEAF+pw_words::LEAF_MEMTYPE+:3] = memtype;
        walk_end[pw_words::END_LEAF+pw_words::LEAF_D] = d || store;
        walk_end[pw_words::END_LEAF+pw_words::LEAF_U] = here_u;
        walk_end[pw_words::END_LEAF+pw_words::LEAF_X] = here_x;
        walk_end[pw_words::END_LEAF+pw_words::LEAF_W] = here_w;
        walk_end[pw_words::END_LEAF+pw_words::LEAF_R] = r;
      end else begin
        walk_end[pw_words::END_FAULT+:2] = done_fault;
        walk_end[pw_words::END_CODE+:5]  = code;
      end
    end
  end

endmodule

`default_nettype wire
