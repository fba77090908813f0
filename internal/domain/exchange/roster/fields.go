package roster

// Kind is what a table holds.
type Kind string

// The kinds of tables.
const (
	EventSheet  Kind = "event"  // settings: one a row, name and value
	SlotSheet   Kind = "slots"  // rounds of meetings
	PlaceSheet  Kind = "places" // tables and rooms
	PeopleSheet Kind = "people"
	WishSheet   Kind = "wishes"
	FixedSheet  Kind = "fixed" // meetings whose time is settled
	AwaySheet   Kind = "away"  // when people cannot meet, or can; when places are closed
	HelpSheet   Kind = "help"  // for people; never read
)

// Kinds lists the kinds that are read, in the order of the sample workbook.
var Kinds = []Kind{EventSheet, SlotSheet, PlaceSheet, PeopleSheet, WishSheet, FixedSheet, AwaySheet}

// Field is the meaning of a column, or of a row of the event sheet.
type Field string

// The fields. Which of them a kind of table has, FieldsOf tells.
const (
	ID           Field = "id"
	Name         Field = "name" // of a place; of a person in its own script
	Latin        Field = "latin"
	Family       Field = "family"
	Given        Field = "given"
	Patronymic   Field = "patronymic"
	Email        Field = "email"
	Organisation Field = "organisation"
	Position     Field = "position"
	Country      Field = "country"
	Zone         Field = "zone"
	Languages    Field = "languages"
	Interpreter  Field = "interpreter"
	Unavailable  Field = "unavailable"
	Available    Field = "available"
	Wants        Field = "wants"
	Needs        Field = "needs" // must meet
	Avoids       Field = "avoids"
	MaxPerDay    Field = "max_per_day"
	Format       Field = "format" // online or on site
	Date         Field = "date"
	Start        Field = "start"
	End          Field = "end"
	Session      Field = "session"
	Closed       Field = "closed"
	From         Field = "from" // who wishes
	To           Field = "to"
	StrengthOf   Field = "strength"
	Weight       Field = "weight"
	Subject      Field = "subject"
	PartOfDay    Field = "part"
	People       Field = "people"
	SlotRef      Field = "slot"
	PlaceRef     Field = "place"
	PersonRef    Field = "person"
	Presence     Field = "presence" // available or unavailable
	Setting      Field = "setting"
	Value        Field = "value"
	Title        Field = "title"
	Days         Field = "days"
	Hours        Field = "hours"
	Length       Field = "length" // of a meeting, minutes
	Pause        Field = "pause"  // between two meetings, minutes
	Tables       Field = "tables" // number of places
)

// shape is what a kind of table may hold and what it must.
type shape struct {
	fields []Field
	// need lists what must be there: one field of each group.
	need [][]Field
}

var shapes = map[Kind]shape{
	EventSheet:  {[]Field{Setting, Value}, [][]Field{{Setting}, {Value}}},
	SlotSheet:   {[]Field{ID, Date, Start, End, Length, Zone, Session}, [][]Field{{Start}, {End, Length}}},
	PlaceSheet:  {[]Field{ID, Name, Closed}, [][]Field{{ID, Name}}},
	PeopleSheet: {[]Field{ID, Name, Latin, Family, Given, Patronymic, Email, Organisation, Position, Country, Zone, Languages, Interpreter, Unavailable, Available, Wants, Needs, Avoids, MaxPerDay, Format}, [][]Field{{Name, Latin, Family}}},
	WishSheet:   {[]Field{From, To, StrengthOf, Weight, Subject, PartOfDay, Format}, [][]Field{{From}, {To}}},
	FixedSheet:  {[]Field{People, From, To, SlotRef, Date, Start, Zone, PlaceRef, Subject}, [][]Field{{People, From}, {SlotRef, Start}}},
	AwaySheet:   {[]Field{PersonRef, PlaceRef, SlotRef, Date, Start, End, Zone, Presence}, [][]Field{{PersonRef, PlaceRef}, {SlotRef, Date, Start}}},
}

// settings are the names a row of the event sheet can have.
var settings = []Field{Title, Zone, Days, Hours, Length, Pause, Tables}

// FieldsOf lists the fields that a kind of table may have, for choosing by hand.
func FieldsOf(k Kind) []Field { return shapes[k].fields }

// LabelKey is the message key of a field's name.
func (f Field) LabelKey() string { return "import.field_" + string(f) }

// LabelOf is the message key of a field's name in this kind of sheet.
func (k Kind) LabelOf(f Field) string {
	if k == PlaceSheet && f == Name {
		return PlaceRef.LabelKey()
	}
	return f.LabelKey()
}

// LabelKey is the message key of the kind's name.
func (k Kind) LabelKey() string { return "import.kind_" + string(k) }
