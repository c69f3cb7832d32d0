// SPDX-License-Identifier: Apache-2.0
//
// What a walk asks of memory (rules walk-4, walk-5, walk-7 and walk-8 of rtl/contract): the root's
// PTE, or that behind an entry of the walk cache; then each PTE that a pointer points to; updates.
// Combinational. A request is 0 but for its id while there is none.

`default_nettype none

module pw_walk_request (
    input logic active,  // some port is missing for the second cycle or longer
    input logic fetch,   // whose walk
    input logic wide,    // its mode has entries of 8 bytes

    input logic        start_read,   // a read, from this cycle on
    input logic [55:0] read_addr,
    input logic        read,         // the same one, not accepted yet
    input logic [55:0] addr,
    input logic        update,       // a compare-and-swap
    input logic [55:0] update_addr,
    input logic [63:0] update_old,
    input logic [63:0] update_new,

    output logic                          mem_req_valid,
    output logic [pw_words::MEM_BITS-1:0] mem_req
);

  logic mem_req_fetch, mem_req_wide, mem_req_cas;
  logic [55:0] mem_req_addr;
  logic [63:0] mem_req_expect, mem_req_data;

  always_comb begin
    {mem_req_valid, mem_req_fetch, mem_req_wide, mem_req_cas} = '0;
    mem_req_addr = '0;
    mem_req_expect = '0;
    mem_req_data = '0;
    if (active) begin
      mem_req_valid = start_read || read || update;
      if (mem_req_valid) begin
        mem_req_fetch = fetch;
        mem_req_wide  = wide;
        mem_req_addr  = start_read ? read_addr : addr;
      end
      if (update) begin
        mem_req_cas = 1'b1;
        mem_req_addr = update_addr;
        mem_req_expect = update_old;
        mem_req_data = update_new;
      end
    end
  end

  assign mem_req[pw_words::MEM_ID+:pw_words::MEM_ID_BITS] = pw_arch::MEM_ID_WALK;
  assign mem_req[pw_words::MEM_FETCH] = mem_req_fetch;
  assign mem_req[pw_words::MEM_WIDE] = mem_req_wide;
  assign mem_req[pw_words::MEM_CAS] = mem_req_cas;
  assign mem_req[pw_words::MEM_ADDR+:56] = mem_req_addr;
  assign mem_req[pw_words::MEM_EXPECT+:64] = mem_req_expect;
  assign mem_req[pw_words::MEM_DATA+:64] = mem_req_data;

endmodule

`default_nettype wire
