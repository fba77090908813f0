package web

import "testing"

func TestLocalPath(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"/events/own/plan?view=list", "/events/own/plan?view=list"},
		{"/", "/"},
		{"/заседание", "/заседание"},
		{"", ""},
		{"plan", ""},
		{"//evil.example", ""},
		{"///evil.example", ""},
		{`/\evil.example`, ""},
		{`\\evil.example`, ""},
		{"/\t/evil.example", ""},
		{"/\n/evil.example", ""},
		{"https://evil.example/", ""},
		{"https:/evil.example/", ""},
		{"javascript:alert(1)", ""},
		{"/%zz", ""},
	} {
		if got := localPath(c.in); got != c.want {
			t.Errorf("localPath(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDeviceName(t *testing.T) {
	for _, c := range []struct{ agent, want string }{
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"},
		{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 YaBrowser/24.6 Safari/537.36", "Yandex Browser, Linux"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1", "Safari, iPhone"},
		{"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat, Android"},
		{"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari, macOS"},
		{"curl/8.8.0", ""},
		{"", ""},
	} {
		if got := deviceName(c.agent); got != c.want {
			t.Errorf("deviceName(%q) = %q, want %q", c.agent, got, c.want)
		}
	}
}
