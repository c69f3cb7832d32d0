/* SPDX-License-Identifier: Apache-2.0 */
/* What options say of a machine, and of a point in its run. */
#include "boot/shape.h"

#include <string.h>

#include "boot/console.h"
#include "boot/when.h"
#include "suite.h"

START_TEST(a_machine_has_all_that_was_built)
{
	static const struct {
		unsigned int formats, xlen;
		enum paging_mode mode;
	} cases[] = {
		{0xff, 64, PAGING_SV57}, {0xff, 32, PAGING_SV32}, {0x02, 64, PAGING_SV39},
		{0x02, 32, PAGING_OFF},  {0x06, 64, PAGING_SV48}, {0xf1, 64, PAGING_OFF},
	};
	struct shape shape;

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct mmu_config sizes = {.asid_bits = 9, .formats = cases[i].formats};

		shape_all(&shape, &sizes, cases[i].xlen);
		ck_assert_int_eq(shape.mode, cases[i].mode);
		ck_assert_uint_eq(shape.formats, cases[i].formats & 0xf);
		ck_assert_uint_eq(shape.asid_bits, 9);
		ck_assert_int_eq(shape.svpbmt, cases[i].xlen == 64);
		ck_assert_int_eq(shape.svnapot, cases[i].xlen == 64);
	}
}
END_TEST

START_TEST(names_of_instruction_sets)
{
	static const struct {
		const char *text;
		unsigned int xlen; /* 0: no such name */
		bool has_float, svpbmt, svnapot;
	} cases[] = {
		{"rv64imafdc", 64, true, false, false},
		{"rv64imac", 64, false, false, false},
		{"rv32imafdc", 32, true, false, false},
		{"rv32imac", 32, false, false, false},
		{"rv64imac_svnapot", 64, false, false, true},
		{"rv64imafdc_svpbmt_svnapot", 64, true, true, true},
		{"rv64imafdc_svnapot_svpbmt", 64, true, true, true},
		{"rv32imac_svpbmt", 0, false, false, false},
		{"rv64imac_svpbmt_svpbmt", 0, false, false, false},
		{"rv64imac_", 0, false, false, false},
		{"rv64imafc", 0, false, false, false},
		{"rv64imafd", 0, false, false, false},
		{"rv64imacv", 0, false, false, false},
		{"rv128imac", 0, false, false, false},
		{"RV64IMAC", 0, false, false, false},
		{"", 0, false, false, false},
	};

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct shape shape = {.svpbmt = true, .svnapot = true};

		ck_assert_msg(shape_parse_isa(&shape, cases[i].text) == (cases[i].xlen != 0), "%s",
			      cases[i].text);
		if (!cases[i].xlen)
			continue;
		ck_assert_uint_eq(shape.xlen, cases[i].xlen);
		ck_assert_int_eq(shape.has_float, cases[i].has_float);
		ck_assert_int_eq(shape.svpbmt, cases[i].svpbmt);
		ck_assert_int_eq(shape.svnapot, cases[i].svnapot);
	}
}
END_TEST

START_TEST(sizes_of_memory)
{
	static const char *const bad[] = {"",
					  "4",
					  "4097",
					  "K",
					  "-4K",
					  "4k",
					  "4KB",
					  "0",
					  "0K",
					  "1T",
					  "2K",
					  "0x1000",
					  " 4K",
					  "99999999999999999999",
					  "18014398509481985K",
					  "17179869184G"};
	uint64_t bytes;

	ck_assert(shape_parse_memory("4K", &bytes) && bytes == 4096);
	ck_assert(shape_parse_memory("256M", &bytes) && bytes == UINT64_C(256) << 20);
	ck_assert(shape_parse_memory("2G", &bytes) && bytes == UINT64_C(2) << 30);
	ck_assert(shape_parse_memory("8192", &bytes) && bytes == 8192);
	for (unsigned int i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!shape_parse_memory(bad[i], &bytes), "'%s'", bad[i]);
}
END_TEST

START_TEST(points_of_a_run)
{
	static const struct {
		const char *text;
		enum when_kind kind;
		uint64_t value;
		const char *says;
	} cases[] = {
		{"0", WHEN_INSTRUCTIONS, 0, NULL},
		{"100000", WHEN_INSTRUCTIONS, 100000, NULL},
		{"010", WHEN_INSTRUCTIONS, 10, NULL},
		{"0x80200000", WHEN_PC, 0x80200000, NULL},
		{"0XffffFFFF80000000", WHEN_PC, UINT64_C(0xffffffff80000000), NULL},
		{"Run /init", WHEN_TEXT, 0, "Run /init"},
		{"login:", WHEN_TEXT, 0, "login:"},
		{"3 users", WHEN_TEXT, 0, "3 users"},
		{"0xyz", WHEN_TEXT, 0, "0xyz"},
		{"text:42", WHEN_TEXT, 0, "42"},
		{"text:text:", WHEN_TEXT, 0, "text:"},
	};
	char text[CONSOLE_TAIL + 2];
	struct when when;

	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(when_parse(cases[i].text, &when), "%s", cases[i].text);
		ck_assert_int_eq(when.kind, cases[i].kind);
		ck_assert_uint_eq(when.value, cases[i].value);
		if (cases[i].says)
			ck_assert_str_eq(when.text, cases[i].says);
	}
	memset(text, 'a', sizeof(text));
	text[CONSOLE_TAIL + 1] = 0;
	ck_assert(!when_parse(text, &when));
	ck_assert(when_parse(text + 1, &when));
	ck_assert(!when_parse("", &when));
	ck_assert(!when_parse("text:", &when));
	ck_assert(!when_parse("99999999999999999999", &when));
	ck_assert(!when_parse("0x10000000000000000", &when));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shape");
	TCase *options = tcase_create("options");

	tcase_add_test(options, a_machine_has_all_that_was_built);
	tcase_add_test(options, names_of_instruction_sets);
	tcase_add_test(options, sizes_of_memory);
	tcase_add_test(options, points_of_a_run);
	suite_add_tcase(suite, options);
	return suite_run(suite);
}
