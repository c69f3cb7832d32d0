#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: yosys.sh FILE.sv...   (compile order, top module pw_mmu)
# Synthesizes the design to coarse cells and prints their number. Fails on any warning, on
# latches, and on what `check` finds: loops, wires with two drivers or none. To gates goes
# ../stress/gates/netlist.sh, with the same checks, in another size: that takes four times as long.

command -v yosys >/dev/null || { echo 'no yosys'; exit 77; }

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

yosys -q -e . -f 'verilog -sv' -p "
	synth -flatten -top pw_mmu -run begin:fine
	check -assert
	select -assert-none t:\$dlatch* t:\$adlatch* t:\$_DLATCH*
	tee -q -o $tmp/stat stat" "$@" || exit 1
sed -n 's/^ *Number of cells: */cells: /p' "$tmp/stat"
