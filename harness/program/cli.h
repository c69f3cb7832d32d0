/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands of the program share: exit statuses, error lines, progress, and time.
 */
#ifndef PAGEWALK_CLI_H
#define PAGEWALK_CLI_H

#include <stdarg.h>

enum { EXIT_AGREED = 0, EXIT_MISMATCH = 1, EXIT_BAD = 2 };

/* The commands. Each returns an exit status. */
int cmd_run(int argc, char **argv);
int cmd_model(int argc, char **argv);
int cmd_vectors(int argc, char **argv);
int cmd_random(int argc, char **argv);
int cmd_os(int argc, char **argv);
int cmd_boot(int argc, char **argv);
int cmd_cover(int argc, char **argv);
int cmd_bench(int argc, char **argv);

/* One line to standard error, "WHO: ...", whatever bytes the names in it have. */
void cli_print(const char *who, const char *format, va_list args);

/* One line to standard error, "pagewalk: ...", odd bytes as \xNN. Returns EXIT_BAD. */
__attribute__((format(printf, 1, 2))) int cli_error(const char *format, ...);

/* Says in one line that nothing was compared. Returns EXIT_BAD. */
int cli_nothing(const char *what);

/* Progress, 0 to 1, on standard error when that is a terminal; a negative number erases it. */
void cli_progress(const char *what, double done);

/* The same with a text of its own; NULL erases it. */
void cli_status(const char *text);

/* Seconds of a steady clock: for what a user waits. */
double cli_seconds(void);

/* Seconds of CPU time of this process, which measure speed on a busy machine, too. */
double cli_cpu_seconds(void);

/* The last part of a path. */
const char *cli_basename(const char *path);

#endif
