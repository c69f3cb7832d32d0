// SPDX-License-Identifier: Apache-2.0
//
// May this access use this page? Rule W1 of rtl/README.md; the same question
// on a hit and at the end of a walk. Combinational.

`default_nettype none

module permission (
    input wire logic page_r,
    input wire logic page_w,
    input wire logic page_x,
    input wire logic page_u,

    input wire logic fetch,
    input wire logic store,  // neither: load
    input wire logic user,   // privilege U; else S
    input wire logic sum,
    input wire logic mxr,

    output logic allowed
);

  // SUM opens user pages to loads and stores of S, never to fetches.
  wire privilege_ok = user ? page_u : !page_u || (sum && !fetch);
  wire readable = page_r || (mxr && page_x);
  wire kind_ok = fetch ? page_x : store ? page_w : readable;

  assign allowed = privilege_ok && kind_ok;

endmodule

`default_nettype wire
