package lingua_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/solver/lingua"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Лазерная ОБРАБОТКА", "лазерная обработка"},
		{"Ёлка, ёмкость, е\u0308лка", "елка, емкость, елка"},
		{"Ў ў У\u0306", "ў ў ў"},
		{"Й и\u0306", "й й"},
		{"за\u0301мок", "замок"},
		{"Їжак Ґанок", "їжак ґанок"},
		{"ＡＢＣ１２３　ｘ", "abc123 x"},
		{"TiO₂ m² ﬁne ①", "tio2 m2 fine 1"},
		{"Zürich CAFÉ e\u0301 Straße Łódź", "zurich cafe e strasse łodz"},
		{"Công nghệ", "cong nghe"},
		{"機器學習與電腦", "机器学习与电脑"},
		{"台灣臺北", "台湾台北"},
		{"ΟΔΟΣ", "οδοσ"},
		{"a\xffb", "a\uFFFDb"},
		{"", ""},
	} {
		if got := lingua.Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string // the words, tails with a star
	}{
		{"Лазерная обработка, 3D-печать", "лазерная обработка 3d печать"},
		{"аб'ект аб’ект абʼект", "абект абект абект"},
		{"the company's O'Brien 'quoted'", "the company s o brien quoted"},
		{"激光加工", "激光 光加 加工 工*"},
		{"李明 激", "李明 明* 激"},
		{"5G网络ABC", "5g 网络 络* abc"},
		{"машино\u00ADстроение", "машиностроение"},
		{"C++, TiO₂; 1.5 %", "c tio2 1 5"},
		{"  —  ", ""},
		{"Ｌａｓｅｒ", "laser"},
	} {
		var got []string
		for _, k := range lingua.Tokens(c.in) {
			w := k.Word
			if k.Tail {
				w += "*"
			}
			got = append(got, w)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("Tokens(%q) = %q, want %q", c.in, s, c.want)
		}
	}
}

// Whatever the text: tokens lie in it in order, their words are folded, and
// folding the stretch of an alphabetic token gives its word.
func TestTokensLieInText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkTokens(t, anyText(t)) })
}

func anyText(t *rapid.T) string {
	piece := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"ё", "е\u0308", "аб'ём", "激光加工", "機器", "Ａ１", "ﬁ", " ", "-", "ў", "İ", "\xff", "\u0301", "コンピュータ", "ﷺ", "한국어"}))
	return strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "text"), "")
}

type failer interface {
	Fatalf(format string, args ...any)
}

