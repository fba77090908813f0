package translate

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/i18n"
)

// echo says every text again, at most so many at once, and cuts lines or not.
type echo struct {
	most  int
	lines bool
}

func (echo) name() string { return "echo" }

func (echo) pair(_ context.Context, from, to i18n.Lang) (pair, error) {
	return pair{from: from, to: to}, nil
}

func (e echo) pieces(s string) []string {
	if e.lines {
		return strings.Split(s, "\n")
	}
	return []string{s}
}

func (e echo) call(_ context.Context, _ pair, texts []string) ([]string, error) {
	switch {
	case len(texts) > e.most:
		return nil, malformed("echo", errors.New("too many"))
	case slices.ContainsFunc(texts, func(s string) bool { return s != strings.TrimSpace(s) || !worded(s) }):
		return nil, errors.New("a text that is none")
	}
	return slices.Clone(texts), nil
}

// Whatever is cut, batched and halved on the way, each text comes back in its
// place, white space and all.
func TestTranslateKeepsPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(| |\n|\t)([a-zж0-9]{1,9}(| |\n|\n\n| \n )){0,6}`)
		in := rapid.SliceOfN(text, 0, 60).Draw(t, "in")
		s := &Service{echo{most: rapid.IntRange(1, 40).Draw(t, "most"), lines: rapid.Bool().Draw(t, "lines")}}
		got, err := s.Translate(context.Background(), i18n.RU, i18n.EN, in)
		if err != nil || !slices.Equal(got, in) {
			t.Fatalf("%q became %q, %v", in, got, err)
		}
	})
}

func TestBatch(t *testing.T) {
	for _, c := range []struct {
		sizes []int
		want  int
	}{{[]int{1}, 1}, {[]int{9000, 1}, 1}, {[]int{3000, 3000, 1}, 2}, {make([]int, 30), maxTexts}} {
		var texts []string
		for _, n := range c.sizes {
			texts = append(texts, strings.Repeat("я", n))
		}
		if got := batch(texts); got != c.want {
			t.Errorf("%v: %d, want %d", c.sizes, got, c.want)
		}
	}
}
