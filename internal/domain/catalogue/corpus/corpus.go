// Package corpus makes catalogues of any size for tests and benchmarks: out of
// real sentences where there are any beside the repository, and of made-up words
// with a long tail.
package corpus

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/birzha/birzha/internal/domain/catalogue/search"
	"github.com/birzha/birzha/solver/lingua"
)

// Shared is the folder of real texts beside the repository.
func Shared() string {
	dir, err := os.Getwd()
	for err == nil && dir != "/" {
		if _, gone := os.Stat(filepath.Join(dir, "go.mod")); gone == nil {
			return filepath.Join(dir, "../shared/data")
		}
		dir = filepath.Dir(dir)
	}
	return ""
}

// Corpus makes documents of realistic length out of real sentences, where
// there are any, and of made-up words with a long tail, so that as many rare
// words occur as in a large catalogue.
type Corpus struct {
	now       time.Time
	rnd       *rand.Rand
	zipf      *rand.Zipf
	sentences map[string][]string // by language
}

var langs = []string{"ru", "en", "zh-Hans", "be"}

// New returns a corpus whose documents were published in the two years before
// now. It is the same each time.
func New(tb testing.TB, now time.Time) *Corpus {
	r := rand.New(rand.NewPCG(1, 2))
	c := &Corpus{now: now, rnd: r, zipf: rand.NewZipf(r, 1.1, 20, 400_000), sentences: map[string][]string{}}
	for lang, file := range map[string]string{"ru": "ru", "en": "en", "be": "be", "zh-Hans": "zh"} {
		b, _ := os.ReadFile(filepath.Join(Shared(), "match/flores", file+".txt"))
		c.sentences[lang] = strings.Split(strings.TrimSpace(string(b)), "\n")
	}
	c.read("h2020_cleantech_projects.jsonl.gz", "en", "objective", ". ")
	c.read("csl_zh_dev.jsonl.gz", "zh-Hans", "abstract", "；")
	if len(c.sentences["ru"]) < 2 {
		tb.Log("the real texts are not beside the repository: all texts are made up")
		for _, l := range langs {
			c.sentences[l] = nil
			for range 4000 {
				c.sentences[l] = append(c.sentences[l], c.madeUp(l, 8+r.IntN(20)))
			}
		}
	}
	return c
}

func (c *Corpus) read(file, lang, field, end string) {
	f, err := os.Open(filepath.Join(Shared(), "catalogue", file))
	if err != nil {
		return
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return
	}
	for lines := bufio.NewReader(z); ; {
		line, err := lines.ReadBytes('\n')
		var row map[string]any
		if json.Unmarshal(line, &row) == nil {
			text, _ := row[field].(string)
			for _, s := range strings.Split(text, end) {
				if len(s) > 20 {
					c.sentences[lang] = append(c.sentences[lang], s)
				}
			}
		}
		if err != nil {
			return
		}
	}
}

var syllables = map[string][]string{
	"ru":      strings.Fields("ла мо ви ра те но ка со пре ста гра дор тик лен мет вод рак бит гон зер"),
	"be":      strings.Fields("ла ма ві ра тэ на ка са прэ ста гра дар цік лен мэт вод рак біт гон зер"),
	"en":      strings.Fields("la mo vi ra te no ca so pre sta gra dor tic len met wod rak bit gon zer"),
	"zh-Hans": strings.Fields("光 水 金 材 料 机 电 能 化 工 生 物 智 器 加 环 境 航 天 海"),
}

// made is the n-th made-up word of a language, the commonest first.
func made(lang string, n uint64) string {
	var b strings.Builder
	s := syllables[lang]
	for n += 400; n > 0; n /= uint64(len(s)) {
		b.WriteString(s[n%uint64(len(s))])
	}
	return b.String()
}

func (c *Corpus) madeUp(lang string, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = made(lang, c.zipf.Uint64())
	}
	if lang == "zh-Hans" {
		return strings.Join(words, "")
	}
	return strings.Join(words, " ")
}

// Text makes a text of so many sentences.
func (c *Corpus) Text(lang string, sentences int) string {
	var b strings.Builder
	for range sentences {
		s := c.sentences[lang]
		b.WriteString(s[c.rnd.IntN(len(s))])
		b.WriteString(" ")
		b.WriteString(c.madeUp(lang, 2))
		b.WriteString(". ")
	}
	return b.String()
}

func pick[T any](r *rand.Rand, s []T) T { return s[r.IntN(len(s))] }

// Document makes the n-th document.
func (c *Corpus) Document(n int) search.Document {
	r, now := c.rnd, c.now
	d := search.Document{
		ID: fmt.Sprintf("0190-%08d", n), Kind: pick(r, []string{"TO", "TO", "TR", "BO", "BR", "RDR", "organisation"}),
		Published: now.Add(-time.Duration(r.IntN(700*24)) * time.Hour), Until: now.Add(time.Duration(r.IntN(400*24)-500) * time.Hour),
	}
	if r.IntN(3) > 0 {
		d.Until = time.Time{}
	}
	if r.IntN(5) == 0 {
		d.Level = search.Members
	}
	first, second := pick(r, langs), pick(r, langs)
	for i, l := range []string{first, second} {
		if i == 1 && (first == second || r.IntN(2) == 0) {
			break
		}
		title := []rune(c.Text(l, 1))
		d.Texts = append(d.Texts,
			search.Text{Lang: l, Field: search.Title, Text: string(title[:min(len(title), 100)])},
			search.Text{Lang: l, Field: search.Keywords, Text: c.madeUp(l, 5)},
			search.Text{Lang: l, Field: search.Summary, Text: c.Text(l, 3)},
			search.Text{Lang: l, Field: search.Body, Text: c.Text(l, 8+r.IntN(5))})
	}
	major := strconv.Itoa(1 + r.IntN(6))
	country := pick(r, []string{"BY", "BY", "CN", "CN", "RU", "KZ", "DE"})
	d.Facets = map[search.Facet][]string{
		search.Area: {"area" + strconv.Itoa(r.IntN(14))}, search.FORD: {major, major + "." + strconv.Itoa(1+r.IntN(11))},
		search.TRL: {strconv.Itoa(1 + r.IntN(9))}, search.IPR: {pick(r, []string{"none", "secret", "applied", "granted"})},
		search.Partnership: {pick(r, []string{"investment", "commercial", "rd", "outsourcing", "supplier"}), "licence"},
		search.Country:     {country}, search.Region: {country + "-" + strconv.Itoa(r.IntN(30))}, search.Language: {first, second},
		search.Target: {pick(r, []string{"BY", "CN", "RU"})}, search.Open: {"yes"},
	}
	return d
}

// Words are two of one text of a document, near each other, so that the search
// finds something.
func (c *Corpus) Words(d search.Document) string {
	for {
		tokens := lingua.Tokens(pick(c.rnd, d.Texts).Text)
		if len(tokens) < 8 {
			continue
		}
		i := c.rnd.IntN(len(tokens) - 4)
		a, b := tokens[i], tokens[i+2+c.rnd.IntN(2)]
		if !a.Tail && !b.Tail && !lingua.Stop(a.Word) && !lingua.Stop(b.Word) {
			return a.Word + " " + b.Word
		}
	}
}
