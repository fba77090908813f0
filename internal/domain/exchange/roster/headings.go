package roster

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes headings, names and words comparable: case, width, accents of ё,
// spaces and punctuation do not count.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ё':
			return 'е'
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			return r
		}
		return -1
	}, strings.ToLower(norm.NFKC.String(strings.ReplaceAll(s, "№", "nr"))))
}

// kindNames are the names of sheets and files, in English, Russian, Chinese and
// Belarusian, folded when loaded.
var kindNames = words(map[Kind]string{
	EventSheet:  "event settings exchange|settings|мероприятие|событие|настройки|биржа|параметры|活动|设置|参数|мерапрыемства|падзея|налады|біржа|параметры|event",
	SlotSheet:   "slots|time slots|timeslots|rounds|times|schedule|слоты|время|расписание|раунды|интервалы|时段|时间|场次|日程|слоты|час|расклад|раўнды|прамежкі|інтэрвалы",
	PlaceSheet:  "places|tables|rooms|venues|места|столы|залы|комнаты|переговорные|地点|桌位|会议室|房间|месцы|сталы|залы|пакоі",
	PeopleSheet: "participants|people|attendees|persons|delegates|guests|участники|люди|делегаты|гости|список участников|参会者|参会人员|与会者|人员|参加者|名单|嘉宾|удзельнікі|людзі|дэлегаты|госці",
	WishSheet:   "wishes|requests|meeting requests|wish list|wanted meetings|пожелания|заявки|запросы|запросы на встречи|желания|会谈意向|意向|会谈申请|会面申请|愿望|约见|пажаданні|заяўкі|запыты|запыты на сустрэчы",
	FixedSheet:  "fixed|fixed meetings|fixed times|назначенные встречи|фиксированные|фиксированные встречи|назначенные|固定会谈|已定会谈|固定|прызначаныя сустрэчы|фіксаваныя|фіксаваныя сустрэчы|прызначаныя",
	AwaySheet:   "availability|unavailable|unavailability|absences|forbidden slots|forbidden|доступность|недоступность|отсутствие|занятость|запрещённые слоты|可用时间|不可用时间|缺席|禁用时段|空闲时间|даступнасць|недаступнасць|адсутнасць|занятасць|забароненыя слоты",
	HelpSheet:   "help|read me|readme|how to fill in|справка|как заполнить|инструкция|说明|填写说明|帮助|даведка|як запоўніць|інструкцыя",
})

