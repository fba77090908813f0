package oai

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"time"
)

// harvest is a list request: what was asked, and how far it has come. Whole, it
// is the resumption token, so that the provider remembers nothing between two
// answers.
type harvest struct {
	Prefix  string `json:"p"`
	Set     string `json:"s,omitempty"`
	From    string `json:"f,omitempty"`
	Until   string `json:"u,omitempty"`
	Changed int64  `json:"c"` // microseconds
	Kind    Kind   `json:"k"`
	ID      string `json:"i"`
	Given   int    `json:"n"` // records given before
}

func (p *Provider) identifiers(ctx context.Context, args url.Values) (*headers, error) {
	found, _, token, err := p.page(ctx, args)
	if err != nil {
		return nil, err
	}
	out := &headers{Token: token}
	for _, r := range found {
		out.Headers = append(out.Headers, p.header(r))
	}
	return out, nil
}

func (p *Provider) list(ctx context.Context, args url.Values) (*records, error) {
	found, f, token, err := p.page(ctx, args)
	if err != nil {
		return nil, err
	}
	out := &records{Token: token}
	for _, r := range found {
		out.Records = append(out.Records, p.record(r, f))
	}
	return out, nil
}

// page finds the next records of a list, and the token for those after them:
// nil where the list is whole, empty on the last of several answers.
func (p *Provider) page(ctx context.Context, args url.Values) ([]Record, format, *tokenNode, error) {
	h := harvest{Prefix: args.Get("metadataPrefix"), Set: args.Get("set"), From: args.Get("from"), Until: args.Get("until")}
	if args.Has("resumptionToken") {
		var ok bool
		if h, ok = p.resume(args.Get("resumptionToken")); !ok {
			return nil, format{}, nil, &refusal{badResumptionToken, "the token is not one of this repository"}
		}
	}
	f, err := formatOf(h.Prefix)
	if err != nil {
		return nil, f, nil, err
	}
	q, err := p.query(h, f)
	if err != nil {
		return nil, f, nil, err
	}
	var found []Record
	if len(q.Kinds) > 0 {
		if found, err = p.Source.List(ctx, q); err != nil {
			return nil, f, nil, err
		}
	}
	if len(found) == 0 {
		return nil, f, nil, &refusal{noRecordsMatch, "no record fits the arguments"}
	}
	var token *tokenNode
	if h.Given > 0 || len(found) == q.Limit {
		token = &tokenNode{Cursor: h.Given}
	}
	if len(found) == q.Limit {
		found = found[:q.Limit-1]
		last := found[len(found)-1]
		h.Changed, h.Kind, h.ID, h.Given = last.Changed.UnixMicro(), last.Kind, last.ID, h.Given+len(found)
		token.Token = p.token(h)
	}
	return found, f, token, nil
}

// query asks the source for the records of a harvest, one more than a page.
func (p *Provider) query(h harvest, f format) (q Query, err error) {
	if q.From, q.Before, err = period(h.From, h.Until); err != nil {
		return q, err
	}
	q.Kinds = f.kinds
	if h.Set != "" {
		if p.NoSets {
			return q, &refusal{noSetHierarchy, "this repository has no sets"}
		}
		var kinds []Kind
		if kinds, q.Country, err = selection(h.Set); err != nil {
			return q, err
		}
		q.Kinds = slices.DeleteFunc(slices.Clone(kinds), func(k Kind) bool { return !slices.Contains(f.kinds, k) })
	}
	if h.Given > 0 {
		q.After = &Cursor{time.UnixMicro(h.Changed).UTC(), h.Kind, h.ID}
	}
	q.Limit = p.Page
	if q.Limit == 0 {
		q.Limit = 100
	}
	q.Limit++
	return q, nil
}

// period reads from and until: both days or both seconds. The second until is
// within; what a record's datestamp cuts off below the second does not count.
func period(from, until string) (first, before time.Time, err error) {
	if from != "" {
		if first, _, err = instant("from", from); err != nil {
			return first, before, err
		}
	}
	if until != "" {
		last, step, err := instant("until", until)
		if err != nil {
			return first, before, err
		}
		before = last.Add(step)
	}
	switch {
	case from != "" && until != "" && len(from) != len(until):
		return first, before, &refusal{badArgument, "from and until differ in granularity"}
	case from != "" && until != "" && !first.Before(before):
		return first, before, &refusal{badArgument, "from is after until"}
	}
	return first, before, nil
}

// instant reads a day or a second in UTC, and says which it is by its length.
func instant(name, s string) (t time.Time, step time.Duration, err error) {
	switch len(s) {
	case len("2006-01-02"):
		t, err = time.Parse("2006-01-02", s)
		step = 24 * time.Hour
	case len("2006-01-02T15:04:05Z"):
		t, err = time.Parse("2006-01-02T15:04:05Z", s)
		step = time.Second
	default:
		err = errors.New("neither")
	}
	if err != nil {
		return t, step, &refusal{badArgument, name + " is not a day or a second in UTC, as in 2027-04-14 or 2027-04-14T09:05:00Z"}
	}
	return t, step, nil
}

// token writes a harvest down, signed, so that what comes back is what was
// given out.
func (p *Provider) token(h harvest) string {
	b, _ := json.Marshal(h) // texts and numbers only
	return base64.RawURLEncoding.EncodeToString(append(p.sign(b), b...))
}

const signature = 12 // bytes

func (p *Provider) sign(b []byte) []byte {
	m := hmac.New(sha256.New, p.Key)
	m.Write([]byte("oai resumption token\n"))
	m.Write(b)
	return m.Sum(nil)[:signature]
}

func (p *Provider) resume(token string) (h harvest, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) <= signature || !hmac.Equal(b[:signature], p.sign(b[signature:])) {
		return h, false
	}
	return h, json.Unmarshal(b[signature:], &h) == nil && h.Given > 0
}
