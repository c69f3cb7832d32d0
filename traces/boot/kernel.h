/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel's files know of each other: README.md says which idea lies in which. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#define PAGE 4096ul

#if __riscv_xlen == 64
#define INDEX_BITS 9
#define LINEAR     0xffffffff00000000ul /* the virtual address of RAM is its physical one + this */
#define PTE_N      (1ul << 63)
#define PTE_PBMT   61
#else
#define INDEX_BITS 10
#define LINEAR     0x40000000ul
#define PTE_N      0ul
#endif

enum {
	PTE_V = 1,
	PTE_R = 2,
	PTE_W = 4,
	PTE_X = 8,
	PTE_U = 16,
	PTE_G = 32,
	PTE_A = 64,
	PTE_D = 128
};
/* Software's bits: a copy is made when it is written; a store to it is to be refused and counted.
 */
enum { PTE_COPY = 1 << 8, PTE_REFUSE = 1 << 9 };
#define PTE_AD  (PTE_A | PTE_D)
#define PTE_RWX (PTE_R | PTE_W | PTE_X)

enum { FETCH_FAULT = 12, LOAD_FAULT = 13, STORE_FAULT = 15, ECALL_USER = 8 };
#define TIMER       (1ul << (__riscv_xlen - 1) | 5)
#define SSTATUS_SUM (1ul << 18)
#define SSTATUS_MXR (1ul << 19)

/* Physical memory. What lies in front of the pool is the image. */
#define POOL        0x80800000ul /* frames of 4 KiB */
#define POOL_FRAMES 1024
#define DISK        0x80c00000ul /* where pages are swapped to */
#define DISK_SLOTS  1024
#define HUGE        0x81000000ul /* frames of superpages */
#define RAM_END     0x82000000ul

