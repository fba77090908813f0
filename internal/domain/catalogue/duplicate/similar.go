package duplicate

import "strings"

// soundsAlike is the least likeness of two sounds that counts.
const soundsAlike = 0.75

// similar returns how much of the names agrees, 0 to 1, and the two names that
// show it best. Where both have names in the same languages, these decide
// together: bodies that are translated alike are told apart by their own names.
func similar(a, b *Signature) (share float64, x, y string) {
	best := map[string]float64{} // by language
	sum, nearest := 0.0, -1.0
	for _, na := range a.names {
		for _, nb := range b.names {
			s := agreement(na, nb, a, b)
			if na.lang == nb.lang {
				best[na.lang] = max(best[na.lang], s)
			}
			if s > nearest {
				nearest, x, y = s, na.text, nb.text
			}
		}
	}
	if len(best) == 0 {
		return max(nearest, 0), x, y
	}
	for _, s := range best {
		sum += s
	}
	return sum / float64(len(best)), x, y
}

// agreement is Dice's coefficient over the weights of the words of two names;
// words by sound may agree in part. A word that only repeats the place counts
// little where the other name leaves it out.
func agreement(na, nb name, a, b *Signature) float64 {
	if na.plain == nb.plain && na.lang == nb.lang {
		return 1
	}
	common, usedB := 0.0, make([]bool, len(nb.words))
	usedA := make([]bool, len(na.words))
	for i, wa := range na.words {
		for j, wb := range nb.words {
			if !usedB[j] && wa.means(wb) {
				usedA[i], usedB[j] = true, true
				common += (placed(wa, true, a, b) + placed(wb, true, a, b)) / 2
				break
			}
		}
	}
	for i, wa := range na.words {
		if usedA[i] || wa.key[0] != '~' {
			continue
		}
		bestJ, bestS := -1, soundsAlike
		for j, wb := range nb.words {
			if !usedB[j] && wb.key[0] == '~' {
				if s := likeness(wa.key[1:], wb.key[1:]); s >= bestS {
					bestJ, bestS = j, s
				}
			}
		}
		if bestJ >= 0 {
			common += bestS * soundWeight
			usedA[i], usedB[bestJ] = true, true
		}
	}
	total := weigh(na.words, usedA, a, b) + weigh(nb.words, usedB, a, b)
	if total == 0 {
		return 0
	}
	if clash(na, nb) {
		common *= 0.75
	}
	return min(2*common/total, 0.99)
}

// clash tells whether the names say plainly that they are of bodies of
// different sorts: a university and a hospital.
func clash(na, nb name) bool {
	sortsOf := func(n name) map[string]bool {
		out := map[string]bool{}
		for _, w := range n.words {
			if w.weight == weights["type"] {
				out[sort(w.key)] = true
			}
		}
		return out
	}
	a, b := sortsOf(na), sortsOf(nb)
	for k := range a {
		if b[k] {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0
}

func weigh(words []word, used []bool, a, b *Signature) (sum float64) {
	for i, w := range words {
		sum += placed(w, used[i], a, b)
	}
	return sum
}

// placed is the weight of a word, less for one that repeats the place: all that
// are compared are mostly of one place, so it hardly tells them apart.
func placed(w word, used bool, a, b *Signature) float64 {
	inA, inB := a.places[w.key] || len(a.places) == 0, b.places[w.key] || len(b.places) == 0
	switch {
	case !inA || !inB || len(a.places)+len(b.places) == 0:
		return w.weight
	case used:
		return w.weight * 0.5
	}
	return w.weight * 0.25
}

// likeness is 1 less the edits between two words (Levenshtein) by the length of
// the longer; words of fewer than four letters are alike only when equal.
func likeness(x, y string) float64 {
	if x == y {
		return 1
	}
	n := max(len(x), len(y))
	if min(len(x), len(y)) < 4 {
		return 0
	}
	if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
		return max(soundsAlike, 1-float64(n-min(len(x), len(y)))/float64(n))
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(x) {
		diagonal := row[0]
		row[0]++
		for j := range len(y) {
			cost := diagonal
			if x[i] != y[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return 1 - float64(row[len(y)])/float64(n)
}
