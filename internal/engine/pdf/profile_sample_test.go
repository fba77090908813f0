package pdf

import (
	"bytes"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

// profileTexts are the words of a sample profile in one language. All of it is
// invented.
type profileTexts struct {
	kind, title, summary, description, advantages, role string
	region, stage, ipr, price, evidence                 string
	partnerships, partners, areas, keywords, targets    []string
	sdgs                                                []string
}

var profiles = map[i18n.Lang]profileTexts{
	i18n.RU: {
		kind: "Технологическое предложение", title: "Волоконно-оптические датчики температуры для высокотемпературных электропечей: предлагается совместная доработка и поставка",
		summary:     "Белорусский институт точной механики предлагает волоконно-оптические датчики, которые измеряют температуру до 1 650 °C в условиях сильных электромагнитных помех. Погрешность втрое ниже, чем у термопар, межповерочный интервал — пять лет. Ищется производитель печей в Китае для совместной доработки и последующей поставки.",
		description: "Термопары в электропечах теряют точность за несколько месяцев: сильное электромагнитное поле и агрессивная атмосфера разрушают чувствительный элемент, а каждая замена означает остановку производства.\n\nИнститут разработал датчик на сапфировом волокне с нанесённой брэгговской решёткой. Высокотемпературостойкое электроизоляционное покрытие защищает волокно от паров металла; сигнал передаётся светом, поэтому электромагнитные помехи не влияют на результат.\n\nДатчик испытан на трёх печах индукционного нагрева в Минске и Жодино. Предлагается приспособить конструкцию к печам партнёра, провести совместные испытания и наладить поставку.",
		advantages:  "Погрешность ±1,5 °C против ±5 °C у термопар типа B. Пять лет без поверки против шести месяцев. Стоимость владения ниже на 40 % за счёт отсутствия остановок.",
		role:        "Производитель промышленных электропечей, готовый предоставить печь для испытаний, участвовать в доработке крепления и затем закупать датчики или производить их по лицензии.",
		region:      "Минск", stage: "Готово к демонстрации", ipr: "Охранный документ выдан", price: "По договорённости", evidence: "Протоколы испытаний на трёх печах",
		partnerships: []string{"Договор о сотрудничестве в НИОКР", "Коммерческое соглашение с технической поддержкой"}, partners: []string{"Крупная компания", "МСП, 50–249 работников"},
		areas: []string{"Точное машиностроение", "Энергосбережение"}, keywords: []string{"волоконная оптика", "датчики температуры", "высокотемпературные процессы"}, targets: []string{"Китай", "провинция Цзилинь"},
		sdgs: []string{"9. Индустриализация, инновации и инфраструктура"},
	},
	i18n.BE: {
		kind: "Тэхналагічная прапанова", title: "Валаконна-аптычныя датчыкі тэмпературы для высокатэмпературных электрапечаў: прапануецца сумесная дапрацоўка і пастаўка",
		summary:     "Беларускі інстытут дакладнай механікі прапануе валаконна-аптычныя датчыкі, якія вымяраюць тэмпературу да 1 650 °C ва ўмовах моцных электрамагнітных перашкод. Хібнасць утрая меншая, чым у тэрмапар, паверка — раз на пяць гадоў. Патрэбны вытворца печаў у Кітаі.",
		description: "Тэрмапары ў электрапечах губляюць дакладнасць за некалькі месяцаў: моцнае электрамагнітнае поле і агрэсіўная атмасфера руйнуюць адчувальны элемент, а кожная замена азначае прыпынак вытворчасці.\n\nІнстытут распрацаваў датчык на сапфіравым валакне з нанесенай брэгаўскай рашоткай. Ахоўнае пакрыццё засцерагае валакно ад пароў металу; сігнал перадаецца святлом, таму перашкоды не ўплываюць на вынік.",
		advantages:  "Хібнасць ±1,5 °C супраць ±5 °C у тэрмапар тыпу B. Пяць гадоў без паверкі супраць шасці месяцаў.",
		role:        "Вытворца прамысловых электрапечаў, гатовы даць печ для выпрабаванняў і затым купляць датчыкі або вырабляць іх паводле ліцэнзіі.",
		region:      "Мінск", stage: "Гатова да дэманстрацыі", ipr: "Ахоўны дакумент выдадзены", price: "Па дамоўленасці", evidence: "Пратаколы выпрабаванняў на трох печах",
		partnerships: []string{"Дагавор аб супрацоўніцтве ў НДВКР", "Камерцыйнае пагадненне з тэхнічнай падтрымкай"}, partners: []string{"Вялікая кампанія", "МСП, 50–249 работнікаў"},
		areas: []string{"Дакладнае машынабудаванне", "Энергазберажэнне"}, keywords: []string{"валаконная оптыка", "датчыкі тэмпературы"}, targets: []string{"Кітай", "правінцыя Цзілінь"},
		sdgs: []string{"9. Індустрыялізацыя, інавацыі і інфраструктура"},
	},
	i18n.EN: {
		kind: "Technology offer", title: "Fibre-optic temperature sensors for high-temperature electric furnaces: joint adaptation and supply offered by a Belarusian institute",
		summary:     "A Belarusian institute of precision mechanics offers fibre-optic sensors that measure up to 1,650 °C in strong electromagnetic fields. The error is a third of a thermocouple’s and calibration is due only every five years. A furnace maker in China is sought for joint adaptation and later supply.",
		description: "Thermocouples in electric furnaces lose their accuracy within months: the strong field and the aggressive atmosphere destroy the sensing element, and every replacement stops production.\n\nThe institute has developed a sensor on sapphire fibre with an inscribed Bragg grating. A heat-resistant coating protects the fibre from metal vapour; the signal is light, so electromagnetic interference does not matter.\n\nThe sensor has been tested in three induction furnaces in Minsk and Zhodzina. It can be fitted to the partner’s furnaces, tested jointly and supplied.",
		advantages:  "Error ±1.5 °C against ±5 °C of type B thermocouples. Five years without calibration against six months. Cost of ownership 40% lower, since there are no stops.",
		role:        "A maker of industrial electric furnaces who can provide a furnace for tests, takes part in adapting the mount, and then buys the sensors or makes them under licence.",
		region:      "Minsk", stage: "Available for demonstration", ipr: "IPR granted", price: "Negotiable", evidence: "Test reports from three furnaces",
		partnerships: []string{"Research and development cooperation agreement", "Commercial agreement with technical assistance"}, partners: []string{"Big company", "SME, 50–249 staff"},
		areas: []string{"Precision engineering", "Energy saving"}, keywords: []string{"fibre optics", "temperature sensors", "high-temperature processes"}, targets: []string{"China", "Jilin"},
		sdgs: []string{"9. Industry, innovation and infrastructure"},
	},
	i18n.ZH: {
		kind: "技术供给", title: "用于高温电炉的光纤温度传感器：寻求联合改进与供货合作",
		summary:     "白俄罗斯精密机械研究所提供可在强电磁干扰下测量高达1650 °C温度的光纤传感器，误差仅为热电偶的三分之一，校准周期长达五年。现寻求中国电炉制造商开展联合改进并后续供货。",
		description: "电炉中的热电偶数月内便会失去精度：强电磁场和腐蚀性气氛会破坏敏感元件，而每次更换都意味着停产。\n\n研究所开发了基于蓝宝石光纤、刻有布拉格光栅的传感器。耐高温涂层可保护光纤免受金属蒸气侵蚀；信号以光的形式传输，因此不受电磁干扰（EMI）影响。\n\n该传感器已在明斯克和若季诺的三台感应电炉上完成测试，可根据合作方电炉进行适配、联合试验并供货。",
		advantages:  "误差为±1.5 °C，而B型热电偶为±5 °C；五年免校准，而热电偶仅六个月；由于无需停产，总拥有成本降低40%。",
		role:        "能够提供试验用炉、参与安装结构改进，并在此后采购传感器或获许可生产的工业电炉制造商。",
		region:      "明斯克", stage: "可演示", ipr: "已授权", price: "面议", evidence: "三台电炉的测试报告",
		partnerships: []string{"研发合作协议", "附技术支持的商业协议"}, partners: []string{"大型企业", "中小企业（50～249人）"},
		areas: []string{"精密工程", "节能"}, keywords: []string{"光纤", "温度传感器", "高温工艺"}, targets: []string{"中国", "吉林省"},
		sdgs: []string{"9. 产业、创新和基础设施"},
	},
}

func sampleProfile(l i18n.Lang) Profile {
	t, s := profiles[l], samples[l]
	say := func(words string) Text { return Text{Words: words, Lang: l, Machine: l == i18n.ZH} }
	return Profile{
		Reference: "TOBY20270414003", Type: t.kind, Organisation: s.institute, Country: s.by, Region: t.region, Side: 0,
		Title: say(t.title), Summary: say(t.summary), Description: say(t.description), Advantages: say(t.advantages), PartnerRole: say(t.role),
		TRL: 6, TRLTarget: 8, Stage: t.stage, StageNote: say(t.evidence), IPR: t.ipr, Price: t.price,
		Partnerships: t.partnerships, Partners: t.partners, Areas: t.areas, Keywords: t.keywords, Targets: t.targets, SDGs: t.sdgs,
		Codes: []string{"FORD 2.2", "ГРНТИ 59.31", "IPC G01K 11/32"}, Published: at(14, 9, 0), ValidUntil: at(14, 9, 0).AddDate(1, 0, 0),
		Contact: Contact{Centre: s.organiserBY, Person: "Вольга Усходняя", Email: "volha@example.org", Phone: "+375 17 000-00-00", Via: true},
		URL:     "https://birzha.example/o/TOBY20270414003?lang=" + string(l),
	}
}

// long is the sample with texts of the full length that the fields allow, or
// a part of it: Chinese says the same in a third of the letters.
func long(p Profile, part int) Profile {
	grow := func(t *Text, n int) {
		r := []rune(strings.Repeat(t.Words+"\n", n/len([]rune(t.Words))+1))
		t.Words = string(r[:n])
	}
	grow(&p.Title, 256/part)
	grow(&p.Summary, 500/part)
	grow(&p.Description, 4000/part)
	grow(&p.Advantages, 2000/part)
	grow(&p.PartnerRole, 4000/part)
	return p
}

func sheetBytes(t testing.TB, p Profile, l i18n.Lang) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSheet(&b, p, l, at(14, 9, 5)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
