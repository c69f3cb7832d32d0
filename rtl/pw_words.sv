// SPDX-License-Identifier: Apache-2.0
//
// The channels between the blocks, as words. A channel is one vector. A field of it is named by its
// lowest bit, with a prefix that is the channel's; where it has more than one bit, their number
// stands beside it. A field begins where the one above it ends, so one that is added shifts the
// others, and nobody states a position but this list. Reached as pw_words::NAME.

`default_nettype none

package pw_words;
  // Which translation a TLB holds: that of a page in a space. A space is {mode, ASID}.
  localparam int SPACE_ASID = 0;  // 16
  localparam int SPACE_MODE = SPACE_ASID + 16;  // 3
  localparam int SPACE_BITS = SPACE_MODE + 3;
  localparam int PAGE_BITS = 45;  // the page: VPN
  localparam int PPN_BITS = 44;

  // Of a virtual address of va_bits: its page, and whether it has bits above that no page has.
  function automatic logic [PAGE_BITS-1:0] page_of(input logic [63:0] va, input int va_bits);
    page_of = PAGE_BITS'((va & (64'hffff_ffff_ffff_ffff >> (64 - va_bits))) >> 12);
  endfunction

  function automatic logic beyond_page(input logic [63:0] va, input int va_bits);
    beyond_page = |((va ^ (va << 1)) >> va_bits);
  endfunction

  // The sizes of pages. Bit n of the steps is 1 when the page is smaller than step n: 64 KiB,
  // 2 MiB, 4 MiB, 1 GiB, 512 GiB, 256 TiB; the page bits between two steps are of the page or of
  // the offset together.
  localparam int STEP_BITS = 6;

  function automatic logic [PAGE_BITS-1:0] page_mask(input logic [STEP_BITS-1:0] steps);
    logic s0, s1, s2, s3, s4, s5;
    {s5, s4, s3, s2, s1, s0} = steps;
    page_mask = {9'h1ff, {9{s5}}, {9{s4}}, {8{s3}}, s2, {5{s1}}, {4{s0}}};
  endfunction

  function automatic logic [PPN_BITS-1:0] ppn_mask(input logic [STEP_BITS-1:0] steps);
    logic unused;
    {unused, ppn_mask} = page_mask(steps);
  endfunction

  // log2 of the size.
  function automatic logic [5:0] size_of(input logic [STEP_BITS-1:0] steps);
    logic s0, s1, s2, s3, s4, s5;
    {s5, s4, s3, s2, s1, s0} = steps;
    size_of = s0 ? 6'd12 : s1 ? 6'd16 : s2 ? 6'd21 : s3 ? 6'd22 : s4 ? 6'd30 : s5 ? 6'd39 : 6'd48;
  endfunction

  function automatic logic [STEP_BITS-1:0] steps_of(input logic [PAGE_BITS-1:0] mask);
    logic unused;
    steps_of = {mask[27], mask[18], mask[10], mask[9], mask[4], mask[0]};
    unused   = &{1'b0, mask};
  endfunction

  // The steps of a page of level 0, or of a page or region of level 1 in a mode.
  function automatic logic [STEP_BITS-1:0] steps_at(input logic level, input logic [2:0] mode);
    logic unused;
    steps_at = {3'b111, !level || mode[1:0] != 2'd0, {2{!level}}};
    unused   = mode[2];
  endfunction

  // The bits of a page that number the set of the array in which it lies: at level 0 from bit 0 on,
  // at level 1 from this one on, above the offset of the largest page of that level.
  localparam int SET_AT_LEVEL_1 = 10;

  // The level of the table whose pointer has a region of this size.
  function automatic logic [2:0] level_below(input logic [STEP_BITS-1:0] steps);
    logic s3, s4, s5;
    logic [2:0] unused;
    {s5, s4, s3, unused} = steps;
    level_below = s3 ? 3'd0 : s4 ? 3'd1 : s5 ? 3'd2 : 3'd3;
  endfunction

  // controls, from the pins: the control bits of a cycle. pw_mmu puts them together, NXE first.
  localparam int ADUE = 0;
  localparam int PBMTE = 1;
  localparam int PG = 2;
  localparam int WP = 3;
  localparam int PSE = 4;
  localparam int PAE = 5;
  localparam int PGE = 6;
  localparam int LA57 = 7;
  localparam int SMEP = 8;
  localparam int SMAP = 9;
  localparam int PCIDE = 10;
  localparam int LMA = 11;
  localparam int NXE = 12;
  localparam int CONTROLS_BITS = 13;

  // fetch_req and data_req, from the pins: what the core asks, but for its tag. pw_mmu puts it
  // together, MXR first.
  localparam int REQ_VA = 0;  // 64
  localparam int REQ_SEG = REQ_VA + 64;  // 3
  localparam int REQ_LAST = REQ_SEG + 3;  // 12
  localparam int REQ_PRIV = REQ_LAST + 12;  // 2
  localparam int REQ_LOCK = REQ_PRIV + 2;
  localparam int REQ_STORE = REQ_LOCK + 1;
  localparam int REQ_SUM = REQ_STORE + 1;
  localparam int REQ_MXR = REQ_SUM + 1;
  localparam int REQ_BITS = REQ_MXR + 1;

  // A segment register, as it is held. The limit is in bytes; of null it is the opposite, so that
  // 0 is null.
  localparam int SEGMENT_RW = 0;  // of data, writable; of code, readable
  localparam int SEGMENT_MODIFIED = SEGMENT_RW + 1;  // of code, conforming; of data, expand-down
  localparam int SEGMENT_CODE = SEGMENT_MODIFIED + 1;
  localparam int SEGMENT_RPL = SEGMENT_CODE + 1;  // 2
  localparam int SEGMENT_DPL = SEGMENT_RPL + 2;  // 2
  localparam int SEGMENT_PRESENT = SEGMENT_DPL + 2;
  localparam int SEGMENT_BIG = SEGMENT_PRESENT + 1;
  localparam int SEGMENT_USABLE = SEGMENT_BIG + 1;  // not null
  localparam int SEGMENT_LIMIT = SEGMENT_USABLE + 1;  // 32
  localparam int SEGMENT_BASE = SEGMENT_LIMIT + 32;  // 64
  localparam int SEGMENT_BITS = SEGMENT_BASE + 64;

  // registers, of the segment registers: all six, ES lowest, and above them L of CS.
  localparam int SEGMENTS_LONG = 6 * SEGMENT_BITS;
  localparam int SEGMENTS_BITS = SEGMENTS_LONG + 1;

  // linear, segment to port: the linear address of a request, and the check that it fails.
  localparam int LINEAR_ADDRESS = 0;  // 64
  localparam int LINEAR_FAULT = LINEAR_ADDRESS + 64;  // 3; 0: none
  localparam int LINEAR_STACK = LINEAR_FAULT + 3;  // it is an access to SS
  localparam int LINEAR_BITS = LINEAR_STACK + 1;

  // access, a part of walk: what an access may do, and the control bits that a decoder looks at.
  localparam int ACCESS_NXE = 0;
  localparam int ACCESS_SMEP = 1;
  localparam int ACCESS_PGE = 2;
  localparam int ACCESS_PSE = 3;
  localparam int ACCESS_PBMTE = 4;
  localparam int ACCESS_ADUE = 5;
  localparam int ACCESS_MXR = 6;
  localparam int ACCESS_IGNORE_W = 7;  // CR0.WP = 0
  localparam int ACCESS_OPEN = 8;  // to a supervisor user pages are open: SUM; SMEP, SMAP and AC
  localparam int ACCESS_USER = 9;  // else supervisor
  localparam int ACCESS_STORE = 10;  // else load, or fetch
  localparam int ACCESS_BITS = 11;

  // held, PTBR to all: what is held, as a request of this cycle sees it.
  localparam int HELD_ROOT = 0;  // 44
  localparam int HELD_SPACE = HELD_ROOT + PPN_BITS;  // the mode says something only when paged
  localparam int HELD_ASID_MASK = HELD_SPACE + SPACE_BITS;  // 16, the ASID bits that exist
  localparam int HELD_PAGED = HELD_ASID_MASK + 16;
  localparam int HELD_SHORT = HELD_PAGED + 1;  // addresses have 32 bits
  localparam int HELD_X86 = HELD_SHORT + 1;
  localparam int HELD_BITS = HELD_X86 + 1;

  // write, of the PTBR's write unit, to PTBR, loader of PDPTEs and fence unit.
  localparam int WRITE_VALUE = 0;  // 64, as it will be held
  localparam int WRITE_REGIME = WRITE_VALUE + 64;  // 2
  localparam int WRITE_HAPPENS = WRITE_REGIME + 2;  // in this cycle
  localparam int WRITE_LOADS = WRITE_HAPPENS + 1;  // first the PDPTEs that the value points to
  localparam int WRITE_DROPS = WRITE_LOADS + 1;  // translations that are not global, and have
  localparam int WRITE_ASID = WRITE_DROPS + 1;  // 16, this ASID
  localparam int WRITE_WALL = WRITE_ASID + 16;  // no request may pass
  localparam int WRITE_BITS = WRITE_WALL + 1;

  // load, loader of PDPTEs to write unit and fence unit: how far it is. pdptes, to the walker: the
  // four that are held, PDPTE_BITS each.
  localparam int LOAD_FAULT = 0;  // 2
  localparam int LOAD_END = LOAD_FAULT + 2;  // in this cycle
  localparam int LOAD_BUSY = LOAD_END + 1;
  localparam int LOAD_BITS = LOAD_BUSY + 1;
  localparam int PDPTE_P = 0;
  localparam int PDPTE_PPN = PDPTE_P + 1;  // 40
  localparam int PDPTE_BITS = PDPTE_PPN + 40;

  // drop, fence unit to all that hold translations: what is to be dropped in this cycle.
  localparam int DROP_PAGE = 0;
  localparam int DROP_SPACE = DROP_PAGE + PAGE_BITS;
  localparam int DROP_BY_PAGE = DROP_SPACE + SPACE_BITS;
  localparam int DROP_BY_ASID = DROP_BY_PAGE + 1;
  localparam int DROP_BY_MODE = DROP_BY_ASID + 1;
  localparam int DROP_SPARES_GLOBAL = DROP_BY_MODE + 1;
  localparam int DROP_X86 = DROP_SPARES_GLOBAL + 1;  // else RISC-V's
  localparam int DROP_POINTERS = DROP_X86 + 1;  // valid for pointers, too
  localparam int DROP_HOLDS = DROP_POINTERS + 1;  // it may be valid: known early
  localparam int DROP_VALID = DROP_HOLDS + 1;
  localparam int DROP_BITS = DROP_VALID + 1;

  // lookup, port to TLB: a search; and in the cycle after it, what became of the request.
  localparam int LOOKUP_PAGE = 0;
  localparam int LOOKUP_SPACE = LOOKUP_PAGE + PAGE_BITS;
  localparam int LOOKUP_NONE = LOOKUP_SPACE + SPACE_BITS;  // no entry can match
  localparam int LOOKUP_VALID = LOOKUP_NONE + 1;
  localparam int LOOKUP_TOUCH = LOOKUP_VALID + 1;  // the entry found served it
  localparam int LOOKUP_BITS = LOOKUP_TOUCH + 1;

  // What an entry of a page table says, in any format. The decoders put it together in this order,
  // the highest first.
  localparam int PTE_MARKS = 0;  // 8: bits of byte 0 to be set once it is used: A; for a store D
  localparam int PTE_D = PTE_MARKS + 8;
  localparam int PTE_R = PTE_D + 1;
  localparam int PTE_PATH = PTE_R + 1;  // 4: G, U, X, W down to this entry, W lowest
  localparam int PTE_MEMTYPE = PTE_PATH + 4;  // 3
  localparam int PTE_NAPOT = PTE_MEMTYPE + 3;
  localparam int PTE_PPN = PTE_NAPOT + 1;
  localparam int PTE_POINTER = PTE_PPN + PPN_BITS;
  localparam int PTE_BITS = PTE_POINTER + 1;

  // leaf, a part of hit, fill and walk_end: what a TLB holds of a page, beside its size.
  localparam int LEAF_R = 0;
  localparam int LEAF_W = 1;
  localparam int LEAF_X = 2;
  localparam int LEAF_U = 3;
  localparam int LEAF_D = 4;
  localparam int LEAF_MEMTYPE = 5;  // 3
  localparam int LEAF_PPN = LEAF_MEMTYPE + 3;
  localparam int LEAF_BITS = LEAF_PPN + PPN_BITS;

  // hit, TLB to port: what the last search found.
  localparam int HIT_LEAF = 0;
  localparam int HIT_PPN_MASK = HIT_LEAF + LEAF_BITS;  // PPN bits above the page size
  localparam int HIT_VALID = HIT_PPN_MASK + PPN_BITS;
  localparam int HIT_BITS = HIT_VALID + 1;

  // fill, port to TLB: what the port's walk has found, which ended in the cycle before.
  localparam int FILL_PAGE = 0;
  localparam int FILL_SPACE = FILL_PAGE + PAGE_BITS;
  localparam int FILL_LEAF = FILL_SPACE + SPACE_BITS;
  localparam int FILL_STEPS = FILL_LEAF + LEAF_BITS;  // the size of the page
  localparam int FILL_GLOBAL = FILL_STEPS + STEP_BITS;
  localparam int FILL_LOCK = FILL_GLOBAL + 1;
  localparam int FILL_VALID = FILL_LOCK + 1;
  localparam int FILL_BITS = FILL_VALID + 1;

  // walk, port to walker: a miss, until its walk ends. Address and space stay one cycle longer.
  localparam int WALK_ACCESS = 0;
  localparam int WALK_ROOT = WALK_ACCESS + ACCESS_BITS;
  localparam int WALK_SPACE = WALK_ROOT + PPN_BITS;
  localparam int WALK_VA = WALK_SPACE + SPACE_BITS;  // 64
  localparam int WALK_VALID = WALK_VA + 64;  // below it, the request
  localparam int WALK_BUSY = WALK_VALID + 1;  // valid; or it may miss, accepted a cycle ago
  localparam int WALK_BITS = WALK_BUSY + 1;

  // table_read and table_found, walker to walk cache and back: a pointer, and the table that it
  // points to.
  localparam int TABLE_PPN = 0;
  localparam int TABLE_PATH = TABLE_PPN + PPN_BITS;  // 4: G, U, X, W down to the pointer, W lowest
  localparam int TABLE_STEPS = TABLE_PATH + 4;  // the size of its region, as of a page
  localparam int TABLE_VALID = TABLE_STEPS + STEP_BITS;
  localparam int TABLE_BITS = TABLE_VALID + 1;

  // entry, of the array: a page, or a pointer and the table that it points to. Where a page has R,
  // W, X and U, a pointer has the path, W lowest; the PPN is in the same place.
  localparam int ENTRY_PAGE = 0;
  localparam int ENTRY_SPACE = ENTRY_PAGE + PAGE_BITS;
  localparam int ENTRY_LEAF = ENTRY_SPACE + SPACE_BITS;
  localparam int ENTRY_GLOBAL = ENTRY_LEAF + LEAF_BITS;
  localparam int ENTRY_POINTER = ENTRY_GLOBAL + 1;  // else a page
  localparam int ENTRY_LEVEL = ENTRY_POINTER + 1;
  localparam int ENTRY_VALID = ENTRY_LEVEL + 1;
  localparam int ENTRY_BITS = ENTRY_VALID + 1;

  // page_found, array to walker: the walk ends in this cycle, with this page. Below FOUND_VALID it
  // is as walk_end below END_CODE.
  localparam int FOUND_LEAF = 0;
  localparam int FOUND_STEPS = FOUND_LEAF + LEAF_BITS;  // the size of the page
  localparam int FOUND_GLOBAL = FOUND_STEPS + STEP_BITS;
  localparam int FOUND_VALID = FOUND_GLOBAL + 1;  // unless a fence is accepted
  localparam int FOUND_BITS = FOUND_VALID + 1;

  // walk_end, walker to ports: how a walk ends.
  localparam int END_LEAF = 0;
  localparam int END_STEPS = END_LEAF + LEAF_BITS;  // the size of its page
  localparam int END_GLOBAL = END_STEPS + STEP_BITS;
  localparam int END_CODE = END_GLOBAL + 1;  // 5
  localparam int END_FAULT = END_CODE + 5;  // 2
  localparam int END_DATA = END_FAULT + 2;  // in this cycle, a walk of the data port
  localparam int END_FETCH = END_DATA + 1;
  localparam int END_BITS = END_FETCH + 1;

  // ended, of the same side, to PTBR and fence unit: the walk that ended in the cycle before.
  localparam int ENDED_SPACE = 0;
  localparam int ENDED_VA = ENDED_SPACE + SPACE_BITS;  // 64
  localparam int ENDED_FAULT = ENDED_VA + 64;  // with a fault
  localparam int ENDED_VALID = ENDED_FAULT + 1;
  localparam int ENDED_BITS = ENDED_VALID + 1;

  // mem_req and mem_rsp, from and to the masters of page-table memory. pw_mmu takes a request
  // apart, and puts an answer together, ID first.
  localparam int MEM_ID_BITS = 4;
  localparam int MEM_DATA = 0;  // 64
  localparam int MEM_EXPECT = MEM_DATA + 64;  // 64
  localparam int MEM_ADDR = MEM_EXPECT + 64;  // 56
  localparam int MEM_CAS = MEM_ADDR + 56;
  localparam int MEM_WIDE = MEM_CAS + 1;
  localparam int MEM_FETCH = MEM_WIDE + 1;  // for the fetch port
  localparam int MEM_ID = MEM_FETCH + 1;  // MEM_ID_BITS
  localparam int MEM_BITS = MEM_ID + MEM_ID_BITS;
  localparam int RSP_DATA = 0;  // 64
  localparam int RSP_LOST = RSP_DATA + 64;
  localparam int RSP_ERROR = RSP_LOST + 1;
  localparam int RSP_ID = RSP_ERROR + 1;  // MEM_ID_BITS
  localparam int RSP_BITS = RSP_ID + MEM_ID_BITS;

  // mem_line, beside mem_rsp: the line around the PTE that memory answers. pw_mmu puts it together.
  localparam int LINE_BYTES = 0;  // 512
  localparam int LINE_MAIN = LINE_BYTES + 512;  // it may be kept
  localparam int LINE_BITS = LINE_MAIN + 1;

  // reads, walker to lines: its read, and what lines must know of it. read_rsp, back: an answer.
  localparam int READS_ADDR = 0;  // 56, of the entry that is read
  localparam int READS_FRESH = READS_ADDR + 56;  // no line may serve
  localparam int READS_COUNTS = READS_FRESH + 1;  // what memory answers counts, as it answers
  localparam int READS_LOST = READS_COUNTS + 1;  // a compare-and-swap, in this cycle
  localparam int READS_BITS = READS_LOST + 1;
  localparam int READ_RSP_KEPT = RSP_BITS;  // it is out of a line; below, as mem_rsp
  localparam int READ_RSP_BITS = READ_RSP_KEPT + 1;

  // events, all to counters: those of a cycle, each bit the number of its counter; the ones of a
  // port twice, for fetch and data.
  localparam int EVENT_LOOKUP = 0;
  localparam int EVENT_HIT = 1;
  localparam int EVENT_MISS = 2;
  localparam int EVENT_PAGE_FAULT = 3;
  localparam int EVENT_OTHER_FAULT = 4;
  localparam int EVENT_STALL = 5;
  localparam int PORT_EVENTS = 6;
  localparam int EVENTS_FETCH = 0;
  localparam int EVENTS_DATA = EVENTS_FETCH + PORT_EVENTS;
  localparam int EVENTS_BACK = EVENTS_DATA + PORT_EVENTS;
  localparam int EVENT_WALK = EVENTS_BACK;
  localparam int EVENT_READ = EVENT_WALK + 1;
  localparam int EVENT_UPDATE = EVENT_READ + 1;
  localparam int EVENT_FENCE = EVENT_UPDATE + 1;
  localparam int EVENT_CACHE_HIT = EVENT_FENCE + 1;
  localparam int EVENT_CACHE_FILL = EVENT_CACHE_HIT + 1;
  localparam int EVENT_ARRAY_HIT_0 = EVENT_CACHE_FILL + 1;
  localparam int EVENT_ARRAY_HIT_1 = EVENT_ARRAY_HIT_0 + 1;
  localparam int EVENT_ARRAY_POINTER = EVENT_ARRAY_HIT_1 + 1;
  localparam int EVENT_ARRAY_FILL = EVENT_ARRAY_POINTER + 1;
  localparam int EVENT_SWEEP = EVENT_ARRAY_FILL + 1;
  localparam int EVENT_BLIND = EVENT_SWEEP + 1;
  localparam int EVENT_BACK = EVENT_BLIND + 1;
  localparam int EVENT_LINE_HIT = EVENT_BACK + 1;
  localparam int EVENT_LINE_FILL = EVENT_LINE_HIT + 1;
  localparam int EVENTS_BITS = EVENT_LINE_FILL + 1;
endpackage

`default_nettype wire
