// Package view is the pages: templ components that take a struct with all that
// they show, already in the reader's words.
package view

import (
	"context"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/ui"
)

func demoMailColumns(ctx context.Context) []ui.Column {
	return []ui.Column{{Label: i18n.T(ctx, "demo.mail_at")}, {Label: i18n.T(ctx, "demo.mail_to")}, {Label: i18n.T(ctx, "demo.mail_subject")}}
}
