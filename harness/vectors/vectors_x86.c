/* SPDX-License-Identifier: Apache-2.0 */
/* The x86 dialect. */
#include <inttypes.h>

#include "vectors/vectors_parse.h"

#define PA_MAX ((UINT64_C(1) << 52) - 1)

enum {
	MODE,
	CR3,
	PA_BITS,
	WP,
	PSE,
	PGE,
	SMEP,
	SMAP,
	NXE,
	PCIDE,
	AC,
	REQUIRED, /* those before it */
	PKE = REQUIRED,
	PKS,
	PKRU,
	PKRS,
	CET,
	LASS,
	LAM_U48,
	LAM_U57,
	LAM_SUP,
	HMODE,
	NCR3,
	HNXE,
	HPSE,
	EPTP,
	MBE,
	FIELDS,
};

static const char *const modes[] = {"2level", "pae", "4level", "5level", NULL};

#define MODE_FIELD(key)                                                                            \
	{                                                                                          \
		key, FIELD_WORD, "2level, pae, 4level or 5level", 0, modes                         \
	}
#define HEX_FIELD(key, max)                                                                        \
	{                                                                                          \
		key, FIELD_HEX, "a value", max, NULL                                               \
	}

static const struct vector_field fields[FIELDS] = {
	[MODE] = MODE_FIELD("mode="),
	[CR3] = HEX_FIELD("cr3=", UINT64_MAX),
	[PA_BITS] = {"pa_bits=", FIELD_DECIMAL, "pa_bits of 32 to 52", 0, NULL},
	[WP] = VECTOR_BIT("wp="),
	[PSE] = VECTOR_BIT("pse="),
	[PGE] = VECTOR_BIT("pge="),
	[SMEP] = VECTOR_BIT("smep="),
	[SMAP] = VECTOR_BIT("smap="),
	[NXE] = VECTOR_BIT("nxe="),
	[PCIDE] = VECTOR_BIT("pcide="),
	[AC] = VECTOR_BIT("ac="),
	[PKE] = VECTOR_BIT("pke="),
	[PKS] = VECTOR_BIT("pks="),
	[PKRU] = HEX_FIELD("pkru=", UINT32_MAX),
	[PKRS] = HEX_FIELD("pkrs=", UINT32_MAX),
	[CET] = VECTOR_BIT("cet="),
	[LASS] = VECTOR_BIT("lass="),
	[LAM_U48] = VECTOR_BIT("lam_u48="),
	[LAM_U57] = VECTOR_BIT("lam_u57="),
	[LAM_SUP] = VECTOR_BIT("lam_sup="),
	[HMODE] = MODE_FIELD("hmode="),
	[NCR3] = HEX_FIELD("ncr3=", UINT64_MAX),
	[HNXE] = VECTOR_BIT("hnxe="),
	[HPSE] = VECTOR_BIT("hpse="),
	[EPTP] = HEX_FIELD("eptp=", UINT64_MAX),
	[MBE] = VECTOR_BIT("mbe="),
};

/* Under a second stage: nested paging, or EPT. */
static bool two_stages(const struct vector_values *values)
{
	const uint32_t keys =
		1u << HMODE | 1u << NCR3 | 1u << HNXE | 1u << HPSE | 1u << EPTP | 1u << MBE;

	return values->given & keys;
}

bool vectors_x86_scenario(struct text *text, struct vector_values *values,
			  struct vector_scenario *s)
{
	const uint64_t *v = values->value;
	bool is_long;

	if (!vectors_fields(text, fields, FIELDS, values))
		return false;
	for (unsigned int i = 0; i < REQUIRED; i++)
		if (!(values->given >> i & 1))
			return text_fail(text, "expected %s in the scenario, found none",
					 fields[i].key);
	if (v[PA_BITS] < 32 || v[PA_BITS] > 52)
		return text_fail(text, "expected pa_bits of 32 to 52, found %" PRIu64, v[PA_BITS]);
	is_long = v[MODE] >= 2;
	if (!is_long && v[CR3] >> 32)
		return text_fail(text, "expected cr3 of at most 32 bits, found %" PRIx64, v[CR3]);
	s->context = (struct oracle_context){
		.regime = is_long ? REGIME_X86_64 : REGIME_X86_32,
		.ptbr = v[CR3],
		.x86 =
			{
				.pg = true,
				.wp = v[WP],
				.pse = v[PSE],
				.pae = v[MODE] >= 1,
				.pge = v[PGE],
				.la57 = v[MODE] == 3,
				.smep = v[SMEP],
				.smap = v[SMAP],
				.pcide = v[PCIDE],
				.lma = is_long,
				.nxe = v[NXE],
				.pa_bits = (unsigned int)v[PA_BITS],
			},
	};
	s->sum = v[AC];
	s->mxr = false;
	s->rom = 0;
	s->two_stages = two_stages(values);
	s->word_bytes = v[MODE] == 0 && !s->two_stages ? 4 : 8;
	return true;
}

/*
 * The first thing that a question needs and that is not built. Keys and masks are of data accesses
 * alone; ordinary accesses are with shadow stacks as they are without.
 */
static enum vector_missing missing(const struct vector_values *values,
				   const struct vector_scenario *s, const struct vector_question *q,
				   bool shadow)
{
	const uint64_t *v = values->value;

	if (s->two_stages)
		return VECTOR_TWO_STAGES;
	if (shadow)
		return VECTOR_SHADOW_STACKS;
	if (q->base)
		return VECTOR_ALL_BUILT;
	if (v[LASS])
		return VECTOR_LASS;
	if (q->type == ACCESS_FETCH)
		return VECTOR_ALL_BUILT;
	if (v[PKE] || v[PKS])
		return VECTOR_PROTECTION_KEYS;
	return v[LAM_U48] || v[LAM_U57] || v[LAM_SUP] ? VECTOR_LAM : VECTOR_ALL_BUILT;
}

