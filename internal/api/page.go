package api

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/birzha/birzha/internal/base/fault"
	"github.com/birzha/birzha/internal/domain/catalogue"
)

// Page asks for a part of a list.
type Page struct {
	Cursor string `query:"cursor" doc:"Where to go on, from the Link header or next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"Entries on a page"`
}

// Paged says where a list goes on.
type Paged struct {
	Next string `json:"next,omitempty" doc:"Cursor of the next page; none on the last one"`
}

// cursor writes a place in a list, so that nobody reckons with its form.
func cursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, " ")))
}

func readCursor(s string, n int) ([]string, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	parts := strings.Split(string(b), " ")
	if err != nil || len(parts) != n {
		return nil, fault.InvalidFields(fault.Field{Name: "cursor", Key: "api.cursor_wrong"})
	}
	return parts, nil
}

func writeAfter(x catalogue.After) string {
	if x.At.IsZero() {
		return ""
	}
	return cursor(strconv.FormatInt(x.At.UnixMicro(), 10), x.ID)
}

func readAfter(s string) (x catalogue.After, err error) {
	if s == "" {
		return x, nil
	}
	parts, err := readCursor(s, 2)
	if err != nil {
		return x, err
	}
	us, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return x, fault.InvalidFields(fault.Field{Name: "cursor", Key: "api.cursor_wrong"})
	}
	return catalogue.After{At: time.UnixMicro(us).UTC(), ID: parts[1]}, nil
}

func readOffset(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	parts, err := readCursor(s, 1)
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(parts[0])
	if err != nil || n < 0 {
		return 0, fault.InvalidFields(fault.Field{Name: "cursor", Key: "api.cursor_wrong"})
	}
	return n, nil
}

// link is the Link header that leads to the next page (RFC 8288).
func link(path string, query url.Values, next string) string {
	if next == "" {
		return ""
	}
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	q.Set("cursor", next)
	return "<" + Prefix + path + "?" + q.Encode() + `>; rel="next"`
}

// values writes what a program has asked for, without empty ones.
func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Add(pairs[i], pairs[i+1])
		}
	}
	return v
}
