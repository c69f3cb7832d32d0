// SPDX-License-Identifier: Apache-2.0
//
// What an x86 paging-structure entry means, by the words of the SDM, volume 3A, "Paging":
// "Hierarchical Paging Structures", "Determination of Access Rights", "Page-Fault Exceptions",
// "Accessed and Dirty Flags". Combinational. MAXPHYADDR is a parameter.

`default_nettype none

module reference_x86 #(
    parameter int MAXPHYADDR = 46
) (
    input logic [ 1:0] mode,      // 0 32-bit paging, 1 PAE, 2 four levels, 3 five
    input logic [ 2:0] level,     // 0: page table
    input logic [63:0] entry,     // 32-bit paging: 32 bits
    input logic        above_rw,  // R/W = 1 in all entries above
    input logic        above_us,  // U/S = 1 in all
    input logic        above_xd,  // XD = 1 in any
    input logic        fetch,
    input logic        write,
    input logic        user,
    input logic        wp,
    input logic        smep,
    input logic        smap,
    input logic        ac,
    input logic        nxe,
    input logic        pse,

    output logic        fault,
    output logic [ 4:0] code,    // I/D, RSVD, U/S, W/R, P
    output logic        points,  // to another paging structure
    output logic [43:0] frame,
    output logic [ 2:0] pat,     // PAT, PCD, PWT
    output logic [63:0] marked   // with A and D as they must be
);

  wire paging_32 = mode == 2'd0;
  logic [63:0] must_be_0;
  logic rw, user_address, xd, maps_page, denied, reserved;
  wire present = entry[0];

  always_comb begin
    // Which map a page.
    maps_page = entry[7] && (level == 3'd2 || level == 3'd1);
    if (paging_32 && !pse) maps_page = 1'b0;
    points = level != 3'd0 && !maps_page;

    // Bits that are reserved.
    must_be_0 = '0;
    if (paging_32) begin
      if (maps_page) begin
        // PSE-36: 20:13 are address bits 39:32.
        must_be_0[21] = 1'b1;
        for (int b = 13; b <= 20; b++) if (b + 19 >= MAXPHYADDR) must_be_0[b] = 1'b1;
      end
    end else begin
      for (int b = MAXPHYADDR; b <= 51; b++) must_be_0[b] = 1'b1;
      if (!nxe) must_be_0[63] = 1'b1;
      if (mode == 2'd1) must_be_0[62:52] = '1;
      if (level >= 3'd3) must_be_0[7] = 1'b1;
      if (maps_page && level == 3'd1) must_be_0[20:13] = '1;
      if (maps_page && level == 3'd2) must_be_0[29:13] = '1;
    end
    reserved = present && (entry & must_be_0) != '0;

    // Rights.
    rw = above_rw && entry[1];
    user_address = above_us && entry[2];
    xd = above_xd || (!paging_32 && nxe && entry[63]);
    denied = 1'b0;
    if (user) begin
      if (!user_address) denied = 1'b1;
      if (write && !rw) denied = 1'b1;
    end else if (fetch) begin
      if (user_address && smep) denied = 1'b1;
    end else begin
      if (user_address && smap && !ac) denied = 1'b1;
      if (write && wp && !rw) denied = 1'b1;
    end
    if (fetch && xd) denied = 1'b1;

    fault = !present || reserved || (!points && denied);
    code  = '0;
    if (fault) begin
      code[0] = present;
      code[1] = write;
      code[2] = user;
      code[3] = reserved;
      code[4] = fetch && (smep || (nxe && !paging_32));
    end

    if (paging_32) begin
      frame = {24'b0, entry[31:12]};
      if (maps_page) frame = {16'b0, entry[20:13], entry[31:22], 10'b0};
    end else begin
      frame = {4'b0, entry[51:12]};
    end
    pat = {level == 3'd0 ? entry[7] : entry[12], entry[4:3]};
    // Of a large page bits 20:13 and below are no address; bit 12 is PAT.
    if (!paging_32 && maps_page) frame[0] = 1'b0;
    marked = entry;
    marked[5] = 1'b1;
    if (write && !points) marked[6] = 1'b1;
  end

endmodule

`default_nettype wire
