#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: meson test --wrapper tests/timed.sh   Runs a test, and leaves a file in meson-logs/times of the build directory,
# for times.py: what `times` says, of the shell and, in its second line, of the test with all its children; and the command.
"$@"
status=$?
mkdir -p meson-logs/times && {
	times
	printf '%s\n' "$*"
} >meson-logs/times/$$
exit $status
