/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

/* Bytes that begin with this one; 0: none do. */
static unsigned int length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc0 || first >= 0xf8)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

unsigned int utf8_character(const char *text, uint32_t *value)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)*text;
	unsigned int n = length(first);

	*value = n == 1 ? first : first & 0x7fu >> n;
	for (unsigned int i = 1; i < n; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		*value = *value << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (*value < least[n] || *value > 0x10ffff || (*value >= 0xd800 && *value < 0xe000))
		return 0;
	return n;
}
