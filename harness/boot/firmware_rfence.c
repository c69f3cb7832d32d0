/* SPDX-License-Identifier: Apache-2.0 */
/* Remote fences: on one hart they are its own. */
#include "boot/firmware_parts.h"

#define PAGE UINT64_C(4096)

/* More pages than that are fenced as all: a fence takes a cycle at least. */
#define MOST_PAGES 64u

static struct sbi_answer fence(struct firmware *firmware, struct hart *hart,
			       const struct hart_fence *fence)
{
	if (!hart->bus->fence(hart->opaque, fence))
		firmware->end = FIRMWARE_BUS;
	hart_forget(hart);
	return sbi_says(SBI_SUCCESS);
}

static struct sbi_answer fence_range(struct firmware *firmware, struct hart *hart, uint64_t start,
				     uint64_t pages, struct hart_fence fence_one)
{
	struct sbi_answer answer = sbi_says(SBI_SUCCESS);

	fence_one.by_va = true;
	for (uint64_t i = 0; i < pages && firmware->end == FIRMWARE_RUNS; i++) {
		fence_one.va = start + i * PAGE;
		if (hart->config.xlen == 32)
			fence_one.va = (uint32_t)fence_one.va;
		answer = fence(firmware, hart, &fence_one);
	}
	return answer;
}

struct sbi_answer firmware_sfence(struct firmware *firmware, struct hart *hart, uint64_t start,
				  uint64_t size, const uint64_t *asid)
{
	const struct hart_fence all = {.by_asid = asid, .asid = asid ? *asid : 0};
	uint64_t last = hart->config.xlen == 32 ? UINT32_MAX : UINT64_MAX;
	uint64_t first_page = start & -PAGE, pages;

	/* "Function: Remote SFENCE.VMA": these two mean the whole address space. */
	if ((!start && !size) || size == last)
		return fence(firmware, hart, &all);
	if (!size)
		return sbi_says(SBI_SUCCESS);
	if (size - 1 > last - start)
		return sbi_says(SBI_ERR_INVALID_ADDRESS);
	pages = (start + (size - 1) - first_page) / PAGE + 1;
	if (pages > MOST_PAGES)
		return fence(firmware, hart, &all);
	return fence_range(firmware, hart, first_page, pages, all);
}

struct sbi_answer firmware_rfence(struct firmware *firmware, struct hart *hart,
				  unsigned int function)
{
	uint64_t start = sbi_argument(hart, 2), size = sbi_argument(hart, 3);
	uint64_t asid = sbi_argument(hart, 4);
	enum sbi_error error;
	bool meant;

	if (function > SBI_RFENCE_SFENCE_VMA_ASID) /* the others are a hypervisor's */
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	error = sbi_harts(hart, 0, &meant);
	if (error != SBI_SUCCESS || !meant)
		return sbi_says(error);
	if (function == SBI_RFENCE_FENCE_I) {
		hart_forget(hart);
		return sbi_says(SBI_SUCCESS);
	}
	return firmware_sfence(firmware, hart, start, size,
			       function == SBI_RFENCE_SFENCE_VMA_ASID ? &asid : NULL);
}
