/* SPDX-License-Identifier: Apache-2.0 */
#include "base/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/leftover.h"

#define MAX_LINKS    40u             /* as the kernel has it */
#define MOST_OF_NAME (NAME_MAX - 16) /* room for ".XXXXXX" and what a writer adds */

static int standard_output = STDOUT_FILENO;

bool whole_is_standard_output(const char *path)
{
	struct stat file, out;

	if (!strcmp(path, "-"))
		return true;
	return !stat(path, &file) && S_ISREG(file.st_mode) && !fstat(standard_output, &out) &&
	       file.st_dev == out.st_dev && file.st_ino == out.st_ino;
}

bool whole_keep_standard_output(void)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

	if (fd < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		return false;
	standard_output = fd;
	return true;
}

/* The absolute path of a file that need not be there; its directory must be. */
static char *absolute(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char *directory = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup("."),
	     *real = directory ? realpath(directory, NULL) : NULL, *joined = NULL;
	int saved = errno;

	if (real && asprintf(&joined, "%s/%s", strcmp(real, "/") ? real : "", name) < 0) {
		joined = NULL;
		saved = ENOMEM;
	}
	free(real);
	free(directory);
	errno = saved;
	return joined;
}

/* The path that a link names, seen from the link's directory. */
static char *follow(const char *link)
{
	const char *slash = strrchr(link, '/');
	int n = slash ? (int)(slash - link) + 1 : 0;
	char text[PATH_MAX], *joined = NULL;
	ssize_t length = readlink(link, text, sizeof(text));

	if (length < 0)
		return NULL;
	if (*text == '/')
		return strndup(text, (size_t)length);
	if (asprintf(&joined, "%.*s%.*s", n, link, (int)length, text) < 0)
		return NULL;
	return joined;
}

char *whole_target(const char *path)
{
	char *at = strdup(*path ? path : "/"), *next;
	struct stat status;

	for (unsigned int i = 0; at && i < MAX_LINKS; i++) {
		bool link = !lstat(at, &status) && S_ISLNK(status.st_mode);

		next = link ? follow(at) : absolute(at);
		free(at);
		at = next;
		if (!link)
			return at;
	}
	if (at)
		errno = ELOOP;
	free(at);
	return NULL;
}

/* The mode for the new file. False with errno: the file that is there may not be written. */
static bool mode_of(const char *target, mode_t *mode)
{
	mode_t mask = umask(0);
	struct stat status;

	umask(mask);
	*mode = 0666 & ~mask;
	if (stat(target, &status))
		return errno == ENOENT;
	*mode = status.st_mode & 0777;
	return !access(target, W_OK);
}

/* A file to write to, on the list of leftovers. */
static bool make_temporary(struct whole *whole, const char *beside)
{
	const char *slash = strrchr(beside, '/'), *name = slash ? slash + 1 : beside;
	int directory = (int)(name - beside), saved, fd;

	/* The temporary name is the longer one, so a name of the greatest length is cut. */
	if (asprintf(&whole->temporary, "%.*s%.*s.XXXXXX", directory, beside, MOST_OF_NAME, name) <
	    0) {
		whole->temporary = NULL;
		errno = ENOMEM;
		return false;
	}
	leftover_block();
	fd = mkostemp(whole->temporary, O_CLOEXEC);
	saved = errno;
	if (fd >= 0 && (!leftover_add(whole->temporary) || !(whole->file = fdopen(fd, "w")))) {
		saved = errno ? errno : ENOMEM;
		leftover_forget(whole->temporary);
		unlink(whole->temporary);
		close(fd);
	}
	leftover_unblock();
	errno = whole->file ? 0 : saved;
	return whole->file;
}

static int failed(struct whole *whole)
{
	int saved = errno;

	free(whole->target);
	free(whole->temporary);
	*whole = (struct whole){.path = whole->path};
	errno = saved;
	return -1;
}

const char *whole_directory(void)
{
	const char *directory = getenv("TMPDIR");

	return directory && *directory ? directory : "/tmp";
}

int whole_nameless(const char *directory)
{
	char *path = NULL;
	int file, saved;

	if (asprintf(&path, "%s/pagewalk.XXXXXX", directory) < 0) {
		errno = ENOMEM;
		return -1;
	}
	leftover_block();
	file = mkostemp(path, O_CLOEXEC);
	saved = errno;
	if (file >= 0)
		unlink(path);
	leftover_unblock();
	free(path);
	errno = saved;
	return file;
}

