// SPDX-License-Identifier: Apache-2.0
//
// Two masters of page-table memory on one channel: the loader of PDPTEs and the walker (rule walk-7
// of rtl/contract). The loader goes first; a request that memory has seen is not overtaken, for
// neither asks while the other waits. An answer goes to the one whose id it has, or to nobody; its
// payload goes to both.

`default_nettype none

module pw_mem_mux (
    input  logic        load_req_valid,
    output logic        load_req_ready,
    input  logic [55:0] load_req_addr,
    output logic        load_rsp_valid,

    input  logic                          walk_req_valid,
    output logic                          walk_req_ready,
    input  logic [pw_words::MEM_BITS-1:0] walk_req,
    output logic                          walk_rsp_valid,

    output logic                             mem_req_valid,
    input  logic                             mem_req_ready,
    output logic [   pw_words::MEM_BITS-1:0] mem_req,
    input  logic                             mem_rsp_valid,
    input  logic [pw_words::MEM_ID_BITS-1:0] mem_rsp_id,

    output logic event_read
);

  localparam int ADDR = pw_words::MEM_ADDR;
  localparam int ID = pw_words::MEM_ID;
  localparam int ID_BITS = pw_words::MEM_ID_BITS;

  assign mem_req_valid = load_req_valid || walk_req_valid;
  assign mem_req[ADDR-1:0] = walk_req[ADDR-1:0];
  assign mem_req[ADDR+:56] = load_req_valid ? load_req_addr : walk_req[ADDR+:56];
  assign mem_req[pw_words::MEM_CAS] = walk_req[pw_words::MEM_CAS];
  assign mem_req[pw_words::MEM_WIDE] = walk_req[pw_words::MEM_WIDE] || load_req_valid;
  assign mem_req[pw_words::MEM_FETCH] = walk_req[pw_words::MEM_FETCH];
  assign mem_req[ID+:ID_BITS] = load_req_valid ? pw_arch::MEM_ID_LOAD : walk_req[ID+:ID_BITS];
  assign load_req_ready = mem_req_ready && load_req_valid;
  assign walk_req_ready = mem_req_ready && !load_req_valid;

  assign load_rsp_valid = mem_rsp_valid && mem_rsp_id == pw_arch::MEM_ID_LOAD;
  assign walk_rsp_valid = mem_rsp_valid && mem_rsp_id == pw_arch::MEM_ID_WALK;

  assign event_read = mem_req_valid && mem_req_ready && !mem_req[pw_words::MEM_CAS];

endmodule

`default_nettype wire
