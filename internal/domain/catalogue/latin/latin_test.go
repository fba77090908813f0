package latin

import "testing"

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
