/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
static _Thread_local bool hash_failed;
#define uthash_nonfatal_oom(element) (hash_failed = true)
#include <uthash.h>

#include "base/whole.h"
#include "boot/packed.h"

#define PAGE_BYTES 4096u

/* A page of tables, as the trace has it by now. */
struct table {
	uint64_t ppn;
	uint8_t bytes[PAGE_BYTES];
	UT_hash_handle hh;
};

/* The context that the trace has set. */
struct set {
	enum priv priv;
	bool sum, mxr, adue, pbmte;
};

struct record {
	struct whole whole;
	FILE *text; /* compressed into whole.file */
	const struct ram *ram;
	unsigned int pte_bytes;
	struct table *tables;
	struct set set;
	bool adue, pbmte; /* as the hart has them */
	int error;        /* errno of the first failure; 0: none */
};

/* ---- Tables ---- */

static struct table *find_table(const struct record *record, uint64_t ppn)
{
	struct table *table;

	HASH_FIND(hh, record->tables, &ppn, sizeof(ppn), table);
	return table;
}

static struct table *add_table(struct record *record, uint64_t ppn)
{
	struct table *table = calloc(1, sizeof(*table));

	hash_failed = false;
	if (table) {
		table->ppn = ppn;
		HASH_ADD(hh, record->tables, ppn, sizeof(table->ppn), table);
	}
	if (!table || hash_failed) {
		free(table);
		record->error = ENOMEM;
		return NULL;
	}
	return table;
}

static uint64_t pte_of(const struct record *record, const struct table *table, unsigned int index)
{
	uint64_t pte = 0;

	memcpy(&pte, table->bytes + index * record->pte_bytes, record->pte_bytes);
	return pte;
}

static void print_page(const struct record *record, const struct table *table)
{
	fprintf(record->text, "page %" PRIx64, table->ppn);
	for (unsigned int i = 0; i < PAGE_BYTES / record->pte_bytes; i++) {
		uint64_t pte = pte_of(record, table, i);

		if (pte)
			fprintf(record->text, " %x:%" PRIx64, i, pte);
	}
	fputc('\n', record->text);
}

/*
 * The walk has read this PTE. A page that is new to the trace is stated whole: as it is now, but
 * for this PTE, which the walk may have updated since.
 */
static void see_pte(struct record *record, uint64_t pa, uint64_t pte)
{
	const uint8_t *now = ram_at(record->ram, pa & ~UINT64_C(0xfff), PAGE_BYTES);
	struct table *table = find_table(record, pa / PAGE_BYTES);
	uint8_t *bytes;

	/* A read where no memory is fails in the trace, too. */
	if (!now)
		return;
	if (!table) {
		table = add_table(record, pa / PAGE_BYTES);
		if (!table)
			return;
		memcpy(table->bytes, now, PAGE_BYTES);
		memcpy(table->bytes + pa % PAGE_BYTES, &pte, record->pte_bytes);
		print_page(record, table);
		return;
	}
	bytes = table->bytes + pa % PAGE_BYTES;
	if (!memcmp(bytes, &pte, record->pte_bytes))
		return;
	memcpy(bytes, &pte, record->pte_bytes);
	fprintf(record->text, "pte %" PRIx64 " %" PRIx64 "\n", pa, pte);
}

/* Hardware has updated this PTE, and does so when the trace is played. */
static void update_pte(struct record *record, const struct oracle_update *update)
{
	struct table *table = find_table(record, update->pa / PAGE_BYTES);

	if (table)
		memcpy(table->bytes + update->pa % PAGE_BYTES, &update->new_pte, record->pte_bytes);
}

/* ---- Lines ---- */

