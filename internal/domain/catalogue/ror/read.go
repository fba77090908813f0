package ror

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
)

// maxRecord is the most bytes of a record; the longest of the registry has
// about 60,000.
const maxRecord = 1 << 20

// Read reads the records of a file, one after the other: a JSON array, JSON
// lines, or a single object, plain or compressed by gzip. A record that cannot
// be taken comes with a note that says why; the reading goes on after it. The
// error ends the reading: the file could not be read on, and what follows its
// place is unknown.
func Read(r io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		first := map[string]int{} // record number by id
		number := 0
		err := raw(r, func(b []byte, reason Reason) bool {
			number++
			item := Item{Number: number}
			if reason != "" {
				item.reject(Note{Reason: reason, Was: excerpt(b)})
			} else {
				item.parse(b)
			}
			if item.Record != nil {
				if n := first[item.ID]; n > 0 {
					item.reject(Note{Reason: Repeated, Field: "id", Was: item.ID, Is: strconv.Itoa(n)})
				} else {
					first[item.ID] = number
				}
			}
			return yield(item, nil)
		})
		if err != nil {
			yield(Item{Number: number + 1}, fmt.Errorf("ror: record %d: %w", number+1, err))
		}
	}
}

func (it *Item) reject(n Note) {
	it.Record = nil
	it.Notes = append(it.Notes, n)
}

func (it *Item) note(reason Reason, field, was, is string) {
	it.Notes = append(it.Notes, Note{Reason: reason, Field: field, Was: was, Is: is})
}

// ErrNotRegistry is returned for a file that holds no JSON at all.
var ErrNotRegistry = errors.New("neither a JSON array nor JSON objects: take the file v2.0 or later of the registry's dump, or one record a line")

// raw hands each record's bytes to take, or a reason why there are none, until
// take returns false.
func raw(r io.Reader, take func([]byte, Reason) bool) error {
	in := bufio.NewReaderSize(r, 1<<16)
	if magic, _ := in.Peek(2); len(magic) == 2 && magic[0] == 0x1f && magic[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			return err
		}
		defer z.Close()
		in = bufio.NewReaderSize(z, 1<<16)
	}
	if bom, _ := in.Peek(3); bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	for {
		b, err := in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case b == ' ' || b == '\t' || b == '\r' || b == '\n':
			continue
		}
		_ = in.UnreadByte()
		switch b {
		case '[':
			return array(in, take)
		case '{':
			return objects(in, take)
		}
		return ErrNotRegistry
	}
}

func array(in io.Reader, take func([]byte, Reason) bool) error {
	dec := json.NewDecoder(in)
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		var b json.RawMessage
		if err := dec.Decode(&b); err != nil {
			return err
		}
		reason := Reason("")
		if len(b) > maxRecord {
			reason = TooLong
		}
		if !take(b, reason) {
			return nil
		}
	}
	_, err := dec.Token()
	return err
}

// objects reads an object a line, or one over several lines whose first and
// last alone are not indented. What cannot be read costs one record.
func objects(in *bufio.Reader, take func([]byte, Reason) bool) error {
	var record []byte
	skipping := false // the record is over the limit, its rest is passed over
	flush := func() bool {
		b, long := bytes.TrimSpace(record), skipping
		record, skipping = nil, false
		switch {
		case long:
			return take(b, TooLong)
		case len(b) == 0:
			return true
		case !json.Valid(b):
			return take(b, Broken)
		}
		return take(b, "")
	}
	start := true
	for {
		part, err := in.ReadSlice('\n')
		if start && len(part) > 0 && part[0] == '{' && !flush() {
			return nil
		}
		if len(record)+len(part) > maxRecord {
			skipping = true
		} else {
			record = append(record, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			start = false
			continue
		case errors.Is(err, io.EOF):
			flush()
			return nil
		case err != nil:
			return err
		}
		start = true
	}
}

func excerpt(b []byte) string {
	r := []rune(string(b[:min(len(b), 240)]))
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return string(r)
}
