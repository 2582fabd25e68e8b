// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sizes are the measures of images, by their names.
type sizes map[string]measured

// format writes a table as it is kept for a commit.
func (s sizes) format() string {
	var b strings.Builder
	for _, name := range s.names() {
		b.WriteString(name)
		for i, value := range s[name] {
			fmt.Fprintf(&b, " %s=%d", measures[i], value)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (s sizes) names() []string {
	var names []string
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// parse reads what format wrote.
func parse(text string) (sizes, error) {
	s := sizes{}
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) != 1+len(measures) {
			return nil, fmt.Errorf("want a name and %d sizes, not %q", len(measures), line)
		}
		var m measured
		for j, field := range fields[1:] {
			value, err := strconv.ParseUint(strings.TrimPrefix(field, measures[j]+"="), 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%q is not %s=BYTES", field, measures[j])
			}
			m[j] = value
		}
		s[fields[0]] = m
	}
	if len(s) == 0 {
		return nil, errors.New("the table is empty")
	}
	return s, nil
}
