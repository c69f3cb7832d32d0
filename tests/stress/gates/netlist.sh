#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: netlist.sh OUTPUT PARAMETER=VALUE... -- FILE.sv...   (compile order, top module pw_mmu)
# Synthesizes the MMU with these parameters to simple gates and flip-flops, and writes the netlist, below a module
# `pw_mmu` that has the ports and parameters of the RTL's. Fails on any warning, on latches, loops, and wires
# without a driver or with two. What fails leaves no OUTPUT.
set -eu
output=$1
shift
parameters=
while [ "$1" != -- ]; do
  parameters="$parameters -set ${1%=*} ${1#*=}"
  shift
done
shift
for mmu; do :; done # the last one

rm -f "$output"
# Nets of one bit, by splitnets: a vector whose bits depend on each other looks like a loop to Verilator.
yosys -q -e . -f 'verilog -sv' -p "
	chparam $parameters pw_mmu
	synth -flatten -top pw_mmu
	opt_clean -purge
	check -assert
	select -assert-none t:\$dlatch* t:\$adlatch* t:\$_DLATCH*
	splitnets
	rename pw_mmu mmu_gates
	write_verilog -noattr $output.part" "$@"
{
  echo '`default_nettype none'
  sed -n '/^module pw_mmu #(/,/^);/p' "$mmu"
  echo '  mmu_gates gates (.*);'
  echo 'endmodule'
  echo '`default_nettype wire'
} >>"$output.part"
mv "$output.part" "$output"
