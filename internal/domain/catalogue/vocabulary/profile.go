package vocabulary

import (
	"fmt"
	"slices"
	"strconv"
)

// Use says how a profile of some type uses a field.
type Use byte

// The uses of a field.
const (
	Mandatory Use = 'M'
	Optional  Use = 'O'
	NotUsed   Use = '-'
)

// Field is a field of a partnering profile, with the limits of the Enterprise
// Europe Network's guidelines.
type Field struct {
	Key        string
	Characters int // most characters of a text; 0: not a text
	Values     int // most values; 0: no limit, or a text
	use        map[string]Use
}

// In says how a profile of the type uses the field.
func (f Field) In(profileType string) Use {
	if u, ok := f.use[profileType]; ok {
		return u
	}
	return NotUsed
}

var fields = loadFields()

func loadFields() (out []Field) {
	types := ProfileTypes.Terms()
	for i, row := range table("fields") {
		f := Field{Key: row[0], use: map[string]Use{}}
		for j, t := range types {
			u := Use(row[1+j][0])
			if u != Mandatory && u != Optional && u != NotUsed {
				panic(fmt.Sprintf("vocabulary: fields, line %d: %c is no use of a field", i+2, u))
			}
			f.use[t.Code] = u
		}
		var errC, errV error
		f.Characters, errC = strconv.Atoi(row[1+len(types)])
		f.Values, errV = strconv.Atoi(row[2+len(types)])
		if errC != nil || errV != nil {
			panic(fmt.Sprintf("vocabulary: fields, line %d: limits must be whole numbers", i+2))
		}
		out = append(out, f)
	}
	return out
}

// Fields lists the fields that a profile of the type uses, mandatory and
// optional, in the order of the form; all fields for the type "".
func Fields(profileType string) []Field {
	if profileType == "" {
		return slices.Clone(fields)
	}
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return f.In(profileType) == NotUsed })
}

// FieldOf returns the field with the key.
func FieldOf(key string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}

// stageTRL gives each stage of development its technology readiness levels of
// ISO 16290, as profiles that know only the stage are to be read. Level 4, a
// component validated in the laboratory, is on both sides of a border; StageOf
// counts it as tested.
var stageTRL = map[string][2]int{"concept": {1, 2}, "development": {3, 4}, "lab_tested": {4, 5}, "demonstration": {6, 8}, "market": {9, 9}}

// StageOf returns the stage of development of a technology readiness level
// from 1 to 9, "" for other numbers.
func StageOf(trl int) string {
	switch {
	case trl < 1 || trl > 9:
		return ""
	case trl <= 2:
		return "concept"
	case trl == 3:
		return "development"
	case trl <= 5:
		return "lab_tested"
	case trl <= 8:
		return "demonstration"
	}
	return "market"
}

// TRLs returns the lowest and highest readiness level that a stage may mean; 0
// and 0 for what is no stage.
func TRLs(stage string) (low, high int) { r := stageTRL[stage]; return r[0], r[1] }

var partnershipsOf = map[string][]string{
	"TO":  {"investment", "commercial_assistance", "research"},
	"TR":  {"investment", "commercial_assistance", "research"},
	"BO":  {"commercial", "investment", "outsourcing", "supplier"},
	"BR":  {"commercial", "investment", "outsourcing", "supplier"},
	"RDR": {"research"},
}

// PartnershipsOf lists the kinds of partnership that a profile of the type may
// name, by their codes in Partnerships.
func PartnershipsOf(profileType string) []string { return slices.Clone(partnershipsOf[profileType]) }
