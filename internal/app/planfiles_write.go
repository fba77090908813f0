package app

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/engine/sheet"
	"github.com/birzha/birzha/solver/schedule"
)

// The files that planning writes.
const (
	planJSON    = "plan.json"
	planXLSX    = "plan.xlsx"
	agendasDir  = "agendas"
	boundJSON   = "bound.json"
	explainJSON = "explain.json"
	repairJSON  = "repair.json"
)

// ours are the names of files that planning may replace.
var ours = []string{planJSON, planXLSX, agendasDir, boundJSON, explainJSON, repairJSON}

// checkOut refuses a folder with files that are not an earlier plan's.
func (o *PlanFiles) checkOut() error {
	list, err := os.ReadDir(o.Out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range list {
		if n := f.Name(); !slices.Contains(ours, n) {
			o.errorf("%s", o.Lang.T("planfile.out", "dir", o.Out, "name", n))
			return ErrInput
		}
	}
	return nil
}

// write makes all files in a folder beside Out, then puts it in place of Out.
func (o *PlanFiles) write(ctx context.Context, p *planned) (err error) {
	out, err := filepath.Abs(o.Out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(out), ".birzha-plan-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	fresh := filepath.Join(tmp, "new")
	if err := os.Mkdir(fresh, 0o755); err != nil {
		return err
	}
	err = writeJSON(filepath.Join(fresh, planJSON), p.document())
	for name, document := range p.more {
		err = errors.Join(err, writeJSON(filepath.Join(fresh, name), document))
	}
	if err == nil {
		err = toFile(filepath.Join(fresh, planXLSX), func(f *os.File) error { return sheet.WriteXLSX(f, p.views()) })
	}
	if err == nil && (!p.numbers || o.Agendas) {
		err = o.writeAgendas(ctx, p, filepath.Join(fresh, agendasDir))
	}
	if err != nil {
		return err
	}
	err = os.Rename(out, filepath.Join(tmp, "old"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(fresh, out)
}

func writeJSON(name string, document any) error {
	b, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(b, '\n'), 0o644)
}

func toFile(name string, write func(f *os.File) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// Document is plan.json. Its schema is docs/plan.schema.json.
type Document struct {
	Event    DocumentEvent     `json:"event"`
	Seed     uint64            `json:"seed"`
	Figures  schedule.Figures  `json:"figures"`
	People   []DocumentPerson  `json:"people"`
	Places   []DocumentPlace   `json:"places"`
	Slots    []DocumentSlot    `json:"slots"`
	Meetings []DocumentMeeting `json:"meetings"`
}

// DocumentEvent is the event of a Document.
type DocumentEvent struct {
	Title string   `json:"title"`
	Zones []string `json:"zones"`
}

// DocumentPerson is a participant of a Document.
type DocumentPerson struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Latin        string `json:"latin,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Country      string `json:"country,omitempty"`
}

// DocumentPlace is a place of a Document.
type DocumentPlace struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// DocumentSlot is a slot of a Document; times are UTC.
type DocumentSlot struct {
	ID    string    `json:"id"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// DocumentMeeting is a meeting of a Document: held in a slot, or not for a reason.
type DocumentMeeting struct {
	ID      string   `json:"id"`
	People  []string `json:"people"`
	Subject string   `json:"subject,omitempty"`
	Must    bool     `json:"must"`
	Weight  int      `json:"weight"`
	Fixed   bool     `json:"fixed"`
	Online  bool     `json:"online"`
	Slot    string   `json:"slot,omitempty"`
	Place   string   `json:"place,omitempty"`
	Reason  string   `json:"reason,omitempty"` // code of the reason why it is not held
	Words   string   `json:"words,omitempty"`  // the reason in words
}

func (p *planned) document() Document {
	d := Document{
		Event: DocumentEvent{p.roster.Event.Title, p.roster.Event.Zones}, Seed: p.seed, Figures: p.res.Figures,
		People: []DocumentPerson{}, Places: []DocumentPlace{}, Slots: []DocumentSlot{}, Meetings: []DocumentMeeting{},
	}
	for i := range p.roster.People {
		x := &p.roster.People[i]
		d.People = append(d.People, DocumentPerson{x.ID, x.Name(), x.Latin, x.Organisation, x.Country})
	}
	for _, x := range p.roster.Places {
		d.Places = append(d.Places, DocumentPlace{x.ID, x.Name})
	}
	for _, s := range p.roster.Slots {
		d.Slots = append(d.Slots, DocumentSlot{s.ID, s.Start, s.End})
	}
	for i, m := range p.problem.Meetings {
		x := DocumentMeeting{ID: m.ID, Subject: p.index.Meetings[i].Subject, Must: m.Must, Weight: max(1, m.Weight), Fixed: m.Fixed, Online: m.Online}
		for _, k := range m.People {
			x.People = append(x.People, p.roster.People[k].ID)
		}
		if a := p.res.Plan[i]; a.Slot != schedule.None {
			x.Slot = p.roster.Slots[a.Slot].ID
			if a.Place != schedule.None {
				x.Place = p.roster.Places[a.Place].ID
			}
		}
		d.Meetings = append(d.Meetings, x)
	}
	for _, r := range p.res.Unplaced {
		d.Meetings[r.Meeting].Reason, d.Meetings[r.Meeting].Words = string(r.Code), p.reason(r)
	}
	return d
}

// PlanSchema is the JSON Schema (2020-12) of plan.json, made from Document.
func PlanSchema() []byte { return schemaFor(reflect.TypeFor[Document](), "birzha: a plan of meetings") }

// ChangeSchema is the JSON Schema (2020-12) of the file of --repair.
func ChangeSchema() []byte {
	return schemaFor(reflect.TypeFor[ChangeDocument](), "birzha: what has happened since a plan was made")
}

func schemaFor(t reflect.Type, title string) []byte {
	s := schemaOf(t)
	s["$schema"], s["title"] = "https://json-schema.org/draft/2020-12/schema", title
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // maps of strings cannot fail
	}
	return append(b, '\n')
}

func schemaOf(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case t.Kind() == reflect.String:
		return map[string]any{"type": "string"}
	case t.Kind() == reflect.Bool:
		return map[string]any{"type": "boolean"}
	case t.Kind() != reflect.Struct:
		return map[string]any{"type": "integer"}
	}
	props, need := map[string]any{}, []string{}
	for i := range t.NumField() {
		name, rest, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		props[name] = schemaOf(t.Field(i).Type)
		if rest == "" {
			need = append(need, name)
		}
	}
	return map[string]any{"type": "object", "properties": props, "required": need, "additionalProperties": false}
}
