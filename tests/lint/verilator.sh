#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: verilator.sh FILE.sv...   (compile order, top module pw_mmu)
# Fails on any warning of Verilator about the whole design, at each of the
# sizes of sizes.txt.

command -v verilator >/dev/null || { echo 'no verilator'; exit 77; }

status=0
while read -r sizes; do
	set -f
	args=
	for size in $sizes; do
		args="$args -G$size"
	done
	if verilator --lint-only -Wall --assert --top-module pw_mmu $args "$@" 2>&1; then
		echo "clean: $sizes"
	else
		echo "FAILED: $sizes"
		status=1
	fi
done <"$(dirname "$0")/sizes.txt"
exit $status
