package catalogue

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
)

// A card is stored packed: its values one after the other with unit separators
// between them (U+001F), lists with record separators (U+001E). A page of the
// catalogue reads twenty, and as JSON that took more time than to search.
const (
	unit   = "\x1f"
	record = "\x1e"
)

// unseparated takes the separators out of what people write.
var unseparated = strings.NewReplacer(unit, " ", record, " ", "\x00", " ")

// packedValues is how many values a packed card has before its texts.
const packedValues = 12

func (c Card) pack() string {
	flags := 0
	for i, on := range []bool{c.Open, c.Anonymous, c.Cut} {
		if on {
			flags |= 1 << i
		}
	}
	values := []string{
		c.Type, c.Reference, c.Slug, c.Country, c.Region, strings.Join(Codes(c.Areas), record), strconv.Itoa(c.TRL), c.IPR, strings.Join(c.Partnerships, record), strconv.Itoa(flags),
		strconv.FormatInt(micros(c.Published), 10), strconv.FormatInt(micros(c.Until), 10),
	}
	for _, t := range []i18n.Text{c.Title, c.Summary, c.Owner} {
		var versions []string
		for _, l := range t.Languages() {
			stale := ""
			if t[l].Stale {
				stale = "1"
			}
			versions = append(versions, string(l), string(t[l].State), stale, unseparated.Replace(t[l].Text))
		}
		values = append(values, strings.Join(versions, record))
	}
	return strings.Join(values, unit)
}

func unpackCard(s string) (c Card, err error) {
	v := strings.Split(s, unit)
	if len(v) != packedValues+3 {
		return c, fmt.Errorf("card: %d values, not %d: rebuild the search documents", len(v), packedValues+3)
	}
	var flags int
	var published, until int64
	for _, n := range []struct {
		text string
		set  func(n int64)
	}{
		{v[6], func(n int64) { c.TRL = int(n) }},
		{v[9], func(n int64) { flags = int(n) }},
		{v[10], func(n int64) { published = n }},
		{v[11], func(n int64) { until = n }},
	} {
		x, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil {
			return c, fmt.Errorf("card: %w", err)
		}
		n.set(x)
	}
	c.Type, c.Reference, c.Slug, c.Country, c.Region, c.IPR = v[0], v[1], v[2], v[3], v[4], v[7]
	c.Areas, c.Partnerships = typed[Area](unlisted(v[5])), unlisted(v[8])
	c.Open, c.Anonymous, c.Cut = flags&1 != 0, flags&2 != 0, flags&4 != 0
	c.Published, c.Until = instant(published), instant(until)
	for i, t := range []*i18n.Text{&c.Title, &c.Summary, &c.Owner} {
		versions := unlisted(v[packedValues+i])
		*t = make(i18n.Text, len(versions)/4)
		for ; len(versions) >= 4; versions = versions[4:] {
			(*t)[i18n.Lang(versions[0])] = i18n.Version{State: i18n.State(versions[1]), Stale: versions[2] != "", Text: versions[3]}
		}
	}
	return c, nil
}

func unlisted(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, record)
}
