// SPDX-License-Identifier: MIT

package features

import (
	"strings"
	"unsafe"
)

func strings_(r *recorder) {
	a, b := opaque("abc"), opaque("déf")
	r.equal("concatenation", a+b+"!"+a+"-"+b+"x", "abcdéf!abc-défx")
	r.equal("concatenation with nothing", opaque("")+a+opaque(""), "abc")
	long := strings.Repeat("0123456789", 10)
	keep(a + long)
	r.is("long concatenation", sink.(string) == "abc"+long && len(sink.(string)) == 103)
	r.equal("slices of strings", a[1:]+b[:1]+b[3:]+long[95:97], "bcdf56")
	r.equal("bytes of strings", ints([]int{int(b[0]), int(b[1]), int(b[2]), len(b)}), "100 195 169 4")
	r.is("comparison", a < b && a <= a && b > a && "" < a && "ab" < a && a != b && long == opaque(long))

	bytes := []byte(b)
	bytes[0] = 'D'
	r.equal("to bytes and back", string(bytes)+b, "Défdéf")
	r.equal("one byte", string(bytes[:1]), "D")
	r.is("bytes without copy", string(bytes) == "Déf" && map[string]int{"Déf": 1}[string(bytes)] == 1)
	big := []byte(long)
	r.is("many bytes", len(big) == 100 && string(big[90:]) == "0123456789")
	joined := []byte(a + b)
	r.equal("concatenation to bytes", string(append(joined, "..."...)), "abcdéf...")
	runes := []rune("añ世😀\xff")
	r.equal("to runes", ints([]int{int(runes[0]), int(runes[1]), int(runes[2]), int(runes[3]), int(runes[4])}), "97 241 19990 128512 65533")
	r.equal("from runes", string(runes[1:])+string([]rune{-1, 0x110000, 0xD800}), "ñ世😀\uFFFD\uFFFD\uFFFD\uFFFD")
	r.is("many runes", len([]rune(strings.Repeat("世", 50))) == 50)
	r.equal("from one rune", string(opaque('世'))+string(rune(opaque(65)))+string(opaque(rune(-5))), "世A\uFFFD")
	r.equal("counting runes", itoa(len([]rune(opaque("añ世😀")))), "4")
	bad := "\x80\xc2\xe0\xa0\xf0\x90\x80\xed\xa0\x80"
	n := 0
	for _, c := range opaque(bad) {
		if c == '\uFFFD' {
			n++
		}
	}
	r.equal("bytes that are no UTF-8", itoa(n), itoa(len(bad)))

	p := unsafe.StringData(a)
	r.equal("unsafe.String", unsafe.String(p, 2), "ab")
	var builder strings.Builder
	for i := range 5 {
		builder.WriteString(a)
		builder.WriteByte(byte('0' + i))
		builder.WriteRune('é')
	}
	r.equal("strings.Builder", builder.String(), "abc0éabc1éabc2éabc3éabc4é")
}
