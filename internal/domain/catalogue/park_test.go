package catalogue_test

import (
	"context"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// withPark adds a park of BY with its operator ("operator").
func withPark(t *testing.T, d *db.DB) (*market, catalogue.Organisation) {
	m := newMarket(t, d)
	var park catalogue.Organisation
	m.Tx(func(ctx context.Context, tx db.Tx) error {
		park = m.organisation(ctx, tx, "BY", catalogue.Park, "Great Stone Test Park")
		m.person(ctx, tx, "operator", access.Grant{Role: access.ParkOperator, Org: park.ID})
		return nil
	})
	return m, park
}

func TestParkActs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m, park := withPark(t, d)
		ctx := context.Background()
		client, _, _ := m.Client("BY")
		facts := catalogue.ParkFacts{
			Opened: 2018, Hectares: 91.5, Services: []catalogue.ParkThing{{Name: i18n.Written(i18n.EN, "Prototyping"), Year: 2020}},
			Board: []catalogue.BoardMember{{Native: "李文博", Latin: "Li Wenbo", Country: "CN", Chair: true}},
		}
		resident := catalogue.Relation{Kind: catalogue.ResidentOf, Status: catalogue.Current, From: "2024-03-01", Agreement: "No. 4"}
		jobs := map[catalogue.IndicatorName]float64{catalogue.JobsNumber: 1200, catalogue.Revenue: 34.5}
		for _, who := range []string{"adviser BY", "validator BY", "editor 1", ""} {
			want := "not found"
			if who == "" {
				want = "sign in"
			}
			for name, err := range map[string]error{
				"edits":     m.EditPark(ctx, m.As(who), park.ID, 1, facts),
				"relates":   m.PutRelation(ctx, m.As(who), park.ID, client.ID, resident),
				"removes":   m.RemoveRelation(ctx, m.As(who), park.ID, client.ID),
				"indicates": m.SetIndicators(ctx, m.As(who), park.ID, 2025, jobs),
			} {
				if kind(err) != want {
					t.Errorf("%q %s: %v", who, name, err)
				}
			}
		}
		op := m.As("operator")
		m.must(m.EditPark(ctx, op, park.ID, 1, facts))
		if got, err := m.Park(ctx, d, park.ID); err != nil || got.Opened != 2018 || got.Hectares != 91.5 || len(got.Board) != 1 || !got.Board[0].Chair {
			t.Errorf("%+v, %v", got, err)
		}
		if err := m.EditPark(ctx, op, park.ID, 1, facts); kind(err) != "conflict" {
			t.Errorf("an old form: %v", err)
		}
		m.must(m.PutRelation(ctx, op, park.ID, client.ID, resident))
		members, err := m.Members(ctx, d, park.ID)
		if err != nil || len(members) != 1 || members[0].Agreement != "No. 4" {
			t.Errorf("%v, %v", members, err)
		}
		m.must(m.SetIndicators(ctx, op, park.ID, 2025, jobs))
		m.must(m.SetIndicators(ctx, op, park.ID, 2024, jobs))
		m.must(m.SetIndicators(ctx, op, park.ID, 2024, nil))
		if list, err := m.Indicators(ctx, d, park.ID); err != nil || len(list) != 2 || list[0].Name != catalogue.JobsNumber {
			t.Errorf("%v, %v", list, err)
		}
		m.must(m.RemoveRelation(ctx, op, park.ID, client.ID))
		if err := m.RemoveRelation(ctx, op, park.ID, client.ID); kind(err) != "not found" {
			t.Errorf("removed twice: %v", err)
		}
	})
}

