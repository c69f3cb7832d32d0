#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# From a fresh Debian 12 or 13 (or a relative of them) to a result, in one command.
# Installs by apt-get what dpkg says is missing, and nothing when nothing is;
# needs no terminal and no input. What is built goes to build/.
# Exit status: see usage below. Every error is one line on standard error.

set -u
cd "$(dirname "$0")" || exit 2

# What the program is built with. Check is of the tests, but Meson asks for it when it sets the build up.
packages='gcc g++ make meson ninja-build pkg-config python3 verilator
  libarchive-dev libelf-dev libfdt-dev libjansson-dev liblz4-dev uthash-dev zlib1g-dev check'

# And what the tests need; tests/lint/programs.ini says which program is of which package.
packages_test='iverilog yosys gtkwave gnuplot-nox git zstd python3-venv universal-ctags python3-networkx
  binutils-riscv64-linux-gnu qemu-user'

# And what makes kernels, and first programs of Linux, for the machine that boots.
packages_riscv='cpio gcc-riscv64-linux-gnu'

# And what only the long measurements need.
packages_nightly='clang libclang-rt-dev gcovr lcov ccache'

# What judges format and C from outside, and judges otherwise in each version, what counts the cells of
# the RTL, and what draws the timings: one version, from the Python package index, on each Debian. And
# what the clock is measured with.
pinned=tests/lint/requirements.txt
pinned_nightly=tests/measure/cells/requirements.txt

trace=traces/linux_rv39_raw.trace.zst

usage()
{
	cat <<-END
	Usage: ./setup.sh [run | test | linux | signoff | nightly | --help]

	  (nothing)  install what is missing
	  run        install, build, and replay a trace of the Linux kernel:
	             RTL, cycle model and oracle in lockstep
	  test       install, build, and run all tests; says where the time went, and
	             the last line counts them
	  linux      install, build, fetch Debian's Linux for riscv64, and boot it
	             in lockstep, to power-off: some minutes
	  signoff    the sign-off table: what the tests are worth, as last measured
	  nightly    install, build, measure all of the sign-off table, and print
	             it: hours

	Exit status: 0 all is well; 1 a mismatch, or a test failed; 2 something
	could not be installed or built, or bad usage; 77, of linux, Debian's
	Linux cannot be fetched here.
	END
}

die()
{
	echo "setup.sh: $*" >&2
	exit 2
}

# Runs a command without input; shows the end of what it said, if it failed.
quietly()
{
	said=$("$@" 2>&1 </dev/null) && return 0
	echo "$said" | tail -n 5 >&2
	return 1
}

as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		quietly env DEBIAN_FRONTEND=noninteractive "$@"
	else
		quietly sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

install_packages()
{
	command -v dpkg-query >/dev/null ||
		die "not a Debian system; install these by hand:" $packages
	missing=
	for p in $packages; do
		status=$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)
		[ "$status" = installed ] || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0

	[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
		die "no sudo; as root, apt-get install$missing"
	echo "setup.sh: installing$missing" >&2
	as_root apt-get -q -o DPkg::Lock::Timeout=300 update ||
		die "apt-get update failed"
	as_root apt-get -q -o DPkg::Lock::Timeout=300 install -y \
		--no-install-recommends $missing || die "apt-get could not install$missing"
}

# A copy of the list tells that it is installed.
pip_install()
{
	quietly .venv/bin/pip --disable-pip-version-check --no-input --retries 1 \
		--timeout 20 install -q --no-deps --require-hashes -r "$1" && cp "$1" "$2"
}

# Only checks of the text and of its size need it, and they are skipped without it: a machine that does
# not reach the Python package index is warned, not refused.
install_pinned()
{
	cmp -s $pinned .venv/requirements.txt && return 0
	echo "setup.sh: installing into .venv what $pinned names" >&2
	quietly /usr/bin/python3 -m venv --clear .venv && pip_install $pinned .venv/requirements.txt ||
		echo "setup.sh: $pinned could not be installed: the checks of format, of pictures, of area and Cppcheck's will be skipped" >&2
}

install_pinned_nightly()
{
	cmp -s $pinned_nightly .venv/requirements_nightly.txt && return 0
	echo "setup.sh: installing into .venv what $pinned_nightly names" >&2
	pip_install $pinned_nightly .venv/requirements_nightly.txt ||
		echo "setup.sh: $pinned_nightly could not be installed: the clock will not be measured" >&2
}

configure()
{
	[ -f build/build.ninja ] || meson setup build </dev/null >&2
}

# build [TARGET...]: all, without a target
build()
{
	configure || return 1
	meson compile -C build "$@" </dev/null >&2
}

# Prints "N passed, N failed[, N skipped]" from meson's own log of its tests;
# $1 is the status that meson ended with. Counts a run of no test as failed.
summary()
{
	log=build/meson-logs/testlog-timed.sh.json
	all=0 passed=0 skipped=0
	if [ -f $log ]; then
		all=$(grep -c '"result": "' $log)
		passed=$(grep -cE '"result": "(OK|EXPECTEDFAIL)"' $log)
		skipped=$(grep -c '"result": "SKIP"' $log)
	fi
	failed=$((all - passed - skipped))
	if [ $failed -eq 0 ] && { [ "$1" -ne 0 ] || [ "$passed" -eq 0 ]; }; then
		failed=1
	fi
	if [ "$skipped" -gt 0 ]; then
		echo "$passed passed, $failed failed, $skipped skipped"
	else
		echo "$passed passed, $failed failed"
	fi
	[ $failed -eq 0 ]
}

[ $# -le 1 ] || die "too many arguments; see --help"
case "${1-}" in
'')
	packages="$packages $packages_test $packages_riscv"
	install_packages
	install_pinned
	;;
run)
	install_packages
	build pagewalk || die "the build failed"
	exec build/pagewalk run $trace </dev/null
	;;
test)
	# Whatever happens, the last line is the count.
	trap 'echo "0 passed, 1 failed"' EXIT
	packages="$packages $packages_test $packages_riscv"
	install_packages
	install_pinned
	build || die "the build failed"
	rm -rf build/meson-logs/testlog-timed.sh.json build/meson-logs/times
	meson test -C build --print-errorlogs --wrapper "'$PWD/tests/timed.sh'" </dev/null
	status=$?
	tests/times.py build
	trap - EXIT
	summary $status
	;;
linux)
	packages="$packages $packages_riscv"
	install_packages
	build pagewalk || die "the build failed"
	exec tests/stress/linux/boot.py --mode sv39 --adue 1 build
	;;
signoff)
	install_packages
	configure || die "meson could not set the build up"
	exec tests/measure/signoff/table.py build
	;;
nightly)
	packages="$packages $packages_test $packages_riscv $packages_nightly"
	install_packages
	install_pinned
	install_pinned_nightly
	build || die "the build failed"
	exec tests/measure/signoff/table.py build --run
	;;
-h | --help | help)
	usage
	;;
*)
	die "no such command: $1; see --help"
	;;
esac
