/* SPDX-License-Identifier: Apache-2.0 */
/* What sample_entry.c asks of those that know RISC-V and x86. */
#ifndef PAGEWALK_COVER_SAMPLE_ENTRY_H
#define PAGEWALK_COVER_SAMPLE_ENTRY_H

#include "cover/monitor.h"

/* A present entry. */
void sample_entry_riscv(struct cover *cover, const struct cover_request *request,
			unsigned int level, const struct cover_entry *entry);
void sample_entry_x86(struct cover *cover, const struct cover_request *request, unsigned int level,
		      const struct cover_entry *entry);

/* A leaf that is in order: which access it allows. */
void sample_rights_x86(struct cover *cover, const struct cover_request *request, unsigned int level,
		       const struct cover_entry *entry);

#endif
