package pdf

import (
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Text is what somebody wrote in a profile, as its reader gets it.
type Text struct {
	Words   string
	Lang    i18n.Lang // of the words; marked where it is not the document's
	Machine bool      // a machine draft that nobody has checked
}

// Profile is an offer or a request as one document says it: controlled values
// in the document's language, texts in the best language there is. What is
// empty is left out.
type Profile struct {
	Reference    string
	Type         string // "Technology offer"
	Organisation string // empty for a profile that does not say whose it is
	Country      string
	Region       string
	Side         int // number of the side, from 0; chooses its quiet hue

	Title, Summary, Description      Text
	Advantages, Specification        Text
	PartnerRole                      Text
	StageNote, IPRNote, PriceNote    Text
	TRL, TRLTarget                   int    // readiness 1 to 9 (ISO 16290), now and as the aim; 0 is not said
	Stage                            string // stage of development that the readiness means
	IPR, Price                       string
	Partnerships, Partners           []string // types of partnership; types and sizes of the partner sought
	Areas, Keywords, Targets, Market []string
	SDGs                             []string // goals in words or numbers
	Codes                            []string // classification, each with its scheme: "ГРНТИ 47.33"
	Call                             []string // the call that an R&D request answers, a fact a line
	Published, ValidUntil            time.Time
	Contact                          Contact
	URL                              string // of the public page
}

// Contact is whom a reader turns to.
type Contact struct {
	Centre string // the responsible centre, or the organisation itself
	Person string
	Email  string
	Phone  string
	Via    bool // the centre answers for its client
}
