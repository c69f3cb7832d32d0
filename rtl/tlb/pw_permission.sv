// SPDX-License-Identifier: Apache-2.0
//
// May this access use this page? Rule walk-1 of rtl/contract; the same question on a hit and at the
// end of a walk, whatever the paging mode. Combinational.

`default_nettype none

module pw_permission (
    input logic page_r,
    input logic page_w,
    input logic page_x,
    input logic page_u,

    input logic fetch,
    input logic store,     // neither: load
    input logic user,      // else supervisor
    input logic open,      // to a supervisor user pages are open: SUM; SMEP, SMAP and AC
    input logic ignore_w,  // CR0.WP = 0
    input logic mxr,

    output logic allowed
);

  wire privilege_ok = user ? page_u : !page_u || open;
  wire readable = page_r || (mxr && page_x);
  wire kind_ok = fetch ? page_x : store ? page_w || ignore_w : readable;

  assign allowed = privilege_ok && kind_ok;

endmodule

`default_nettype wire
