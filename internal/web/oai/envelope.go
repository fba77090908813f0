package oai

import (
	"bytes"
	"encoding/xml"
	"time"
)

// The namespaces and schemas of the protocol and of the formats.
const (
	oaiNS       = "http://www.openarchives.org/OAI/2.0/"
	oaiSchema   = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
	dcNS        = "http://www.openarchives.org/OAI/2.0/oai_dc/"
	dcSchema    = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
	cerifNS     = "https://www.openaire.eu/cerif-profile/1.1/"
	cerifSchema = "https://www.openaire.eu/schema/cris/1.1/openaire-cerif-profile.xsd"
	idNS        = "http://www.openarchives.org/OAI/2.0/oai-identifier"
	xsiNS       = "http://www.w3.org/2001/XMLSchema-instance"
)

// Code is an error of the protocol (section 3.6). It is answered with status
// 200, as the protocol wants.
type Code string

// The errors.
const (
	badArgument             Code = "badArgument"
	badResumptionToken      Code = "badResumptionToken"
	badVerb                 Code = "badVerb"
	cannotDisseminateFormat Code = "cannotDisseminateFormat"
	idDoesNotExist          Code = "idDoesNotExist"
	noRecordsMatch          Code = "noRecordsMatch"
	noSetHierarchy          Code = "noSetHierarchy"
)

// refusal is an error of the protocol on its way to the answer.
type refusal struct {
	code Code
	says string
}

func (r *refusal) Error() string { return string(r.code) + ": " + r.says }

type envelope struct {
	XMLName  xml.Name   `xml:"OAI-PMH"`
	NS       string     `xml:"xmlns,attr"`
	XSI      string     `xml:"xmlns:xsi,attr"`
	Schema   string     `xml:"xsi:schemaLocation,attr"`
	Date     string     `xml:"responseDate"`
	Request  request    `xml:"request"`
	Error    *protocol  `xml:"error"`
	Identify *identify  `xml:"Identify"`
	Formats  *formats   `xml:"ListMetadataFormats"`
	Sets     *sets      `xml:"ListSets"`
	One      *oneRecord `xml:"GetRecord"`
	Headers  *headers   `xml:"ListIdentifiers"`
	Records  *records   `xml:"ListRecords"`
}

type request struct {
	Attrs []xml.Attr `xml:",any,attr"`
	Base  string     `xml:",chardata"`
}

type protocol struct {
	Code Code   `xml:"code,attr"`
	Says string `xml:",chardata"`
}

type oneRecord struct {
	Record record `xml:"record"`
}

type headers struct {
	Headers []header   `xml:"header"`
	Token   *tokenNode `xml:"resumptionToken"`
}

type records struct {
	Records []record   `xml:"record"`
	Token   *tokenNode `xml:"resumptionToken"`
}

type record struct {
	Header   header    `xml:"header"`
	Metadata *metadata `xml:"metadata"`
}

type header struct {
	Status     string   `xml:"status,attr,omitempty"`
	Identifier string   `xml:"identifier"`
	Datestamp  string   `xml:"datestamp"`
	Sets       []string `xml:"setSpec"`
}

// metadata is a record in one of the formats.
type metadata struct {
	DC      *dublinCore
	OrgUnit *orgUnit
	Product *product
}

type tokenNode struct {
	Cursor int    `xml:"cursor,attr"`
	Token  string `xml:",chardata"`
}

// granularity of datestamps: seconds, in UTC.
const granularity = "YYYY-MM-DDThh:mm:ssZ"

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

func (e envelope) marshal() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(e); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
