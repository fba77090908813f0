package i18n

import (
	"testing"
	"time"
)

func TestWrite(t *testing.T) {
	at := time.Date(2027, 4, 20, 9, 0, 0, 0, time.UTC)
	later := at.Add(time.Hour)
	text := Text{}.Write(RU, "Датчик", "a", at).Translate(EN, "Sensor", Checked, "b", at).Translate(ZH, "传感器", Machine, "", at)
	if got := text.Source(); got != RU {
		t.Fatalf("source %s", got)
	}
	if again := text.Write(RU, "Датчик", "c", later); again[EN].Stale || again[RU].By != "a" {
		t.Errorf("the same words again: %+v", again)
	}
	changed := text.Write(RU, "Датчик тока", "c", later)
	if !changed[EN].Stale || !changed[ZH].Stale || changed[RU].Stale || changed[RU].By != "c" || changed[RU].State != Original {
		t.Errorf("other words: %+v", changed)
	}
	if text[EN].Stale {
		t.Error("the text that was written from has changed itself")
	}
	if fresh := changed.Translate(EN, "Current sensor", Approved, "b", later); fresh[EN].Stale || !fresh[ZH].Stale {
		t.Errorf("one translation renewed: %+v", fresh)
	}
	if kept := changed.Translate(RU, "Не то", Checked, "b", later); kept[RU].Text != "Датчик тока" {
		t.Error("a translation has replaced the original")
	}
	if gone := changed.Translate(ZH, "", Machine, "", later); len(gone.Languages()) != 2 {
		t.Errorf("a translation taken away: %v", gone.Languages())
	}
	moved := text.Write(EN, "Sensor", "c", later)
	if moved.Source() != EN || moved[RU].State != Checked || !moved[RU].Stale && moved[EN].Text != text[EN].Text {
		t.Errorf("an original in another language: %+v", moved)
	}
	if none := text.Write(RU, "", "c", later); none.Source() != "" || none[EN].Text != "Sensor" || !none[EN].Stale {
		t.Errorf("no original: %+v", none)
	}
}
