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
