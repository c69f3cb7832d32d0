/* SPDX-License-Identifier: Apache-2.0 */
/* Lines: what searches find, what is filled and dropped, how walks go on behind them. */
#include "cover/sample.h"

static unsigned int mode_of(const struct cover *cover)
{
	return cover->port[cover->walk.port].request.context.mode;
}

void sample_line_serve(struct cover *cover)
{
	HIT(cover->counts, cp_line_serve, mode_of(cover), cover->walk.level);
}

void sample_line_match(struct cover *cover, enum cover_line_match why)
{
	HIT(cover->counts, cp_line_match, cover_is_x86(mode_of(cover)), why);
}

void sample_line_fill(struct cover *cover, unsigned int fate)
{
	HIT(cover->counts, cp_line_fill, cover_is_x86(mode_of(cover)), fate);
}

void sample_line_drop(struct cover *cover, enum cover_line_cause cause)
{
	HIT(cover->counts, cp_line_drop, cause);
}

void sample_line_update(struct cover *cover, enum cover_update outcome)
{
	HIT(cover->counts, cp_line_update, cover_is_x86(mode_of(cover)), outcome);
}

void sample_line_back(struct cover *cover, bool error)
{
	HIT(cover->counts, cp_line_back, mode_of(cover), error);
}

void sample_line_fence(struct cover *cover, enum cover_line_fence when)
{
	HIT(cover->counts, cp_line_fence, when);
}

void sample_line_shadow(struct cover *cover, bool agrees)
{
	HIT(cover->counts, cp_line_shadow, !agrees);
}
