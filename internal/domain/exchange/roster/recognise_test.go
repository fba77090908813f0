package roster

import (
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

// TestLabels: the names that birzha itself gives to sheets and columns are
// recognised in every language.
func TestLabels(t *testing.T) {
	for _, l := range i18n.All {
		for _, k := range append([]Kind{HelpSheet}, Kinds...) {
			if got := kindOf(l.T(k.LabelKey())); got != k {
				t.Errorf("%s: sheet %q is %q, want %q", l, l.T(k.LabelKey()), got, k)
			}
			for _, f := range shapes[k].fields {
				label := l.T(k.LabelOf(f))
				if got := fieldOf(k, label); got != f || label == k.LabelOf(f) {
					t.Errorf("%s: heading %q of %s is %q, want %q", l, label, k, got, f)
				}
			}
		}
		for _, f := range settings {
			if got := settingOf(l.T(f.LabelKey())); got != f {
				t.Errorf("%s: setting %q is %q, want %q", l, l.T(f.LabelKey()), got, f)
			}
		}
	}
}

// TestOneMeaning: no heading means two things in one kind of sheet.
func TestOneMeaning(t *testing.T) {
	for _, k := range Kinds {
		seen := map[string]Field{}
		for _, f := range shapes[k].fields {
			list := special[k][f]
			if len(list) == 0 || f != Name {
				list = append(append([]string{}, list...), headings[f]...)
			}
			for _, w := range list {
				if w == "" {
					t.Errorf("%s: %s has an empty synonym", k, f)
				}
				if other, taken := seen[w]; taken && other != f {
					t.Errorf("%s: %q means %s and %s", k, w, other, f)
				}
				seen[w] = f
			}
		}
	}
}

func TestRecognise(t *testing.T) {
	for _, tt := range []struct {
		sheet, headings string
		kind            Kind
		want            string
	}{
		{"Участники 2027", "№ п/п|Ф.И.О.|E-MAIL|Организация:|Страна|Языки|Не может", PeopleSheet, "id name email organisation country languages unavailable"},
		{"Лист1", "Фамилия|Имя|Отчество|Место работы|Должность", PeopleSheet, "family given patronymic organisation position"},
		{"Sheet1", "Full name*|E-mail address|Company|Time-zone|Wish 1|Wish 2|Must not meet", PeopleSheet, "name email organisation zone wants wants avoids"},
		{"参会者", "编号|姓名|拼音|单位|职务|国家|语言|是否需要翻译", PeopleSheet, "id name latin organisation position country languages interpreter"},
		{"Sheet1", "姓名|电子邮件|公司|希望会见", PeopleSheet, "name email organisation wants"},
		{"Удзельнікі", "Нумар|Прозвішча, імя, імя па бацьку|Імя лацінкай|Арганізацыя|Краіна|Гадзінны пояс", PeopleSheet, "id name latin organisation country zone"},
		{"wishes", "Who|Wants to meet|Priority|Topic", WishSheet, "from to weight subject"},
		{"Заявки на встречи", "От кого|С кем|Обязательность|Тема|Половина дня", WishSheet, "from to strength subject part"},
		{"会谈意向", "发起人|对象|意愿|主题", WishSheet, "from to strength subject"},
		{"Пажаданні", "Хто|З кім|Вага|Пра што", WishSheet, "from to weight subject"},
		{"x", "Дата|Начало|Окончание|Сессия", SlotSheet, "date start end session"},
		{"时段", "日期|开始时间|结束时间", SlotSheet, "date start end"},
		{"Time slots", "Slot|From|To", SlotSheet, "id start end"},
		{"столы", "Номер|Название|Закрыто", PlaceSheet, "id name closed"},
		{"Forbidden slots", "Participant|Slot", AwaySheet, "person slot"},
		{"Availability", "Who|Date|From|Till|Available or not", AwaySheet, "person date start end presence"},
		{"Назначенные встречи", "Кто|С кем|Слот|Стол", FixedSheet, "from to slot place"},
		{"Fixed", "Members|Start|Room", FixedSheet, "people start place"},
		{"Параметры", "Параметр|Значение", EventSheet, "setting value"},
		{"参数", "项目|内容", EventSheet, "setting value"},
	} {
		m, ok := recognise(&Table{Name: tt.sheet, Rows: table("", tt.headings+"\nx|x").Rows})
		var got []string
		for _, f := range m.Columns {
			got = append(got, string(f))
		}
		if !ok || m.Kind != tt.kind || strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %s\n got %v %s %q\nwant %s %q", tt.sheet, tt.headings, ok, m.Kind, got, tt.kind, tt.want)
		}
	}
}

