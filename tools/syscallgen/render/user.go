// SPDX-License-Identifier: MIT

package render

import (
	"fmt"
	"strings"

	"bugo/tools/syscallgen/spec"
)

// User writes user/sys/calls_riscv64.go: a Go function for each call.
func User(t *spec.Table) ([]byte, error) {
	imports := "\"bugo/user/abi\"\n"
	if uses(t, func(a spec.Argument) bool { return a.Direction != spec.Value }) {
		imports = "\"unsafe\"\n\n" + imports
	}
	s := newSource("package sys\n\nimport (\n%s)\n", imports)
	for _, c := range t.Calls {
		s.stub(c)
	}
	return s.formatted()
}

// stub adds the function that makes one call.
func (s *source) stub(c spec.Call) {
	s.add("\n")
	s.comment(fmt.Sprintf("%s is system call %d, %s.", c.GoName(), c.Number, signature(c)))
	s.comment(c.Text)
	s.comment("Errors: " + errorNames(c) + ".")
	var parameters []string
	registers := []string{"abi.Sys" + c.GoName()}
	for _, a := range c.Arguments {
		if name := a.Struct(); name != "" {
			parameters = append(parameters, a.Name+" *abi."+name)
		} else {
			parameters = append(parameters, a.Name+" "+a.Type)
		}
		switch {
		case a.IsBytes():
			registers = append(registers, "uintptr(unsafe.Pointer(unsafe.SliceData("+a.Name+")))", "uintptr(len("+a.Name+"))")
		case a.Struct() != "":
			registers = append(registers, "uintptr(unsafe.Pointer("+a.Name+"))")
		default:
			registers = append(registers, "uintptr("+a.Name+")")
		}
	}
	call := entry(registers)
	s.add("func %s(%s)", c.GoName(), strings.Join(parameters, ", "))
	switch {
	case c.Result == spec.Never:
		s.add(" {\nfor {\n%s\n}\n}\n", call)
	case c.Result == spec.Nothing:
		s.add(" error { return status(%s) }\n", call)
	case c.Result == spec.Uintptr:
		s.add(" uintptr { return %s }\n", call)
	case len(c.Errors) == 0:
		s.add(" int { return int(%s) }\n", call)
	default:
		s.add(" (int, error) {\nreturn value(%s)\n}\n", call)
	}
}

// entry is the call of the shortest assembly function that takes all registers,
// a7 first.
func entry(registers []string) string {
	name, size := "Call", 7
	switch n := len(registers); {
	case n == 1:
		name, size = "call0", 1
	case n <= 4:
		name, size = "call3", 4
	}
	for len(registers) < size {
		registers = append(registers, "0")
	}
	return name + "(" + strings.Join(registers, ", ") + ")"
}
