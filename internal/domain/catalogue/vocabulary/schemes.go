package vocabulary

import (
	"regexp"
	"strings"
)

// Places.
var (
	// Countries are those of ISO 3166-1, by their alpha-2 codes.
	Countries = load("countries", nil, nil)
	// Regions are subdivisions of countries by their codes of ISO 3166-2:
	// all of Belarus and China, and the named ones of their neighbours. Any
	// other well-formed code of a country whose list is not complete here is
	// valid too and shown by its code.
	Regions = load("regions", beforeLast("-"), regionShape)
)

// Classifications of science and technology.
var (
	// FORD is the OECD's Fields of Research and Development, Frascati Manual
	// 2015, table 2.2: fields ("2") and subfields ("2.10").
	FORD = load("ford", beforeLast("."), nil)
	// GRNTI is the state rubricator of scientific and technical information
	// (ГРНТИ, GOST 7.49) by its sections of two digits.
	GRNTI = load("grnti", beforeLast("."), regexp.MustCompile(`^(\d\d)(\.\d\d){1,2}$`).MatchString)
	// IPC is the International Patent Classification by sections ("G") and
	// classes ("G06").
	IPC = load("ipc", ipcBroader, nil)
	// SDG are the Sustainable Development Goals of the United Nations, 1 to 17.
	SDG = load("sdg", nil, nil)
)

// Values of partnering profiles, after the Enterprise Europe Network.
var (
	ProfileTypes  = load("profile_types", nil, nil)
	Stages        = load("stages", nil, nil) // of development, see StageOf
	IPRStatuses   = load("ipr", nil, nil)
	Partnerships  = load("partnerships", nil, nil)
	PartnerKinds  = load("partner_kinds", nil, nil) // type and size of the partner sought
	PriceModels   = load("price_models", nil, nil)
	ExportControl = load("export_controls", nil, nil) // the owner's own declaration
	Confidential  = load("confidentiality", nil, nil)
	// TechnologyKeywords and MarketKeywords are the top levels of the network's
	// keyword trees. Codes of deeper levels are texts whose leading zeros
	// count: 005008 and 05005 are both below 05.
	TechnologyKeywords = load("technology", keywordBroader, keywordShape)
	MarketKeywords     = load("market", keywordBroader, keywordShape)
)

// Country returns a country by its ISO 3166-1 alpha-2 code.
func Country(code string) Term { return Countries.Term(code) }

// Region returns a region by its ISO 3166-2 code.
func Region(code string) Term { return Regions.Term(code) }

// ParseCountry returns the ISO 3166-1 code that a text means: in capitals, and
// GR and GB for EL and UK, as institutions of the European Union write them.
func ParseCountry(s string) (code string, ok bool) {
	code = strings.ToUpper(strings.TrimSpace(s))
	switch code {
	case "EL":
		code = "GR"
	case "UK":
		code = "GB"
	}
	return code, Countries.Valid(code)
}

// CountryOf returns the country of an ISO 3166-2 code, "" where it has none.
func CountryOf(region string) string {
	country, _, found := strings.Cut(region, "-")
	if !found || !Countries.Valid(country) {
		return ""
	}
	return country
}

var regionCode = regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{1,3}$`)

// regionShape accepts codes of countries other than those whose regions are
// all here.
func regionShape(code string) bool {
	country := CountryOf(code)
	return country != "" && country != "BY" && country != "CN" && regionCode.MatchString(code)
}

func beforeLast(sep string) func(string) string {
	return func(code string) string {
		i := strings.LastIndex(code, sep)
		return code[:max(i, 0)]
	}
}

// ipcBroader goes from any IPC symbol to its subclass (G06F), class, section.
func ipcBroader(code string) string {
	for _, n := range []int{4, 3, 1} {
		if len(code) > n {
			return code[:n]
		}
	}
	return ""
}

var keywordShape = regexp.MustCompile(`^0?\d\d(\d\d\d){1,2}$`).MatchString

// keywordBroader goes up a level, which is three digits; a top code of two
// digits is also written with three.
func keywordBroader(code string) string {
	switch len(code) {
	case 0, 1, 2:
		return ""
	case 3:
		return code[1:]
	}
	return code[:len(code)-3]
}
