// SPDX-License-Identifier: Apache-2.0
//
// The four PDPTEs of PAE paging: read and checked when CR3 is written, held until they are again
// (rule ptbr-7 of rtl/contract). A load that fails leaves those that were held.
//
// load in cycle t: loading from t+1 on, until the cycle of done; the entries show after it.

`default_nettype none

module pdpte #(
    parameter int PA_BITS = 46
) (
    input wire logic clk,
    input wire logic rst,

    input  wire logic        load,
    input  wire logic [31:5] load_table,  // CR3[31:5]
    output logic             loading,
    output logic             done,
    output logic      [ 1:0] done_fault,

    output logic             mem_req_valid,
    input  wire logic        mem_req_ready,
    output logic      [55:0] mem_req_addr,
    input  wire logic        mem_rsp_valid,
    input  wire logic [63:0] mem_rsp_data,
    input  wire logic        mem_rsp_error,

    input  wire logic [ 1:0] select,
    output logic             present,
    output logic      [39:0] ppn
);

  localparam logic [63:0] ADDRESS = ((64'd1 << PA_BITS) - 64'd1) & ~64'hfff;
  // Bits 2:1, 8:5 and all above the address; 4:3 are PWT and PCD, 11:9 the software's.
  localparam logic [63:0] RESERVED = ~(ADDRESS | 64'he19);

  typedef enum logic [1:0] {
    S_IDLE,
    S_READ,  // a read waits to be accepted
    S_WAIT   // for its answer
  } state_t;

  state_t state_q;
  logic [1:0] entry_q;  // being read
  logic [31:5] table_q;

  // {PPN, P} of the four, entry 0 lowest, and of the first three of those that are being loaded.
  logic [163:0] held_q;
  logic [122:0] loaded_q;

  wire answer = state_q == S_WAIT && mem_rsp_valid;
  wire [40:0] entry = {mem_rsp_data[51:12] & ADDRESS[51:12], mem_rsp_data[0]};
  wire is_present = mem_rsp_data[0];
  wire last = entry_q == 2'd3;

  assign loading = state_q != S_IDLE;
  always_comb begin
    done = 1'b0;
    done_fault = pagewalk_pkg::FAULT_NONE;
    if (answer) begin
      if (mem_rsp_error) done_fault = pagewalk_pkg::FAULT_ACCESS;
      else if (is_present && |(mem_rsp_data & RESERVED))
        done_fault = pagewalk_pkg::FAULT_PROTECTION;
      done = last || done_fault != pagewalk_pkg::FAULT_NONE;
    end
  end

  assign mem_req_valid = state_q == S_READ;
  assign mem_req_addr = mem_req_valid ? {24'b0, table_q[31:5], 5'b0} | {51'b0, entry_q, 3'b0} : '0;

  assign {ppn, present} = held_q[8'd41*{6'b0, select}+:41];

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= S_IDLE;
    end else if (load || loading) begin
      case (state_q)
        S_IDLE:  if (load) state_q <= S_READ;
        S_READ:  if (mem_req_ready) state_q <= S_WAIT;
        default: if (mem_rsp_valid) state_q <= done ? S_IDLE : S_READ;
      endcase
    end
  end

  always_ff @(posedge clk) begin
    if (load) begin
      entry_q <= 2'd0;
      table_q <= load_table;
    end else if (answer) begin
      entry_q <= entry_q + 2'd1;
    end
    if (answer) loaded_q <= {entry, loaded_q[122:41]};
  end

  always_ff @(posedge clk) begin
    if (rst) held_q <= '0;
    else if (done && done_fault == pagewalk_pkg::FAULT_NONE) held_q <= {entry, loaded_q};
  end

endmodule

`default_nettype wire
