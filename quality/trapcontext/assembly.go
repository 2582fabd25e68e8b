// SPDX-License-Identifier: MIT

package trapcontext

import (
	"fmt"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// assemblyCall is a call of a Go function of the package, in assembly.
var assemblyCall = regexp.MustCompile(`^\s*(?:CALL|JMP|JAL\s+\w+,|MOV)\s+\$?·(\w+)\(SB\)`)

// checkAssembly wants a mark on what the vectors enter: in a package that has marks
// at all, every Go function that assembly calls.
func checkAssembly(pass *analysis.Pass, order []*function) error {
	byName := map[string]*function{}
	marks := false
	for _, f := range order {
		if f.object.Signature().Recv() == nil {
			byName[f.object.Name()] = f
		}
		marks = marks || f.marked
	}
	if !marks {
		return nil
	}
	reported := map[*types.Func]bool{}
	for _, name := range pass.OtherFiles {
		if !strings.HasSuffix(name, ".s") {
			continue
		}
		text, err := pass.ReadFile(name)
		if err != nil {
			return fmt.Errorf("cannot look for calls in assembly: %w", err)
		}
		for line := range strings.Lines(string(text)) {
			match := assemblyCall.FindStringSubmatch(line)
			if match == nil {
				continue
			}
			if f := byName[match[1]]; f != nil && !f.marked && !reported[f.object] {
				reported[f.object] = true
				pass.Reportf(f.object.Pos(), "%s is entered from assembly and not marked %s", functionName(f.object), Directive)
			}
		}
	}
	return nil
}
