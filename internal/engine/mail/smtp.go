package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// timeout bounds each step of a delivery; the context bounds the whole.
const timeout = 20 * time.Second

// SMTP sends letters through a mail server.
type SMTP struct {
	from    *mail.Address
	host    string
	options []gomail.Option
}

// NewSMTP returns a sender through the server at the URL:
//
//	smtp://[USER:PASSWORD@]HOST[:587]   with STARTTLS, which must succeed
//	smtps://[USER:PASSWORD@]HOST[:465]  with TLS from the start
//
// ?tls=none sends in clear, and ?tls=optional does where the server knows no
// TLS: both are for a server on the same machine or in a trusted network. From
// is the sender's address, as in "birzha <desk@example.org>".
func NewSMTP(rawURL, from string) (*SMTP, error) {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail: sender %q: %w", from, err)
	}
	if a.Address, err = asciiAddress(a.Address); err != nil {
		return nil, err
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, errors.New("mail: the server's URL cannot be read") // it may hold a password
	}
	s := &SMTP{from: a, host: u.Hostname(), options: []gomail.Option{gomail.WithTimeout(timeout)}}
	if err := s.secure(u.Scheme, u.Query().Get("tls")); err != nil {
		return nil, err
	}
	if p := u.Port(); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil {
			return nil, fmt.Errorf("mail: port %q", p)
		}
		s.options = append(s.options, gomail.WithPort(n))
	}
	if u.User != nil {
		password, _ := u.User.Password()
		s.options = append(s.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	_, err = gomail.NewClient(s.host, s.options...)
	return s, err
}

func (s *SMTP) secure(scheme, tls string) error {
	switch scheme + " " + tls {
	case "smtps ":
		s.options = append(s.options, gomail.WithSSLPort(false))
	case "smtp ":
		s.options = append(s.options, gomail.WithTLSPortPolicy(gomail.TLSMandatory))
	case "smtp optional":
		s.options = append(s.options, gomail.WithTLSPortPolicy(gomail.TLSOpportunistic))
	case "smtp none":
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return fmt.Errorf("mail: %s:// with tls=%q: use smtp:// or smtps://, and tls=none or tls=optional with smtp:// only", scheme, tls)
	}
	return nil
}

// Send hands the letter to the server.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := m.compose(s.from)
	if err != nil {
		return err
	}
	c, err := gomail.NewClient(s.host, s.options...) // a client is for one connection
	if err != nil {
		return err
	}
	if err := c.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("mail: send %s: %w", m.ID, err)
	}
	return nil
}

// Permanent tells whether sending again is useless: the message is not one, or
// the server refuses it for good (a reply of 500 to 599, RFC 5321).
func Permanent(err error) bool {
	if errors.Is(err, ErrMessage) {
		return true
	}
	e, ok := errors.AsType[*gomail.SendError](err)
	return ok && e.ErrorCode() >= 500 && e.ErrorCode() < 600
}
