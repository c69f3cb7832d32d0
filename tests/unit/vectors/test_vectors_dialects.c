/* SPDX-License-Identifier: Apache-2.0 */
/* The vector reader: the later dialect of RISC-V, and that of x86. */
#include <check.h>
#include <string.h>

#include "scratch.h"
#include "suite.h"
#include "vectors_fixture.h"

/* Contexts that change, sizes, machine mode, and what is not built. */
static const char later[] =
	"S 0 mode=8 root=80000\n"
	"M 80000008 5\n"
	"Q a L1 S 10 K 5\n"
	"C adue=1 sum=1 rom=80003000 mode=0 root=0 vsum=1 vmxr=1 vpbmte=1 vadue=1\n"
	"Q b S8 M 10 K 10 R80000008\n"
	"C mode=a root=80001 pmm_s=2 sum=0\n"
	"Q pm L8 S 10 F 13 tval=1\n"
	"Q pm F4 S 10 F 12\n"
	"Q pm L8 U 10 F 13\n"
	"C pmm_s=0 pmm_m=3 rom=0\n"
	"Q pm S1 M 10 K 10\n"
	"C pmm_m=0 pmm_u=2 rsw60t59=1\n"
	"Q r F2 U 10 F 12\n"
	"C rsw60t59=0 pmm_u=0 pmpn=4 pmp0=9f:ffff pmp3=0:0\n"
	"Q p L2 U 10 F 5\n"
	"C pmpn=0 mml=1\n"
	"Q p L2 U 10 F 5\n"
	"C mml=0 mmwp=1\n"
	"Q p L2 U 10 F 5\n"
	"C mmwp=0\n"
	"Q unspec_w_x L4 U 10 F 5\n"
	"Q unspec_x L4 U 10 F 5\n"
	"Q unspecific L4 U 10 F 5\n"
	"E\n"
	"S 1 vsatp_mode=1 vsatp_root=0 hgatp_mode=1 hgatp_root=8010c pmm_vs=2 pmm_hu=3\n"
	"M 80000004 1\n"
	"Q g H1u U 10 F 21 gpa2=1 tinst=3000 tval=5 R80000004\n"
	"Q g V2 S 10 F 23\n"
	"Q g X4 S 10 F 13\n"
	"Q g F4 S 10 F 20\n"
	"C vsatp_mode=0\n"
	"Q g L4 S 10 K 0\n"
	"E\n"
	"S 2 mode=8 root=0x80000 sum=0 mxr=0 pbmte=0 adue=0 vsatp_root=0x80000\n"
	"Q g L S 10 F 21 gpa2=1\n"
	"E\n"
	"S 3 mode=8 root=0x80000 pmp0_napot4k=0x8000a000 pmp0_rwx=1 pmp1=all_rwx\n"
	"Q p L S 10 K 10\n"
	"E\n";

static const char later_said[] = "1: S0 rv64 8000000000080000, 8 bytes: 80000008=5\n"
				 "3: a LS 10 = 5\n"
				 "C 0 sum adue rom 80003000\n"
				 "5: b SM 10 = 10 R80000008\n"
				 "C a000000000080001 adue rom 80003000\n"
				 "7: pm needs pointer masking: LS 10 page\n"
				 "8: pm FS 10 page\n"
				 "9: pm LU 10 page\n"
				 "C a000000000080001 adue\n"
				 "11: pm needs pointer masking: SM 10 = 10\n"
				 "C a000000000080001 adue\n"
				 "13: r needs Svrsw60t59b: FU 10 page\n"
				 "C a000000000080001 adue\n"
				 "15: p needs physical memory protection: LU 10 access\n"
				 "C a000000000080001 adue\n"
				 "17: p needs physical memory protection: LU 10 access\n"
				 "C a000000000080001 adue\n"
				 "19: p needs physical memory protection: LU 10 access\n"
				 "C a000000000080001 adue\n"
				 "21: (open W) unspec_w_x LU 10 access\n"
				 "22: (open) unspec_x LU 10 access\n"
				 "23: unspecific LU 10 access\n"
				 "25: S1 rv32 0 two-stages, 4 bytes: 80000004=1\n"
				 "27: g needs two stages: LU 10 = 0 R80000004\n"
				 "28: g needs two stages: SS 10 = 0\n"
				 "29: g needs two stages: LS 10 page\n"
				 "30: g needs two stages: FS 10 = 0\n"
				 "C 0 two-stages\n"
				 "32: g needs two stages: LS 10 = 0\n"
				 "34: S2 rv64 8000000000080000 two-stages, 8 bytes:\n"
				 "35: g needs two stages: LS 10 = 0\n"
				 "37: S3 rv64 8000000000080000, 8 bytes:\n"
				 "38: p needs physical memory protection: LS 10 = 10\n";

