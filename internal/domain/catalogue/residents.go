package catalogue

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
	"github.com/birzha/birzha/internal/domain/catalogue/latin"
)

// ResidentTable is one sheet of a list of residents; Rows hold the texts of the
// cells, Numbers the rows' numbers in the file.
type ResidentTable struct {
	Name    string     `json:"name"`
	Numbers []int      `json:"numbers"`
	Rows    [][]string `json:"rows"`
}

// ResidentEffect is what a row of a list does.
type ResidentEffect string

// The effects of a row.
const (
	ResidentCreates ResidentEffect = "creates" // the organisation is entered with it
	ResidentJoins   ResidentEffect = "joins"   // an organisation that is there becomes a resident
	ResidentChanges ResidentEffect = "changes" // its status, days or agreement
	ResidentKeeps   ResidentEffect = "keeps"
	ResidentRejects ResidentEffect = "rejects" // Reason says why
)

// ResidentEffects lists the effects in the order in which they are shown.
var ResidentEffects = []ResidentEffect{ResidentCreates, ResidentJoins, ResidentChanges, ResidentKeeps, ResidentRejects}

// ResidentLine is what becomes of one row.
type ResidentLine struct {
	Sheet    string
	Row      int
	Effect   ResidentEffect
	Relation               // the organisation as it is here, or as it will be entered
	Reason   *fault.Field  // of a rejected row
	Alike    *Organisation // a record that is probably the same: the row waits for a person
}

// ResidentIntake is a list of residents with what it would change.
type ResidentIntake struct {
	ID       string
	FileName string
	Lines    []ResidentLine
	Missing  []string // sheets without a column of names
}

// Count returns how many rows have the effect.
func (in *ResidentIntake) Count(e ResidentEffect) (n int) {
	for _, x := range in.Lines {
		if x.Effect == e {
			n++
		}
	}
	return n
}

// Ready tells whether the list changes something.
func (in *ResidentIntake) Ready() bool {
	return in.Count(ResidentCreates)+in.Count(ResidentJoins)+in.Count(ResidentChanges) > 0
}

const (
	residentRows    = 5000 // most rows of a list
	residentKeptFor = 24 * time.Hour
)

// StartResidents keeps a list of residents for the preview and returns its id.
func (s *Service) StartResidents(ctx context.Context, actor access.Actor, parkID, fileName string, tables []ResidentTable) (string, error) {
	importID := id.New()
	return importID, s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		park, err := s.parkOf(ctx, tx, actor, parkID)
		if err != nil {
			return err
		}
		rows := 0
		for _, t := range tables {
			rows += len(t.Rows)
		}
		if rows > residentRows {
			return fault.New(fault.TooLarge, "park.list_long", "n", residentRows)
		}
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `DELETE FROM park_import WHERE person_id = $1 OR created_at < $2`, actor.PersonID, db.Micros(now.Add(-residentKeptFor))); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO park_import (id, organisation_id, person_id, file_name, tables, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			importID, park.ID, actor.PersonID, fileName, db.JSON(tables), db.Micros(now))
		return err
	})
}

// Residents returns a list of the actor's own with what it would change now.
func (s *Service) Residents(ctx context.Context, actor access.Actor, parkID, importID string) (in *ResidentIntake, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, q db.Querier) error {
		in, err = s.loadResidents(ctx, q, actor, parkID, importID)
		return err
	})
	return in, err
}

func (s *Service) loadResidents(ctx context.Context, q db.Querier, actor access.Actor, parkID, importID string) (*ResidentIntake, error) {
	park, err := s.parkOf(ctx, q, actor, parkID)
	if err != nil {
		return nil, err
	}
	in := &ResidentIntake{ID: importID}
	var tables []ResidentTable
	err = q.QueryRow(ctx, `SELECT file_name, tables FROM park_import WHERE id = $1 AND organisation_id = $2 AND person_id = $3`, importID, park.ID, actor.PersonID).Scan(&in.FileName, db.JSON(&tables))
	if errors.Is(err, db.ErrNoRows) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	have := map[string]Relation{}
	members, err := s.Members(ctx, q, park.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		have[m.ID] = m
	}
	seen := map[string]int{}
	for _, t := range tables {
		lines, ok := readResidents(t, park.Country)
		if !ok {
			in.Missing = append(in.Missing, t.Name)
		}
		for _, x := range lines {
			if err := s.judgeResident(ctx, q, &x, have, seen, park.ID); err != nil {
				return nil, err
			}
			in.Lines = append(in.Lines, x)
		}
	}
	return in, nil
}

