package duplicate

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue/latin"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// word is a part of a name that can be compared with parts in other languages.
type word struct {
	key    string // "=physics" of the lexicon, "#2", "^nan" a syllable of pinyin, "~iaroslavl" by sound
	weight float64
	also   []string // keys of other concepts that the word may mean: 学院 is a college, a university …
}

func (w word) means(o word) bool {
	return w.key == o.key || slices.Contains(w.also, o.key) || slices.Contains(o.also, w.key) ||
		slices.ContainsFunc(w.also, func(k string) bool { return slices.Contains(o.also, k) })
}

// name is a name taken apart.
type name struct {
	text  string
	plain string // folded, without legal form: equal for names that differ in nothing of weight
	lang  string // "Han", "Latin", "ru", "be", "Cyrillic": names of one language are compared first
	words []word
}

// weights by the class of a word in the lexicon.
var weights = map[string]float64{"type": 0.35, "general": 0.2, "rank": 0.4, "half": 0.7, "field": 1, "place": 0.8}

const (
	soundWeight    = 1
	syllableWeight = 0.5
	numberWeight   = 1.2
)

//go:embed lexicon.tsv
var lexiconFile string

var lexicon = readLexicon()

type dictionary struct {
	prefixes map[string]word // of words in letters, at least their first three
	exact    map[string]word
	phrases  []string // with spaces, replaced by one word before all else
	han      map[string]word
	longest  int // Chinese word, in characters
}

// readLexicon reads lines of class, concept and words. A word stands for all
// that begin with it, one that ends with a dot for itself alone; a dot within
// is a space. Chinese words are found anywhere.
func readLexicon() *dictionary {
	d := &dictionary{prefixes: map[string]word{}, exact: map[string]word{}, han: map[string]word{}}
	_, body, _ := strings.Cut(lexiconFile, "\n")
	for line := range strings.Lines(body) {
		cols := strings.Split(strings.TrimSpace(line), "\t")
		e := word{key: "=" + cols[1], weight: weights[cols[0]]}
		for _, w := range strings.Fields(strings.Join(cols[2:], " ")) {
			bare := strings.TrimSuffix(w, ".")
			phrase := strings.ReplaceAll(bare, ".", " ")
			switch {
			case unicode.Is(unicode.Han, []rune(w)[0]):
				if first, ok := d.han[w]; ok {
					first.also = append(first.also, e.key)
					d.han[w] = first
				} else {
					d.han[w] = e
				}
				d.longest = max(d.longest, len([]rune(w)))
			case phrase != bare:
				d.phrases = append(d.phrases, phrase)
				d.exact[strings.ReplaceAll(phrase, " ", "_")] = e
			case bare != w:
				d.exact[bare] = e
			default:
				d.prefixes[w] = e
			}
		}
	}
	return d
}

// find looks up a word in letters: itself, then its longest beginning.
func (d *dictionary) find(w string) (word, bool) {
	if e, ok := d.exact[w]; ok {
		return e, true
	}
	r := []rune(w)
	for n := len(r); n >= 2; n-- {
		if e, ok := d.prefixes[string(r[:n])]; ok {
			return e, true
		}
	}
	return word{}, false
}

var (
	notWord  = regexp.MustCompile(`[^\p{L}\p{N}_]+`)
	initials = regexp.MustCompile(`\b\pL\.\s?`)
)

// stopWords say nothing of a body, or only that it is one.
var stopWords = wordSet(`the of and for in at on under after named name to a an de la
	и в во на по при для с со им имени имя года г і у ў ва па пры для з са імя
	ltd limited llc inc incorporated co corp corporation plc gmbh jsc ojsc cjsc pjsc pte sa ag
	ооо оао зао ао пао одо чуп чтуп уп руп рунп рупп куп кпуп ип гп нпо нпп ооо гну гу гнпо фгбу фгбун фгбоу фгаоу фгуп гбоу гбуз во уо роо
	таа адт аат зат ат пуп дну ду упа уа дп
	общество ограниченной ответственностью открытое закрытое публичное акционерное унитарное учреждение бюджетное казенное автономное некоммерческое
	таварыства абмежаванай адказнасцю адкрытае закрытае акцыянернае унітарнае установа ўстанова бюджэтная
	state-owned llp фгнбу`)

