// SPDX-License-Identifier: MIT

package program

import (
	"fmt"
	"path"
	"sort"
)

// A Place is a function, and where in the source of it. File is empty where
// nothing is known but the symbol, Offset bytes before.
type Place struct {
	Function string
	File     string
	Line     int
	Offset   uint64
}

// String is the place as tracebacks have it: "main.main user/hello/main_riscv64.go:9".
func (p Place) String() string {
	switch {
	case p.File != "":
		return fmt.Sprintf("%s %s:%d", p.Function, p.File, p.Line)
	case p.Offset != 0:
		return fmt.Sprintf("%s+%#x", p.Function, p.Offset)
	}
	return p.Function
}

// Locate returns the place of an address in the program's code: first the
// innermost call that the compiler inlined there, then the one that it is
// inlined into, at last the function itself. There is none outside the code,
// and before its first symbol.
func (p *Program) Locate(address uint64) []Place {
	if !p.Contains(address) {
		return nil
	}
	function, file, line := p.goLine(address)
	if function == "" {
		return p.bySymbol(address)
	}
	if line < 0 { // the padding behind a function
		return []Place{{Function: function}}
	}
	places := []Place{{Function: function, File: path.Clean(file), Line: line}}
	for _, call := range p.inlined(address) {
		// What was the caller's place is the callee's; the call's own is the caller's.
		inner := &places[len(places)-1]
		caller := inner.Function
		inner.Function = call.callee
		places = append(places, Place{Function: caller, File: path.Clean(call.file), Line: call.line})
	}
	return places
}

// A Function is a function's name and the addresses of its code, [Start, End).
type Function struct {
	Name       string
	Start, End uint64
}

// Function returns the function that an address in the program's code belongs to,
// whatever was inlined there. A symbol without a size extends to the next one.
func (p *Program) Function(address uint64) (f Function, ok bool) {
	if !p.Contains(address) {
		return Function{}, false
	}
	if f, ok := p.goFunction(address); ok {
		return f, true
	}
	first, ok := p.symbolOf(address)
	if !ok {
		return Function{}, false
	}
	f = Function{Name: p.symbols[first].Name, Start: p.symbols[first].Value}
	for _, s := range p.text {
		if s.contains(address) {
			f.End = s.high
		}
	}
	after := sort.Search(len(p.symbols), func(i int) bool { return p.symbols[i].Value > address })
	if after < len(p.symbols) {
		f.End = min(f.End, p.symbols[after].Value)
	}
	return f, true
}

// Functions returns all functions, by address.
func (p *Program) Functions() (all []Function) {
	for _, s := range p.text {
		for address := s.low; address < s.high; {
			f, ok := p.Function(address)
			if ok {
				all = append(all, f)
			}
			address = max(f.End, address+2) // (instructions are at even addresses)
		}
	}
	return all
}

// goFunction asks Go's function table.
func (p *Program) goFunction(address uint64) (f Function, ok bool) {
	if p.functions == nil {
		return Function{}, false
	}
	defer func() {
		if recover() != nil { // debug/gosym trusts its input: a damaged table knows nothing
			ok = false
		}
	}()
	found := p.functions.PCToFunc(address)
	if found == nil || address >= found.End {
		return Function{}, false
	}
	return Function{Name: found.Name, Start: found.Entry, End: found.End}, true
}

// goLine asks Go's function table; function is empty if it does not know.
func (p *Program) goLine(address uint64) (function, file string, line int) {
	if p.functions == nil {
		return "", "", 0
	}
	defer func() {
		if recover() != nil { // debug/gosym trusts its input: a damaged table knows nothing
			function = ""
		}
	}()
	file, line, f := p.functions.PCToLine(address)
	if f == nil || address >= f.End {
		return "", "", 0
	}
	return f.Name, file, line
}

func (p *Program) bySymbol(address uint64) []Place {
	first, ok := p.symbolOf(address)
	if !ok {
		return nil
	}
	s := p.symbols[first]
	return []Place{{Function: s.Name, Offset: address - s.Value}}
}

// symbolOf returns the last symbol at or before an address. Of several at the
// same one, the first says most.
func (p *Program) symbolOf(address uint64) (first int, ok bool) {
	after := sort.Search(len(p.symbols), func(i int) bool { return p.symbols[i].Value > address })
	if after == 0 {
		return 0, false
	}
	value := p.symbols[after-1].Value
	return sort.Search(after, func(i int) bool { return p.symbols[i].Value >= value }), true
}