func TestParkRules(t *testing.T) {
	m, park := withPark(t, dbtest.SQLite(t))
	ctx, op := context.Background(), m.As("operator")
	client, _, _ := m.Client("BY")
	for name, f := range map[string]catalogue.ParkFacts{
		"services": {Services: []catalogue.ParkThing{{}}}, "equipment": {Equipment: []catalogue.ParkThing{{Name: i18n.Written(i18n.EN, "Lathe"), Year: 2090}}},
		"board": {Board: []catalogue.BoardMember{{Native: "", Country: "BY"}}}, "opened": {Opened: 1500}, "hectares": {Hectares: -1},
	} {
		if err := m.EditPark(ctx, op, park.ID, 1, f); len(broken(err)) != 1 || broken(err)[0] != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	for want, r := range map[string]catalogue.Relation{
		"relation": {Kind: catalogue.PartOf, Status: catalogue.Current}, "status": {Kind: catalogue.ResidentOf, Status: "guest"}, "from": {Kind: catalogue.ResidentOf, Status: catalogue.Left, From: "2024-13-01"},
		"to": {Kind: catalogue.ResidentOf, Status: catalogue.Left, From: "2024-12-01", To: "2024-01-01"}, "agreement": {Kind: catalogue.ResidentOf, Status: catalogue.Left, Agreement: strings.Repeat("x", 201)},
	} {
		if err := m.PutRelation(ctx, op, park.ID, client.ID, r); strings.Join(broken(err), " ") != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	for _, values := range []map[catalogue.IndicatorName]float64{{"luck": 1}, {catalogue.JobsNumber: 1.5}, {catalogue.Revenue: -1}} {
		if err := m.SetIndicators(ctx, op, park.ID, 2025, values); kind(err) != "invalid" {
			t.Errorf("%v: %v", values, err)
		}
	}
	if err := m.SetIndicators(ctx, op, park.ID, 2030, nil); strings.Join(broken(err), " ") != "year" {
		t.Errorf("a year to come: %v", err)
	}
}

// residentsList is a list as a park keeps it, with a title above the headings.
func residentsList() []catalogue.ResidentTable {
	rows := [][]string{
		{"Реестр резидентов"},
		{"№", "Наименование организации", "Страна", "УНП", "Статус", "Дата включения", "Дата исключения", "Договор"},
		{"1", "ООО «Линзы Тест»", "", "100582333", "действующий", "01.03.2024", "", "№ 7"},
		{"2", "Institute of Glass 1", "Belarus", "", "резидент", "2023", "", ""},
		{"3", "长春光学测试有限公司", "Китай", "", "", "2024年5月6日", "", ""},
		{"4", "", "", "", "", "", "", "№ 9"},
		{"5", "Без страны", "Атлантида", "", "", "", "", ""},
		{"6", "Плохой номер", "", "123456789", "", "", "", ""},
		{"7", "Странный статус", "", "", "дремлет", "", "", ""},
		{"8", "Странный день", "", "", "", "вчера", "", ""},
		{"", "", "", "", "", "", "", ""},
		{"9", "ООО «Линзы Тест»", "", "100582333", "", "", "", ""},
	}
	t := catalogue.ResidentTable{Name: "Лист1", Rows: rows}
	for n := range rows {
		t.Numbers = append(t.Numbers, n+1)
	}
	return []catalogue.ResidentTable{t, {Name: "Notes", Numbers: []int{1}, Rows: [][]string{{"nothing to see"}}}}
}

func TestResidentsImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m, park := withPark(t, d)
		ctx, op := context.Background(), m.As("operator")
		client, _, _ := m.Client("BY")
		run := func(confirm bool) *catalogue.ResidentIntake {
			t.Helper()
			importID, err := m.StartResidents(ctx, op, park.ID, "residents.xlsx", residentsList())
			m.must(err)
			if _, err := m.Residents(ctx, m.As("adviser BY"), park.ID, importID); kind(err) != "not found" {
				t.Errorf("another sees the list: %v", err)
			}
			in, err := m.Residents(ctx, op, park.ID, importID)
			m.must(err)
			if confirm {
				if in, err = m.ConfirmResidents(ctx, op, park.ID, importID); err != nil {
					t.Fatal(err)
				}
			} else {
				m.must(m.DropResidents(ctx, op, park.ID, importID))
			}
			if _, err := m.Residents(ctx, op, park.ID, importID); kind(err) != "not found" {
				t.Errorf("the list is still there: %v", err)
			}
			return in
		}
		in := run(false)
		var got []string
		for _, x := range in.Lines {
			reason := ""
			if x.Reason != nil {
				reason = " " + x.Reason.Key
			}
			got = append(got, string(x.Effect)+reason)
		}
		want := []string{
			"creates", "joins", "creates", "rejects park.no_name", "rejects park.country_unknown", "rejects organisation_form.national_by", "rejects park.status_unread", "rejects park.day_unread", "rejects park.repeated",
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") || in.Lines[8].Row != 12 || len(in.Missing) != 1 {
			t.Errorf("got\n%s\nwant\n%s (%v)", strings.Join(got, "\n"), strings.Join(want, "\n"), in.Missing)
		}
		if l := in.Lines[2]; l.Country != "CN" || l.Name.Source() != i18n.ZH || l.From != "2024-05-06" {
			t.Errorf("the Chinese row: %+v", l.Relation)
		}
		if members, err := m.Members(ctx, d, park.ID); err != nil || len(members) != 0 {
			t.Errorf("a preview changed %d, %v", len(members), err)
		}
		run(true)
		members, err := m.Members(ctx, d, park.ID)
		if err != nil || len(members) != 3 {
			t.Fatalf("%d residents, %v", len(members), err)
		}
		for _, r := range members {
			if r.ID == client.ID && r.From != "2023-01-01" {
				t.Errorf("%+v", r)
			}
		}
		if again := run(true); again.Ready() || again.Count(catalogue.ResidentKeeps) != 3 {
			t.Errorf("the same list again: %d are kept", again.Count(catalogue.ResidentKeeps))
		}
	})
}
