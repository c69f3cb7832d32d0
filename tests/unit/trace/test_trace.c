/* SPDX-License-Identifier: Apache-2.0 */
/* The trace reader on what is right: every event. */
#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"
#include "trace_fixture.h"

static void expect_events(const char *bytes, const char *events)
{
	enum trace_kind kind = read_trace(bytes, strlen(bytes));

	ck_assert_str_eq(said, events);
	ck_assert_int_eq(kind, TRACE_END);
}

/* clang-format off */
static const struct {
	const char *trace, *events;
} good[] = {
	/* the first lines */
	{"pagewalk 1\n", ""},
	{"pagewalk 1\n", ""},
	{"  pagewalk\t1   # comment\n\n \t\n# nothing\n  # \t more\n", ""},
	{RV32, "2: arch rv32 s adue\n"},
	{RV64, "2: arch rv64 s adue\n"},
	{X32, "2: arch x86-32 s adue\n"},
	{X64, "2: arch x86-64 s adue\n"},
	{"pagewalk 1\r\n\r\narch rv32 # c\r\nfence\r\n", "3: arch rv32 s adue\n4: fence\n"},
	/* the context */
	{RV64 "set priv=u sum=1 mxr=1 adue=0 pbmte=1\nset sum=0 priv=m # c\n"
	      "set mxr=1\nset priv=s\n",
	 "2: arch rv64 s adue\n3: set rv64 u sum mxr pbmte\n4: set rv64 m mxr pbmte\n"
	 "5: set rv64 m mxr pbmte\n6: set rv64 s mxr pbmte\n"},
	{X64 "set pg=1 wp=1 pse=1 pae=1 pge=1 la57=1 lma=1 nxe=1\n"
	     "set smep=1 smap=1 ac=1 pcide=1 priv=u\nset pg=0 pcide=0\nset priv=s\n",
	 "2: arch x86-64 s adue\n3: set x86-64 s adue pg wp pse pae pge la57 lma nxe\n"
	 "4: set x86-64 u adue pg wp pse pae pge la57 lma nxe smep smap ac pcide\n"
	 "5: set x86-64 u adue wp pse pae pge la57 lma nxe smep smap ac\n"
	 "6: set x86-64 s adue wp pse pae pge la57 lma nxe smep smap ac\n"},
	{RV64 "set priv=u adue=0 sum=1\nreset\narch rv32\nset mxr=1\narch rv32\n",
	 "2: arch rv64 s adue\n3: set rv64 u sum\n4: reset rv64 s adue\n5: arch rv32 s adue\n"
	 "6: set rv32 s mxr adue\n7: arch rv32 s adue\n"},
	/* from one architecture to another */
	{RV64 "set priv=u sum=1 mxr=1 adue=0\narch x86-64 keep\nset lma=1 ac=1\n"
	      "arch rv32 keep # c\narch rv64\n",
	 "2: arch rv64 s adue\n3: set rv64 u sum mxr\n4: arch keep x86-64 s sum mxr\n"
	 "5: set x86-64 s sum mxr lma ac\n6: arch keep rv32 s sum mxr lma ac\n7: arch rv64 s adue\n"},
	{X64 "set pae=1\npage 1 1ff:1\narch rv32 keep\npage 1 3ff:1\nptbr ffffffff\nr ffffffff 3ffffffff\n"
	     "arch x86-64 keep\npage 1 1ff:1\nr ffffffffffffffff\narch x86-32 keep\npte 8 1\nset pae=0\npte 4 1\n",
	 "2: arch x86-64 s adue\n3: set x86-64 s adue pae\n4: page 1/512 1ff:1\n"
	 "5: arch keep rv32 s adue pae\n6: page 1/1024 3ff:1\n7: ptbr ffffffff\n"
	 "8: r1 ffffffff = 3ffffffff\n9: arch keep x86-64 s adue pae\n10: page 1/512 1ff:1\n"
	 "11: r1 ffffffffffffffff\n12: arch keep x86-32 s adue pae\n13: pte 8 = 1\n"
	 "14: set x86-32 s adue\n15: pte 4 = 1\n"},
	/* the register, dropped pages, stores, fences */
	{RV32 "ptbr 80080000\nptbr 0xFFFFffff # c\ndrop 80001\ndrop 3fffff\n",
	 "2: arch rv32 s adue\n3: ptbr 80080000\n4: ptbr ffffffff\n5: drop 80001\n"
	 "6: drop 3fffff\n"},
	{RV64 "ptbr ffffffffffffffff\npte 80000008 ffffffffffffffff\npte 0xfffffffffffff8 0x0\n",
	 "2: arch rv64 s adue\n3: ptbr ffffffffffffffff\n"
	 "4: pte 80000008 = ffffffffffffffff\n5: pte fffffffffffff8 = 0\n"},
	{RV32 "pte 80000004 20000401\n", "2: arch rv32 s adue\n3: pte 80000004 = 20000401\n"},
	{RV64 "fence\nfence va=1000\nfence asid=0xffff # c\nfence va=0xFFFFFFFFFFFFF000 asid=7\n"
	      "fence asid=1 va=2\nfence\n",
	 "2: arch rv64 s adue\n3: fence\n4: fence va 1000\n5: fence asid ffff\n"
	 "6: fence va fffffffffffff000 asid 7\n7: fence va 2 asid 1\n8: fence\n"},
	/* pages */
	{RV32 "page 80000 1:20000401\npage 0x80001 # c\npage 3fffff 0:1 3ff:ffffffff 0x10:0x5\n",
	 "2: arch rv32 s adue\n3: page 80000/1024 1:20000401\n4: page 80001/1024\n"
	 "5: page 3fffff/1024 0:1 10:5 3ff:ffffffff\n"},
	{RV64 "page 80000 1ff:ffffffffffffffff\npage fffffffffff 3*3:220930e7+fffffffffffffc00\n"
	      "page 1 0*1:7+0 2*2:8000000000000000+8000000000000000 1fc*4:0x10+0x1\n",
	 "2: arch rv64 s adue\n3: page 80000/512 1ff:ffffffffffffffff\n"
	 "4: page fffffffffff/512 3:220930e7 4:22092ce7 5:220928e7\n"
	 "5: page 1/512 0:7 2:8000000000000000 1fc:10 1fd:11 1fe:12 1ff:13\n"},
	{RV32 "page 1 3fd*3:400+fffffc00\npage 1 4*2:fffffc00+800\n",
	 "2: arch rv32 s adue\n3: page 1/1024 3fd:400 3ff:fffffc00\n"
	 "4: page 1/1024 4:fffffc00 5:400\n"},
	{X32 "page 1 3ff:ffffffff\npte 4 1\nset pae=1\npage 1 1ff:ffffffffffffffff\n"
	     "pte 8 ffffffffffffffff\nset pae=0\npage 1 3ff:1\nset pae=1\nreset\npage 1 3ff:1\n",
	 "2: arch x86-32 s adue\n3: page 1/1024 3ff:ffffffff\n4: pte 4 = 1\n"
	 "5: set x86-32 s adue pae\n6: page 1/512 1ff:ffffffffffffffff\n"
	 "7: pte 8 = ffffffffffffffff\n8: set x86-32 s adue\n9: page 1/1024 3ff:1\n"
	 "10: set x86-32 s adue pae\n11: reset x86-32 s adue\n12: page 1/1024 3ff:1\n"},
	/* Two levels are where there is neither PAE nor long mode, which x86-32 does not have. */
	{X64 "page ffffffffff 3ff:1\npte 4 1\nset lma=1\npage ffffffffff 1ff:1\npte 8 1\n"
	     "set lma=0 pae=1\npage 1 1ff:1\n",
	 "2: arch x86-64 s adue\n3: page ffffffffff/1024 3ff:1\n4: pte 4 = 1\n"
	 "5: set x86-64 s adue lma\n6: page ffffffffff/512 1ff:1\n7: pte 8 = 1\n"
	 "8: set x86-64 s adue pae\n9: page 1/512 1ff:1\n"},
	{X32 "set lma=1\npage 1 3ff:1\n",
	 "2: arch x86-32 s adue\n3: set x86-32 s adue lma\n4: page 1/1024 3ff:1\n"},
	/* the faults of x86 */
	{X64 "r 1 !page\nr 2 !page=0\nw 3 !page=1f # c\nx 4 !protection\nr 5 !access\nw ss:6 !stack # c\n",
	 "2: arch x86-64 s adue\n3: r1 1 page\n4: r1 2 page code 0\n5: w1 3 page code 1f\n"
	 "6: x1 4 protection code 0\n7: r1 5 access\n8: w1 2:6 protection code 8\n"},
	{X64 "ptbr 1000\nptbr 8000000000001000 !protection\nptbr 1 !access # c\n",
	 "2: arch x86-64 s adue\n3: ptbr 1000\n4: ptbr 8000000000001000 protection code 0\n"
	 "5: ptbr 1 access\n"},
	{X64 "fence global=0\nfence va=1000 global=0 asid=2\n",
	 "2: arch x86-64 s adue\n3: fence not global\n4: fence va 1000 asid 2 not global\n"},
	/* segments */
	{X32 "seg es\nseg cs base=ffffffff limit=fffff granular=1 type=f dpl=3 present=1 big=1 long=1\n"
	     "seg ss present=0 # c\nseg gs long=0 type=0xA base=10\nseg fs rpl=1 dpl=2 null=1\nseg fs rpl=0 dpl=2 null=0\n",
	 "2: arch x86-32 s adue\n3: seg 0 0 0 type 0 dpl 0 rpl 0 present\n"
	 "4: seg 1 ffffffff fffff type f dpl 3 rpl 3 granular present big long\n"
	 "5: seg 2 0 0 type 0 dpl 0 rpl 0\n6: seg 5 10 0 type a dpl 0 rpl 0 present\n"
	 "7: seg 4 0 0 type 0 dpl 2 rpl 1 present null\n8: seg 4 0 0 type 0 dpl 2 rpl 0 present\n"},
	{RV64 "seg ds base=ffffffffffffffff\nr8 ds:1000 80001000\nw fs:ffffffffffffffff !segment\n"
	      "x4 cs:0 !segment=limit\nr es:1 !segment=absent # c\nr1 ss:0x2 !segment=type\n"
	      "r gs:3 !segment=privilege\nr ds:4\nr d5\nr e\nr fs:0 !segment=null\n"
	      "r ss:0 !segment=absent\nr ss:0 !segment=limit\nr ss:0 !segment=null\nr ss:0 !segment=privilege\n"
	      "r ss:0 !segment=4\nr ds:0 !segment=0x1F # c\n",
	 "2: arch rv64 s adue\n3: seg 3 ffffffffffffffff 0 type 0 dpl 0 rpl 0 present\n"
	 "4: r8 3:1000 = 80001000\n5: w1 4:ffffffffffffffff segment\n6: x4 1:0 segment code 4\n"
	 "7: r1 0:1 segment code 1\n8: r1 2:2 segment code 2\n9: r1 5:3 segment code 3\n"
	 "10: r1 3:4\n11: r1 d5\n12: r1 e\n13: r1 4:0 segment code 5\n"
	 "14: r1 2:0 segment code 9\n15: r1 2:0 segment code c\n16: r1 2:0 segment code d\n"
	 "17: r1 2:0 segment code 3\n18: r1 2:0 segment code 4\n19: r1 3:0 segment code 1f\n"},
	{X64 "set priv=3\nset priv=2\nset priv=1\nset priv=0\n",
	 "2: arch x86-64 s adue\n3: set x86-64 u adue\n4: set x86-64 2 adue\n5: set x86-64 1 adue\n"
	 "6: set x86-64 s adue\n"},
	/* accesses */
	{RV32 "r 00400123 8000f123\nw 00400123 !page\nx4 ffffffff !access # c\nr8 0\n"
	      "  w4096\t0x1000   0x3ffffffff  \nr 1# c\nr1 2 3#\n",
	 "2: arch rv32 s adue\n3: r1 400123 = 8000f123\n4: w1 400123 page\n5: x4 ffffffff access\n"
	 "6: r8 0\n7: w4096 1000 = 3ffffffff\n8: r1 1\n9: r1 2 = 3\n"},
	{RV64 "x ABCDEFabcdef0123 ffffffffffffff\nr0002 00000000000000000000000012 0\nw 0 0\n",
	 "2: arch rv64 s adue\n3: x1 abcdefabcdef0123 = ffffffffffffff\n4: r2 12 = 0\n"
	 "5: w1 0 = 0\n"},
	/* memory types */
	{RV64 "r 1000 80001000 mem=0\nw8 ds:1 2 mem=7 # c\nx 3 0x4\tmem=0x1  \nr 5 6 mem=02#\nr 7 8  # mem=1\n",
	 "2: arch rv64 s adue\n3: r1 1000 = 80001000 mem 0\n4: w8 3:1 = 2 mem 7\n5: x1 3 = 4 mem 1\n"
	 "6: r1 5 = 6 mem 2\n7: r1 7 = 8\n"},
	{X64 "x4 1000 7000 mem=5\nx4\nx4\nx4 1000 7000\nx4\nx4 2000 !page\nx4\n",
	 "2: arch x86-64 s adue\n3: x4 1000 = 7000 mem 5\n4: x4 1004 = 7004 mem 5\n"
	 "5: x4 1008 = 7008 mem 5\n6: x4 1000 = 7000\n7: x4 1004 = 7004\n8: x4 2000 page\n9: x4 2004\n"},
	/* several answers, each as good */
	{RV64 "r 5008 12345008 or 54321008\nw8 ds:1 !page or 2 mem=3 or !access or 4 # c\nx4 0 7 or 0x8\tor\t9 mem=1#\nr 5\n",
	 "2: arch rv64 s adue\n3: r1 5008 = 12345008 or = 54321008\n"
	 "4: w8 3:1 page or = 2 mem 3 or access or = 4\n5: x4 0 = 7 or = 8 or = 9 mem 1\n"
	 "6: r1 5\n"},
	{X64 "r 1 !page=1 or !page=3 or !protection\nr 2 0 or 1 or 2 or 3 or 4 or 5 or 6 or 7\nr 3 8\n",
	 "2: arch x86-64 s adue\n3: r1 1 page code 1 or page code 3 or protection code 0\n"
	 "4: r1 2 = 0 or = 1 or = 2 or = 3 or = 4 or = 5 or = 6 or = 7\n5: r1 3 = 8\n"},
	{RV64 "x4 1000 7000 or 8000\nx4\nx4 1000 7000\nx4\n",
	 "2: arch rv64 s adue\n3: x4 1000 = 7000 or = 8000\n4: x4 1004\n5: x4 1000 = 7000\n6: x4 1004 = 7004\n"},
	/* what memory holds */
	{RV64 "mem 80002000 48c00c7\nmem 0xfffffffffffff8 ffffffffffffffff # c\narch rv32\nmem 4 ffffffff\n",
	 "2: arch rv64 s adue\n3: mem 80002000/8 = 48c00c7\n4: mem fffffffffffff8/8 = ffffffffffffffff\n"
	 "5: arch rv32 s adue\n6: mem 4/4 = ffffffff\n"},
	{X32 "mem 4 1\nset pae=1\nmem 8 1\n",
	 "2: arch x86-32 s adue\n3: mem 4/4 = 1\n4: set x86-32 s adue pae\n5: mem 8/8 = 1\n"},
	/* what the hart lacks */
	{RV64 "set svnapot=0\nset svadu=0\nset svpbmt=0 adue=0\nset svadu=1 svpbmt=1\nset adue=1 pbmte=1\n"
	      "set adue=0 svadu=0 pbmte=0 svpbmt=0\narch rv32 keep\nreset\n",
	 "2: arch rv64 s adue\n3: set rv64 s adue no svnapot\n4: set rv64 s no svnapot no svadu\n"
	 "5: set rv64 s no svnapot no svpbmt no svadu\n6: set rv64 s no svnapot\n"
	 "7: set rv64 s adue pbmte no svnapot\n8: set rv64 s no svnapot no svpbmt no svadu\n"
	 "9: arch keep rv32 s no svnapot no svpbmt no svadu\n10: reset rv32 s adue\n"},
	/* what a hart has may stand behind what that enables */
	{RV64 "set svadu=0\nset adue=1 svadu=1\nset svpbmt=0\nset pbmte=1 svpbmt=1\n",
	 "2: arch rv64 s adue\n3: set rv64 s no svadu\n4: set rv64 s adue\n"
	 "5: set rv64 s adue no svpbmt\n6: set rv64 s adue pbmte\n"},
	/* fetches without an address */
	{RV32 "x4 1000 80001000\nx4\nx2 # c\nr 5 6\nset priv=u\nx2\nx\nx4\n",
	 "2: arch rv32 s adue\n3: x4 1000 = 80001000\n4: x4 1004 = 80001004\n"
	 "5: x2 1008 = 80001008\n6: r1 5 = 6\n7: set rv32 u adue\n8: x2 100a = 8000100a\n"
	 "9: x1 100c = 8000100c\n10: x4 100d = 8000100d\n"},
	{RV32 "x4 1000\nx4\nx4 1ff8 2ff8\nx4\n",
	 "2: arch rv32 s adue\n3: x4 1000\n4: x4 1004\n5: x4 1ff8 = 2ff8\n6: x4 1ffc = 2ffc\n"},
	{RV32 "x4 1000 7000\nx4 2000 !page\nx4\nx4 3000 8000\nx4\nx4 3000 !access\nx4\nx4\n",
	 "2: arch rv32 s adue\n3: x4 1000 = 7000\n4: x4 2000 page\n5: x4 2004\n"
	 "6: x4 3000 = 8000\n7: x4 3004 = 8004\n8: x4 3000 access\n9: x4 3004\n10: x4 3008\n"},
};
/* clang-format on */

