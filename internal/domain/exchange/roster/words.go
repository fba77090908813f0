package roster

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/birzha/birzha/internal/base/i18n"
)

var strengths = words(map[Strength]string{
	Must:  "must|required|mandatory|обязательно|должен|обязательная|必须|必见|абавязкова|павінен|абавязковая",
	Would: "would|would like|wish|wanted|normal|желательно|хотел бы|желательная|обычная|希望|愿意|一般|жадана|пажадана|хацеў бы|жаданая|пажаданая|звычайная",
	No:    "no|never|not|avoid|нет|никогда|исключить|избегать|не надо|不|不见|否|回避|не|ніколі|выключыць|пазбягаць",
})

var partsOfDay = words(map[Part]string{
	AnyTime:   "any|any time|all day|любое|любая|весь день|任何|任意|全天|不限|любы|любая|увесь дзень",
	Morning:   "morning|am|before noon|утро|до обеда|до полудня|первая половина дня|上午|раніца|да абеду|да паўдня|першая палова дня",
	Afternoon: "afternoon|pm|after noon|день|после обеда|после полудня|вторая половина дня|下午|пасля абеду|пасля паўдня|другая палова дня",
})

var formats = words(map[bool]string{
	true:  "online|remote|virtual|yes|true|1|онлайн|дистанционно|удалённо|по видео|да|线上|在线|远程|视频|是|анлайн|дыстанцыйна|аддалена|так",
	false: "onsite|on site|in person|offline|no|false|0|очно|офлайн|лично|на месте|нет|线下|现场|否|вочна|афлайн|асабіста|на месцы|не",
})

var yesNo = words(map[bool]string{
	true:  "yes|true|1|y|needed|да|нужен|есть|是|需要|有|так|патрэбны|ёсць",
	false: "no|false|0|n|not needed|нет|не нужен|否|不需要|无|не|не патрэбны",
})

var presences = words(map[bool]string{
	true:  "available|free|yes|доступен|свободен|может|да|可用|有空|是|даступны|вольны|можа|так",
	false: "unavailable|busy|away|no|closed|недоступен|занят|не может|нет|закрыто|закрыт|不可用|没空|忙|否|关闭|недаступны|заняты|не можа|не|закрыта|зачынена",
})

// countryNames are names in use beside those of CLDR.
var countryNames = words(map[string]string{
	"BY": "РБ|Республика Беларусь|Белоруссия|Рэспубліка Беларусь|Republic of Belarus|Belorussia|Byelorussia|白俄罗斯共和国",
	"CN": "КНР|Китайская Народная Республика|Кітайская Народная Рэспубліка|PRC|P.R. China|PR China|People's Republic of China|Mainland China|中国大陆|中华人民共和国|中华",
	"RU": "РФ|Российская Федерация|Расійская Федэрацыя|Расія|Russian Federation|俄国|俄罗斯联邦|俄",
	"US": "США|USA|U.S.A.|United States of America|America|ЗША|美国|美利坚合众国",
	"GB": "UK|U.K.|Great Britain|England|Англия|Англія|Великобритания|Вялікабрытанія|英国",
	"KZ": "Республика Казахстан|РК|Рэспубліка Казахстан|哈萨克",
	"HK": "Hong Kong|Гонконг|Ганконг|香港|中国香港",
	"MO": "Macao|Macau|Макао|Макаа|澳门|中国澳门",
	"TW": "Taiwan|Тайвань|台湾|中国台湾",
	"KR": "South Korea|Korea|Республика Корея|Южная Корея|Паўднёвая Карэя|韩国",
	"AE": "UAE|ОАЭ|ААЭ|阿联酋",
	"VN": "Viet Nam|Вьетнам|В'етнам|越南",
	"CZ": "Czech Republic|Czechia|Чешская Республика|Чэхія|捷克共和国",
})

var languageNames = words(map[string]string{
	"zh": "mandarin|chinese mandarin|putonghua|китайский мандаринский|путунхуа|普通话|国语|华语|汉语|кітайская мандарынская",
	"en": "англ|англійская",
	"ru": "рус|руская",
	"be": "бел|белорусский|беларуская",
})