/* The path is all right: names what has failed instead of it. */
static void blame_directory(struct whole *whole)
{
	static char text[PATH_MAX + 80];

	snprintf(text, sizeof(text), "a temporary file in %s (TMPDIR)", whole_directory());
	whole->path = text;
}

/* The temporary file for a path that is no regular file, and gets the bytes at the end. */
static int open_elsewhere(struct whole *whole)
{
	char *beside = NULL;
	bool ok;

	if (asprintf(&beside, "%s/pagewalk", whole_directory()) < 0) {
		errno = ENOMEM;
		return failed(whole);
	}
	ok = make_temporary(whole, beside);
	free(beside);
	if (ok)
		return 0;
	blame_directory(whole);
	return failed(whole);
}

static int open_special(struct whole *whole)
{
	if (whole_is_standard_output(whole->path)) {
		int fd = fcntl(standard_output, F_DUPFD_CLOEXEC, 3);

		whole->file = fd < 0 ? NULL : fdopen(fd, "w");
	} else {
		whole->file = fopen(whole->path, "we");
	}
	errno = whole->file ? 0 : errno;
	return whole->file ? 0 : failed(whole);
}

/* Is it something else than a regular file? Then it must not be replaced. */
static bool is_special(const char *path)
{
	struct stat status;

	return whole_is_standard_output(path) || (!stat(path, &status) && !S_ISREG(status.st_mode));
}

static int open_file(struct whole *whole)
{
	whole->target = whole_target(whole->path);
	if (!whole->target || !mode_of(whole->target, &whole->mode) ||
	    !make_temporary(whole, whole->target))
		return failed(whole);
	return 0;
}

int whole_open(struct whole *whole, const char *path)
{
	*whole = (struct whole){.path = path};
	return is_special(path) ? open_special(whole) : open_file(whole);
}

int whole_open_apart(struct whole *whole, const char *path)
{
	*whole = (struct whole){.path = path};
	return is_special(path) ? open_elsewhere(whole) : open_file(whole);
}

/* Copies the temporary file into a path that is no regular file. 0, or an errno. */
static int pour(const char *from, struct whole *into)
{
	FILE *source = fopen(from, "re");
	char bytes[BUFSIZ];
	int saved = source ? 0 : errno;
	size_t n;

	while (!saved && (n = fread(bytes, 1, sizeof(bytes), source)) > 0)
		if (fwrite(bytes, 1, n, into->file) < n)
			saved = errno;
	if (source && ferror(source) && !saved)
		saved = EIO;
	if (source)
		fclose(source);
	if (fclose(into->file) && !saved)
		saved = errno;
	return saved;
}

/* Puts the temporary file, or its bytes, into its place. 0, or an errno. */
static int settle(struct whole *whole)
{
	struct whole into = {.path = whole->path};

	if (whole->target)
		return chmod(whole->temporary, whole->mode) ||
				       rename(whole->temporary, whole->target)
			       ? errno
			       : 0;
	if (open_special(&into))
		return errno;
	return pour(whole->temporary, &into);
}

static void forget(struct whole *whole, bool gone)
{
	leftover_block();
	if (whole->temporary && !gone)
		unlink(whole->temporary);
	leftover_forget(whole->temporary);
	leftover_unblock();
	free(whole->temporary);
	free(whole->target);
}

int whole_close(struct whole *whole)
{
	int saved = ferror(whole->file) ? (errno ? errno : EIO) : 0;

	if (fclose(whole->file) && !saved)
		saved = errno;
	if (saved && whole->temporary && !whole->target)
		blame_directory(whole);
	else if (!saved && whole->temporary)
		saved = settle(whole);
	forget(whole, !saved && whole->target);
	errno = saved;
	return saved ? -1 : 0;
}

void whole_drop(struct whole *whole)
{
	fclose(whole->file);
	if (whole->temporary && !whole->target)
		blame_directory(whole);
	forget(whole, false);
}

bool whole_possible(const char *path)
{
	struct stat status;
	struct whole whole;

	if (whole_is_standard_output(path)) {
		int flags = fcntl(standard_output, F_GETFL);

		errno = EBADF;
		return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
	}
	if (!stat(path, &status) && !S_ISREG(status.st_mode)) {
		errno = EISDIR;
		return !S_ISDIR(status.st_mode) && !access(path, W_OK);
	}
	if (whole_open(&whole, path))
		return false;
	whole_drop(&whole);
	return true;
}
