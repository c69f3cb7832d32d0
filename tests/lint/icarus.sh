#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: icarus.sh FILE.sv...   (compile order, top module pw_mmu)
# Fails on any word of Icarus Verilog about the whole design.

command -v iverilog >/dev/null || { echo 'no iverilog'; exit 77; }

said=$(iverilog -g2012 -Wall -t null -s pw_mmu "$@" 2>&1)
status=$?
[ -z "$said" ] || { echo "$said"; exit 1; }
exit $status
