#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Fetches Debian's Linux for riscv64, and its static busybox, from where this system's own packages
# come from. apt gets a state of its own for that, so that nothing of the system's changes.
# Exit status: see usage below. Every error is one line on standard error.

set -u

usage()
{
	cat <<-END
	Usage: fetch.sh DIRECTORY

	Leaves DIRECTORY/Image and DIRECTORY/busybox, of Debian 13 for riscv64, and
	DIRECTORY/versions, which says of which packages they are. What is there
	already is not fetched again.

	Exit status: 0 they are there; 77 they cannot be fetched here; 2 bad usage,
	or what was fetched is not what it should be.
	END
}

die()
{
	echo "fetch.sh: $*" >&2
	exit 2
}

cannot()
{
	echo "fetch.sh: $*" >&2
	exit 77
}

case "${1-}" in
-h | --help) usage; exit 0 ;;
'') usage >&2; exit 2 ;;
esac
[ $# -eq 1 ] || die "too many arguments; see --help"
mkdir -p "$1" 2>/dev/null || die "$1: cannot be made"
cd "$1" 2>/dev/null || die "$1: no such directory"
[ -f Image ] && [ -f busybox ] && [ -f versions ] && exit 0

# Where Debian's packages come from on this system; its keys are those of Debian.
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f $keys ] || cannot "this is no Debian: $keys is not there"
from=$(apt-get indextargets 'Created-By: Packages' 'Label: Debian' | sed -n 's/^Repo-URI: //p' |
	head -n 1)
[ -n "$from" ] || cannot "apt does not know where Debian's packages are; apt-get update?"

rm -rf apt && mkdir -p apt/none apt/state/lists/partial apt/cache/archives/partial && : >apt/status ||
	die "$1: cannot be written to"
echo "deb [signed-by=$keys] $from trixie main" >apt/sources
cat >apt/conf <<END
Dir::State "$PWD/apt/state";
Dir::State::status "$PWD/apt/status";
Dir::Cache "$PWD/apt/cache";
Dir::Etc::sourcelist "$PWD/apt/sources";
Dir::Etc::sourceparts "$PWD/apt/none";
Dir::Etc::parts "$PWD/apt/none";
APT::Architecture "riscv64";
APT::Architectures "riscv64";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
END
export APT_CONFIG="$PWD/apt/conf"
apt-get -q update >apt/log 2>&1 || cannot "Debian 13 for riscv64 is not to be had here: $(tail -n 1 apt/log)"
kernel=$(apt-cache depends linux-image-riscv64 | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p' | head -n 1)
[ -n "$kernel" ] || die "there is no linux-image-riscv64"
(cd apt && apt-get -q download "$kernel" busybox-static >log 2>&1) ||
	cannot "cannot be downloaded: $(tail -n 1 apt/log)"

unpack()
{
	dpkg-deb --fsys-tarfile apt/"$1"_*.deb | tar -x -O --wildcards "$2" >"$3.new" && [ -s "$3.new" ] ||
		die "$1: has no $2"
}

unpack "$kernel" './boot/vmlinu*' Image
unpack busybox-static './usr/bin/busybox' busybox
(cd apt && for deb in *.deb; do dpkg-deb --show "$deb"; done) >versions.new || die "no versions"
mv Image.new Image && mv busybox.new busybox && chmod +x busybox && mv versions.new versions ||
	die "$1: cannot be written to"
rm -rf apt
