/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of a snapshot, in one order for both directions. */
#include "boot/snapshot.h"

#define MOST_MEMORY (UINT64_C(1) << 40)

static bool state_row(uint64_t *row, size_t n, snapshot_visit *visit, void *opaque)
{
	for (size_t i = 0; i < n; i++)
		if (!visit(opaque, &row[i]))
			return false;
	return true;
}

#define N(row) (sizeof(row) / sizeof((row)[0]))

static bool state_shape(struct shape *shape, snapshot_visit *visit, void *opaque)
{
	uint64_t row[] = {shape->xlen,    shape->has_float, shape->svpbmt,
			  shape->svnapot, shape->adue,      (uint64_t)(int64_t)shape->mode,
			  shape->memory,  shape->formats,   shape->asid_bits};

	if (!state_row(row, N(row), visit, opaque))
		return false;
	*shape = (struct shape){
		.xlen = (unsigned int)row[0],
		.has_float = row[1],
		.svpbmt = row[2],
		.svnapot = row[3],
		.adue = row[4],
		.mode = (enum paging_mode)(int64_t)row[5],
		.memory = row[6],
		.formats = (unsigned int)row[7],
		.asid_bits = (unsigned int)row[8],
	};
	return true;
}

static bool state_hart(struct hart *hart, snapshot_visit *visit, void *opaque)
{
	uint64_t row[] = {hart->pc,    hart->priv,     hart->instructions, hart->idle,
			  hart->timer, hart->reserved, hart->reserved_pa};

	/* All CSRs are 64 bits. */
	_Static_assert(sizeof(hart->csr) % sizeof(uint64_t) == 0, "a CSR of another width");
	if (!state_row(row, N(row), visit, opaque) ||
	    !state_row((uint64_t *)&hart->csr, sizeof(hart->csr) / sizeof(uint64_t), visit,
		       opaque) ||
	    !state_row(hart->x, N(hart->x), visit, opaque) ||
	    !state_row(hart->f, N(hart->f), visit, opaque) ||
	    !state_row(hart->exceptions, N(hart->exceptions), visit, opaque) ||
	    !state_row(hart->interrupts, N(hart->interrupts), visit, opaque))
		return false;
	hart->pc = row[0];
	hart->priv = (enum priv)row[1];
	hart->instructions = row[2];
	hart->idle = row[3];
	hart->timer = row[4];
	hart->reserved = row[5];
	hart->reserved_pa = row[6];
	return true;
}

static bool state_uart(struct uart *uart, snapshot_visit *visit, void *opaque)
{
	uint64_t row[] = {uart->ier, uart->lcr,      uart->mcr,      uart->scr, uart->dll,
			  uart->dlm, uart->has_fifo, uart->has_byte, uart->byte};

	if (!state_row(row, N(row), visit, opaque))
		return false;
	uart->ier = (uint8_t)row[0];
	uart->lcr = (uint8_t)row[1];
	uart->mcr = (uint8_t)row[2];
	uart->scr = (uint8_t)row[3];
	uart->dll = (uint8_t)row[4];
	uart->dlm = (uint8_t)row[5];
	uart->has_fifo = row[6];
	uart->has_byte = row[7];
	uart->byte = (uint8_t)row[8];
	return true;
}

bool snapshot_state(const struct snapshot *snapshot, snapshot_visit *visit, void *opaque)
{
	return state_shape(snapshot->shape, visit, opaque) &&
	       state_hart(snapshot->hart, visit, opaque) &&
	       state_uart(snapshot->uart, visit, opaque);
}

const char *snapshot_wrong(const struct snapshot *snapshot)
{
	const struct shape *shape = snapshot->shape;
	const struct hart *hart = snapshot->hart;

	if ((shape->xlen != 32 && shape->xlen != 64) || shape->mode < PAGING_OFF ||
	    shape->mode > PAGING_SV57)
		return "is of a machine that cannot be";
	if (!shape->memory || shape->memory % SNAPSHOT_PAGE || shape->memory > MOST_MEMORY)
		return "is of a machine whose memory cannot be";
	if ((hart->priv != PRIV_U && hart->priv != PRIV_S && hart->priv != PRIV_M) || hart->pc & 1)
		return "is of a hart that cannot be";
	return NULL;
}
