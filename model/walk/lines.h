/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PAGEWALK_LINES_H
#define PAGEWALK_LINES_H

#define LINES_MAX 8

#endif
