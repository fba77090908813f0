package ror

import (
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// parse reads one record, repairs it and notes what was done.
func (it *Item) parse(b []byte) {
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		it.reject(Note{Reason: Broken, Was: err.Error()})
		return
	}
	w.flatten()
	id, ok := ParseID(w.ID)
	it.ID = id
	if !ok {
		it.ID = w.ID
		it.reject(Note{Reason: IDInvalid, Field: "id", Was: w.ID})
		return
	}
	if reason := map[string]Reason{"withdrawn": Withdrawn, "inactive": Inactive}[strings.ToLower(w.Status)]; reason != "" {
		it.reject(Note{Reason: reason, Field: "status", Was: w.Status, Is: successor(w.Relations)})
		return
	}
	rec := &Record{
		ID: id, City: strings.TrimSpace(w.City), Lat: w.Lat, Lng: w.Lng, GeoNamesID: w.GeoNamesID,
		Domains: w.Domains, ExternalIDs: externalIDs(w.ExternalIDs),
	}
	if w.Established != nil {
		rec.Established = *w.Established
	}
	for _, r := range w.Relations {
		rec.Relations = append(rec.Relations, Relation{Type: strings.ToLower(r.Type), ID: r.ID, Label: r.Label})
	}
	country, known := vocabulary.ParseCountry(w.countryValue)
	if !known {
		it.reject(Note{Reason: CountryUnknown, Field: "country", Was: w.countryValue})
		return
	}
	if rec.Country = country; country != w.countryValue {
		it.note(CountryRepaired, "country", w.countryValue, country)
	}
	it.place(rec, &w)
	it.kinds(rec, w.Types)
	it.website(rec, w.Website)
	if rec.Names = it.names(w.names(), country); len(rec.Names) == 0 {
		it.reject(Note{Reason: Nameless, Field: "name"})
		return
	}
	it.Record = rec
}

func successor(list []wireRelation) string {
	for _, r := range list {
		if strings.EqualFold(r.Type, "successor") {
			return r.ID
		}
	}
	return ""
}

func (it *Item) kinds(rec *Record, types []string) {
	for _, t := range types {
		if t = strings.ToLower(t); slices.Contains(kinds, t) {
			rec.Kinds = append(rec.Kinds, t)
		} else {
			it.note(KindUnknown, "types", t, "")
		}
	}
}

func (it *Item) website(rec *Record, address string) {
	address = strings.TrimSpace(address)
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		it.note(WebsiteDropped, "website", address, "")
		return
	}
	rec.Website = address
}

var idShape = regexp.MustCompile(`^(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?$`)

const crockford = "0123456789abcdefghjkmnpqrstvwxyz"

// ParseID reads a ROR id in any usual spelling and returns it as
// "https://ror.org/0…". Its nine characters are a zero, six digits of base 32
// by Crockford, and two check digits by ISO/IEC 7064 MOD 97-10.
func ParseID(s string) (id string, ok bool) {
	m := idShape.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
	if m == nil {
		return "", false
	}
	n := 0
	for _, c := range m[1][:7] {
		n = n*32 + strings.IndexRune(crockford, c)
	}
	check, _ := strconv.Atoi(m[1][7:])
	return "https://ror.org/" + m[1], 98-n*100%97 == check
}
