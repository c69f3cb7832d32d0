/* SPDX-License-Identifier: Apache-2.0 */
#include "pins_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct pins_file {
	FILE *stream;
	const char *path;
	char *temporary;
	int error; /* the first one; 0: none */
};

static void free_file(struct pins_file *file)
{
	free(file->temporary);
	free(file);
}

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
	int saved, fd;

	if (!file)
		return NULL;
	file->path = path;
	if (asprintf(&file->temporary, "%s.XXXXXX", path) < 0) {
		free(file);
		errno = ENOMEM;
		return NULL;
	}
	fd = mkstemp(file->temporary);
	if (fd >= 0)
		file->stream = fdopen(fd, "w");
	if (!file->stream) {
		saved = errno;
		if (fd >= 0) {
			close(fd);
			unlink(file->temporary);
		}
		free_file(file);
		errno = saved;
		return NULL;
	}
	fputs("#", file->stream);
#define NAME(name, bits) fputs(" " #name, file->stream);
	MMU_INPUTS(NAME)
	MMU_OUTPUTS(NAME)
#undef NAME
	fputc('\n', file->stream);
	return file;
}

const char *pins_file_path(const struct pins_file *file)
{
	return file->path;
}

bool pins_file_cycle(struct pins_file *file, const struct mmu_in *in, const struct mmu_out *out)
{
	errno = 0;
#define INPUT(name, bits)  fprintf(file->stream, "%" PRIx64 " ", in->name);
#define OUTPUT(name, bits) fprintf(file->stream, "%" PRIx64 " ", out->name);
	MMU_INPUTS(INPUT)
	MMU_OUTPUTS(OUTPUT)
#undef INPUT
#undef OUTPUT
	fputc('\n', file->stream);
	return note(file, !ferror(file->stream));
}

bool pins_file_finish(struct pins_file *file, bool keep)
{
	bool ok;
	int saved;

	if (!file)
		return true;
	errno = 0;
	note(file, !ferror(file->stream));
	errno = 0;
	ok = note(file, !fclose(file->stream));
	if (ok && keep)
		ok = note(file, !rename(file->temporary, file->path));
	if (!ok || !keep)
		unlink(file->temporary);
	saved = file->error;
	free_file(file);
	errno = saved;
	return ok;
}
