package i18n

import (
	"fmt"
	"strings"
	"time"
)

// x/text has no dates, so the few forms that the interface needs stand here,
// after CLDR. Every time is read in the zone it is given in: convert first.

var months = map[Lang][12]string{
	RU: {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
	BE: {"студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня", "кастрычніка", "лістапада", "снежня"},
	EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

var weekdays = map[Lang][7]string{
	RU: {"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
	BE: {"нядзеля", "панядзелак", "аўторак", "серада", "чацвер", "пятніца", "субота"},
	EN: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	ZH: {"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
}

var weekdaysShort = map[Lang][7]string{
	RU: {"вс", "пн", "вт", "ср", "чт", "пт", "сб"},
	BE: {"нд", "пн", "аў", "ср", "чц", "пт", "сб"},
	EN: {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	ZH: {"周日", "周一", "周二", "周三", "周四", "周五", "周六"},
}

// Date writes the day of t with its year: "20 апреля 2027", "20 April 2027",
// "2027年4月20日".
func (l Lang) Date(t time.Time) string {
	if l == ZH {
		return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
	}
	return fmt.Sprintf("%d %s %d", t.Day(), months[l][t.Month()-1], t.Year())
}

// DayMonth writes the day of t without its year: "20 апреля", "4月20日".
func (l Lang) DayMonth(t time.Time) string {
	if l == ZH {
		return fmt.Sprintf("%d月%d日", t.Month(), t.Day())
	}
	return fmt.Sprintf("%d %s", t.Day(), months[l][t.Month()-1])
}

// Dates writes the days from a to b as short as can be: "20–21 апреля 2027",
// "30 April – 2 May 2027", "2027年4月20日至21日".
func (l Lang) Dates(a, b time.Time) string {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	switch {
	case ay == by && am == bm && ad == bd:
		return l.Date(a)
	case ay == by && am == bm && l == ZH:
		return fmt.Sprintf("%s至%d日", l.Date(a), bd)
	case ay == by && am == bm:
		return fmt.Sprintf("%d–%s", ad, l.Date(b))
	case l == ZH && ay == by:
		return l.Date(a) + "至" + l.DayMonth(b)
	case l == ZH:
		return l.Date(a) + "至" + l.Date(b)
	case ay == by:
		return l.DayMonth(a) + " – " + l.Date(b)
	}
	return l.Date(a) + " – " + l.Date(b)
}

// Weekday names the day of the week of t.
func (l Lang) Weekday(t time.Time) string { return weekdays[l][t.Weekday()] }

// WeekdayShort names the day of the week of t in two or three letters.
func (l Lang) WeekdayShort(t time.Time) string { return weekdaysShort[l][t.Weekday()] }

// Day writes weekday, day and month: "вторник, 20 апреля", "4月20日 星期二".
func (l Lang) Day(t time.Time) string {
	if l == ZH {
		return l.DayMonth(t) + " " + l.Weekday(t)
	}
	return l.Weekday(t) + ", " + l.DayMonth(t)
}

// Clock writes the time of day of t on 24 hours: "09:05".
func (l Lang) Clock(t time.Time) string { return t.Format("15:04") }

// DateTime writes day, year and time of day.
func (l Lang) DateTime(t time.Time) string {
	if l == ZH {
		return l.Date(t) + " " + l.Clock(t)
	}
	return l.Date(t) + ", " + l.Clock(t)
}

// zoneCities names the zones whose city the interface can say in each language.
var zoneCities = map[string]map[Lang]string{
	"Europe/Minsk":       {RU: "Минск", BE: "Мінск", EN: "Minsk", ZH: "明斯克"},
	"Europe/Moscow":      {RU: "Москва", BE: "Масква", EN: "Moscow", ZH: "莫斯科"},
	"Europe/Warsaw":      {RU: "Варшава", BE: "Варшава", EN: "Warsaw", ZH: "华沙"},
	"Europe/Berlin":      {RU: "Берлин", BE: "Берлін", EN: "Berlin", ZH: "柏林"},
	"Asia/Almaty":        {RU: "Алматы", BE: "Алматы", EN: "Almaty", ZH: "阿拉木图"},
	"Asia/Tashkent":      {RU: "Ташкент", BE: "Ташкент", EN: "Tashkent", ZH: "塔什干"},
	"Asia/Yekaterinburg": {RU: "Екатеринбург", BE: "Екацярынбург", EN: "Yekaterinburg", ZH: "叶卡捷琳堡"},
	"Asia/Novosibirsk":   {RU: "Новосибирск", BE: "Новасібірск", EN: "Novosibirsk", ZH: "新西伯利亚"},
	"Asia/Vladivostok":   {RU: "Владивосток", BE: "Уладзівасток", EN: "Vladivostok", ZH: "符拉迪沃斯托克"},
	"Asia/Shanghai":      {RU: "Пекин", BE: "Пекін", EN: "Beijing", ZH: "北京"},
	"Asia/Urumqi":        {RU: "Урумчи", BE: "Урумчы", EN: "Ürümqi", ZH: "乌鲁木齐"},
	"Asia/Hong_Kong":     {RU: "Гонконг", BE: "Ганконг", EN: "Hong Kong", ZH: "香港"},
	"UTC":                {RU: "UTC", BE: "UTC", EN: "UTC", ZH: "UTC"},
}

// ZoneCity says the city by which people know an IANA zone: the whole of China
// lives by "Beijing" time. An unlisted zone is said by its last part.
func (l Lang) ZoneCity(zone string) string {
	if c, ok := zoneCities[zone]; ok {
		return c[l]
	}
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}
