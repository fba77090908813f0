package catalogue

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/domain/access"
)

// Waiting says for what a profile waits at somebody's desk.
type Waiting string

// What can wait, the most urgent first.
const (
	Returned     Waiting = "returned"  // with remarks that are not mended
	WantsConfirm Waiting = "confirm"   // the client's word
	WantsReview  Waiting = "review"    // a colleague's
	WantsCheck   Waiting = "validate"  // the network's; reported ones too
	Expiring     Waiting = "expiring"  // within ExpiresSoon, or expired within that time
	Unfinished   Waiting = "drafts"    // without open remarks
	Outdated     Waiting = "translate" // translations whose original has changed
)

// Waitings lists them in the order in which they are shown.
var Waitings = []Waiting{Returned, WantsConfirm, WantsReview, WantsCheck, Expiring, Unfinished, Outdated}

// ExpiresSoon is how long before the end of its validity a profile is shown as
// expiring.
const ExpiresSoon = 30 * 24 * time.Hour

// Kept is a profile as its keepers see it in a list.
type Kept struct {
	Opportunity
	Owner   Organisation
	Since   time.Time // when it came into its state
	Remarks int       // not mended yet, of every severity
}

// DeskFilter narrows the list of the profiles that the actor keeps.
type DeskFilter struct {
	States        []State
	Types         []OpportunityType
	Organisations []string // ids
	Waiting       Waiting
	Sort          string // "updated", "since", "reference", "valid", "type"; "-" before it turns it round
	Page, PerPage int    // from 1; PerPage 0 is all
}

// condition is a WHERE clause in the making.
type condition struct {
	parts []string
	args  []any
}

// arg adds an argument and returns its place.
func (c *condition) arg(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

// in writes "column IN (…)"; of no values it is never true.
func (c *condition) in(column string, values []string) string {
	if len(values) == 0 {
		return "1 = 0"
	}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = c.arg(v)
	}
	return column + " IN (" + strings.Join(marks, ", ") + ")"
}

func (c *condition) and(part string) { c.parts = append(c.parts, "("+part+")") }

func (c *condition) where() string { return "WHERE " + strings.Join(c.parts, " AND ") }

// reach holds for the profiles of those for whom the actor may do the action.
func (c *condition) reach(actor access.Actor, action access.Action) string {
	return c.in("p.organisation_id", actor.OrgsOf(action)) + " OR " + c.in("o.country", actor.SidesOf(action))
}

const openRemark = `EXISTS (SELECT 1 FROM opportunity_remark r WHERE r.opportunity_id = p.id AND r.resolved_at IS NULL)`

// waits holds for what waits for the actor.
func (c *condition) waits(actor access.Actor, w Waiting, now time.Time) {
	mine := func() { c.and(c.reach(actor, access.ProfileEdit)) }
	switch w {
	case Returned:
		mine()
		c.and(`p.state = 'draft' AND ` + openRemark)
	case Unfinished:
		mine()
		c.and(`p.state = 'draft' AND NOT ` + openRemark)
	case WantsConfirm:
		c.and(c.reach(actor, access.ProfileConfirm))
		c.and(`p.state = 'client_validation'`)
	case WantsReview:
		mine() // a reviewer is an adviser of the centre that has the mandate
		c.and(c.in("p.centre_id", actor.OrgsOf(access.ProfileReview)))
		c.and(`p.state = 'review' AND p.author_id <> ` + c.arg(actor.PersonID))
	case WantsCheck:
		c.and(c.reach(actor, access.ProfileValidate))
		c.and(`p.state IN ('validation', 'flagged') AND p.author_id <> ` + c.arg(actor.PersonID))
	case Expiring:
		mine()
		c.and(`p.state IN ('published', 'on_hold', 'expired') AND p.valid_until > ` + c.arg(db.Micros(now.Add(-ExpiresSoon))) + ` AND p.valid_until < ` + c.arg(db.Micros(now.Add(ExpiresSoon))))
	case Outdated:
		c.and(c.reach(actor, access.ProfileTranslate))
		c.and(`p.state NOT IN ('archived', 'rejected', 'expired')`)
		c.and(`CAST(p.content AS TEXT) LIKE '%"stale":true%' OR CAST(p.content AS TEXT) LIKE '%"stale": true%'`)
	default:
		c.and("1 = 0")
	}
}

// filter makes the condition of a list; the facet named is left out, for its
// own counts.
func (f DeskFilter) filter(actor access.Actor, now time.Time, without string) *condition {
	c := &condition{}
	c.and(c.reach(actor, access.ProfileDesk))
	if len(f.States) > 0 && without != "state" {
		c.and(c.in("p.state", Codes(f.States)))
	}
	if len(f.Types) > 0 && without != "type" {
		c.and(c.in("p.type", Codes(f.Types)))
	}
	if len(f.Organisations) > 0 && without != "organisation" {
		c.and(c.in("p.organisation_id", f.Organisations))
	}
	if f.Waiting != "" {
		c.waits(actor, f.Waiting, now)
	}
	return c
}

const since = `COALESCE((SELECT max(s.at) FROM opportunity_step s WHERE s.opportunity_id = p.id), p.created_at)`

var deskOrder = map[string]string{
	"updated": "p.updated_at", "since": since, "reference": "p.reference", "valid": "p.valid_until", "type": "p.type",
}

