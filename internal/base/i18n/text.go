package i18n

import "time"

// State says how far a text in one language can be trusted.
type State string

// The states of a text, from the author's own to the approved translation.
const (
	Original State = "original"
	Machine  State = "machine" // machine draft
	Checked  State = "checked"
	Approved State = "approved"
)

// Version is a text in one language.
type Version struct {
	Text  string    `json:"text"`
	State State     `json:"state"`
	By    string    `json:"by,omitempty"`    // person who wrote or checked it
	At    time.Time `json:"at,omitzero"`     // when
	Stale bool      `json:"stale,omitempty"` // the original has changed since
}

// Text is a text that exists in one or more languages.
type Text map[Lang]Version

// In returns the text that best serves a reader of l, and the language it is
// in: l itself if there, else the original, else the first in the order of All.
func (t Text) In(l Lang) (Version, Lang) {
	if v, ok := t[l]; ok && v.Text != "" {
		return v, l
	}
	for _, o := range All {
		if v := t[o]; v.State == Original && v.Text != "" {
			return v, o
		}
	}
	for _, o := range All {
		if v := t[o]; v.Text != "" {
			return v, o
		}
	}
	return Version{}, l
}

// Plain returns the words of In.
func (t Text) Plain(l Lang) string { v, _ := t.In(l); return v.Text }

// Written returns a Text with one original.
func Written(l Lang, s string) Text { return Text{l: {Text: s, State: Original}} }

// Source returns the language of the original, "" where there is none.
func (t Text) Source() Lang {
	for _, l := range All {
		if v := t[l]; v.State == Original && v.Text != "" {
			return l
		}
	}
	return ""
}

// Languages lists the languages in which there is a text, in the order of All.
func (t Text) Languages() (out []Lang) {
	for _, l := range All {
		if t[l].Text != "" {
			out = append(out, l)
		}
	}
	return out
}

// Write returns the text with a new original in l. Where the words differ, every
// translation becomes stale; an original in another language becomes a checked
// translation, as a text has one original. Empty words leave no original.
func (t Text) Write(l Lang, words, by string, at time.Time) Text {
	out := Text{}
	old := t[l]
	changed := old.Text != words
	for k, v := range t {
		if k == l || v.Text == "" {
			continue
		}
		if v.State == Original {
			v.State = Checked
		}
		v.Stale = v.Stale || changed
		out[k] = v
	}
	switch {
	case words == "":
	case !changed && old.State == Original:
		out[l] = old
	default:
		out[l] = Version{Text: words, State: Original, By: by, At: at}
	}
	return out
}

// Translate returns the text with a translation into l in the given state; it
// is fresh: made of the original as it is now. Empty words take it away. The
// original is never replaced.
func (t Text) Translate(l Lang, words string, state State, by string, at time.Time) Text {
	out := Text{}
	for k, v := range t {
		out[k] = v
	}
	switch {
	case out[l].State == Original:
	case words == "":
		delete(out, l)
	default:
		out[l] = Version{Text: words, State: state, By: by, At: at}
	}
	return out
}