// legalPhrases are legal forms of more than a word, which would pass for words
// of the name.
var legalPhrases = regexp.MustCompile(`(федеральное |областное |краевое |республиканское )?государственное (бюджетное |автономное |казенное )?((научное|образовательное|профессиональное) )?учреждение( науки| высшего( профессионального)? образования| здравоохранения| культуры| образования)?` +
	`|(частное |негосударственное )?(образовательное )?учреждение( высшего( профессионального)?)? образования` +
	`|автономная некоммерческая организация( высшего образования)?|некоммерческое акционерное общество|республиканское (научно-)?(производственное |исследовательское |дочернее )*унитарное предприятие` +
	`|(дзяржаўная )?(навуковая )?[уў]станова( адукацыі| аховы здароўя)?|рэспубліканскае ([а-яёіў]+ )?[уў]нітарнае прадпрыемства`)

// legalClues spare most names the search for phrases.
var legalClues = []string{"учреждение", "некоммерческ", "предприятие", "станова", "прадпрымства"}

// compass joins the points between the points of the compass.
var compass = strings.NewReplacer("северо-", "северо", "юго-", "юго", "паўночна-", "паўночна", "паўднёва-", "паўднёва")

// legalForms of Chinese names stand at their end, or before a bracket.
var legalForms = strings.NewReplacer("股份有限公司", "公司", "有限责任公司", "公司", "有限公司", "公司", "股份公司", "公司", "（", " ", "）", " ", "的", "", "与", "", "和", "", "及", "")

var honours = wordSet("имени им имя імя named")

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// fold brings a text to lower case without accents; й and ў stay what they are.
func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1 // a stress mark
		case r == 'ё':
			return 'е'
		case r == '\'', r == '’', r == 'ʼ':
			return -1
		case r < 0x250 && r > 0x7f:
			base := []rune(norm.NFD.String(string(r)))
			if base[0] == 'ł' {
				return 'l'
			}
			return base[0]
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// lookalikes are Latin letters typed for the Cyrillic ones that a keyboard
// lacked.
var lookalikes = strings.NewReplacer("ý", "ў", "Ý", "Ў", "i", "і", "I", "І", "a", "а", "e", "е", "o", "о", "p", "р", "c", "с", "x", "х", "y", "у")

var mixed = regexp.MustCompile(`[\p{Cyrillic}][\p{Cyrillic}\p{Latin}]*[\p{Latin}][\p{Cyrillic}\p{Latin}]*|[\p{Latin}]+[\p{Cyrillic}][\p{Cyrillic}\p{Latin}]*`)

// simplified gives the characters of names from Hong Kong, Macao and Taiwan that
// are written otherwise on the mainland.
var simplified = strings.NewReplacer(strings.Split("學 学 國 国 醫 医 業 业 藥 药 農 农 經 经 濟 济 實 实 驗 验 發 发 電 电 機 机 廣 广 東 东 華 华 灣 湾 臺 台 術 术 師 师 範 范 財 财 "+
	"貿 贸 創 创 會 会 協 协 銀 银 氣 气 環 环 鐵 铁 圖 图 書 书 館 馆 藝 艺 際 际 聯 联 傳 传 動 动 車 车 輕 轻 紡 纺 織 织 衛 卫 護 护 檢 检 測 测 標 标 準 准 計 计 劃 划 區 区 縣 县 "+
	"廳 厅 類 类 質 质 腦 脑 軟 软 訊 讯 資 资 總 总 門 门 關 关 專 专 權 权 產 产 處 处 頭 头 體 体 為 为 論 论 應 应 員 员 團 团 門 门 龍 龙 馬 马 羅 罗 陽 阳 連 连 雲 云 蘇 苏 "+
	"濱 滨 長 长 慶 庆 漢 汉 寧 宁 遼 辽 貴 贵 飛 飞 訓 训 練 练 語 语 題 题 風 风 魚 鱼 鳥 鸟 無 无 綜 综 積 积 節 节 結 结 構 构 統 统 網 网 線 线 組 组 級 级 規 规 設 设 試 试 "+
	"識 识 議 议 責 责 費 费 賽 赛 轉 转 辦 办 運 运 遠 远 適 适 選 选 還 还 邊 边 鋼 钢 錄 录 開 开 間 间 陸 陆 難 难 靜 静 預 预 領 领 顧 顾 驅 驱 齊 齐", " ")...)

