package oai

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Provider is the data provider of one site.
type Provider struct {
	Source Source
	Name   string // of the repository
	Host   string // domain name, the middle of identifiers: "birzha.example"
	Base   string // address at which the provider answers
	Site   string // address of the site
	Emails []string
	Owner  Ref    // the organisation that runs the site; without ID it is left out
	About  string // what the repository is, in English
	// Deleted is how deletions are kept: "persistent" for ever, "transient"
	// for some time.
	Deleted string
	NoSets  bool // the repository has no sets
	Key     []byte
	Page    int // records an answer; 100 where it is 0
	Now     func() time.Time
}

// arguments lists which arguments each verb needs (true) and which it allows.
var arguments = map[string]map[string]bool{
	"Identify":            {},
	"ListMetadataFormats": {"identifier": false},
	"ListSets":            {"resumptionToken": false},
	"GetRecord":           {"identifier": true, "metadataPrefix": true},
	"ListIdentifiers":     listArguments,
	"ListRecords":         listArguments,
}

var listArguments = map[string]bool{"metadataPrefix": true, "from": false, "until": false, "set": false, "resumptionToken": false}

// ServeHTTP answers a harvester, asked by GET or by POST.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "malformed form", http.StatusBadRequest)
		return
	}
	doc, err := p.Answer(r.Context(), r.Form)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	_, _ = w.Write(doc)
}

// Answer returns the document that answers a request. Errors of the protocol
// are part of the document; an error returned is one of the source.
func (p *Provider) Answer(ctx context.Context, args url.Values) ([]byte, error) {
	e := envelope{NS: oaiNS, XSI: xsiNS, Schema: oaiNS + " " + oaiSchema, Date: stamp(p.Now()), Request: request{Base: p.Base}}
	err := checkArguments(args)
	if err == nil {
		for _, name := range []string{"verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"} {
			if v := args.Get(name); v != "" {
				e.Request.Attrs = append(e.Request.Attrs, xml.Attr{Name: xml.Name{Local: name}, Value: v})
			}
		}
		err = p.act(ctx, args, &e)
	}
	if refused, ok := errors.AsType[*refusal](err); ok {
		if refused.code == badVerb || refused.code == badArgument {
			e.Request.Attrs = nil
		}
		e.Error = &protocol{refused.code, refused.says}
	} else if err != nil {
		return nil, err
	}
	return e.marshal()
}

// act fills the answer of a verb, or none of it.
func (p *Provider) act(ctx context.Context, args url.Values, e *envelope) (err error) {
	switch args.Get("verb") {
	case "Identify":
		e.Identify, err = p.identify(ctx)
	case "ListMetadataFormats":
		e.Formats, err = p.formats(ctx, args)
	case "ListSets":
		e.Sets, err = p.sets(ctx, args)
	case "GetRecord":
		e.One, err = p.get(ctx, args)
	case "ListIdentifiers":
		e.Headers, err = p.identifiers(ctx, args)
	default:
		e.Records, err = p.list(ctx, args)
	}
	return err
}

// checkArguments refuses what no verb may be asked with.
func checkArguments(args url.Values) error {
	verb := args["verb"]
	if len(verb) != 1 || arguments[verb[0]] == nil {
		return &refusal{badVerb, "the verb is missing, repeated or not one of the protocol"}
	}
	allowed := arguments[verb[0]]
	for name, values := range args {
		if _, ok := allowed[name]; !ok && name != "verb" {
			return &refusal{badArgument, fmt.Sprintf("%s takes no argument %q", verb[0], name)}
		}
		if len(values) != 1 || values[0] == "" {
			return &refusal{badArgument, fmt.Sprintf("the argument %q is repeated or empty", name)}
		}
	}
	if args.Has("resumptionToken") {
		if len(args) != 2 {
			return &refusal{badArgument, "resumptionToken excludes all other arguments"}
		}
		return nil
	}
	for name, needed := range allowed {
		if needed && !args.Has(name) {
			return &refusal{badArgument, fmt.Sprintf("%s needs the argument %q", verb[0], name)}
		}
	}
	return nil
}

// identifier is the OAI identifier of a record.
func (p *Provider) identifier(k Kind, id string) string {
	return "oai:" + p.Host + ":" + string(k) + "/" + id
}

// lookup finds the record of an identifier.
func (p *Provider) lookup(ctx context.Context, identifier string) (Record, error) {
	kind, id, ok := strings.Cut(strings.TrimPrefix(identifier, "oai:"+p.Host+":"), "/")
	if ok && strings.HasPrefix(identifier, "oai:"+p.Host+":") && slices.Contains([]Kind{OrgUnit, Offer, Request}, Kind(kind)) {
		r, found, err := p.Source.Get(ctx, Kind(kind), id)
		if err != nil || found {
			return r, err
		}
	}
	return Record{}, &refusal{idDoesNotExist, "no record has this identifier"}
}

func (p *Provider) get(ctx context.Context, args url.Values) (*oneRecord, error) {
	f, err := formatOf(args.Get("metadataPrefix"))
	if err != nil {
		return nil, err
	}
	r, err := p.lookup(ctx, args.Get("identifier"))
	if err != nil {
		return nil, err
	}
	if !slices.Contains(f.kinds, r.Kind) {
		return nil, &refusal{cannotDisseminateFormat, "this record is not available in the format"}
	}
	return &oneRecord{p.record(r, f)}, nil
}

// record says a record in a format.
func (p *Provider) record(r Record, f format) record {
	out := record{Header: p.header(r)}
	if !r.Deleted {
		out.Metadata = f.say(p, r)
	}
	return out
}

func (p *Provider) header(r Record) header {
	h := header{Identifier: p.identifier(r.Kind, r.ID), Datestamp: stamp(r.Changed)}
	if !p.NoSets {
		h.Sets = setsOf(r)
	}
	if r.Deleted {
		h.Status = "deleted"
	}
	return h
}
