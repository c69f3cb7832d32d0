#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: cppcheck.sh
# Fails on any finding of Cppcheck in the C and C++ files.
# An exception is a comment at its place: // cppcheck-suppress NAME. Three findings
# are off: variables are declared at the start of a function and `a & B ? c : d` needs
# no parentheses, by our style; and within Check's START_TEST it sees no use of a member.
# ./setup.sh installs the version that counts into .venv.

cd "$(dirname "$0")/../.." || exit 1
cppcheck=.venv/bin/cppcheck
[ -x $cppcheck ] || { echo 'no cppcheck in .venv; ./setup.sh installs it'; exit 77; }

$cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 --std=c++17 -j 2 \
	--enable=warning,performance,portability,style \
	--suppress=variableScope --suppress=clarifyCalculation \
	'--suppress=unusedStructMember:tests/*' \
	-I model -I harness model harness tests
