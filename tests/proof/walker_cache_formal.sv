// SPDX-License-Identifier: Apache-2.0
//
// The walker with a walk cache that finds anything: free ports and memory. What a walk does behind
// its first read is proved without one, in walker_formal.sv, by the same RTL. The properties are
// chosen by a define.
//
// Assumed: of a port, that it waits, with the same request, until its walk ends; of the fence
// unit, no fence in an update; of the walk cache, that what it has found stays, until the next
// search or until the walk goes back.

`default_nettype none

module walker_cache_formal (
    input logic clk,
    input logic rst
);

  localparam int WALK = pw_words::WALK_BITS;

  // Undriven: anything.
  logic [WALK-1:0] fetch_walk, data_walk;
  logic [4*pw_words::PDPTE_BITS-1:0] pdptes;
  logic fence, hold, mem_req_ready, mem_rsp_valid;
  logic [  pw_words::RSP_BITS-1:0] mem_rsp;
  logic [pw_words::TABLE_BITS-1:0] finds;

  logic updating, search, begins, goes_back, mem_req_valid;
  logic [WALK-1:0] walk;
  logic [pw_words::TABLE_BITS-1:0] table_read, table_found;
  logic [pw_words::END_BITS-1:0] walk_end;
  logic [pw_words::MEM_BITS-1:0] mem_req;

  // There is no array.
  wire looking = 1'b0;
  wire [pw_words::FOUND_BITS-1:0] page_found = '0;

  pw_walker #(
      .SEARCHES(1'b1)
  ) u_walker (
      .*,
      .fetch       (),
      .event_walk  (),
      .event_update()
  );

  always_ff @(posedge clk) begin
    if (search) table_found <= finds;
    if (rst || goes_back) table_found[pw_words::TABLE_VALID] <= 1'b0;
  end

  logic running;
  reset_first u_reset_first (.*);

  wire fetch_missing = fetch_walk[pw_words::WALK_VALID];
  wire data_missing = data_walk[pw_words::WALK_VALID];
  wire ends_fetch = walk_end[pw_words::END_FETCH];
  wire ends = ends_fetch || walk_end[pw_words::END_DATA];
  wire faults = ends && walk_end[pw_words::END_FAULT+:2] != pw_arch::FAULT_NONE;
  wire reads = mem_req_valid && !mem_req[pw_words::MEM_CAS];
  wire [43:0] read_ppn = mem_req[pw_words::MEM_ADDR+12+:44];
  wire behind = table_found[pw_words::TABLE_VALID];
  wire [43:0] found_ppn = table_found[pw_words::TABLE_PPN+:44];
  wire [63:0] rsp_data = mem_rsp[pw_words::RSP_DATA+:64];
  wire rsp_error = mem_rsp[pw_words::RSP_ERROR];
  wire [2:0] mode = walk[pw_words::WALK_SPACE+pw_words::SPACE_MODE+:3];
  wire [43:0] root = walk[pw_words::WALK_ROOT+:44];
  wire [1:0] quarter = walk[pw_words::WALK_VA+30+:2];
  localparam int PDPTE = pw_words::PDPTE_BITS;
  wire [PDPTE-1:0] pdpte = pdptes[quarter*PDPTE+:PDPTE];
  wire [43:0] root_ppn = mode == 3'd5 ? {4'b0, pdpte[pw_words::PDPTE_PPN+:40]} : root;

  logic ends_q, ends_fetch_q, fetch_waits_q, data_waits_q, search_q, back_q, keeps_q;
  logic [WALK-1:0] fetch_walk_q, data_walk_q, walk_q;
  always_ff @(posedge clk) begin
    {ends_q, ends_fetch_q} <= {ends && !rst, ends_fetch};
    fetch_waits_q <= !rst && fetch_missing && !(ends && ends_fetch);
    data_waits_q <= !rst && data_missing && !(ends && !ends_fetch);
    fetch_walk_q <= fetch_walk;
    data_walk_q <= data_walk;
    search_q <= search && !rst;
    back_q <= goes_back && !rst;
    keeps_q <= table_read[pw_words::TABLE_VALID] && !rst;
    walk_q <= walk;
  end
  always_comb begin
    assume (!(fence && updating));
    if (running && fetch_waits_q) assume (fetch_walk == fetch_walk_q);
    if (running && data_waits_q) assume (data_walk == data_walk_q);
    if (running && !rst && ends_q) assume (!(ends_fetch_q ? fetch_missing : data_missing));
  end

  // Inside (prove.py connects them), for the lemmas: a leaf that waits for updates stays good.
  logic [2:0] state, level;
  logic stale, fetch, wide, is_good;
  logic [3:0] path;
  logic [63:0] leaf_pte;
  logic [pw_words::STEP_BITS-1:0] steps;
  pw_pte u_pte (
      .check(1'b1),
      .absent(1'b0),
      .pte(leaf_pte),
      .mode,
      .wide,
      .level,
      .care(pw_words::ppn_mask(steps)),
      .path,
      .fetch,
      .access(walk[pw_words::WALK_ACCESS+:pw_words::ACCESS_BITS]),
      .page_fault(),
      .code(),
      .pointer(),
      .leaf(is_good),
      .ppn(),
      .napot(),
      .memtype(),
      .path_here(),
      .r(),
      .d(),
      .marks()
  );

`ifdef FRESH
  // cache-4: of the walk that ends with a fault, all was read from the root on. That is: after its
  // last search or step back nothing had been found.
  always_comb if (running && !rst && faults && state != 3'd5) assert (!behind);
  always_comb cover (running && !rst && faults && state == 3'd2);
  always_comb cover (running && !rst && goes_back && state == 3'd4);
`endif

`ifdef FIRST
  // cache-3, cache-4: a walk asks memory first in the cycle after its search, or after it went
  // back: for the entry in the table that was found, or for the root's.
  always_comb begin
    if (running && !rst && state == 3'd5) begin
      assert (search_q || back_q);
      if (reads) assert (read_ppn == (behind ? found_ppn : root_ppn));
      if (back_q) assert (!behind);
    end
    if (running && !rst && state == 3'd0) assert (!mem_req_valid && !ends);
    if (running && !rst)
      assert (search == (state == 3'd0 && (fetch_missing || data_missing) && !fence && !hold));
  end
  always_comb cover (running && !rst && state == 3'd5 && reads && behind);
  always_comb cover (running && !rst && state == 3'd5 && reads && back_q);
`endif

`ifdef TABLES
  // cache-2: what it gives to the walk cache is an answer that counts, present, without bit 7, on
  // x86 with A; no fence comes with it. And what walk_cache_formal.sv assumes.
  wire gives = table_read[pw_words::TABLE_VALID];
  always_comb begin
    if (running && !rst && gives) begin
      assert (mem_rsp_valid && state == 3'd2 && !stale && !fence && !rsp_error);
      assert (rsp_data[0] && !rsp_data[7] && (!mode[2] || rsp_data[5]));
      assert (!search);
    end
    if (running && !rst && keeps_q) assert (!search && walk == walk_q);
    if (running && !rst) assert (!(search && fence));
  end
  always_comb cover (running && !rst && gives && mode == 3'd7);
  always_comb cover (running && !rst && gives && mode == 3'd0);
`endif

`ifdef LEMMAS
  always_comb begin
    if (running) begin
      assert (state <= 3'd5);
      if (state == 3'd5) assert (search_q || back_q);
      if (state != 3'd0) assert (fetch ? fetch_missing : data_missing);
      if (stale) assert (state == 3'd1 || state == 3'd2);
      if (state == 3'd3 || state == 3'd4) assert (is_good);
    end
  end
`endif

endmodule

`default_nettype wire
