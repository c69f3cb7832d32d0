# SPDX-License-Identifier: Apache-2.0
"""A static RISC-V program without a library, straight ahead: each step of it sets registers, executes an instruction, and stores
what came of it; in the end it writes all of its data to standard output. An illegal instruction ends in a handler of SIGILL, which
sets all registers anew but x3 and x4 anew and goes to x31.

x3 points to the results of a block of steps, x4 to their inputs; x31 is for the rest. Each step starts with an fcsr of its own.
Its input is a record of registers and a scratch of 24 bytes, which its loads and stores go to. Its result is: the register
that the instruction writes, 8 bytes; x31 behind it, 4 bytes; fcsr, 4 bytes. Behind the steps of a block are all registers.
"""
import dataclasses
import random
import struct

import steps
import values
from encode import i_type, j_type, length, s_type, u_type
from layout import (AREA, BLOCK_INPUT, BLOCK_RESULT, CODE, DATA, HEAD, RECORD, REGISTERS, RESULT, SIGACTION, SIGALTSTACK,
                    STEPS)

MACHINE_RISCV = 243
STACK_SIZE = 16384  # of the handler, behind all else
SA_ONSTACK, SA_NODEFER, SIGILL = 0x08000000, 0x40000000, 4
CALL_WRITE, CALL_EXIT, CALL_SIGALTSTACK, CALL_SIGACTION = 64, 93, 132, 134


@dataclasses.dataclass
class Placed:
    """A step in its place: where its code begins, `pc` of words[0], its inputs, where data has its record and its result."""
    step: steps.Step
    fcsr: int
    start: int
    pc: int
    inputs: dict
    record: int
    result: int


def _load_address(rd, address):
    return [u_type(0x37, rd, address + 0x800 >> 12), i_type(0x13, rd, 0, rd, address)]


def _load(xlen, register, offset, base=4):
    kind, n = register
    return i_type(0x07, n, 3, base, offset) if kind == 'f' else i_type(0x03, n, 3 if xlen == 64 else 2, base, offset)


def _store(xlen, register, offset):
    kind, n = register
    return s_type(0x27, 3, 3, n, offset) if kind == 'f' else s_type(0x23, 3 if xlen == 64 else 2, 3, n, offset)


