#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: make.sh PROGRAM DIRECTORY [--pictures]
# Runs PROGRAM (build/pagewalk) and leaves walk.fst, huge.fst, tlb.fst and mismatch.fst in
# DIRECTORY. With --pictures also a .png of each: the view as GTKWave shows it, on a
# screen of its own (needs gtkwave, xvfb, xauth and imagemagick).
# The same program gives the same waveforms. Prints nothing when all went well.
# Exit status: 0 done; 1 a run did not end as it should, or a picture failed; 2 bad usage.

set -u

usage='usage: make.sh PROGRAM DIRECTORY [--pictures]'
{ [ $# -eq 2 ] || { [ $# -eq 3 ] && [ "$3" = --pictures ]; }; } || { echo "$usage" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd) || exit 2
[ -x "$1" ] || { echo "make.sh: $1: no such program" >&2; exit 2; }
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$2" || exit 2

# run STATUS OPTION...: the program ends with STATUS, and says why if not.
run()
{
	wanted=$1
	shift
	said=$("$program" run "$@" 2>&1)
	status=$?
	[ $status -eq "$wanted" ] || {
		echo "$said" >&2
		echo "make.sh: exit status $status, not $wanted: pagewalk run $*" >&2
		exit 1
	}
}

# A latency at which everything fits on the screen.
run 0 --latency 3 --fst walk.fst "$here/walk.trace"
run 0 --latency 1 --fst huge.fst "$here/huge.trace"
run 0 --latency 1 --fst tlb.fst "$here/tlb.trace"
# One bit of one answer is flipped, so that there is a difference to look at.
run 1 --plant data_rsp_pa.12@414 --fst mismatch.fst --window 60 \
	"$here/../traces/linux_rv39_raw.trace.zst"

[ $# -eq 3 ] || exit 0

for tool in gtkwave xvfb-run xauth import; do
	command -v $tool >/dev/null || { echo "make.sh: no $tool" >&2; exit 1; }
done

# The window without its title and tool bar. GTKWave needs a moment to draw.
for view in walk huge tlb mismatch; do
	rm -f $view.png
	xvfb-run -a -s '-screen 0 1400x840x24' sh -c '
		gtkwave -r "$2/gtkwaverc" "$1.fst" "$2/$1.gtkw" >/dev/null 2>&1 &
		sleep 6
		import -window root -crop 1400x745+0+95 +repage +dither -colors 48 "$1.png"
		kill $!' sh $view "$here" 2>/dev/null
	[ -s $view.png ] || { echo "make.sh: no picture of $view" >&2; exit 1; }
done
