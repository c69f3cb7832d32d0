// SPDX-License-Identifier: Apache-2.0
//
// The four PDPTEs of PAE paging: read and checked when CR3 is written, held until they are again
// (rule ptbr-7 of rtl/contract). A load that fails leaves those that were held.
//
// A write that loads in cycle t: busy from t+1 on, until the cycle of the end; the entries show
// after it.

`default_nettype none

module pw_pdpte #(
    parameter int PA_BITS = 46
) (
    input logic clk,
    input logic rst,

    input  logic [  pw_words::WRITE_BITS-1:0] write,
    output logic [   pw_words::LOAD_BITS-1:0] load,
    output logic [4*pw_words::PDPTE_BITS-1:0] pdptes,  // entry 0 lowest

    output logic                          load_req_valid,
    input  logic                          load_req_ready,
    output logic [                  55:0] load_req_addr,
    input  logic                          load_rsp_valid,
    input  logic [pw_words::RSP_BITS-1:0] mem_rsp
);

  localparam int PDPTE_BITS = pw_words::PDPTE_BITS;
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

  // The four that are held, and the first three of those that are being loaded.
  logic [4*PDPTE_BITS-1:0] held_q;
  logic [3*PDPTE_BITS-1:0] loaded_q;
  assign pdptes = held_q;

  wire loads = write[pw_words::WRITE_LOADS];
  wire [31:5] new_table = write[pw_words::WRITE_VALUE+5+:27];
  wire [63:0] mem_rsp_data = mem_rsp[pw_words::RSP_DATA+:64];
  wire mem_rsp_error = mem_rsp[pw_words::RSP_ERROR];

  wire answer = state_q == S_WAIT && load_rsp_valid;
  wire is_present = mem_rsp_data[0];
  wire [PDPTE_BITS-1:0] entry;
  assign entry[pw_words::PDPTE_P] = is_present;
  assign entry[pw_words::PDPTE_PPN+:40] = mem_rsp_data[51:12] & ADDRESS[51:12];
  wire last = entry_q == 2'd3;

  logic done;
  logic [1:0] done_fault;
  wire loading = state_q != S_IDLE;
  always_comb begin
    done = 1'b0;
    done_fault = pw_arch::FAULT_NONE;
    if (answer) begin
      if (mem_rsp_error) done_fault = pw_arch::FAULT_ACCESS;
      else if (is_present && |(mem_rsp_data & RESERVED)) done_fault = pw_arch::FAULT_PROTECTION;
      done = last || done_fault != pw_arch::FAULT_NONE;
    end
  end

  assign load[pw_words::LOAD_BUSY] = loading;
  assign load[pw_words::LOAD_END] = done;
  assign load[pw_words::LOAD_FAULT+:2] = done_fault;

  assign load_req_valid = state_q == S_READ;
  assign load_req_addr = {24'b0, table_q, entry_q, 3'b0};

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q <= S_IDLE;
    end else if (loads || loading) begin
      case (state_q)
        S_IDLE:  if (loads) state_q <= S_READ;
        S_READ:  if (load_req_ready) state_q <= S_WAIT;
        default: if (load_rsp_valid) state_q <= done ? S_IDLE : S_READ;
      endcase
    end
  end

  always_ff @(posedge clk) begin
    if (loads) begin
      entry_q <= 2'd0;
      table_q <= new_table;
    end else if (answer) begin
      entry_q <= entry_q + 2'd1;
    end
    if (answer) loaded_q <= {entry, loaded_q[3*PDPTE_BITS-1:PDPTE_BITS]};
  end

  always_ff @(posedge clk) begin
    if (rst) held_q <= '0;
    else if (done && done_fault == pw_arch::FAULT_NONE) held_q <= {entry, loaded_q};
  end

endmodule

`default_nettype wire
