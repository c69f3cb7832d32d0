/* SPDX-License-Identifier: Apache-2.0 */
#include "x86_pointers_fixture.h"

static uint64_t table_of(uint64_t va)
{
	return PT + (va >> 30 ? 2 : va >> 21);
}

void begin_tables(void)
{
	const uint64_t pml4[] = {POINTER(PDPT)}, pdpt[] = {POINTER(PD), POINTER(PD_2)};
	const uint64_t pd[] = {POINTER(PT), POINTER(PT + 1)}, pd_2[] = {POINTER(PT + 2)};

	begin();
	watch_no_more();
	may_cache.pointers = true;
	watch(&(const struct mmu_config){.itlb_entries = 16,
					 .dtlb_entries = 16,
					 .asid_bits = 16,
					 .counter_bits = 32,
					 .pa_bits = 46,
					 .formats = 255,
					 .segments = 1});
	may_cache.pointers = false;
	out.ptbr_held = 0;
	image_page(image, PML4, pml4, 1, 8);
	image_page(image, PDPT, pdpt, 2, 8);
	image_page(image, PD, pd, 2, 8);
	image_page(image, PD_2, pd_2, 1, 8);
	for (uint64_t n = 0; n < 3; n++) {
		uint64_t ptes[8] = {0};

		for (uint64_t m = 0; m < 7; m++)
			ptes[m] = (0x1000 + n * 512 + m) << 12 | 0x67;
		image_page(image, PT + n, ptes, 8, 8);
	}
	in.pg = in.lma = in.pae = in.nxe = in.pge = in.wp = 1;
	write_ptbr(REGIME_X86_64, PML4 << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, PML4 << 12));
}

void cr3(uint64_t value)
{
	write_ptbr(REGIME_X86_64, value);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, value & ~(UINT64_C(1) << 63)));
}

const char *answered_behind(unsigned int skipped, uint64_t va, bool store, uint64_t pa,
			    enum fault fault, unsigned int code)
{
	const uint64_t reads[LEVELS] = {PML4 << 12, (PDPT << 12) + (va >> 30) * 8,
					((va >> 30 ? PD_2 : PD) << 12) + (va >> 21 & 511) * 8,
					(table_of(va) << 12) + (va >> 12 & 511) * 8};
	const char *error = NULL;

	ask(va, store);
	for (unsigned int n = skipped; n < LEVELS && !error; n++)
		error = read_pte(reads[n]);
	if (!error) {
		show_answer(pa, fault);
		out.data_rsp_code = code;
		error = cycle();
	}
	taken();
	return error;
}

const char *loaded_behind(unsigned int skipped, uint64_t va)
{
	uint64_t frame = 0x1000 + (va >> 30 ? 1024 : va >> 21 << 9) + (va >> 12 & 511);

	return answered_behind(skipped, va, false, frame << 12, FAULT_NONE, 0);
}
