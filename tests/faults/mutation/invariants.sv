// SPDX-License-Identifier: Apache-2.0
//
// What holds of the MMU, both of whose TLBs have ENTRIES, in every cycle in which the rules of
// miter_rules.sv have been kept. Each bit of an output is an invariant: 1 while it holds. prove.py
// proves them together, by induction over one cycle, of the netlist without a mutant, and only then
// lets the proofs of mutants use them.
//
// An input shows the wire of the MMU that its attribute `of` names, or those of an array, the
// first on top. Where versions of Yosys keep different names of a wire, it has both.

`default_nettype none

module invariants #(
    parameter int ENTRIES = 4,
    parameter int PA_BITS = 36
) (
    (* of = "u_ptbr.regime_q" *) input logic [1:0] regime,
    (* of = "ptbr_held" *) input logic [63:0] ptbr,
    (* of = "u_back.g_pdpte.u_pdpte.held_q" *) input logic [4*pw_words::PDPTE_BITS-1:0] pdptes,
    (* of = "u_back.g_pdpte.u_pdpte.loaded_q" *)
    input logic [3*pw_words::PDPTE_BITS-1:0] pdptes_loaded,

    (* of = "u_fetch.u_port.state_q" *) input logic [1:0] fetch_state,
    (* of = "u_fetch.u_port.translated_q" *) input logic fetch_translated,
    (* of = "u_fetch.u_port.refusal_q" *) input logic [2:0] fetch_refusal,
    (* of = "u_fetch.u_port.space_q|u_back.fetch_space" *)
    input logic [pw_words::SPACE_BITS-1:0] fetch_space,
    (* of = "u_fetch.u_port.root_q" *) input logic [43:0] fetch_root,
    (* of = "u_fetch.u_port.ended_q" *) input logic fetch_ended,
    (* of = "u_fetch.u_port.u_answer.fault_q" *) input logic [1:0] fetch_fault,
    (* of = "u_fetch.u_port.u_answer.leaf_q" *) input logic [pw_words::LEAF_BITS-1:0] fetch_leaf,
    (* of = "u_fetch.u_port.u_answer.steps_q" *) input logic [pw_words::STEP_BITS-1:0] fetch_steps,
    (* of = "u_fetch.u_tlb.match_q" *) input logic fetch_match,
    (* of = "u_fetch.u_tlb.slot_q" *) input logic [$clog2(
ENTRIES
)-1:0] fetch_slot, (* of = "u_fetch.u_tlb.valid_q|u_fetch.u_tlb.u_nru.valid" *)
    input logic [ENTRIES-1:0] fetch_valid,
    (* of = "u_fetch.u_tlb.locked_q" *) input logic [ENTRIES-1:0] fetch_locked,
    (* of = "u_fetch.u_tlb.word_q[ENTRIES-1:0]" *)
    input logic [64*ENTRIES-1:0] fetch_word, (* of = "u_fetch.u_tlb.care_q[ENTRIES-1:0]" *)
    input logic [64*ENTRIES-1:0] fetch_care, (* of = "u_fetch.u_tlb.entry_q[ENTRIES-1:0]" *)
    input logic [ENTRIES*pw_words::LEAF_BITS-1:0] fetch_entry,

    (* of = "u_data.u_port.state_q" *) input logic [1:0] data_state,
    (* of = "u_data.u_port.translated_q" *) input logic data_translated,
    (* of = "u_data.u_port.refusal_q" *) input logic [2:0] data_refusal,
    (* of = "u_data.u_port.space_q|u_back.data_space" *)
    input logic [pw_words::SPACE_BITS-1:0] data_space,
    (* of = "u_data.u_port.root_q" *) input logic [43:0] data_root,
    (* of = "u_data.u_port.ended_q" *) input logic data_ended,
    (* of = "u_data.u_port.u_answer.fault_q" *) input logic [1:0] data_fault,
    (* of = "u_data.u_port.u_answer.leaf_q" *) input logic [pw_words::LEAF_BITS-1:0] data_leaf,
    (* of = "u_data.u_port.u_answer.steps_q" *) input logic [pw_words::STEP_BITS-1:0] data_steps,
    (* of = "u_data.u_tlb.match_q" *) input logic data_match,
    (* of = "u_data.u_tlb.slot_q" *) input logic [$clog2(
ENTRIES
)-1:0] data_slot, (* of = "u_data.u_tlb.valid_q|u_data.u_tlb.u_nru.valid" *)
    input logic [ENTRIES-1:0] data_valid,
    (* of = "u_data.u_tlb.locked_q" *) input logic [ENTRIES-1:0] data_locked,
    (* of = "u_data.u_tlb.word_q[ENTRIES-1:0]" *)
    input logic [64*ENTRIES-1:0] data_word, (* of = "u_data.u_tlb.care_q[ENTRIES-1:0]" *)
    input logic [64*ENTRIES-1:0] data_care, (* of = "u_data.u_tlb.entry_q[ENTRIES-1:0]" *)
    input logic [ENTRIES*pw_words::LEAF_BITS-1:0] data_entry,

    (* of = "u_back.u_walker.state_q" *) input logic [2:0] state,
    (* of = "u_back.u_walker.fetch_q" *) input logic fetch,
    (* of = "u_back.u_walker.u_step.mode" *) input logic [2:0] mode,
    (* of = "u_back.u_walker.u_step.access" *) input logic [pw_words::ACCESS_BITS-1:0] access,
    (* of = "u_back.u_walker.level|u_back.u_walker.u_step.level_q" *) input logic [2:0] level,
    (* of = "u_back.u_walker.addr|u_back.u_walker.u_step.addr_q" *) input logic [55:0] addr,
    (* of = "u_back.u_walker.u_step.path_q" *) input logic [3:0] path,
    (* of = "u_back.u_walker.u_updates.leaf_waits_q" *) input logic leaf_waits,
    (* of = "u_back.u_walker.leaf_pte" *) input logic [63:0] leaf_pte,
    (* of = "u_back.u_walker.u_updates.g_pointers.waits_q" *) input logic [4:1] waits,
    (* of = "u_back.u_walker.u_updates.g_pointers.addr_q[4:1]" *)
    input logic [223:0] waiting_addr,
    (* of = "u_back.u_walker.u_updates.g_pointers.pte_q[4]" *) input logic [63:0] waiting_pte_4,

    output logic cr3_in_memory,  // no bit above the physical address
    output logic pdptes_in_memory,
    output logic fetch_request,  // translated: not refused, and the root is in memory
    output logic data_request,
    output logic fetch_brought,  // by its walk
    output logic [ENTRIES-1:0] fetch_apart,
    output logic fetch_filled,  // what a TLB holds, and what a search has found
    output logic data_brought,
    output logic [ENTRIES-1:0] data_apart,
    output logic data_filled,
    output logic walk_awaited,  // by the port that it is for
    output logic walk_level,  // not above the root of its mode
    output logic walk_in_memory,  // what it reads, in x86
    output logic pointers_wait,  // of levels above, in memory, and no PML5E has PS
    output logic leaf_waits_last,  // for an update, and not while entries are read
    output logic leaf_good
);

  localparam int PDPTE = pw_words::PDPTE_BITS;
  localparam int BEYOND = pw_words::PDPTE_PPN + PA_BITS - 12;  // of a PDPTE, above PA

  always_comb begin
    cr3_in_memory = !regime[1] || ptbr[51:PA_BITS] == '0;
    pdptes_in_memory = 1'b1;
    for (int i = 0; i < 4; i++) if (|pdptes[BEYOND+PDPTE*i+:52-PA_BITS]) pdptes_in_memory = 1'b0;
    for (int i = 0; i < 3; i++)
    if (|pdptes_loaded[BEYOND+PDPTE*i+:52-PA_BITS]) pdptes_in_memory = 1'b0;
  end

  port_invariants #(
      .ENTRIES(ENTRIES),
      .PA_BITS(PA_BITS)
  ) u_fetch (
      .state(fetch_state),
      .translated(fetch_translated),
      .refusal(fetch_refusal),
      .mode(fetch_space[pw_words::SPACE_MODE+:3]),
      .root(fetch_root),
      .ended(fetch_ended),
      .fault(fetch_fault),
      .leaf(fetch_leaf),
      .steps(fetch_steps),
      .match(fetch_match),
      .slot(fetch_slot),
      .valid(fetch_valid),
      .locked(fetch_locked),
      .word(fetch_word),
      .care(fetch_care),
      .entry(fetch_entry),
      .request(fetch_request),
      .brought(fetch_brought),
      .apart(fetch_apart),
      .filled(fetch_filled)
  );

  port_invariants #(
      .ENTRIES(ENTRIES),
      .PA_BITS(PA_BITS)
  ) u_data (
      .state(data_state),
      .translated(data_translated),
      .refusal(data_refusal),
      .mode(data_space[pw_words::SPACE_MODE+:3]),
      .root(data_root),
      .ended(data_ended),
      .fault(data_fault),
      .leaf(data_leaf),
      .steps(data_steps),
      .match(data_match),
      .slot(data_slot),
      .valid(data_valid),
      .locked(data_locked),
      .word(data_word),
      .care(data_care),
      .entry(data_entry),
      .request(data_request),
      .brought(data_brought),
      .apart(data_apart),
      .filled(data_filled)
  );

  wire idle = state == 3'd0;
  wire reading = state == 3'd1 || state == 3'd2;
  wire updating = state == 3'd3 || state == 3'd4;

  wire two_levels = mode[1:0] == 2'd0 || mode == pw_arch::X86_PAE;
  wire [2:0] top = two_levels ? 3'd1 : 3'd1 + {1'b0, mode[1:0]};

  logic wide;
  logic [pw_words::STEP_BITS-1:0] level_steps;
  pw_geometry u_geometry (
      .active(1'b1),
      .mode,
      .va('0),
      .top_level(),
      .canonical(),
      .wide,
      .read_level('0),
      .offset(),
      .leaf_level(level),
      .steps(level_steps)
  );

  // The entry that the walk ends with, as it was when it was read.
  logic leaf, page_fault;
  pw_pte #(
      .PA_BITS(PA_BITS)
  ) u_pte (
      .check(1'b1),
      .absent(1'b0),
      .pte(leaf_pte),
      .mode,
      .wide,
      .level,
      .care(pw_words::ppn_mask(level_steps)),
      .path,
      .fetch,
      .access,
      .page_fault,
      .leaf
  );

  always_comb begin
    walk_awaited = idle || ((reading || updating) && (fetch ? fetch_state : data_state) == 2'd2);
    walk_level = idle || level <= top;
    walk_in_memory = idle || !mode[2] || addr[55:PA_BITS] == '0;
    leaf_waits_last = !(reading && leaf_waits);
    leaf_good = !updating || (leaf && !page_fault);
    pointers_wait = 1'b1;
    if (!idle) begin
      if (waits[4] && waiting_pte_4[7]) pointers_wait = 1'b0;
      for (int i = 1; i <= 4; i++)
      if (waits[i] && (level >= 3'(i) || |waiting_addr[56*(i-1)+PA_BITS+:56-PA_BITS]))
        pointers_wait = 1'b0;
    end
  end

endmodule

`default_nettype wire
