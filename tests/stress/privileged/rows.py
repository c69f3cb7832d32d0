# SPDX-License-Identifier: Apache-2.0
"""Cases at random, as assembly that frame.S includes: a few instructions in a mode, with delegations and interrupts pending,
up to the first trap that M takes. What the manual leaves open, or QEMU 7.2 does otherwise, is not asked where that can be
avoided; run.py says what remains.
"""
import random

RESULTS = ['a%d' % n for n in range(6)]
HELD = ['mscratch', 'sscratch', 'mcause', 'scause', 'mtval', 'stval', 'fcsr', 'fflags', 'frm']  # all of what is written is seen
INTERRUPTS = ['mie', 'mip', 'sie', 'sip', 'mideleg']
STATUS = ['mstatus', 'sstatus']
READ = ['mhartid', 'satp', 'mtvec', 'stvec', 'medeleg', 'mepc', 'sepc']
ABSENT = ['0x0c0', '0x2ff', '0x3ff', '0x5c0', '0x7c5', '0x800', '0x9c0', '0xbff']
WRITES = ['csrrw', 'csrrs', 'csrrc']
# Reserved, of other extensions, URET and DRET, and SFENCE.VMA and others with a field that they do not have.
ILLEGAL = ['0xffffffff', '0x0000000b', '0x82006033', '0x0000007f', '0x00002063', '0x40001013', '0x7b200073', '0x00200073',
           '0x32004073', '0x120000f3', '0x16000073', '0x18000073', '0x1410202f', '0x0000702f']
ILLEGAL_SHORT = ['0', '0x8002', '0x4002']
MPRV, FS = 1 << 17, 3 << 13
STATUS_BITS = 1, 3, 5, 7, 8, 18, 19, 20, 21, 22  # SIE, MIE, SPIE, MPIE, SPP, SUM, MXR, TVM, TW, TSR
STATUS_WRITTEN = sum(1 << bit for bit in STATUS_BITS)
INTERRUPT_BITS = 0x222
DELEGABLE = 0xb1ff  # but ECALL from S, of which the S handler's must come to M


class Dice(random.Random):
    def status(self):
        bits = sum(1 << bit for bit in STATUS_BITS if self.random() < (0.3 if bit in (1, 3, 20, 22) else 0.5))
        return bits | self.choice([0, 1, 3]) << 11

    def interrupts(self):
        return self.choice([0, 0, 2, 0x22, 0x222, self.getrandbits(12) & INTERRUPT_BITS])

    def csr(self):
        rd, operation = self.choice(RESULTS), self.choice(WRITES)
        name = self.choice(self.choice([HELD, HELD, INTERRUPTS, STATUS, READ, ABSENT]))
        if name in READ:
            return ['%s %s, %s, zero' % (self.choice(['csrrs', 'csrrc']), rd, name)]
        if name in STATUS:
            # What is read is seen through a mask, and so is what is read of interrupts.
            return ['li a5, %d' % self.status(), '%s %s, %s, a5' % (operation, rd, name), 'and %s, %s, s2' % (rd, rd)]
        if self.random() < 0.5:
            lines = ['%si %s, %s, %d' % (operation, rd, name, self.choice([0, 1, 2, 8, 10, 31]))]
        else:
            lines = ['%s %s, %s, %s' % (operation, rd, name, self.choice(RESULTS + ['zero']))]
        return lines + ['and %s, %s, s1' % (rd, rd)] * (name in INTERRUPTS)

    def access(self, xlen):
        wide = xlen == 64
        offset = self.choice([0, 0, 1, 2, 3, 4, 5, 6, 8])
        name = self.choice(['lw', 'lh', 'lb', 'lbu', 'sw', 'sh', 'sb', 'lr', 'amoadd', 'amoswap', 'amomaxu', 'flw'] +
                           ['ld', 'sd'] * wide)
        if name == 'flw':
            return ['flw fa0, %d(s0)' % (offset & ~3)]
        if name.startswith(('lr', 'amo')):
            size = self.choice('wd' if wide else 'w')
            address = 'addi a5, s0, %d' % (offset & ~7)
            if name == 'lr':  # a trap may end a reservation, or not
                return [address, 'lr.%s a4, (a5)' % size, 'sc.%s a3, a1, (a5)' % size]
            return [address, '%s.%s a4, a1, (a5)' % (name, size)]
        return ['%s %s, %d(s0)' % (name, self.choice(RESULTS), offset)]

    def step(self, xlen, before_mret=()):
        kind = self.random()
        if kind < 0.5:
            return self.csr()
        if kind < 0.65:
            name = self.choice(['ebreak', 'c.ebreak', 'ecall', 'sret', 'mret', 'sret', 'mret'])
            return [*(before_mret if name == 'mret' else ()), name]
        if kind < 0.7:
            return [self.choice(['sfence.vma', 'sfence.vma a0, a1', 'fence', 'fence.i', 'fence.tso'])]
        if kind < 0.76:
            return ['.4byte ' + self.choice(ILLEGAL)]
        if kind < 0.79:
            return ['.2byte ' + self.choice(ILLEGAL_SHORT)]
        if kind < 0.92:
            return self.access(xlen)
        return [self.choice(['addi a0, a0, 1', 'li a0, 0x222', 'li a1, -1', 'li a2, 0xaaa', 'c.nop', 'li a3, 0x1800'])]


def assembly(xlen, seed, count):
    """`count` cases: their code, and the table of what each begins with."""
    dice, lines, rows = Dice('%d %d' % (xlen, seed)), [], []
    for case in range(count):
        # Where MRET leads is behind the body, too, so that no case goes round.
        before_mret = 'la t1, return%d' % case, 'csrw mepc, t1'
        body = [line for _ in range(dice.randint(1, 7)) for line in dice.step(xlen, before_mret)]
        lines += ['.balign 4', 'case%d:' % case] + body + ['ecall'] * 2
        lines += ['return%d:' % case] + dice.step(xlen) + ['ecall'] * 2  # where SRET leads
        status = dice.status() | dice.choice([0, 1, 2, 3]) << 13
        rows.append(['case%d' % case, 'return%d' % case, dice.choice([0, DELEGABLE, dice.getrandbits(16) & DELEGABLE]),
                     dice.choice([0, INTERRUPT_BITS, dice.getrandbits(12) & INTERRUPT_BITS]), dice.interrupts(),
                     dice.choice([0, 0, 0xaaa, dice.interrupts()]), status, STATUS_WRITTEN | 3 << 11])
    word = '.dword' if xlen == 64 else '.word'
    table = ['%s %s' % (word, ', '.join(map(str, row))) for row in rows]
    return '\n'.join(lines + ['.balign 8', 'rows:'] + table + [word + ' 0\n'])
