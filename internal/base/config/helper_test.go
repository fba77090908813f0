package config_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/birzha/birzha/internal/base/config"
)

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func show(s config.Settings) string { return fmt.Sprintf("%+v", s) }