// parse takes a name apart.
func parse(text, country string) name {
	text = simplified.Replace(text)
	if chineseCountry(country) { // Xi'an is two syllables
		text = strings.NewReplacer("'", "_", "’", "_").Replace(text)
	}
	folded := fold(initials.ReplaceAllString(mixed.ReplaceAllStringFunc(text, lookalikes.Replace), " "))
	for _, p := range lexicon.phrases {
		folded = strings.ReplaceAll(folded, p, strings.ReplaceAll(p, " ", "_"))
	}
	for _, clue := range legalClues {
		if strings.Contains(folded, clue) {
			folded = legalPhrases.ReplaceAllString(folded, " ")
			break
		}
	}
	folded = compass.Replace(folded)
	n := name{text: text, lang: language(folded)}
	var plain []string
	honoured := false // what follows is the person after whom the body is named, often left out
	for _, w := range notWord.Split(legalForms.Replace(folded), -1) {
		honoured = honoured || honours[w]
		if w == "" || stopWords[w] {
			continue
		}
		plain = append(plain, w)
		if unicode.Is(unicode.Han, []rune(w)[0]) || strings.ContainsFunc(w, isHan) {
			n.words = append(n.words, chinese(w)...)
		} else if found, ok := letters(w, country); ok {
			if honoured && found[0].key[0] == '~' {
				found[0].weight *= 0.5
			}
			n.words = append(n.words, found...)
		}
	}
	n.plain = strings.Join(plain, " ")
	return n
}

func chineseCountry(code string) bool {
	return code == "CN" || code == "HK" || code == "TW" || code == "MO"
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func language(s string) string {
	switch {
	case strings.ContainsFunc(s, isHan):
		return "Han"
	case isCyrillic(s):
		return "Cyrillic" + latin.CyrillicLanguage(s)
	}
	return "Latin"
}

// letters reads a word in Latin or Cyrillic letters.
func letters(w, country string) ([]word, bool) {
	if n := numeral(w); n != "" {
		return []word{{key: "#" + n, weight: numberWeight}}, true
	}
	if e, ok := lexicon.find(w); ok {
		return []word{e}, true
	}
	if chineseCountry(country) {
		var list []word
		for _, part := range strings.Split(w, "_") {
			list = append(list, syllables(part)...)
		}
		if list != nil {
			return list, true
		}
	}
	key := sound(w)
	if len(key) < 2 {
		return nil, false
	}
	return []word{{key: "~" + key, weight: soundWeight}}, true
}

// chinese cuts a Chinese text into words of the lexicon and syllables of what
// is between. It goes from the end, where a Chinese name has its head, and
// takes the longest word: 怀化学院 is 怀化 and 学院, not 化学.
func chinese(s string) (out []word) {
	r := []rune(s)
	for end := len(r); end > 0; {
		w, n := lexicon.last(r[:end])
		end -= n
		if w.key != "" && w.key != "^di" { // 第, before numbers
			out = append(out, w)
		}
	}
	slices.Reverse(out)
	return out
}

// last reads the last word of a Chinese text and tells how many characters it
// has.
func (d *dictionary) last(r []rune) (word, int) {
	for n := min(d.longest, len(r)); n > 0; n-- {
		if e, ok := d.han[string(r[len(r)-n:])]; ok {
			return e, n
		}
	}
	end := r[len(r)-1]
	if n := numeral(string(end)); n != "" {
		return word{key: "#" + n, weight: numberWeight}, 1
	}
	if isHan(end) {
		return word{key: "^" + latin.Syllable(end), weight: syllableWeight}, 1
	}
	n := 1 // foreign letters among Chinese ones
	for n < len(r) && !isHan(r[len(r)-n-1]) {
		n++
	}
	return word{key: "~" + sound(string(r[len(r)-n:])), weight: soundWeight}, n
}

var numerals = map[string]string{
	"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "one": "1", "two": "2",
	"первый": "1", "первая": "1", "второй": "2", "вторая": "2", "третий": "3", "третья": "3", "першы": "1", "першая": "1", "другі": "2", "другая": "2", "трэці": "3",
	"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9", "十": "10",
}

func numeral(w string) string {
	if n, ok := numerals[w]; ok {
		return n
	}
	if strings.Trim(w, "0123456789") == "" {
		return strings.TrimLeft(w, "0")
	}
	return ""
}

var regionWords sync.Map // []string by code

// wordsOfRegion returns the keys of the words of a region's names.
func wordsOfRegion(code string) []string {
	if found, ok := regionWords.Load(code); ok {
		return found.([]string)
	}
	var keys []string
	for _, l := range i18n.All {
		if n := vocabulary.Region(code).In(l); n != code {
			for _, w := range parse(n, vocabulary.CountryOf(code)).words {
				keys = append(keys, w.key)
			}
		}
	}
	if vocabulary.Regions.Valid(code) {
		regionWords.Store(code, keys)
	}
	return keys
}
