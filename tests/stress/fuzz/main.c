/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A target without libFuzzer: fuzz_NAME DIRECTORY...
 * Gives the target every file of the directories. Exit status: 0 the reader kept its contract, and
 * wrote nothing to standard output and standard error; 1 it wrote; 2 no file could be read; killed
 * by SIGABRT (or ended by a sanitizer): the contract is broken by the file that is named last.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sanitizer/common_interface_defs.h>

#include "fuzz.h"

static bool feed(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	uint8_t *data;
	size_t size;

	if (!file)
		return false;
	if (fstat(fileno(file), &st) || !S_ISREG(st.st_mode)) {
		fclose(file);
		return false;
	}
	size = (size_t)st.st_size;
	data = malloc(size + !size);
	if (!data || fread(data, 1, size, file) != size) {
		free(data);
		fclose(file);
		return false;
	}
	fclose(file);
	dprintf(fuzz_said, "# %s\n", path);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return true;
}

static unsigned int feed_all(const char *directory)
{
	struct dirent **entries;
	unsigned int fed = 0;
	char *path;
	int n = scandir(directory, &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		if (asprintf(&path, "%s/%s", directory, entries[i]->d_name) >= 0) {
			fed += feed(path);
			free(path);
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return fed;
}

int main(int argc, char **argv)
{
	int file = memfd_create("said", MFD_CLOEXEC);
	unsigned int fed = 0;
	struct stat st;

	/* What the reader writes goes to a file; what we and the sanitizers write does not. */
	fuzz_said = dup(STDERR_FILENO);
	__sanitizer_set_report_fd((void *)(intptr_t)fuzz_said);
	if (file < 0 || fuzz_said < 0 || dup2(file, STDOUT_FILENO) < 0 ||
	    dup2(file, STDERR_FILENO) < 0)
		return 2;
	for (int i = 1; i < argc; i++)
		fed += feed_all(argv[i]);
	dprintf(fuzz_said, "%u inputs\n", fed);
	fflush(stdout);
	if (!fed || fstat(file, &st))
		return 2;
	if (st.st_size)
		dprintf(fuzz_said, "the reader wrote %lld bytes\n", (long long)st.st_size);
	return st.st_size != 0;
}
