package app

import (
	"context"
	"log/slog"
	mailaddress "net/mail"
	"strings"

	"github.com/birzha/birzha/internal/domain/notify"
	"github.com/birzha/birzha/internal/engine/mail"
)

// sender returns who sends letters: the mail server of the settings. Without
// one letters are not sent, and the log says so.
func sender(cfg Settings) (notify.Sender, error) {
	if cfg.MailURL == "" {
		return unsent{}, nil
	}
	s, err := mail.NewSMTP(cfg.MailURL, cfg.MailFrom)
	return smtp{s}, err
}

// bareAddress is the e-mail address of "name <address>".
func bareAddress(from string) string {
	if a, err := mailaddress.ParseAddress(from); err == nil {
		return a.Address
	}
	return from
}

// smtp sends letters through a mail server (notify.Sender).
type smtp struct{ *mail.SMTP }

// Send keeps the address that ends letters out of the head of the letter where
// it is not HTTPS, which RFC 8058 asks for; the letter itself names it.
func (s smtp) Send(ctx context.Context, m notify.Message) error {
	if !strings.HasPrefix(m.Stop, "https://") {
		m.Stop = ""
	}
	return s.SMTP.Send(ctx, mail.Message(m))
}

// unsent drops letters where no mail server is set.
type unsent struct{}

func (unsent) Send(ctx context.Context, m notify.Message) error {
	slog.WarnContext(ctx, "letter not sent: no mail server is set (mail-url)", "letter", m.ID)
	return nil
}
