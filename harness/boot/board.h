/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine: a hart, RAM, firmware, a console; and between hart and RAM an MMU, which is the oracle
 * alone (fast.h) up to some point of the run, and from there on the RTL in lockstep (lockstep.h).
 */
#ifndef PAGEWALK_BOOT_BOARD_H
#define PAGEWALK_BOOT_BOARD_H

#include "boot/console.h"
#include "boot/fast.h"
#include "boot/firmware.h"
#include "boot/load.h"
#include "boot/lockstep.h"
#include "boot/ram.h"
#include "boot/shape.h"
#include "boot/uart.h"
#include "boot/when.h"
#include "hart/hart.h"

/* Why a run is over. */
enum board_end {
	BOARD_RUNS,
	/* As it should be: */
	BOARD_POWERED_OFF,
	BOARD_REACHED, /* `until` */
	BOARD_LEFT,    /* the user has left it at the console */
	/* The kernel's fault: */
	BOARD_FAILED,   /* it powered off, and said that something was wrong: firmware.reason */
	BOARD_REBOOTED, /* it wanted to begin again */
	BOARD_PANICKED,
	BOARD_HANGS,  /* nothing will ever happen: `message` says why */
	BOARD_SILENT, /* nothing has come from it for `patience` instructions */
	/* The bench's: its status and failure tell. */
	BOARD_MISMATCH,
	BOARD_ERROR, /* or `message` */
};

struct board_config {
	struct shape shape;
	const struct mmu_config *sizes;
	struct lockstep_config lockstep; /* all but xlen */
	bool fast_only;                  /* there is no lockstep at all */
	struct when fast;                /* up to here without lockstep; WHEN_NEVER: none is */
	struct when until;               /* in lockstep; with fast_only, anywhere */
	uint64_t patience;               /* 0: without end */
	bool silent, reads;              /* the console */
	void (*progress)(void *opaque);  /* NULL: no calls */
	void *opaque;
};

struct board {
	struct board_config config;
	struct ram ram;
	struct hart hart;
	struct console console;
	struct firmware firmware;
	struct uart uart;
	uint8_t device[8]; /* what an access to a device is answered with, or what it has stored */
	struct fast fast;
	struct lockstep *lockstep; /* NULL: not yet */
	struct hart_access asked;  /* last */
	uint64_t waited;           /* cycles from requests to their answers */
	enum board_end end;
	char message[512];
	bool begun;              /* an instruction was run */
	uint64_t written_at;     /* the instruction count when the console was last written to... */
	uint64_t written;        /* ...as far as that */
	uint64_t began, changed; /* instructions: done before; when lockstep began */
	double fast_seconds, lockstep_seconds; /* of CPU time */
};

/*
 * A machine with nothing in its memory. *config is copied. NULL, with one line in error.
 * board_free() in any case when it is not NULL.
 */
struct board *board_create(const struct board_config *config, char *error, unsigned int size);

/* A machine as a snapshot has it. config->shape is not looked at. */
struct board *board_resume(const struct board_config *config, const char *path, char *error,
			   unsigned int size);

/* board may be NULL. The console is given back. */
void board_free(struct board *board);

/*
 * Puts kernel, initrd (NULL: none) and device tree into memory, and the hart at the kernel's entry.
 * False, with one line in error.
 */
bool board_load(struct board *board, const struct load_file *kernel, const struct load_file *initrd,
		const char *bootargs, char *error, unsigned int size);

/* Writes it to a snapshot (snapshot.h). False, with one line in error. */
bool board_save(struct board *board, const char *path, char *error, unsigned int size);

/* Runs it until board->end says why it is over. */
void board_run(struct board *board);

/* Instructions without lockstep and in it, of this run. */
uint64_t board_fast_instructions(const struct board *board);
uint64_t board_lockstep_instructions(const struct board *board);

/* The instruction word at the hart's pc as the tables have it now; false: there is none. */
bool board_instruction(const struct board *board, uint32_t *word);

#endif
