// Package mail sends letters by SMTP.
package mail

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"
)

// Message is a letter to one receiver.
type Message struct {
	ID      string // without < and >; the same letter has the same ID however often it is sent
	To      string // bare address
	ToName  string
	Subject string
	Lang    string // BCP 47
	Text    string
	HTML    string            // the same letter with marks, or ""
	Files   map[string][]byte // attachments by name; the ending tells the type
	Stop    string            // https address that ends such letters (RFC 8058), or ""
	Date    time.Time
}

// ErrMessage marks a message that cannot be sent as it is.
var ErrMessage = errors.New("mail: message refused")

// messageID is a msg-id of RFC 5322 in the plain form that all programs take.
var messageID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}@[A-Za-z0-9.-]{1,100}$`)

// compose makes the MIME message. Nothing in m can add a header: addresses,
// names and the subject with a line break or another control character are
// refused, and go-mail encodes the rest.
func (m Message) compose(from *mail.Address) (*gomail.Msg, error) {
	for name, s := range map[string]string{"to": m.To, "name": m.ToName, "subject": m.Subject, "language": m.Lang, "stop": m.Stop, "id": m.ID} {
		if strings.IndexFunc(s, unicode.IsControl) >= 0 {
			return nil, fmt.Errorf("%w: control character in %s", ErrMessage, name)
		}
	}
	to, err := asciiAddress(m.To)
	if err != nil {
		return nil, err
	}
	if !messageID.MatchString(m.ID) {
		return nil, fmt.Errorf("%w: id %q", ErrMessage, m.ID)
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingB64))
	msg.FromMailAddress(from)
	msg.ToMailAddress(&mail.Address{Name: m.ToName, Address: to})
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.ID)
	msg.SetDateWithValue(m.Date)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no answers by machines
	if m.Lang != "" {
		msg.SetGenHeader(gomail.HeaderContentLang, m.Lang)
	}
	if m.Stop != "" {
		if err := msg.SetListUnsubscribeOneClick(m.Stop); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMessage, err)
		}
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		if err := attach(msg, name, m.Files[name]); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

func attach(msg *gomail.Msg, name string, b []byte) error {
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '"' || r == '/' || r == '\\' }) {
		return fmt.Errorf("%w: attachment name %q", ErrMessage, name)
	}
	return msg.AttachReader(name, bytes.NewReader(b), gomail.WithFileContentType(contentType(name, b)))
}

// method finds the iTIP method of a calendar (RFC 5546), which its type repeats.
var method = regexp.MustCompile(`(?m)^METHOD:([A-Z]+)\r?$`)

func contentType(name string, b []byte) gomail.ContentType {
	switch strings.ToLower(path.Ext(name)) {
	case ".ics":
		if m := method.FindSubmatch(b); m != nil {
			return gomail.ContentType("text/calendar; charset=utf-8; method=" + string(m[1]))
		}
		return "text/calendar; charset=utf-8"
	case ".pdf":
		return "application/pdf"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "application/octet-stream"
}

// asciiAddress checks a bare address and puts its domain into ASCII, which
// every mail server takes.
func asciiAddress(s string) (string, error) {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return "", fmt.Errorf("%w: address %q", ErrMessage, s)
	}
	domain, err := idna.Lookup.ToASCII(s[at+1:])
	if err != nil {
		return "", fmt.Errorf("%w: address %q: %w", ErrMessage, s, err)
	}
	s = s[:at+1] + domain
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s || a.Name != "" {
		return "", fmt.Errorf("%w: address %q", ErrMessage, s)
	}
	return s, nil
}
