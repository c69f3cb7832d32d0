/* SPDX-License-Identifier: Apache-2.0 */
/* The trace reader on lines that are wrong, a message for each error. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"
#include "trace_fixture.h"

#define EVENTS                                                                                     \
	"expected an event (arch, reset, set, ptbr, seg, page, drop, pte, mem, fence, x, r or w)"
#define ANSWERS "a physical address, !page, !access, !segment or !segment=WHY"
#define FAULTS                                                                                     \
	"a physical address or a fault (!page, !page=CODE, !access, !protection, !stack, "         \
	"!segment or "                                                                             \
	"!segment=WHY)"
#define SEGMENT_KEYS                                                                               \
	"expected base=, limit=, granular=, type=, dpl=, rpl=, present=, null=, big= or long=, "   \
	"each once"
#define FIRST                                                                                      \
	"a fetch without an address, but there is no fetch before it in this scene, or it named "  \
	"a segment"
#define SIZES  "expected a size of 1 to 4096 bytes (decimal)"
#define KEYS   "expected a known KEY=VALUE"
#define FENCES "expected va=VA or asid=ASID, each once"

/* clang-format off */
static const struct {
	const char *trace, *message;
} bad[] = {
	/* the first line */
	{"", "1: expected 'pagewalk 1', found an empty file"},
	{"\n", "1: expected 'pagewalk 1', found the end of the line"},
	{"\npagewalk 1\n", "1: expected 'pagewalk 1', found the end of the line"},
	{"# pagewalk 1\n", "1: expected 'pagewalk 1', found the end of the line"},
	{"arch rv32\n", "1: expected 'pagewalk 1', found 'arch'"},
	{"PAGEWALK 1\n", "1: expected 'pagewalk 1', found 'PAGEWALK'"},
	{"pagewalk1\n", "1: expected 'pagewalk 1', found 'pagewalk1'"},
	{"\x7f" "ELF\x02\x01\n", "1: expected 'pagewalk 1', found '\\x7fELF\\x02\\x01'"},
	{"pagewalk\n", "1: expected version 1 of the trace format, found the end of the line"},
	{"pagewalk 2\n", "1: expected version 1 of the trace format, found '2'"},
	{"pagewalk 10\n", "1: expected version 1 of the trace format, found '10'"},
	{"pagewalk 1 x\n", "1: expected the end of the line, found 'x'"},
	{RV32 "pagewalk 1\n", "3: 'pagewalk' belongs in the first line only"},
	/* arch */
	{"pagewalk 1\nset priv=u\n", "2: expected an arch line first, found 'set'"},
	{"pagewalk 1\n\nreset\n", "3: expected an arch line first, found 'reset'"},
	{"pagewalk 1\nr 0\n", "2: expected an arch line before an access"},
	{"pagewalk 1\narch\n",
	 "2: expected rv32, rv64, x86-32 or x86-64, found the end of the line"},
	{"pagewalk 1\narch rv128\n", "2: expected rv32, rv64, x86-32 or x86-64, found 'rv128'"},
	{"pagewalk 1\narch rv3\n", "2: expected rv32, rv64, x86-32 or x86-64, found 'rv3'"},
	{"pagewalk 1\narch rv32 rv64\n", "2: expected the end of the line, found 'rv64'"},
	{"pagewalk 1\narch rv32 keep\n", "2: expected an arch line without 'keep' first"},
	{RV32 "arch rv64 keeps\n", "3: expected 'keep' or the end of the line, found 'keeps'"},
	{RV32 "arch rv64 keep keep\n", "3: expected the end of the line, found 'keep'"},
	{RV32 "arch keep\n", "3: expected rv32, rv64, x86-32 or x86-64, found 'keep'"},
	{RV32 "arch x86-32 keep\nset sum=1\n", "4: 'sum=1' is not a key of x86-32"},
	{RV32 "x4 0\narch rv32 keep\nx4\n", "5: " FIRST},
	/* lines that are none */
	{RV32 "jump 0\n", "3: " EVENTS ", found 'jump'"},
	{RV32 "resets\n", "3: " EVENTS ", found 'resets'"},
	{RV32 "rx\n", "3: " EVENTS ", found 'rx'"},
	{RV32 "X4 0\n", "3: " EVENTS ", found 'X4'"},
	{RV32 "# fine\n\n\r\n\x80\xff\x01\n", "6: " EVENTS ", found '\\x80\\xff\\x01'"},
	{RV32 "fence\rfence\n", "3: " EVENTS ", found 'fence\\x0dfence'"},
	{RV32 "a-word-that-goes-on-and-on-and-on-for-much-longer-than-a-message-may\n",
	 "3: " EVENTS ", found 'a-word-that-goes-on-and-on-and-on-for-much-longer-tha...'"},
	{RV32 "reset 1\n", "3: expected the end of the line, found '1'"},
	{RV32 "reset # \x01\n", "3: expected text in the comment, found byte 01"},
	{RV32 "# a\x1b[0m\n", "3: expected text in the comment, found byte 1b"},
	{RV32 "r 0 # \x7f\n", "3: expected text in the comment, found byte 7f"},
	/* set */
	{RV32 "set\n", "3: expected KEY=VALUE, found the end of the line"},
	{RV32 "set # priv=u\n", "3: expected KEY=VALUE, found the end of the line"},
	{RV32 "set priv\n", "3: " KEYS ", found 'priv'"},
	{RV32 "set colour=1\n", "3: " KEYS ", found 'colour=1'"},
	{RV32 "set sum=1 summ=1\n", "3: " KEYS ", found 'summ=1'"},
	{RV32 "set sum =1\n", "3: " KEYS ", found 'sum'"},
	{RV32 "set priv=\n", "3: expected priv to be m, s or u, found the end of the line"},
	{RV32 "set priv=h\n", "3: expected priv to be m, s or u, found 'h'"},
	{RV32 "set priv=us\n", "3: expected priv to be m, s or u, found 'us'"},
	{X64 "set priv=m\n", "3: expected priv to be s, u, 0, 1, 2 or 3, found 'm'"},
	{RV32 "set sum=2\n", "3: expected a value of 0 or 1, found '2'"},
	{RV32 "set sum=01\n", "3: expected a value of 0 or 1, found '01'"},
	{RV32 "set mxr=\n", "3: expected a value of 0 or 1, found the end of the line"},
	{RV32 "set priv=u pg=1\n", "3: 'pg=1' is not a key of rv32"},
	{RV64 "set pcide=0\n", "3: 'pcide=0' is not a key of rv64"},
	{X32 "set sum=1\n", "3: 'sum=1' is not a key of x86-32"},
	{X64 "set pg=1 adue=1\n", "3: 'adue=1' is not a key of x86-64"},
	/* what the hart lacks */
	{RV64 "set svpbmt=0 pbmte=1\n", "3: pbmte=1, but svpbmt=0: the hart lacks Svpbmt"},
	{RV64 "set pbmte=1\nset svpbmt=0\n", "4: pbmte=1, but svpbmt=0: the hart lacks Svpbmt"},
	{RV64 "set svpbmt=0\nset pbmte=1\n", "4: pbmte=1, but svpbmt=0: the hart lacks Svpbmt"},
	{RV32 "set svadu=0 adue=1\n", "3: adue=1, but svadu=0: the hart lacks Svadu"},
	{RV32 "set adue=1 svadu=0\n", "3: adue=1, but svadu=0: the hart lacks Svadu"},
	{RV32 "set svadu=0\nset sum=1 adue=1\n", "4: adue=1, but svadu=0: the hart lacks Svadu"},
	{RV32 "set svnapot=2\n", "3: expected a value of 0 or 1, found '2'"},
	{RV32 "set svinval=0\n", "3: " KEYS ", found 'svinval=0'"},
	{X64 "set svnapot=0\n", "3: 'svnapot=0' is not a key of x86-64"},
	/* what memory holds */
	{RV64 "mem\n", "3: expected a physical address, found the end of the line"},
	{RV64 "mem 80002000\n", "3: expected a PTE, found the end of the line"},
	{RV64 "mem 80002004 1\n", "3: expected a physical address aligned to 8 bytes, found 80002004"},
	{RV32 "mem 80002002 1\n", "3: expected a physical address aligned to 4 bytes, found 80002002"},
	{RV32 "mem 80002000 100000000\n", "3: expected a PTE of at most 32 bits, found '100000000'"},
	{RV32 "mem 400000000 1\n",
	 "3: expected a physical address of at most 34 bits, found '400000000'"},
	{RV64 "mem 80002000 1 or 2\n", "3: expected the end of the line, found 'or'"},
	{RV64 "mem=1\n", "3: " EVENTS ", found 'mem=1'"},
	/* several answers */
	{RV64 "r 0 1 or\n", "3: expected an answer behind 'or', found the end of the line"},
	{RV64 "r 0 1 or # 2\n", "3: expected an answer behind 'or', found the end of the line"},
	{RV64 "r 0 1 or or 2\n", "3: expected " ANSWERS ", found 'or'"},
	{RV64 "r 0 or 1\n", "3: expected " ANSWERS ", found 'or'"},
	{RV64 "r 0 1 2\n", "3: expected the end of the line, found '2'"},
	{RV64 "r 0 !page 2\n", "3: expected the end of the line, found '2'"},
	{RV64 "r 0 1 or 2 3\n", "3: expected the end of the line, found '3'"},
	{RV64 "r 0 1 or !protection\n", "3: expected " ANSWERS ", found '!protection'"},
	{RV64 "r 0 1 or !page=1\n", "3: expected " ANSWERS ", found '!page=1'"},
	{RV64 "r 0 1 or !page mem=1\n", "3: expected the end of the line, found 'mem=1'"},
	{RV64 "r 0 0 or 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8\n", "3: expected at most 8 answers"},
	{RV64 "x4 or 1\n", "3: expected a virtual address, found 'or'"},
	{X64 "ptbr 1 !access or !protection\n", "3: expected the end of the line, found 'or'"},
	/* ptbr, drop */
	{RV32 "ptbr\n",
	 "3: expected the page-table base register's value, found the end of the line"},
	{RV32 "ptbr satp\n", "3: expected the page-table base register's value, found 'satp'"},
	{RV32 "ptbr 100000000\n",
	 "3: expected the page-table base register's value of at most 32 bits, found '100000000'"},
	{RV64 "ptbr 10000000000000000\n",
	 "3: expected the page-table base register's value of at most 64 bits, found "
	 "'10000000000000000'"},
	{X32 "ptbr 1ffffffff\n",
	 "3: expected the page-table base register's value of at most 32 bits, found '1ffffffff'"},
	{RV32 "ptbr 1 2\n", "3: expected the end of the line, found '2'"},
	{RV64 "ptbr 1 !access\n", "3: expected the end of the line, found '!access'"},
	{X64 "ptbr 1 2\n", "3: expected !protection, !access or the end of the line, found '2'"},
	{X64 "ptbr 1 !page\n",
	 "3: expected !protection, !access or the end of the line, found '!page'"},
	/* faults of x86 */
	{X64 "ptbr 1 !stack\n", "3: expected !protection, !access or the end of the line, found '!stack'"},
	{RV64 "r 0 !stack\n", "3: expected " ANSWERS ", found '!stack'"},
	{RV64 "r 0 !protection\n",
	 "3: expected " ANSWERS ", found '!protection'"},
	{RV64 "r 0 !page=1\n", "3: expected " ANSWERS ", found '!page=1'"},
	{X64 "r 0 !page=20\n", "3: expected " FAULTS ", found '!page=20'"},
	{X64 "r 0 !page=\n", "3: expected " FAULTS ", found '!page='"},
	{RV64 "fence global=0\n", "3: expected va=VA or asid=ASID, each once, found 'global=0'"},
	{X64 "fence global=1\n",
	 "3: expected va=VA, asid=ASID or global=0, each once, found 'global=1'"},
	{RV32 "drop\n", "3: expected a physical page number, found the end of the line"},
	{RV32 "drop 400000\n",
	 "3: expected a physical page number of at most 22 bits, found '400000'"},
	{RV64 "drop 100000000000\n",
	 "3: expected a physical page number of at most 44 bits, found '100000000000'"},
	{X64 "drop 10000000000\n",
	 "3: expected a physical page number of at most 40 bits, found '10000000000'"},
	{RV64 "drop 1 0:0\n", "3: expected the end of the line, found '0:0'"},
	/* page */
	{RV32 "page\n", "3: expected a physical page number, found the end of the line"},
	{RV32 "page 0:1\n", "3: expected a physical page number, found '0:1'"},
	{RV32 "page 400000\n",
	 "3: expected a physical page number of at most 22 bits, found '400000'"},
	{RV32 "page 1 z:1\n", "3: expected an index, found 'z:1'"},
	{RV32 "page 1 :1\n", "3: expected an index, found ':1'"},
	{RV32 "page 1 5\n", "3: expected ':' or '*' behind the index, found the end of the line"},
	{RV32 "page 1 5 :1\n", "3: expected ':' or '*' behind the index, found a blank"},
	{RV32 "page 1 5:\n", "3: expected a PTE, found the end of the line"},
	{RV32 "page 1 5: 1\n", "3: expected a PTE, found a blank"},
	{RV32 "page 1 5:x\n", "3: expected a PTE, found 'x'"},
	{RV32 "page 1 5:100000000\n", "3: expected a PTE of at most 32 bits, found '100000000'"},
	{RV64 "page 1 5:00000000000000000\npage 1 5:10000000000000000\n",
	 "4: expected a PTE of at most 64 bits, found '10000000000000000'"},
	{RV32 "page 1 5:1z\n", "3: expected a blank behind the PTE, found 'z'"},
	{RV32 "page 1 5:1+400\n", "3: expected a blank behind the PTE, found '+400'"},
	{RV32 "page 1 5*:1+1\n", "3: expected a count, found ':1+1'"},
	{RV32 "page 1 5*2\n", "3: expected ':' behind the count, found the end of the line"},
	{RV32 "page 1 5*2:1\n",
	 "3: expected '+' and a step behind the PTE, found the end of the line"},
	{RV32 "page 1 5*2:1-1\n", "3: expected '+' and a step behind the PTE, found '-1'"},
	{RV32 "page 1 5*2:1+\n", "3: expected a step, found the end of the line"},
	{RV32 "page 1 5*2:1+1x\n", "3: expected a step, found '1x'"},
	{RV32 "page 1 5*2:1+fffffffffffffc00\n",
	 "3: expected a step of at most 32 bits, found 'fffffffffffffc00'"},
	{RV32 "page 1 5*0:1+1\n", "3: expected a count of at least 1, found '5*0:1+1'"},
	{RV32 "page 1 400:1\n", "3: expected entries within 0 to 3ff, found '400:1'"},
	{RV64 "page 1 200:1\n", "3: expected entries within 0 to 1ff, found '200:1'"},
	{X64 "page 1 400:1\n", "3: expected entries within 0 to 3ff, found '400:1'"},
	{X64 "set lma=1\npage 1 200:1\n", "4: expected entries within 0 to 1ff, found '200:1'"},
	{X32 "set pae=1\npage 1 200:1\n", "4: expected entries within 0 to 1ff, found '200:1'"},
	{RV32 "page 1 1:1 3ff*2:1+1\n", "3: expected entries within 0 to 3ff, found '3ff*2:1+1'"},
	{RV32 "page 1 1*400:1+1\n", "3: expected entries within 0 to 3ff, found '1*400:1+1'"},
	{RV64 "page 1 1ff*ffffffffffffffff:1+1\n",
	 "3: expected entries within 0 to 1ff, found '1ff*ffffffffffffffff:1+1'"},
	{RV64 "page 1 ffffffffffffffff*2:1+1\n",
	 "3: expected entries within 0 to 1ff, found 'ffffffffffffffff*2:1+1'"},
	{RV32 "page 1 5:1 5:1\n", "3: entry 5 is given twice, again by '5:1'"},
	{RV32 "page 1 40*10:1+1 4f:1\n", "3: entry 4f is given twice, again by '4f:1'"},
	{RV32 "page 1 4f:1 40*10:1+1\n", "3: entry 4f is given twice, again by '40*10:1+1'"},
	/* pte */
	{RV32 "pte\n", "3: expected a physical address, found the end of the line"},
	{RV32 "pte 4\n", "3: expected a PTE, found the end of the line"},
	{RV32 "pte 2 1\n", "3: expected a physical address aligned to 4 bytes, found 2"},
	{RV64 "pte 80000004 1\n",
	 "3: expected a physical address aligned to 8 bytes, found 80000004"},
	{RV32 "pte 4 100000000\n", "3: expected a PTE of at most 32 bits, found '100000000'"},
	{RV32 "pte 400000000 1\n",
	 "3: expected a physical address of at most 34 bits, found '400000000'"},
	{RV64 "pte 100000000000000 1\n",
	 "3: expected a physical address of at most 56 bits, found '100000000000000'"},
	{RV64 "pte 8 1 1\n", "3: expected the end of the line, found '1'"},
	/* fence */
	{RV32 "fence 1000\n", "3: " FENCES ", found '1000'"},
	{RV32 "fence va=1 va=2\n", "3: " FENCES ", found 'va=2'"},
	{RV32 "fence asid=1 asid=2\n", "3: " FENCES ", found 'asid=2'"},
	{RV32 "fence va=\n", "3: expected a virtual address behind va=, found the end of the line"},
	{RV32 "fence va= 1\n", "3: expected a virtual address behind va=, found a blank"},
	{RV32 "fence va=z\n", "3: expected a virtual address behind va=, found 'z'"},
	{RV32 "fence va=100000000\n",
	 "3: expected a virtual address behind va= of at most 32 bits, found '100000000'"},
	{RV32 "fence asid= 1\n", "3: expected an ASID behind asid=, found a blank"},
	{RV64 "fence asid=10000\n",
	 "3: expected an ASID behind asid= of at most 16 bits, found '10000'"},
	{X64 "fence asid=1000\n",
	 "3: expected an ASID behind asid= of at most 12 bits, found '1000'"},
	/* segments */
	{RV32 "seg\n", "3: expected es, cs, ss, ds, fs or gs, found the end of the line"},
	{RV32 "seg xs\n", "3: expected es, cs, ss, ds, fs or gs, found 'xs'"},
	{RV32 "seg dsx\n", "3: expected es, cs, ss, ds, fs or gs, found 'dsx'"},
	{RV32 "seg ds base\n", "3: " SEGMENT_KEYS ", found 'base'"},
	{RV32 "seg ds base=1 base=2\n", "3: " SEGMENT_KEYS ", found 'base=2'"},
	{RV32 "seg ds code=1\n", "3: " SEGMENT_KEYS ", found 'code=1'"},
	{RV32 "seg ds base=\n", "3: expected a value behind '=', found the end of the line"},
	{RV32 "seg ds base= 1\n", "3: expected a value behind '=', found a blank"},
	{RV32 "seg ds base=z\n", "3: expected a value behind '=', found 'z'"},
	{RV32 "seg ds base=100000000\n",
	 "3: expected a value behind '=' of at most 32 bits, found '100000000'"},
	{X64 "seg ds limit=100000\n",
	 "3: expected a value behind '=' of at most 20 bits, found '100000'"},
	{X64 "seg ds type=10\n", "3: expected a value behind '=' of at most 4 bits, found '10'"},
	{X64 "seg ds dpl=4\n", "3: expected a value behind '=' of at most 2 bits, found '4'"},
	{X64 "seg ds rpl=4\n", "3: expected a value behind '=' of at most 2 bits, found '4'"},
	{X64 "seg ds null=2\n", "3: expected a value behind '=' of at most 1 bits, found '2'"},
	{X64 "seg ds rpl=3 dpl=1 rpl=3\n", "3: " SEGMENT_KEYS ", found 'rpl=3'"},
	{X64 "seg ds big=2\n", "3: expected a value behind '=' of at most 1 bits, found '2'"},
	{RV32 "r ds:\n", "3: expected an offset behind ':', found the end of the line"},
	{RV32 "r ds: 1\n", "3: expected an offset behind ':', found a blank"},
	{RV32 "r ds:z\n", "3: expected an offset, found 'z'"},
	{RV32 "r ds:100000000\n", "3: expected an offset of at most 32 bits, found '100000000'"},
	{RV32 "r hs:1\n", "3: expected a virtual address, found 'hs:1'"},
	{RV32 "r ds\n", "3: expected a virtual address, found 'ds'"},
	{RV32 "r ds:1 !segment=size\n", "3: expected " ANSWERS ", found '!segment=size'"},
	{RV32 "r ds:1 !segment=20\n", "3: expected " ANSWERS ", found '!segment=20'"},
	{RV32 "r ds:1 !segment=\n", "3: expected " ANSWERS ", found '!segment='"},
	{RV32 "r ds:1 !segment=4k\n", "3: expected " ANSWERS ", found '!segment=4k'"},
	{RV32 "r ds:1 !segments\n", "3: expected " ANSWERS ", found '!segments'"},
	{X64 "ptbr 1 !segment\n",
	 "3: expected !protection, !access or the end of the line, found '!segment'"},
	{RV32 "x4 0\nx4 cs:4\nx4\n", "5: " FIRST},
	/* accesses */
	{RV32 "r\n", "3: expected a virtual address, found the end of the line"},
	{RV32 "w8 # c\n", "3: expected a virtual address, found the end of the line"},
	{RV32 "r z\n", "3: expected a virtual address, found 'z'"},
	{RV32 "r 12g\n", "3: expected a virtual address, found '12g'"},
	{RV32 "r 0x\n", "3: expected a virtual address, found '0x'"},
	{RV32 "r -1\n", "3: expected a virtual address, found '-1'"},
	{RV32 "r !page\n", "3: expected a virtual address, found '!page'"},
	{RV32 "r 100000000\n",
	 "3: expected a virtual address of at most 32 bits, found '100000000'"},
	{X32 "r 100000000\n",
	 "3: expected a virtual address of at most 32 bits, found '100000000'"},
	{RV64 "r 10000000000000000\n",
	 "3: expected a virtual address of at most 64 bits, found '10000000000000000'"},
	{RV32 "r 1 z\n", "3: expected " ANSWERS ", found 'z'"},
	{RV32 "r 1 2z\n", "3: expected " ANSWERS ", found '2z'"},
	{RV32 "r 1 !pages\n", "3: expected " ANSWERS ", found '!pages'"},
	{RV32 "r 1 ! page\n", "3: expected " ANSWERS ", found '!'"},
	{RV32 "r 1 400000000\n",
	 "3: expected " ANSWERS " of at most 34 bits, found '400000000'"},
	{RV64 "r 1 100000000000000\n",
	 "3: expected " ANSWERS " of at most 56 bits, found "
	 "'100000000000000'"},
	{X64 "r 1 10000000000000\n",
	 "3: expected " FAULTS " of at most 52 bits, found "
	 "'10000000000000'"},
	{RV32 "r 1 2 3\n", "3: expected the end of the line, found '3'"},
	{RV32 "r 1 !page 3\n", "3: expected the end of the line, found '3'"},
	{RV64 "r 1 2 mem\n", "3: expected the end of the line, found 'mem'"},
	{RV64 "r 1 2 mem=1 3\n", "3: expected the end of the line, found '3'"},
	{RV64 "r 1 2 mem=1 mem=1\n", "3: expected the end of the line, found 'mem=1'"},
	{RV64 "r 1 2 size=c\n", "3: expected the end of the line, found 'size=c'"},
	{RV64 "r 1 !page mem=1\n", "3: expected the end of the line, found 'mem=1'"},
	{RV64 "r 1 mem=1\n", "3: expected " ANSWERS ", found 'mem=1'"},
	{RV64 "x4 mem=1\n", "3: expected a virtual address, found 'mem=1'"},
	{RV64 "r 1 2 mem=\n",
	 "3: expected a memory type behind mem=, found the end of the line"},
	{RV64 "r 1 2 mem= 1\n", "3: expected a memory type behind mem=, found a blank"},
	{RV64 "r 1 2 mem=x\n", "3: expected a memory type behind mem=, found 'x'"},
	{RV64 "r 1 2 mem=1x\n", "3: expected a memory type behind mem=, found '1x'"},
	{RV64 "r 1 2 mem=8\n",
	 "3: expected a memory type behind mem= of at most 3 bits, found '8'"},
	{RV32 "r0 1\n", "3: " SIZES ", found '0'"},
	{RV32 "w4097 1\n", "3: " SIZES ", found '4097'"},
	{RV32 "w99999999999999999999 1\n", "3: " SIZES ", found '99999999999999999999'"},
	{RV32 "x4k 1\n", "3: " SIZES ", found '4k'"},
	{RV32 "x0x4 1\n", "3: " SIZES ", found '0x4'"},
	/* fetches without an address */
	{RV32 "x4\n",
	 "3: " FIRST},
	{RV32 "r4 0\nx4\n",
	 "4: " FIRST},
	{RV32 "x4 0\nreset\nx4\n",
	 "5: " FIRST},
	{RV32 "x4 0\narch rv32\nx4\n",
	 "5: " FIRST},
	{RV32 "x4 1ff8\nx4\nx4\n",
	 "5: a fetch without an address, but the last one, 4 bytes at 1ffc, ends its page"},
	{RV32 "x4 ffe\nx2\n",
	 "4: a fetch without an address, but the last one, 4 bytes at ffe, ends its page"},
	{RV64 "x4096 fffffffffffff000\nx2\n",
	 "4: a fetch without an address, but the last one, 4096 bytes at fffffffffffff000, ends "
	 "its page"},
	{RV32 "x4 0 3fffffffc\nx4\n",
	 "4: a fetch without an address, but behind the last one's physical address 3fffffffc "
	 "there is none"},
};
/* clang-format on */

