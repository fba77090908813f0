package catalogue

import (
	"context"
	"maps"
	"slices"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/base/id"
	"github.com/birzha/birzha/internal/domain/access"
)

// Reference is a column of the database that names an organisation, and how a
// merge treats it.
type Reference struct {
	What   string // names what moves, for people; "" is not shown
	Table  string
	Column string
	With   []string // the other columns of a unique key: a row that the kept record has already is dropped
	Where  string   // of the rows meant, where the column names other things too
	Apart  string   // a row stays as it is where this column names the record kept: what the two had with each other
}

// References lists all columns that a merge moves. Columns in History keep the
// record that was merged, which stays readable by its id.
var References = []Reference{
	{What: "profiles", Table: "opportunity", Column: "organisation_id"},
	{What: "kept_profiles", Table: "opportunity", Column: "centre_id"},
	{What: "memberships", Table: "organisation_membership", Column: "organisation_id", With: []string{"of_id"}},
	{What: "members", Table: "organisation_membership", Column: "of_id", With: []string{"organisation_id"}},
	{What: "mandates_given", Table: "mandate", Column: "client_id", Apart: "centre_id"},
	{What: "mandates_held", Table: "mandate", Column: "centre_id", Apart: "client_id"},
	{What: "handovers", Table: "handover", Column: "from_id", Apart: "to_id"},
	{What: "handovers", Table: "handover", Column: "to_id", Apart: "from_id"},
	{What: "interest", Table: "interest", Column: "sender_id"},
	{Table: "interest", Column: "sender_centre"},
	{Table: "interest", Column: "owner_centre"},
	{What: "representatives", Table: "role_grant", Column: "org_id", With: []string{"person_id", "role", "event_id", "side"}},
	{What: "participants", Table: "participant", Column: "organisation_id"},
	{What: "events", Table: "event_side", Column: "organisation_id"},
	{What: "events", Table: "event_organiser", Column: "organisation_id", With: []string{"event_id"}},
	{What: "indicators", Table: "park_indicator", Column: "organisation_id", With: []string{"year", "name"}},
	{What: "files", Table: "medium", Column: "owner_id", Where: "owner_kind = 'organisation'"},
	{What: "addresses", Table: "organisation_address", Column: "organisation_id"},
	{Table: "external_id", Column: "thing_id", Where: "kind = 'organisation'"},
	{Table: "organisation", Column: "merged_into"},
	{Table: "park_import", Column: "organisation_id"},
}

// History lists the columns, as TABLE.COLUMN, that go on naming a record after
// it was merged, and those whose rows end with it.
var History = []string{
	"opportunity_step.centre_id", "interest_step.centre_id", // who acted then
	"organisation_key.organisation_id", "organisation_distinct.a_id", "organisation_distinct.b_id", // of the record itself
}

// Moved is how much of something a merge moves.
type Moved struct {
	What string
	N    int
}

// Merging is what a merge would do.
type Merging struct {
	Keep, Gone Organisation
	Result     Organisation // the record that is kept, with what it takes over
	Moves      []Moved
}

// PreviewMerge tells what merging the record gone into keep would do.
func (s *Service) PreviewMerge(ctx context.Context, actor access.Actor, keepID, goneID string) (m Merging, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, q db.Querier) error {
		if m.Keep, m.Gone, err = s.mergeable(ctx, q, actor, keepID, goneID); err != nil {
			return err
		}
		m.Result = absorb(m.Keep, m.Gone)
		count := map[string]int{}
		for _, r := range References {
			var n int
			if err := q.QueryRow(ctx, `SELECT COUNT(*) FROM `+r.Table+` WHERE `+r.where("$1"), goneID).Scan(&n); err != nil {
				return err
			}
			if r.What != "" && n > 0 && count[r.What] == 0 {
				m.Moves = append(m.Moves, Moved{What: r.What})
			}
			count[r.What] += n
		}
		for i := range m.Moves {
			m.Moves[i].N = count[m.Moves[i].What]
		}
		return nil
	})
	return m, err
}