// headings are the headings of columns, whatever the sheet.
var headings = words(map[Field]string{
	ID:           "id|no|nr|number|code|identifier|номер|код|ид|идентификатор|nr п/п|编号|序号|代码|代号|нумар|ідэнтыфікатор",
	Latin:        "name latin|latin name|name in latin|name in latin letters|name in english|english name|passport name|имя латиницей|латиница|имя по-английски|фио латиницей|фио на английском|имя на английском|拼音|英文名|英文姓名|拉丁字母姓名|姓名拼音|імя лацінкай|лацінка|імя па-англійску|імя лацінскімі літарамі",
	Family:       "family name|surname|last name|фамилия|姓|姓氏|прозвішча",
	Given:        "given name|first name|forename|имя|名|імя",
	Patronymic:   "patronymic|middle name|отчество|父称|імя па бацьку",
	Email:        "email|e-mail|mail|email address|электронная почта|почта|эл почта|адрес электронной почты|емейл|имейл|емайл|邮箱|电子邮箱|电子邮件|邮件|邮箱地址|электронная пошта|пошта|эл пошта|адрас электроннай пошты",
	Organisation: "organisation|organization|company|institution|affiliation|employer|организация|компания|учреждение|предприятие|место работы|наименование организации|单位|机构|公司|组织|所在单位|单位名称|арганізацыя|кампанія|установа|прадпрыемства|месца працы",
	Position:     "position|job title|role|post|должность|职务|职位|职称|пасада",
	Country:      "country|side|country of residence|страна|сторона|国家|国别|国家地区|所属国|краіна|бок",
	Zone:         "zone|time zone|timezone|tz|часовой пояс|часовая зона|зона|时区|часавы пояс|гадзінны пояс|зона",
	Languages:    "languages|language|languages spoken|spoken languages|working languages|языки|язык|владение языками|рабочие языки|знание языков|语言|语种|会说的语言|工作语言|мовы|мова|валоданне мовамі|рабочыя мовы",
	Interpreter:  "interpreter|interpreter needed|needs interpreter|переводчик|нужен переводчик|нужен ли переводчик|翻译|需要翻译|是否需要翻译|口译|перакладчык|патрэбны перакладчык",
	Unavailable:  "unavailable|not available|busy|away|cannot meet|недоступен|занят|не может|отсутствует|недоступное время|занятое время|不可用时间|没空|无法参加的时间|不方便时间|忙碌|недаступны|заняты|не можа|адсутнічае|недаступны час|заняты час",
	Available:    "available|availability|free|free times|доступен|свободен|может|доступность|доступное время|свободное время|可用时间|有空|空闲时间|方便时间|даступны|вольны|можа|даступнасць|даступны час|вольны час",
	Wants:        "wants|wants to meet|wishes to meet|would like to meet|wish|wishes|meet with|хочет встретиться|желает встретиться|пожелания|хочет|с кем встретиться|желаемые встречи|希望会见|想见|会见意向|希望约见|意向|хоча сустрэцца|жадае сустрэцца|пажаданні|з кім сустрэцца|жаданыя сустрэчы",
	Needs:        "must meet|has to meet|needs to meet|обязательно встретиться|обязательные встречи|должен встретиться|必须会见|必见|абавязкова сустрэцца|абавязковыя сустрэчы|павінен сустрэцца",
	Avoids:       "avoids|must not meet|does not want to meet|not with|не хочет встречаться|не встречаться|избегать|исключить|不愿会见|不见|回避|не хоча сустракацца|не сустракацца|пазбягаць|выключыць",
	MaxPerDay:    "max per day|meetings a day|meetings per day|meetings a day at most|max meetings per day|встреч в день|не больше встреч в день|максимум встреч в день|每天最多会谈数|每日会谈上限|每天最多|сустрэч у дзень|не больш сустрэч у дзень|максімум сустрэч у дзень",
	Format:       "format|online|online or on site|takes part|attendance|mode|формат|онлайн|формат участия|участие|形式|参会方式|参加方式|线上线下|фармат|анлайн|фармат удзелу|удзел",
	Date:         "date|day|дата|день|日期|日|天|дзень",
	Start:        "start|starts|begin|begins|start time|начало|время начала|开始|开始时间|пачатак|час пачатку",
	End:          "end|ends|finish|end time|окончание|конец|время окончания|конец времени|结束|结束时间|заканчэнне|канец|час заканчэння",
	Length:       "length|duration|minutes|meeting length|meeting length minutes|длительность|продолжительность|минут|длительность встречи|длина встречи|时长|分钟|会谈时长|每场时长|працягласць|хвілін|працягласць сустрэчы",
	Pause:        "pause|pause between meetings|changeover|перерыв|перерыв между встречами|пауза|间隔|会谈间隔|перапынак|перапынак паміж сустрэчамі",
	Session:      "session|block|сессия|блок|заседание|单元|时段组|环节|сесія|блок",
	Closed:       "closed|closed times|not open|закрыто|закрыт|недоступно|关闭|关闭时间|不开放|закрыта|зачынена|недаступна",
	StrengthOf:   "strength|kind|type|kind of wish|wish|вид|тип|сила|вид пожелания|обязательность|性质|类型|意愿|强度|від|тып|сіла|від пажадання|абавязковасць",
	Weight:       "weight|priority|importance|вес|приоритет|важность|权重|优先级|重要性|вага|прыярытэт|важнасць",
	Subject:      "subject|topic|about|purpose|тема|предмет|о чём|цель|вопрос|主题|议题|内容|目的|тэма|прадмет|пра што|мэта|пытанне",
	PartOfDay:    "part of day|time of day|half day|session wanted|часть дня|половина дня|время дня|时段|上午下午|半天|частка дня|палова дня|час дня",
	SlotRef:      "slot|time slot|timeslot|round|слот|номер слота|раунд|интервал|номер интервала|时段|时段编号|场次|слот|нумар слота|раўнд|інтэрвал|нумар інтэрвалу",
	PlaceRef:     "place|table|room|venue|место|стол|зал|комната|переговорная|地点|桌|桌号|房间|会议室|месца|стол|зала|пакой",
	PersonRef:    "person|participant|name|who|участник|имя|фио|кто|姓名|参会者|人员|удзельнік|імя|піб|хто|email",
	Presence:     "presence|kind|availability|available or not|вид|доступность|доступен|类型|是否可用|状态|від|даступнасць|даступны",
	People:       "people|participants|members|участники|состав|参会者|参加者|人员|удзельнікі|склад",
	Setting:      "setting|name|parameter|key|настройка|параметр|имя|ключ|название|设置|参数|项目|名称|налада|параметр|імя|назва",
	Value:        "value|значение|值|内容|数值|значэнне",
	Title:        "title|event|exchange|event title|event name|название|мероприятие|биржа|название мероприятия|标题|活动名称|活动|名称|назва|мерапрыемства|назва мерапрыемства",
	Days:         "days|dates|дни|даты|日期|天|дні|даты",
	Hours:        "hours|meeting hours|working hours|часы|часы встреч|время встреч|会谈时间|时间|工作时间|гадзіны|гадзіны сустрэч|час сустрэч",
	Tables:       "tables|places|number of tables|number of places|столы|столов|число столов|места|мест|число мест|количество столов|桌数|桌位数|地点数|сталы|сталоў|колькасць сталоў|колькасць месцаў",
})

