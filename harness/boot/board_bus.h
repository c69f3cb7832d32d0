/* SPDX-License-Identifier: Apache-2.0 */
/* The two buses of a machine's hart. opaque is the struct board. */
#ifndef PAGEWALK_BOOT_BOARD_BUS_H
#define PAGEWALK_BOOT_BOARD_BUS_H

#include "boot/board.h"

extern const struct hart_bus board_fast_bus, board_lockstep_bus;

/* Ends the run, if nothing has yet: printf-like. Returns false, for a bus to return. */
__attribute__((format(printf, 3, 4))) bool board_over(struct board *board, enum board_end end,
						      const char *format, ...);

/* The bench has failed: ends the run by its status. Returns false. */
bool board_bench_failed(struct board *board);

/*
 * The MMU of the bus learns what the hart's CSRs hold, after the bus has changed. False: the run is
 * over.
 */
bool board_tell_mmu(struct board *board);

#endif
