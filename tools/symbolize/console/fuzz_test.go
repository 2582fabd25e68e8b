// SPDX-License-Identifier: MIT

package console

import (
	"regexp"
	"strings"
	"testing"
)

// FuzzAnnotate takes any log: without its annotations it must be as before, and
// a second pass must find nothing more to do.
func FuzzAnnotate(f *testing.F) {
	const mark = "§" // in every annotation, and in no log
	p := open(f, "", "kernel.elf", 0x80020000, mark, mark)
	ours := regexp.MustCompile(` <` + mark + `(\+0x[0-9a-f]+)?>`)
	f.Add("[kernel] fatal trap: x at pc 0x80020010 address 0x80020000\n\tx1=0x80020010\tx2=0x0\n")
	f.Add("\tmain.main a.go:1 pc=0x80020010 sp=0x80020010\n0x80020010 <")
	f.Add("[kernel] app 0x80020010 killed: 0x80020000\r\nx1=0x80020000 0x80020000 ra 0x80020011")
	f.Fuzz(func(t *testing.T, log string) {
		if strings.Contains(log, mark) {
			return
		}
		once, _ := annotated(t, log, p)
		if got := ours.ReplaceAllString(once, ""); got != log {
			t.Fatalf("the log\n%q\nbecame\n%q\nwhich is, without annotations,\n%q", log, once, got)
		}
		if twice, _ := annotated(t, once, p); twice != once {
			t.Fatalf("the second pass made of\n%q\nthis:\n%q", once, twice)
		}
	})
}
