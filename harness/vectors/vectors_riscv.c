/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RISC-V dialects. The first files give a context in S alone, and no size of an access; the
 * later ones change it by C. One grammar holds both.
 */
#include <inttypes.h>
#include <string.h>

#include "arch/paging.h"
#include "vectors/vectors_parse.h"

#define PA_MAX      ((UINT64_C(1) << 56) - 1)
#define PA_MAX_SV32 ((UINT64_C(1) << 34) - 1)

enum {
	MODE,
	ROOT,
	SUM,
	MXR,
	PBMTE,
	ADUE,
	VSATP_MODE,
	VSATP_ROOT,
	VSUM,
	VMXR,
	VPBMTE,
	VADUE,
	HGATP_MODE,
	HGATP_ROOT,
	PMPN,
	PMP0,
	PMP1,
	PMP2,
	PMP3,
	PMP0_NAPOT4K,
	PMP0_RWX,
	MML,
	MMWP,
	ROM,
	RSW60T59,
	PMM_M,
	PMM_S,
	PMM_U,
	PMM_VS,
	PMM_HU,
	FIELDS,
};

/* "10" is how the first files have Sv57. */
static const char *const modes[] = {"0", "1", "8", "9", "a", "10", NULL};
static const enum paging_mode mode_numbers[] = {PAGING_OFF,  PAGING_SV32, PAGING_SV39,
						PAGING_SV48, PAGING_SV57, PAGING_SV57};
static const char *const pmp_entries[] = {"0", "4", NULL};
static const char *const pmms[] = {"0", "2", "3", NULL};

#define MODE_FIELD(key)                                                                            \
	{                                                                                          \
		key, FIELD_WORD, "a mode (0, 1, 8, 9 or a)", 0, modes                              \
	}
#define ROOT_FIELD(key)                                                                            \
	{                                                                                          \
		key, FIELD_HEX, "a root's page number", (UINT64_C(1) << 44) - 1, NULL              \
	}
#define PMP_FIELD(key)                                                                             \
	{                                                                                          \
		key, FIELD_PMP, "a byte of pmpcfg", 0, NULL                                        \
	}
#define PMM_FIELD(key)                                                                             \
	{                                                                                          \
		key, FIELD_WORD, "a PMM (0, 2 or 3)", 0, pmms                                      \
	}

static const struct vector_field fields[FIELDS] = {
	[MODE] = MODE_FIELD("mode="),
	[ROOT] = ROOT_FIELD("root="),
	[SUM] = VECTOR_BIT("sum="),
	[MXR] = VECTOR_BIT("mxr="),
	[PBMTE] = VECTOR_BIT("pbmte="),
	[ADUE] = VECTOR_BIT("adue="),
	[VSATP_MODE] = MODE_FIELD("vsatp_mode="),
	[VSATP_ROOT] = ROOT_FIELD("vsatp_root="),
	[VSUM] = VECTOR_BIT("vsum="),
	[VMXR] = VECTOR_BIT("vmxr="),
	[VPBMTE] = VECTOR_BIT("vpbmte="),
	[VADUE] = VECTOR_BIT("vadue="),
	[HGATP_MODE] = MODE_FIELD("hgatp_mode="),
	[HGATP_ROOT] = ROOT_FIELD("hgatp_root="),
	[PMPN] = {"pmpn=", FIELD_WORD, "0 or 4", 0, pmp_entries},
	[PMP0] = PMP_FIELD("pmp0="),
	[PMP1] = PMP_FIELD("pmp1="),
	[PMP2] = PMP_FIELD("pmp2="),
	[PMP3] = PMP_FIELD("pmp3="),
	[PMP0_NAPOT4K] = {"pmp0_napot4k=", FIELD_HEX, "an address", PA_MAX, NULL},
	[PMP0_RWX] = {"pmp0_rwx=", FIELD_HEX, "rights", 7, NULL},
	[MML] = VECTOR_BIT("mml="),
	[MMWP] = VECTOR_BIT("mmwp="),
	[ROM] = {"rom=", FIELD_HEX, "the address of a page", PA_MAX, NULL},
	[RSW60T59] = VECTOR_BIT("rsw60t59="),
	[PMM_M] = PMM_FIELD("pmm_m="),
	[PMM_S] = PMM_FIELD("pmm_s="),
	[PMM_U] = PMM_FIELD("pmm_u="),
	[PMM_VS] = PMM_FIELD("pmm_vs="),
	[PMM_HU] = PMM_FIELD("pmm_hu="),
};

