package notify

import (
	"strings"
	"unicode"

	"github.com/birzha/birzha/internal/base/i18n"
)

// letter is the content of a letter in the receiver's language.
type letter struct {
	Lang     i18n.Lang
	Template Template
	Site     string
	Name     string // of the receiver, or ""
	Event    string // title of the event, or ""
	Title    string // of the profile or the thing spoken of, or ""
	Count    int    // of days, clients or profiles
	Page     string // where the letter leads
	Stop     string // where such letters are ended, or ""
}

func (l letter) say(part string) string {
	return l.Lang.T("mail."+string(l.Template)+"_"+part, "site", l.Site, "event", l.Event, "title", oneLine(l.Title), "n", l.Count)
}

// Subject is one line, whatever the event is called.
func (l letter) Subject() string { return oneLine(l.say("subject")) }

// oneLine puts a space in place of line breaks and other control characters.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// Footer says who sends the letter.
func (l letter) Footer() string { return l.Lang.T("mail.footer", "site", l.Site) }

// Greeting addresses the receiver by name, if the name is known.
func (l letter) Greeting() string {
	if l.Name == "" {
		return l.Lang.T("mail.greeting_nameless")
	}
	return l.Lang.T("mail.greeting", "name", l.Name)
}

func (l letter) text() string {
	parts := []string{l.Greeting(), l.say("lead"), l.Lang.T("mail.action_line", "action", l.say("action")) + "\n" + l.Page, l.say("note"), "-- \n" + l.Footer()}
	s := strings.Join(parts, "\n\n") + "\n"
	if l.Stop != "" {
		s += l.Lang.T("mail.footer_stop", "address", l.Stop) + "\n"
	}
	return s
}
