package translate

import (
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
)

func TestPlausible(t *testing.T) {
	const (
		ru, en, zh, be = i18n.RU, i18n.EN, i18n.ZH, i18n.BE
		doubtful       = "translation.doubtful"
		numbers        = "translation.numbers"
		long           = "Институт предлагает лазерный датчик для контроля поверхности в машиностроении."
	)
	for _, c := range []struct {
		from, to i18n.Lang
		in, out  string
		key      string
	}{
		{ru, en, "Точность 0,5 мкм, ресурс 10 000 ч", "Accuracy 0.5 µm, life 10,000 h", ""},
		{ru, en, "Точность 0,5 мкм", "Accuracy 5 µm", numbers},
		{ru, en, "Точность 0,5 мкм", "High accuracy", numbers},
		{ru, en, "Высокая точность", "Accuracy 99.9%", numbers},
		{ru, zh, "TRL 7", "TRL 3", numbers},
		{ru, zh, "TRL 7", "TRL 7", ""},
		{ru, en, "3 лаборатории и 15 сотрудников", "Three laboratories and 15 employees", ""},
		{ru, zh, "Три лаборатории", "3个实验室", ""},
		{ru, zh, "20 апреля 2027 года", "2027年4月20日", ""},
		{ru, zh, "20.04.2027", "2027年4月20日", ""},
		{ru, zh, "21 апреля 2027 года", "2027年4月20日", numbers},
		{ru, zh, "1,5 млн юаней", "150万元", ""},
		{ru, zh, "1,5 млн юаней", "1500万元", numbers},
		{zh, en, "2.5亿元", "250 million yuan", ""},
		{zh, en, "１２０℃以下", "below 120 °C", ""},
		{en, ru, "1,200 units", "1 200 единиц", ""},
		{en, ru, "1,200 units", "1\u00a0200 единиц", ""},
		{en, ru, "1,200 units", "1,200 единиц", numbers},
		{en, ru, "2, 2 and 40", "2 и 40", ""}, // a small one may become a word
		{en, ru, "Call +375 17 284-12-34", "Звоните: +375 17 284-12-34", ""},
		{ru, en, "Сталь", "", doubtful},
		{ru, en, "Сталь", " \n ", doubtful},
		{ru, en, "Сталь", strings.Repeat("Steel is an alloy. ", 20), doubtful},
		{ru, en, long + long, "HACKED", doubtful},
		{ru, en, long, "The institute offers a laser sensor for surface inspection in mechanical engineering.", ""},
		{ru, zh, long, "研究所提供用于机械制造表面检测的激光传感器。", ""},
		{ru, be, long, "Інстытут прапануе лазерны датчык для кантролю паверхні ў машынабудаванні.", ""},
		{ru, be, long, "Институт предлагает датчик лазерный для контроля поверхности в машиностроении.", doubtful},
		{ru, be, long, long, doubtful},
		{ru, en, long, long, doubtful},
		{en, ru, "The institute offers a laser sensor for surface inspection in mechanical engineering plants.", "The institute offers a laser sensor for surface inspection in mechanical engineering plants.", doubtful},
		{en, ru, "Carl Example Microscopy GmbH", "Carl Example Microscopy GmbH", ""},
		{ru, en, "Сталь\nЗавод", "Steel, plant", doubtful},
		{ru, en, "Пишите на lab@example.org", "Write to lab@example.org", ""},
		{ru, en, "Пишите на lab@example.org", "Write to lab@example.com", doubtful},
		{ru, en, "Пишите в лабораторию", "See https://evil.example/pay", doubtful},
	} {
		err := plausible(pair{from: c.from, to: c.to}, c.in, c.out)
		switch {
		case c.key == "" && err != nil:
			t.Errorf("%q as %q: %v", c.in, c.out, err)
		case c.key != "" && err == nil:
			t.Errorf("%q as %q was believed", c.in, c.out)
		case c.key != "":
			wantFault(t, err, fault.Unavailable, c.key)
		}
	}
}

func TestClean(t *testing.T) {
	if got := clean("\x00 a\r\nb\x07\tc\u0085 \n"); got != "a\nb\tc" {
		t.Errorf("%q", got)
	}
}
