#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: build.sh DIRECTORY
# Builds kernel32.elf and kernel64.elf there, from the sources beside this script. Every run of one version
# of the compiler gives the same bytes.
# Exit status: 0 done; 2 no directory, no compiler, or it failed.

LC_ALL=C
export LC_ALL
[ $# -eq 1 ] && [ -d "$1" ] || { echo 'usage: build.sh DIRECTORY, one that exists' >&2; exit 2; }
out=$(cd "$1" && pwd) && cd "$(dirname "$0")" || exit 2

command -v riscv64-linux-gnu-gcc >/dev/null || { echo "build.sh: no riscv64-linux-gnu-gcc; it is in Debian's gcc-riscv64-linux-gnu" >&2; exit 2; }

# kernel XLEN ABI BASE LINEAR: BASE is the physical address of the image.
kernel()
{
	riscv64-linux-gnu-gcc -march=rv$1imac_zicsr_zifencei -mabi=$2 -mcmodel=medany -std=gnu11 -O2 -Wall -Wextra -Werror \
		-ffreestanding -fno-pic -no-pie -fno-jump-tables -fno-tree-loop-distribute-patterns \
		-fno-asynchronous-unwind-tables -fno-stack-protector -nostdlib -static -s \
		-Wl,--build-id=none,--no-warn-rwx-segments,-z,max-page-size=4096,-T,kernel.ld \
		-Wl,--defsym=BASE=$3,--defsym=LINEAR=$4 -o "$out/kernel$1.elf" entry.S *.c || exit 2
}

kernel 64 lp64 0x80200000 0xffffffff00000000
kernel 32 ilp32 0x80400000 0x40000000
