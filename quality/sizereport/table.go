// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sizes are the measures of images, by their names.
type sizes map[string]measured

// header explains the table's file.
const header = `# SPDX-License-Identifier: MIT
# Bytes of the images, as of the last commit that changed them on purpose:
# ./bazelw run //quality:size_report -- --update
`

// format writes a table as it is checked in.
func (s sizes) format() string {
	var b strings.Builder
	b.WriteString(header)
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

// parse reads what format wrote. file is for messages.
func parse(file, text string) (sizes, error) {
	s := sizes{}
	for i, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		var m measured
		if len(fields) != 1+len(measures) {
			return nil, fmt.Errorf("%s:%d: want a name and %d sizes: run ./bazelw run //quality:size_report -- --update", file, i+1, len(measures))
		}
		for j, field := range fields[1:] {
			value, err := strconv.ParseUint(strings.TrimPrefix(field, measures[j]+"="), 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %q is not %s=BYTES: run ./bazelw run //quality:size_report -- --update", file, i+1, field, measures[j])
			}
			m[j] = value
		}
		s[fields[0]] = m
	}
	return s, nil
}
