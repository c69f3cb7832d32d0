#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: clang_format.sh [--fix]
# Every C and C++ file is as clang-format and .clang-format would have it. With
# --fix, makes it so.

command -v clang-format >/dev/null || { echo 'no clang-format'; exit 77; }
cd "$(dirname "$0")/../.." || exit 1

case "${1-}" in
'') mode='--dry-run -Werror' ;;
--fix) mode=-i ;;
*)
	echo 'usage: clang_format.sh [--fix]' >&2
	exit 2
	;;
esac

find . \( -path './build*' -o -path './.?*' \) -prune -o \
	-name '*.[ch]' -print0 -o -name '*.cpp' -print0 |
	xargs -0 -r clang-format --style=file $mode
