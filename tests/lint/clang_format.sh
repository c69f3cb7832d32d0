#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: clang_format.sh [--fix]
# Every C and C++ file is as clang-format and .clang-format would have it. With
# --fix, makes it so. ./setup.sh installs the version that counts into .venv.

cd "$(dirname "$0")/../.." || exit 1
format=.venv/bin/clang-format
[ -x $format ] || { echo 'no clang-format in .venv; ./setup.sh installs it'; exit 77; }

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
	xargs -0 -r $format --style=file $mode
