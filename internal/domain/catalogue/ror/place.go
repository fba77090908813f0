package ror

import (
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/catalogue/vocabulary"
)

// place settles the region. Records of schema 1 carry codes of GeoNames, which
// look like those of ISO 3166-2 and mean others: BY-04 is the city of Minsk,
// CN-11 is Hunan, KZ-10 is not Abai.
func (it *Item) place(rec *Record, w *wire) {
	if rec.Lat < -90 || rec.Lat > 90 || rec.Lng < -180 || rec.Lng > 180 {
		it.note(PlaceDropped, "lat", w.City, "")
		rec.Lat, rec.Lng = 0, 0
	}
	given := strings.ToUpper(strings.TrimSpace(w.Subdivision))
	if given == "" {
		if r := cityRegion[rec.GeoNamesID]; r != "" && vocabulary.CountryOf(r) == rec.Country {
			rec.Region = r
			it.note(RegionFromCity, "region", rec.City, r)
		}
		return
	}
	country, code, _ := strings.Cut(given, "-")
	if c, ok := vocabulary.ParseCountry(country); ok {
		country = c
	}
	region := country + "-" + code
	mapped := geoNamesRegion(country, code)
	known := vocabulary.Regions.Term(region).In(i18n.EN) != region
	switch {
	case country != rec.Country:
		it.note(RegionDropped, "region", given, "")
	case mapped != "" && (w.schemaOne || !known):
		rec.Region = mapped
		it.note(RegionGeoNames, "region", given, mapped)
	case !vocabulary.Regions.Valid(region), w.schemaOne && !known && strings.ContainsAny(code, "0123456789"):
		it.note(RegionDropped, "region", given, "") // a number that we cannot tell from one of GeoNames
	default:
		rec.Region = region
		if region != given {
			it.note(CountryRepaired, "region", given, region)
		}
	}
}

// geoNames gives the ISO 3166-2 codes of the first-order divisions of GeoNames
// (admin1CodesASCII.txt), which are mostly those of the withdrawn FIPS 10-4.
var geoNames = map[string]string{
	"BY": "01 BR 02 HO 03 HR 04 HM 05 MI 06 MA 07 VI",
	"CN": "01 AH 02 ZJ 03 JX 04 JS 05 JL 06 QH 07 FJ 08 HL 09 HA 10 HE 11 HN 12 HB 13 XJ 14 XZ 15 GS 16 GX 18 GZ 19 LN 20 NM 21 NX " +
		"22 BJ 23 SH 24 SX 25 SD 26 SN 28 TJ 29 YN 30 GD 31 HI 32 SC 33 CQ",
	"RU": "01 AD 03 AL 04 ALT 05 AMU 06 ARK 07 AST 08 BA 09 BEL 10 BRY 11 BU 12 CE 13 CHE 15 CHU 16 CU 17 DA 19 IN 20 IRK 21 IVA 22 KB " +
		"23 KGD 24 KL 25 KLU 27 KC 28 KR 29 KEM 30 KHA 31 KK 32 KHM 33 KIR 34 KO 37 KOS 38 KDA 40 KGN 41 KRS 42 LEN 43 LIP 44 MAG 45 ME " +
		"46 MO 47 MOS 48 MOW 49 MUR 50 NEN 51 NIZ 52 NGR 53 NVS 54 OMS 55 ORE 56 ORL 57 PNZ 59 PRI 60 PSK 61 ROS 62 RYA 63 SA 64 SAK " +
		"65 SAM 66 SPE 67 SAR 68 SE 69 SMO 70 STA 71 SVE 72 TAM 73 TA 75 TOM 76 TUL 77 TVE 78 TYU 79 TY 80 UD 81 ULY 83 VLA 84 VGG " +
		"85 VLG 86 VOR 87 YAN 88 YAR 89 YEV 90 PER 91 KYA 92 KAM 93 ZAB",
	"KZ": "01 19 02 75 03 11 04 15 05 71 06 23 07 27 09 47 10 61 11 55 12 35 13 39 14 43 15 63 16 59 17 31 1537272 79 12510143 10",
	"PL": "72 02 73 04 74 10 75 06 76 08 77 12 78 14 79 16 80 18 81 20 82 22 83 24 84 26 85 28 86 30 87 32",
	"UZ": "01 AN 02 BU 03 FA 05 XO 06 NG 07 NW 08 QA 09 QR 10 SA 12 SU 13 TK 14 TO 15 JI 16 SI",
	"KG": "01 GB 02 C 03 J 04 N 06 T 07 Y 08 O 09 B 10 GO",
	"TJ": "01 GB 02 KT 03 SU 04 DU 05 RA",
	"LT": "56 AL 57 KU 58 KL 59 MR 60 PN 61 SA 62 TA 63 TE 64 UT 65 VL",
	"LV": "06 DGV 25 RIX 32 VEN",
}

func geoNamesRegion(country, code string) string {
	list := strings.Fields(geoNames[country])
	for i := 0; i+1 < len(list); i += 2 {
		if list[i] == code {
			return country + "-" + list[i+1]
		}
	}
	return ""
}

// cityRegion gives the region of cities that are regions themselves or the
// seat of one in Belarus, by their GeoNames ids.
var cityRegion = map[int]string{
	625144: "BY-HM", 629634: "BY-BR", 630429: "BY-BR", 627907: "BY-HO", 627904: "BY-HR", 625665: "BY-MA", 620127: "BY-VI", 624784: "BY-VI",
	1816670: "CN-BJ", 1796236: "CN-SH", 1792947: "CN-TJ", 1814906: "CN-CQ", 524901: "RU-MOW", 498817: "RU-SPE",
}