START_TEST(bad_lines)
{
	char expected[256], *last;

	ck_assert_int_eq(read_trace(bad[_i].trace, strlen(bad[_i].trace)), TRACE_ERROR);
	said[strlen(said) - 1] = '\0';
	last = strrchr(said, '\n');
	snprintf(expected, sizeof(expected), "%s", bad[_i].message);
	ck_assert_str_eq(last ? last + 1 : said, expected);
	/* Good lines behind the bad one change nothing. */
	if (_i > 0 && bad[_i].trace[strlen(bad[_i].trace) - 1] == '\n') {
		char longer[512], before[sizeof(said)];

		strcpy(before, said);
		strcat(before, "\n");
		snprintf(longer, sizeof(longer), "%sfence\n", bad[_i].trace);
		ck_assert_int_eq(read_trace(longer, strlen(longer)), TRACE_ERROR);
		ck_assert_str_eq(said, before);
	}
}
END_TEST

START_TEST(nul_bytes)
{
	/* clang-format off */
	static const struct {
		const char *trace;
		size_t size;
		const char *said;
	} nul[] = {
		{"pagewalk 1\0\n", 12,
		 "1: expected version 1 of the trace format, found '1\\x00'\n"},
		{"pagewalk 1\narch rv32\nr\0001\n", 25,
		 "2: arch rv32 s adue\n3: " EVENTS ", found 'r\\x001'\n"},
		{"pagewalk 1\narch rv32\nr 1\0\n", 26,
		 "2: arch rv32 s adue\n3: expected a virtual address, found '1\\x00'\n"},
		{"pagewalk 1\narch rv32\n# \0\n", 25,
		 "2: arch rv32 s adue\n3: expected text in the comment, found byte 00\n"},
	};
	/* clang-format on */
	size_t i;

	for (i = 0; i < sizeof(nul) / sizeof(nul[0]); i++) {
		ck_assert_int_eq(read_trace(nul[i].trace, nul[i].size), TRACE_ERROR);
		ck_assert_str_eq(said, nul[i].said);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trace_bad");
	TCase *tc = tcase_create("trace");

	suite_add_tcase(suite, tc);
	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, bad_lines, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tc, nul_bytes);

	return suite_run(suite);
}