// special are headings that mean a field in one kind of sheet only.
var special = map[Kind]map[Field][]string{
	PeopleSheet: words(map[Field]string{
		Name: "name|full name|participant|person|contact|contact person|name in own script|native name|own name|имя и фамилия|фио|участник|полное имя|фамилия имя отчество|фамилия имя|контактное лицо|имя на родном языке|姓名|名字|参会者|参会人|联系人|本国文字姓名|піб|удзельнік|поўнае імя|прозвішча імя імя па бацьку|прозвішча імя|кантактная асоба|імя на роднай мове",
	}),
	PlaceSheet: words(map[Field]string{
		Name: "name|title|place|room|table|venue|название|наименование|место|стол|зал|комната|名称|地点|房间|桌|会议室|назва|месца|стол|зала|пакой",
	}),
	SlotSheet: words(map[Field]string{
		ID:    "slot|round|слот|раунд|интервал|时段|场次|раўнд|інтэрвал",
		Start: "from|с|от|从|з|ад",
		End:   "to|till|until|по|до|到|至|да",
	}),
	AwaySheet: words(map[Field]string{
		Start: "from|с|от|从|自|з|ад",
		End:   "to|till|until|по|до|到|至|да",
	}),
	WishSheet: words(map[Field]string{
		From: "from|who|who wishes|participant|requester|кто|от кого|кто желает|участник|заявитель|кто просит|谁|申请人|发起人|提出方|хто|ад каго|хто жадае|удзельнік|заяўнік",
		To:   "to|whom|with whom|with|to whom|partner|wants to meet|с кем|кому|партнёр|к кому|对象|与谁|会见对象|对方|з кім|каму|партнёр|да каго",
	}),
	FixedSheet: words(map[Field]string{
		From: "from|who|first|кто|от кого|первый|发起人|甲方|хто|ад каго|першы",
		To:   "to|with|with whom|second|с кем|второй|乙方|对象|з кім|другі",
	}),
}

// words folds lists that are divided by bars.
func words[K comparable](lists map[K]string) map[K][]string {
	out := map[K][]string{}
	for k, list := range lists {
		for w := range strings.SplitSeq(list, "|") {
			out[k] = append(out[k], fold(w))
		}
	}
	return out
}

// many tells whether a field may have several columns and values.
func (f Field) many() bool {
	switch f {
	case To, Wants, Needs, Avoids, Unavailable, Available, Closed, Languages, People, Days, Hours:
		return true
	}
	return false
}

// fieldOf recognises a heading in a kind of sheet: as it stands, without what
// is in parentheses, and for lists without a closing number ("Wish 2").
func fieldOf(k Kind, heading string) Field {
	bare := heading
	if i := strings.IndexAny(bare, "(（[,"); i > 0 {
		bare = bare[:i]
	}
	numberless := strings.TrimRight(fold(bare), "0123456789")
	for _, try := range []string{fold(heading), fold(bare), numberless} {
		if try == "" {
			continue
		}
		for _, f := range shapes[k].fields {
			if try == numberless && try != fold(bare) && !f.many() {
				continue
			}
			if slices.Contains(special[k][f], try) || slices.Contains(headings[f], try) || string(f) == strings.ToLower(strings.TrimSpace(heading)) {
				return f
			}
		}
	}
	if k == PeopleSheet && fold(heading) == "имя" {
		return Given
	}
	return ""
}

func settingOf(name string) Field {
	for _, f := range settings {
		if slices.Contains(headings[f], fold(name)) || string(f) == strings.TrimSpace(name) {
			return f
		}
	}
	if i := strings.IndexAny(name, "(（,"); i > 0 {
		return settingOf(name[:i])
	}
	return ""
}

// kindOf recognises the name of a sheet: whole, else the longest known word in it.
func kindOf(name string) Kind {
	name = fold(name)
	best, length := Kind(""), 0
	for _, k := range append([]Kind{HelpSheet}, Kinds...) {
		for _, w := range kindNames[k] {
			short := len([]rune(w)) < 4 && w[0] < 0xe3 // two Chinese characters make a word
			switch {
			case w == name:
				return k
			case !short && strings.Contains(name, w) && len(w) > length:
				best, length = k, len(w)
			}
		}
	}
	return best
}
