// Package archtest holds the test that keeps the house's import rules: who may
// know whom, with the reason beside each permission. It has no code of its own.
package archtest
