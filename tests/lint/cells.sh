#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: cells.sh   What each choice of FORMATS and SEGMENTS costs, in cells after generic synthesis.

command -v yosys >/dev/null || { echo 'no yosys'; exit 77; }

cd "$(dirname "$0")/../../rtl" || exit 2
files=$(sed -n "s/^  '\(.*\)',/\1/p" meson.build)
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT

for choice in 2,0 15,0 192,0 192,1 255,0 255,1; do
  formats=${choice%,*} segments=${choice#*,}
  # shellcheck disable=SC2086 # the names have no blanks
  yosys -q -e . -f 'verilog -sv' -p "
	chparam -set FORMATS $formats -set SEGMENTS $segments pw_mmu
	synth -flatten -top pw_mmu
	tee -q -o $tmp/stat stat" $files || exit 1
  printf '%3d %d %s\n' "$formats" "$segments" "$(sed -n 's/^ *Number of cells: *//p' "$tmp/stat")"
done
