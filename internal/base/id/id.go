// Package id makes the public identifiers of rows and the secrets of links.
package id

import (
	"crypto/rand"

	"github.com/google/uuid"
)

// New returns a UUID of version 7 (RFC 9562) as text: unique, and rising with
// time, so that new rows land side by side in an index.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Secret returns an unguessable text of at least 128 random bits, for links
// that are their own key.
func Secret() string { return rand.Text() }
