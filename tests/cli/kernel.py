# SPDX-License-Identifier: Apache-2.0
"""Kernels of a few instructions, in an Image, for pagewalk boot."""
import struct

A0, A1, A6, A7, T0, T1 = 10, 11, 16, 17, 5, 6
ECALL, NOP, LOOP, WFI = 0x73, 0x13, 0x6f, 0x10500073


def li(register, value):
    return (value & 0xfff) << 20 | register << 7 | 0x13


def lui(register, value):
    return (value & 0xfffff) << 12 | register << 7 | 0x37


def say(text):
    """By the legacy console."""
    return [word for c in text for word in (li(A0, ord(c)), li(A7, 1), ECALL)]


OFF = [li(A7, 8), ECALL]
# SRST with reason f0000007.
FAILED = [li(A0, 0), lui(A1, 0xf0000), A1 << 15 | li(A1, 7), li(A6, 0), lui(A7, 0x53525), A7 << 15 | li(A7, 0x354), ECALL]
# getchar until there is something; put it out; again, until it is a 'q'.
ECHO = [li(A7, 2), ECALL, 0xfe054ce3, 0x00050413, li(A7, 1), ECALL, li(T0, ord('q')), 0xfe5412e3, *OFF]


def image(at, words, name='k', **fields):
    """A file with an Image of such code."""
    head = {'code': 0x0400006f, 'offset': 0x200000, 'size': 64 + 4 * len(words), 'flags': 0, 'magic': b'RSC\5', **fields}
    path = at / name
    path.write_bytes(struct.pack('<IIQQQIIQQ4sI', head['code'], 0, head['offset'], head['size'], head['flags'], 2, 0, 0,
                                 0x5643534952, head['magic'], 0) + struct.pack('<%dI' % len(words), *words))
    return path


# Sv39 with one page of 1 GiB, and twenty times a fence and a load.
WALKS = [0x803002b7, 0x02029293, 0x0202d293, 0x20000337, 0x0cf30313, 0x0062b823, 0x00c2d393, 0x00800313, 0x03c31313, 0x0063e3b3,
         0x18039073, 0x01400413, 0x12000073, 0x0002b303, 0xfff40413, 0xfe041ae3]


def walks(at):
    """A kernel that makes walks."""
    return image(at, WALKS + OFF, 'walks')
