/* SPDX-License-Identifier: Apache-2.0 */
/* The tree as a kernel reads it: by libfdt, and by the names of Linux's bindings. */
#include "boot/tree.h"

#include <libfdt.h>
#include <string.h>

#include "suite.h"

static _Alignas(8) uint8_t bytes[TREE_BYTES];
static struct shape shape;
static struct tree tree;

static const struct mmu_config sizes = {.asid_bits = 16, .formats = 0xff};

static void setup(void)
{
	shape_all(&shape, &sizes, 64);
	tree = (struct tree){.shape = &shape, .bootargs = "earlycon=sbi"};
}

static void make(void)
{
	memset(bytes, 0xff, sizeof(bytes));
	ck_assert(tree_make(&tree, bytes));
	ck_assert_int_eq(fdt_check_full(bytes, sizeof(bytes)), 0);
}

static const void *property(const char *path, const char *name, int *length)
{
	int node = fdt_path_offset(bytes, path);

	ck_assert_msg(node >= 0, "%s", path);
	return fdt_getprop(bytes, node, name, length);
}

static void expect_bytes(const char *path, const char *name, const void *expected, int n)
{
	int length;
	const void *value = property(path, name, &length);

	ck_assert_msg(value != NULL, "%s of %s", name, path);
	ck_assert_int_eq(length, n);
	ck_assert_mem_eq(value, expected, (size_t)n);
}

static void expect_text(const char *path, const char *name, const char *text)
{
	expect_bytes(path, name, text, (int)strlen(text) + 1);
}

static void expect_cells(const char *path, const char *name, unsigned int n, const uint32_t *cells)
{
	fdt32_t expected[8];

	for (unsigned int i = 0; i < n; i++)
		expected[i] = cpu_to_fdt32(cells[i]);
	expect_bytes(path, name, expected, (int)(4 * n));
}

static void expect_cell(const char *path, const char *name, uint32_t cell)
{
	expect_cells(path, name, 1, &cell);
}

#define CPU "/cpus/cpu@0"

START_TEST(a_64_bit_hart_and_its_memory)
{
	static const char extensions[] = "i\0m\0a\0f\0d\0c\0zicntr\0zicsr\0zifencei\0svadu\0"
					 "svnapot\0svpbmt";
	static const uint32_t memory[] = {0, 0x80000000, 0, 256 << 20};

	make();
	expect_cell("/", "#address-cells", 2);
	expect_cell("/", "#size-cells", 2);
	expect_text("/memory@80000000", "device_type", "memory");
	expect_cells("/memory@80000000", "reg", 4, memory);
	expect_cell("/cpus", "timebase-frequency", 10000000);
	expect_cell("/cpus", "#address-cells", 1);
	expect_cell("/cpus", "#size-cells", 0);
	expect_text(CPU, "device_type", "cpu");
	expect_cell(CPU, "reg", 0);
	expect_text(CPU, "compatible", "riscv");
	expect_text(CPU, "riscv,isa", "rv64imafdc_zicntr_zicsr_zifencei_svadu_svnapot_svpbmt");
	expect_text(CPU, "riscv,isa-base", "rv64i");
	expect_bytes(CPU, "riscv,isa-extensions", extensions, sizeof(extensions));
	expect_text(CPU, "mmu-type", "riscv,sv57");
	expect_text(CPU "/interrupt-controller", "compatible", "riscv,cpu-intc");
	expect_cell(CPU "/interrupt-controller", "#interrupt-cells", 1);
	expect_bytes(CPU "/interrupt-controller", "interrupt-controller", "", 0);
}
END_TEST

START_TEST(a_32_bit_hart_without_floating_point)
{
	static const char extensions[] = "i\0m\0a\0c\0zicntr\0zicsr\0zifencei\0svade";

	shape_all(&shape, &sizes, 32);
	shape.has_float = shape.adue = false;
	make();
	expect_text(CPU, "riscv,isa", "rv32imac_zicntr_zicsr_zifencei_svade");
	expect_text(CPU, "riscv,isa-base", "rv32i");
	expect_bytes(CPU, "riscv,isa-extensions", extensions, sizeof(extensions));
	expect_text(CPU, "mmu-type", "riscv,sv32");
}
END_TEST

START_TEST(a_lower_mode_may_be_the_highest)
{
	shape.mode = PAGING_SV39;
	make();
	expect_text(CPU, "mmu-type", "riscv,sv39");
	shape.mode = PAGING_OFF;
	make();
	expect_text(CPU, "mmu-type", "riscv,none");
}
END_TEST

START_TEST(large_memory_has_two_cells)
{
	static const uint32_t memory[] = {0, 0x80000000, 5, 0x1000};

	shape.memory = UINT64_C(0x500001000);
	make();
	expect_cells("/memory@80000000", "reg", 4, memory);
}
END_TEST

START_TEST(what_firmware_has_found)
{
	static const uint32_t start[] = {1, 0x80000000}, end[] = {1, 0x80001234};
	int length;

	make();
	expect_text("/chosen", "bootargs", "earlycon=sbi");
	expect_text("/chosen", "stdout-path", "/soc/serial@10000000");
	ck_assert_ptr_null(property("/chosen", "linux,initrd-start", &length));
	ck_assert_ptr_nonnull(property("/chosen", "rng-seed", &length));
	ck_assert_int_eq(length, 64);
	tree.initrd_start = UINT64_C(0x180000000);
	tree.initrd_end = UINT64_C(0x180001234);
	make();
	expect_cells("/chosen", "linux,initrd-start", 2, start);
	expect_cells("/chosen", "linux,initrd-end", 2, end);
}
END_TEST

START_TEST(the_uart)
{
	static const uint32_t reg[] = {0, 0x10000000, 0, 8};
	int length;

	make();
	expect_text("/soc", "compatible", "simple-bus");
	expect_bytes("/soc", "ranges", "", 0);
	expect_text("/soc/serial@10000000", "compatible", "ns16550a");
	expect_cells("/soc/serial@10000000", "reg", 4, reg);
	expect_cell("/soc/serial@10000000", "clock-frequency", 1843200);
	ck_assert_ptr_null(property("/soc/serial@10000000", "interrupts", &length));
}
END_TEST

START_TEST(a_command_line_may_be_too_long)
{
	static char line[TREE_BYTES + 1];

	memset(line, 'a', TREE_BYTES);
	tree.bootargs = line;
	ck_assert(!tree_make(&tree, bytes));
	line[TREE_BYTES / 2] = 0;
	make();
	expect_text("/chosen", "bootargs", line);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tree");
	TCase *read = tcase_create("read back");

	tcase_add_checked_fixture(read, setup, NULL);
	tcase_add_test(read, a_64_bit_hart_and_its_memory);
	tcase_add_test(read, a_32_bit_hart_without_floating_point);
	tcase_add_test(read, a_lower_mode_may_be_the_highest);
	tcase_add_test(read, large_memory_has_two_cells);
	tcase_add_test(read, what_firmware_has_found);
	tcase_add_test(read, the_uart);
	tcase_add_test(read, a_command_line_may_be_too_long);
	suite_add_tcase(suite, read);
	return suite_run(suite);
}