#define csr_read(csr)                                                                              \
	({                                                                                         \
		unsigned long csr_value;                                                           \
		__asm__ volatile("csrr %0, " #csr : "=r"(csr_value)::"memory");                    \
		csr_value;                                                                         \
	})
#define csr_write(csr, value) __asm__ volatile("csrw " #csr ", %0" ::"r"(value) : "memory")
#define csr_set(csr, value)   __asm__ volatile("csrs " #csr ", %0" ::"r"(value) : "memory")
#define csr_clear(csr, value) __asm__ volatile("csrc " #csr ", %0" ::"r"(value) : "memory")

/* The four forms of SFENCE.VMA, and no more than the manual lets each one do. */
static inline void fence_all(void)
{
	__asm__ volatile("sfence.vma x0, x0" ::: "memory");
}

static inline void fence_asid(unsigned long asid)
{
	__asm__ volatile("sfence.vma x0, %0" ::"r"(asid) : "memory");
}

static inline void fence_va(unsigned long va)
{
	__asm__ volatile("sfence.vma %0, x0" ::"r"(va) : "memory");
}

static inline void fence_code(void)
{
	__asm__ volatile("fence.i" ::: "memory");
}

static inline void fence_va_asid(unsigned long va, unsigned long asid)
{
	__asm__ volatile("sfence.vma %0, %1" ::"r"(va), "r"(asid) : "memory");
}

/* 0 until paging is on, then LINEAR. */
extern unsigned long linear;

static inline void *virtual(unsigned long pa)
{
	return (void *)(pa + linear);
}

static inline unsigned long physical(const void *va)
{
	return (unsigned long)va - linear;
}

/* tree.c: what the device tree says. */
struct machine {
	unsigned int mode, rounds, seed; /* bootargs; mode 39 is Sv39, 0: the largest there is */
	bool lax;             /* reserved bits of PTEs are not looked at: QEMU 7.2 with Svnapot */
	bool svade, svadu;    /* with both or none it shows who sets A and D */
	bool svnapot, svpbmt; /* Sv32 has neither */
};
extern struct machine machine;
void tree_read(const unsigned char *tree);

/* firmware.c: SBI. */
void put(const char *text);
void put_hex(unsigned long value);
void put_number(unsigned int value);
void timer_start(void);
void shutdown(unsigned long reason) __attribute__((noreturn));
extern const char *part_name;
extern unsigned int part_number;
void fail(const char *what, unsigned long where, unsigned long expected, unsigned long found)
	__attribute__((noreturn));

/* paging.c: page tables, and address spaces. */
struct space {
	unsigned long root, asid;
};
extern unsigned int levels, asid_bits;
extern struct space kernel_space;
unsigned int shift(unsigned int level);
unsigned long leaf(unsigned long pa, unsigned long flags);
unsigned long frame_of(unsigned long pte);
unsigned long *pte_of(unsigned long root, unsigned long va, unsigned int level, bool make);
void map(struct space *space, unsigned long va, unsigned long pte);
unsigned long region(unsigned int n, bool upper);
struct space space_new(unsigned long asid);
void space_enter(const struct space *space);
unsigned long root_now(void);
void space_free(struct space *space);
unsigned long asid_all(void);
unsigned long asid_missing(void);
void paging_tidy(void);

/* frames.c: frames of 4 KiB, counted. */
void frames_start(void);
unsigned long frame_new(void);
unsigned int frames_free(void);
void frame_share(unsigned long pa);
bool frame_is_shared(unsigned long pa);
void frame_drop(unsigned long pa);

/* check.c: pages that hold what they must be, and accesses that must fault. */
unsigned int key_new(void);
unsigned long frame_with(unsigned int key);
void page_fill(unsigned long va, unsigned int key);
void expect(const char *what, unsigned long va, unsigned int key);
void expect_data(const char *what, unsigned long va, unsigned int key);
void expect_same(const char *what, unsigned long where, unsigned long expected,
		 unsigned long found);
unsigned long load(unsigned long va); /* 0, or the cause of its fault */
unsigned long store(unsigned long va);
unsigned long store_any(unsigned long va);
unsigned long fetch(unsigned long va);
unsigned long access_user(void (*how)(unsigned long), unsigned long va, unsigned long code);
unsigned int draw(unsigned int below);

/* marks.c: A and D. */
extern unsigned int marks_by_hardware, marks_by_software;
bool mark(unsigned long cause, unsigned long va);

/* entry.S */
struct registers {
	unsigned long x[32], pc, kernel_sp; /* x[0] is nothing */
};
unsigned long run_user(struct registers *registers);
void access_load(unsigned long va);
void access_store(unsigned long va);
void access_store_any(unsigned long va);
void access_fetch(unsigned long va);
void user_load(unsigned long va);
void user_store(unsigned long va);
void user_fetch(unsigned long va);
void user_done(void);
extern char image_begin[], user_begin[];

/* process.c: processes, and which ASID each has. */
#define USER_PAGES                                                                                 \
	16u /* of data, which user code may change and fetch from; behind them is the stack */
struct process {
	struct registers registers;
	struct space space;
	bool alive;
	int asid; /* which of the few there are, or -1 */
	unsigned short
		slots[USER_PAGES + 1]; /* where the disk has a copy that is good while D is 0 */
	unsigned int refused;          /* stores that were refused as they had to be */
	unsigned int hand;             /* the page at which the search for an old one goes on */
};
unsigned long user_base(void);
void process_fork(struct process *process);

/* memory.c: what is behind the pages of a process. */
bool page_fault(struct process *process, unsigned long cause, unsigned long va);
void page_bring(struct process *process, unsigned int page);
void page_discard(struct process *process, unsigned int page);
void page_refuse(struct process *process, unsigned int page);
void page_evict(struct process *process, unsigned int page);
void page_evict_old(struct process *process);
void pages_share(struct process *parent, struct process *child);
void slots_free(struct process *process);

/* user.c: what processes do, and ask of the kernel (a7; arguments and result in a0 and on). */
enum call {
	CALL_FAIL,
	CALL_EXIT,
	CALL_FORK,
	CALL_KEY,
	CALL_DISCARD,
	CALL_REFUSE,
	CALL_REFUSED,
	CALL_EVICT,
	CALL_YIELD
};
void user_main(unsigned long base, unsigned int seed, unsigned int steps);

/* The parts: each a test by itself. Parts of fences.c need two ASIDs. */
void fences(void);
void globals(void);
void asids(void);
void sizes(void);
void napot(void);
void tables(void);
void entries(void);
void rights(void);
void protect(void);
void marks(void);
void code(void);
void crossing(void);
void processes(void);

#endif
