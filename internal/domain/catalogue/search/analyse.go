package search

import (
	"encoding/json"
	"fmt"
	"runtime"
	"sync"

	"github.com/birzha/birzha/solver/lingua"
)

// analysed is a document cut into words.
type analysed struct {
	doc      *Document
	segments []segment
	places   []place
	fresh    []freshWord // words of places that the dictionary did not have
	length   float32     // in weighted words
}

// place is an occurrence of a word.
type place struct{ word, pos uint32 }

type freshWord struct {
	at   int // in places
	text string
}

// segmentGap keeps the words of two texts from being neighbours.
const segmentGap = 16

// analyse cuts a document's texts into words. It only reads the dictionary.
// The scratch is used and returned.
func (d *dictionary) analyse(doc *Document, tokens []lingua.Token) (analysed, []lingua.Token) {
	bytes, pos := 0, uint32(0)
	for _, t := range doc.Texts {
		bytes += len(t.Text)
	}
	a := analysed{doc: doc, places: make([]place, 0, bytes/8)}
	for _, t := range doc.Texts {
		tokens = lingua.AppendTokens(tokens[:0], t.Text)
		if len(tokens) == 0 || pos > maxPosition/2 {
			continue
		}
		a.segments = append(a.segments, segment{pos, t.Field})
		for _, k := range tokens {
			if lingua.Stop(k.Word) {
				continue
			}
			n, ok := d.number[k.Word]
			if !ok {
				a.fresh = append(a.fresh, freshWord{len(a.places), k.Word})
			}
			a.places = append(a.places, place{n, pos + uint32(k.Pos)})
			a.length += weights[t.Field]
		}
		pos += uint32(tokens[len(tokens)-1].Pos) + segmentGap
	}
	return a, tokens
}

// change is a row of search_document.
type change struct {
	id      string
	seq     int64
	removed bool
	body    string
	analysed
}

// read analyses a batch of changes on all processors.
func (d *dictionary) read(batch []change) error {
	workers := min(runtime.GOMAXPROCS(0), len(batch))
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			var tokens []lingua.Token
			for i := w; i < len(batch); i += workers {
				c := &batch[i]
				if c.removed {
					continue
				}
				doc := &Document{}
				if err := json.Unmarshal([]byte(c.body), doc); err != nil {
					errs[w] = fmt.Errorf("document %s: %w", c.id, err)
					return
				}
				doc.ID = c.id
				c.analysed, tokens = d.analyse(doc, tokens)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
