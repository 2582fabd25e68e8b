// SPDX-License-Identifier: MIT

package session

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

// expand replaces {{line "FILE" "TEXT"}} in each text by the number of the one
// line of FILE, relative to the sources, that holds TEXT. So a test names the
// place that it means, and an edit above it does not break the test.
func expand(texts []string, sources string) ([]string, error) {
	line := func(file, text string) (int, error) { return lineOf(sources, file, text) }
	var out []string
	for _, text := range texts {
		t, err := template.New("").Funcs(template.FuncMap{"line": line}).Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", text, err)
		}
		var b strings.Builder
		if err := t.Execute(&b, nil); err != nil {
			return nil, fmt.Errorf("%q: %w", text, err)
		}
		out = append(out, b.String())
	}
	return out, nil
}

// lineOf returns the number of the line, from 1.
func lineOf(sources, file, text string) (int, error) {
	content, err := os.ReadFile(filepath.Join(sources, file))
	if err != nil {
		return 0, fmt.Errorf("%w: name it in the test's sources", err)
	}
	found := 0
	for i, line := range strings.Split(string(content), "\n") {
		if !strings.Contains(line, text) {
			continue
		}
		if found != 0 {
			return 0, fmt.Errorf("%s holds %q in lines %d and %d: give a text that only one line holds", file, text, found, i+1)
		}
		found = i + 1
	}
	if found == 0 {
		return 0, fmt.Errorf("%s holds %q in no line: has the code moved?", file, text)
	}
	return found, nil
}
