/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks a bench, and the oracle, the questions of vectors. Each answer must be the recorded one,
 * with the recorded PTE reads and A/D writes.
 */
#ifndef PAGEWALK_ASKER_H
#define PAGEWALK_ASKER_H

#include "bench/bench.h"
#include "vectors/vectors.h"

#define ASKER_PAGES ((VECTOR_MEMORY_END - VECTOR_MEMORY_BEGIN) / 4096)

/* Which voices a question was put to. */
enum asked {
	ASKED_ALL,    /* the bench and the oracle */
	ASKED_WIDTH,  /* the oracle alone: the RTL has another PA_BITS */
	ASKED_MODE,   /* the oracle alone: the RTL was built without this paging mode */
	ASKED_NOBODY, /* it needs what this MMU does not have */
	ASKED_WAYS,   /* how many */
};

struct asker {
	struct bench *bench;
	const char *path; /* of the vectors, for messages */
	const struct vector_scenario *scenario;
	struct oracle_context context; /* its base register was written */
	enum asked way;                /* what this build may be asked under it */

	/* The pages of the bench's memory. */
	bool made;               /* each exists */
	bool stale[ASKER_PAGES]; /* not all 0: the scenario before had words there */
};

/*
 * Begin a new scenario, or a new context of it. What goes wrong ends the bench's run
 * (bench_fail()).
 */
void asker_scenario(struct asker *asker, const struct vector_scenario *scenario);
void asker_context(struct asker *asker);

/* The next question of it; an answer that is not as recorded is a BENCH_MISMATCH. */
enum asked asker_question(struct asker *asker, const struct vector_question *question);

#endif
