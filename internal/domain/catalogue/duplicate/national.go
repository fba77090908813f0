package duplicate

import "strings"

// National returns a national number of an organisation without spaces and
// signs, and whether its check digit is right. Numbers of countries that are
// not known here are never right.
//
//   - BY: УНП, nine digits, Resolution 96 of the Ministry of Taxes of 2015.
//   - CN: 统一社会信用代码, GB 32100-2015, eighteen characters of base 31.
//   - RU: ИНН of a legal entity, ten digits, order MMV-7-6/435 of 2012.
func National(country, number string) (string, bool) {
	n := strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, number))
	switch country {
	case "BY":
		return checked(n, "0123456789", []int{29, 23, 19, 17, 13, 7, 5, 3}, func(sum int) int { return sum % 11 })
	case "RU":
		return checked(n, "0123456789", []int{2, 4, 10, 3, 5, 9, 4, 6, 8}, func(sum int) int { return sum % 11 % 10 })
	case "CN":
		return checked(n, "0123456789ABCDEFGHJKLMNPQRTUWXY", []int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28},
			func(sum int) int { return (31 - sum%31) % 31 })
	}
	return "", false
}

// checked weighs all digits but the last and compares that with the check.
func checked(n, digits string, weights []int, check func(sum int) int) (string, bool) {
	if len(n) != len(weights)+1 || strings.Trim(n, "0") == "" {
		return "", false
	}
	sum := 0
	for i, w := range weights {
		d := strings.IndexByte(digits, n[i])
		if d < 0 {
			return "", false
		}
		sum += w * d
	}
	if strings.IndexByte(digits, n[len(weights)]) != check(sum) {
		return "", false
	}
	return n, true
}
