// Package catcher is a mail server in the process that delivers nothing and
// keeps the last letters in memory, for the demo and for tests.
package catcher

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // reads letters in any charset
	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"
)

// maxMessage bounds a letter, in bytes.
const maxMessage = 10 << 20

// Message is a caught letter.
type Message struct {
	ID        int // counted from 1
	Caught    time.Time
	From      string   // of the envelope
	To        []string // of the envelope
	Subject   string
	MessageID string
	Header    map[string][]string
	Text      string // decoded text/plain part
	HTML      string // decoded text/html part
	Files     []File
	Raw       []byte
}

// File is an attachment of a letter.
type File struct {
	Name string
	Type string // media type with parameters
	Data []byte
}

// Catcher is a running mail server.
type Catcher struct {
	server *smtp.Server
	addr   string
	keep   int

	mu      sync.Mutex
	last    int
	list    []Message     // the oldest first
	changed chan struct{} // closed when a letter comes in
}

// Start listens on a free port of the loopback interface and keeps the last
// letters, as many as keep says.
func Start(keep int) (*Catcher, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("mail catcher: %w", err)
	}
	c := &Catcher{addr: ln.Addr().String(), keep: keep, changed: make(chan struct{})}
	c.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{c: c}, nil }))
	c.server.Domain = "localhost"
	c.server.MaxMessageBytes = maxMessage
	c.server.MaxRecipients = 100
	c.server.ReadTimeout, c.server.WriteTimeout = 30*time.Second, 30*time.Second
	c.server.ErrorLog = log.New(io.Discard, "", 0) // clients that hang up
	go func() { _ = c.server.Serve(ln) }()         // ends with Close
	return c, nil
}

// URL is the server's address for mail.NewSMTP.
func (c *Catcher) URL() string { return "smtp://" + c.addr + "?tls=none" }

// Close stops the server.
func (c *Catcher) Close() error { return c.server.Close() }

// List returns the letters that are kept, the newest first.
func (c *Catcher) List() []Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := slices.Clone(c.list)
	slices.Reverse(out)
	return out
}

// Get returns a letter that is still kept.
func (c *Catcher) Get(id int) (Message, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.list, func(m Message) bool { return m.ID == id })
	if i < 0 {
		return Message{}, false
	}
	return c.list[i], true
}

// Wait returns the first letter kept, the oldest first, that fits, and waits
// for it until ctx ends.
func (c *Catcher) Wait(ctx context.Context, fits func(Message) bool) (Message, error) {
	for {
		c.mu.Lock()
		i, changed := slices.IndexFunc(c.list, fits), c.changed
		var m Message
		if i >= 0 {
			m = c.list[i]
		}
		c.mu.Unlock()
		if i >= 0 {
			return m, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Message{}, ctx.Err()
		}
	}
}

func (c *Catcher) add(m Message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	m.ID, m.Caught = c.last, time.Now().UTC()
	if len(c.list) >= c.keep {
		c.list = c.list[len(c.list)-c.keep+1:]
	}
	c.list = append(slices.Clip(c.list), m)
	close(c.changed)
	c.changed = make(chan struct{})
}

// session is one conversation with a client (smtp.Session).
type session struct {
	c    *Catcher
	from string
	to   []string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error { s.from = from; return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error   { s.to = append(s.to, to); return nil }
func (s *session) Reset()                                      { s.from, s.to = "", nil }
func (s *session) Logout() error                               { return nil }

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := parse(raw)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "message cannot be read: " + err.Error()}
	}
	m.From, m.To = s.from, slices.Clone(s.to)
	s.c.add(m)
	return nil
}

func parse(raw []byte) (m Message, err error) {
	m.Raw = raw
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil && !message.IsUnknownCharset(err) {
		return m, err
	}
	m.Header = r.Header.Map()
	if m.Subject, err = r.Header.Subject(); err != nil {
		return m, err
	}
	if m.MessageID, err = r.Header.MessageID(); err != nil {
		return m, err
	}
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil && !message.IsUnknownCharset(err) {
			return m, err
		}
		if err := m.take(p); err != nil {
			return m, err
		}
	}
}

func (m *Message) take(p *mail.Part) error {
	b, err := io.ReadAll(p.Body)
	if err != nil {
		return err
	}
	f := File{Type: p.Header.Get("Content-Type"), Data: b}
	switch h := p.Header.(type) {
	case *mail.AttachmentHeader:
		if f.Name, err = h.Filename(); err != nil {
			return err
		}
	case *mail.InlineHeader:
		switch t, _, _ := h.ContentType(); {
		case t == "text/plain" && m.Text == "":
			m.Text = unix(b)
			return nil
		case t == "text/html" && m.HTML == "":
			m.HTML = unix(b)
			return nil
		}
	}
	m.Files = append(m.Files, f)
	return nil
}

func unix(b []byte) string { return strings.ReplaceAll(string(b), "\r\n", "\n") }
