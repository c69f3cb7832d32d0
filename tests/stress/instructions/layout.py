# SPDX-License-Identifier: Apache-2.0
"""Where things are in a program (program.py)."""
CODE, DATA = 0x00100000, 0x01000000
REGISTERS = [('x', n) for n in range(1, 31)] + [('f', n) for n in range(32)]
# What data begins with: all registers as they are at first, what two system calls are given, and the area that words which may
# be no instruction load from and store to.
SIGACTION, SIGALTSTACK, AREA, AREA_SIZE = 8 * len(REGISTERS), 8 * len(REGISTERS) + 24, 8 * len(REGISTERS) + 48, 1024
HEAD = AREA + AREA_SIZE
# Then blocks of steps, each with its input of RECORD bytes, from SCRATCH of which on is memory for its instruction.
STEPS, RECORD, SCRATCH = 24, 48, 24
BLOCK_INPUT = STEPS * RECORD
# Then, for each block, what its steps came to, and all registers.
RESULT = 16
BLOCK_RESULT = STEPS * RESULT + 8 * len(REGISTERS)
