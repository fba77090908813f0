package een

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDocument is the largest document that is read, in bytes.
const maxDocument = 64 << 20

// ReadJSON reads profiles from an answer of the partner web service
// ({"data": {"items": […]}}), from {"items": […]}, a list, or one profile. It
// fails on what is not JSON of one of these shapes; what is wrong with a value
// is a problem of its profile.
func ReadJSON(in io.Reader) ([]Read, error) {
	b, err := io.ReadAll(io.LimitReader(in, maxDocument+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxDocument {
		return nil, fmt.Errorf("een: the document is larger than %d MiB: divide it", maxDocument>>20)
	}
	items, err := itemsOf(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")))
	if err != nil {
		return nil, fmt.Errorf("een: %w", err)
	}
	out := make([]Read, 0, len(items))
	for i, raw := range items {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber() // a code that came as a number is seen to be one
		var fields map[string]any
		if err := d.Decode(&fields); err != nil || fields == nil {
			return nil, fmt.Errorf("een: item %d is not a profile: it must be a JSON object", i+1)
		}
		out = append(out, readObject(fields))
	}
	return out, nil
}

func itemsOf(b []byte) (items []json.RawMessage, err error) {
	var outer struct {
		Data  *struct{ Items []json.RawMessage }
		Items []json.RawMessage
		Title json.RawMessage
		Type  json.RawMessage `json:"profileType"`
	}
	if trimmed := bytes.TrimSpace(b); len(trimmed) > 0 && trimmed[0] == '[' {
		return items, json.Unmarshal(b, &items)
	}
	if err := json.Unmarshal(b, &outer); err != nil {
		return nil, err
	}
	switch {
	case outer.Data != nil:
		return outer.Data.Items, nil
	case outer.Items != nil:
		return outer.Items, nil
	case outer.Title != nil || outer.Type != nil:
		return []json.RawMessage{b}, nil
	}
	return nil, errors.New(`the document has no profiles: "data.items", "items", a list or a profile is expected`)
}

// object reads the fields of one profile.
type object struct {
	reader
	fields map[string]any
}

func readObject(fields map[string]any) Read {
	o := &object{fields: fields}
	p := &o.p
	p.ID, p.Reference = o.text("id"), o.text("reference")
	p.Type = o.choose("profileType", o.word("profileType", "code", "name"), types)
	p.Status = o.status()
	p.Country = o.country("partnerOrganisationCountry", o.word("partnerOrganisationCountry", "code", "key", "name"))
	p.Title, p.Summary, p.Description = o.text("title"), o.text("shortSummary"), o.text("description")
	p.Advantages, p.Specification = o.text("advantagesAndInnovation"), o.text("technicalSpecificationOrExpertiseSought")
	p.PartnerRole, p.IPRNote = o.text("expectedRoleOfThePartner"), o.text("iprNotes")
	p.Stage = o.choose("stageOfDevelopment", o.word("stageOfDevelopment", "name", "code"), stages)
	p.IPR = o.choose("iprStatus", o.word("iprStatus", "name", "code"), rights)
	if list := partnershipsOf(p.Type); list != nil {
		p.Partnerships = o.chooseAll("typesOfPartnership", o.words("typesOfPartnership", "name"), list)
	}
	p.Partners = o.chooseAll("typesAndSizes", o.words("typesAndSizes", "name"), partners)
	p.SDGs = o.goals("sdgKeywords", o.words("sdgKeywords", "name"))
	p.Technology, p.Market = o.keywords("technologyKeywords"), o.keywords("marketKeywords")
	p.Sectors = o.words("sectorGroupsInvolved", "name")
	p.Targets = o.countriesOf("targetedCountries", o.words("targetedCountries", "code", "key", "name"))
	p.Created, p.Modified = o.date("created", o.text("created")), o.date("lastModified", o.text("lastModified"))
	p.Published, p.Expires = o.date("publicationDate", o.text("publicationDate")), o.date("expirationDate", o.text("expirationDate"))
	p.Open = o.yes("openForEOI", o.text("openForEOI")) == "yes"
	p.URL, p.Video = o.text("publicURL"), o.word("videoPitch", "url")
	o.files()
	o.call()
	p.Limited = p.Reference != "" && p.Summary == "" && p.Description == "" && p.PartnerRole == "" && p.Status != "DRAFT"
	return o.done()
}

func (o *object) status() string {
	s := strings.ToUpper(o.word("profileStatus", "name", "code"))
	for _, known := range statuses {
		if s == known {
			return s
		}
	}
	if s != "" {
		o.problem("profileStatus", Unknown, s, "")
	}
	return ""
}

// plain says a value as text; "N/A" is how the network writes nothing.
func plain(v any) (s string, ok bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		s = strings.TrimSpace(v)
	case json.Number:
		s = v.String()
	case bool:
		s = "false"
		if v {
			s = "true"
		}
	default:
		return "", false
	}
	if strings.EqualFold(s, "N/A") {
		s = ""
	}
	return s, true
}

func (o *object) text(field string) string {
	s, ok := plain(o.fields[field])
	if !ok {
		o.problem(field, BadValue, "", "")
	}
	return s
}

// word reads a value that is a text or an object with one of the keys.
func (o *object) word(field string, keys ...string) string {
	return o.wordOf(field, o.fields[field], keys)
}

func (o *object) wordOf(field string, v any, keys []string) string {
	if object, ok := v.(map[string]any); ok {
		for _, k := range keys {
			if s, ok := plain(object[k]); ok && s != "" {
				return s
			}
		}
		if len(object) > 0 {
			o.problem(field, BadValue, "", "")
		}
		return ""
	}
	s, ok := plain(v)
	if !ok {
		o.problem(field, BadValue, "", "")
	}
	return s
}

// each calls f for the values of a list, or for the one that stands there.
func (o *object) each(field string, f func(v any)) {
	list, ok := o.fields[field].([]any)
	if !ok && o.fields[field] != nil {
		list = []any{o.fields[field]}
	}
	for _, v := range list {
		f(v)
	}
}

func (o *object) words(field string, keys ...string) (out []string) {
	o.each(field, func(v any) {
		if s := o.wordOf(field, v, keys); s != "" {
			out = append(out, s)
		}
	})
	return out
}

func (o *object) keywords(field string) (out []Keyword) {
	seen := map[Keyword]bool{}
	o.each(field, func(v any) {
		k := Keyword{}
		object, ok := v.(map[string]any)
		if !ok {
			k.Label = o.wordOf(field, v, nil)
		}
		for _, key := range []string{"code", "acronym", "key"} {
			if n, ok := object[key].(json.Number); ok {
				o.problem(field, NumberCode, n.String(), "")
			} else if s, _ := plain(object[key]); s != "" && k.Code == "" {
				k.Code = s
			}
		}
		for _, key := range []string{"name", "label"} {
			if s, _ := plain(object[key]); s != "" && k.Label == "" {
				k.Label = s
			}
		}
		if k == (Keyword{}) {
			return
		}
		if seen[k] {
			o.problem(field, Double, k.Code+" "+k.Label, "")
			return
		}
		seen[k] = true
		out = append(out, k)
	})
	return out
}

func (o *object) files() {
	o.each("attachments", func(v any) {
		object, ok := v.(map[string]any)
		if !ok {
			o.problem("attachments", BadValue, "", "")
			return
		}
		address, _ := plain(object["url"])
		title, _ := plain(object["title"])
		o.p.Files = append(o.p.Files, File{address, title})
	})
}

// call reads the call of an R&D request; a profile without any of its fields
// has none.
func (o *object) call() {
	c := Call{
		Programme: o.word("frameworkProgram", "name", "code"), Title: o.text("callTitleAndIdentifier"), Scheme: o.text("submissionAndEvaluationScheme"),
		Budget: o.text("anticipatedProjectBudget"), Acronym: o.text("projectTitleAndAcronym"), Link: o.text("webLinkToTheCall"),
		Coordinator:      o.yes("coordinatorRequired", o.text("coordinatorRequired")),
		InterestDeadline: o.date("deadlineForEoI", o.text("deadlineForEoI")), Deadline: o.date("deadlineOfTheCall", o.text("deadlineOfTheCall")),
		Weeks: o.weeks("projectDurationInWeeks", o.text("projectDurationInWeeks")),
	}
	if c != (Call{}) && (c != (Call{Coordinator: "no"}) || o.p.Type == "RDR") {
		o.p.Call = &c
	}
}
