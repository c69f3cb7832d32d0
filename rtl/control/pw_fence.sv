// SPDX-License-Identifier: Apache-2.0
//
// The fence unit: turns an SFENCE.VMA, INVLPG or INVPCID, what a write of CR3 drops, and the
// address of a fault, into what the entries of the TLBs and of the walk cache compare themselves
// with (rules fence-1, fence-4, ptbr-6, tlb-1 and cache-5 of rtl/contract). Combinational.

`default_nettype none

module pw_fence #(
    parameter int VA_BITS = 57
) (
    input  logic        fence_valid,
    output logic        fence_ready,
    input  logic        fence_by_va,
    input  logic [63:0] fence_va,
    input  logic        fence_by_asid,
    input  logic [15:0] fence_asid,
    input  logic        fence_keep_global,

    input logic [ pw_words::HELD_BITS-1:0] held,
    input logic [pw_words::WRITE_BITS-1:0] write,
    input logic [ pw_words::LOAD_BITS-1:0] load,
    input logic [pw_words::ENDED_BITS-1:0] ended,
    input logic                            walk_updating,  // not to be cut off from its answer
    input logic                            array_busy,

    output logic                           accepted,
    output logic                           wall,      // no request may pass
    output logic [pw_words::DROP_BITS-1:0] drop
);

  wire [63:0] va = held[pw_words::HELD_SHORT] ? {32'b0, fence_va[31:0]} : fence_va;
  wire loading = load[pw_words::LOAD_BUSY];
  wire write_drops = write[pw_words::WRITE_DROPS];
  wire [15:0] write_asid = write[pw_words::WRITE_ASID+:16];
  wire [15:0] asid_mask = held[pw_words::HELD_ASID_MASK+:16];

  wire failed = ended[pw_words::ENDED_FAULT];
  wire [63:0] failed_va = ended[pw_words::ENDED_VA+:64];
  wire [pw_words::SPACE_BITS-1:0] failed_space = ended[pw_words::ENDED_SPACE+:pw_words::SPACE_BITS];

  wire x86 = failed ? failed_space[pw_words::SPACE_MODE+2] : held[pw_words::HELD_X86];

  assign fence_ready = !walk_updating && !array_busy && !loading && !ended[pw_words::ENDED_VALID];
  assign accepted = fence_valid && fence_ready;
  assign wall = fence_valid || write[pw_words::WRITE_WALL] || failed;

  // By an address that no page of the modes that are built contains, no translation is dropped. On
  // x86 a fence by VA drops all pointers, if there is such a page in any mode.
  wire [63:0] named_va = failed ? failed_va : va;
  wire [15:0] implemented_asid = fence_asid & asid_mask;
  wire beyond_page = pw_words::beyond_page(named_va, VA_BITS);
  wire beyond_all = pw_words::beyond_page(named_va, 57);
  logic by_page, drops;
  always_comb begin
    drop = 'x;
    drop[pw_words::DROP_VALID] = 1'b0;
    drop[pw_words::DROP_POINTERS] = 1'b0;
    drops = 'x;
    drop[pw_words::DROP_HOLDS] = wall;
    by_page = 'x;
    if (wall) begin
      by_page = failed || (!write_drops && fence_by_va);
      drop[pw_words::DROP_BY_PAGE] = by_page;
      drop[pw_words::DROP_PAGE+:pw_words::PAGE_BITS] = pw_words::page_of(named_va, VA_BITS);
      drop[pw_words::DROP_BY_ASID] = failed || write_drops || fence_by_asid;
      drop[pw_words::DROP_BY_MODE] = failed;
      drop[pw_words::DROP_SPACE+:pw_words::SPACE_BITS] =
          failed ? failed_space : {3'b0, write_drops ? write_asid : implemented_asid};
      drop[pw_words::DROP_X86] = x86;
      drop[pw_words::DROP_SPARES_GLOBAL] =
          !failed && (write_drops || fence_by_asid || fence_keep_global);
      drops = accepted || write_drops || failed;
      drop[pw_words::DROP_VALID] = drops && !(by_page && beyond_page);
      drop[pw_words::DROP_POINTERS] =
          drops && !(by_page && (x86 && !failed ? beyond_all : beyond_page));
    end
  end

endmodule

`default_nettype wire
