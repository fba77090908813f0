package catalogue

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/birzha/birzha/internal/base/i18n"
)

// A card is the same after it was stored, whatever was written in it.
func TestPack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) i18n.Text {
			out := i18n.Text{}
			for _, l := range i18n.All {
				if words := rapid.String().Draw(t, name); words != "" {
					out[l] = i18n.Version{Text: words, State: rapid.SampledFrom([]i18n.State{i18n.Original, i18n.Machine}).Draw(t, "state"), Stale: rapid.Bool().Draw(t, "stale")}
				}
			}
			return out
		}
		at := time.UnixMicro(rapid.Int64Range(1, 1<<50).Draw(t, "at")).UTC()
		c := Card{
			Type: "TO", Reference: "TOBY20260101001", Slug: "o-1", Country: "BY", Region: "BY-MI", Title: text("title"), Summary: text("summary"), Owner: text("owner"),
			Areas: rapid.SliceOf(rapid.SampledFrom(Areas)).Draw(t, "areas"), TRL: rapid.IntRange(0, 9).Draw(t, "trl"), IPR: "granted", Partnerships: rapid.SliceOf(rapid.SampledFrom([]string{"research", "supplier"})).Draw(t, "partnerships"),
			Open: rapid.Bool().Draw(t, "open"), Anonymous: rapid.Bool().Draw(t, "anonymous"), Cut: rapid.Bool().Draw(t, "cut"), Published: at, Until: at,
		}
		got, err := unpackCard(c.pack())
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []*i18n.Text{&c.Title, &c.Summary, &c.Owner} {
			for l, v := range *x {
				v.Text = unseparated.Replace(v.Text)
				(*x)[l] = v
			}
		}
		if len(c.Areas) == 0 {
			c.Areas = nil
		}
		if len(c.Partnerships) == 0 {
			c.Partnerships = nil
		}
		if !reflect.DeepEqual(got, c) {
			t.Fatalf("%+v\nis not\n%+v", got, c)
		}
	})
	if _, err := unpackCard("a\x1fb"); err == nil {
		t.Error("a broken card is read")
	}
}
