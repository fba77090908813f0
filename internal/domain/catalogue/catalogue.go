// Package catalogue keeps who can do what and who seeks what: organisations,
// technology parks with their residents, their offers and requests with the
// workflow that leads to publication, the mandates of the centres that act for
// them, and the interest that others express.
package catalogue

import (
	"context"
	"time"

	"github.com/birzha/birzha/internal/base/clock"
	"github.com/birzha/birzha/internal/base/db"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/audit"
	"github.com/birzha/birzha/internal/domain/identity"
)

// Job is work to be done after the commit.
type Job = interface{ Kind() string }

// What the catalogue needs from others.
type (
	// Enqueuer puts jobs into the queue in the transaction of the change.
	Enqueuer interface {
		Enqueue(ctx context.Context, tx db.Tx, jobs ...Job) error
	}
	// Translator is a machine-translation service. It answers with as many texts
	// as it is given, in their order.
	Translator interface {
		Translate(ctx context.Context, from, to i18n.Lang, texts []string) ([]string, error)
		Name() string
	}
)

// Service is all that can be done with the catalogue. Every act checks the
// policy, keeps the rules, and is recorded in the transaction of the change.
type Service struct {
	*Store
	DB         *db.DB
	Identity   *identity.Service
	Jobs       Enqueuer
	Translator Translator // nil where no service is set
	Blobs      Blobs
	Pictures   Pictures
	Searched   func(took time.Duration) // told of every search of the index; may be nil
}

// New returns a Service.
func New(d *db.DB, c clock.Clock, people *identity.Service, jobs Enqueuer) *Service {
	return &Service{Store: NewStore(c), DB: d, Identity: people, Jobs: jobs}
}

// act is one act of an actor for an organisation, to be recorded.
type act struct {
	Actor  access.Actor
	Needed access.Action // the action of the policy that allows it
	Org    string        // for which organisation he acts, "" for none
	Side   string        // its country
	Action string        // name in the audit log
	Kind   string        // of the object
	ID     string
	Detail map[string]any
}

// record notes the act in the audit log. What is done under a mandate names
// both: the person and centre that act, and the client.
func (s *Service) record(ctx context.Context, tx db.Tx, a act) error {
	d := a.Detail
	if d == nil {
		d = map[string]any{}
	}
	if g, ok := a.Actor.Via(a.Needed, a.Org); ok {
		d["for"], d["centre"], d["mandate"] = a.Org, g.Centre, g.Mandate
	}
	return audit.Record(ctx, tx, audit.Entry{
		At: s.Clock.Now(), ActorID: a.Actor.PersonID, Action: a.Action, ObjectKind: a.Kind, ObjectID: a.ID, Side: a.Side, Detail: d,
	})
}

// NoticeJob tells people of something that happened in the catalogue; the
// composition root turns it into letters.
type NoticeJob struct {
	Key       string    `json:"key"` // names the notice, so that each is sent once
	Notice    Notice    `json:"notice"`
	PersonIDs []string  `json:"people"`
	Title     i18n.Text `json:"title"` // of the profile or the thing spoken of
	Path      string    `json:"path"`  // of the page to look at
	Count     int       `json:"count,omitempty"`
}

// Kind names the job in the queue.
func (NoticeJob) Kind() string { return "catalogue_notice" }

// Notice is what a letter tells of; its messages are "mail.NOTICE_…".
type Notice string

// The notices.
const (
	ConfirmWanted    Notice = "confirm_wanted"    // the client is to confirm a draft
	ReviewWanted     Notice = "review_wanted"     // a colleague is to review
	ValidationWanted Notice = "validation_wanted" // the network is to validate
	ProfileReturned  Notice = "profile_returned"  // with remarks
	ProfilePublished Notice = "profile_published"
	ProfileFlagged   Notice = "profile_flagged"
	ProfileExpiring  Notice = "profile_expiring" // renewable in one click
	InterestReceived Notice = "interest_received"
	InterestAnswered Notice = "interest_answered"
	IdentitiesOpen   Notice = "identities_open" // both have said yes
	HandoverOffered  Notice = "handover_offered"
	SearchAlert      Notice = "search_alert" // Count new profiles of a saved search
)

// Notices lists all of them.
var Notices = []Notice{
	ConfirmWanted, ReviewWanted, ValidationWanted, ProfileReturned, ProfilePublished, ProfileFlagged, ProfileExpiring, InterestReceived, InterestAnswered, IdentitiesOpen, HandoverOffered, SearchAlert,
}

// holders lists the people who hold one of the roles for the organisation.
func (s *Store) holders(ctx context.Context, q db.Querier, org string, roles ...access.Role) (out []string, err error) {
	names := [3]string{} // no more roles than these
	for i, r := range roles {
		names[i] = string(r)
	}
	rows, err := q.Query(ctx, `SELECT DISTINCT person_id FROM role_grant WHERE org_id = $1 AND event_id = '' AND role IN ($2, $3, $4) ORDER BY person_id`, org, names[0], names[1], names[2])
	if err != nil {
		return nil, err
	}
	return scanTexts(rows)
}

// validators lists the people who validate for the side.
func (s *Store) validators(ctx context.Context, q db.Querier, side string) ([]string, error) {
	rows, err := q.Query(ctx, `SELECT DISTINCT person_id FROM role_grant WHERE event_id = '' AND side = $1 AND role = $2 ORDER BY person_id`, side, string(access.Validator))
	if err != nil {
		return nil, err
	}
	return scanTexts(rows)
}

func scanTexts(rows db.Rows) (out []string, err error) {
	defer rows.Close()
	for rows.Next() {
		var x string
		if err := rows.Scan(&x); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// day is a calendar day as stored, in UTC.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