func (f DeskFilter) order() string {
	column, down := strings.CutPrefix(f.Sort, "-")
	expr, ok := deskOrder[column]
	if !ok {
		expr, down = deskOrder["updated"], true
	}
	if down {
		return " ORDER BY " + expr + " DESC, p.id DESC"
	}
	return " ORDER BY " + expr + ", p.id"
}

// Desk lists the profiles that the actor keeps: those of his organisations, of
// the clients of his centre, of the side for which he validates or translates.
// It tells how many there are in all.
func (s *Service) Desk(ctx context.Context, actor access.Actor, f DeskFilter) (list []Kept, total int, err error) {
	c := f.filter(actor, s.Clock.Now(), "")
	if err := s.DB.QueryRow(ctx, `SELECT count(*) FROM opportunity p JOIN organisation o ON o.id = p.organisation_id `+c.where(), c.args...).Scan(&total); err != nil || total == 0 {
		return nil, total, err
	}
	query := `SELECT ` + opportunityColumns + `, ` + since + `, (SELECT count(*) FROM opportunity_remark r WHERE r.opportunity_id = p.id AND r.resolved_at IS NULL)
		FROM opportunity p JOIN organisation o ON o.id = p.organisation_id ` + c.where() + f.order()
	if f.PerPage > 0 {
		query += ` LIMIT ` + c.arg(f.PerPage) + ` OFFSET ` + c.arg(max(f.Page-1, 0)*f.PerPage)
	}
	if list, err = s.kept(ctx, query, c.args); err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(list))
	for i, k := range list {
		ids[i] = k.OrganisationID
	}
	owners, err := s.OrganisationsByID(ctx, s.DB, ids)
	for i := range list {
		list[i].Owner = owners[list[i].OrganisationID]
	}
	return list, total, err
}

func (s *Service) kept(ctx context.Context, query string, args []any) (list []Kept, err error) {
	rows, err := s.DB.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k Kept
		var at int64
		if k.Opportunity, err = scanOpportunity(rows, &at, &k.Remarks); err != nil {
			return nil, err
		}
		k.Since = instant(at)
		list = append(list, k)
	}
	return list, rows.Err()
}

// DeskCounts are how many profiles each value of a facet would leave.
type DeskCounts struct {
	States        map[State]int
	Types         map[OpportunityType]int
	Organisations map[string]int
}

// DeskFacets counts the profiles that the actor keeps by state, type and
// organisation, each under the other choices of the filter.
func (s *Service) DeskFacets(ctx context.Context, actor access.Actor, f DeskFilter) (n DeskCounts, err error) {
	n = DeskCounts{map[State]int{}, map[OpportunityType]int{}, map[string]int{}}
	for _, x := range []struct {
		name, column string
		put          func(value string, count int)
	}{
		{"state", "p.state", func(v string, c int) { n.States[State(v)] = c }},
		{"type", "p.type", func(v string, c int) { n.Types[OpportunityType(v)] = c }},
		{"organisation", "p.organisation_id", func(v string, c int) { n.Organisations[v] = c }},
	} {
		c := f.filter(actor, s.Clock.Now(), x.name)
		rows, err := s.DB.Query(ctx, `SELECT `+x.column+`, count(*) FROM opportunity p JOIN organisation o ON o.id = p.organisation_id `+c.where()+` GROUP BY `+x.column, c.args...)
		if err != nil {
			return n, err
		}
		for rows.Next() {
			var value string
			var count int
			if err := rows.Scan(&value, &count); err != nil {
				rows.Close()
				return n, err
			}
			x.put(value, count)
		}
		rows.Close()
		if err := rows.Err(); err != nil {
			return n, err
		}
	}
	return n, nil
}

// InterestWaiting counts the expressions of interest that wait for the yes or no
// of an organisation or centre for which the actor answers.
func (s *Service) InterestWaiting(ctx context.Context, actor access.Actor) (n int, err error) {
	orgs := actor.OrgsOf(access.InterestRead)
	c := &condition{}
	owner := `i.owner_yes_at IS NULL AND (` + c.in("i.owner_centre", orgs) + ` OR i.owner_centre = '' AND ` + c.in("p.organisation_id", orgs) + `)`
	sender := `i.sender_yes_at IS NULL AND (` + c.in("i.sender_centre", orgs) + ` OR i.sender_centre = '' AND ` + c.in("i.sender_id", orgs) + `)`
	err = s.DB.QueryRow(ctx, `SELECT count(*) FROM interest i JOIN opportunity p ON p.id = i.opportunity_id WHERE i.state IN ('sent', 'seen') AND (`+owner+` OR `+sender+`)`, c.args...).Scan(&n)
	return n, err
}

// WhomToMeet lists the ids of the people who can be named as whom to meet about a
// profile: those of its organisation and of the responsible centre, and who is
// named now.
func (s *Service) WhomToMeet(ctx context.Context, q db.Querier, p Opportunity) ([]string, error) {
	out, err := s.holders(ctx, q, p.OrganisationID, access.OrgAdmin, access.OrgEditor, access.Intermediary)
	if err != nil || p.CentreID == "" {
		return append(out, p.PersonID), err
	}
	centre, err := s.holders(ctx, q, p.CentreID, access.Intermediary)
	out = append(append(out, centre...), p.PersonID)
	slices.Sort(out)
	return slices.Compact(out), err
}