static bool given(const struct vector_values *values, unsigned int field)
{
	return values->given >> field & 1;
}

static bool two_stages(const struct vector_values *values)
{
	return given(values, VSATP_MODE) || given(values, VSATP_ROOT) ||
	       given(values, HGATP_MODE) || given(values, HGATP_ROOT);
}

/* In Bare, and where a second stage has the mode, the width is that of the other modes given. */
static enum paging_mode width_mode(const struct vector_values *values)
{
	static const unsigned int order[] = {MODE, VSATP_MODE, HGATP_MODE};

	for (unsigned int i = 0; i < 3; i++)
		if (values->value[order[i]])
			return mode_numbers[values->value[order[i]]];
	return PAGING_OFF;
}

/* Roots of RV32 have 22 bits. */
static bool short_roots(struct text *text, const struct vector_values *values)
{
	static const unsigned int roots[] = {ROOT, VSATP_ROOT, HGATP_ROOT};

	for (unsigned int i = 0; i < 3; i++)
		if (values->value[roots[i]] >> 22)
			return text_fail(text, "expected %s of at most 22 bits, found %" PRIx64,
					 fields[roots[i]].key, values->value[roots[i]]);
	return true;
}

bool vectors_riscv_context(struct text *text, struct vector_values *values,
			   struct vector_scenario *s)
{
	bool begin = !s->word_bytes;
	uint64_t *v = values->value, satp;
	enum paging_mode mode, width;
	unsigned int bytes;

	if (!vectors_fields(text, fields, FIELDS, values))
		return false;
	width = width_mode(values);
	bytes = width == PAGING_OFF ? 8 : paging[width].pte_bytes;
	if (begin)
		s->word_bytes = bytes;
	else if (width != PAGING_OFF && s->word_bytes != bytes)
		return text_fail(text, "a mode whose PTEs are not the scenario's of %u bytes",
				 s->word_bytes);
	s->two_stages = two_stages(values);
	if (s->word_bytes == 4 && !short_roots(text, values))
		return false;
	if (v[ROM] % 4096)
		return text_fail(text, "expected the address of a page, found %" PRIx64, v[ROM]);
	mode = mode_numbers[v[MODE]];
	satp = mode == PAGING_OFF ? v[ROOT] : paging_ptbr(mode, v[ROOT], 0);
	s->context = (struct oracle_context){
		.regime = s->word_bytes == 4 ? REGIME_RV32 : REGIME_RV64,
		.ptbr = satp,
		.pbmte = v[PBMTE],
		.adue = v[ADUE],
	};
	s->sum = v[SUM];
	s->mxr = v[MXR];
	s->rom = v[ROM];
	return true;
}

/*
 * A letter, of which the last three need a second stage, and the bytes of the access: the first
 * files have none. 'u': in U mode, of the last three.
 */
static bool parse_kind(struct text *text, bool stages, struct vector_question *q)
{
	static const char letters[] = "FLSHXV", sizes[] = "1248";
	static const enum access_type types[] = {ACCESS_FETCH, ACCESS_LOAD, ACCESS_STORE,
						 ACCESS_LOAD,  ACCESS_LOAD, ACCESS_STORE};
	const char *found, *at;
	size_t letter;

	text_more(text);
	at = text->at;
	found = *at ? strchr(letters, *at) : NULL;
	letter = found ? (size_t)(found - letters) : sizeof(types) / sizeof(types[0]);
	if (letter < (stages ? 6 : 3)) {
		bool sized = at[1] && strchr(sizes, at[1]);
		bool fetch_size = at[1] == '2' || at[1] == '4';

		at += sized ? 2 : 1;
		if (letter > 2 && *at == 'u')
			at++;
		if (text_is_word_end(*at) && (letter || !sized || fetch_size) &&
		    (letter < 3 || sized)) {
			text->at = at;
			q->type = types[letter];
			return true;
		}
	}
	return text_expected(text, stages ? "F, L, S, H, X or V and a size"
					  : "F, L or S, and perhaps a size");
}

