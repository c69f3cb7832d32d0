/* SPDX-License-Identifier: Apache-2.0 */
/* sample_entry.c in parts. */
#ifndef PAGEWALK_COVER_SAMPLE_ENTRY_H
#define PAGEWALK_COVER_SAMPLE_ENTRY_H

#include "cover/monitor.h"

/* The number of the only bit that is set; -1: none is, or several are. */
int sample_lone_bit(uint64_t bits);

/* A present entry. */
void sample_entry_riscv(struct cover *cover, const struct cover_request *request,
			unsigned int level, const struct cover_entry *entry);
void sample_entry_x86(struct cover *cover, const struct cover_request *request, unsigned int level,
		      const struct cover_entry *entry);

/* A leaf that is in order: which access it allows. */
void sample_rights_x86(struct cover *cover, const struct cover_request *request, unsigned int level,
		       const struct cover_entry *entry);

#endif