func checkTokens(t failer, text string) {
	folded := lingua.Fold(text)
	if again := lingua.Fold(folded); again != folded {
		t.Fatalf("Fold(%q) = %q, folded again %q", text, folded, again)
	}
	before := lingua.Token{Pos: -1}
	for _, k := range lingua.Tokens(text) {
		switch {
		case k.Word == "" || !utf8.ValidString(k.Word):
			t.Fatalf("%q: word %q", text, k.Word)
		case k.Start < before.Start || k.Start >= k.End || k.End > len(text):
			t.Fatalf("%q: %+v after %+v", text, k, before)
		case k.Pos != before.Pos+1:
			t.Fatalf("%q: position %d after %d", text, k.Pos, before.Pos)
		case lingua.Fold(k.Word) != k.Word:
			t.Fatalf("%q: word %q is not folded", text, k.Word)
		}
		before = k
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Лазерная обработка", "аб'ём", "激光加工技术", "ＡＢ１", "e\u0301\u0302ﬁ", "\xff\xfe", "ﷺİ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkTokens(t, text) })
}

// Inflected forms that a search must find by each other.
func TestRelated(t *testing.T) {
	for lang, rows := range map[string]string{
		lingua.Russian: `
			лазер лазера лазеру лазером лазеры лазеров лазерами
			лазерный лазерная лазерной лазерные лазерных лазерными
			обработка обработки обработку обработкой обработок
			технология технологии технологий технологиями
			очистка очистки очистку
			институт института институте институты
			исследование исследования исследований исследованиями
			материал материалы материалов материалам
			экран экраны экранов экраном
			сигнал сигналы сигналов
			станок станки станков станка
			установка установок установки
			поток потоки потоков
			план планы планов
			вода воды воду водой`,
		lingua.Belarusian: `
			лазер лазера лазеру лазерам лазеры лазераў лазерамі
			лазерны лазерная лазернай лазерныя лазерных лазернымі лазернага
			апрацоўка апрацоўкі апрацоўку апрацоўкай апрацоўцы апрацовак
			тэхналогія тэхналогіі тэхналогій тэхналогіяй тэхналогіямі тэхналогіях
			інстытут інстытута інстытуце інстытуты інстытутаў
			даследаванне даследавання даследаванні даследаванняў даследаваннямі
			матэрыял матэрыялу матэрыялы матэрыялаў матэрыялам
			вада вады вадзе ваду вадой
			навука навукі навуцы навуку навукай
			горад горадзе горада
			станок станкі станкоў
			рынак рынкі рынку
			беларускі беларуская беларускага беларускай беларускіх
			прадпрыемства прадпрыемствы прадпрыемстваў прадпрыемствам`,
		lingua.English: `
			laser lasers
			process processes processing processed
			technology technologies
			battery batteries
			treatment treatments
			developing developed develops`,
	} {
		for row := range strings.Lines(strings.TrimSpace(rows)) {
			forms := strings.Fields(row)
			for _, f := range forms[1:] {
				a, b := lingua.Fold(forms[0]), lingua.Fold(f)
				if lingua.Stem(a, lang) != lingua.Stem(b, lang) || !lingua.Related(a, b) {
					t.Errorf("%s: %s (%s) and %s (%s) are not related", lang, f, lingua.Stem(b, lang), forms[0], lingua.Stem(a, lang))
				}
			}
		}
	}
}

// Words that a search must keep apart.
func TestUnrelated(t *testing.T) {
	for _, c := range [][2]string{
		{"вода", "воздух"},
		{"лазер", "лампа"},
		{"вада", "вага"},
		{"хімія", "хімера"},
		{"laser", "later"},
		{"激光", "光加"},
		{"5g", "5"},
		{"tio2", "tio"},
		{"сталь", "стол"},
		{"навука", "навіна"},
	} {
		if lingua.Related(c[0], c[1]) {
			t.Errorf("%s and %s are related by %v and %v", c[0], c[1], lingua.Keys(c[0]), lingua.Keys(c[1]))
		}
	}
}

func TestAnalyze(t *testing.T) {
	got := lingua.Analyse("Обработка Lasers", lingua.Russian)
	if len(got) != 2 || got[0].Stem != "обработк" || got[1].Stem != "laser" {
		t.Errorf("%+v", got)
	}
	// A word that both languages could have is stemmed as the text's own.
	const both = "навуковага"
	for _, lang := range []string{lingua.Belarusian, lingua.Russian} {
		if got := lingua.Analyse(both, lang)[0].Stem; got != lingua.Stem(both, lang) {
			t.Errorf("%s: %s", lang, got)
		}
	}
	if lingua.Stem(both, lingua.Belarusian) == lingua.Stem(both, lingua.Russian) {
		t.Error("the example does not tell the languages apart")
	}
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		text, want string
		least      float64
	}{
		{"Лазерная обработка материалов", lingua.Russian, 0.9},
		{"Лазерная апрацоўка матэрыялаў", lingua.Belarusian, 0.9},
		{"Ачыстка сцёкавых вод", lingua.Belarusian, 0.4},
		{"Вытворчасць чыстай вады", lingua.Belarusian, 0.9},
		{"Разработка технологии очистки", lingua.Russian, 0.9},
		{"Laser processing of materials", lingua.English, 0.9},
		{"激光加工技术", lingua.Chinese, 0.99},
		{"机器学习 in der", lingua.Chinese, 0.5},
		{"コンピュータの研究", "und", 0.9},
		{"Їжак і ґанок", "und", 0.9},
		{"Verfahren zur Oberflächenbehandlung für die Industrie", "und", 0.8},
		{"한국어", "und", 0.99},
	} {
		got := lingua.Detect(c.text)
		if len(got) == 0 || got[0].Lang != c.want || got[0].Confidence < c.least {
			t.Errorf("%s: %v, want %s with %v at least", c.text, got, c.want, c.least)
		}
		sum := 0.0
		for _, g := range got {
			sum += g.Confidence
		}
		if sum < 0.999 || sum > 1.001 {
			t.Errorf("%s: the confidences add up to %v", c.text, sum)
		}
		if !slices.IsSortedFunc(got, func(a, b lingua.Guess) int { return int((b.Confidence - a.Confidence) * 1000) }) {
			t.Errorf("%s: not sorted: %v", c.text, got)
		}
	}
	if got := lingua.Detect("12 — !"); got != nil {
		t.Errorf("a text without letters is in %v", got)
	}
}

func TestStop(t *testing.T) {
	for w, want := range map[string]bool{"и": true, "і": true, "the": true, "s": true, "it": false, "лазер": false, "us": false} {
		if lingua.Stop(w) != want {
			t.Errorf("Stop(%q) is %v", w, !want)
		}
	}
}

func BenchmarkTokens(b *testing.B) {
	const text = "Методы лазерной обработки материалов и поверхностей для машиностроения, high power lasers, 激光加工技术"
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		lingua.Tokens(text)
	}
}
