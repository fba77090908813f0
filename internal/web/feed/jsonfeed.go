package feed

import (
	"encoding/json"
	"io"
)

// JSONType is the media type of WriteJSON.
const JSONType = "application/feed+json; charset=utf-8"

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePage    string       `json:"home_page_url,omitempty"`
	FeedURL     string       `json:"feed_url,omitempty"`
	Description string       `json:"description,omitempty"`
	Next        string       `json:"next_url,omitempty"`
	Language    string       `json:"language"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Content   string       `json:"content_text"`
	Published string       `json:"date_published,omitempty"`
	Modified  string       `json:"date_modified,omitempty"`
	Language  string       `json:"language,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Extra     *jsonExtra   `json:"_birzha,omitempty"`
}

// jsonExtra is our extension: the page in other languages.
type jsonExtra struct {
	About      string            `json:"about"`
	Alternates map[string]string `json:"alternates"`
}

// WriteJSON writes a feed as JSON Feed 1.1 (jsonfeed.org).
func WriteJSON(w io.Writer, f Feed) error {
	out := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.Title, HomePage: f.Home, FeedURL: f.JSON, Description: f.Subtitle,
		Next: f.Next, Language: string(f.Lang), Items: []jsonItem{},
	}
	if f.Author != "" {
		out.Authors = []jsonAuthor{{f.Author}}
	}
	for _, it := range f.Items {
		j := jsonItem{ID: it.ID, URL: it.URL, Title: it.Title, Content: it.Summary, Tags: it.Tags, Language: string(it.Lang)}
		if !it.Published.IsZero() {
			j.Published = stamp(it.Published)
		}
		if !it.Updated.IsZero() {
			j.Modified = stamp(it.Updated)
		}
		if it.Author != "" {
			j.Authors = []jsonAuthor{{it.Author}}
		}
		if alternates := others(it.Alternates, f.Lang); len(alternates) > 0 {
			j.Extra = &jsonExtra{About: f.Home, Alternates: map[string]string{}}
			for _, a := range alternates {
				j.Extra.Alternates[string(a.Lang)] = a.URL
			}
		}
		out.Items = append(out.Items, j)
	}
	return json.NewEncoder(w).Encode(out)
}
