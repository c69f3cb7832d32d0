// SPDX-License-Identifier: Apache-2.0
//
// The MMU on a second simulator, of four states: every register starts as X, and the reset alone
// must end that. From the first reset on each output of each cycle must be what +pins=FILE, of
// `pagewalk run --pins`, says, X being a difference like any other. With +blank an input whose
// valid is 0 is X, and in the first cycle, of reset, all but `rst`: nothing of it may get out.
// The size is that of the program that wrote FILE.
//
// Prints "cycles N" (compared), or the first difference: FILE, cycle, pin, both values. Exit
// status: 0 no difference, 1 one, 2 no such file, or one that is none of these.

`default_nettype none

`define DRIVE(pin) \
  next(word); \
  pin = word[$bits(pin)-1:0]; \
  if (pin !== word) bad;

`define EXPECT(pin) \
  next(word); \
  if (running && pin !== word[$bits(pin)-1:0]) differ(`"pin`", pin, word);

module replay #(
    parameter int ITLB_ENTRIES = 16,
    parameter int DTLB_ENTRIES = 16,
    parameter int ASID_BITS    = 16,
    parameter int TAG_BITS     = 8,
    parameter int COUNTER_BITS = 32,
    parameter int PA_BITS      = 46,
    parameter int FORMATS      = 255,
    parameter int SEGMENTS     = 1
);

  logic clk = 1'b0;

  logic rst;
  logic fetch_req_valid;
  logic [TAG_BITS-1:0] fetch_req_tag;
  logic [63:0] fetch_req_va;
  logic [2:0] fetch_req_seg;
  logic [11:0] fetch_req_last;
  logic [1:0] fetch_req_priv;
  logic fetch_req_pin;
  logic fetch_rsp_ready;
  logic data_req_valid;
  logic [TAG_BITS-1:0] data_req_tag;
  logic [63:0] data_req_va;
  logic [2:0] data_req_seg;
  logic [11:0] data_req_last;
  logic [1:0] data_req_priv;
  logic data_req_pin;
  logic data_req_store;
  logic data_req_sum;
  logic data_req_mxr;
  logic data_rsp_ready;
  logic adue;
  logic pbmte;
  logic pg;
  logic wp;
  logic pse;
  logic pae;
  logic pge;
  logic la57;
  logic smep;
  logic smap;
  logic pcide;
  logic lma;
  logic nxe;
  logic ptbr_valid;
  logic [1:0] ptbr_regime;
  logic [63:0] ptbr_value;
  logic seg_valid;
  logic [2:0] seg_index;
  logic [63:0] seg_base;
  logic [19:0] seg_limit;
  logic seg_granular;
  logic [3:0] seg_type;
  logic [1:0] seg_dpl;
  logic [1:0] seg_rpl;
  logic seg_present;
  logic seg_null;
  logic seg_big;
  logic seg_long;
  logic fence_valid;
  logic fence_by_va;
  logic [63:0] fence_va;
  logic fence_by_asid;
  logic [15:0] fence_asid;
  logic fence_keep_global;
  logic mem_req_ready;
  logic mem_rsp_valid;
  logic [63:0] mem_rsp_data;
  logic mem_rsp_error;
  logic mem_rsp_lost;
  logic [3:0] counter_select;

  logic fetch_req_ready;
  logic fetch_rsp_valid;
  logic [TAG_BITS-1:0] fetch_rsp_tag;
  logic [55:0] fetch_rsp_pa;
  logic [2:0] fetch_rsp_fault;
  logic [4:0] fetch_rsp_code;
  logic [5:0] fetch_rsp_size;
  logic [2:0] fetch_rsp_memtype;
  logic data_req_ready;
  logic data_rsp_valid;
  logic [TAG_BITS-1:0] data_rsp_tag;
  logic [55:0] data_rsp_pa;
  logic [2:0] data_rsp_fault;
  logic [4:0] data_rsp_code;
  logic [5:0] data_rsp_size;
  logic [2:0] data_rsp_memtype;
  logic ptbr_ready;
  logic ptbr_rsp_valid;
  logic [1:0] ptbr_rsp_fault;
  logic [63:0] ptbr_held;
  logic fence_ready;
  logic mem_req_valid;
  logic mem_req_fetch;
  logic mem_req_wide;
  logic [55:0] mem_req_addr;
  logic mem_req_cas;
  logic [63:0] mem_req_expect;
  logic [63:0] mem_req_data;
  logic [COUNTER_BITS-1:0] counter_value;

  mmu #(
      .ITLB_ENTRIES(ITLB_ENTRIES),
      .DTLB_ENTRIES(DTLB_ENTRIES),
      .ASID_BITS(ASID_BITS),
      .TAG_BITS(TAG_BITS),
      .COUNTER_BITS(COUNTER_BITS),
      .PA_BITS(PA_BITS),
      .FORMATS(FORMATS),
      .SEGMENTS(SEGMENTS)
  ) u_mmu (
      .clk,
      .rst,
      .fetch_req_valid,
      .fetch_req_tag,
      .fetch_req_va,
      .fetch_req_seg,
      .fetch_req_last,
      .fetch_req_priv,
      .fetch_req_pin,
      .fetch_rsp_ready,
      .data_req_valid,
      .data_req_tag,
      .data_req_va,
      .data_req_seg,
      .data_req_last,
      .data_req_priv,
      .data_req_pin,
      .data_req_store,
      .data_req_sum,
      .data_req_mxr,
      .data_rsp_ready,
      .adue,
      .pbmte,
      .pg,
      .wp,
      .pse,
      .pae,
      .pge,
      .la57,
      .smep,
      .smap,
      .pcide,
      .lma,
      .nxe,
      .ptbr_valid,
      .ptbr_regime,
      .ptbr_value,
      .seg_valid,
      .seg_index,
      .seg_base,
      .seg_limit,
      .seg_granular,
      .seg_type,
      .seg_dpl,
      .seg_rpl,
      .seg_present,
      .seg_null,
      .seg_big,
      .seg_long,
      .fence_valid,
      .fence_by_va,
      .fence_va,
      .fence_by_asid,
      .fence_asid,
      .fence_keep_global,
      .mem_req_ready,
      .mem_rsp_valid,
      .mem_rsp_data,
      .mem_rsp_error,
      .mem_rsp_lost,
      .counter_select,
      .fetch_req_ready,
      .fetch_rsp_valid,
      .fetch_rsp_tag,
      .fetch_rsp_pa,
      .fetch_rsp_fault,
      .fetch_rsp_code,
      .fetch_rsp_size,
      .fetch_rsp_memtype,
      .data_req_ready,
      .data_rsp_valid,
      .data_rsp_tag,
      .data_rsp_pa,
      .data_rsp_fault,
      .data_rsp_code,
      .data_rsp_size,
      .data_rsp_memtype,
      .ptbr_ready,
      .ptbr_rsp_valid,
      .ptbr_rsp_fault,
      .ptbr_held,
      .fence_ready,
      .mem_req_valid,
      .mem_req_fetch,
      .mem_req_wide,
      .mem_req_addr,
      .mem_req_cas,
      .mem_req_expect,
      .mem_req_data,
      .counter_value
  );

  reg [8*256-1:0] path;
  reg [8*4096-1:0] names;
  reg [63:0] word;
  reg blank;
  reg running;  // the first reset is over
  reg waiting_cas;  // the access that memory has accepted last is a compare-and-swap
  integer file, items, cycle, compared;

  task bad;
    begin
      $display("%0s: cycle %0d: no pins of this size", path, cycle);
      $finish_and_return(2);
    end
  endtask

  task next(output reg [63:0] value);
    begin
      if ($fscanf(file, "%h", value) != 1) bad;
    end
  endtask

  task differ(input reg [8*32-1:0] pin, input reg [63:0] here, input reg [63:0] there);
    begin
      $display("%0s: cycle %0d: pin %0s: Icarus %0h, recorded %0h%0s", path, cycle, pin, here,
               there, ^here === 1'bx ? " (X)" : "");
      $finish_and_return(1);
    end
  endtask

  task drive;
    begin
      `DRIVE(fetch_req_valid)
      `DRIVE(fetch_req_tag)
      `DRIVE(fetch_req_va)
      `DRIVE(fetch_req_seg)
      `DRIVE(fetch_req_last)
      `DRIVE(fetch_req_priv)
      `DRIVE(fetch_req_pin)
      `DRIVE(fetch_rsp_ready)
      `DRIVE(data_req_valid)
      `DRIVE(data_req_tag)
      `DRIVE(data_req_va)
      `DRIVE(data_req_seg)
      `DRIVE(data_req_last)
      `DRIVE(data_req_priv)
      `DRIVE(data_req_pin)
      `DRIVE(data_req_store)
      `DRIVE(data_req_sum)
      `DRIVE(data_req_mxr)
      `DRIVE(data_rsp_ready)
      `DRIVE(adue)
      `DRIVE(pbmte)
      `DRIVE(pg)
      `DRIVE(wp)
      `DRIVE(pse)
      `DRIVE(pae)
      `DRIVE(pge)
      `DRIVE(la57)
      `DRIVE(smep)
      `DRIVE(smap)
      `DRIVE(pcide)
      `DRIVE(lma)
      `DRIVE(nxe)
      `DRIVE(ptbr_valid)
      `DRIVE(ptbr_regime)
      `DRIVE(ptbr_value)
      `DRIVE(seg_valid)
      `DRIVE(seg_index)
      `DRIVE(seg_base)
      `DRIVE(seg_limit)
      `DRIVE(seg_granular)
      `DRIVE(seg_type)
      `DRIVE(seg_dpl)
      `DRIVE(seg_rpl)
      `DRIVE(seg_present)
      `DRIVE(seg_null)
      `DRIVE(seg_big)
      `DRIVE(seg_long)
      `DRIVE(fence_valid)
      `DRIVE(fence_by_va)
      `DRIVE(fence_va)
      `DRIVE(fence_by_asid)
      `DRIVE(fence_asid)
      `DRIVE(fence_keep_global)
      `DRIVE(mem_req_ready)
      `DRIVE(mem_rsp_valid)
      `DRIVE(mem_rsp_data)
      `DRIVE(mem_rsp_error)
      `DRIVE(mem_rsp_lost)
      `DRIVE(counter_select)
    end
  endtask

  task compare;
    begin
      `EXPECT(fetch_req_ready)
      `EXPECT(fetch_rsp_valid)
      `EXPECT(fetch_rsp_tag)
      `EXPECT(fetch_rsp_pa)
      `EXPECT(fetch_rsp_fault)
      `EXPECT(fetch_rsp_code)
      `EXPECT(fetch_rsp_size)
      `EXPECT(fetch_rsp_memtype)
      `EXPECT(data_req_ready)
      `EXPECT(data_rsp_valid)
      `EXPECT(data_rsp_tag)
      `EXPECT(data_rsp_pa)
      `EXPECT(data_rsp_fault)
      `EXPECT(data_rsp_code)
      `EXPECT(data_rsp_size)
      `EXPECT(data_rsp_memtype)
      `EXPECT(ptbr_ready)
      `EXPECT(ptbr_rsp_valid)
      `EXPECT(ptbr_rsp_fault)
      `EXPECT(ptbr_held)
      `EXPECT(fence_ready)
      `EXPECT(mem_req_valid)
      `EXPECT(mem_req_fetch)
      `EXPECT(mem_req_wide)
      `EXPECT(mem_req_addr)
      `EXPECT(mem_req_cas)
      `EXPECT(mem_req_expect)
      `EXPECT(mem_req_data)
      `EXPECT(counter_value)
    end
  endtask

  // What the contract lets be anything: payloads without their valid, and of memory's answer data
  // and lost beside an error, data of a compare-and-swap, lost of a read.
  task make_blank;
    begin
      if (!fetch_req_valid) begin
        fetch_req_tag  = 'x;
        fetch_req_va   = 'x;
        fetch_req_seg  = 'x;
        fetch_req_last = 'x;
        fetch_req_priv = 'x;
        fetch_req_pin  = 'x;
      end
      if (!data_req_valid) begin
        data_req_tag = 'x;
        data_req_va = 'x;
        data_req_seg = 'x;
        data_req_last = 'x;
        data_req_priv = 'x;
        data_req_pin = 'x;
        data_req_store = 'x;
        data_req_sum = 'x;
        data_req_mxr = 'x;
      end
      if (!ptbr_valid) ptbr_value = 'x;
      if (!seg_valid) begin
        seg_index = 'x;
        seg_base = 'x;
        seg_limit = 'x;
        seg_granular = 'x;
        seg_type = 'x;
        seg_dpl = 'x;
        seg_rpl = 'x;
        seg_present = 'x;
        seg_null = 'x;
        seg_big = 'x;
        seg_long = 'x;
      end
      if (!fence_valid) {fence_by_va, fence_va, fence_by_asid, fence_asid, fence_keep_global} = 'x;
      if (!mem_rsp_valid) mem_rsp_error = 'x;
      if (!mem_rsp_valid || mem_rsp_error || waiting_cas) mem_rsp_data = 'x;
      if (!mem_rsp_valid || mem_rsp_error || !waiting_cas) mem_rsp_lost = 'x;
    end
  endtask

  task power_on;
    begin
      fetch_req_valid = 'x;
      fetch_req_tag = 'x;
      fetch_req_va = 'x;
      fetch_req_seg = 'x;
      fetch_req_last = 'x;
      fetch_req_priv = 'x;
      fetch_req_pin = 'x;
      fetch_rsp_ready = 'x;
      data_req_valid = 'x;
      data_req_tag = 'x;
      data_req_va = 'x;
      data_req_seg = 'x;
      data_req_last = 'x;
      data_req_priv = 'x;
      data_req_pin = 'x;
      data_req_store = 'x;
      data_req_sum = 'x;
      data_req_mxr = 'x;
      data_rsp_ready = 'x;
      adue = 'x;
      pbmte = 'x;
      pg = 'x;
      wp = 'x;
      pse = 'x;
      pae = 'x;
      pge = 'x;
      la57 = 'x;
      smep = 'x;
      smap = 'x;
      pcide = 'x;
      lma = 'x;
      nxe = 'x;
      ptbr_valid = 'x;
      ptbr_regime = 'x;
      ptbr_value = 'x;
      seg_valid = 'x;
      seg_index = 'x;
      seg_base = 'x;
      seg_limit = 'x;
      seg_granular = 'x;
      seg_type = 'x;
      seg_dpl = 'x;
      seg_rpl = 'x;
      seg_present = 'x;
      seg_null = 'x;
      seg_big = 'x;
      seg_long = 'x;
      fence_valid = 'x;
      fence_by_va = 'x;
      fence_va = 'x;
      fence_by_asid = 'x;
      fence_asid = 'x;
      fence_keep_global = 'x;
      mem_req_ready = 'x;
      mem_rsp_valid = 'x;
      mem_rsp_data = 'x;
      mem_rsp_error = 'x;
      mem_rsp_lost = 'x;
      counter_select = 'x;
    end
  endtask

  // A line of the file: drive, let it settle, compare, and the edge.
  task one_cycle;
    begin
      drive;
      if (blank) make_blank;
      if (blank && !running) power_on;
      #1 compare;
      if (running) compared = compared + 1;
      if (mem_req_valid === 1'b1 && mem_req_ready) waiting_cas = mem_req_cas;
      if (rst) running = 1'b1;
      #1 clk = 1'b1;
      #1 clk = 1'b0;
      cycle = cycle + 1;
    end
  endtask

  initial begin
    cycle = 0;
    compared = 0;
    running = 1'b0;
    waiting_cas = 1'b0;
    blank = $test$plusargs("blank") != 0;
    if (!$value$plusargs("pins=%s", path)) path = "no +pins=FILE";
    file = $fopen(path, "r");
    if (file == 0 || $fgets(names, file) == 0 || names[7:0] != 8'h0a) bad;
    items = $fscanf(file, "%h", word);
    while (items == 1) begin
      rst = word[0];
      one_cycle;
      items = $fscanf(file, "%h", word);
    end
    if (!$feof(file) || compared == 0) bad;
    $display("cycles %0d", compared);
    $finish_and_return(0);
  end

endmodule

`undef DRIVE
`undef EXPECT

`default_nettype wire
