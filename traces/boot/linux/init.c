/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first and only program of a Linux that is booted to see its page tables at work: it asks the
 * kernel for what changes translations, checks every byte, and powers the machine off. It has no
 * library, so that any compiler for riscv64 makes it.
 *
 * Any byte that is not as it must be is told, and ends the program, which makes the kernel panic.
 */
typedef unsigned long word;

enum {
	SYS_ioctl = 29,
	SYS_write = 64,
	SYS_exit = 93,
	SYS_sched_yield = 124,
	SYS_reboot = 142,
	SYS_munmap = 215,
	SYS_mremap = 216,
	SYS_clone = 220,
	SYS_mmap = 222,
	SYS_mprotect = 226,
	SYS_madvise = 233,
	SYS_wait4 = 260,
};

#define PAGE          4096ul
#define PROT_RW       3ul
#define MAP_SHARED    0x21ul /* and anonymous */
#define MAP_PRIVATE   0x22ul
#define MREMAP_MOVE   1ul
#define MADV_DONTNEED 4ul
#define MADV_HUGE     14ul
#define SIGCHLD       17ul
#define SIGSEGV       11
#define POWER_OFF     0x4321fedcul
#define TCSBRK        0x5409ul /* with 1: waits until all is put out */

static word call(word number, word a, word b, word c, word d, word e)
{
	register word a0 __asm__("a0") = a, a1 __asm__("a1") = b, a2 __asm__("a2") = c;
	register word a3 __asm__("a3") = d, a4 __asm__("a4") = e, a5 __asm__("a5") = 0;
	register word a7 __asm__("a7") = number;

	__asm__ volatile("ecall"
			 : "+r"(a0)
			 : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7)
			 : "memory");
	return a0;
}

static void say(const char *text)
{
	word n = 0;

	while (text[n])
		n++;
	call(SYS_write, 1, (word)text, n, 0, 0);
}

static void must(int good, const char *what)
{
	if (good)
		return;
	say("init: wrong: ");
	say(what);
	say("\n");
	call(SYS_exit, 1, 0, 0, 0, 0);
}

static volatile word *map(word bytes, word flags)
{
	word at = call(SYS_mmap, 0, bytes, PROT_RW, flags, ~0ul);

	must(at < -PAGE, "mmap");
	return (volatile word *)at;
}

static word fork(void)
{
	return call(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

/* What a process ended with: its exit status, or minus the signal. */
static int wait(word child)
{
	int status = 0;

	must(call(SYS_wait4, child, (word)&status, 0, 0, 0) == child, "wait");
	return status & 0x7f ? -(status & 0x7f) : status >> 8 & 0xff;
}

static word pattern(word index, word seed)
{
	return (index + 1) * 0x9e3779b97f4a7c15ul ^ seed;
}

static void fill(volatile word *at, word bytes, word seed)
{
	for (word i = 0; i < bytes / sizeof(word); i += 8)
		at[i] = pattern(i, seed);
}

static void check(volatile word *at, word bytes, word seed, const char *what)
{
	for (word i = 0; i < bytes / sizeof(word); i += 8)
		must(at[i] == pattern(i, seed), what);
}

/* Fresh memory is zero, whoever had the frame before. */
static void check_zero(volatile word *at, word bytes)
{
	for (word i = 0; i < bytes / sizeof(word); i++)
		must(!at[i], "fresh memory is not zero");
}

/* Children see what was there at the fork, and nobody sees what another one stores. */
static void copy_on_write(void)
{
	enum { BYTES = 1 << 20, CHILDREN = 4 };
	volatile word *own = map(BYTES, MAP_PRIVATE), *shared = map(PAGE, MAP_SHARED);
	word child[CHILDREN];

	fill(own, BYTES, 1);
	for (word n = 0; n < CHILDREN; n++) {
		child[n] = fork();
		if (child[n])
			continue;
		check(own, BYTES, 1, "at the fork");
		fill(own, BYTES, 100 + n);
		call(SYS_sched_yield, 0, 0, 0, 0, 0);
		check(own, BYTES, 100 + n, "a child's own");
		shared[n] = n + 1;
		call(SYS_exit, n + 10, 0, 0, 0, 0);
	}
	fill(own, BYTES / 2, 2);
	for (word n = 0; n < CHILDREN; n++) {
		must(wait(child[n]) == (int)n + 10, "a child");
		must(shared[n] == n + 1, "shared memory");
	}
	check(own, BYTES / 2, 2, "the parent's own");
	call(SYS_munmap, (word)own, BYTES, 0, 0, 0);
	say("init: copy on write\n");
}

/* A page that may not be written, or is not there, ends the child with a signal. */
static void rights(void)
{
	volatile word *own = map(2 * PAGE, MAP_PRIVATE);
	word child;

	fill(own, 2 * PAGE, 3);
	must(!call(SYS_mprotect, (word)own, PAGE, 1, 0, 0), "mprotect");
	check(own, 2 * PAGE, 3, "what may only be read");
	for (word n = 0; n < 2; n++) {
		child = fork();
		if (!child) {
			if (n)
				call(SYS_munmap, (word)own, PAGE, 0, 0, 0);
			*own = n ? *own : 1;
			call(SYS_exit, 0, 0, 0, 0, 0);
		}
		must(wait(child) == -SIGSEGV, "no signal");
	}
	must(!call(SYS_mprotect, (word)own, PAGE, PROT_RW, 0, 0), "mprotect");
	fill(own, 2 * PAGE, 4);
	check(own, 2 * PAGE, 4, "what may be written again");
	say("init: rights\n");
}

/* The same address, and other frames. */
static void moved(void)
{
	enum { BYTES = 64 << 12 };
	volatile word *own = map(BYTES, MAP_PRIVATE);

	for (word n = 0; n < 16; n++) {
		word to = (word)own - (n + 1) * (1ul << 30);

		fill(own, BYTES, n);
		must(call(SYS_mremap, (word)own, BYTES, BYTES, MREMAP_MOVE | 2, to) == to,
		     "mremap");
		check((volatile word *)to, BYTES, n, "what was moved");
		must(call(SYS_mmap, (word)own, BYTES, PROT_RW, MAP_PRIVATE | 0x10, ~0ul) ==
			     (word)own,
		     "mmap");
		check_zero(own, BYTES);
	}
	say("init: moved\n");
}

/* Given back and taken again; large pages where the kernel makes them. */
static void reused(void)
{
	enum { BYTES = 8 << 20 };
	volatile word *own = map(BYTES, MAP_PRIVATE);

	for (word n = 0; n < 4; n++) {
		call(SYS_madvise, (word)own, BYTES, n & 1 ? MADV_HUGE : 15, 0, 0);
		fill(own, BYTES, 50 + n);
		check(own, BYTES, 50 + n, "reused memory");
		call(SYS_madvise, (word)own, BYTES, MADV_DONTNEED, 0, 0);
		check_zero(own, PAGE);
	}
	call(SYS_munmap, (word)own, BYTES, 0, 0, 0);
	say("init: reused\n");
}

void _start(void)
{
	say("init: begins\n");
	copy_on_write();
	rights();
	moved();
	reused();
	say("init: all is well\n");
	call(SYS_ioctl, 1, TCSBRK, 1, 0, 0);
	call(SYS_reboot, 0xfee1dead, 672274793, POWER_OFF, 0, 0);
	must(0, "still here");
}
