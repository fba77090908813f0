package feed

import (
	"fmt"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
)

// Node is a thing in terms of schema.org, to be said as JSON-LD 1.1.
type Node map[string]any

// Organisation is what linked data says of an organisation.
type Organisation struct {
	URL         string // of its page here: also its identity
	Kind        string // kind of the catalogue: "institute", "company_small", …
	Name        string
	OtherNames  []string // in other languages and scripts
	Description string
	Website     string
	Logo        string
	SameAs      []string // ROR and other registers, as addresses
	TaxID       string   // national number
	Country     string   // ISO 3166-1 alpha-2
	Region      string   // in words
	City        string
	Founded     int            // year
	Parent      *Organisation  // of which it is a part
	Parts       []Organisation // sub-parks, institutes of an academy
	MemberOf    []Organisation // parks whose resident it is, associations
}

// kinds are the types of schema.org by the kind of an organisation.
var kinds = map[string]string{
	"institute": "ResearchOrganization", "university": "CollegeOrUniversity", "fund": "FundingAgency", "agency": "GovernmentOrganization",
	"company_small": "Corporation", "company_medium": "Corporation", "company_large": "Corporation",
}

// brief says which organisation is meant, and no more.
func (o Organisation) brief() Node {
	n := Node{"@type": "Organization", "@id": o.URL, "url": o.URL, "name": o.Name}
	if t := kinds[o.Kind]; t != "" {
		n["@type"] = t
	}
	return n
}

// Node says an organisation with its parts.
func (o Organisation) Node() Node {
	n := o.brief()
	n.put("alternateName", o.OtherNames)
	n.put("description", o.Description)
	n.put("logo", o.Logo)
	n.put("taxID", o.TaxID)
	same := o.SameAs
	if o.Website != "" {
		same = append([]string{o.Website}, same...)
	}
	n.put("sameAs", same)
	if o.Country != "" {
		address := Node{"@type": "PostalAddress", "addressCountry": o.Country}
		address.put("addressRegion", o.Region)
		address.put("addressLocality", o.City)
		n["address"] = address
	}
	if o.Founded > 0 {
		n["foundingDate"] = fmt.Sprintf("%04d", o.Founded)
	}
	if o.Parent != nil {
		n["parentOrganization"] = o.Parent.brief()
	}
	n.put("subOrganization", briefs(o.Parts))
	n.put("memberOf", briefs(o.MemberOf))
	return n
}

func briefs(list []Organisation) (out []Node) {
	for _, o := range list {
		out = append(out, o.brief())
	}
	return out
}

// Opportunity is what linked data says of an offer or a request.
type Opportunity struct {
	URL                   string
	Reference             string
	Type                  string // "TO", "TR", "BO", "BR" or "RDR"
	Title, Summary        string
	Lang                  i18n.Lang
	Owner                 *Organisation // nil where the profile is anonymous
	Keywords              []string
	Areas                 []string
	Targets               []string // countries and regions, ISO 3166
	Price, Currency       string   // decimal and ISO 4217; empty where not fixed
	Image                 string
	Published, ValidUntil time.Time
}

// items are the types of what is offered or sought: a technology is a product,
// business and research cooperation is a service.
var items = map[string]string{"TO": "Product", "TR": "Product", "BO": "Service", "BR": "Service", "RDR": "Service"}

// Node says an offer as Offer, a request as Demand, of a product or a service.
func (o Opportunity) Node() Node {
	kind := items[o.Type]
	if kind == "" {
		kind = "CreativeWork"
	}
	item := Node{"@type": kind, "name": o.Title}
	item.put("description", o.Summary)
	item.put("image", o.Image)
	if kind != "CreativeWork" {
		item.put("category", o.Areas)
	}
	if kind == "Service" {
		item.put("serviceType", o.Keywords)
	} else {
		item.put("keywords", o.Keywords)
	}
	n := Node{"@type": "Demand", "@id": o.URL, "url": o.URL, "name": o.Title, "itemOffered": item}
	n.put("identifier", o.Reference)
	n.put("description", o.Summary)
	n.put("eligibleRegion", o.Targets)
	if !o.Published.IsZero() {
		n["validFrom"] = stamp(o.Published)
	}
	if !o.ValidUntil.IsZero() {
		n["validThrough"] = stamp(o.ValidUntil)
	}
	if o.Price != "" && o.Currency != "" {
		n["priceSpecification"] = Node{"@type": "PriceSpecification", "price": o.Price, "priceCurrency": o.Currency}
	}
	offers := o.Type == "TO" || o.Type == "BO"
	switch {
	case offers:
		n["@type"] = "Offer"
		if o.Owner != nil {
			n["offeredBy"] = o.Owner.brief()
		}
	case o.Owner != nil:
		n["@reverse"] = Node{"seeks": o.Owner.brief()}
	}
	return Node{"@type": "WebPage", "@id": o.URL + "#page", "url": o.URL, "name": o.Title, "inLanguage": string(o.Lang), "mainEntity": n}
}

// Crumb is one step of the way to a page.
type Crumb struct{ Name, URL string }

// Breadcrumb says the way to a page, from the first step to the page itself.
func Breadcrumb(steps ...Crumb) Node {
	list := []Node{}
	for i, s := range steps {
		item := Node{"@type": "ListItem", "position": i + 1, "name": s.Name}
		item.put("item", s.URL)
		list = append(list, item)
	}
	return Node{"@type": "BreadcrumbList", "itemListElement": list}
}

// put sets a property unless the value is empty.
func (n Node) put(name string, value any) {
	switch v := value.(type) {
	case string:
		if v == "" {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	case []Node:
		if len(v) == 0 {
			return
		}
	}
	n[name] = value
}

// Graph holds nodes as one document for the head of a page; ui.Page writes it
// into a script element that its words cannot end.
func Graph(nodes ...Node) Node { return Node{"@context": "https://schema.org", "@graph": nodes} }
