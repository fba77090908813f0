package i18n

import (
	"regexp"
	"strings"
	"testing"
)

// terms are words that stay in Latin letters in every language.
var terms = regexp.MustCompile(`birzha|iCalendar|https?|[A-Za-z]?\.(xlsx|csv|json|pdf|ics)|\b(PDF|XLSX|CSV|JSON|ICS|UTC|TRL|UTF-8|ZIP|API|QR|Excel|ORCID|ROR|URL|passkey|Enter|Tab|Esc|Shift|Ctrl|Alt|Space|RSS|SHA-256|ID)\b`)

// faultOf is a rule of typesetting or spelling that a text can break.
type faultOf struct {
	langs []Lang // nil for all
	re    *regexp.Regexp
	says  string
}

var spelling = []faultOf{
	{nil, regexp.MustCompile(`^\s|\s$`), "space at the edge"},
	{nil, regexp.MustCompile(`[ \x{a0}]{2}`), "double space"},
	{nil, regexp.MustCompile(`"`), "straight quotes: use «», “”"},
	{nil, regexp.MustCompile(`\p{L}'`), "straight apostrophe: use ’"},
	{nil, regexp.MustCompile(`\.\.\.`), "three dots: use …"},
	{nil, regexp.MustCompile(` - |--(?:[^a-z]|$)`), "hyphen for a dash: use – or —"},
	{[]Lang{RU, EN, BE}, regexp.MustCompile(` [,;:!?.](\s|$)`), "space before punctuation"},
	{[]Lang{RU, EN, BE}, regexp.MustCompile(`\p{Han}|[，。；：！？（）、]`), "Chinese in a text of another language"},
	{[]Lang{EN, ZH}, regexp.MustCompile(`\p{Cyrillic}`), "Cyrillic in a text of another language"},
	{[]Lang{RU, BE}, regexp.MustCompile(`[A-Za-z]\p{Cyrillic}|\p{Cyrillic}[A-Za-z]`), "Latin and Cyrillic letters in one word"},
	{[]Lang{RU, BE}, regexp.MustCompile(`“|”`), "quotes of another language: use «»"},
	{[]Lang{RU}, regexp.MustCompile(`[іўІЎ]`), "Belarusian letter in a Russian text"},
	{[]Lang{BE}, regexp.MustCompile(`[ищъИЩЪ]`), "Russian letter in a Belarusian text"},
	{[]Lang{BE}, regexp.MustCompile(`(?i:[аеёіоуыэюя]) у([ \p{Cyrillic}])`), "у after a vowel: write ў"},
	{[]Lang{BE}, regexp.MustCompile(`[ «]Ў\p{Ll}`), "a name begins with Ў: write У"},
	{[]Lang{BE}, regexp.MustCompile(`(?i)[бвгджзйклмнпрстўфхцчшь] ў`), "ў after a consonant: write у"},
	{[]Lang{BE}, regexp.MustCompile(`(^|[.,:;!?…–—] ?)[ўЎ]`), "ў after a pause: write у"},
	{[]Lang{ZH}, regexp.MustCompile(`[\p{Han}}][,;!?]|[\p{Han}}][:.](\s|$)|\p{Han}[:(]|\)\p{Han}`), "half-width punctuation after Chinese"},
	{[]Lang{ZH}, regexp.MustCompile(`\p{Han} \p{Han}`), "space between Chinese characters"},
	{[]Lang{ZH}, regexp.MustCompile(`«|»`), "quotes of another language: use “”"},
	{[]Lang{ZH}, regexp.MustCompile(`[們個來時會議開關與語國際體這進過還對導無書買賣讓請選擇組織專員應麼為從當點將給參號資訊頁檔錄證]`), "traditional character"},
}

var script = map[Lang]*regexp.Regexp{
	RU: regexp.MustCompile(`\p{Cyrillic}`),
	BE: regexp.MustCompile(`\p{Cyrillic}`),
	EN: regexp.MustCompile(`[A-Za-z]`),
	ZH: regexp.MustCompile(`\p{Han}`),
}