static bool parse_priv(struct text *text, struct vector_question *q)
{
	text_more(text);
	if (text_word(text, "U"))
		q->priv = PRIV_U;
	else if (text_word(text, "S"))
		q->priv = PRIV_S;
	else if (text_word(text, "M"))
		q->priv = PRIV_M;
	else
		return text_expected(text, "U, S or M");
	return true;
}

/* The first extension that a question needs and that is not built. */
static enum vector_missing missing(const struct vector_values *values,
				   const struct vector_scenario *s, const struct vector_question *q)
{
	const uint64_t *v = values->value;
	uint64_t pmm = q->priv == PRIV_M ? v[PMM_M] : q->priv == PRIV_S ? v[PMM_S] : v[PMM_U];

	if (s->two_stages)
		return VECTOR_TWO_STAGES;
	if (v[PMPN] || v[MML] || v[MMWP] || given(values, PMP0_NAPOT4K))
		return VECTOR_PMP;
	if (v[RSW60T59])
		return VECTOR_SVRSW60T59B;
	return pmm && q->type != ACCESS_FETCH ? VECTOR_POINTER_MASKING : VECTOR_ALL_BUILT;
}

/* What an answer has beside its cause where something is missing. */
static bool parse_extras(struct text *text, const struct vector_question *q)
{
	static const struct {
		const char *key, *what;
		enum vector_missing needs;
	} extras[] = {
		{"gpa2=", "gpa2", VECTOR_TWO_STAGES},
		{"tinst=", "tinst", VECTOR_TWO_STAGES},
		{"tval=", "a virtual address", VECTOR_POINTER_MASKING},
	};
	uint64_t value;
	unsigned int i;

	do {
		text_more(text);
		for (i = 0; i < 3 && !text_prefix(text, extras[i].key); i++)
			;
		if (i < 3 && q->missing == VECTOR_ALL_BUILT)
			return text_fail(text, "%s where there is no %s", extras[i].key,
					 vector_missing_names[extras[i].needs]);
		if (i < 3 && !text_number_word(text, extras[i].what, UINT64_MAX, &value))
			return false;
	} while (i < 3);
	return true;
}

/* F <cause>: the cause must be one of the access's type. */
static bool parse_cause(struct text *text, struct vector_question *q)
{
	static const unsigned int page[] = {12, 13, 15}, access[] = {1, 5, 7},
				  guest[] = {20, 21, 23};
	uint64_t cause = 0;
	const char *word;

	text_more(text);
	word = text->at;
	if (!vectors_decimal(text, "a cause (decimal)", &cause))
		return false;
	if (cause == page[q->type])
		q->answer.fault = FAULT_PAGE;
	else if (cause == access[q->type])
		q->answer.fault = FAULT_ACCESS;
	else if (cause != guest[q->type] || q->missing != VECTOR_TWO_STAGES)
		return text_fail(text, "expected cause %u or %u, found %s", page[q->type],
				 access[q->type], text_quote(word).text);
	return parse_extras(text, q);
}

static bool parse_answer(struct text *text, bool sv32, struct vector_question *q)
{
	text_more(text);
	if (text_word(text, "F"))
		return parse_cause(text, q);
	if (!text_word(text, "K"))
		return text_expected(text, "K and a physical address, or F and a cause");
	return text_number_word(text, "a physical address", sv32 ? PA_MAX_SV32 : PA_MAX,
				&q->answer.pa);
}

bool vectors_riscv_question(struct text *text, const struct vector_values *values,
			    const struct vector_scenario *s, struct vector_question *q)
{
	bool sv32 = s->word_bytes == 4;
	uint64_t max = sv32 ? UINT32_MAX : UINT64_MAX;

	if (!vectors_rule(text, q) || !parse_kind(text, s->two_stages, q) || !parse_priv(text, q))
		return false;
	q->missing = missing(values, s, q);
	return text_number_word(text, "a virtual address", max, &q->va) &&
	       parse_answer(text, sv32, q) && vectors_walk(text, PA_MAX, max, &q->answer);
}
