package ui

import (
	"context"

	"github.com/birzha/birzha/internal/base/i18n"
)

func sealWord(ctx context.Context, h Half) string {
	switch {
	case h.State != "":
		return h.State
	case h.Signed:
		return i18n.T(ctx, "ui.signed")
	}
	return i18n.T(ctx, "ui.waiting")
}
