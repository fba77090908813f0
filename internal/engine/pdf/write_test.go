package pdf

import (
	"bytes"
	"os"
	"testing"

	"github.com/birzha/birzha/internal/base/i18n"
)

func TestDump(t *testing.T) {
	for _, l := range i18n.All {
		var b bytes.Buffer
		if err := WriteAgenda(&b, sampleAgenda(l), l); err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/pdfout/agenda-"+string(l)+".pdf", b.Bytes(), 0o644)
		b.Reset()
		if err := WritePlan(&b, samplePlan(l), l); err != nil {
			t.Fatal(err)
		}
		os.WriteFile("/tmp/pdfout/plan-"+string(l)+".pdf", b.Bytes(), 0o644)
	}
}
