// SPDX-License-Identifier: MIT

package console

import (
	"bufio"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"bugo/tools/symbolize/program"
)

// An Annotator annotates logs with what its programs know.
type Annotator struct {
	Programs []*program.Program

	// Unknown are the apps that a log speaks of and no program is, in the order
	// of their appearance.
	Unknown []string
}

// Annotate copies a log and annotates it line by line.
func (a *Annotator) Annotate(w io.Writer, r io.Reader) error {
	reader := bufio.NewReader(r)
	for {
		line, err := reader.ReadString('\n')
		if line != "" {
			if _, err := io.WriteString(w, a.line(line)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (a *Annotator) line(line string) string {
	found := Scan(line)
	programs, known := a.choose(found.App)
	var out strings.Builder
	copied := 0
	for _, n := range found.Numbers {
		if words := explain(n, programs); words != "" {
			out.WriteString(line[copied:n.End])
			out.WriteString(annotation + words + ">")
			copied = n.End
		}
	}
	if copied == 0 && !known && !slices.Contains(a.Unknown, found.App) {
		a.Unknown = append(a.Unknown, found.App)
	}
	out.WriteString(line[copied:])
	return out.String()
}

// choose returns the programs that a line about an app can mean: those of its
// name, and if none is known by it, all that are not known to be other apps.
func (a *Annotator) choose(app string) (programs []*program.Program, known bool) {
	if app == "" {
		return a.Programs, true
	}
	var others []*program.Program
	for _, p := range a.Programs {
		if isNamed(p, app) {
			programs = append(programs, p)
		} else if p.Name == "" {
			others = append(others, p)
		}
	}
	if programs == nil {
		return others, false
	}
	return programs, true
}

// isNamed tells whether a program is the app of a name. Where the name was not
// given with it, its file or folder has it: user/hello/app.elf is hello.
func isNamed(p *program.Program, app string) bool {
	if p.Name != "" {
		return p.Name == app
	}
	elements := strings.Split(filepath.ToSlash(strings.TrimSuffix(p.Path, filepath.Ext(p.Path))), "/")
	return slices.Contains(elements, app)
}

// explain returns an annotation's words, or "" for what is no program's code.
// Programs that share an address are all heard.
func explain(n Number, programs []*program.Program) string {
	address := n.Address
	if n.Return {
		address-- // into the call
	}
	var owners []*program.Program
	var all []string
	for _, p := range programs {
		// (A call that is a function's last returns behind it: the text is asked for the call.)
		if places := p.Locate(address); places != nil {
			owners = append(owners, p)
			all = append(all, join(places))
		}
	}
	if len(owners) < 2 || !slices.ContainsFunc(all, func(words string) bool { return words != all[0] }) {
		return strings.Join(all[:min(len(all), 1)], "")
	}
	for i, p := range owners {
		all[i] += " in " + name(p)
	}
	return strings.Join(all, ", or ")
}

func join(places []program.Place) string {
	words := make([]string, len(places))
	for i, p := range places {
		words[i] = p.String()
	}
	return strings.Join(words, ", inlined into ")
}

func name(p *program.Program) string {
	if p.Name != "" {
		return p.Name
	}
	return p.Path
}
