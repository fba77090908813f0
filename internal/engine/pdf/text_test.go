package pdf

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/i18n"
)

const alphabets = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" +
	"АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя" + // Russian
	"ІЎіў’ʼ" + // Belarusian
	"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüÜ" + // pinyin
	"，。、；：？！（）《》〈〉「」『』【】〔〕“”‘’…—·￥％～〇" + // Chinese punctuation
	".,;:?!()[]«»„“–—-/№%°€£§+−×±≤≥≈→←↔•·&@#*"

// Every letter of the four alphabets and of every message has a glyph, regular
// and bold.
func TestFontsCoverTheLanguages(t *testing.T) {
	need := alphabets
	files, _ := filepath.Glob("../../base/i18n/locales/*/*.json")
	if len(files) < 4 {
		t.Fatalf("found %d catalogues", len(files))
	}
	for _, f := range append(files, "../../base/i18n/dates.go") {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		need += string(b)
	}
	missing := map[rune]bool{}
	for _, r := range need {
		if unicode.IsSpace(r) || invisible(r) {
			continue
		}
		for _, bold := range []bool{false, true} {
			if _, got, g := pick(r, bold, false); got != r || g == 0 {
				missing[r] = true
			}
		}
	}
	for r := range missing {
		t.Errorf("no glyph for %q %U", r, r)
	}
}

func TestLettersWithoutGlyphStaySeen(t *testing.T) {
	for in, want := range map[string]string{
		"Ada ไทย 🚀": "Ada ��� �", "и\u0306": "й", "a\u200bb\u00ad\ufe0f": "ab", "Ўў刘玥堃喆": "Ўў刘玥堃喆",
	} {
		got := ""
		for _, m := range shape(span{in, plain}) {
			if m.glyph == 0 {
				t.Errorf("%q: %q is drawn with the empty glyph", in, m.r)
			}
			got += string(m.r)
		}
		if got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func text(l line) (s string) {
	for _, m := range l {
		s += string(m.r)
	}
	return s
}

func TestWrapKeepsEveryLetter(t *testing.T) {
	pieces := []string{"слово", "надзвычай", "word", "光纤传感器", "，", "。", "（", "）", " ", "  ", "\n", "—", "20", "日", "ab-cd", "https://a.b/c", "«", "»", "《", "》", "!"}
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		width := rapid.Float64Range(5, 200).Draw(t, "width")
		out := ""
		for _, l := range wrap(shape(span{in, plain}), width) {
			if l.width() > width+plain.size/8+0.01 && len(l) > 1 {
				t.Fatalf("line %q is %.1f wide, more than %.1f", text(l), l.width(), width)
			}
			out += text(l)
		}
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if bare(out) != bare(in) {
			t.Fatalf("%q became %q", in, out)
		}
	})
}

// Wide enough lines obey the rules of Chinese typesetting.
func TestWrapRules(t *testing.T) {
	for _, s := range []string{samples[i18n.ZH].sensors, samples[i18n.ZH].opening, samples[i18n.RU].event, i18n.ZH.T("agenda.feed_hint")} {
		for width := 60.0; width < 300; width++ {
			for _, l := range wrap(shape(span{s, plain}), width) {
				if len(l) == 0 {
					t.Fatalf("%q at %v: empty line", s, width)
				}
				if strings.ContainsRune(notFirst+"—", l[0].r) || strings.ContainsRune(notLast, l[len(l)-1].r) {
					t.Errorf("at %v: line %q starts or ends wrong", width, text(l))
				}
			}
		}
	}
	for s, want := range map[string]string{
		"высокотемпературных печей": "высокотемпературных|печей", "первая\nвторая": "первая|вторая", "a\n\nb": "a||b",
	} {
		var got []string
		for _, l := range wrap(shape(span{s, plain}), shape(span{"высокотемпературных", plain}).width()+1) {
			got = append(got, text(l))
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%q wrapped to %q, want %q", s, g, want)
		}
	}
}

func TestZoneLabels(t *testing.T) {
	d := &doc{lang: i18n.EN}
	for zone, want := range map[string]string{
		"Europe/Minsk": "Minsk +3", "Asia/Kolkata": "Kolkata +5:30", "America/St_Johns": "St Johns −2:30", "UTC": "UTC +0", "Europe/Warsaw": "Warsaw +2",
	} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.zone(zone, at(20, 6, 0).In(loc)); got != want {
			t.Errorf("%s: %q, want %q", zone, got, want)
		}
	}
}

// Words of one Cyrillic letter stay with the next word.
func TestTied(t *testing.T) {
	for in, want := range map[string]string{
		"в науке и в технике": "в_науке и_в_технике", "і ў навуцы": "і_ў_навуцы", "тип B и C": "тип B и_C", "a b c": "a b c", "5 м и": "5 м_и", "2м и": "2м и", "": "", "до 1 650 °C на 40 %": "до 1_650_°C на 40_%",
	} {
		if got := strings.ReplaceAll(tied(in), "\u00A0", "_"); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	for width := 40.0; width < 200; width += 3 {
		for _, l := range wrap(shape(span{tied("Сотрудничество в науке и в технике с институтами"), plain}), width) {
			if s := text(l); strings.HasSuffix(s, " и") || strings.HasSuffix(s, " в") || strings.HasSuffix(s, " с") {
				t.Errorf("at %v a line ends with %q", width, s)
			}
		}
	}
}
