/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/shape.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE UINT64_C(4096)

/* The highest mode of a width that was built; PAGING_OFF: none. */
static enum paging_mode highest(unsigned int formats, unsigned int xlen)
{
	enum paging_mode mode = PAGING_OFF;

	for (enum paging_mode i = PAGING_SV32; i <= PAGING_SV57; i++)
		if (paging_is_built(formats, i) &&
		    paging[i].regime == (xlen == 32 ? REGIME_RV32 : REGIME_RV64))
			mode = i;
	return mode;
}

void shape_all(struct shape *shape, const struct mmu_config *sizes, unsigned int xlen)
{
	*shape = (struct shape){
		.xlen = xlen,
		.has_float = true,
		.svpbmt = xlen == 64,
		.svnapot = xlen == 64,
		.adue = true,
		.mode = highest(sizes->formats, xlen),
		.memory = UINT64_C(256) << 20,
		.formats = sizes->formats & PAGING_RISCV,
		.asid_bits = sizes->asid_bits,
	};
}

/* Is this prefix at *at? Then it moves behind it. */
static bool take(const char **at, const char *prefix)
{
	size_t n = strlen(prefix);

	if (strncmp(*at, prefix, n))
		return false;
	*at += n;
	return true;
}

bool shape_parse_isa(struct shape *shape, const char *text)
{
	bool narrow = take(&text, "rv32ima");

	if (!narrow && !take(&text, "rv64ima"))
		return false;
	shape->xlen = narrow ? 32 : 64;
	shape->has_float = take(&text, "fd");
	if (!take(&text, "c"))
		return false;
	shape->svpbmt = shape->svnapot = false;
	while (*text) {
		if (!narrow && !shape->svpbmt && take(&text, "_svpbmt"))
			shape->svpbmt = true;
		else if (!narrow && !shape->svnapot && take(&text, "_svnapot"))
			shape->svnapot = true;
		else
			return false;
	}
	return true;
}

const char *shape_mode_name(enum paging_mode mode)
{
	static char text[16];

	snprintf(text, sizeof(text), "%s", mode == PAGING_OFF ? "bare" : paging[mode].name);
	*text = (char)tolower((unsigned char)*text);
	return text;
}

void shape_isa(const struct shape *shape, char *text, size_t size)
{
	snprintf(text, size, "rv%uima%sc_zicntr_zicsr_zifencei_%s%s%s", shape->xlen,
		 shape->has_float ? "fd" : "", shape->adue ? "svadu" : "svade",
		 shape->svnapot ? "_svnapot" : "", shape->svpbmt ? "_svpbmt" : "");
}

size_t shape_extensions(const struct shape *shape, char *text, size_t size)
{
	const char *const names[] = {
		"i",
		"m",
		"a",
		shape->has_float ? "f" : NULL,
		shape->has_float ? "d" : NULL,
		"c",
		"zicntr",
		"zicsr",
		"zifencei",
		shape->adue ? "svadu" : "svade",
		shape->svnapot ? "svnapot" : NULL,
		shape->svpbmt ? "svpbmt" : NULL,
	};
	size_t at = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i] && at + strlen(names[i]) < size)
			at += (size_t)snprintf(text + at, size - at, "%s", names[i]) + 1;
	return at;
}

bool shape_parse_memory(const char *text, uint64_t *bytes)
{
	static const char units[] = "KMG";
	unsigned int shift = 0;
	const char *unit;
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*bytes = strtoull(text, &end, 10);
	if (errno)
		return false;
	if (*end) {
		unit = strchr(units, *end);
		if (!unit || end[1])
			return false;
		shift = 10 * (unsigned int)(unit - units + 1);
	}
	if (*bytes > UINT64_MAX >> shift)
		return false;
	*bytes <<= shift;
	return *bytes && *bytes % PAGE == 0;
}

uint64_t shape_most_memory(const struct shape *shape)
{
	/* RV64: what the host can be asked for without a doubt. */
	return shape->xlen == 32 ? (UINT64_C(1) << 32) - SHAPE_RAM_BASE : UINT64_C(1) << 40;
}