START_TEST(good_lines)
{
	expect_events(good[_i].trace, good[_i].events);
}
END_TEST

START_TEST(the_example)
{
	expect_events("pagewalk 1\n"
		      "arch rv32\n"
		      "set priv=u adue=1\n"
		      "ptbr 80080000                  # satp: MODE=1, PPN=0x80000\n"
		      "page 80000 1:20000401          # PD[1] -> page table at 0x80001000\n"
		      "page 80001 0:20003c53          # PT[0] -> frame 0x8000f, V R U A\n"
		      "r 00400123 8000f123\n"
		      "w 00400123 !page\n",
		      "2: arch rv32 s adue\n3: set rv32 u adue\n4: ptbr 80080000\n"
		      "5: page 80000/1024 1:20000401\n6: page 80001/1024 0:20003c53\n"
		      "7: r1 400123 = 8000f123\n8: w1 400123 page\n");
}
END_TEST

/* Every entry of a page, each on its own, then as one run. */
START_TEST(full_pages)
{
	static char text[64 * 1024];
	unsigned int i, n = 1024;
	char error[700];
	struct trace_event event;
	struct trace *trace;
	size_t size;

	size = sprintf(text, RV32 "page 5");
	for (i = 0; i < n; i++)
		size += sprintf(text + size, " 0x%03x:0x%08x", i, 0x400 * i + 0xe7);
	size += sprintf(text + size, "\npage 6 0*400:e7+400\n");
	trace = trace_open(scratch_file("full", text, size), error, sizeof(error));
	ck_assert_ptr_nonnull(trace);
	ck_assert_int_eq(trace_next(trace, &event), TRACE_ARCH);
	for (unsigned int page = 5; page < 7; page++) {
		ck_assert_int_eq(trace_next(trace, &event), TRACE_PAGE);
		ck_assert_uint_eq(event.ppn, page);
		ck_assert_uint_eq(event.n_ptes, n);
		for (i = 0; i < n; i++)
			if (event.ptes[i] != 0x400 * i + 0xe7)
				ck_abort_msg("page %u, entry %x is %" PRIx64, page, i,
					     event.ptes[i]);
	}
	ck_assert_int_eq(trace_next(trace, &event), TRACE_END);
	trace_close(trace);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trace");
	TCase *tc = tcase_create("trace");

	suite_add_tcase(suite, tc);
	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, good_lines, 0, sizeof(good) / sizeof(good[0]));
	tcase_add_test(tc, the_example);
	tcase_add_test(tc, full_pages);

	return suite_run(suite);
}
