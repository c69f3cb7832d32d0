/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's segments against the Intel SDM, volume 3A, chapter "Protection", and
 * rtl/contract, segment-4: privilege. Expected values are written by hand; none is computed by the
 * code under test.
 */
#include <check.h>

#include "oracle_segment_fixture.h"
#include "suite.h"

/* The RPL is as the DPL. segment-4, privilege: a row for each kind of access, a letter for each
 * ring and DPL. */
START_TEST(privileges)
{
	static const struct {
		enum segment_name name;
		unsigned int type;
		enum access_type access;
		const char *granted; /* ring 0 with DPL 0 to 3, ring 1 ... */
	} table[] = {
		/* data: numerically ring <= DPL */
		{DS, DATA, L, "yyyy nyyy nnyy nnny"},
		{DS, DATA_W, S, "yyyy nyyy nnyy nnny"},
		{ES, DATA_W, L, "yyyy nyyy nnyy nnny"},
		{ES, DOWN_W, S, "yyyy nyyy nnyy nnny"},
		{FS, DOWN, L, "yyyy nyyy nnyy nnny"},
		{GS, DATA_W, S, "yyyy nyyy nnyy nnny"},
		{CS, DATA, L, "yyyy nyyy nnyy nnny"},
		{CS, DATA_W, S, "yyyy nyyy nnyy nnny"},
		/* the stack: equal */
		{SS, DATA, L, "ynnn nynn nnyn nnny"},
		{SS, DATA_W, L, "ynnn nynn nnyn nnny"},
		{SS, DATA_W, S, "ynnn nynn nnyn nnny"},
		{SS, DOWN_W, L, "ynnn nynn nnyn nnny"},
		{SS, DOWN_W, S, "ynnn nynn nnyn nnny"},
		{SS, CODE_R, L, "ynnn nynn nnyn nnny"},
		{SS, CONFORM_R, L, "ynnn nynn nnyn nnny"},
		/* data in code: as data; in conforming code always */
		{DS, CODE_R, L, "yyyy nyyy nnyy nnny"},
		{CS, CODE_R, L, "yyyy nyyy nnyy nnny"},
		{DS, CONFORM_R, L, "yyyy yyyy yyyy yyyy"},
		{CS, CONFORM_R, L, "yyyy yyyy yyyy yyyy"},
		{GS, CONFORM_R, L, "yyyy yyyy yyyy yyyy"},
		/* fetches: equal; conforming: DPL <= ring */
		{CS, CODE, F, "ynnn nynn nnyn nnny"},
		{CS, CODE_R, F, "ynnn nynn nnyn nnny"},
		{CS, CONFORM, F, "ynnn yynn yyyn yyyy"},
		{CS, CONFORM_R, F, "ynnn yynn yyyn yyyy"},
		{DS, CODE_R, F, "ynnn nynn nnyn nnny"},
		{SS, CODE, F, "ynnn nynn nnyn nnny"},
		{SS, CONFORM, F, "ynnn yynn yyyn yyyy"},
		{ES, CONFORM_R, F, "ynnn yynn yyyn yyyy"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table) * 2 * 16; i++) {
		unsigned int ring = i / 4 % 4, dpl = i % 4, accessed = i / 16 % 2;
		size_t row = i / 32;
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = table[row].name;
		scene.type = table[row].access;
		scene.ring = ring;
		scene.segments[scene.segment] =
			(struct oracle_segment){.present = true,
						.type = table[row].type | accessed,
						.dpl = dpl,
						.rpl = dpl,
						.limit = 0xff,
						.big = true};
		/* beyond the limit where it expands down */
		scene.offset = (table[row].type & ~2u) == DOWN ? 0x100 : 0x40;
		if (table[row].granted[ring * 5 + dpl] == 'y')
			expect_linear(&scene, scene.offset);
		else
			expect_fault(&scene, SEGMENT_PRIVILEGE);
	}
}
END_TEST

/* For each ring, and of it for each DPL, the RPLs that pass. */
static const char *const as_data[] = {
	"0... 01.. 012. 0123",
	".... 01.. 012. 0123",
	".... .... 012. 0123",
	".... .... .... 0123",
};
static const char *const as_stack[] = {
	"0... .... .... ....",
	".... .1.. .... ....",
	".... .... ..2. ....",
	".... .... .... ...3",
};
static const char *const as_code[] = {
	"0... .... .... ....",
	".... 01.. .... ....",
	".... .... 012. ....",
	".... .... .... 0123",
};
static const char *const as_conforming[] = {
	"0123 .... .... ....",
	"0123 0123 .... ....",
	"0123 0123 0123 ....",
	"0123 0123 0123 0123",
};
static const char *const always[] = {
	"0123 0123 0123 0123",
	"0123 0123 0123 0123",
	"0123 0123 0123 0123",
	"0123 0123 0123 0123",
};

START_TEST(rpls)
{
	static const struct {
		enum segment_name name;
		unsigned int type;
		enum access_type access;
		const char *const *granted;
	} table[] = {
		{DS, DATA, L, as_data},          {DS, DATA_W, S, as_data},
		{CS, DATA_W, L, as_data},        {ES, CODE_R, L, as_data},
		{GS, DOWN_W, S, as_data},        {FS, CONFORM_R, L, always},
		{SS, DATA_W, L, as_stack},       {SS, DATA_W, S, as_stack},
		{SS, CODE_R, L, as_stack},       {SS, CONFORM_R, L, as_stack},
		{CS, CODE, F, as_code},          {SS, CODE_R, F, as_code},
		{CS, CONFORM, F, as_conforming}, {SS, CONFORM_R, F, as_conforming},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table) * 64; i++) {
		unsigned int ring = i / 16 % 4, dpl = i / 4 % 4, rpl = i % 4;
		size_t row = i / 64;
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = table[row].name;
		scene.type = table[row].access;
		scene.ring = ring;
		scene.segments[scene.segment] = (struct oracle_segment){.present = true,
									.type = table[row].type,
									.dpl = dpl,
									.rpl = rpl,
									.limit = 0xff,
									.big = true};
		/* beyond the limit where it expands down */
		scene.offset = (table[row].type & ~2u) == DOWN ? 0x100 : 0x40;
		if (table[row].granted[ring][dpl * 5 + rpl] != '.')
			expect_linear(&scene, scene.offset);
		else
			expect_fault(&scene, SEGMENT_PRIVILEGE);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_segment_rings");
	TCase *each = tcase_create("oracle_segment_rings");

	/* up to LONG: all but 64-bit mode, which checks nothing */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, privileges, 0, LONG);
	tcase_add_loop_test(each, rpls, 0, LONG);

	return suite_run(suite);
}
