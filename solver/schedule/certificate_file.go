package schedule

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/birzha/birzha/solver/schedule/internal/sat"
)

const maxGapPrice = 1 << 30

// gapFile is a GapCertificate in a file.
type gapFile struct {
	Below  int    `json:"below"`            // refuted are plans with fewer idle gaps than this
	Prices []int  `json:"prices,omitempty"` // of presence in each slot
	Log    []byte `json:"log,omitempty"`    // clauses learned and forgotten, as variable-length integers

	Coupled *multipliers   `json:"coupled,omitempty"` // prove the bound by themselves
	Bars    []*multipliers `json:"bars,omitempty"`    // tell what is too dear, beside Log
}

// MarshalJSON writes the certificate for UnmarshalJSON to read.
func (c *GapCertificate) MarshalJSON() ([]byte, error) {
	f := gapFile{Below: c.below, Prices: c.unit, Coupled: c.coupled, Bars: c.bars}
	if c.log != nil {
		f.Log = c.log.Bytes()
	}
	return json.Marshal(f)
}

// UnmarshalJSON reads a certificate, from anybody: whether it holds is for
// VerifyProof to say.
func (c *GapCertificate) UnmarshalJSON(text []byte) error {
	var f gapFile
	if err := json.Unmarshal(text, &f); err != nil {
		return err
	}
	for _, n := range f.Prices {
		if n < 0 || n > maxGapPrice {
			return fmt.Errorf("%w: a price of %d", ErrCertificate, n)
		}
	}
	if slices.Contains(f.Bars, nil) {
		return fmt.Errorf("%w: no multipliers", ErrCertificate)
	}
	*c = GapCertificate{unit: f.Prices, below: f.Below, coupled: f.Coupled, bars: f.Bars}
	if f.Prices == nil && f.Coupled == nil {
		c.log = sat.ReadLog(f.Log)
	}
	return nil
}
