/* SPDX-License-Identifier: Apache-2.0 */
#include "pins.h"

MMU_WIDEST

#define PIN(name, bits, channel, role, meaning) {#name, bits, CHANNEL_##channel, ROLE_##role},

const struct mmu_pin mmu_inputs[MMU_N_INPUTS] = {MMU_INPUTS(PIN)};
const struct mmu_pin mmu_outputs[MMU_N_OUTPUTS] = {MMU_OUTPUTS(PIN)};