var zoneNames = words(map[string]string{
	"Europe/Minsk":  "Minsk time|минское время|мінскі час|明斯克时间",
	"Europe/Moscow": "Moscow time|MSK|московское время|маскоўскі час|莫斯科时间",
	"Asia/Shanghai": "Beijing time|China standard time|Shanghai|Changchun|пекинское время|Шанхай|Чанчунь|пекінскі час|Чанчунь|北京时间|中国标准时间|上海|长春",
	"UTC":           "Z|GMT|Etc/UTC|всемирное время|世界时|协调世界时",
})

// dictionaries of CLDR are large: built when first asked.
var dictionaries = sync.OnceValues(func() (countries, languages map[string]string) {
	countries, languages = map[string]string{}, map[string]string{}
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for _, a := range letters {
		for _, b := range letters {
			code := string(a) + string(b)
			region, errRegion := language.ParseRegion(code)
			base, errBase := language.ParseBase(strings.ToLower(code))
			for _, l := range i18n.All {
				if errRegion == nil && region.IsCountry() && region.String() == code {
					add(countries, display.Regions(l.Tag()).Name(region), code)
					add(countries, code, code)
					add(countries, region.ISO3(), code)
				}
				if errBase == nil && base.String() == strings.ToLower(code) {
					name := display.Languages(l.Tag()).Name(base)
					add(languages, name, base.String())
					add(languages, name+" язык", base.String())
					add(languages, name+" мова", base.String())
					add(languages, name+" language", base.String())
					add(languages, base.ISO3(), base.String())
					add(languages, code, base.String())
				}
			}
		}
	}
	addAll(countries, countryNames)
	addAll(languages, languageNames)
	return countries, languages
})

var zones = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, zone := range []string{"Europe/Minsk", "Europe/Moscow", "Europe/Warsaw", "Europe/Berlin", "Asia/Almaty", "Asia/Tashkent", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Asia/Vladivostok", "Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "UTC"} {
		for _, l := range i18n.All {
			add(out, l.ZoneCity(zone), zone)
		}
	}
	addAll(out, zoneNames)
	return out
})

func add(m map[string]string, name, code string) {
	if name = fold(name); name != "" {
		m[name] = code
	}
}

func addAll(m map[string]string, names map[string][]string) {
	for code, list := range names {
		for _, w := range list {
			m[w] = code
		}
	}
}

// countryOf gives the ISO 3166-1 alpha-2 code of a code or name in any of the
// four languages, "" for none.
func countryOf(s string) string {
	countries, _ := dictionaries()
	return countries[fold(s)]
}

var levels = map[string]string{
	"a1": "A1", "a2": "A2", "b1": "B1", "b2": "B2", "c1": "C1", "c2": "C2",
	"native": "native", "mothertongue": "native", "родной": "native", "родная": "native", "母语": "native",
}

// languageOf reads a language by code or name, with a level beside it or not:
// "English C1", "английский (B2)", "中文 母语".
func languageOf(s string) (Language, bool) {
	_, languages := dictionaries()
	if code, ok := languages[strings.TrimSuffix(strings.TrimSuffix(fold(s), "语言"), "文字")]; ok {
		return Language{Lang: code}, true
	}
	if tag, err := language.Parse(strings.TrimSpace(s)); err == nil && len(s) > 2 && strings.Contains(s, "-") {
		base, _ := tag.Base()
		return Language{Lang: base.String()}, true
	}
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ()（）:-–—/", r) })
	level := ""
	var rest []string
	for _, w := range fields {
		if l, ok := levels[fold(w)]; ok {
			level = l
		} else {
			rest = append(rest, w)
		}
	}
	code, ok := languages[fold(strings.Join(rest, ""))]
	return Language{code, level}, ok && level != ""
}

// zoneOf gives the IANA name of a zone by its name, its city in any of the four
// languages, or its distance from UTC in hours; "" for none.
func zoneOf(s string) string {
	s = strings.TrimSpace(s)
	if zone, ok := zones()[fold(s)]; ok && !strings.ContainsAny(s, "+-/") {
		return zone
	}
	if strings.Contains(s, "/") || s == "UTC" {
		if _, err := time.LoadLocation(s); err == nil {
			return s
		}
	}
	if loc := offsetOf(s); loc != nil {
		_, seconds := time.Unix(0, 0).In(loc).Zone()
		hours := seconds / 3600
		switch {
		case seconds%3600 != 0 || hours > 14 || hours < -12:
			return ""
		case hours == 0:
			return "UTC"
		case hours > 0:
			return "Etc/GMT-" + itoa(hours) // the sign of these names is turned round
		}
		return "Etc/GMT+" + itoa(-hours)
	}
	return ""
}
