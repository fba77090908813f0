package catalogue

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// residentHeadings are the headings by which the columns of a list of residents
// are known, folded; a heading that begins with one of them is of the column.
var residentHeadings = []struct {
	column string
	words  []string
}{
	{"name", []string{"name", "organisation", "organization", "company", "resident", "название", "наименование", "организация", "компания", "резидент", "назва", "арганізацыя", "кампанія", "рэзідэнт", "名称", "机构", "企业", "公司", "单位"}},
	{"country", []string{"country", "страна", "краіна", "国家", "国别"}},
	{"national", []string{"унп", "инн", "национальный", "нацыянальны", "national", "registration number", "tax number", "统一社会信用代码", "信用代码", "регистрационный", "рэгістрацыйны"}},
	{"website", []string{"website", "site", "url", "сайт", "адрес сайта", "сайт", "вэб", "网站", "网址"}},
	{"status", []string{"status", "state", "статус", "состояние", "стан", "状态"}},
	{"from", []string{"from", "since", "start", "resident since", "с ", "с даты", "дата включения", "дата регистрации", "начало", "з ", "пачатак", "дата ўключэння", "дата рэгістрацыі", "入园日期", "开始", "起始"}},
	{"to", []string{"to", "until", "end", "по ", "до", "окончание", "дата исключения", "па ", "да", "заканчэнне", "дата выключэння", "结束", "截止", "到期"}},
	{"agreement", []string{"agreement", "contract", "договор", "соглашение", "дагавор", "пагадненне", "协议", "合同"}},
}

func residentColumn(heading string) string {
	h := Fold(heading)
	if h == "" {
		return ""
	}
	best, longest := "", 0
	for _, c := range residentHeadings {
		for _, w := range c.words {
			if trimmed := strings.TrimSpace(w); (h == trimmed || strings.HasPrefix(h, w)) && len(trimmed) > longest {
				best, longest = c.column, len(trimmed)
			}
		}
	}
	return best
}

// readResidents finds the row of headings among the first ten and reads those
// below; ok is false where no column of names is found.
func readResidents(t ResidentTable, home string) (out []ResidentLine, ok bool) {
	for top := range min(10, len(t.Rows)) {
		columns := map[string]int{}
		for i, h := range t.Rows[top] {
			if c := residentColumn(h); c != "" {
				if _, taken := columns[c]; !taken {
					columns[c] = i
				}
			}
		}
		if _, named := columns["name"]; !named {
			continue
		}
		for i, row := range t.Rows[top+1:] {
			if !slices.ContainsFunc(row, func(c string) bool { return strings.TrimSpace(c) != "" }) {
				continue
			}
			x := residentOf(func(column string) string {
				if n, ok := columns[column]; ok && n < len(row) {
					return strings.TrimSpace(row[n])
				}
				return ""
			}, home)
			x.Sheet, x.Row = t.Name, t.Numbers[top+1+i]
			out = append(out, x)
		}
		return out, true
	}
	return nil, false
}

var countryNames = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, t := range vocabulary.Countries.Terms() {
		for _, l := range i18n.All {
			out[Fold(t.In(l))] = t.Code
		}
	}
	return out
})

// countryNamed reads a country by its code or its name in any language of ours.
func countryNamed(s string) (string, bool) {
	if code, ok := vocabulary.ParseCountry(s); ok {
		return code, true
	}
	code, ok := countryNames()[Fold(s)]
	return code, ok
}

var statusWords = map[Residency][]string{
	Applicant: {"applicant", "candidate", "заявитель", "кандидат", "заяўнік", "кандыдат", "申请", "申请中"},
	Current:   {"current", "active", "resident", "действующий", "резидент", "активен", "дзеючы", "рэзідэнт", "在园", "入驻", "现有"},
	Graduated: {"graduated", "graduate", "выпускник", "выпускнік", "выпущен", "выпушчаны", "毕业", "已毕业"},
	Left:      {"left", "former", "excluded", "выбыл", "исключён", "исключен", "бывший", "выбыў", "выключаны", "былы", "离园", "退出", "已退出"},
}

func statusNamed(s string) (Residency, bool) {
	f := Fold(s)
	for _, st := range Residencies {
		if slices.ContainsFunc(statusWords[st], func(w string) bool { return Fold(w) == f }) || string(st) == f {
			return st, true
		}
	}
	return Current, false
}

var dayShapes = []string{time.DateOnly, time.DateTime, "02.01.2006", "2.1.2006", "02/01/2006", "2006/01/02", "2006/1/2", "2006.01.02", "2006年1月2日", "2006"}

var yearMark = regexp.MustCompile(`\s*(г\.|года|год)$`)

// dayNamed reads a day as lists write it, "" for an empty cell; a year alone is
// its first day.
func dayNamed(s string) (string, bool) {
	s = yearMark.ReplaceAllString(strings.TrimSpace(s), "")
	if s == "" {
		return "", true
	}
	for _, shape := range dayShapes {
		if d, err := time.Parse(shape, s); err == nil {
			return d.Format(time.DateOnly), true
		}
	}
	return "", false
}
