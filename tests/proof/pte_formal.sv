// SPDX-License-Identifier: Apache-2.0
//
// The decoders behind their geometry, against the manuals (rules walk-1, walk-2, walk-3 and
// walk-9): any entry, of any level of any mode, under any control bits and any rights of the
// entries above. Combinational. Assumed: the level is one of the mode; an entry of 4 bytes is
// zero-extended, as the contract has it of memory; an access is no fetch and store at once.

`default_nettype none

module pte_formal #(
    parameter int PA_BITS = 46
) (
    input logic clk,
    input logic rst,
    input logic [63:0] entry,
    input logic [2:0] mode,
    input logic [2:0] level,
    input logic fetch,
    input logic store,
    input logic user,
    input logic sum,
    input logic mxr,
    input logic adue,
    input logic pbmte,
    input logic pse,
    input logic pge,
    input logic smep,
    input logic smap,
    input logic wp,
    input logic nxe,
    input logic [3:0] path
);

  logic running;  // ABC wants a register
  reset_first u_reset_first (.*);

  wire x86 = mode[2];
  logic [2:0] top_level;
  logic wide;
  logic [pw_words::STEP_BITS-1:0] steps;
  wire [44:0] care = pw_words::page_mask(steps);

  pw_geometry u_geometry (
      .active(1'b1),
      .mode,
      .va('0),
      .read_level(3'd0),
      .leaf_level(level),
      .top_level,
      .wide,
      .steps
  );

  // As pw_port.sv holds them of a request.
  wire open = x86 ? (fetch ? !smep : !smap || sum) : sum && !fetch;
  wire ignore_w = x86 && !user && !wp;

  logic [pw_words::ACCESS_BITS-1:0] access;
  assign access[pw_words::ACCESS_STORE] = store;
  assign access[pw_words::ACCESS_USER] = user;
  assign access[pw_words::ACCESS_OPEN] = open;
  assign access[pw_words::ACCESS_IGNORE_W] = ignore_w;
  assign access[pw_words::ACCESS_MXR] = mxr && !x86;
  assign access[pw_words::ACCESS_ADUE] = adue;
  assign access[pw_words::ACCESS_PBMTE] = pbmte;
  assign access[pw_words::ACCESS_PSE] = pse;
  assign access[pw_words::ACCESS_PGE] = pge;
  assign access[pw_words::ACCESS_SMEP] = smep;
  assign access[pw_words::ACCESS_NXE] = nxe;

  logic page_fault, pointer, leaf, napot, r, d;
  logic [ 4:0] code;
  logic [43:0] ppn;
  logic [ 2:0] memtype;
  logic [ 3:0] path_here;
  logic [ 7:0] marks;
  pw_pte #(
      .PA_BITS(PA_BITS)
  ) u_pte (
      .check(1'b1),
      .absent(1'b0),
      .pte(entry),
      .mode,
      .wide,
      .level,
      .care(care[43:0]),
      .path,
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

  // Levels, by the names of the modes.
  logic [2:0] levels;
  always_comb begin
    case (mode)
      3'd0, 3'd4, 3'd5: levels = 3'd2;
      3'd1: levels = 3'd3;
      3'd2, 3'd6: levels = 3'd4;
      default: levels = 3'd5;
    endcase
    assume (level < levels);
    if (mode[1:0] == 2'd0) assume (entry[63:32] == '0);
    assume (!(fetch && store));
  end

`ifdef RISCV
  logic fault, is_pointer;
  logic [43:0] frame;
  logic [ 2:0] memory_type;
  logic [63:0] marked;
  reference_riscv u_reference (
      .mode(mode[1:0]),
      .i(level),
      .pte(entry),
      .fetch,
      .store,
      .user,
      .sum,
      .mxr,
      .svadu(adue),
      .svpbmt(pbmte),
      .fault,
      .pointer(is_pointer),
      .ppn(frame),
      .memory_type,
      .marked
  );
  always_comb begin
    assume (!x86);
    assert (top_level + 3'd1 == levels && wide == (mode != '0));
    assert (page_fault == fault && pointer == (!fault && is_pointer));
    assert (leaf == (!fault && !is_pointer) && code == '0);
    if (!fault) assert (ppn == frame && path_here[3] == (entry[5] || path[3]));
    if (leaf) begin
      assert (path_here[2:0] == entry[4:2] && r == entry[1] && d == entry[7]);
      assert (memtype == memory_type && napot == (wide && entry[63]));
      assert ((entry | {56'b0, marks}) == marked);
    end
    if (pointer) assert (marks == '0);
    cover (leaf && napot && store && memtype == 3'd2);
    cover (leaf && level == 3'd4);
    cover (pointer && level == 3'd4);
    cover (page_fault && level == 3'd1 && mode == '0 && entry[7:0] == 8'hcf);
  end
`endif

`ifdef X86
  logic fault, points;
  logic [ 4:0] error_code;
  logic [43:0] frame;
  logic [ 2:0] pat;
  logic [63:0] marked;
  reference_x86 #(
      .MAXPHYADDR(PA_BITS)
  ) u_reference (
      .mode(mode[1:0]),
      .level,
      .entry,
      .above_rw(path[0]),
      .above_us(path[2]),
      .above_xd(!path[1]),
      .fetch,
      .write(store),
      .user,
      .wp,
      .smep,
      .smap,
      .ac(sum),
      .nxe,
      .pse,
      .fault,
      .code(error_code),
      .points,
      .frame,
      .pat,
      .marked
  );
  always_comb begin
    assume (x86);
    assert (top_level + 3'd1 == levels && wide == (mode != 3'd4));
    assert (page_fault == fault && pointer == (!fault && points));
    assert (leaf == (!fault && !points) && code == error_code);
    if (pointer) assert (ppn == frame);
    if (leaf) begin
      // Bits below the size of a page are no part of its address.
      assert ((ppn & care[43:0]) == (frame & care[43:0]));
      assert (!napot && memtype == pat && path_here[3] == (entry[8] && pge));
      assert (d == entry[6] && r);
    end
    if (!fault) begin
      assert (path_here[0] == (path[0] && entry[1]) && path_here[2] == (path[2] && entry[2]));
      assert (path_here[1] == (path[1] && !entry[63]));
      assert ((entry | {56'b0, marks}) == marked);
    end
    cover (leaf && level == 3'd2 && store && mode == 3'd7);
    cover (leaf && level == 3'd1 && mode == 3'd4 && entry[13]);
    cover (page_fault && code == 5'b11101);
    cover (pointer && level == 3'd4);
  end
`endif

endmodule

`default_nettype wire
