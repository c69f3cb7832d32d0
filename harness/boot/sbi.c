/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/sbi.h"

#include "hart/status.h"

#define A0 10

uint64_t sbi_argument(const struct hart *hart, unsigned int n)
{
	uint64_t value = hart->x[A0 + n];

	return hart->config.xlen == 32 ? (uint32_t)value : value;
}

uint64_t sbi_argument64(const struct hart *hart, unsigned int n)
{
	if (hart->config.xlen == 64)
		return hart->x[A0 + n];
	return sbi_argument(hart, n) | sbi_argument(hart, n + 1) << 32;
}

/* "Hart list parameter": a base of all ones means all harts. */
enum sbi_error sbi_harts(const struct hart *hart, unsigned int n, bool *meant)
{
	uint64_t mask = sbi_argument(hart, n), base = sbi_argument(hart, n + 1);
	uint64_t all = hart->config.xlen == 32 ? UINT32_MAX : UINT64_MAX;

	*meant = base == all || (base == 0 && mask & 1);
	if (base == all || !mask || (base == 0 && mask == 1))
		return SBI_SUCCESS;
	return SBI_ERR_INVALID_PARAM;
}

void sbi_set_timer(struct hart *hart, uint64_t time)
{
	hart->timer = time;
	hart->csr.mip &= ~(UINT64_C(1) << INTERRUPT_STI);
	hart_look(hart);
}

void sbi_send_ipi(struct hart *hart)
{
	hart->csr.mip |= UINT64_C(1) << INTERRUPT_SSI;
	hart_look(hart);
}