static bool parse_kind(struct text *text, struct vector_question *q, bool *shadow)
{
	static const struct {
		const char *word;
		enum access_type type;
		bool shadow;
	} kinds[] = {
		{"F", ACCESS_FETCH, false}, {"L", ACCESS_LOAD, false},  {"S", ACCESS_STORE, false},
		{"HL", ACCESS_LOAD, true},  {"HS", ACCESS_STORE, true},
	};
	unsigned int i;

	text_more(text);
	for (i = 0; i < 5 && !text_word(text, kinds[i].word); i++)
		;
	if (i == 5)
		return text_expected(text, "F, L, S, HL or HS");
	q->type = kinds[i].type;
	*shadow = kinds[i].shadow;
	text_more(text);
	q->priv = PRIV_S;
	if (text_word(text, "U"))
		q->priv = PRIV_U;
	else if (text_word(text, "I"))
		q->implicit = true;
	else if (!text_word(text, "S"))
		return text_expected(text, "U, S or I");
	if (q->implicit && q->type == ACCESS_FETCH)
		return text_fail(text, "a fetch is not implicit");
	return true;
}

/* npf and ept: <bits>[/<mask>] <gpa>; misconfig: 0 <gpa>. */
static bool parse_exit(struct text *text)
{
	uint64_t value;

	if (!text_number(text, "the bits of an exit", UINT64_MAX, &value))
		return false;
	if (text_prefix(text, "/")) {
		if (text_is_word_end(*text->at))
			return text_expected(text, "a mask");
		if (!text_number(text, "a mask", UINT64_MAX, &value))
			return false;
	}
	if (!text_is_word_end(*text->at))
		return text_expected(text, "the end of the word");
	return text_number_word(text, "a guest's address", UINT64_MAX, &value);
}

static bool parse_zero(struct text *text)
{
	text_more(text);
	return text_word(text, "0") || text_expected(text, "0");
}

/* Behind F. A write of CR3 makes no page fault. */
static bool parse_fault(struct text *text, struct vector_question *q)
{
	uint64_t code;

	text_more(text);
	if (text_word(text, "mem")) {
		q->answer.fault = FAULT_ACCESS;
		return parse_zero(text);
	}
	if (text_word(text, "13")) {
		q->answer.fault = FAULT_PROTECTION;
		return parse_zero(text);
	}
	if (!q->base && text_word(text, "14")) {
		q->answer.fault = FAULT_PAGE;
		if (!text_number_word(text, "an error code", 0x7f, &code))
			return false;
		q->answer.code = (unsigned int)code;
		return true;
	}
	if (q->missing == VECTOR_TWO_STAGES &&
	    (text_word(text, "npf") || text_word(text, "ept") || text_word(text, "misconfig")))
		return parse_exit(text);
	return text_expected(text, q->base ? "13 or mem" : "14, 13 or mem");
}

/* Behind K: <pa> <size> <memtype>, the last two without a second stage only. */
static bool parse_page(struct text *text, struct vector_question *q)
{
	uint64_t size = 0, memtype = 0;

	if (!text_number_word(text, "a physical address", PA_MAX, &q->answer.pa))
		return false;
	if (q->missing == VECTOR_TWO_STAGES)
		return true;
	if (!vectors_decimal(text, "a page size (decimal)", &size) ||
	    !vectors_decimal(text, "a memory type (decimal)", &memtype))
		return false;
	if (size != 12 && size != 21 && size != 22 && size != 30)
		return text_fail(text, "expected a page size of 12, 21, 22 or 30, found %" PRIu64,
				 size);
	if (memtype > 7)
		return text_fail(text, "expected a memory type of 0 to 7, found %" PRIu64, memtype);
	q->answer.size = (unsigned int)size;
	q->answer.memtype = (unsigned int)memtype;
	return true;
}

/* The answer and the walk, the rest of the line. */
static bool parse_answer(struct text *text, const struct vector_scenario *s,
			 struct vector_question *q)
{
	text_more(text);
	if (text_word(text, "F")) {
		if (!parse_fault(text, q))
			return false;
		q->open_updates = true; /* SDM, "Accessed and Dirty Flags" */
	} else if (!text_word(text, "K")) {
		return text_expected(text, "K or F");
	} else if (!q->base && !parse_page(text, q)) {
		return false;
	}
	return vectors_walk(text, PA_MAX, s->word_bytes == 4 ? UINT32_MAX : UINT64_MAX, &q->answer);
}

bool vectors_x86_question(struct text *text, const struct vector_values *values,
			  const struct vector_scenario *s, struct vector_question *q)
{
	bool shadow = false;

	if (!vectors_rule(text, q) || !parse_kind(text, q, &shadow))
		return false;
	q->missing = missing(values, s, q, shadow);
	return text_number_word(text, "a linear address",
				s->context.x86.lma ? UINT64_MAX : UINT32_MAX, &q->va) &&
	       parse_answer(text, s, q);
}

bool vectors_x86_base(struct text *text, const struct vector_values *values,
		      const struct vector_scenario *s, struct vector_question *q)
{
	q->base = true;
	q->missing = missing(values, s, q, false);
	return vectors_rule(text, q) &&
	       text_number_word(text, "a value of CR3",
				s->context.x86.lma ? UINT64_MAX : UINT32_MAX, &q->va) &&
	       parse_answer(text, s, q);
}
