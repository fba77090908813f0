package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// Micros is an instant as stored: microseconds since 1970 in UTC.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// Time is the instant of a stored number of microseconds, in UTC.
func Time(us int64) time.Time { return time.UnixMicro(us).UTC() }

// JSONValue stores a Go value in a {{json}} column and reads it back.
type JSONValue struct{ v any }

// JSON wraps an argument, or a pointer to scan into. SQL NULL is read as the
// zero value.
func JSON(v any) *JSONValue { return &JSONValue{v} }

// Value implements driver.Valuer.
func (j *JSONValue) Value() (driver.Value, error) {
	b, err := json.Marshal(j.v)
	return string(b), err
}

// Scan implements sql.Scanner.
func (j *JSONValue) Scan(src any) error {
	switch s := src.(type) {
	case string:
		return json.Unmarshal([]byte(s), j.v)
	case []byte:
		return json.Unmarshal(s, j.v)
	case nil:
		return json.Unmarshal([]byte("null"), j.v)
	}
	return fmt.Errorf("scan JSON: unexpected %T", src)
}
