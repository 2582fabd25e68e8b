// SPDX-License-Identifier: MIT

package spec

import "strings"

// GoName is the call's name in Go, exported: ClockGettime.
func (c Call) GoName() string {
	name := goName(c.Name)
	return strings.ToUpper(name[:1]) + name[1:]
}

// LocalName is the call's name in Go, not exported: clockGettime.
func (c Call) LocalName() string { return goName(c.Name) }

// goName writes clock_gettime as clockGettime.
func goName(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words {
		if i > 0 && word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}
