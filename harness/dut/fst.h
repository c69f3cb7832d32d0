/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A waveform as an output like any other (whole.h). Verilator's FST writer wants a name, writes a
 * second file beside it, and works on mapped files. When there is no room for them, the writer dies
 * of SIGBUS; that of Verilator 5.048 aborts.
 */
#ifndef PAGEWALK_FST_H
#define PAGEWALK_FST_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif
struct fst;

/*
 * Comes before a waveform is opened, which fst_name() then says where to write. NULL with errno,
 * and *guilty names what has failed: the path, or its directory (whole.h).
 *
 * Until fst_end() a SIGBUS or SIGABRT ends the program with one line, exit status 2, and nothing
 * left. One waveform at a time; path must stay valid.
 */
struct fst *fst_begin(const char *path, const char **guilty);
const char *fst_name(const struct fst *fst);

/*
 * Comes when the writer has closed its file. With keep, the file becomes path; without, it is
 * removed. False with errno, and *guilty names what has failed. guilty and fst may be NULL.
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
