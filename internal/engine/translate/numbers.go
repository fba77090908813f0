package translate

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
)

// A number, by the habits of writing of two families: in Russian and Belarusian
// a space between thousands and a decimal comma (or point), in English and
// Chinese a comma between thousands and a decimal point. A word for thousands or
// millions belongs to the number, as 1.5 млн is 150万.
const scaleWords = `(?i:[ \x{a0}\x{202f}-]?(тыс|тысяч|thousand|万亿|万|百万|亿|млн|миллион|мільён|million|млрд|миллиард|мільярд|billion|трлн|trillion))?`

var (
	slavicNumber = regexp.MustCompile(`(\d{1,3}(?:[ \x{a0}\x{202f}\x{2009}]\d{3})+\b|\d+)((?:[.,]\d+)?)` + scaleWords)
	commaNumber  = regexp.MustCompile(`(\d{1,3}(?:,\d{3})+\b|\d{1,3}(?:[ \x{a0}\x{202f}\x{2009}]\d{3})+\b|\d+)((?:\.\d+)?)` + scaleWords)
	dottedDate   = regexp.MustCompile(`\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b`)
)

var scales = map[string]float64{
	"": 1, "тыс": 1e3, "тысяч": 1e3, "thousand": 1e3, "万": 1e4, "百万": 1e6, "млн": 1e6, "миллион": 1e6, "мільён": 1e6, "million": 1e6,
	"亿": 1e8, "млрд": 1e9, "миллиард": 1e9, "мільярд": 1e9, "billion": 1e9, "万亿": 1e12, "трлн": 1e12, "trillion": 1e12,
}

// numbers lists the values of the numbers in a text of the language, each
// written in one way: "0.5", "1500000".
func numbers(l i18n.Lang, s string) (out []string) {
	re := commaNumber
	if l == i18n.RU || l == i18n.BE {
		re = slavicNumber
	}
	s = dottedDate.ReplaceAllString(digits(s), "$1-$2-$3")
	for _, m := range re.FindAllStringSubmatch(s, -1) {
		whole := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, m[1])
		f, err := strconv.ParseFloat(whole+strings.Replace(m[2], ",", ".", 1), 64)
		if err != nil || len(whole) > 15 {
			out = append(out, whole) // a code rather than a quantity
			continue
		}
		out = append(out, strconv.FormatFloat(f*scales[strings.ToLower(m[3])], 'g', 15, 64))
	}
	return out
}

// digits writes full-width digits, and points between them, as ASCII.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' || r == '．' {
			return r - '０' + '0'
		}
		return r
	}, s)
}

// large tells whether the number is more than a word would be written for.
func large(n string) bool {
	v, err := strconv.Atoi(n)
	return err != nil || v > 12
}