static void print_set(struct record *record, const struct hart_access *access)
{
	static const char names[] = {[PRIV_U] = 'u', [PRIV_S] = 's', [PRIV_M] = 'm'};
	/* A fetch looks at neither SUM nor MXR. */
	bool fetches = access->type == ACCESS_FETCH;
	const struct set set = {
		.priv = access->priv,
		.sum = fetches ? record->set.sum : access->sum,
		.mxr = fetches ? record->set.mxr : access->mxr,
		.adue = record->adue,
		.pbmte = record->pbmte,
	};
	struct set *old = &record->set;

	if (set.priv == old->priv && set.sum == old->sum && set.mxr == old->mxr &&
	    set.adue == old->adue && set.pbmte == old->pbmte)
		return;
	fprintf(record->text, "set priv=%c sum=%d mxr=%d adue=%d pbmte=%d\n", names[set.priv],
		set.sum, set.mxr, set.adue, set.pbmte);
	*old = set;
}

static void print_access(const struct record *record, const struct hart_access *access,
			 const struct exchange *exchange)
{
	static const char kinds[] = {
		[ACCESS_FETCH] = 'x', [ACCESS_LOAD] = 'r', [ACCESS_STORE] = 'w'};

	fprintf(record->text, "%c%u %" PRIx64, kinds[access->type], access->bytes, access->va);
	if (exchange->fault == FAULT_NONE)
		fprintf(record->text, " %" PRIx64 "\n", exchange->pa);
	else
		fprintf(record->text, " %s\n", exchange->fault == FAULT_PAGE ? "!page" : "!access");
}

void record_accessed(void *opaque, const struct hart_access *access,
		     const struct exchange *exchange)
{
	struct record *record = opaque;

	for (unsigned int i = 0; i < exchange->reads; i++)
		see_pte(record, exchange->read_pa[i], exchange->read_data[i]);
	print_set(record, access);
	print_access(record, access, exchange);
	for (unsigned int i = 0; i < exchange->updates; i++)
		update_pte(record, &exchange->update[i]);
}

void record_fenced(void *opaque, const struct hart_fence *fence)
{
	const struct record *record = opaque;

	fprintf(record->text, "fence");
	if (fence->by_va)
		fprintf(record->text, " va=%" PRIx64, fence->va);
	if (fence->by_asid)
		fprintf(record->text, " asid=%" PRIx64, fence->asid & 0xffff);
	fputc('\n', record->text);
}

void record_wrote_satp(void *opaque, uint64_t value)
{
	const struct record *record = opaque;

	fprintf(record->text, "ptbr %" PRIx64 "\n", value);
}

void record_controlled(void *opaque, bool adue, bool pbmte)
{
	struct record *record = opaque;

	record->adue = adue;
	record->pbmte = pbmte;
}

/* ---- Its life ---- */

static void forget(struct record *record)
{
	struct table *table, *next;

	HASH_ITER (hh, record->tables, table, next) {
		HASH_DEL(record->tables, table);
		free(table);
	}
	free(record);
}

void record_drop(struct record *record)
{
	if (!record)
		return;
	fclose(record->text);
	whole_drop(&record->whole);
	forget(record);
}

bool record_close(struct record *record)
{
	bool failed = ferror(record->text);
	int error = record->error;

	/* Of what failed before, too, the close knows why. */
	if (fclose(record->text) && !error)
		error = errno;
	if (failed && !error)
		error = EIO;
	if (error)
		whole_drop(&record->whole);
	else if (whole_close(&record->whole))
		error = errno;
	forget(record);
	errno = error;
	return !error;
}

struct record *record_create(const char *path, const struct ram *ram, unsigned int xlen)
{
	struct record *record = calloc(1, sizeof(*record));

	if (!record)
		return NULL;
	record->ram = ram;
	record->pte_bytes = xlen == 32 ? 4 : 8;
	record->set = (struct set){.priv = PRIV_S, .adue = true}; /* as `arch` leaves it */
	if (whole_open(&record->whole, path)) {
		free(record);
		return NULL;
	}
	record->text = packed_open(record->whole.file, packed_by_name(path));
	if (!record->text) {
		int error = errno;

		whole_drop(&record->whole);
		free(record);
		errno = error;
		return NULL;
	}
	fprintf(record->text, "pagewalk 1\narch rv%u\n", xlen);
	return record;
}
