package catalogue_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/dbtest"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
)

const registryFile = `
{"id":"https://ror.org/0087nx645","names":[{"value":"Institute of Optical Glass","types":["label","ror_display"],"lang":"en"},{"value":"Институт оптического стекла","types":["label"],"lang":"ru"},{"value":"IOG","types":["acronym"],"lang":null}],"types":["facility"],"status":"active","established":1971,"locations":[{"geonames_id":625144,"geonames_details":{"country_code":"BY","name":"Minsk","lat":53.9,"lng":27.5}}],"links":[{"type":"website","value":"https://glass.example.org"}],"domains":["glass.example.org"],"relationships":[],"external_ids":[]}
{"id":"https://ror.org/000000000","names":[{"value":"Wrong id","types":["label","ror_display"],"lang":"en"}],"types":["facility"],"status":"active","locations":[{"geonames_id":625144,"geonames_details":{"country_code":"BY","name":"Minsk","lat":53.9,"lng":27.5}}]}
`

func TestImportRegistry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		run := func(who string, confirm bool, countries ...string) (*catalogue.RegistryIntake, error) {
			return m.ImportRegistry(ctx, m.As(who), ror.Read(strings.NewReader(registryFile)), countries, confirm)
		}
		for _, who := range []string{"validator CN", "adviser BY", "outsider"} {
			if _, err := run(who, true, "BY"); kind(err) != "not found" {
				t.Errorf("%s imports: %v", who, err)
			}
		}
		in, err := run("validator BY", false, "BY")
		if err != nil || in.Count(catalogue.RegistryCreates) != 1 || in.Count(catalogue.RegistryRejects) != 1 || len(in.Lines[1].Notes) == 0 {
			t.Fatalf("%+v, %v", in, err)
		}
		if _, found, _ := m.FindByName(ctx, d, "BY", "Institute of Optical Glass"); found {
			t.Error("a preview entered it")
		}
		if _, err = run("validator BY", true, "BY"); err != nil {
			t.Fatal(err)
		}
		o, found, err := m.FindByName(ctx, d, "BY", "Институт оптического стекла")
		if err != nil || !found || o.RORID != "https://ror.org/0087nx645" || o.Name.Source() != i18n.EN || o.Facts.Founded != 1971 || o.Kind != catalogue.Institute {
			t.Errorf("%+v, %v", o, err)
		}
		if in, err = run("validator BY", true, "BY"); err != nil || in.Count(catalogue.RegistryKeeps) != 1 {
			t.Errorf("again: %+v, %v", in, err)
		}
		m.Tx(func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE organisation SET website = '', name = $2 WHERE id = $1`, o.ID, db.JSON(i18n.Written(i18n.EN, "Our own name")))
			return err
		})
		if in, err = run("validator BY", true, "BY"); err != nil || in.Count(catalogue.RegistryChanges) != 1 {
			t.Errorf("what is missing is filled in: %+v, %v", in, err)
		}
		if o, err = m.OrganisationByID(ctx, d, o.ID); err != nil || o.Website == "" || o.Name[i18n.EN].Text != "Our own name" {
			t.Errorf("people's words: %v, %v", o.Name, err)
		}
	})
}

func TestFindRegistry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMarket(t, d)
		ctx := context.Background()
		m.Tx(func(ctx context.Context, tx db.Tx) error {
			var list []ror.Record
			for item, err := range ror.Read(strings.NewReader(registryFile)) {
				m.must(err)
				if item.Record != nil {
					list = append(list, *item.Record)
				}
			}
			m.must(m.PutRegistry(ctx, tx, list))
			return m.PutRegistry(ctx, tx, list) // the same again
		})
		for words, want := range map[string]int{"стекла ИНСТИТУТ": 1, "glass": 1, "0087nx645": 1, "lathe": 0, "": 0, "%": 0} {
			if list, err := m.FindRegistry(ctx, m.As("outsider"), "BY", words); err != nil || len(list) != want {
				t.Errorf("%q finds %d, %v", words, len(list), err)
			}
		}
		if _, err := m.FindRegistry(ctx, access.Actor{}, "BY", "glass"); kind(err) != "sign in" {
			t.Errorf("nobody asks: %v", err)
		}
	})
}

// BenchmarkImportRegistry enters organisations, with their keys, documents of
// the search, and the comparison with what is there: those of the shared subset
// of the registry where it lies, and 10,000 made ones.
func BenchmarkImportRegistry(b *testing.B) {
	b.Run("made", func(b *testing.B) {
		benchRegistry(b, func() io.Reader { return strings.NewReader(madeRegistry(10_000)) }, "BY", "CN")
	})
	b.Run("registry", func(b *testing.B) {
		const file = "../../../../shared/data/catalogue/ror_orgs_subset.jsonl.gz"
		content, err := os.ReadFile(file)
		if err != nil {
			b.Skip("no ../shared/data/catalogue/ror_orgs_subset.jsonl.gz beside the project: real organisations are not imported")
		}
		benchRegistry(b, func() io.Reader { return strings.NewReader(string(content)) }, "BY", "CN", "RU", "KZ", "UZ", "AM", "AZ", "KG", "TJ", "PL", "LT", "LV", "DE", "RS", "VN", "IN")
	})
}

func benchRegistry(b *testing.B, file func() io.Reader, countries ...string) {
	for b.Loop() {
		b.StopTimer()
		m := newMarket(b, dbtest.SQLite(b))
		actor := m.As("validator BY")
		for _, c := range countries {
			actor.Grants = append(actor.Grants, access.Grant{Role: access.Validator, Side: c})
		}
		b.StartTimer()
		in, err := m.ImportRegistry(context.Background(), actor, ror.Read(file()), countries, true)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(in.Count(catalogue.RegistryCreates)), "entered")
		b.ReportMetric(float64(len(in.Lines)), "records")
	}
}

func madeRegistry(n int) string {
	var s strings.Builder
	topics := []string{"Optics", "Laser Physics", "Polymers", "Soil Science", "Genetics", "Metallurgy", "Ceramics", "Robotics", "Hydrology", "Catalysis"}
	for i := range n {
		country, city := "BY", "Minsk"
		if i%2 == 1 {
			country, city = "CN", "Changchun"
		}
		fmt.Fprintf(&s, `{"id":%q,"names":[{"value":"Institute of %s and %s No %d","types":["label","ror_display"],"lang":"en"},{"value":"Институт %d","types":["label"],"lang":"ru"}],"types":["facility"],"status":"active","locations":[{"geonames_id":%d,"geonames_details":{"country_code":%q,"name":%q}}],"links":[{"type":"website","value":"https://i%d.example.org"}]}`+"\n",
			rorID(i), topics[i%10], topics[i/10%10], i, i, 625144, country, city, i)
	}
	return s.String()
}

// rorID makes a right id of a number: digits of base 32, and the check digits of
// MOD 97-10.
func rorID(n int) string {
	const digits = "0123456789abcdefghjkmnpqrstvwxyz"
	id, rest := make([]byte, 7), n+1
	for i := 6; i >= 0; i-- {
		id[i] = digits[rest%32]
		rest /= 32
	}
	return fmt.Sprintf("https://ror.org/%s%02d", id, 98-(n+1)*100%97)
}
