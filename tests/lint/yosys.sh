#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: yosys.sh FILE.sv...   (compile order, top module pw_mmu)
# Elaborates the design, of the default sizes, to words and registers. Fails on any warning, on latches, and on what
# `check` finds: loops, wires with two drivers or none. All of these are there once processes are resolved, so nothing
# is optimized. ../stress/gates/netlist.sh synthesizes to gates, with the same checks, in another size.

command -v yosys >/dev/null || { echo 'no yosys'; exit 77; }

yosys -q -e . -f 'verilog -sv' -p '
	hierarchy -check -top pw_mmu
	proc
	flatten
	opt_clean
	check -assert
	select -assert-none t:$dlatch* t:$adlatch*' "$@"