// TestTitleRows: headings may stand below titles and empty rows.
func TestTitleRows(t *testing.T) {
	x := table("Sheet1", "Cooperation exchange\nList of participants, April\nName|E-mail\nAnn|a@example.org")
	x.Rows[2].Number, x.Rows[3].Number = 5, 6
	_, rep := Read([]Table{event, slots2, x}, Options{})
	s := rep.Sheets[2]
	if s.Header != 5 || s.Rows != 1 || len(rep.Errors) > 0 {
		t.Errorf("%+v %v", s, rep.Errors)
	}
}

func TestMapping(t *testing.T) {
	x := table("Sheet1", "A|B\nAnn Lee|Optics\nBob Ray|Optics")
	opt := Options{Mapping: Mapping{x.Key(): {Kind: PeopleSheet, Header: 1, Columns: []Field{Name, Organisation}}}}
	r, rep := Read([]Table{event, slots2, x}, opt)
	if len(rep.Errors) > 0 || len(r.People) != 2 || r.People[1].Organisation != "Optics" {
		t.Errorf("%v %+v", rep.Errors, r.People)
	}
	opt.Mapping[x.Key()] = SheetMapping{Kind: PeopleSheet, Columns: []Field{Name}} // no heading row
	if r, _ = Read([]Table{event, slots2, x}, opt); len(r.People) != 3 {
		t.Errorf("%+v", r.People)
	}
	opt.Mapping[x.Key()] = SheetMapping{Kind: WishSheet, Header: 1, Columns: []Field{From}}
	if _, rep = Read([]Table{event, slots2, people3, x}, opt); len(rep.Errors) != 1 || rep.Errors[0].Key != "import.column_missing" {
		t.Errorf("%v", rep.Errors)
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{"by": "BY", "BLR": "BY", "Беларусь": "BY", "Республика Беларусь": "BY", "白俄罗斯": "BY", "P.R. China": "CN", "Китай": "CN", "Кітай": "CN", "中国": "CN", "KAZAKHSTAN": "KZ", "Расія": "RU", "Narnia": "", "EU": "", "ZZ": "", "": ""} {
		if got := countryOf(in); got != want {
			t.Errorf("country %q is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"ru": "ru ", "Русский": "ru ", "русский язык": "ru ", "English C1": "en C1", "английский (B2)": "en B2", "中文": "zh ", "汉语 母语": "zh native", "беларуская мова": "be ", "zh-Hans": "zh ", "Mandarin": "zh ", "Chinese": "zh ", "Elvish": "", "C1": ""} {
		l, ok := languageOf(in)
		if got := l.Lang + " " + l.Level; ok && got != want || ok != (want != "") {
			t.Errorf("language %q is %q %v, want %q", in, got, ok, want)
		}
	}
	for in, want := range map[string]string{"Europe/Minsk": "Europe/Minsk", "Минск": "Europe/Minsk", "北京": "Asia/Shanghai", "北京时间": "Asia/Shanghai", "Changchun": "Asia/Shanghai", "UTC+3": "Etc/GMT-3", "+08:00": "Etc/GMT-8", "UTC": "UTC", "Local": "", "Moon": "", "UTC+5:30": ""} {
		if got := zoneOf(in); got != want {
			t.Errorf("zone %q is %q, want %q", in, got, want)
		}
	}
}

// TestByHand: a sheet of which no word is known still offers its columns, and
// one whose kind is chosen by hand has those it can have recognised.
func TestByHand(t *testing.T) {
	x := table("Sheet1", "Members of 2027\nWer|Firma\nAnn Lee|Optics")
	_, rep := Read([]Table{event, slots2, x}, Options{})
	if s := rep.Sheets[2]; s.Kind != "" || s.Header != 2 || strings.Join(s.Headers, " ") != "Wer Firma" {
		t.Errorf("unknown: %+v", s)
	}
	opt := Options{Mapping: Mapping{x.Key(): {Kind: PeopleSheet, Header: 2}}}
	_, rep = Read([]Table{event, slots2, x}, opt)
	if s := rep.Sheets[2]; len(rep.Errors) != 1 || rep.Errors[0].Key != "import.column_missing" || len(s.Headers) != 2 {
		t.Errorf("kind chosen: %v %+v", rep.Errors, s)
	}
	y := table("Sheet1", "Name|Wants to meet\nAnn Lee|Bob Ray\nBob Ray|")
	opt = Options{Mapping: Mapping{y.Key(): {Kind: PeopleSheet, Header: 1}}}
	if r, rep := Read([]Table{event, slots2, y}, opt); len(rep.Errors) > 0 || len(r.People) != 2 || len(r.Wishes) != 1 {
		t.Errorf("recognised anew: %v %+v", rep.Errors, r)
	}
}
