// SPDX-License-Identifier: Apache-2.0
//
// The decoder of page-table entries: the one of the mode, and the right to use the page, which is
// the same question in all (rule walk-1 of rtl/contract). Combinational. Exactly one of page_fault,
// pointer and leaf is 1 when check is, and none otherwise: then the fields mean nothing.

`default_nettype none

module pw_pte #(
    parameter logic [7:0] FORMATS = 8'hff,
    parameter int PA_BITS = 46
) (
    input logic        check,
    input logic        absent,  // instead: an entry held in the MMU is not present
    input logic [63:0] pte,
    input logic [ 2:0] mode,
    input logic        wide,
    input logic [ 2:0] level,
    input logic [43:0] care,    // PPN bits above the page size at this level
    input logic [ 3:0] path,    // G, U, X, W over the entries above

    input logic                             fetch,
    input logic [pw_words::ACCESS_BITS-1:0] access,

    output logic        page_fault,
    output logic [ 4:0] code,        // x86 error code
    output logic        pointer,
    output logic        leaf,
    output logic [43:0] ppn,
    output logic        napot,
    output logic [ 2:0] memtype,
    output logic [ 3:0] path_here,   // G, U, X, W down to this entry
    output logic        r,
    output logic        d,
    output logic [ 7:0] marks        // bits to set in this entry when it is used
);

  localparam logic HAS_RISCV = |FORMATS[3:0];
  localparam logic HAS_X86 = |FORMATS[7:4];

  wire x86 = HAS_X86 && (!HAS_RISCV || mode[2]);
  wire adue = access[pw_words::ACCESS_ADUE], pbmte = access[pw_words::ACCESS_PBMTE];
  wire pse = access[pw_words::ACCESS_PSE], pge = access[pw_words::ACCESS_PGE];
  wire smep = access[pw_words::ACCESS_SMEP], nxe = access[pw_words::ACCESS_NXE];
  wire store = access[pw_words::ACCESS_STORE], user = access[pw_words::ACCESS_USER];
  wire path_g, path_u, path_x, path_w;
  assign {path_g, path_u, path_x, path_w} = path;
  // Each decoder looks at a part of these.
  wire unused = &{1'b0, mode, care, path_g, path_u, path_x, path_w, adue, pbmte, pse, pge};

  logic riscv_fault, x86_present, x86_reserved;
  logic [pw_words::PTE_BITS-1:0] riscv_fields, x86_fields;
  logic is_pointer;

  if (HAS_RISCV) begin : g_riscv
    pw_pte_riscv u_pte (
        .check(check && !x86),
        .pte,
        .last_level(level == 3'd0),
        .care,
        .path_g,
        .store,
        .adue,
        .pbmte,
        .fault(riscv_fault),
        .fields(riscv_fields)
    );
  end else begin : g_no_riscv
    assign {riscv_fault, riscv_fields} = '0;
  end

  if (HAS_X86) begin : g_x86
    pw_pte_x86 #(
        .PA_BITS(PA_BITS)
    ) u_pte (
        .check(check && x86),
        .pte,
        .kind(mode[1:0]),
        .level,
        .path_u,
        .path_x,
        .path_w,
        .store,
        .pse,
        .pge,
        .nxe,
        .present(x86_present),
        .reserved(x86_reserved),
        .fields(x86_fields)
    );
  end else begin : g_no_x86
    assign {x86_present, x86_reserved, x86_fields} = '0;
  end

  wire [pw_words::PTE_BITS-1:0] fields = x86 ? x86_fields : riscv_fields;
  assign is_pointer = fields[pw_words::PTE_POINTER];
  assign ppn = fields[pw_words::PTE_PPN+:44];
  assign napot = fields[pw_words::PTE_NAPOT];
  assign memtype = fields[pw_words::PTE_MEMTYPE+:3];
  assign path_here = fields[pw_words::PTE_PATH+:4];
  assign r = fields[pw_words::PTE_R];
  assign d = fields[pw_words::PTE_D];
  assign marks = fields[pw_words::PTE_MARKS+:8];

  logic allowed;
  pw_permission u_permission (
      .page_r(r),
      .page_w(path_here[0]),
      .page_x(path_here[1]),
      .page_u(path_here[2]),
      .fetch,
      .store,
      .user,
      .open(access[pw_words::ACCESS_OPEN]),
      .ignore_w(access[pw_words::ACCESS_IGNORE_W]),
      .mxr(access[pw_words::ACCESS_MXR]),
      .allowed
  );

  // In this order: not present, reserved, protection.
  wire malformed = x86 ? !x86_present || x86_reserved : riscv_fault;
  wire protection = !is_pointer && !allowed;
  wire code_fetch = fetch && (smep || (nxe && wide));
  wire code_present = x86_present && !absent;
  wire code_reserved = code_present && x86_reserved;

  always_comb begin
    page_fault = absent || (check && (malformed || protection));
    code = '0;
    if (page_fault && x86) code = {code_fetch, code_reserved, user, store, code_present};
    pointer = check && !page_fault && is_pointer;
    leaf = check && !page_fault && !is_pointer;
  end

endmodule

`default_nettype wire
