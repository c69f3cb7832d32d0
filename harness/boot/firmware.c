/* SPDX-License-Identifier: Apache-2.0 */
/* The way in, and the extensions that are a few lines each. */
#include "boot/firmware_parts.h"

#define A0 10
#define A6 16
#define A7 17

/* Not one of the registered implementations; the version is of this file's behaviour. */
#define IMPLEMENTATION         UINT64_C(0x5057)
#define IMPLEMENTATION_VERSION 1u

#define HART_STARTED          0u /* HSM, "Hart states" */
#define SUSPEND_RETENTIVE     0u
#define SUSPEND_NON_RETENTIVE 0x80000000u

void firmware_init(struct firmware *firmware, struct console *console, const struct ram *ram)
{
	*firmware = (struct firmware){.console = console, .ram = ram};
}

static bool is_there(uint64_t extension)
{
	switch (extension) {
	case SBI_BASE:
	case SBI_TIME:
	case SBI_IPI:
	case SBI_RFENCE:
	case SBI_HSM:
	case SBI_SRST:
	case SBI_DBCN:
		return true;
	default:
		return extension <= SBI_SHUTDOWN;
	}
}

static struct sbi_answer base(const struct hart *hart, unsigned int function)
{
	struct sbi_answer answer = sbi_says(SBI_SUCCESS);

	switch (function) {
	case SBI_GET_SPEC_VERSION:
		answer.value = SBI_VERSION;
		break;
	case SBI_GET_IMPL_ID:
		answer.value = IMPLEMENTATION;
		break;
	case SBI_GET_IMPL_VERSION:
		answer.value = IMPLEMENTATION_VERSION;
		break;
	case SBI_PROBE_EXTENSION:
		answer.value = is_there(sbi_argument(hart, 0));
		break;
	case SBI_GET_MVENDORID:
	case SBI_GET_MARCHID:
	case SBI_GET_MIMPID:
		break; /* 0, as those CSRs read: no vendor has given a number */
	default:
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	}
	return answer;
}

static struct sbi_answer timer(struct hart *hart, unsigned int function)
{
	if (function)
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	sbi_set_timer(hart, sbi_argument64(hart, 0));
	return sbi_says(SBI_SUCCESS);
}

static struct sbi_answer ipi(struct hart *hart, unsigned int function)
{
	enum sbi_error error;
	bool meant;

	if (function)
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	error = sbi_harts(hart, 0, &meant);
	if (error == SBI_SUCCESS && meant)
		sbi_send_ipi(hart);
	return sbi_says(error);
}

static struct sbi_answer hsm(struct firmware *firmware, const struct hart *hart,
			     unsigned int function)
{
	uint64_t first = sbi_argument(hart, 0);
	uint32_t type = (uint32_t)first; /* RV64 has it sign-extended */

	switch (function) {
	case SBI_HART_START:
		return sbi_says(first ? SBI_ERR_INVALID_PARAM : SBI_ERR_ALREADY_AVAILABLE);
	case SBI_HART_STOP:
		firmware->end = FIRMWARE_HART_STOPPED;
		return sbi_says(SBI_SUCCESS);
	case SBI_HART_GET_STATUS:
		if (first)
			return sbi_says(SBI_ERR_INVALID_PARAM);
		return (struct sbi_answer){SBI_SUCCESS, HART_STARTED};
	case SBI_HART_SUSPEND:
		/* A kernel that waits has WFI. */
		if (type == SUSPEND_RETENTIVE || type == SUSPEND_NON_RETENTIVE)
			return sbi_says(SBI_ERR_NOT_SUPPORTED);
		return sbi_says(SBI_ERR_INVALID_PARAM);
	default:
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	}
}

/* "System reset": reasons of the implementation and of the vendor begin at E0000000. */
static struct sbi_answer srst(struct firmware *firmware, const struct hart *hart,
			      unsigned int function)
{
	uint32_t type = (uint32_t)sbi_argument(hart, 0);
	uint32_t reason = (uint32_t)sbi_argument(hart, 1);

	if (function != SBI_SYSTEM_RESET)
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	if (type > SBI_RESET_WARM || (reason > 1 && reason < 0xe0000000u))
		return sbi_says(SBI_ERR_INVALID_PARAM);
	firmware->end = type == SBI_RESET_SHUTDOWN ? FIRMWARE_SHUTDOWN : FIRMWARE_REBOOT;
	firmware->reason = reason;
	return sbi_says(SBI_SUCCESS);
}

static struct sbi_answer call(struct firmware *firmware, struct hart *hart, uint64_t extension,
			      unsigned int function)
{
	switch (extension) {
	case SBI_BASE:
		return base(hart, function);
	case SBI_TIME:
		return timer(hart, function);
	case SBI_IPI:
		return ipi(hart, function);
	case SBI_RFENCE:
		return firmware_rfence(firmware, hart, function);
	case SBI_HSM:
		return hsm(firmware, hart, function);
	case SBI_SRST:
		return srst(firmware, hart, function);
	case SBI_DBCN:
		return firmware_dbcn(firmware, hart, function);
	default:
		return sbi_says(SBI_ERR_NOT_SUPPORTED);
	}
}

static uint64_t held(const struct hart *hart, uint64_t value)
{
	return hart->config.xlen == 32 ? (uint64_t)(int64_t)(int32_t)value : value;
}

bool firmware_call(struct firmware *firmware, struct hart *hart)
{
	uint64_t extension = (uint32_t)hart->x[A7]; /* it is of type int32_t */
	struct sbi_answer answer;

	firmware->calls++;
	if (!firmware_legacy(firmware, hart, extension, &answer)) {
		answer = call(firmware, hart, extension, (unsigned int)hart->x[A6]);
		hart->x[A0 + 1] = held(hart, answer.value);
	}
	firmware->unknown += answer.error == SBI_ERR_NOT_SUPPORTED;
	hart->x[A0] = held(hart, (uint64_t)answer.error);
	return firmware->end == FIRMWARE_RUNS;
}
