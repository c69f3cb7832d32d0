/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that fills while a waveform is written: Verilator's FST writer works on mapped files, and
 * dies of SIGBUS where there is no room for them; the one of Verilator 5.048 aborts.
 */
#ifndef PAGEWALK_FST_H
#define PAGEWALK_FST_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Before a waveform is opened: can it be written here? It replaces a file, never a device. False:
 * errno tells why.
 *
 * Until fst_end() a SIGBUS or SIGABRT ends the program with one line, exit status 2, and the
 * waveform removed. One waveform at a time; path must stay valid.
 */
bool fst_begin(const char *path);
void fst_end(void);

/*
 * Does the file hold a waveform with every signal? Verilator's writers tell of no failed write;
 * they write the hierarchy of the signals last.
 */
bool fst_is_whole(const char *path);

#ifdef __cplusplus
}
#endif

#endif
