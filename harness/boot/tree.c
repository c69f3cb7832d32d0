/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/tree.h"

#include <libfdt.h>
#include <stdio.h>
#include <string.h>

#include "boot/uart.h"
#include "hart/hart.h"

#define CPU_INTERRUPTS 1u /* the phandle of the hart's own interrupt controller */

static int put_u64_pair(void *fdt, const char *name, uint64_t a, uint64_t b)
{
	const fdt64_t cells[] = {cpu_to_fdt64(a), cpu_to_fdt64(b)};

	return fdt_property(fdt, name, cells, sizeof(cells));
}

/* The same numbers in every run: a run can be repeated. */
static int put_seed(void *fdt)
{
	uint8_t seed[64];

	for (unsigned int i = 0; i < sizeof(seed); i++)
		seed[i] = (uint8_t)(i * 167 + 13);
	return fdt_property(fdt, "rng-seed", seed, sizeof(seed));
}

static int put_chosen(void *fdt, const struct tree *tree)
{
	char uart[32];
	int bad = fdt_begin_node(fdt, "chosen");

	snprintf(uart, sizeof(uart), "/soc/serial@%llx", (unsigned long long)SHAPE_UART_BASE);
	bad = bad ? bad : fdt_property_string(fdt, "bootargs", tree->bootargs);
	bad = bad ? bad : fdt_property_string(fdt, "stdout-path", uart);
	bad = bad ? bad : put_seed(fdt);
	if (tree->initrd_end > tree->initrd_start) {
		bad = bad ? bad : fdt_property_u64(fdt, "linux,initrd-start", tree->initrd_start);
		bad = bad ? bad : fdt_property_u64(fdt, "linux,initrd-end", tree->initrd_end);
	}
	return bad ? bad : fdt_end_node(fdt);
}

static int put_memory(void *fdt, const struct shape *shape)
{
	char name[32];
	int bad;

	snprintf(name, sizeof(name), "memory@%llx", (unsigned long long)SHAPE_RAM_BASE);
	bad = fdt_begin_node(fdt, name);
	bad = bad ? bad : fdt_property_string(fdt, "device_type", "memory");
	bad = bad ? bad : put_u64_pair(fdt, "reg", SHAPE_RAM_BASE, shape->memory);
	return bad ? bad : fdt_end_node(fdt);
}

static int put_isa(void *fdt, const struct shape *shape)
{
	char text[256];
	int bad;

	shape_isa(shape, text, sizeof(text));
	bad = fdt_property_string(fdt, "riscv,isa", text);
	bad = bad ? bad
		  : fdt_property_string(fdt, "riscv,isa-base",
					shape->xlen == 32 ? "rv32i" : "rv64i");
	return bad ? bad
		   : fdt_property(fdt, "riscv,isa-extensions", text,
				  (int)shape_extensions(shape, text, sizeof(text)));
}

static int put_mode(void *fdt, const struct shape *shape)
{
	char text[32] = "riscv,none";

	if (shape->mode != PAGING_OFF)
		snprintf(text, sizeof(text), "riscv,%s", shape_mode_name(shape->mode));
	return fdt_property_string(fdt, "mmu-type", text);
}

static int put_interrupts(void *fdt)
{
	int bad = fdt_begin_node(fdt, "interrupt-controller");

	bad = bad ? bad : fdt_property_string(fdt, "compatible", "riscv,cpu-intc");
	bad = bad ? bad : fdt_property_u32(fdt, "#interrupt-cells", 1);
	bad = bad ? bad : fdt_property(fdt, "interrupt-controller", NULL, 0);
	bad = bad ? bad : fdt_property_u32(fdt, "phandle", CPU_INTERRUPTS);
	return bad ? bad : fdt_end_node(fdt);
}

static int put_cpu(void *fdt, const struct shape *shape)
{
	int bad = fdt_begin_node(fdt, "cpu@0");

	bad = bad ? bad : fdt_property_string(fdt, "device_type", "cpu");
	bad = bad ? bad : fdt_property_u32(fdt, "reg", 0);
	bad = bad ? bad : fdt_property_string(fdt, "status", "okay");
	bad = bad ? bad : fdt_property_string(fdt, "compatible", "riscv");
	bad = bad ? bad : put_isa(fdt, shape);
	bad = bad ? bad : put_mode(fdt, shape);
	bad = bad ? bad : put_interrupts(fdt);
	return bad ? bad : fdt_end_node(fdt);
}

static int put_cpus(void *fdt, const struct shape *shape)
{
	int bad = fdt_begin_node(fdt, "cpus");

	bad = bad ? bad : fdt_property_u32(fdt, "#address-cells", 1);
	bad = bad ? bad : fdt_property_u32(fdt, "#size-cells", 0);
	bad = bad ? bad : fdt_property_u32(fdt, "timebase-frequency", HART_TIMEBASE_HZ);
	bad = bad ? bad : put_cpu(fdt, shape);
	return bad ? bad : fdt_end_node(fdt);
}

/* Without interrupts: its driver polls. */
static int put_uart(void *fdt)
{
	char name[32];
	int bad;

	snprintf(name, sizeof(name), "serial@%llx", (unsigned long long)SHAPE_UART_BASE);
	bad = fdt_begin_node(fdt, name);
	bad = bad ? bad : fdt_property_string(fdt, "compatible", "ns16550a");
	bad = bad ? bad : put_u64_pair(fdt, "reg", SHAPE_UART_BASE, UART_SIZE);
	bad = bad ? bad : fdt_property_u32(fdt, "clock-frequency", UART_CLOCK_HZ);
	return bad ? bad : fdt_end_node(fdt);
}

static int put_devices(void *fdt)
{
	int bad = fdt_begin_node(fdt, "soc");

	bad = bad ? bad : fdt_property_u32(fdt, "#address-cells", 2);
	bad = bad ? bad : fdt_property_u32(fdt, "#size-cells", 2);
	bad = bad ? bad : fdt_property_string(fdt, "compatible", "simple-bus");
	bad = bad ? bad : fdt_property(fdt, "ranges", NULL, 0);
	bad = bad ? bad : put_uart(fdt);
	return bad ? bad : fdt_end_node(fdt);
}

static int put_root(void *fdt, const struct tree *tree)
{
	int bad = fdt_begin_node(fdt, "");

	bad = bad ? bad : fdt_property_u32(fdt, "#address-cells", 2);
	bad = bad ? bad : fdt_property_u32(fdt, "#size-cells", 2);
	bad = bad ? bad : fdt_property_string(fdt, "compatible", "pagewalk,board");
	bad = bad ? bad : fdt_property_string(fdt, "model", "Pagewalk board");
	bad = bad ? bad : put_chosen(fdt, tree);
	bad = bad ? bad : put_memory(fdt, tree->shape);
	bad = bad ? bad : put_cpus(fdt, tree->shape);
	bad = bad ? bad : put_devices(fdt);
	return bad ? bad : fdt_end_node(fdt);
}

bool tree_make(const struct tree *tree, uint8_t *bytes)
{
	int bad = fdt_create(bytes, (int)TREE_BYTES);

	bad = bad ? bad : fdt_finish_reservemap(bytes);
	bad = bad ? bad : put_root(bytes, tree);
	return !(bad ? bad : fdt_finish(bytes));
}
