// SPDX-License-Identifier: Apache-2.0
//
// One walk cache of four entries with anything on its pins, and one pointer, any: `space` and
// `page`, in a region of `size`. Beside it that pointer as it was last read, kept by the letter of
// rules cache-2 and cache-5, while nothing has dropped it. The properties are chosen by a define.
//
// Assumed of the walker and the fence unit around it: a walk does not search in the cycle of a
// fence or of a drop, nor while it goes back or reads a pointer, nor in the cycle after that, in
// which its request is the same: walker_cache_formal.sv proves it, but for drops without a fence.
// Those of a write of CR3 come while no port waits (ptbr-5), and those of a fault in the cycle in
// which no walk starts and behind which none was under way: the RTL's own promise, that one thing
// happens at a time, holds them to it in simulation.

`default_nettype none

module walk_cache_formal (
    input logic clk,
    input logic rst
);

  localparam int N = 4;
  localparam int SPACE = pw_words::SPACE_BITS;
  localparam int REGION = pw_words::PAGE_BITS - 9;
  localparam int KEY = SPACE + REGION;

  // Undriven: anything in any cycle.
  logic [pw_words::WALK_BITS-1:0] walk;
  logic search, begins, forget, fence;
  logic [pw_words::TABLE_BITS-1:0] table_read;
  logic [pw_words::DROP_BITS-1:0] drop;

  logic [pw_words::TABLE_BITS-1:0] table_found;
  logic event_fill;
  pw_walk_cache #(.ENTRIES(N)) u_walk_cache (.*);

  wire [SPACE-1:0] walk_space = walk[pw_words::WALK_SPACE+:SPACE];
  wire [44:0] walk_page = walk[pw_words::WALK_VA+12+:45];
  wire nxe = walk[pw_words::WALK_ACCESS+pw_words::ACCESS_NXE];
  wire reads = table_read[pw_words::TABLE_VALID];
  wire [5:0] read_steps = table_read[pw_words::TABLE_STEPS+:6];
  wire [3:0] read_path = table_read[pw_words::TABLE_PATH+:4];
  wire [43:0] read_ppn = table_read[pw_words::TABLE_PPN+:44];
  wire found = table_found[pw_words::TABLE_VALID];
  wire [5:0] found_steps = table_found[pw_words::TABLE_STEPS+:6];
  wire [3:0] found_path = table_found[pw_words::TABLE_PATH+:4];
  wire [43:0] found_ppn = table_found[pw_words::TABLE_PPN+:44];

  wire drops = drop[pw_words::DROP_POINTERS];
  wire drop_x86 = drop[pw_words::DROP_X86];
  wire drop_fault = drop[pw_words::DROP_BY_MODE];
  wire drop_by_asid = drop[pw_words::DROP_BY_ASID];
  wire drop_by_page = drop[pw_words::DROP_BY_PAGE];
  wire [15:0] drop_asid = drop[pw_words::DROP_SPACE+pw_words::SPACE_ASID+:16];
  wire [44:0] drop_page = drop[pw_words::DROP_PAGE+:45];

  logic running;
  reset_first u_reset_first (.*);

  // Regions are those of pointers: 2 MiB, 4 MiB, 1 GiB, 512 GiB, 256 TiB.
  // With entries of 4 bytes there are those of 4 MiB alone, with 8 none of 4 MiB.
  function automatic logic is_region(input logic [5:0] steps, input logic [1:0] mode);
    is_region = (~steps & (~steps + 6'd1)) == '0 && steps[1:0] == 2'b0 &&
        (mode == 2'd0 ? steps == 6'b111000 : steps != 6'b111000);
  endfunction

  logic read_before_q;
  logic [pw_words::WALK_BITS-1:0] walk_q;
  always_ff @(posedge clk) begin
    read_before_q <= reads && !rst;
    walk_q <= walk;
  end
  always_comb begin
    assume (!(search && (fence || drops || reads || forget)));
    if (read_before_q) assume (walk == walk_q && !search && (fence || !drops));
    if (reads) assume (is_region(read_steps, walk_space[17:16]) && !fence);
    if (drops && drop_fault) assume (drop_by_asid && drop_by_page);
  end

  // Inside (prove.py connects them).
  logic [N-1:0] valid;
  logic [N*KEY-1:0] words;
  logic [N*4-1:0] sizes, paths;
  logic [N*44-1:0] ppns;
  logic filling;
  logic [3:0] fill_size, fill_path;
  logic [43:0] fill_ppn;

  // The pointer, and what was last read of it.
  (* anyconst *) logic [SPACE-1:0] space;
  (* anyconst *) logic [44:0] page;
  (* anyconst *) logic [5:0] size;
  always_comb assume (is_region(size, space[17:16]));
  wire [44:0] mask = pw_words::page_mask(size);

  wire is_it = walk_space == space && ((walk_page ^ page) & mask) == '0;
  // cache-5.
  wire named_by_asid = !drop_by_asid || space[15:0] == drop_asid;
  wire by_region = drop_by_page && (drop_fault || !drop_x86);
  wire named_by_page = !by_region || ((page ^ drop_page) & mask) == '0;
  wire named = drops && (drop_x86 || !drop_fault) && named_by_asid && named_by_page;

  logic coming_q, live_q;
  logic [3:0] coming_path_q, path_q;
  logic [43:0] coming_ppn_q, ppn_q;
  always_ff @(posedge clk) begin
    coming_q <= !rst && reads && is_it && read_steps == size;
    coming_path_q <= read_path;
    coming_ppn_q <= read_ppn;
    if (rst || named) live_q <= 1'b0;
    else if (coming_q && !fence) begin
      live_q <= 1'b1;
      path_q <= coming_path_q;
      ppn_q  <= coming_ppn_q;
    end
  end

  // A search in its region, in the cycle before, and what it may find.
  logic asked_q, asked_live_q, asked_x_q;
  logic [ 3:0] asked_path_q;
  logic [43:0] asked_ppn_q;
  always_ff @(posedge clk) begin
    asked_q <= !rst && search && is_it;
    if (search) begin
      asked_live_q <= live_q;
      asked_x_q <= !space[18] || nxe;
      asked_path_q <= path_q;
      asked_ppn_q <= ppn_q;
    end
  end
  wire finds = running && found && asked_q;

  // Which entries hold it.
  logic [N-1:0] holds;
  always_comb begin
    for (int i = 0; i < N; i++)
    holds[i] = valid[i] && words[i*KEY+REGION+:SPACE] == space && sizes[i*4+:4] == size[5:2] &&
        ((words[i*KEY+:REGION] ^ page[44:9]) & mask[44:9]) == '0;
  end

`ifdef ONE_PLACE
  // cache-2: a pointer is in one slot at most.
  always_comb if (running) assert ($onehot0(holds));
  always_comb cover (running && &valid && |holds);
