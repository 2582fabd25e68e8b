// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"
)

// A file is something of the source tree that is made of what machines do.
type file struct {
	name string
	// update returns what the file must be, given what it is.
	update func(old string) (string, error)
}

// build makes all files.
func build(m machines) ([]file, error) {
	var files []file
	for _, part := range []func(machines) ([]file, error){timelines, shares, costs, spaces} {
		made, err := part(m)
		if err != nil {
			return nil, err
		}
		files = append(files, made...)
	}
	return files, nil
}

// whole is a file that has this content.
func whole(name, content string) file {
	return file{name, func(string) (string, error) { return content, nil }}
}

// part is a file that has this content between the markers of a name:
//
//	<!-- begin NAME -->
//	<!-- end NAME -->
func part(name, marker, content string) file {
	return file{name, func(old string) (string, error) { return replace(old, marker, content) }}
}

func replace(document, marker, content string) (string, error) {
	begin, end := "<!-- begin "+marker+" -->\n", "<!-- end "+marker+" -->\n"
	if strings.Count(document, begin) != 1 || strings.Count(document, end) != 1 {
		return "", fmt.Errorf("want the lines %q and %q, each once", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	before, rest, _ := strings.Cut(document, begin)
	_, after, found := strings.Cut(rest, end)
	if !found {
		return "", fmt.Errorf("the line %q stands before %q", strings.TrimSpace(end), strings.TrimSpace(begin))
	}
	return before + begin + content + end + after, nil
}
