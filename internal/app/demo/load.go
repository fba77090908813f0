package demo

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"

	"github.com/birzha/birzha/internal/base/i18n"
)

//go:embed data
var files embed.FS

// Load reads the sample exchange, checks it and derives the wishes. It gives
// the same Data each time.
func Load() (*Data, error) {
	d := &Data{}
	var event eventFile
	var invited []invitation
	for _, step := range []func() error{
		func() (err error) { d.Organisations, err = organisations(); return err },
		func() (err error) { d.People, err = d.people(); return err },
		func() (err error) { d.Opportunities, err = d.opportunities(); return err },
		func() error { return decode("event.json", &event) },
		func() error { return decode("groups.json", &invited) },
		func() error { return decode("pairs.json", &d.Pairs) },
		func() error { return decode("roles.json", &d.Roles) },
		func() error { return decode("desk.json", &d.Desk) },
		func() (err error) { d.Parks, err = parks(); return err },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	d.Event = event.event()
	if err := d.check(append(invited, event.Fixed...)); err != nil {
		return nil, err
	}
	d.Wishes = newWisher(d).wishes(event.Fixed, invited)
	return d, nil
}

// decode reads an embedded file; a field that nothing expects is an error.
func decode(name string, into any) error {
	f, err := files.Open(path.Join("data", name))
	if err != nil {
		return err
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("demo: %s: %w", name, err)
	}
	return nil
}

// texts is a text in several languages as it stands in the files.
type texts map[i18n.Lang]string

// text makes the version in the language original the original and gives the
// others the state. Where original is "" every version has the state.
func (t texts) text(original i18n.Lang, state i18n.State) i18n.Text {
	out := i18n.Text{}
	for l, s := range t {
		if l == original {
			out[l] = i18n.Version{Text: s, State: i18n.Original}
		} else {
			out[l] = i18n.Version{Text: s, State: state}
		}
	}
	return out
}
