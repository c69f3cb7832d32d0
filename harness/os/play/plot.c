/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/plot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/whole.h"

#define PAGES_PER_MIB 256.0
#define RATES         100u

extern char **environ;

/* ---- The child. ---- */

/* gnuplot with an argument, its standard input and output as given. 0, or an errno. */
static int start(const char *argument, int in, int out, pid_t *child)
{
	char *arguments[] = {"gnuplot", (char *)argument, NULL};
	posix_spawn_file_actions_t actions;
	int failed = posix_spawn_file_actions_init(&actions);

	if (failed)
		return failed;
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	failed = posix_spawnp(child, "gnuplot", &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

static bool ended_well(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool plot_possible(char *error, unsigned int size)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	int failed;
	pid_t child;
	bool ok;

	failed = null < 0 ? errno : start("--version", null, null, &child);
	ok = !failed && ended_well(child);
	if (null >= 0)
		close(null);
	if (!ok)
		snprintf(error, size, "--plot needs gnuplot, which cannot be run%s%s",
			 failed ? ": " : "", failed ? strerror(failed) : "");
	return ok;
}

/* ---- The script. ---- */

static double mebibytes(uint64_t pages)
{
	return (double)pages / PAGES_PER_MIB;
}

static void write_samples(FILE *script, const struct samples *samples)
{
	fputs("$data << END\n", script);
	for (unsigned int i = 0; i < samples->n; i++) {
		const struct sample *now = &samples->sample[i];
		const uint64_t *frames = now->frames;

		fprintf(script, "%g %llu %llu %llu %g %g %g %g %g\n", (double)now->cycle * 1e-6,
			(unsigned long long)now->minor, (unsigned long long)now->major,
			(unsigned long long)now->copied, mebibytes(frames[FRAME_ANON]),
			mebibytes(frames[FRAME_CODE] + frames[FRAME_CACHE] + frames[FRAME_SHARED]),
			mebibytes(frames[FRAME_TABLE]), mebibytes(now->locked),
			mebibytes(now->swap_used));
	}
	fputs("END\n", script);
}

/* A rate needs some time to be one: of all samples, so many. */
static void write_misses(FILE *script, const struct samples *samples)
{
	unsigned int step = samples->n / RATES + 1;

	fputs("$misses << END\n0 0\n", script);
	for (unsigned int i = step; i < samples->n; i += step) {
		const struct sample *now = &samples->sample[i], *before = now - step;

		if (now->cycle > before->cycle)
			fprintf(script, "%g %g\n", (double)now->cycle * 1e-6,
				1000.0 * (double)(now->walks - before->walks) /
					(double)(now->cycle - before->cycle));
	}
	fputs("END\n", script);
}

/* Bytes of the character that the text begins with; 0: XML does not take it. */
static unsigned int character(const char *text)
{
	uint32_t value;
	unsigned int n = utf8_character(text, &value);

	if (value < 0x20 || (value >= 0x7f && value < 0xa0) || value == 0xfffe || value == 0xffff)
		return 0;
	return n;
}

/* Within '' gnuplot takes all but ' as it is. */
static void write_title(FILE *script, const char *title)
{
	fputs("'", script);
	while (*title) {
		unsigned int n = character(title);

		if (!n)
			fputs("?", script);
		else if (*title == '\'')
			fputs("''", script);
		else
			fprintf(script, "%.*s", (int)n, title);
		title += n ? n : 1;
	}
	fputs("'", script);
}

static void write_script(FILE *script, const char *title, const struct samples *samples)
{
	write_samples(script, samples);
	write_misses(script, samples);
	fputs("set encoding utf8\n"
	      "set terminal svg size 900,900 noenhanced background 'white'\n"
	      "set multiplot layout 3,1 title ",
	      script);
	write_title(script, title);
	/* Five colours that stand out from white, and from each other in any eye. */
	fputs("\nset linetype 1 linewidth 2 linecolor '#0072b2'\n"
	      "set linetype 2 linewidth 2 linecolor '#d55e00'\n"
	      "set linetype 3 linewidth 2 linecolor '#009e73'\n"
	      "set linetype 4 linewidth 2 linecolor '#cc79a7'\n"
	      "set linetype 5 linewidth 2 linecolor '#404040'\n"
	      "set key outside right\nset grid\nset xlabel 'million cycles'\n"
	      "set lmargin 12\nset rmargin 20\nset yrange [0:*]\n"
	      "set ylabel 'page faults so far'\n"
	      "plot $data using 1:2 with lines title 'minor', "
	      "'' using 1:3 with lines title 'major', "
	      "'' using 1:4 with lines title 'copied'\n"
	      "set ylabel 'MiB'\n"
	      "plot $data using 1:5 with lines title 'anonymous', "
	      "'' using 1:6 with lines title 'files, shared', "
	      "'' using 1:7 with lines title 'page tables', "
	      "'' using 1:8 with lines title 'locked', "
	      "'' using 1:9 with lines title 'in swap'\n"
	      "set ylabel 'walks in 1000 cycles'\n"
	      "plot $misses using 1:2 with lines title 'TLB misses'\n"
	      "unset multiplot\n",
	      script);
}

/* Gives gnuplot the script; what it draws goes to a file. */
static bool draw(int file, const char *title, const struct samples *samples)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	int ends[2], failed;
	FILE *script;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC))
		return false;
	failed = start("-", ends[0], file, &child);
	close(ends[0]);
	script = fdopen(ends[1], "w");
	/* A child that ends early must not end this program. */
	sigaction(SIGPIPE, &ignore, &before);
	if (script && !failed)
		write_script(script, title, samples);
	if (script)
		fclose(script);
	else
		close(ends[1]);
	sigaction(SIGPIPE, &before, NULL);
	return !failed && ended_well(child) && script;
}

bool plot_write(const char *path, const char *title, const struct samples *samples, char *error,
		unsigned int size)
{
	struct whole whole;
	struct stat drawn;
	int file;

	if (whole_open_apart(&whole, path)) {
		snprintf(error, size, "%s: %s", whole.path, strerror(errno));
		return false;
	}
	file = fileno(whole.file);
	if (!draw(file, title, samples) || fstat(file, &drawn) || !drawn.st_size) {
		snprintf(error, size, "%s: gnuplot could not draw it", path);
		whole_drop(&whole);
		return false;
	}
	if (!whole_close(&whole))
		return true;
	snprintf(error, size, "%s: %s", whole.path, strerror(errno));
	return false;
}