func (r Reference) where(value string) string {
	if r.Where != "" {
		return r.Where + ` AND ` + r.Column + ` = ` + value
	}
	return r.Column + ` = ` + value
}

// absorb returns the record kept with what it lacks and the other has: names of
// the other become aliases.
func absorb(keep, gone Organisation) Organisation {
	o := keep
	o.Name, o.City, o.Description = maps.Clone(keep.Name), fill(keep.City, gone.City), fill(keep.Description, gone.Description)
	o.Aliases = slices.Clone(keep.Aliases)
	for _, l := range gone.Name.Languages() {
		if v := gone.Name[l]; o.Name[l].Text == "" {
			if v.State == i18n.Original && o.Name.Source() != "" {
				v.State = i18n.Checked
			}
			o.Name[l] = v
		} else if !o.Named(v.Text) && !slices.Contains(o.Aliases, v.Text) {
			o.Aliases = append(o.Aliases, v.Text)
		}
	}
	for _, a := range gone.Aliases {
		if !o.Named(a) && !slices.Contains(o.Aliases, a) {
			o.Aliases = append(o.Aliases, a)
		}
	}
	for _, a := range gone.Areas {
		if !slices.Contains(o.Areas, a) {
			o.Areas = append(slices.Clone(o.Areas), a)
		}
	}
	for _, x := range []struct{ to, from *string }{
		{&o.Website, &gone.Website}, {&o.RORID, &gone.RORID}, {&o.LogoID, &gone.LogoID}, {&o.Facts.Staff, &gone.Facts.Staff}, {&o.Facts.Turnover, &gone.Facts.Turnover}, {&o.Facts.Certificates, &gone.Facts.Certificates},
	} {
		if *x.to == "" {
			*x.to = *x.from
		}
	}
	if o.Country == gone.Country {
		if o.NationalID == "" {
			o.NationalID = gone.NationalID
		}
		if o.Region == "" {
			o.Region = gone.Region
		}
	}
	if o.Facts.Founded == 0 {
		o.Facts.Founded = gone.Facts.Founded
	}
	o.Facts.Abroad = o.Facts.Abroad || gone.Facts.Abroad
	if len(o.Facts.Languages) == 0 {
		o.Facts.Languages = gone.Facts.Languages
	}
	o.ViaCentre = o.ViaCentre || gone.ViaCentre
	o.Unconfirmed = o.Unconfirmed && gone.Unconfirmed
	return o
}

// fill adds the languages that a text lacks, as translations where it has an
// original.
func fill(t, more i18n.Text) i18n.Text {
	out := i18n.Text{}
	maps.Copy(out, t)
	for _, l := range more.Languages() {
		if out[l].Text == "" {
			v := more[l]
			if v.State == i18n.Original && out.Source() != "" {
				v.State = i18n.Checked
			}
			out[l] = v
		}
	}
	return out
}

// MergeOrganisations makes one record of two of one body. All that hangs on the
// record gone hangs on keep from then on; its addresses lead there, its names
// are aliases, and the record itself stays for the history.
func (s *Service) MergeOrganisations(ctx context.Context, actor access.Actor, keepID, goneID string) (o Organisation, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context, tx db.Tx) error {
		keep, gone, err := s.mergeable(ctx, tx, actor, keepID, goneID)
		if err != nil {
			return err
		}
		o = absorb(keep, gone)
		if err := s.settle(ctx, tx, actor, keep.ID, gone.ID); err != nil {
			return err
		}
		dropped := map[string]any{}
		for _, r := range References {
			n, err := r.move(ctx, tx, keep.ID, gone.ID)
			if err != nil {
				return err
			}
			if n > 0 {
				dropped[r.Table] = n
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM organisation_distinct WHERE a_id = $1 OR b_id = $1`, gone.ID); err != nil {
			return err
		}
		if err := s.mergeParks(ctx, tx, keep.ID, gone.ID); err != nil {
			return err
		}
		was := gone
		gone.MergedInto, gone.RORID, gone.NationalID = keep.ID, "", ""
		if err := s.putOrganisation(ctx, tx, &gone); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO organisation_address (slug, organisation_id) VALUES ($1, $2)`, gone.Slug, keep.ID); err != nil {
			return err
		}
		if err := s.putOrganisation(ctx, tx, &o); err != nil {
			return err
		}
		return s.recordMerge(ctx, tx, actor, keep, was, dropped)
	})
	return o, err
}

