/* SPDX-License-Identifier: Apache-2.0 */
#include "dut/pins_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/whole.h"

#define NAME(name, ...) " " #name
static const char first_line[] = "#" MMU_INPUTS(NAME) MMU_OUTPUTS(NAME);
#undef NAME

struct pins_file {
	struct whole whole;
	int error; /* the first one; 0: none */
};

/* What stdio says of the last write. */
static bool note(struct pins_file *file, bool ok)
{
	if (!ok && !file->error)
		file->error = errno ? errno : EIO;
	errno = file->error;
	return !file->error;
}

struct pins_file *pins_file_create(const char *path)
{
	struct pins_file *file = calloc(1, sizeof(*file));
	int saved;

	if (!file)
		return NULL;
	if (whole_open(&file->whole, path)) {
		saved = errno;
		free(file);
		errno = saved;
		return NULL;
	}
	fprintf(file->whole.file, "%s\n", first_line);
	return file;
}

bool pins_file_begins(const char *line, size_t length)
{
	return length == strlen(first_line) && !memcmp(line, first_line, length);
}

const char *pins_file_path(const struct pins_file *file)
{
	return file->whole.path;
}

bool pins_file_cycle(struct pins_file *file, const struct mmu_in *in, const struct mmu_out *out)
{
	errno = 0;
#define INPUT(name, ...)  fprintf(file->whole.file, "%" PRIx64 " ", in->name);
#define OUTPUT(name, ...) fprintf(file->whole.file, "%" PRIx64 " ", out->name);
	MMU_INPUTS(INPUT)
	MMU_OUTPUTS(OUTPUT)
#undef INPUT
#undef OUTPUT
	fputc('\n', file->whole.file);
	return note(file, !ferror(file->whole.file));
}

bool pins_file_finish(struct pins_file *file, bool keep)
{
	int error;

	if (!file)
		return true;
	error = file->error;
	if (keep && !error)
		error = whole_close(&file->whole) ? errno : 0;
	else
		whole_drop(&file->whole);
	free(file);
	errno = error;
	return !error;
}
