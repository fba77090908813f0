package translate

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// libre is a LibreTranslate server: POST /translate with a list of texts, and
// GET /languages for the pairs it knows.
type libre struct {
	*client
	key string

	mu    sync.Mutex
	known []libreLanguage // asked at most once an hour
	asked time.Time
}

type libreLanguage struct {
	Code    string   `json:"code"`
	Targets []string `json:"targets"`
}

// libreCodes are the codes of our languages, the newest first: servers before
// version 1.6 know Simplified Chinese as zh.
var libreCodes = map[i18n.Lang][]string{i18n.RU: {"ru"}, i18n.EN: {"en"}, i18n.BE: {"be"}, i18n.ZH: {"zh-Hans", "zh", "zh-CN"}}

func (l *libre) name() string { return "LibreTranslate (" + l.base.Hostname() + ")" }

// pieces cuts at line breaks, which servers do not all keep.
func (l *libre) pieces(text string) []string { return strings.Split(text, "\n") }

func (l *libre) pair(ctx context.Context, from, to i18n.Lang) (pair, error) {
	known, err := l.languages(ctx)
	if err != nil {
		return pair{}, err
	}
	for _, k := range known {
		if from == to || !slices.Contains(libreCodes[from], k.Code) {
			continue
		}
		for _, code := range libreCodes[to] {
			// Servers before version 1.3 name no targets: each language leads to each.
			if slices.Contains(k.Targets, code) || k.Targets == nil && slices.ContainsFunc(known, func(k libreLanguage) bool { return k.Code == code }) {
				return pair{from, to, k.Code, code}, nil
			}
		}
	}
	return pair{}, unknownPair(l.name(), from, to)
}

func (l *libre) languages(ctx context.Context) ([]libreLanguage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known != nil && time.Since(l.asked) < time.Hour {
		return l.known, nil
	}
	var known []libreLanguage
	if err := l.exchange(ctx, l.name(), "languages", nil, &known); err != nil {
		return nil, err
	}
	l.known, l.asked = known, time.Now()
	return known, nil
}

func (l *libre) call(ctx context.Context, p pair, texts []string) ([]string, error) {
	in := map[string]any{"q": texts, "source": p.fromCode, "target": p.toCode, "format": "text"}
	if l.key != "" {
		in["api_key"] = l.key
	}
	var out struct {
		Texts []string `json:"translatedText"`
	}
	err := l.exchange(ctx, l.name(), "translate", in, &out)
	if err != nil {
		return nil, fmt.Errorf("%s to %s: %w", p.fromCode, p.toCode, err)
	}
	return out.Texts, nil
}
