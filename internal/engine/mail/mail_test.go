package mail_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/engine/mail"
	"github.com/birzha/birzha/internal/engine/mail/catcher"
)

const ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"

func letter() mail.Message {
	return mail.Message{
		ID: "abc-1@birzha.example", To: "wang@大学.中国", ToName: "王小明, \"Wang\"", Subject: "Ваши встречи 您的会谈 Ўў Іі " + strings.Repeat("длинно ", 20),
		Lang: "zh-Hans", Text: "Строка\n.\nточка в начале\n您好！\n", HTML: "<p>您好！</p>", Stop: "https://birzha.example/unsubscribe/x",
		Files: map[string][]byte{"agenda.ics": []byte(ics), "расклад.pdf": bytes.Repeat([]byte{0, 255, 13, 10}, 5000)},
		Date:  time.Date(2027, 4, 20, 9, 0, 0, 0, time.UTC),
	}
}

func start(t *testing.T) (*catcher.Catcher, *mail.SMTP) {
	t.Helper()
	c, err := catcher.Start(3)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	s, err := mail.NewSMTP(c.URL(), "Біржа <desk@birzha.example>")
	if err != nil {
		t.Fatal(err)
	}
	return c, s
}

func TestSendAndCatch(t *testing.T) {
	c, s := start(t)
	want := letter()
	if err := s.Send(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	got, ok := c.Get(1)
	if !ok {
		t.Fatal("nothing caught")
	}
	if got.From != "desk@birzha.example" || fmt.Sprint(got.To) != "[wang@xn--pss25c.xn--fiqs8s]" || got.Subject != strings.TrimSpace(want.Subject) && got.Subject != want.Subject || got.MessageID != want.ID {
		t.Errorf("caught %+v", got)
	}
	if got.Text != want.Text || got.HTML != want.HTML {
		t.Errorf("text %q, HTML %q", got.Text, got.HTML)
	}
	if len(got.Files) != 2 || got.Files[0].Name != "agenda.ics" || got.Files[1].Name != "расклад.pdf" || !bytes.Equal(got.Files[1].Data, want.Files["расклад.pdf"]) || string(got.Files[0].Data) != ics {
		t.Errorf("files %+v", got.Files)
	}
	if !strings.Contains(got.Files[0].Type, "method=PUBLISH") {
		t.Errorf("calendar's type %s", got.Files[0].Type)
	}
	for h, v := range map[string]string{
		"Auto-Submitted": "auto-generated", "Content-Language": "zh-Hans", "Date": "Tue, 20 Apr 2027 09:00:00 +0000",
		"List-Unsubscribe": "<https://birzha.example/unsubscribe/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
	} {
		if fmt.Sprint(got.Header[h]) != "["+v+"]" {
			t.Errorf("%s: %v, want %s", h, got.Header[h], v)
		}
	}
	for _, line := range strings.Split(string(got.Raw), "\r\n") {
		if len(line) > 998 || strings.IndexFunc(line, func(r rune) bool { return r > 126 }) >= 0 {
			t.Errorf("line is not plain ASCII of 998 characters at most: %q", line)
		}
	}
}

func TestCatcherKeepsTheLast(t *testing.T) {
	c, s := start(t)
	for i := range 5 {
		m := letter()
		m.Subject = fmt.Sprint("letter ", i+1)
		if err := s.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	list := c.List()
	if len(list) != 3 || list[0].ID != 5 || list[2].ID != 3 {
		t.Errorf("kept %v", list)
	}
	if _, ok := c.Get(2); ok {
		t.Error("letter 2 is still kept")
	}
	if m, err := c.Wait(t.Context(), func(m catcher.Message) bool { return m.Subject == "letter 4" }); err != nil || m.ID != 4 {
		t.Errorf("Wait = %v, %v", m, err)
	}
}

// Whatever stands in the fields, the letter has the headers that it should,
// and goes to its one receiver.
func TestHeaderInjection(t *testing.T) {
	c, s := start(t)
	names := map[string]bool{}
	if err := s.Send(t.Context(), letter()); err != nil {
		t.Fatal(err)
	}
	for h := range c.List()[0].Header {
		names[h] = true
	}
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"x\r\nBcc: evil@example.test", "x\nBcc: evil@example.test", "x\rBcc: evil@example.test", "x\u0085Bcc: evil@example.test", "x\u2028Bcc: evil@example.test",
		"\r\n\r\n<script>", "=?utf-8?q?x=0D=0ABcc:_evil@example.test?=", `"><evil@example.test>`, "a@b.c>, <evil@example.test", "evil@example.test, wang@example.test",
	}))
	rapid.Check(t, func(r *rapid.T) {
		m := letter()
		field := map[string]*string{"to": &m.To, "name": &m.ToName, "subject": &m.Subject, "lang": &m.Lang, "stop": &m.Stop, "id": &m.ID}
		which := rapid.SampledFrom([]string{"to", "name", "subject", "lang", "stop", "id", "file"}).Draw(r, "field")
		value := text.Draw(r, "value")
		if which == "file" {
			m.Files = map[string][]byte{value + ".pdf": nil}
		} else {
			*field[which] = value
		}
		if err := s.Send(t.Context(), m); err != nil {
			if !mail.Permanent(err) {
				r.Fatalf("%s: %v", which, err)
			}
			return
		}
		got := c.List()[0]
		if len(got.To) != 1 || strings.Contains(got.To[0], "evil") && which != "to" {
			r.Fatalf("went to %v", got.To)
		}
		h, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(got.Raw))).ReadMIMEHeader()
		if err != nil {
			r.Fatal(err)
		}
		for name, vs := range h {
			if !names[name] || len(vs) != 1 {
				r.Fatalf("header %s: %v\n%s", name, vs, got.Raw)
			}
		}
		if to, err := netmail.ParseAddressList(got.Header["To"][0]); err != nil || len(to) != 1 || to[0].Address != got.To[0] {
			r.Fatalf("To: %v", got.Header["To"])
		}
	})
}

