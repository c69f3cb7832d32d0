/* SPDX-License-Identifier: Apache-2.0 */
/* The devices of a machine, which are not RAM: accesses to them are asked for one by one. */
#ifndef PAGEWALK_BOOT_BOARD_DEVICE_H
#define PAGEWALK_BOOT_BOARD_DEVICE_H

#include "boot/board.h"

/* The console, as what a device is connected to. */
void board_connect(struct board *board);

/*
 * An access was answered with an address that is no RAM. If a device is there, which a load or
 * store may reach, it is answered by the device, and this returns true.
 */
bool board_device_ask(struct board *board, const struct hart_access *access,
		      struct hart_place *place);

/* The hart has stored to pa. False: there is no device. */
bool board_device_stored(struct board *board, uint64_t pa, unsigned int bytes);

#endif
