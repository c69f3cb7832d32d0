// SPDX-License-Identifier: Apache-2.0
//
// May this access use this page? Rule walk-1 of rtl/contract; the same question
// on a hit and at the end of a walk, whatever the paging mode. Combinational.

`default_nettype none

module permission (
    input wire logic page_r,
    input wire logic page_w,
    input wire logic page_x,
    input wire logic page_u,

    input wire logic fetch,
    input wire logic store,     // neither: load
    input wire logic user,      // else supervisor
    input wire logic open,      // to a supervisor user pages are open: SUM; SMEP, SMAP and AC
    input wire logic ignore_w,  // CR0.WP = 0
    input wire logic mxr,

    output logic allowed
);

  wire privilege_ok = user ? page_u : !page_u || open;
  wire readable = page_r || (mxr && page_x);
  wire kind_ok = fetch ? page_x : store ? page_w || ignore_w : readable;

  assign allowed = privilege_ok && kind_ok;

endmodule

`default_nettype wire
