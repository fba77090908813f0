package catalogue

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
)

// registryBatch is how many records of the registry are stored by one statement.
const registryBatch = 200

// PutRegistry stores records of the registry of research organisations in the
// table from which forms are filled; those known by their ids are replaced.
func (s *Store) PutRegistry(ctx context.Context, tx db.Tx, list []ror.Record) error {
	for part := range slices.Chunk(list, registryBatch) {
		rows, args := make([]string, len(part)), make([]any, 0, 4*len(part))
		for i, r := range part {
			n := 4 * i
			rows[i] = "($" + strconv.Itoa(n+1) + ", $" + strconv.Itoa(n+2) + ", $" + strconv.Itoa(n+3) + ", $" + strconv.Itoa(n+4) + ")"
			var names strings.Builder
			names.WriteByte('\n')
			for _, x := range r.Names {
				names.WriteString(Fold(x.Text) + "\n")
			}
			args = append(args, r.ID, r.Country, names.String(), db.JSON(r))
		}
		if _, err := tx.Exec(ctx, `INSERT INTO ror_record (id, country, names, body) VALUES `+strings.Join(rows, ", ")+
			` ON CONFLICT (id) DO UPDATE SET country = excluded.country, names = excluded.names, body = excluded.body`, args...); err != nil {
			return err
		}
	}
	return nil
}

// RegistrySize tells how many records of the registry can be looked up.
func (s *Store) RegistrySize(ctx context.Context, q db.Querier) (n int, err error) {
	return n, q.QueryRow(ctx, `SELECT COUNT(*) FROM ror_record`).Scan(&n)
}

func (s *Store) registryRecord(ctx context.Context, q db.Querier, rorID string) (r ror.Record, found bool, err error) {
	err = q.QueryRow(ctx, `SELECT body FROM ror_record WHERE id = $1`, rorID).Scan(db.JSON(&r))
	if errors.Is(err, db.ErrNoRows) {
		return r, false, nil
	}
	return r, err == nil, err
}

// InRegistry is a record of the registry with the organisation that has its id
// here already, if there is one.
type InRegistry struct {
	ror.Record
	Here *Organisation
}

// FindRegistry looks up organisations of a country in the registry: by a ROR id,
// or by words that a name has, all of them.
func (s *Service) FindRegistry(ctx context.Context, actor access.Actor, country, words string) (out []InRegistry, err error) {
	if err := actor.Check(access.OrganisationAdd, access.Object{}); err != nil {
		return nil, err
	}
	where, args := `country = $1`, []any{country}
	if rorID, ok := ror.ParseID(words); ok {
		where, args = `id = $1`, []any{rorID}
	} else {
		asked := strings.Fields(Fold(words))
		if len(asked) == 0 || length(words) > NameLimit {
			return nil, nil
		}
		for _, w := range asked[:min(len(asked), 8)] {
			args = append(args, "%"+escapeLike(w)+"%")
			where += ` AND names LIKE $` + strconv.Itoa(len(args)) + ` ESCAPE '!'`
		}
	}
	rows, err := s.DB.Query(ctx, `SELECT body FROM ror_record WHERE `+where+` ORDER BY LENGTH(names), id LIMIT 20`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x InRegistry
		if err := rows.Scan(db.JSON(&x.Record)); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	ids := make([]string, len(out))
	for i, x := range out {
		ids[i] = x.ID
	}
	if len(ids) == 0 {
		return nil, nil
	}
	in, args := placeholders(ids)
	list, err := s.organisations(ctx, s.DB, `WHERE o.ror_id IN (`+in+`)`, args...)
	for i := range out {
		if k := slices.IndexFunc(list, func(o Organisation) bool { return o.RORID == out[i].ID }); k >= 0 {
			out[i].Here = &list[k]
		}
	}
	return out, err
}

// kindOfRegistry is the kind that the registry's type most probably means; who
// fills a form by it looks at it.
var kindOfRegistry = map[string]Kind{
	"education": University, "facility": Institute, "healthcare": Institute, "company": CompanyMedium, "archive": Institute, "government": Agency, "nonprofit": Chamber, "funder": Fund, "other": Institute,
}

// FromRegistry makes an organisation of a record of the registry. Its original
// name is the one by which the registry shows it, the other languages' names
// count as checked; acronyms, aliases and names in further languages become
// aliases.
func FromRegistry(r ror.Record, at time.Time) Organisation {
	o := Organisation{
		Kind: kindOfRegistry[r.Kind()], Country: r.Country, Region: r.Region, Website: r.Website, RORID: r.ID,
		Name: i18n.Text{}, City: i18n.Text{}, Description: i18n.Text{}, Facts: Facts{Founded: r.Established},
	}
	if r.City != "" {
		o.City = i18n.Text{i18n.EN: {Text: r.City, State: i18n.Original, At: at}}
	}
	for _, n := range r.Names {
		l, ok := i18n.Parse(n.Lang)
		if n.Lang == "" {
			ok = false
		}
		if !ok || n.Type != ror.Label || o.Name[l].Text != "" {
			if text := n.Text; !slices.Contains(o.Aliases, text) && len(o.Aliases) < AliasLimit {
				o.Aliases = append(o.Aliases, text)
			}
			continue
		}
		state := i18n.Checked
		if n.Derived {
			state = i18n.Machine
		}
		if n.Display {
			state = i18n.Original
		}
		o.Name[l] = i18n.Version{Text: n.Text, State: state, At: at}
	}
	o.settleOriginal(at)
	return o
}

// settleOriginal makes sure that the name has one original.
func (o *Organisation) settleOriginal(at time.Time) {
	if len(o.Name) == 0 && len(o.Aliases) > 0 {
		o.Name[i18n.EN] = i18n.Version{Text: o.Aliases[0], At: at}
		o.Aliases = o.Aliases[1:]
	}
	original := o.Name.Source()
	if original == "" {
		for _, l := range []i18n.Lang{i18n.EN, i18n.ZH, i18n.RU, i18n.BE} {
			if o.Name[l].Text != "" {
				original = l
				break
			}
		}
	}
	for l, v := range o.Name {
		switch {
		case l == original:
			v.State = i18n.Original
		case v.State == i18n.Original:
			v.State = i18n.Checked
		}
		o.Name[l] = v
	}
	o.Aliases = slices.DeleteFunc(o.Aliases, func(a string) bool { return o.Named(a) })
}

// FilledFrom returns the organisation with what it lacks and the registry knows;
// one that is not entered yet is as the registry has it.
func (o Organisation) FilledFrom(r ror.Record, at time.Time) Organisation {
	known := FromRegistry(r, at)
	if len(o.Name) == 0 {
		return known
	}
	return absorb(o, known)
}
