package pdf

import (
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

func at(day, hour, minute int) time.Time {
	return time.Date(2027, 4, day, hour, minute, 0, 0, time.UTC)
}

// sampleTexts are the words of the sample in one language. All people are invented.
type sampleTexts struct {
	event, place, by, cn, organiserBY, organiserCN string
	opening, hall, optics, sensors, note, table    string
	languages                                      []string
	institute, university, academy, company        string
}

var samples = map[i18n.Lang]sampleTexts{
	i18n.RU: {
		"Синергия инноваций: белорусско-китайская биржа сотрудничества в науке и технологиях", "Минск — Чанчунь, онлайн", "Беларусь", "Китай",
		"Белорусский государственный центр научно-технического сотрудничества", "Научно-технический центр провинции Цзилинь",
		"Открытие и круглый стол «Взаимодействие бизнеса и науки как фактор роста»", "Большой зал", "Лазерная обработка тугоплавких сплавов для авиационных двигателей",
		"Волоконно-оптические датчики для высокотемпературных электропечей", "Возьмите с собой образцы и протокол испытаний.", "Стол 12",
		[]string{"русский", "китайский"},
		"Институт точной механики", "Чанчуньский университет оптики", "Академия новых материалов", "ООО «Озёрные лазеры»",
	},
	i18n.BE: {
		"Сінергія інавацый: беларуска-кітайская біржа супрацоўніцтва ў навуцы і тэхналогіях", "Мінск — Чанчунь, анлайн", "Беларусь", "Кітай",
		"Беларускі дзяржаўны цэнтр навукова-тэхнічнага супрацоўніцтва", "Навукова-тэхнічны цэнтр правінцыі Цзілінь",
		"Адкрыццё і круглы стол «Узаемадзеянне бізнесу і навукі як чыннік росту»", "Вялікая зала", "Лазерная апрацоўка тугаплаўкіх сплаваў для авіяцыйных рухавікоў",
		"Валаконна-аптычныя датчыкі для высокатэмпературных электрапечаў", "Вазьміце з сабой узоры і пратакол выпрабаванняў.", "Стол 12",
		[]string{"беларуская", "кітайская"},
		"Інстытут дакладнай механікі", "Чанчуньскі ўніверсітэт оптыкі", "Акадэмія новых матэрыялаў", "ТАА «Азёрныя лазеры»",
	},
	i18n.EN: {
		"Synergy of Innovations: a Belarusian and Chinese exchange for cooperation in science and technology", "Minsk — Changchun, online", "Belarus", "China",
		"Belarusian State Centre for Science and Technology Cooperation", "Jilin Centre for Science and Technology",
		"Opening and round table “Interaction between business and science as a growth factor”", "Main hall", "Laser processing of refractory alloys for aircraft engines",
		"Fibre-optic sensors for high-temperature electric furnaces", "Bring samples and the test report.", "Table 12",
		[]string{"English", "Chinese"},
		"Institute of Precision Mechanics", "Changchun University of Optics", "Academy of New Materials", "Lakeland Lasers Ltd",
	},
	i18n.ZH: {
		"创新协同：白俄罗斯—中国科技合作交流会", "明斯克—长春，线上", "白俄罗斯", "中国",
		"白俄罗斯国家科技合作中心", "吉林省科学技术中心",
		"开幕式暨圆桌会议“产学互动是增长的动力”", "主会场", "面向航空发动机的难熔合金激光加工",
		"用于高温电炉的光纤传感器，可在强电磁干扰下长期稳定工作，并支持远程校准（含现场培训）。", "请携带样品和检测报告。", "12号桌",
		[]string{"中文", "俄语"},
		"精密机械研究所", "长春光学大学", "新材料科学院", "湖区激光有限公司",
	},
}

func sampleEvent(t sampleTexts) Event {
	return Event{
		Title: t.event, Start: at(20, 6, 0), End: at(21, 10, 0), Place: t.place,
		CoOrganisers: []Organiser{{t.organiserBY, 0}, {t.organiserCN, 1}},
	}
}

func sampleItems(t sampleTexts) []Item {
	liu := Person{"刘晨曦", "Liu Chenxi", t.university, t.cn, 1}
	tu := Person{"涂玥堃", "Tu Yuekun", t.academy, t.cn, 1}
	bel := Person{"Іван Ёўчык", "Ivan Yowchyk", t.company, t.by, 0}
	return []Item{
		{Start: at(20, 6, 0), End: at(20, 6, 45), Kind: Session, Subject: t.opening, Place: t.hall, Online: true, Languages: t.languages, Interpreted: true},
		{Start: at(20, 7, 0), End: at(20, 7, 30), With: []Person{liu}, Subject: t.optics, Online: true, URL: "https://birzha.example/r/7fq2-opt", Languages: t.languages, Interpreter: "Алеся Вярба", Note: t.note},
		{Start: at(20, 7, 30), End: at(20, 8, 0), With: []Person{tu, bel}, Subject: t.sensors, Place: t.table, Languages: t.languages},
		{Start: at(20, 9, 30), End: at(20, 10, 0), With: []Person{bel}, Subject: t.optics, Place: t.table, Cancelled: true},
		{Start: at(21, 7, 0), End: at(21, 7, 30), With: []Person{tu}, Subject: t.sensors, Online: true, Languages: t.languages[1:]},
		{Start: at(21, 17, 0), End: at(21, 17, 30), With: []Person{liu}, Subject: t.sensors, Online: true, Languages: t.languages[1:]},
	}
}

func sampleAgenda(l i18n.Lang) Agenda {
	t := samples[l]
	return Agenda{
		Event: sampleEvent(t), Person: Person{"Вольга Усходняя", "Volha Uskhodniaya", t.institute, t.by, 0},
		Zone: "Europe/Minsk", PartnerZone: "Asia/Shanghai", Items: sampleItems(t), Version: "3",
		FeedURL: "https://birzha.example/feed/0192f0c1-7a3e-7c55-9b1e-6f1d2c3b4a59.ics", GeneratedAt: at(14, 9, 5),
	}
}

// samplePlan repeats the meetings over many tables, with everybody named.
func samplePlan(l i18n.Lang) Plan {
	t := samples[l]
	a := sampleAgenda(l)
	var items []Item
	for _, it := range sampleItems(t) {
		n := 1
		if it.Kind == Meeting {
			n = 6
			it.With = append([]Person{a.Person}, it.With...)
		}
		for range n {
			items = append(items, it)
		}
	}
	return Plan{Event: a.Event, Zone: a.Zone, PartnerZone: a.PartnerZone, Items: items, Version: "3", Provisional: true, GeneratedAt: a.GeneratedAt}
}
