package latin

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"Белорусский государственный университет": "Belorusskiy gosudarstvennyy universitet",
		"Беларускі дзяржаўны ўніверсітэт":         "Belaruski dzyarzhawny wniversitet",
		"Гомельскі завод":                         "Homelski zavod",
		"Гомельский завод":                        "Gomelskiy zavod",
		"Институт им. Щукина, Екатеринбург":       "Institut im. Shchukina, Yekaterinburg",
		"НИИ «ЯХОНТ»":                             "NII «YAKHONT»",
		"Яхонт":                                   "Yakhont",
		"吉林大学":                                    "Ji Lin Da Xue",
		"长春BIRZHA有限公司":                            "Chang Chun BIRZHA You Xian Gong Si",
		"重庆重工集团":                                  "Chong Qing Zhong Gong Ji Tuan",
		"Jilin University":                        "Jilin University",
		"":                                        "",
	} {
		if got := Name(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestCyrillicLanguage(t *testing.T) {
	for in, want := range map[string]string{
		"Беларуская дзяржаўная акадэмія":                        "be",
		"Брэсцкі тэхнічны":                                      "be",
		"Белорусский институт":                                  "ru",
		"Академик Е.А. Бөкетов атындағы Қарағанды университеті": "kk",
		"Національний університет":                              "uk",
		"Завод":     "",
		"Institute": "",
	} {
		if got := CyrillicLanguage(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	for in, want := range map[string]string{
		"changchun": "chang chun", "jilin": "ji lin", "guangdong": "guang dong", "shaanxi": "sha an xi", "lubrication": "", "minsk": "", "": "",
	} {
		if got := strings.Join(Split(in), " "); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

func TestPalladius(t *testing.T) {
	for in, want := range map[string]string{
		"чанчунь": "chang chun", "цзилинь": "ji lin", "цзілінь": "ji lin", "шанхай": "shang hai", "гуандун": "guang dong", "чжэцзян": "zhe jiang",
		"цзянсу": "jiang su", "хэйлунцзян": "hei long jiang", "сычуань": "si chuan", "аньхой": "an hui", "фуцзянь": "fu jian", "юньнань": "yun nan",
		"шэньчжэнь": "shen zhen", "циндао": "qing dao", "уси": "wu xi", "сиань": "xi an", "шэньян": "shen yang", "далянь": "da lian",
		"сюйчжоу": "xu zhou", "гуйчжоу": "gui zhou", "нинбо": "ning bo", "чэнду": "cheng du", "ланьчжоу": "lan zhou", "завод": "", "минск": "",
	} {
		if got := strings.Join(Palladius(in), " "); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
	// Every syllable of pinyin is written in Russian in some way.
	written := map[string]bool{}
	for _, s := range palladius() {
		written[s] = true
	}
	for s := range known() {
		if !written[s] && s != "lo" && s != "yai" {
			t.Errorf("no spelling for %s", s)
		}
	}
}
