// Package ror reads organisations of the Research Organization Registry
// (ror.org): its data dump by schema 1 or 2, and the flat form of one record a
// line. It repairs what is known to be wrong in such files and says so.
package ror

// Record is an organisation of the registry.
type Record struct {
	ID          string // "https://ror.org/0087nx645"
	Names       []Name
	Kinds       []string // the registry's types, see Kind
	Country     string   // ISO 3166-1 alpha-2
	Region      string   // ISO 3166-2, or ""
	City        string
	Lat, Lng    float64 // of the city, degrees; both 0 where unknown
	GeoNamesID  int     // of the city
	Website     string
	Domains     []string
	Established int               // year, 0 where unknown
	ExternalIDs map[string]string // the preferred id by type: "grid", "isni", "wikidata", "fundref"
	Relations   []Relation
}

// Name is one name of an organisation.
type Name struct {
	Text    string
	Lang    string // ISO 639-1, "" where unknown
	Type    NameType
	Display bool // the name by which the registry shows the organisation
	Derived bool // made here from another name: see EnglishDerived
}

// NameType is what the registry calls the type of a name.
type NameType string

// The types of names.
const (
	Label   NameType = "label"
	Alias   NameType = "alias"
	Acronym NameType = "acronym"
)

// Relation is a relation to another organisation of the registry: parent,
// child, related, predecessor or successor.
type Relation struct{ Type, ID, Label string }

// kinds are the registry's types, those first that say most about a body.
var kinds = []string{"education", "facility", "healthcare", "company", "archive", "government", "nonprofit", "funder", "other"}

// Kind returns the type that says most about the organisation: education,
// facility (a research institute), healthcare, company, archive, government,
// nonprofit, funder or other.
func (r *Record) Kind() string {
	for _, k := range kinds {
		for _, own := range r.Kinds {
			if own == k {
				return k
			}
		}
	}
	return "other"
}

// Label returns the main name in a language, nil where there is none.
func (r *Record) Label(lang string) *Name {
	for i := range r.Names {
		if n := &r.Names[i]; n.Type == Label && n.Lang == lang {
			return n
		}
	}
	return nil
}

// Reason says why a record was repaired or rejected.
type Reason string

// The reasons to repair a record. Was and Is of the note hold the value before
// and after.
const (
	CountryRepaired Reason = "country_repaired"  // EL for GR, UK for GB, lower case
	RegionGeoNames  Reason = "region_geonames"   // a GeoNames code in the place of ISO 3166-2
	RegionFromCity  Reason = "region_from_city"  // none was given, the city tells
	RegionDropped   Reason = "region_dropped"    // a code that means nothing in the country
	NamesSwapped    Reason = "names_swapped"     // the Russian and the Belarusian name in each other's place
	LanguageChanged Reason = "language_changed"  // the letters of a name show another language than its label
	EnglishFromName Reason = "english_from_name" // a name of unknown language serves as the English one; Was is its type
	EnglishDerived  Reason = "english_derived"   // made from the acronym or transliterated
	EnglishMissing  Reason = "english_missing"   // no name from which to make one; kept without
	SuffixRemoved   Reason = "suffix_removed"    // the country in brackets after the name
	KindUnknown     Reason = "kind_unknown"      // a type that the registry does not have; dropped
	PlaceDropped    Reason = "place_dropped"     // coordinates off the globe
	WebsiteDropped  Reason = "website_dropped"   // not an address of the web
)

// The reasons to reject a record.
const (
	Broken         Reason = "broken"          // not JSON, or not of any known shape; Was says where
	TooLong        Reason = "too_long"        // over a megabyte
	IDInvalid      Reason = "id_invalid"      // no ROR id, or its check digits are wrong
	Nameless       Reason = "nameless"        // no name at all
	CountryUnknown Reason = "country_unknown" // not in ISO 3166-1
	Withdrawn      Reason = "withdrawn"       // Is holds the successor's id, if any
	Inactive       Reason = "inactive"        // the same
	Repeated       Reason = "repeated"        // Is holds the number of the first record with the id
)

var rejections = map[Reason]bool{
	Broken: true, TooLong: true, IDInvalid: true, Nameless: true, CountryUnknown: true, Withdrawn: true, Inactive: true, Repeated: true,
}

// Rejects tells whether a record is rejected for the reason; else it was
// repaired.
func (r Reason) Rejects() bool { return rejections[r] }

// Note reports one repair, or why a record was rejected.
type Note struct {
	Reason Reason
	Field  string // "country", "region", "name.be" …
	Was    string
	Is     string
}

// Item is what was read at one place of the file.
type Item struct {
	Number int     // of the record in the file, from 1
	ID     string  // as far as it could be read
	Record *Record // nil where rejected: the last note says why
	Notes  []Note
}
