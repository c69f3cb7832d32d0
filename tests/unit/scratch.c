/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <archive_entry.h>

char scratch_directory[256];

void scratch_begin(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(scratch_directory, sizeof(scratch_directory), "%s/pagewalk-XXXXXX",
		 tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(scratch_directory));
}

void scratch_end(void)
{
	DIR *directory = opendir(scratch_directory);
	struct dirent *entry;
	char path[600];

	while (directory && (entry = readdir(directory))) {
		snprintf(path, sizeof(path), "%s/%s", scratch_directory, entry->d_name);
		unlink(path);
	}
	if (directory)
		closedir(directory);
	rmdir(scratch_directory);
}

const char *scratch_path(const char *name)
{
	static char path[600];

	snprintf(path, sizeof(path), "%s/%s", scratch_directory, name);
	return path;
}

const char *scratch_file(const char *name, const void *bytes, size_t n)
{
	const char *path = scratch_path(name);
	FILE *file;

	unlink(path); /* some file systems flush to disk what was cut to nothing and written anew */
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, n, file), n);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

size_t scratch_pack(int filter, const void *bytes, size_t n, char *packed, size_t packed_size)
{
	struct archive *a = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	size_t used = 0;

	ck_assert_int_eq(archive_write_add_filter(a, filter), ARCHIVE_OK);
	ck_assert_int_eq(archive_write_set_format_raw(a), ARCHIVE_OK);
	archive_write_set_bytes_in_last_block(a, 1);
	ck_assert_int_eq(archive_write_open_memory(a, packed, packed_size, &used), ARCHIVE_OK);
	archive_entry_set_pathname(entry, "data");
	archive_entry_set_filetype(entry, AE_IFREG);
	ck_assert_int_eq(archive_write_header(a, entry), ARCHIVE_OK);
	ck_assert_int_eq(archive_write_data(a, bytes, n), (la_ssize_t)n);
	ck_assert_int_eq(archive_write_close(a), ARCHIVE_OK);
	archive_entry_free(entry);
	archive_write_free(a);
	return used;
}

unsigned int scratch_random(unsigned long long *state)
{
	*state = *state * 6364136223846793005ull + 1442695040888963407ull;
	return *state >> 33;
}

void scratch_scramble(unsigned long long *state, const char *bytes, size_t n, char *copy)
{
	unsigned int changes = 1 + scratch_random(state) % 3;

	memcpy(copy, bytes, n);
	while (changes--) {
		size_t at = scratch_random(state) % n;

		copy[at] = scratch_random(state) % 2 ? (char)scratch_random(state)
						     : bytes[scratch_random(state) % n];
	}
}
