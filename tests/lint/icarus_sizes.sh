#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: icarus_sizes.sh FILE.sv...   (compile order, top module pw_mmu)
# The design starts at each of the sizes of sizes.txt, and stops with a message that
# names the parameter at each of sizes_bad.txt. Icarus, since it is quick to
# start; Verilator's lint does not run the initial block that checks.

command -v iverilog >/dev/null || { echo 'no iverilog'; exit 77; }

here=$(dirname "$0")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
failed=0

# start SIZES FILE.sv...: the design's first moment; what it says is in $said.
start()
{
	sizes=$1
	shift
	args=
	for size in $sizes; do
		args="$args -Ppw_mmu.$size"
	done
	said=$(iverilog -g2012 -s pw_mmu $args -o "$tmp/mmu" "$@" 2>&1 && vvp -n "$tmp/mmu" 2>&1)
}

while read -r sizes; do
	if start "$sizes" "$@" && [ -z "$said" ]; then
		echo "starts: $sizes"
	else
		echo "FAILED to start: $sizes"
		echo "$said"
		failed=1
	fi
done <"$here/sizes.txt"

while read -r size; do
	if start "$size" "$@"; then
		echo "FAILED to stop: $size"
		failed=1
	elif ! echo "$said" | grep -q "FATAL: .*${size%=*} is not "; then
		echo "FAILED to say why it stops: $size"
		echo "$said"
		failed=1
	else
		echo "stops: $size"
	fi
done <"$here/sizes_bad.txt"
exit $failed
