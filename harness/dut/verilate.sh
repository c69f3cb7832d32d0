#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# verilate.sh VERILATOR ARCHIVE HEADER DIRECTORY OPTION... -- FILE...
# Verilates module `lockstep` in DIRECTORY and compiles it. A FILE.svh is included by others. Leaves
# the archive as ARCHIVE and, for those who wait for DIRECTORY/Vlockstep.h, HEADER. (-fno-table:
# Verilator's tables for small cases take more instructions than the cases.)
set -eu
verilator=$1 archive=$2 header=$3 directory=$4
shift 4
options=
while [ "$1" != -- ]; do
  options="$options $1"
  shift
done
shift
for file; do
  shift
  case $file in
  *.svh) options="$options -I$(dirname "$file")" ;;
  *) set -- "$@" "$file" ;;
  esac
done
log=$directory.log
# shellcheck disable=SC2086 # the options have no blanks
if ! "$verilator" --cc --build -j 2 -Wall -O3 -fno-table --x-assign fast --x-initial unique \
  --trace-fst --trace-structs $options --top-module lockstep --prefix Vlockstep \
  --Mdir "$directory" \
  -MAKEFLAGS "OPT_FAST=${OPT_FAST:--O3} OPT_SLOW=${OPT_SLOW:--O1} OPT_GLOBAL=-O2" "$@" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
cp "$directory/Vlockstep__ALL.a" "$archive"
echo '#include "Vlockstep.h"' >"$header"
