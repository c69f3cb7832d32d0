#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a trace in which each of the sixteen counters (counter-1 of rtl/contract) counts beyond 2^15, lookups and hits beyond
2^16: with counters of 16 bits all of their bits change, and some wrap.

counters_far.py > FILE    Sv39 with leaves of 1 GiB, so that a walk is one read.
"""
import sys

TIMES = 33000

NOWHERE = 'ff00000000000000'  # untranslated, and RV64 has no such physical address (port-3): no walk
UNTRANSLATED = ['x %s !access' % NOWHERE, 'r %s !access' % NOWHERE]
ROUND = [
    'pte 1000 f',  # V R W X, and A has gone
    'fence',
    'x 0 0',  # a walk, which sets A: a write
    'x 0 0',  # a hit
    'r 0 0',
    'r 0 0',
    'x 40000000 !page',  # entry 1 is 0
    'r 40000000 !page',
]

print('pagewalk 1', 'arch rv64', 'set priv=m adue=1', *UNTRANSLATED * TIMES, sep='\n')
print('set priv=s', 'page 1 0:f', 'ptbr 8000000000000001', *ROUND * TIMES, sep='\n')
sys.exit(0)
