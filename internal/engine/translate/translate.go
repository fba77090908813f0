// Package translate has texts translated by a machine: by a LibreTranslate
// server, or by a language model behind an address that speaks OpenAI's chat
// completions. Whatever comes back is a draft that a person has to check; here
// it is only checked for plausibility.
//
// Texts are data of strangers. They go to the one configured host, are never
// followed as instructions, and an answer is taken whole or not at all.
package translate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

// Engine translates texts between languages of the interface.
type Engine interface {
	// Translate returns the translations in the order of the texts. It fails with
	// a fault that can be shown, and then returns none: Invalid where the service
	// does not know the pair of languages, TooLarge where a text is too long,
	// TooMany where the service's limit is reached, else Unavailable.
	Translate(ctx context.Context, from, to i18n.Lang, texts []string) ([]string, error)
	// Name says who translated, as in "LibreTranslate (mt.example.org)".
	Name() string
}

// Options say where the service is.
type Options struct {
	URL     string        // libretranslate+https://HOST[/PATH] or openai+https://HOST/v1; http for a trusted network
	Key     string        // sent as api_key, or as a bearer token
	Model   string        // of an OpenAI-compatible service
	Timeout time.Duration // for each call; a minute by default
}

// Bounds of one call. A service with narrower ones refuses, and the batch is
// halved until it fits.
const (
	maxTexts = 24
	maxRunes = 6000
	maxText  = 20000 // characters of one text
)

// backend is one kind of service.
type backend interface {
	name() string
	// pair returns the service's codes of the languages, or a fault.
	pair(ctx context.Context, from, to i18n.Lang) (pair, error)
	// pieces cuts a text into what is translated by itself; joined by "\n" they
	// are the text again.
	pieces(text string) []string
	call(ctx context.Context, p pair, texts []string) ([]string, error)
}

// pair is two languages, with the codes by which a service knows them.
type pair struct {
	from, to         i18n.Lang
	fromCode, toCode string
}

// Service is a translation service (Engine).
type Service struct{ backend }

// New returns the service of the options, without calling it yet.
func New(o Options) (*Service, error) {
	kind, address, _ := strings.Cut(o.URL, "+")
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
		return nil, errors.New("translate: the address must be of the form libretranslate+https://HOST or openai+https://HOST/v1, and the key be set apart")
	}
	c := newClient(u, cmp.Or(o.Timeout, time.Minute))
	switch {
	case kind == "libretranslate":
		return &Service{&libre{client: c, key: o.Key}}, nil
	case kind == "openai" && o.Model != "":
		c.key = o.Key
		return &Service{&chat{client: c, model: o.Model}}, nil
	case kind == "openai":
		return nil, errors.New("translate: an OpenAI-compatible service needs the name of a model")
	}
	return nil, fmt.Errorf("translate: kind of service %q: use libretranslate or openai", kind)
}

// Name says who translates.
func (s *Service) Name() string { return s.name() }

// Translate returns the translations in the order of the texts, or a fault.
// Texts without letters, and the white space around others, come back as they
// are.
func (s *Service) Translate(ctx context.Context, from, to i18n.Lang, texts []string) ([]string, error) {
	for _, t := range texts {
		if n := utf8.RuneCountInString(t); n > maxText {
			return nil, fault.New(fault.TooLarge, "translation.too_long", "n", n, "max", maxText)
		}
	}
	p, err := s.pair(ctx, from, to)
	if err != nil {
		return nil, err
	}
	var todo []string // the pieces of all texts
	for _, t := range texts {
		for _, piece := range s.pieces(t) {
			if core := strings.TrimSpace(piece); worded(core) {
				todo = append(todo, core)
			}
		}
	}
	done := make([]string, 0, len(todo))
	for len(todo) > 0 {
		n := batch(todo)
		got, err := s.inParts(ctx, p, todo[:n])
		if err != nil {
			return nil, err
		}
		done, todo = append(done, got...), todo[n:]
	}
	out := make([]string, len(texts))
	for i, t := range texts {
		pieces := s.pieces(t)
		for j, piece := range pieces {
			if core := strings.TrimSpace(piece); worded(core) {
				pieces[j] = strings.Replace(piece, core, done[0], 1)
				done = done[1:]
			}
		}
		out[i] = strings.Join(pieces, "\n")
	}
	return out, nil
}

// worded tells whether there is anything to translate.
func worded(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// batch tells how many of the texts go into the next call.
func batch(texts []string) int {
	runes := 0
	for i, t := range texts {
		if runes += utf8.RuneCountInString(t); i > 0 && (runes > maxRunes || i == maxTexts) {
			return i
		}
	}
	return len(texts)
}

// errHalve is the cause of faults that may come of so many texts at once: two
// calls with half of them each may do.
var errHalve = errors.New("the answer does not fit the texts")

// inParts translates the texts in one call, or in more where one is too much.
func (s *Service) inParts(ctx context.Context, p pair, texts []string) ([]string, error) {
	got, err := s.call(ctx, p, texts)
	if err == nil && len(got) != len(texts) {
		err = malformed(s.name(), fmt.Errorf("%d translations of %d texts", len(got), len(texts)))
	}
	for i := range got {
		if err == nil {
			got[i] = clean(got[i])
			err = plausible(p, texts[i], got[i])
		}
	}
	if err == nil {
		return got, nil
	}
	if len(texts) == 1 || !errors.Is(err, errHalve) {
		return nil, err
	}
	half := len(texts) / 2
	first, err := s.inParts(ctx, p, texts[:half])
	if err != nil {
		return nil, err
	}
	second, err := s.inParts(ctx, p, texts[half:])
	if err != nil {
		return nil, err
	}
	return append(first, second...), nil
}

// malformed is the fault of an answer that is not what was asked for.
func malformed(service string, err error) error {
	return &fault.Error{Kind: fault.Unavailable, Key: "translation.malformed", Args: []any{"service", service}, Err: errors.Join(errHalve, err)}
}

// unknownPair is the answer where the service does not translate so.
func unknownPair(service string, from, to i18n.Lang) error {
	return fault.New(fault.Invalid, "translation.pair", "service", service, "from", endonym(from), "to", endonym(to))
}

func endonym(l i18n.Lang) string { return l.T("translation.language") }

var _ Engine = (*Service)(nil)