`endif

`ifdef FOUND
  // cache-3, cache-5: what is found was read for that space and region, and nothing has dropped it
  // since; and its path and table are those of the last read.
  always_comb begin
    if (finds && found_steps == size)
      assert (asked_live_q && found_path == asked_path_q && found_ppn == asked_ppn_q);
  end
  always_comb cover (finds && found_steps == size && size == 6'b110000);
  always_comb cover (running && asked_q && !found && !asked_live_q && |valid);
`endif

`ifdef LOWEST
  // cache-3: nothing is found above what may serve; and XD does not serve where it is reserved.
  logic served_q;
  always_ff @(posedge clk) begin
    served_q <= !rst && search && is_it && |(holds & usable);
  end
  logic [N-1:0] usable;
  always_comb for (int i = 0; i < N; i++) usable[i] = !space[18] || nxe || paths[i*4+1];
  always_comb if (running && served_q) assert (found && (found_steps & size) == size);
  always_comb if (finds && !asked_x_q) assert (found_path[1]);
  always_comb cover (finds && served_q && found_steps != size);
`endif

`ifdef KEPT
  // cache-2: a fill is there in the next cycle; cache-5: a drop takes what it names, and no other.
  logic filled_q, drops_q, named_q, held_q;
  logic [N-1:0] holds_q;
  always_ff @(posedge clk) begin
    filled_q <= !rst && coming_q && !fence;
    drops_q  <= !rst && drops && !(read_before_q && !fence);
    named_q  <= named;
    holds_q  <= holds;
  end
  always_comb if (running && filled_q) assert (|holds);
  always_comb if (running && drops_q) assert (holds == (named_q ? '0 : holds_q));
  always_comb cover (running && drops_q && |holds_q && !named_q);
  always_comb cover (running && drops_q && |holds_q && named_q);
`endif

`ifdef LEMMAS
  // What holds of the slots, with which the properties become inductive.
  always_comb begin
    if (running) begin
      assert (coming_q == (filling && is_it && fill_size == size[5:2]));
      if (coming_q) assert (coming_path_q == fill_path && coming_ppn_q == fill_ppn);
      assert (filling == read_before_q);
      for (int i = 0; i < N; i++) begin
        if (valid[i]) assert (is_region({sizes[i*4+:4], 2'b0}, words[i*KEY+REGION+16+:2]));
        if (holds[i]) assert (live_q && paths[i*4+:4] == path_q && ppns[i*44+:44] == ppn_q);
        for (int j = 0; j < i; j++)
        if (valid[i] && valid[j] && sizes[i*4+:4] == sizes[j*4+:4])
          assert (((words[i*KEY+:KEY] ^ words[j*KEY+:KEY]) & {19'h7ffff, region_mask(
              sizes[i*4+:4]
          )}) != '0);
      end
    end
  end
  function automatic logic [REGION-1:0] region_mask(input logic [3:0] s);
    logic [8:0] unused;
    {region_mask, unused} = pw_words::page_mask({s, 2'b0});
  endfunction
`endif

endmodule

`default_nettype wire
