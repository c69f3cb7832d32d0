/* SPDX-License-Identifier: Apache-2.0 */
/* The vector reader: each line that is wrong is one clear error. */
#include <check.h>
#include <string.h>

#include "scratch.h"
#include "suite.h"
#include "vectors_fixture.h"

#define MODES   "expected a mode (0, 1, 8, 9 or a)"
#define OUTSIDE "aligned, within 80000000 to 801fffff, found"
#define KEYS    "expected a field of the scenario"
#define REST    " sum=0 mxr=0 pbmte=0 adue=0\n"
#define R11     " R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0"
#define W17     " W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0 W0=0"
#define LONG    "S 0 mode=4level cr3=0" BITS52 "\n"
#define SHORT   "S 0 mode=2level cr3=0" BITS36 "\n"
#define NPT     "S 0 mode=4level cr3=0" BITS52 " ncr3=0\n"
#define KIND    "expected F, L or S, and perhaps a size"
#define X4      "S 0 mode=8 vsatp_root=0\n"

/* clang-format off */
static const struct {
	const char *vectors, *message;
} bad[] = {
	{"", " there is no scenario in it"},
	{"# header\n\n", " there is no scenario in it"},
	{"E\n", "1: expected a scenario (S), found 'E'"},
	{"# header\nM 80000000 1\n", "2: expected a scenario (S), found 'M'"},
	{"Q ok F U 0 K 0\n", "1: expected a scenario (S), found 'Q'"},
	{"\x7f" "ELF\n", "1: expected a scenario (S), found '\\x7fELF'"},
	{"# \x01\n", "1: expected text in the comment, found byte 01"},
	{SV39, "1: the file ends inside the scenario of line 1"},
	{SV39 "Q ok F U 0 K 0\n", "2: the file ends inside the scenario of line 1"},
	{SV39 "E\nM 80000000 1\n", "3: expected a scenario (S), found 'M'"},
	{SV39 SV39, "2: expected the end (E) of the scenario of line 1 first"},
	{SV39 "E 1\n", "2: expected the end of the line, found '1'"},
	{SV39 "X\n", "2: expected S, M, C, Q or E, found 'X'"},
	{SV39 "QQ\n", "2: expected S, M, C, Q or E, found 'QQ'"},
	/* what only what is missing has */
	{SV39 "Q ok F U 0 F 20 gpa2=1\n", "2: expected cause 12 or 1, found '20'"},
	{SV39 "Q ok L U 0 F 21\n", "2: expected cause 13 or 5, found '21'"},
	{SV39 "Q ok S U 0 F 23\n", "2: expected cause 15 or 7, found '23'"},
	{SV39 "Q ok S U 0 F 15 gpa2=0\n", "2: gpa2= where there is no two stages"},
	{SV39 "Q ok S U 0 F 15 tinst=0\n", "2: tinst= where there is no two stages"},
	{SV39 "Q ok S U 0 F 15 tval=0\n", "2: tval= where there is no pointer masking"},
	{SV39 "Q ok H4 U 0 K 0\n", "2: " KIND ", found 'H4'"},
	{X4 "Q ok H U 0 K 0\n", "2: expected F, L, S, H, X or V and a size, found 'H'"},
	{X4 "Q ok L4u U 0 K 0\n", "2: expected F, L, S, H, X or V and a size, found 'L4u'"},
	{X4 "Q ok V3 U 0 K 0\n", "2: expected F, L, S, H, X or V and a size, found 'V3'"},
	{X4 "Q ok V8 U 0 F 21\n", "2: expected cause 15 or 7, found '21'"},
	{X4 "Q ok V8 U 0 F 23 gpa2=z\n", "2: expected gpa2, found 'z'"},
	/* S */
	{"S\n", "1: expected a scenario's number, found the end of the line"},
	{"S mode=1\n", "1: expected a scenario's number, found 'mode=1'"},
	{"S 9999999999 mode=1\n", "1: expected a scenario's number, found '9999999999'"},
	{"S 0 colour=1\n", "1: " KEYS ", found 'colour=1'"},
	{"S 0 mode=1 mode=1\n", "1: mode= is given twice"},
	{"S 0 mode=b root=0" REST, "1: " MODES ", found 'b'"},
	{"S 0 mode= root=0" REST, "1: expected a value, found a blank"},
	{"S 0 mode=2 root=0" REST, "1: " MODES ", found '2'"},
	{"S 0 mode=7 root=0" REST, "1: " MODES ", found '7'"},
	{"S 0 mode=11 root=0" REST, "1: " MODES ", found '11'"},
	{"S 0 mode=8level\n", "1: " MODES ", found '8level'"},
	{"S 0 mode=9 root=z" REST, "1: expected a root's page number, found 'z'"},
	{"S 0 mode=9 root=100000000000" REST,
	 "1: expected a root's page number of at most 44 bits, found '100000000000'"},
	{"S 0 mode=1 root=400000" REST,
	 "1: expected root= of at most 22 bits, found 400000"},
	{"S 0 mode=9 root=0 sum=2\n", "1: expected 0 or 1, found '2'"},
	{"S 0 mode=9 root=0 sum=\n", "1: expected 0 or 1, found the end of the line"},
	{"S 0 pmpn=2\n", "1: expected 0 or 4, found '2'"},
	{"S 0 pmp0=zz\n", "1: expected a byte of pmpcfg, found 'zz'"},
	{"S 0 pmp0=100:0\n", "1: expected a byte of pmpcfg of at most 8 bits, found '100:0'"},
	{"S 0 pmp0=1f\n", "1: expected ':' and an address behind the byte of pmpcfg, found the end of the line"},
	{"S 0 pmp0=1f:\n", "1: expected an address of pmpaddr, found the end of the line"},
	{"S 0 pmm_s=1\n", "1: expected a PMM (0, 2 or 3), found '1'"},
	{"S 0 rom=80000008\n", "1: expected the address of a page, found 80000008"},
	/* C */
	{"C sum=1\n", "1: expected a scenario (S), found 'C'"},
	{SV39 "C sum=2\n", "2: expected 0 or 1, found '2'"},
	{SV39 "C sum=1 sum=1\n", "2: sum= is given twice"},
	{SV39 "C mode=1\n", "2: a mode whose PTEs are not the scenario's of 8 bytes"},
	{SV32 "C mode=a\n", "2: a mode whose PTEs are not the scenario's of 4 bytes"},
	{"S 0 vsatp_mode=1 root=400000\n", "1: expected root= of at most 22 bits, found 400000"},
	{"S 0 vsatp_mode=1 vsatp_root=400000\n",
	 "1: expected vsatp_root= of at most 22 bits, found 400000"},
	{"S 0 vsatp_mode=1 hgatp_root=400000\n",
	 "1: expected hgatp_root= of at most 22 bits, found 400000"},
	{SV32 "C mode=0 root=400000\n",
	 "2: expected root= of at most 22 bits, found 400000"},
	{SV39 "C sum=1\nM 80000000 1\n", "3: a PTE of the scenario behind its first question"},
	{SV39 "C sum=1\n", "2: the file ends inside the scenario of line 1"},
	/* S of x86 */
	{"S 0 mode=4level\n", "1: expected cr3= in the scenario, found none"},
	{"S 0 mode=4level cr3=0 wp=0 pse=0 pge=0 smep=0 smap=0 nxe=0 pcide=0 ac=0\n",
	 "1: expected pa_bits= in the scenario, found none"},
	{"S 0 mode=4level cr3=0 pa_bits=40 wp=0 pse=0 pge=0 smep=0 smap=0 nxe=0 pcide=0\n",
	 "1: expected ac= in the scenario, found none"},
	{"S 0 cr3=0 mode=4level\n", "1: " KEYS ", found 'cr3=0'"},
	{"S 0 mode=4level root=0\n", "1: " KEYS ", found 'root=0'"},
	{"S 0 mode=4level pa_bits=2e\n", "1: expected pa_bits of 32 to 52, found '2e'"},
	{"S 0 mode=4level cr3=0 pa_bits=31 wp=0 pse=0 pge=0 smep=0 smap=0 nxe=0 pcide=0 ac=0\n",
	 "1: expected pa_bits of 32 to 52, found 31"},
	{"S 0 mode=4level cr3=0 pa_bits=53 wp=0 pse=0 pge=0 smep=0 smap=0 nxe=0 pcide=0 ac=0\n",
	 "1: expected pa_bits of 32 to 52, found 53"},
	{"S 0 mode=pae cr3=100000000" BITS36 "\n",
	 "1: expected cr3 of at most 32 bits, found 100000000"},
	{"S 0 mode=pae cr3=0" BITS36 " hmode=sv39\n",
	 "1: expected 2level, pae, 4level or 5level, found 'sv39'"},
	/* Q and C of x86 */
	{LONG "Q ok X S 0 K 0 12 0\n", "2: expected F, L, S, HL or HS, found 'X'"},
	{LONG "Q ok L4 S 0 K 0 12 0\n", "2: expected F, L, S, HL or HS, found 'L4'"},
	{LONG "Q ok L M 0 K 0 12 0\n", "2: expected U, S or I, found 'M'"},
	{LONG "Q ok F I 0 K 0 12 0\n", "2: a fetch is not implicit"},
	{SHORT "Q ok L S 100000000 K 0 12 0\n",
	 "2: expected a linear address of at most 32 bits, found '100000000'"},
	{LONG "Q ok L S 0\n", "2: expected K or F, found the end of the line"},
	{LONG "Q ok L S 0 K 10000000000000 12 0\n",
	 "2: expected a physical address of at most 52 bits, found '10000000000000'"},
	{LONG "Q ok L S 0 K 0\n", "2: expected a page size (decimal), found the end of the line"},
	{LONG "Q ok L S 0 K 0 13 0\n", "2: expected a page size of 12, 21, 22 or 30, found 13"},
	{LONG "Q ok L S 0 K 0 12\n", "2: expected a memory type (decimal), found the end of the line"},
	{LONG "Q ok L S 0 K 0 12 8\n", "2: expected a memory type of 0 to 7, found 8"},
	{LONG "Q ok L S 0 F 12 0\n", "2: expected 14, 13 or mem, found '12'"},
	{LONG "Q ok L S 0 F 14 80\n", "2: expected an error code of at most 7 bits, found '80'"},
	{LONG "Q ok L S 0 F 14\n", "2: expected an error code, found the end of the line"},
	{LONG "Q ok L S 0 F 13 1\n", "2: expected 0, found '1'"},
	{LONG "Q ok L S 0 F mem\n", "2: expected 0, found the end of the line"},
	{LONG "Q ok L S 0 F npf 0 0\n", "2: expected 14, 13 or mem, found 'npf'"},
	{LONG "C ok 0 F 14 0\n", "2: expected 13 or mem, found '14'"},
	{LONG "C ok 0 K 0\n", "2: expected R<pa> or W<pa>=<pte>, found '0'"},
	{LONG "C ok z K\n", "2: expected a value of CR3, found 'z'"},
	{SHORT "C ok 100000000 K\n",
	 "2: expected a value of CR3 of at most 32 bits, found '100000000'"},
	{SHORT "Q ok L S 0 K 0 12 0 W80000000=100000000\n",
	 "2: expected a PTE of at most 32 bits, found '100000000'"},
	{NPT "Q ok L S 0 F npf z 0\n", "2: expected the bits of an exit, found 'z'"},
	{NPT "Q ok L S 0 F npf 0/ 0\n", "2: expected a mask, found a blank"},
	{NPT "Q ok L S 0 F npf 0x 0\n", "2: expected the bits of an exit, found '0x'"},
	{NPT "Q ok L S 0 F npf 0:1 0\n", "2: expected the end of the word, found ':1'"},
	{NPT "Q ok L S 0 F ept 0\n", "2: expected a guest's address, found the end of the line"},
	/* M */
	{SV39 "M\n", "2: expected a physical address, found the end of the line"},
	{SV39 "M 80000000\n", "2: expected a PTE, found the end of the line"},
	{SV39 "M 80000000 1 2\n", "2: expected the end of the line, found '2'"},
	{SV39 "M 80000000 10000000000000000\n",
	 "2: expected a PTE of at most 64 bits, found '10000000000000000'"},
	{SV32 "M 80000000 100000000\n",
	 "2: expected a PTE of at most 32 bits, found '100000000'"},
	{SV39 "M 80000004 1\n",
	 "2: expected the address of a PTE of 8 bytes, " OUTSIDE " 80000004"},
	{SV32 "M 80000002 1\n",
	 "2: expected the address of a PTE of 4 bytes, " OUTSIDE " 80000002"},
	{SV39 "M 7ffffff8 1\n",
	 "2: expected the address of a PTE of 8 bytes, " OUTSIDE " 7ffffff8"},
	{SV39 "M 80200000 1\n",
	 "2: expected the address of a PTE of 8 bytes, " OUTSIDE " 80200000"},
	{SV39 "M 80000000 1\nM 80000000 1\n", "3: the PTE at 80000000 is given twice"},
	{SV39 "Q ok F U 0 K 0\nM 80000000 1\nE\n",
	 "3: a PTE of the scenario behind its first question"},
	/* Q */
	{SV39 "Q\n", "2: expected the name of a rule, found the end of the line"},
	{SV39 "Q r\x01 F U 0 K 0\n", "2: expected the name of a rule, found 'r\\x01'"},
	{SV39 "Q a234567890123456789012345678901234567890123456789 F\n",
	 "2: expected the name of a rule, found "
	 "'a234567890123456789012345678901234567890123456789'"},
	{SV39 "Q ok\n", "2: " KIND ", found the end of the line"},
	{SV39 "Q ok X U 0 K 0\n", "2: " KIND ", found 'X'"},
	{SV39 "Q ok FU 0 K 0\n", "2: " KIND ", found 'FU'"},
	{SV39 "Q ok F1 U 0 K 0\n", "2: " KIND ", found 'F1'"},
	{SV39 "Q ok L3 U 0 K 0\n", "2: " KIND ", found 'L3'"},
	{SV39 "Q ok L11 U 0 K 0\n", "2: " KIND ", found 'L11'"},
	{SV39 "Q ok F I 0 K 0\n", "2: expected U, S or M, found 'I'"},
	{SV39 "Q ok F U K 0\n", "2: expected a virtual address, found 'K'"},
	{SV39 "Q ok F U 10000000000000000 K 0\n",
	 "2: expected a virtual address of at most 64 bits, found '10000000000000000'"},
	{SV32 "Q ok F U 100000000 K 0\n",
	 "2: expected a virtual address of at most 32 bits, found '100000000'"},
	{SV39 "Q ok F U 0\n",
	 "2: expected K and a physical address, or F and a cause, found the end of the line"},
	{SV39 "Q ok F U 0 X 0\n",
	 "2: expected K and a physical address, or F and a cause, found 'X'"},
	{SV39 "Q ok F U 0 K z\n", "2: expected a physical address, found 'z'"},
	{SV39 "Q ok F U 0 K 100000000000000\n",
	 "2: expected a physical address of at most 56 bits, found '100000000000000'"},
	{SV32 "Q ok F U 0 K 400000000\n",
	 "2: expected a physical address of at most 34 bits, found '400000000'"},
	{SV39 "Q ok F U 0 F\n", "2: expected a cause (decimal), found the end of the line"},
	{SV39 "Q ok F U 0 F c\n", "2: expected a cause (decimal), found 'c'"},
	{SV39 "Q ok F U 0 F 13\n", "2: expected cause 12 or 1, found '13'"},
	{SV39 "Q ok L U 0 F 12\n", "2: expected cause 13 or 5, found '12'"},
	{SV39 "Q ok S U 0 F 5\n", "2: expected cause 15 or 7, found '5'"},
	{SV39 "Q ok F U 0 K 0 X0\n", "2: expected R<pa> or W<pa>=<pte>, found 'X0'"},
	{SV39 "Q ok F U 0 K 0 R\n",
	 "2: expected R and a physical address, found the end of the line"},
	{SV39 "Q ok F U 0 K 0 Rz\n", "2: expected R and a physical address, found 'z'"},
	{SV39 "Q ok F U 0 K 0 R 0\n", "2: expected R<pa> or W<pa>=<pte>, found 'R'"},
	{SV39 "Q ok F U 0 K 0 W0\n",
	 "2: expected '=' and a PTE behind the address, found the end of the line"},
	{SV39 "Q ok F U 0 K 0 W0=\n", "2: expected a PTE, found the end of the line"},
	{SV32 "Q ok F U 0 K 0 W0=100000000\n",
	 "2: expected a PTE of at most 32 bits, found '100000000'"},
	{SV39 "Q ok F U 0 K 0" R11 R11 R11 "\n", "2: more than 32 reads"},
	{SV39 "Q ok F U 0 K 0" W17 "\n", "2: more than 16 writes"},
};
/* clang-format on */

START_TEST(bad_lines)
{
	char *last;

	ck_assert_int_eq(read_vectors(bad[_i].vectors, strlen(bad[_i].vectors)), VECTORS_ERROR);
	said[strlen(said) - 1] = '\0';
	last = strrchr(said, '\n');
	ck_assert_str_eq(last ? last + 1 : said, bad[_i].message);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("vectors_bad");
	TCase *tc = tcase_create("bad");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, bad_lines, 0, sizeof(bad) / sizeof(bad[0]));
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
