package bulk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue/een"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// ReadDocument reads a JSON document or the XML of the Enterprise Europe
// Network. JSON is what Export writes: a list of objects, or an object with the
// lists profiles and organisations; or what the network's services answer.
func ReadDocument(b []byte, file string) ([]Table, error) {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")))
	if bytes.HasPrefix(b, []byte("<")) {
		list, err := een.ReadXML(bytes.NewReader(b))
		if err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Key: "bulk.not_een_xml", Args: []any{"file", file}, Err: err}
		}
		return []Table{fromEEN(list, file)}, nil
	}
	if network(b) {
		list, err := een.ReadJSON(bytes.NewReader(b))
		if err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Key: "bulk.not_json", Args: []any{"file", file}, Err: err}
		}
		return []Table{fromEEN(list, file)}, nil
	}
	lists := map[string][]map[string]any{}
	var list []map[string]any
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var err error
	if bytes.HasPrefix(b, []byte("[")) {
		if err = d.Decode(&list); err == nil {
			lists[string(Profiles)] = list
		}
	} else {
		err = d.Decode(&lists)
	}
	if _, more := d.Token(); err == nil && more != io.EOF {
		err = fmt.Errorf("more after the end of the document")
	}
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Key: "bulk.not_json", Args: []any{"file", file}, Err: err}
	}
	var out []Table
	for _, name := range []Kind{Organisations, Profiles} {
		if len(lists[string(name)]) > 0 {
			out = append(out, fromObjects(lists[string(name)], string(name), file))
		}
	}
	return out, nil
}

// network tells whether JSON is of the network's services.
func network(b []byte) bool {
	head := b[:min(len(b), 64<<10)]
	return bytes.Contains(head, []byte(`"profileType"`)) || bytes.Contains(head, []byte(`"shortSummary"`)) || bytes.Contains(head, []byte(`"pagingInfo"`))
}

// fromObjects makes a table of a list of objects: a member of an object is the
// column "name.member".
func fromObjects(list []map[string]any, name, file string) Table {
	t := Table{File: file, Name: name, JSON: true}
	at := map[string]int{}
	for _, o := range list {
		for _, k := range keys(o) {
			if _, ok := at[k]; !ok {
				at[k] = len(at)
			}
		}
	}
	head := make([]string, len(at))
	for k, i := range at {
		head[i] = k
	}
	sort.Strings(head)
	for i, k := range head {
		at[k] = i
	}
	t.Rows = append(t.Rows, Row{Number: 1, Cells: head})
	for i, o := range list {
		row := Row{Number: i + 2, Cells: make([]string, len(head))}
		for _, k := range keys(o) {
			row.Cells[at[k]] = cellOf(o, k)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func keys(o map[string]any) (out []string) {
	for k, v := range o {
		if m, ok := v.(map[string]any); ok {
			for n := range m {
				out = append(out, k+"."+n)
			}
			continue
		}
		out = append(out, k)
	}
	return out
}

func cellOf(o map[string]any, key string) string {
	v, ok := o[key]
	if outer, inner, cut := strings.Cut(key, "."); !ok && cut {
		if m, is := o[outer].(map[string]any); is {
			v = m[inner]
		}
	}
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, fmt.Sprint(x))
		}
		return strings.Join(parts, "\n")
	}
	return fmt.Sprint(v)
}

// eenColumns are the columns of a table made of the network's profiles.
var eenColumns = []string{
	"external_id", "source", "type", "language", "title.en", "summary.en", "description.en", "advantages.en", "specification.en", "partner_role.en", "stage_note.en", "ipr_note.en",
	"trl", "ipr", "partnerships", "partners", "sdgs", "technology_keywords", "market_keywords", "targets", "video",
	"call_programme", "call_title", "call_scheme", "call_budget", "call_acronym", "call_coordinator", "call_interest_deadline", "call_deadline", "call_weeks", "call_link",
}

// eenField says in which column a field of the network's is.
var eenField = map[string]string{
	"title": "title", "shortSummary": "summary", "description": "description", "advantagesAndInnovation": "advantages", "technicalSpecificationOrExpertiseSought": "specification",
	"expectedRoleOfThePartner": "partner_role", "iprNotes": "ipr_note", "iprStatus": "ipr", "stageOfDevelopment": "trl", "typesOfPartnership": "partnerships", "typesAndSizes": "partners",
	"sdgKeywords": "sdgs", "technologyKeywords": "technology_keywords", "marketKeywords": "market_keywords", "targetedCountries": "targets", "profileType": "type",
	"frameworkProgram": "call_programme", "callTitleAndIdentifier": "call_title", "coordinatorRequired": "call_coordinator", "deadlineForEoI": "call_interest_deadline", "deadlineOfTheCall": "call_deadline",
}

// EENSource is the source under which the network's profiles are known.
const EENSource = "een"

// fromEEN makes a table of the network's profiles. Values that break its rules
// are told at their row: the gravest reject it.
func fromEEN(list []een.Read, file string) Table {
	t := Table{File: file, Name: string(Profiles), JSON: true, Rows: []Row{{Number: 1, Cells: eenColumns}}}
	for i, x := range list {
		n := i + 2
		t.Rows = append(t.Rows, Row{Number: n, Cells: eenRow(x.Profile)})
		if x.Profile.Limited {
			t.Issues = append(t.Issues, Issue{File: file, Sheet: t.Name, Row: n, Key: "bulk.een_limited", Args: []any{"value", x.Profile.Reference}})
			continue
		}
		for _, p := range x.Problems {
			key, args := p.Message()
			at := Issue{File: file, Sheet: t.Name, Row: n, Header: p.Field, Key: key, Args: args, Minor: p.Rule == een.Missing || p.Rule.Severity() != "blocker"}
			if c := slices.IndexFunc(eenColumns, func(s string) bool { f, _, _ := strings.Cut(s, "."); return f == eenField[p.Field] }); c >= 0 {
				at.Column = Letter(c)
			}
			t.Issues = append(t.Issues, at)
		}
	}
	return t
}

func eenRow(p een.Profile) []string {
	trl, _ := vocabulary.TRLs(p.Stage)
	call := een.Call{}
	if p.Call != nil {
		call = *p.Call
	}
	labels := func(list []een.Keyword) string {
		var out []string
		for _, k := range list {
			if k.Label != "" {
				out = append(out, k.Label)
			}
		}
		return strings.Join(out[:min(len(out), 5)], "\n")
	}
	lines := func(list []string) string { return strings.Join(list, "\n") }
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	ref := p.Reference
	if ref == "" {
		ref = p.ID
	}
	return []string{
		ref, EENSource, p.Type, string(i18n.EN), p.Title, p.Summary, p.Description, p.Advantages, p.Specification, p.PartnerRole, p.StageNote, p.IPRNote,
		number(trl), p.IPR, lines(p.Partnerships), lines(p.Partners), lines(p.SDGs), labels(p.Technology), labels(p.Market), lines(p.Targets), p.Video,
		call.Programme, call.Title, call.Scheme, call.Budget, call.Acronym, call.Coordinator, date(call.InterestDeadline), date(call.Deadline), number(call.Weeks), call.Link,
	}
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
