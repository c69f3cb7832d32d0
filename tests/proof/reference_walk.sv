// SPDX-License-Identifier: Apache-2.0
//
// A page-table walk by the manuals, a cycle a step by rules walk-2 to walk-6, walk-9, fence-3 of
// rtl/contract: what it must read and write, in which order, and with what it ends. It knows what
// memory answers, and when it takes a request, but nothing of the walker. Addresses: a = root x
// 4096; the entry is at a + index x its size.

`default_nettype none

module reference_walk (
    input logic clk,
    input logic rst,

    input logic        active,         // some port waits
    input logic        fetch,          // whose turn it is: held in a walk
    input logic [63:0] va,
    input logic [43:0] root,
    input logic [ 2:0] mode,
    input logic        store,
    input logic        user,
    input logic        open,
    input logic        ignore_w,
    input logic        mxr,
    input logic [ 5:0] options,
    input logic        pdpte_present,
    input logic [39:0] pdpte_ppn,
    input logic        fence,
    input logic        taken,
    input logic        rsp,
    input logic [63:0] rsp_data,
    input logic        rsp_error,
    input logic        rsp_lost,

    output logic        reads,
    output logic [55:0] read_addr,
    output logic        writes,
    output logic [55:0] write_addr,
    output logic [63:0] write_old,
    output logic [63:0] write_new,
    output logic        ends,
    output logic [ 1:0] ends_fault,
    output logic [ 4:0] ends_code,
    output logic [43:0] ends_ppn,      // bits above the page's size
    output logic [ 2:0] ends_level,
    output logic        ends_napot,
    output logic [ 2:0] ends_memtype,
    output logic        ends_global,
    output logic        ends_dirty,
    output logic [ 3:0] ends_uxwr,

    // for the lemmas
    output logic [2:0] state,
    output logic stale,
    output logic [2:0] level,
    output logic [55:0] addr,
    output logic [3:0] path,
    output logic [4:0] pending,
    output logic good,
    output logic [5*56-1:0] addrs,
    output logic [5*64-1:0] olds,
    output logic [5*64-1:0] news
);

  localparam logic [2:0] IDLE = 3'd0, READ = 3'd1, WAIT = 3'd2, WRITE = 3'd3, WRITTEN = 3'd4;

  wire adue, pbmte, pse, pge, smep, nxe;
  assign {adue, pbmte, pse, pge, smep, nxe} = options;
  wire x86 = mode[2];
  wire pae = mode == 3'd5;
  wire four_bytes = mode[1:0] == 2'd0;

  function automatic logic [55:0] entry_at(input logic [43:0] table_ppn, input logic [2:0] i);
    logic [8:0] nine;
    nine = va[12+9*i+:9];
    if (four_bytes) entry_at = {table_ppn, i == 3'd1 ? va[31:22] : va[21:12], 2'b00};
    else entry_at = {table_ppn, nine, 3'b000};
  endfunction

  logic canonical;
  logic [2:0] top;
  always_comb begin
    canonical = 1'b1;
    case (mode)
      3'd0, 3'd4, 3'd5: top = 3'd1;
      3'd1: top = 3'd2;
      3'd2, 3'd6: top = 3'd3;
      default: top = 3'd4;
    endcase
    if (mode == 3'd1) canonical = &va[63:38] || !(|va[63:38]);
    if (mode == 3'd2 || mode == 3'd6) canonical = &va[63:47] || !(|va[63:47]);
    if (mode == 3'd3 || mode == 3'd7) canonical = &va[63:56] || !(|va[63:56]);
  end

  logic [2:0] state_q, level_q;
  logic stale_q;
  logic [55:0] addr_q;
  logic g_q, u_q, xd_q, w_q;  // of the entries above
  logic [4:0] pending_q;  // 0: the leaf's
  logic [5*56-1:0] addrs_q;
  logic [5*64-1:0] olds_q, news_q;

  logic fault_r, pointer_r, fault_x, pointer_x;
  logic [43:0] ppn_r, ppn_x;
  logic [2:0] type_r, type_x;
  logic [63:0] marked_r, marked_x;
  logic [4:0] code_x;
  // The leaf is looked at again when the last write is done.
  wire writing = state_q == WRITE || state_q == WRITTEN;
  wire [63:0] entry = writing ? olds_q[63:0] : rsp_data;

  reference_riscv u_riscv (
      .mode(mode[1:0]),
      .i(level_q),
      .pte(entry),
      .fetch,
      .store,
      .user,
      .sum(open),
      .mxr,
      .svadu(adue),
      .svpbmt(pbmte),
      .fault(fault_r),
      .pointer(pointer_r),
      .ppn(ppn_r),
      .memory_type(type_r),
      .marked(marked_r)
  );
  reference_x86 u_x86 (
      .mode(mode[1:0]),
      .level(level_q),
      .entry,
      .above_rw(w_q),
      .above_us(u_q),
      .above_xd(xd_q),
      .fetch,
      .write(store),
      .user,
      .wp(!ignore_w),
      .smep,
      .smap(!open),
      .ac(1'b0),
      .nxe,
      .pse,
      .fault(fault_x),
      .code(code_x),
      .points(pointer_x),
      .frame(ppn_x),
      .pat(type_x),
      .marked(marked_x)
  );
  wire fault = x86 ? fault_x : fault_r;
  wire pointer = x86 ? pointer_x : pointer_r;
  wire [43:0] ppn = x86 ? ppn_x : ppn_r;
  wire [63:0] marked = x86 ? marked_x : marked_r;

  wire starts = state_q == IDLE && active;
  wire absent = pae && !pdpte_present;
  wire answered = state_q == WAIT && rsp && !stale_q;
  wire follows = answered && !rsp_error && !fault && pointer;
  wire is_leaf = answered && !rsp_error && !fault && !pointer;
  wire leaf_unmarked = marked != entry;
  wire updates = is_leaf && (leaf_unmarked || |pending_q[4:1]);
  wire written = state_q == WRITTEN && rsp;
  wire written_ok = written && !rsp_error && !rsp_lost;
  wire [4:0] first = pending_q[4] ? 5'b10000 : pending_q[3] ? 5'b01000 : pending_q[2] ? 5'b00100 :
      pending_q[1] ? 5'b00010 : 5'b00001;
  wire last_written = written_ok && (pending_q & ~first) == '0;
  wire [2:0] number = first[4] ? 3'd4 : first[3] ? 3'd3 : first[2] ? 3'd2 : first[1] ? 3'd1 : 3'd0;

  wire [43:0] first_table = pae ? {4'b0, pdpte_ppn} : root;
  wire begins = starts && canonical && !absent;
  wire new_read = begins || follows;
  wire [2:0] new_level = starts ? top : level_q - 3'd1;
  wire [55:0] new_addr = entry_at(starts ? first_table : ppn, new_level);

  always_comb begin
    reads = new_read || state_q == READ;
    read_addr = new_read ? new_addr : addr_q;
    writes = state_q == WRITE;
    write_addr = addrs_q[56*number+:56];
    write_old = olds_q[64*number+:64];
    write_new = news_q[64*number+:64];

    ends_fault = 2'd0;
    ends_code = '0;
    if (starts && !canonical) ends_fault = x86 ? 2'd3 : 2'd1;
    else if (starts && absent) begin
      ends_fault = 2'd1;
      ends_code  = {fetch && (smep || nxe), 1'b0, user, store, 1'b0};
    end else if ((answered || written) && rsp_error) ends_fault = 2'd2;
    else if (answered && fault) begin
      ends_fault = 2'd1;
      ends_code  = x86 ? code_x : '0;
    end
    ends = !fence && (ends_fault != 2'd0 || (is_leaf && !updates) || last_written);
    ends_ppn = ppn;
    ends_level = level_q;
    ends_napot = !x86 && !four_bytes && entry[63];
    ends_memtype = x86 ? type_x : type_r;
    ends_global = x86 ? entry[8] && pge : entry[5] || g_q;
    ends_dirty = (x86 ? entry[6] : entry[7]) || store;
    ends_uxwr = x86 ? {u_q && entry[2], !(xd_q || entry[63]), w_q && entry[1], 1'b1} :
        {entry[4], entry[3], entry[2], entry[1]};
  end

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= IDLE;
      stale_q <= 1'b0;
    end else begin
      case (state_q)
        IDLE: if (begins) state_q <= taken ? WAIT : READ;
        READ: if (taken) state_q <= WAIT;
        WAIT:
        if (rsp) begin
          state_q <= IDLE;
          if (follows) state_q <= taken ? WAIT : READ;
          if (updates && !fence) state_q <= WRITE;
        end
        WRITE: if (taken) state_q <= WRITTEN;
        default: if (rsp) state_q <= written_ok && !last_written ? WRITE : IDLE;
      endcase
      if (state_q == WAIT && rsp && !follows) stale_q <= 1'b0;
      else if (fence && (begins || follows || state_q == READ || state_q == WAIT)) stale_q <= 1'b1;
    end
    if (starts) begin
      pending_q   <= '0;
      {g_q, xd_q} <= '0;
      {u_q, w_q}  <= '1;
    end
    if (new_read) begin
      level_q <= new_level;
      addr_q  <= new_addr;
    end
    if (follows) begin
      g_q  <= !x86 && (g_q || entry[5]);
      u_q  <= x86 ? u_q && entry[2] : u_q;
      w_q  <= x86 ? w_q && entry[1] : w_q;
      xd_q <= x86 ? xd_q || entry[63] : xd_q;
      if (x86 && leaf_unmarked) pending_q[level_q] <= 1'b1;
      for (int n = 1; n < 5; n++) begin
        if (x86 && level_q == 3'(n)) begin
          addrs_q[56*n+:56] <= addr_q;
          olds_q[64*n+:64]  <= rsp_data;
          news_q[64*n+:64]  <= marked;
        end
      end
    end
    if (is_leaf) begin
      pending_q[0]  <= leaf_unmarked;
      addrs_q[55:0] <= addr_q;
      olds_q[63:0]  <= rsp_data;
      news_q[63:0]  <= marked;
    end
    if (written_ok) pending_q <= pending_q & ~first;
  end

  assign {state, stale, level, addr, pending} = {state_q, stale_q, level_q, addr_q, pending_q};
  assign good = !fault && !pointer;
  assign path = {g_q, u_q, !xd_q, w_q};
  assign {addrs, olds, news} = {addrs_q, olds_q, news_q};

endmodule

`default_nettype wire
