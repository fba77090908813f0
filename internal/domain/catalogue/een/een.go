// Package een reads and writes partnering opportunities as the Enterprise
// Europe Network exchanges them: the JSON of its partner web service (2026) and
// the XML of the older service (POD, "Merlin").
//
// What is read is never dropped in silence: every value that has no place or
// breaks a rule is told as a Problem of its field.
package een

import "time"

// Profile is a partnering opportunity, in English as the network wants it.
// Controlled values are by our names, see vocabulary.go.
type Profile struct {
	ID        string // of the network
	Reference string // "BOAL20261006010"
	Type      string // TO, TR, BO, BR or RDR
	Status    string // of the network: "PUBLISHED", "DRAFT", …
	Country   string // of the client, ISO 3166-1 alpha-2

	Title, Summary, Description string
	Advantages, Specification   string
	PartnerRole                 string
	Stage, StageNote            string
	IPR, IPRNote                string
	Partnerships, Partners      []string
	SDGs                        []string // "1" to "17", or "none"
	Technology, Market          []Keyword
	Sectors                     []string // sector groups, in words
	Targets                     []string // countries, ISO 3166-1 alpha-2
	Call                        *Call
	Company                     *Company // what the older service says of the client

	Created, Modified, Published, Expires time.Time
	Open                                  bool // for expressions of interest
	URL                                   string
	Video                                 string
	Files                                 []File

	// Limited tells a record of which the network shows only that it exists:
	// nothing is missing there.
	Limited bool
}

// Keyword is a term of the network's taxonomies. Its code is a text whose
// leading zeros count: "005008" and "05005" are different terms.
type Keyword struct{ Code, Label string }

// Call is the call for proposals that an R&D request answers.
type Call struct {
	Programme, Title, Scheme, Budget, Acronym, Link string
	Coordinator                                     string // "yes", "no" or ""
	InterestDeadline, Deadline                      time.Time
	Weeks                                           int
}

// Company is what the older service says of the client.
type Company struct {
	Kind, Turnover, Since, Experience string
	Languages, Certificates           []string
}

// File is an attachment.
type File struct{ URL, Title string }

// Read is a profile with all that is wrong with it.
type Read struct {
	Profile  Profile
	Problems []Problem
}
