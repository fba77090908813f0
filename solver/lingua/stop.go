package lingua

import "strings"

// stopWords carry grammar and no subject. The list is short on purpose: a word
// that is also an abbreviation or a name in some language (it, us, as) is none.
var stopWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		и в во на с со к ко по за из от до о об для при не что как это или но а у же ли бы так также его ее их они
		і ў у з са да на па за ад аб для пры не што як гэта або альбо але а ж ці яго яе іх яны
		the a an of and or to in on for with by from at is are be was were this that these those which its not
		s t d ll re ve`) {
		m[w] = true
	}
	return m
}()

// Stop tells whether a folded word carries no subject of its own, so that a
// search does better without it.
func Stop(word string) bool { return stopWords[word] }
