/* SPDX-License-Identifier: Apache-2.0 */
/* The context of the requests, on pins made by hand: judged, and then followed. */
#ifndef PAGEWALK_CONTEXT_FIXTURE_H
#define PAGEWALK_CONTEXT_FIXTURE_H

#include <check.h>
#include <string.h>

#include "monitor/context.h"

#define SV39 (UINT64_C(8) << 60)
#define BARE UINT64_C(0)
#define PDPT UINT64_C(0x4020)

extern struct context context;
extern struct mmu_in in;
extern struct mmu_out out;
extern struct context_answer effect; /* of the last answer */
extern uint64_t pdptes_before;       /* the last answer */

void begin(void);
void end(void);

/* The context anew, with these parameters. */
void build(unsigned int asid_bits, unsigned int formats);

/* The pins say it in this cycle; gives what is wrong, or NULL. */
const char *write_now(void);
const char *read_now(void);
const char *answer(enum fault fault, uint64_t held);

/* A write that is accepted; and one that is answered without a fault, too. */
void write_value(enum regime regime, uint64_t value);
void writes(enum regime regime, uint64_t value, uint64_t held);

/* Did the last answer tell of new PDPTEs? */
bool loads(void);

const struct oracle_context *held(void);

#define is_refused(said, text)                                                                     \
	do {                                                                                       \
		const char *s = said;                                                              \
		ck_assert_msg(s &&strstr(s, text), "said '%s', not '%s'", s ? s : "nothing",       \
			      text);                                                               \
	} while (0)

#endif
