// Package ui is birzha's design system: components that pages are made of, in
// the reader's language (i18n.From of the context). The looks are in
// assets/css; every component stands in the gallery in each of its states.
//
// Plain texts in props are already in the reader's language; a text that may be
// in another one is a Phrase, so that it always carries its lang attribute.
//
// Classes that pages may use for layout: stack (vertical rhythm), cluster (a
// wrapping row), grid (cards that fill the width), columns (main and aside),
// with-facets (facets left, results right), prose, lead, muted, small, num
// (tabular figures), wrap (breaks anywhere), print-only, no-print, hidden-text.
// The content policy forbids style attributes: use classes.
package ui

import (
	"net/url"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Kind is the state that a notice or badge speaks of. Each has its own colour
// and its own mark, so colour is never alone.
type Kind string

// The kinds of notices and badges.
const (
	Neutral Kind = ""
	Info    Kind = "info"
	Success Kind = "success"
	Warning Kind = "warning"
	Danger  Kind = "danger"
)

// icon is the mark of the kind.
func (k Kind) icon() Icon {
	switch k {
	case Success:
		return IconCheck
	case Warning:
		return IconWarning
	case Danger:
		return IconStop
	}
	return IconInfo
}

// Side is the quiet hue of one side of an exchange, 1 to 4; 0 has none.
type Side int

func (s Side) class() string {
	if s < 1 || s > 4 {
		return ""
	}
	return "side-" + string(rune('0'+s))
}

// Phrase is a text with its language. A zero Lang means the reader's.
type Phrase struct {
	Text string
	Lang i18n.Lang
}

// Say makes a Phrase in the reader's language.
func Say(text string) Phrase { return Phrase{Text: text} }

// Best makes a Phrase of the version that best serves a reader of l.
func Best(t i18n.Text, l i18n.Lang) Phrase {
	v, in := t.In(l)
	return Phrase{Text: v.Text, Lang: in}
}

// Link is a label that leads somewhere.
type Link struct {
	Label string
	URL   string
}

// With returns the address of u with the query's key set to value, on page one.
func With(u *url.URL, key, value string) string {
	q := u.Query()
	q.Del("page")
	q.Set(key, value)
	return address(u, q)
}

// Without returns the address of u without this value of the key, or without
// the key where no value is given, on page one.
func Without(u *url.URL, key string, values ...string) string {
	q := u.Query()
	q.Del("page")
	old := q[key]
	q.Del(key)
	if len(values) > 0 {
		for _, v := range old {
			if v != values[0] {
				q.Add(key, v)
			}
		}
	}
	return address(u, q)
}

func address(u *url.URL, q url.Values) string {
	c := url.URL{Path: u.Path, RawQuery: q.Encode()}
	return c.String()
}
