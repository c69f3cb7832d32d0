/* SPDX-License-Identifier: Apache-2.0 */
#include "program/again.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "program/run_options.h"

const char *again_program = "pagewalk";

void again_add(struct again *again, const char *format, ...)
{
	size_t length = strlen(again->text);
	va_list args;

	va_start(args, format);
	vsnprintf(again->text + length, sizeof(again->text) - length, format, args);
	va_end(args);
}

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Within $'' a line stays one line. */
static void add_escaped(struct again *again, const char *word)
{
	again_add(again, "$'");
	for (; *word; word++)
		if (is_control(*word) || *word == '\'' || *word == '\\')
			again_add(again, "\\%03o", (unsigned char)*word);
		else
			again_add(again, "%c", *word);
	again_add(again, "'");
}

static void add_quoted(struct again *again, const char *word)
{
	again_add(again, "'");
	for (; *word; word++)
		again_add(again, *word == '\'' ? "'\\''" : "%c", *word);
	again_add(again, "'");
}

static void add_word(struct again *again, const char *word)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789_@%+=:,./-";
	bool control = false;

	for (const char *at = word; *at; at++)
		control = control || is_control(*at);
	if (control)
		add_escaped(again, word);
	else if (!*word || word[strspn(word, plain)])
		add_quoted(again, word);
	else
		again_add(again, "%s", word);
}

void again_begin(struct again *again, const char *program, const char *command)
{
	*again->text = 0;
	again->lost = false;
	/* A name so long is none of a file. */
	add_word(again, strlen(program) < PATH_MAX ? program : "pagewalk");
	again_add(again, " %s", command);
}

void again_word(struct again *again, const char *word)
{
	again_add(again, " ");
	add_word(again, word);
}

void again_file(struct again *again, const char *path)
{
	struct stat status;

	again->lost = !strcmp(path, "-") || (!stat(path, &status) && !S_ISREG(status.st_mode));
	again_add(again, *path == '-' && !again->lost ? " ./" : " ");
	add_word(again, again->lost ? "FILE" : path);
}

void again_judge(struct again *again, const struct run_options *options)
{
	if (options->no_model)
		again_add(again, " --no-model");
	if (options->may_cache_pointers)
		again_add(again, " --may-cache pointers");
	if (options->plant)
		again_add(again, " --plant %s.%u@%llu", options->plant_pin, options->plant_bit,
			  (unsigned long long)options->plant_cycle);
}

void again_options(struct again *again, const struct run_options *options)
{
	const struct memory_config *memory = &options->memory;
	const struct {
		const char *name;
		uint64_t value;
		unsigned int given;
	} all[] = {
		{"seed", options->seed, 0},
		{"latency", memory->latency, GIVEN_LATENCY},
		{"jitter", memory->jitter, GIVEN_JITTER},
		{"backpressure", memory->stall, GIVEN_BACKPRESSURE},
		{"errors", memory->error, GIVEN_ERRORS},
		{"alone", memory->alone, GIVEN_ALONE},
		{"stall", options->stall, GIVEN_STALL},
	};

	/* The seed is always there, so that a reader of the line sees it. */
	for (unsigned int i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!i || all[i].value || options->given & all[i].given)
			again_add(again, " --%s %llu", all[i].name,
				  (unsigned long long)all[i].value);
	if (memory->noise)
		again_add(again, " --noise");
	again_judge(again, options);
}

void again_waveform(struct again *again)
{
	again_add(again, " --fst mismatch.fst --window 100");
}
