// SPDX-License-Identifier: Apache-2.0
//
// The fence unit: turns an SFENCE.VMA, INVLPG or INVPCID, and what a write of CR3 drops, into what
// the TLB entries compare themselves with (rules fence-1, fence-4 and ptbr-6 of rtl/contract).
// Combinational.

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
    input logic                            walk_updating, // not to be cut off from its answer

    output logic                           accepted,
    output logic                           wall,      // no request may pass
    output logic [pw_words::DROP_BITS-1:0] drop
);

  wire [63:0] va = held[pw_words::HELD_SHORT] ? {32'b0, fence_va[31:0]} : fence_va;
  wire loading = load[pw_words::LOAD_BUSY];
  wire write_drops = write[pw_words::WRITE_DROPS];
  wire [15:0] write_asid = write[pw_words::WRITE_ASID+:16];
  wire [15:0] asid_mask = held[pw_words::HELD_ASID_MASK+:16];

  assign fence_ready = !walk_updating && !loading;
  assign accepted = fence_valid && fence_ready;
  assign wall = fence_valid || write[pw_words::WRITE_WALL];

  logic none, by_page, by_asid, spares_global;
  logic [15:0] asid;
  logic [pw_words::PAGE_BITS-1:0] page;

  always_comb begin
    none = 1'b0;  // it is by an address that no entry can translate
    by_page = 1'b0;
    page = '0;
    by_asid = 1'b0;
    asid = '0;
    spares_global = 1'b0;
    if (write_drops) begin
      by_asid = 1'b1;
      asid = write_asid;
      spares_global = 1'b1;
    end else if (fence_valid) begin
      by_page = fence_by_va;
      page = pw_words::page_of(va, VA_BITS);
      none = fence_by_va && pw_words::beyond_page(va, VA_BITS);
      by_asid = fence_by_asid;
      asid = fence_asid & asid_mask;
      spares_global = fence_by_asid || fence_keep_global;
    end
  end

  wire [pw_words::SPACE_BITS-1:0] space = pw_words::SPACE_BITS'(asid) << pw_words::SPACE_ASID;
  assign drop[pw_words::DROP_VALID] = (accepted || write_drops) && !none;
  assign drop[pw_words::DROP_BY_PAGE] = by_page;
  assign drop[pw_words::DROP_PAGE+:pw_words::PAGE_BITS] = page;
  assign drop[pw_words::DROP_BY_ASID] = by_asid;
  assign drop[pw_words::DROP_SPACE+:pw_words::SPACE_BITS] = space;
  assign drop[pw_words::DROP_SPARES_GLOBAL] = spares_global;

endmodule

`default_nettype wire