// recordMerge notes the merge at both records, with both as they were.
func (s *Service) recordMerge(ctx context.Context, tx db.Tx, actor access.Actor, keep, gone Organisation, dropped map[string]any) error {
	for _, x := range []struct {
		id, action string
		detail     map[string]any
	}{
		{keep.ID, "organisation.merge", map[string]any{"gone": gone.ID, "before": keep, "twice": dropped}},
		{gone.ID, "organisation.merged", map[string]any{"into": keep.ID, "before": gone}},
	} {
		if err := s.record(ctx, tx, act{Actor: actor, Needed: access.OrganisationMerge, Side: keep.Country, Action: x.action, Kind: "organisation", ID: x.id, Detail: x.detail}); err != nil {
			return err
		}
	}
	return nil
}

// move lets the rows name the record that is kept, and counts those dropped as
// it had the same already.
func (r Reference) move(ctx context.Context, tx db.Tx, keep, gone string) (dropped int64, err error) {
	if len(r.With) > 0 {
		same := ``
		for _, c := range r.With {
			same += ` AND k.` + c + ` = ` + r.Table + `.` + c
		}
		if dropped, err = tx.Exec(ctx, `DELETE FROM `+r.Table+` WHERE `+r.where("$2")+` AND EXISTS (SELECT 1 FROM `+r.Table+` k WHERE k.`+r.Column+` = $1`+same+`)`, keep, gone); err != nil {
			return dropped, err
		}
	}
	apart := ``
	if r.Apart != "" {
		apart = ` AND ` + r.Apart + ` <> $1`
	}
	_, err = tx.Exec(ctx, `UPDATE `+r.Table+` SET `+r.Column+` = $1 WHERE `+r.where("$2")+apart, keep, gone)
	return dropped, err
}

// settle ends what cannot go over: of each pair of mandates between the same two
// the one of the record gone, what the two records had with each other, and the
// second of two expressions of interest in one profile.
func (s *Service) settle(ctx context.Context, tx db.Tx, actor access.Actor, keep, gone string) error {
	now := db.Micros(s.Clock.Now())
	if _, err := tx.Exec(ctx, `DELETE FROM organisation_membership WHERE organisation_id = $1 AND of_id = $2 OR organisation_id = $2 AND of_id = $1`, keep, gone); err != nil {
		return err
	}
	for _, column := range [][2]string{{"client_id", "centre_id"}, {"centre_id", "client_id"}} {
		if _, err := tx.Exec(ctx, `UPDATE mandate SET ended_at = $3, ended_by = $4, end_reason = 'merged' WHERE `+column[0]+` = $2 AND ended_at IS NULL AND
			`+column[1]+` IN (SELECT m.`+column[1]+` FROM mandate m WHERE m.`+column[0]+` = $1 AND m.ended_at IS NULL)`, keep, gone, now, actor.PersonID); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `UPDATE mandate SET ended_at = $3, ended_by = $4, end_reason = 'merged' WHERE ended_at IS NULL AND (client_id = $1 AND centre_id = $2 OR client_id = $2 AND centre_id = $1)`, keep, gone, now, actor.PersonID); err != nil {
		return err
	}
	if err := s.settleHandovers(ctx, tx, actor, keep, gone); err != nil {
		return err
	}
	return s.settleInterest(ctx, tx, actor, keep, gone)
}

