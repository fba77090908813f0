package catalogue

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/catalogue/duplicate"
	"github.com/birzha/birzha/internal/domain/catalogue/ror"
)

// RegistryEffect is what a record of the registry does to the catalogue.
type RegistryEffect string

// The effects of a record.
const (
	RegistryCreates RegistryEffect = "creates"
	RegistryChanges RegistryEffect = "changes" // fills in what the organisation lacks
	RegistryKeeps   RegistryEffect = "keeps"
	RegistryWaits   RegistryEffect = "waits"   // an organisation without a ROR id is probably the same: somebody has to look
	RegistryRejects RegistryEffect = "rejects" // the last of Notes says why
	RegistryPasses  RegistryEffect = "passes"  // of a country that was not asked for
)

// RegistryEffects lists the effects in the order in which they are told.
var RegistryEffects = []RegistryEffect{RegistryCreates, RegistryChanges, RegistryKeeps, RegistryWaits, RegistryRejects, RegistryPasses}

// RegistryLine is what becomes of one record, with what was repaired in it.
type RegistryLine struct {
	Number int // in the file
	ID     string
	Name   string
	Effect RegistryEffect
	Notes  []ror.Note
	Alike  *Likeness // of a record that waits
}

// RegistryIntake is a file of the registry with what it changes.
type RegistryIntake struct {
	Lines []RegistryLine
}

// Count returns how many records have the effect.
func (in *RegistryIntake) Count(e RegistryEffect) (n int) {
	for _, x := range in.Lines {
		if x.Effect == e {
			n++
		}
	}
	return n
}

// ImportRegistry enters the organisations of a file of the registry that lie in
// the countries, each once by its ROR id: those that are there get what they
// lack, and nothing that people wrote is replaced. Without confirm it only tells
// what it would do. The actor has to be allowed to import for each country.
func (s *Service) ImportRegistry(ctx context.Context, actor access.Actor, file iter.Seq2[ror.Item, error], countries []string, confirm bool) (in *RegistryIntake, err error) {
	for _, c := range countries {
		if err := actor.Check(access.CatalogueImport, access.Object{Sides: []string{c}}); err != nil {
			return nil, err
		}
	}
	if len(countries) == 0 {
		return nil, fault.Missing()
	}
	run := func(ctx context.Context, q db.Querier) error {
		in = &RegistryIntake{}
		return s.importRegistry(ctx, q, actor, file, countries, in)
	}
	if !confirm {
		return in, s.DB.Read(ctx, run)
	}
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := run(ctx, tx); err != nil {
			return err
		}
		counts := map[string]any{"countries": countries}
		for _, e := range RegistryEffects {
			counts[string(e)] = in.Count(e)
		}
		return audit.Record(ctx, tx, audit.Entry{At: s.Clock.Now(), ActorID: actor.PersonID, Action: "registry.import", ObjectKind: "catalogue", ObjectID: "registry", Side: countries[0], Detail: counts})
	})
	return in, err
}

// nameless are the organisations without a ROR id, with which records are
// compared.
type nameless struct {
	orgs    []Organisation
	signed  []*duplicate.Signature
	holders map[string][]int // by key
}

// registered loads what is there of the countries: by ROR id, and the rest.
func (s *Store) registered(ctx context.Context, q db.Querier, countries []string) (byROR map[string]Organisation, rest nameless, err error) {
	byROR, rest.holders = map[string]Organisation{}, map[string][]int{}
	for _, c := range countries {
		list, err := s.OrganisationsOf(ctx, q, c)
		if err != nil {
			return nil, rest, err
		}
		for _, o := range list {
			if o.RORID != "" {
				byROR[o.RORID] = o
				continue
			}
			n := len(rest.orgs)
			rest.orgs, rest.signed = append(rest.orgs, o), append(rest.signed, duplicate.Sign(o.known()))
			for _, k := range rest.signed[n].Keys() {
				rest.holders[k] = append(rest.holders[k], n)
			}
		}
	}
	return byROR, rest, nil
}

// find returns the likeliest of the organisations without a ROR id.
func (r *nameless) find(o Organisation) *Likeness {
	if len(r.orgs) == 0 {
		return nil
	}
	mine := duplicate.Sign(o.known())
	var best *Likeness
	seen := map[int]bool{}
	for _, k := range mine.Keys() {
		for _, n := range r.holders[k] {
			if seen[n] {
				continue
			}
			seen[n] = true
			if m := duplicate.Compare(mine, r.signed[n]); m.Score >= duplicate.Threshold && (best == nil || m.Score > best.Score) {
				best = &Likeness{r.orgs[n], m}
			}
		}
	}
	return best
}

func (s *Service) importRegistry(ctx context.Context, q db.Querier, actor access.Actor, file iter.Seq2[ror.Item, error], countries []string, in *RegistryIntake) error {
	byROR, rest, err := s.registered(ctx, q, countries)
	if err != nil {
		return err
	}
	tx, writes := q.(db.Tx)
	now := s.Clock.Now()
	for item, err := range file {
		if err != nil {
			return err
		}
		x := RegistryLine{Number: item.Number, ID: item.ID, Notes: item.Notes, Effect: RegistryRejects}
		if item.Record == nil {
			in.Lines = append(in.Lines, x)
			continue
		}
		o := FromRegistry(*item.Record, now)
		x.Name = o.Name.Plain(i18n.EN)
		have, known := byROR[o.RORID]
		if !known && slices.Contains(countries, o.Country) {
			if x.Alike = rest.find(o); x.Alike != nil && identical(o, x.Alike.Organisation, x.Alike.Match) {
				have, known, x.Alike = x.Alike.Organisation, true, nil
			}
		}
		filled := have
		switch {
		case !slices.Contains(countries, o.Country):
			x.Effect = RegistryPasses
		case known:
			x.Effect = RegistryKeeps
			if filled = absorb(have, o); !sameRecord(filled, have) {
				x.Effect = RegistryChanges
			}
		case x.Alike != nil:
			x.Effect = RegistryWaits
		default:
			x.Effect = RegistryCreates
		}
		in.Lines = append(in.Lines, x)
		if !writes {
			continue
		}
		switch x.Effect {
		case RegistryCreates:
			err = s.AddOrganisation(ctx, tx, &o)
		case RegistryChanges:
			err = s.putOrganisation(ctx, tx, &filled)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sameRecord tells whether two records say the same.
func sameRecord(a, b Organisation) bool {
	x, errX := json.Marshal(RecordOf(a))
	y, errY := json.Marshal(RecordOf(b))
	return errX == nil && errY == nil && bytes.Equal(x, y)
}