// judgeResident finds the organisation of a row and tells what the row does.
func (s *Service) judgeResident(ctx context.Context, q db.Querier, x *ResidentLine, have map[string]Relation, seen map[string]int, parkID string) error {
	if x.Reason != nil {
		x.Effect = ResidentRejects
		return nil
	}
	o, found, alike, err := s.Identify(ctx, q, x.Organisation)
	if err != nil {
		return err
	}
	key := "new " + Fold(x.Name.Plain(i18n.EN)) + " " + x.Country
	switch {
	case found && o.ID == parkID:
		x.Effect, x.Reason = ResidentRejects, &fault.Field{Name: "name", Key: "park.itself"}
		return nil
	case found:
		key, x.Organisation = o.ID, o
	case len(alike) > 0:
		x.Effect, x.Alike, x.Reason = ResidentRejects, &alike[0], &fault.Field{Name: "name", Key: "park.alike", Args: []any{"name", alike[0].Name.Plain(i18n.From(ctx))}}
		return nil
	}
	if first := seen[key]; first > 0 {
		x.Effect, x.Reason = ResidentRejects, &fault.Field{Name: "name", Key: "park.repeated", Args: []any{"row", first}}
		return nil
	}
	seen[key] = x.Row
	if !found {
		x.Effect = ResidentCreates
		return nil
	}
	r, member := have[o.ID]
	switch {
	case !member:
		x.Effect = ResidentJoins
	case r.Kind != ResidentOf:
		x.Effect, x.Reason = ResidentRejects, &fault.Field{Name: "name", Key: "park.other_relation"}
	case r.Status == x.Status && r.From == x.From && r.To == x.To && r.Agreement == x.Agreement:
		x.Effect = ResidentKeeps
	default:
		x.Effect = ResidentChanges
	}
	return nil
}

// ConfirmResidents enters the list, all that is not rejected or nothing, and
// forgets it. It is compared anew in the same transaction.
func (s *Service) ConfirmResidents(ctx context.Context, actor access.Actor, parkID, importID string) (in *ResidentIntake, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if in, err = s.loadResidents(ctx, tx, actor, parkID, importID); err != nil {
			return err
		}
		park, err := s.parkOf(ctx, tx, actor, parkID)
		if err != nil {
			return err
		}
		for i := range in.Lines {
			x := &in.Lines[i]
			if x.Effect == ResidentCreates {
				if err := s.AddOrganisation(ctx, tx, &x.Organisation); err != nil {
					return err
				}
			}
			if x.Effect == ResidentRejects || x.Effect == ResidentKeeps {
				continue
			}
			if err := s.PutMembership(ctx, tx, x.ID, park.ID, x.Relation); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM park_import WHERE id = $1`, importID); err != nil {
			return err
		}
		counts := map[string]any{"file": in.FileName}
		for _, e := range ResidentEffects {
			counts[string(e)] = in.Count(e)
		}
		return s.recordPark(ctx, tx, actor, park, "park.import", counts)
	})
	return in, err
}

// DropResidents forgets a list.
func (s *Service) DropResidents(ctx context.Context, actor access.Actor, parkID, importID string) error {
	return s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := s.parkOf(ctx, tx, actor, parkID); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `DELETE FROM park_import WHERE id = $1 AND organisation_id = $2 AND person_id = $3`, importID, parkID, actor.PersonID)
		if err == nil && n == 0 {
			return fault.Missing()
		}
		return err
	})
}

// languageOfName tells in which language of ours a name is, by its letters.
func languageOfName(name, country string) i18n.Lang {
	for _, r := range name {
		if r >= 0x4e00 && r <= 0x9fff {
			return i18n.ZH
		}
	}
	switch latin.CyrillicLanguage(name) {
	case "be":
		return i18n.BE
	case "":
	default:
		return i18n.RU
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r >= 0x400 && r <= 0x4ff }) {
		return i18n.RU
	}
	return i18n.EN
}

// residentOf makes the organisation and the relation of a row.
func residentOf(cell func(column string) string, home string) (x ResidentLine) {
	wrong := func(name, key string, args ...any) {
		if x.Reason == nil {
			x.Reason = &fault.Field{Name: name, Key: key, Args: args}
		}
	}
	name := strings.Join(strings.Fields(cell("name")), " ")
	country := home
	if c := cell("country"); c != "" {
		var ok bool
		if country, ok = countryNamed(c); !ok {
			wrong("country", "park.country_unknown", "value", c)
		}
	}
	original := languageOfName(name, country)
	o := Organisation{Kind: CompanySmall, Country: country, Name: i18n.Text{}, City: i18n.Text{}, Description: i18n.Text{}}
	if name == "" || length(name) > NameLimit {
		wrong("name", "park.no_name", "n", NameLimit)
	}
	o.Name = i18n.Written(original, name)
	if w := cell("website"); w != "" {
		if o.Website = w; !strings.Contains(w, "://") {
			o.Website = "https://" + w
		}
		if !WebAddress(o.Website) {
			wrong("website", "organisation_form.website_shape")
		}
	}
	if n := cell("national"); n != "" {
		number, ok := duplicate.National(country, n)
		if !ok && slices.Contains([]string{"BY", "CN", "RU"}, country) {
			wrong("national", "organisation_form.national_"+strings.ToLower(country))
		} else if !ok {
			number = n
		}
		o.NationalID = number
	}
	x.Relation = Relation{Organisation: o, Kind: ResidentOf, Status: Current, Agreement: cell("agreement")}
	if st := cell("status"); st != "" {
		var ok bool
		if x.Status, ok = statusNamed(st); !ok {
			wrong("status", "park.status_unread", "value", st)
		}
	}
	for column, to := range map[string]*string{"from": &x.From, "to": &x.To} {
		d, ok := dayNamed(cell(column))
		if !ok {
			wrong(column, "park.day_unread", "value", cell(column))
		}
		*to = d
	}
	if bad := checkRelation(x.Relation); x.Reason == nil && len(bad) > 0 {
		x.Reason = &bad[0]
	}
	return x
}