// settleHandovers withdraws offers between the two records, and puts the kept
// one in the place of the other among the clients of all offers.
func (s *Service) settleHandovers(ctx context.Context, tx db.Tx, actor access.Actor, keep, gone string) error {
	if _, err := tx.Exec(ctx, `UPDATE handover SET state = $3, answered_by = $4, answered_at = $5 WHERE state = $6 AND (from_id = $1 AND to_id = $2 OR from_id = $2 AND to_id = $1)`,
		keep, gone, string(HandoverWithdrawn), actor.PersonID, db.Micros(s.Clock.Now()), string(HandoverOpen)); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT id, clients FROM handover`)
	if err != nil {
		return err
	}
	defer rows.Close()
	changed := map[string][]string{}
	for rows.Next() {
		var handoverID string
		var clients []string
		if err := rows.Scan(&handoverID, db.JSON(&clients)); err != nil {
			return err
		}
		if slices.Contains(clients, gone) {
			kept := slices.DeleteFunc(clients, func(c string) bool { return c == gone })
			if clients = kept; !slices.Contains(kept, keep) {
				clients = append(kept, keep)
			}
			changed[handoverID] = clients
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	for handoverID, clients := range changed {
		if _, err := tx.Exec(ctx, `UPDATE handover SET clients = $2 WHERE id = $1`, handoverID, db.JSON(clients)); err != nil {
			return err
		}
	}
	return nil
}

// settleInterest closes the interest that the merged organisation would have
// twice in one profile, or in its own.
func (s *Service) settleInterest(ctx context.Context, tx db.Tx, actor access.Actor, keep, gone string) error {
	rows, err := tx.Query(ctx, `SELECT i.id, i.state FROM interest i JOIN opportunity p ON p.id = i.opportunity_id WHERE i.state NOT IN ($3, $4) AND (
		i.sender_id = $2 AND i.opportunity_id IN (SELECT opportunity_id FROM interest WHERE sender_id = $1 AND state NOT IN ($3, $4))
		OR i.sender_id IN ($1, $2) AND p.organisation_id IN ($1, $2))`, keep, gone, string(Declined), string(NoAgreement))
	if err != nil {
		return err
	}
	defer rows.Close()
	var open [][2]string
	for rows.Next() {
		var x [2]string
		if err := rows.Scan(&x[0], &x[1]); err != nil {
			return err
		}
		open = append(open, x)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	now := db.Micros(s.Clock.Now())
	for _, x := range open {
		if _, err := tx.Exec(ctx, `UPDATE interest SET state = $2, updated_at = $3 WHERE id = $1`, x[0], string(NoAgreement), now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO interest_step (id, interest_id, party, action, from_state, to_state, note, person_id, centre_id, at) VALUES ($1, $2, $3, 'merge', $4, $5, '', $6, '', $7)`,
			id.New(), x[0], string(Parties[0]), x[1], string(NoAgreement), actor.PersonID, now); err != nil {
			return err
		}
	}
	return nil
}

// mergeParks puts together what two records tell of one park.
func (s *Store) mergeParks(ctx context.Context, tx db.Tx, keep, gone string) error {
	a, err := s.Park(ctx, tx, keep)
	if err != nil {
		return err
	}
	b, err := s.Park(ctx, tx, gone)
	if err != nil {
		return err
	}
	a.Services, a.Equipment, a.Board = append(a.Services, b.Services...), append(a.Equipment, b.Equipment...), append(a.Board, b.Board...)
	if a.Opened == 0 {
		a.Opened = b.Opened
	}
	if a.Hectares == 0 {
		a.Hectares = b.Hectares
	}
	return s.putPark(ctx, tx, keep, a)
}

func (s *Store) putPark(ctx context.Context, tx db.Tx, organisationID string, f ParkFacts) error {
	n, err := tx.Exec(ctx, `UPDATE organisation SET park = $2 WHERE id = $1`, organisationID, db.JSON(f))
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}