static const char x86[] =
	"S 0 mode=2level cr3=80000018" BITS36 "\n"
	"M 80000004 abcd\n"
	"Q ok L S ffffffff K fffffffff 22 3 R80000004 W80000004=67\n"
	"Q ok S I 0 F 14 a R80000004 W80000004=67\n"
	"Q out F U 0 F mem 0\n"
	"C cr3 ffffffff K\n"
	"E\n"
	"S 1 mode=pae cr3=80000018" BITS52 "\n"
	"M 80000008 123456789abcdef\n"
	"C cr3 80000018 F 13 0 R80000000 R80000008\n"
	"C cr3 18 F mem 0\n"
	"Q ok L U 0 K fffffffffffff 21 7\n"
	"E\n"
	"S 2 mode=4level cr3=8000000080000018" BITS52 "\n"
	"Q canonical L U 8000000000000000 F 13 0\n"
	"E\n"
	"S 3 mode=5level cr3=80000018" BITS52 " pke=1 pks=0 pkru=ffffffff pkrs=0\n"
	"Q key L U 0 F 14 25\n"
	"Q key F U 0 F 14 15\n"
	"E\n"
	"S 4 mode=5level cr3=80000018" BITS52 " cet=1 lass=0 lam_u48=0 lam_u57=0 lam_sup=0\n"
	"Q ss HL U 0 F 14 45\n"
	"Q ss HS S 0 F 14 43\n"
	"Q ss L S 0 F 14 1\n"
	"E\n"
	"S 5 mode=5level cr3=80000018" BITS52 " lass=1\n"
	"Q lass L S 0 F 13 0\n"
	"C cr3 0 K\n"
	"E\n"
	"S 6 mode=5level cr3=80000018" BITS52 " lam_sup=1\n"
	"Q lam L S 0 F 13 0\n"
	"Q lam F S 0 F 13 0\n"
	"E\n"
	"S 7 mode=2level cr3=8f000018" BITS36 " hmode=4level ncr3=80000000 hnxe=0 hpse=1\n"
	"M 80000008 fffffffffffffff\n"
	"Q ht L S 0 F npf 100000014/10 fc5df4d5f4 R80000008\n"
	"Q ht L S 0 K 0\n"
	"E\n"
	"S 8 mode=pae cr3=18" BITS36 " eptp=8000005e mbe=1\n"
	"Q ht L S 0 F ept 82 48e06e4e8\n"
	"C cr3 0 F misconfig 0 276dca60\n"
	"E\n";

static const char x86_said[] =
	"1: S0 x86-32 80000018 pg pse nxe of 36 bits, 4 bytes: 80000004=abcd\n"
	"3: ok LS ffffffff = fffffffff size 22 type 3 R80000004 W80000004=67\n"
	"4: (open W) ok SSi 0 page code a R80000004 W80000004=67\n"
	"5: (open W) out FU 0 access\n"
	"6: cr3 CR3 ffffffff = 0\n"
	"8: S1 x86-32 80000018 sum pg wp pae pge smep smap pcide of 52 bits, 8 bytes: "
	"80000008=123456789abcdef\n"
	"10: (open W) cr3 CR3 80000018 protection R80000000 R80000008\n"
	"11: (open W) cr3 CR3 18 access\n"
	"12: ok LU 0 = fffffffffffff size 21 type 7\n"
	"14: S2 x86-64 8000000080000018 sum pg wp pae pge smep smap pcide lma of 52 bits, 8 "
	"bytes:\n"
	"15: (open W) canonical LU 8000000000000000 protection\n"
	"17: S3 x86-64 80000018 sum pg wp pae pge la57 smep smap pcide lma of 52 bits, 8 bytes:\n"
	"18: (open W) key needs protection keys: LU 0 page code 25\n"
	"19: (open W) key FU 0 page code 15\n"
	"21: S4 x86-64 80000018 sum pg wp pae pge la57 smep smap pcide lma of 52 bits, 8 bytes:\n"
	"22: (open W) ss needs shadow stacks: LU 0 page code 45\n"
	"23: (open W) ss needs shadow stacks: SS 0 page code 43\n"
	"24: (open W) ss LS 0 page code 1\n"
	"26: S5 x86-64 80000018 sum pg wp pae pge la57 smep smap pcide lma of 52 bits, 8 bytes:\n"
	"27: (open W) lass needs LASS: LS 0 protection\n"
	"28: cr3 CR3 0 = 0\n"
	"30: S6 x86-64 80000018 sum pg wp pae pge la57 smep smap pcide lma of 52 bits, 8 bytes:\n"
	"31: (open W) lam needs LAM: LS 0 protection\n"
	"32: (open W) lam FS 0 protection\n"
	"34: S7 x86-32 8f000018 pg pse nxe two-stages of 36 bits, 8 bytes: "
	"80000008=fffffffffffffff\n"
	"36: (open W) ht needs two stages: LS 0 = 0 R80000008\n"
	"37: ht needs two stages: LS 0 = 0\n"
	"39: S8 x86-32 18 pg pse pae nxe two-stages of 36 bits, 8 bytes:\n"
	"40: (open W) ht needs two stages: LS 0 = 0\n"
	"41: (open W) cr3 needs two stages: CR3 0 = 0\n";

START_TEST(later_dialect)
{
	ck_assert_int_eq(read_vectors(later, strlen(later)), VECTORS_END);
	ck_assert_str_eq(said, later_said);
}
END_TEST

START_TEST(x86_dialect)
{
	ck_assert_int_eq(read_vectors(x86, strlen(x86)), VECTORS_END);
	ck_assert_str_eq(said, x86_said);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("vectors_dialects");
	TCase *tc = tcase_create("dialects");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, later_dialect);
	tcase_add_test(tc, x86_dialect);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
