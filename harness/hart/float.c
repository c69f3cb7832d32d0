/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/float.h"

bool float_execute(struct hart *hart, uint32_t instruction)
{
	(void)hart;
	(void)instruction;
	return false;
}