// faultsOf lists what is wrong with a text of the language.
func faultsOf(l Lang, s string) (out []string) {
	for _, f := range spelling {
		if f.langs != nil && !strings.Contains(join(f.langs), string(l)+" ") {
			continue
		}
		if m := f.re.FindString(s); m != "" {
			out = append(out, f.says+": "+m)
		}
	}
	words := terms.ReplaceAllString(placeholder.ReplaceAllString(s, ""), "")
	if regexp.MustCompile(`\p{L}`).MatchString(words) && !script[l].MatchString(words) {
		out = append(out, "not in the letters of its language")
	}
	return out
}

func join(ls []Lang) string {
	var b strings.Builder
	for _, l := range ls {
		b.WriteString(string(l) + " ")
	}
	return b.String()
}

// short are English abbreviations whose point ends no sentence.
var short = regexp.MustCompile(`\b(No|e\.g|min|max)\.$`)

// ends pairs the last marks of a sentence with their Chinese forms.
var ends = map[string]string{".": "。", "?": "？", "!": "！", ":": "：", "…": "…"}

func lastMark(l Lang, s string) string {
	if short.MatchString(s) {
		return ""
	}
	for mark, zh := range ends {
		if l == ZH {
			mark, zh = zh, mark
		}
		if strings.HasSuffix(s, mark) {
			if l == ZH {
				return zh
			}
			return mark
		}
	}
	return ""
}

// TestQuality reads every text as a corrector would.
func TestQuality(t *testing.T) {
	for _, l := range All {
		for key, e := range catalog[l] {
			for form, s := range e {
				for _, f := range faultsOf(l, s) {
					t.Errorf("%s %s %s: %s\n\t%s", l, key, form, f, s)
				}
				want := lastMark(EN, catalog[EN][key].any())
				if got := lastMark(l, s); got != want {
					t.Errorf("%s %s %s: ends with %q, the English with %q\n\t%s", l, key, form, got, want, s)
				}
			}
		}
	}
}

// any returns some form of the message.
func (e entry) any() string {
	if s, ok := e[""]; ok {
		return s
	}
	return e["other"]
}

// TestPlantedTexts sees each rule of TestQuality fire, and spare what is right.
func TestPlantedTexts(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		text string
		bad  bool
	}{
		{RU, "Скачать PDF", false},
		{RU, "PDF", false},
		{RU, "{a} – {b}", false},
		{RU, "Файл {name}.xlsx «как есть»", false},
		{RU, "Download", true},
		{RU, "Дзень, ці ноч", true},
		{RU, "Два  пробела", true},
		{RU, `Слово "в кавычках"`, true},
		{RU, "Слово “в кавычках”", true},
		{RU, "Вcтреча", true}, // Latin c
		{RU, "Встреча - разговор", true},
		{RU, "Подождите...", true},
		{RU, "Кто здесь ?", true},
		{RU, "Край ", true},
		{BE, "Яна была ў Мінску і ва ўніверсітэце", false},
		{BE, "Удзел у сустрэчы, у нас", false},
		{BE, "Аб’ект", false},
		{BE, "Аб'ект", true},
		{BE, "Яна была у Мінску", true},
		{BE, "Ён быў ў Мінску", true},
		{BE, "Так, ў нас", true},
		{BE, "Янка Узорны", false},
		{BE, "Янка Ўзорны", true},
		{BE, "Встреча и событие", true},
		{EN, "The plan is ready. It’s yours.", false},
		{EN, "The plan isn't ready", true},
		{EN, "Встреча", true},
		{EN, "明天", true},
		{ZH, "下载 PDF", false},
		{ZH, "“合作”项目，2027年。", false},
		{ZH, "文件 {name}.xlsx", false},
		{ZH, "会议,明天", true},
		{ZH, "{name}, 明天", true},
		{ZH, "会议(线上)", true},
		{ZH, "会 议", true},
		{ZH, "會議", true},
		{ZH, "Meeting", true},
		{ZH, "«合作»", true},
	} {
		if got := faultsOf(c.lang, c.text); (len(got) > 0) != c.bad {
			t.Errorf("%s %q: %v", c.lang, c.text, got)
		}
	}
}