class Program:
    def __init__(self, xlen, seed, count, kinds):
        self.xlen, self.dice, self.kinds = xlen, random.Random('%d %d' % (xlen, seed)), kinds
        self.code, self.placed = bytearray(), []
        blocks = -(-count // STEPS)
        self.results = (HEAD + blocks * BLOCK_INPUT + 15) // 16 * 16  # where they start in data
        self.data = bytearray(self.dice.randbytes(self.results)) + bytes(blocks * BLOCK_RESULT)
        self.data[SIGACTION:AREA] = bytes(AREA - SIGACTION)
        self._start()
        for block in range(blocks):
            self._block(block)
        self._end()

    def _emit(self, words):
        for word in words:
            self.code += word.to_bytes(length(word), 'little')

    def _word(self, place, value):
        self.data[place:place + self.xlen // 8] = value.to_bytes(self.xlen // 8, 'little')

    def _call(self, number, *arguments):
        for register, argument in enumerate(arguments, 10):
            self._emit(_load_address(register, argument))
        self._emit(_load_address(17, number) + [0x73])

    def _start(self):
        """A jump over the handler, its address to the system, a stack for it, and all registers."""
        wide, stack = self.xlen // 8, DATA + (len(self.data) + 4095) // 4096 * 4096
        for place, words in ((SIGACTION, (CODE + 4, SA_ONSTACK | SA_NODEFER, 0)), (SIGALTSTACK, (stack, 0, STACK_SIZE))):
            for index, word in enumerate(words):
                self.data[place + wide * index:place + wide * (index + 1)] = word.to_bytes(wide, 'little')
        loads = [(register, 8 * index) for index, register in enumerate(REGISTERS) if register not in (('x', 3), ('x', 4))]
        of_x = [(register, place) for register, place in loads if register[0] == 'x']
        handler = _load_address(30, DATA) + [_load(self.xlen, register, place, 30) for register, place in of_x]  # x30 is last
        handler += [i_type(0x67, 0, 0, 31, 0)]
        self._emit([j_type(0, 4 * len(handler) + 4)] + handler)
        self._call(CALL_SIGACTION, SIGILL, DATA + SIGACTION, 0, 8)
        self._call(CALL_SIGALTSTACK, DATA + SIGALTSTACK, 0)
        self._emit(_load_address(4, DATA) + [_load(self.xlen, register, place) for register, place in loads])

    def _block(self, block):
        inputs = HEAD + block * BLOCK_INPUT
        results = self.results + block * BLOCK_RESULT
        self._emit(_load_address(3, DATA + results) + _load_address(4, DATA + inputs))
        for n in range(STEPS):
            self._step(steps.step(self.dice, self.xlen, self.kinds), inputs, n * RECORD, results, n * RESULT)
        for index, register in enumerate(REGISTERS):
            self._emit([_store(self.xlen, register, STEPS * RESULT + 8 * index)])

    def _step(self, step, inputs, record, results, result):
        start = CODE + len(self.code)
        fcsr = self.dice.randrange(5) << 5 | self.dice.choice((0, 0, 0, self.dice.randrange(32)))
        self._emit([i_type(0x13, 31, 0, 0, fcsr), i_type(0x73, 0, 1, 31, 3)])
        self._emit([_load(self.xlen, register, record + 8 * index) for index, register in enumerate(step.inputs)])
        self._emit(step.before)
        pc = CODE + len(self.code)
        address = DATA + inputs + record
        registers = {}
        for index, (register, value) in enumerate(step.inputs.items()):
            registers[register] = (value(pc, address) if callable(value) else value) & values.MASK[64]
            place = inputs + record + 8 * index
            self.data[place:place + 8] = registers[register].to_bytes(8, 'little')
        self._emit(step.words)
        self._emit(step.behind)
        self._emit([_store(self.xlen, step.result, result), s_type(0x23, 2, 3, 31, result + 8), i_type(0x73, 31, 2, 0, 3),
                    s_type(0x23, 2, 3, 31, result + 12)])
        self.placed.append(Placed(step, fcsr, start, pc, registers, inputs + record, results + result))

    def _end(self):
        self._call(CALL_WRITE, 1, DATA, len(self.data))
        self._call(CALL_EXIT, 0)

    def with_words(self, placed, words):
        """The same program, but for the words of one step."""
        other = Program.__new__(Program)
        other.__dict__.update(self.__dict__)
        other.code = bytearray(self.code)
        at = placed.pc - CODE
        for word in words:
            other.code[at:at + length(word)] = word.to_bytes(length(word), 'little')
            at += length(word)
        return other

    def elf(self):
        """Two segments: code; data, and behind it the handler's stack."""
        wide = self.xlen == 64
        header, entry = (64, 56) if wide else (52, 32)
        start = header + 2 * entry
        flags = 0x5  # RVC, double-float ABI
        ident = b'\x7fELF' + bytes([2 if wide else 1, 1, 1]) + bytes(9)
        word = 'Q' if wide else 'I'
        elf = ident + struct.pack('<HHI3' + word + 'IHHHHHH', 2, MACHINE_RISCV, 1, CODE, header, 0, flags, header, entry, 2, 0, 0, 0)
        # A page of the file is a page of memory: each segment begins on one.
        code_at = 4096
        data_at = (code_at + len(self.code) + 4095) // 4096 * 4096
        for at, address, size, more, rights in ((code_at, CODE, len(self.code), 0, 5),
                                                (data_at, DATA, len(self.data), 4096 + STACK_SIZE, 6)):
            elf += (struct.pack('<II6Q', 1, rights, at, address, address, size, size + more, 4096) if wide else
                    struct.pack('<8I', 1, at, address, address, size, size + more, rights, 4096))
        assert len(elf) == start
        return elf.ljust(code_at, b'\0') + bytes(self.code).ljust(data_at - code_at, b'\0') + bytes(self.data)
