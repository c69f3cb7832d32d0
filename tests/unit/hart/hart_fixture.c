/* SPDX-License-Identifier: Apache-2.0 */
#include "hart_fixture.h"

#include <check.h>
#include <string.h>

#include "suite.h"

struct rig rig;

static enum fault fault_of(const struct hart_access *access)
{
	for (unsigned int i = 0; i < 4; i++)
		if (rig.faults[i].fault && rig.faults[i].type == access->type &&
		    rig.faults[i].page == access->va >> 12)
			return rig.faults[i].fault;
	return FAULT_NONE;
}

static bool ask(void *opaque, const struct hart_access *access, struct hart_place *place)
{
	struct rig *asked = opaque;
	uint64_t offset = access->va % RIG_BYTES;

	suite_assert(access->bytes >= 1 && access->bytes <= 8, "%u bytes", access->bytes);
	suite_assert(access->va % 4096 + access->bytes <= 4096, "it leaves its page");
	if (asked->stop)
		return false;
	if (asked->accesses < RIG_ASKS)
		asked->access[asked->accesses++] = *access;
	*place = (struct hart_place){
		.fault = fault_of(access),
		.pa = RIG_BASE + offset,
		.bytes = asked->memory + offset,
		.around = access->bytes,
	};
	if (asked->window && access->va % asked->window + access->bytes <= asked->window) {
		place->before = access->va % asked->window;
		place->around = asked->window;
	}
	return true;
}

static void stored(void *opaque, uint64_t pa, unsigned int bytes)
{
	ck_assert_ptr_eq(opaque, &rig);
	if (rig.stored < RIG_ASKS) {
		rig.stores[rig.stored].pa = pa;
		rig.stores[rig.stored++].bytes = bytes;
	}
}

static bool fence(void *opaque, const struct hart_fence *fence)
{
	ck_assert_ptr_eq(opaque, &rig);
	rig.fence = *fence;
	rig.fences++;
	return !rig.stop;
}

static bool write_satp(void *opaque, uint64_t value, uint64_t *held)
{
	ck_assert_ptr_eq(opaque, &rig);
	rig.satp = value;
	*held = rig.satp_held == UINT64_MAX ? value : rig.satp_held;
	return !rig.stop;
}

static bool control(void *opaque, bool adue, bool pbmte)
{
	ck_assert_ptr_eq(opaque, &rig);
	rig.controls++;
	rig.adue = adue;
	rig.pbmte = pbmte;
	return !rig.stop;
}

static bool firmware(void *opaque, struct hart *hart)
{
	ck_assert_ptr_eq(opaque, &rig);
	ck_assert_ptr_eq(hart, &rig.hart);
	rig.firmwares++;
	hart->x[10] = hart->x[17] + 1;
	hart->timer = rig.firmware_timer;
	return !rig.stop;
}

static bool wait(void *opaque, struct hart *hart)
{
	ck_assert_ptr_eq(opaque, &rig);
	rig.waits++;
	if (rig.stop)
		return false;
	hart->idle += rig.wait_for;
	return true;
}

static const struct hart_bus bus = {ask, stored, fence, write_satp, control, firmware, wait};
static const struct hart_bus bare = {ask, NULL, fence, write_satp, control, NULL, wait};

void rig_reset(unsigned int xlen)
{
	const struct hart_config config = {.xlen = xlen, .has_float = true};

	memset(&rig, 0, sizeof(rig));
	rig.satp_held = rig.firmware_timer = UINT64_MAX;
	hart_reset(&rig.hart, &config, &bus, &rig, RIG_BASE);
	rig.hart.csr.mtvec = RIG_MTVEC;
	rig.hart.csr.stvec = RIG_STVEC;
}

void rig_without_firmware(void)
{
	rig.hart.bus = &bare;
}

void rig_enter(enum priv priv)
{
	rig.hart.priv = priv;
	hart_look(&rig.hart);
}

enum hart_stop rig_run(uint64_t instructions)
{
	return hart_run(&rig.hart, rig.hart.instructions + instructions, NULL);
}

enum hart_stop rig_do(uint32_t instruction)
{
	rig_put(rig.hart.pc, instruction, 4);
	rig.accesses = rig.stored = 0;
	return rig_run(1);
}

uint64_t rig_result(uint32_t instruction, uint64_t a, uint64_t b)
{
	rig.hart.x[1] = a;
	rig.hart.x[2] = b;
	rig.hart.x[3] = RIG_UNTOUCHED;
	ck_assert_int_eq(rig_do(instruction), HART_COUNTED);
	return rig.hart.x[3];
}

void rig_put(uint64_t address, uint64_t value, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		rig.memory[(address + i) % RIG_BYTES] = (uint8_t)(value >> 8 * i);
}

uint64_t rig_get(uint64_t address, unsigned int bytes)
{
	uint64_t value = 0;

	for (unsigned int i = bytes; i-- > 0;)
		value = value << 8 | rig.memory[(address + i) % RIG_BYTES];
	return value;
}

void rig_fault(uint64_t address, enum access_type type, enum fault fault)
{
	unsigned int i = 0;

	while (rig.faults[i].fault)
		i++;
	rig.faults[i].page = address >> 12;
	rig.faults[i].type = type;
	rig.faults[i].fault = fault;
}

uint64_t rig_csr(unsigned int number)
{
	static struct hart before;
	uint64_t value;

	before = rig.hart;
	rig_enter(PRIV_M);
	value = rig_result(CSRRS(3, number, 0), 0, 0);
	ck_assert_uint_eq(rig.hart.pc, before.pc + 4);
	rig.hart = before;
	hart_forget(&rig.hart);
	return rig.hart.config.xlen == 32 ? (uint32_t)value : value;
}

void rig_trapped(enum priv to, uint64_t pc, uint64_t cause, uint64_t value)
{
	const struct hart_csrs *csr = &rig.hart.csr;

	ck_assert_int_eq(rig.hart.priv, to);
	if (to == PRIV_M) {
		ck_assert_uint_eq(csr->mepc, pc);
		ck_assert_uint_eq(csr->mcause, cause);
		ck_assert_uint_eq(csr->mtval, value);
		ck_assert_uint_eq(rig.hart.pc, RIG_MTVEC);
	} else {
		ck_assert_uint_eq(csr->sepc, pc);
		ck_assert_uint_eq(csr->scause, cause);
		ck_assert_uint_eq(csr->stval, value);
		ck_assert_uint_eq(rig.hart.pc, RIG_STVEC);
	}
}

void rig_is_illegal(uint32_t instruction)
{
	static struct hart before;
	bool is_short = (instruction & 3) != 3;

	for (unsigned int i = 1; i < 32; i++)
		rig.hart.x[i] = 0x1000 * i;
	before = rig.hart;
	ck_assert_int_eq(rig_do(instruction), HART_COUNTED);
	rig_trapped(PRIV_M, before.pc, 2, is_short ? instruction & 0xffff : instruction);
	ck_assert_msg(!memcmp(rig.hart.x, before.x, sizeof(before.x)), "%08x", instruction);
	ck_assert(!memcmp(rig.hart.f, before.f, sizeof(before.f)));
	rig.hart = before;
	hart_forget(&rig.hart);
}
