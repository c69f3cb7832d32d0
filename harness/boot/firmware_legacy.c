/* SPDX-License-Identifier: Apache-2.0 */
/* The legacy extensions: an extension is a function, and only a0 is answered. */
#include <string.h>

#include "boot/firmware_parts.h"
#include "hart/status.h"

#define MIP_SSIP (UINT64_C(1) << INTERRUPT_SSI)

/*
 * Is hart 0 in the mask at a virtual address of the kernel's? No address: all harts are meant. The
 * access is asked of the bus, as each of the hart's.
 */
static enum sbi_error is_meant(struct firmware *firmware, struct hart *hart, bool *meant)
{
	const struct hart_access access = {
		.va = sbi_argument(hart, 0),
		.bytes = hart->config.xlen / 8,
		.type = ACCESS_LOAD,
		.priv = PRIV_S,
	};
	struct hart_place place;

	*meant = true;
	if (!access.va)
		return SBI_SUCCESS;
	*meant = false;
	if (access.va % access.bytes)
		return SBI_ERR_INVALID_ADDRESS;
	if (!hart->bus->ask(hart->opaque, &access, &place)) {
		firmware->end = FIRMWARE_BUS;
		return SBI_ERR_FAILED;
	}
	if (place.fault != FAULT_NONE)
		return SBI_ERR_INVALID_ADDRESS;
	*meant = *place.bytes & 1;
	return SBI_SUCCESS;
}

/* IPIs and fences, which have a mask of harts. */
static struct sbi_answer remote(struct firmware *firmware, struct hart *hart, uint64_t extension)
{
	uint64_t start = sbi_argument(hart, 1), size = sbi_argument(hart, 2);
	uint64_t asid = sbi_argument(hart, 3);
	bool meant;
	enum sbi_error error = is_meant(firmware, hart, &meant);

	if (error != SBI_SUCCESS || !meant)
		return sbi_says(error);
	switch (extension) {
	case SBI_SEND_IPI:
		sbi_send_ipi(hart);
		return sbi_says(SBI_SUCCESS);
	case SBI_REMOTE_SFENCE_VMA:
		return firmware_sfence(firmware, hart, start, size, NULL);
	case SBI_REMOTE_SFENCE_VMA_ASID:
		return firmware_sfence(firmware, hart, start, size, &asid);
	default:
		hart_forget(hart);
		return sbi_says(SBI_SUCCESS);
	}
}

bool firmware_legacy(struct firmware *firmware, struct hart *hart, uint64_t extension,
		     struct sbi_answer *answer)
{
	uint8_t byte = (uint8_t)sbi_argument(hart, 0);

	*answer = sbi_says(SBI_SUCCESS);
	switch (extension) {
	case SBI_SET_TIMER:
		sbi_set_timer(hart, sbi_argument64(hart, 0));
		return true;
	case SBI_CONSOLE_PUTCHAR:
		console_write(firmware->console, &byte, 1);
		return true;
	case SBI_CONSOLE_GETCHAR:
		answer->error = console_read(firmware->console);
		return true;
	case SBI_CLEAR_IPI:
		/* It answers whether there was one. */
		answer->error = (hart->csr.mip & MIP_SSIP) != 0;
		hart->csr.mip &= ~MIP_SSIP;
		return true;
	case SBI_SEND_IPI:
	case SBI_REMOTE_FENCE_I:
	case SBI_REMOTE_SFENCE_VMA:
	case SBI_REMOTE_SFENCE_VMA_ASID:
		*answer = remote(firmware, hart, extension);
		return true;
	case SBI_SHUTDOWN:
		firmware->end = FIRMWARE_SHUTDOWN;
		return true;
	default:
		return false;
	}
}