// A line break in a field is a sign of somebody's attempt: the letter is refused
// and not sent in a harmless form.
func TestLineBreaksAreRefused(t *testing.T) {
	c, s := start(t)
	for _, change := range []func(*mail.Message){
		func(m *mail.Message) { m.To = "wang@example.test\r\nBcc: evil@example.test" },
		func(m *mail.Message) { m.ToName = "Wang\nBcc: evil@example.test" },
		func(m *mail.Message) { m.Subject = "Hello\r\nBcc: evil@example.test" },
		func(m *mail.Message) { m.Lang = "en\r\nBcc: evil@example.test" },
		func(m *mail.Message) { m.Stop = "https://birzha.example/\r\nBcc: evil@example.test" },
		func(m *mail.Message) { m.ID = "abc@birzha.example\r\nBcc: evil@example.test" },
		func(m *mail.Message) { m.Files = map[string][]byte{"a\r\nBcc: evil@example.test": nil} },
	} {
		m := letter()
		change(&m)
		if err := s.Send(t.Context(), m); !errors.Is(err, mail.ErrMessage) {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if n := len(c.List()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
}

func TestNewSMTP(t *testing.T) {
	for _, c := range []struct {
		url, from string
		ok        bool
	}{
		{"smtp://mail.example.org", "a@b.c", true},
		{"smtps://user:pa%20ss@mail.example.org:4650", "Desk <a@b.c>", true},
		{"smtp://localhost:25?tls=none", "a@b.c", true},
		{"smtp://localhost?tls=optional", "a@b.c", true},
		{"smtps://localhost?tls=none", "a@b.c", false},
		{"http://localhost", "a@b.c", false},
		{"smtp://", "a@b.c", false},
		{"smtp://localhost:x", "a@b.c", false},
		{"smtp://localhost", "a", false},
		{"smtp://user:secret@local host", "a@b.c", false},
	} {
		_, err := mail.NewSMTP(c.url, c.from)
		if (err == nil) != c.ok {
			t.Errorf("NewSMTP(%s, %s): %v", c.url, c.from, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

// A server that knows no TLS gets nothing unless that is allowed.
func TestTLSIsDemanded(t *testing.T) {
	c, _ := start(t)
	s, err := mail.NewSMTP(strings.TrimSuffix(c.URL(), "?tls=none"), "a@b.c")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter()); err == nil || len(c.List()) != 0 {
		t.Errorf("sent in clear: %v", err)
	}
}

func TestPermanent(t *testing.T) {
	for code, want := range map[string]bool{"550 5.1.1 no such user": true, "451 4.3.0 try later": false} {
		s, err := mail.NewSMTP(refusing(t, code), "a@b.c")
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(t.Context(), letter())
		if err == nil || mail.Permanent(err) != want {
			t.Errorf("%s: %v, permanent %v", code, err, mail.Permanent(err))
		}
	}
	s, _ := mail.NewSMTP("smtp://127.0.0.1:1?tls=none", "a@b.c")
	if err := s.Send(t.Context(), letter()); err == nil || mail.Permanent(err) {
		t.Errorf("no server: %v", err)
	}
	if mail.Permanent(errors.New("x")) {
		t.Error("any error is permanent")
	}
}

// refusing is a mail server that refuses every receiver.
func refusing(t *testing.T, answer string) string {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		fmt.Fprint(c, "220 hello\r\n")
		for in := bufio.NewScanner(c); in.Scan(); {
			switch strings.ToUpper(in.Text()[:4]) {
			case "RCPT":
				fmt.Fprint(c, answer+"\r\n")
			case "QUIT":
				fmt.Fprint(c, "221 bye\r\n")
				return
			default:
				fmt.Fprint(c, "250 ok\r\n")
			}
		}
	}()
	return "smtp://" + ln.Addr().String() + "?tls=none"
}
