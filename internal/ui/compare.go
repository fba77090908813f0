package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"github.com/birzha/birzha/internal/base/diff"
	"github.com/birzha/birzha/internal/base/i18n"
)

// none takes no part in a comparison.
const none diff.Op = -1

// edits writes pieces of text without those of one operation: deletions as del,
// insertions as ins. No blank comes between, as a template would put it there.
func edits(list []diff.Edit, without diff.Op) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var b strings.Builder
		for _, e := range list {
			if e.Op == without {
				continue
			}
			switch text := templ.EscapeString(e.Text); e.Op {
			case diff.Equal:
				b.WriteString(text)
			case diff.Delete:
				marked(&b, "del", i18n.T(ctx, "editor.deleted"), text)
			default:
				marked(&b, "ins", i18n.T(ctx, "editor.inserted"), text)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// marked writes a change with the word for it, and shows a changed line break.
func marked(b *strings.Builder, tag, word, text string) {
	text = strings.ReplaceAll(text, "\n", "↵\n")
	b.WriteString("<" + tag + `><span class="hidden-text">` + templ.EscapeString(word) + " </span>" + text + "</" + tag + ">")
}

// same tells whether nothing has changed.
func same(list []diff.Edit) bool {
	return len(list) == 0 || len(list) == 1 && list[0].Op == diff.Equal
}
