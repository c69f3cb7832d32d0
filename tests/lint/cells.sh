#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: cells.sh   What each choice of FORMATS costs, in cells after generic synthesis.

command -v yosys >/dev/null || { echo 'no yosys'; exit 77; }

cd "$(dirname "$0")/../../rtl" || exit 2
files=$(sed -n "s/^  '\(.*\)',/\1/p" meson.build)
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT

for formats in 2 15 192 255; do
  # shellcheck disable=SC2086 # the names have no blanks
  yosys -q -e . -f 'verilog -sv' -p "
	chparam -set FORMATS $formats mmu
	synth -flatten -top mmu
	tee -q -o $tmp/stat stat" $files || exit 1
  printf '%3d %s\n' "$formats" "$(sed -n 's/^ *Number of cells: *//p' "$tmp/stat")"
done
