/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A waveform as an output like any other (whole.h). Verilator's FST writer wants a name, writes a
 * second file beside it, and works on mapped files: where there is no room for them it dies of
 * SIGBUS; the one of Verilator 5.048 aborts.
 */
#ifndef PAGEWALK_FST_H
#define PAGEWALK_FST_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif
struct fst;

/*
 * Before a waveform is opened: where it is to be written, fst_name(). NULL with errno; *guilty is
 * the path, or what has failed instead (whole.h).
 *
 * Until fst_end() a SIGBUS or SIGABRT ends the program with one line, exit status 2, and nothing
 * left. One waveform at a time; path must stay valid.
 */
struct fst *fst_begin(const char *path, const char **guilty);
const char *fst_name(const struct fst *fst);

/*
 * The writer has closed it. With keep it becomes path, or false with errno; without, it is gone.
 * *guilty: what has failed, if something did; may be NULL, and so may fst.
 */
bool fst_end(struct fst *fst, bool keep, const char **guilty);

/*
 * Does the file hold a waveform with every signal? Verilator's writers tell of no failed write;
 * they write the hierarchy of the signals last.
 */
bool fst_is_whole(const char *path);

#ifdef __cplusplus
}
#endif

#endif
