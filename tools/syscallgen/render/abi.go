// SPDX-License-Identifier: MIT

package render

import "bugo/tools/syscallgen/spec"

// Numbers writes user/abi/numbers.go: a constant for each call, and Name.
func Numbers(t *spec.Table) ([]byte, error) {
	s := newSource("package abi\n\n// Numbers of system calls, Linux's for RISC-V.\nconst (\n")
	for _, c := range t.Calls {
		s.comment("Sys" + c.GoName() + " is " + signature(c) + ".")
		s.comment(c.Text)
		s.comment("Errors: " + errorNames(c) + ".")
		s.add("Sys%s = %d\n", c.GoName(), c.Number)
	}
	s.add(")\n\n// MaxNumber is the highest number of a system call.\nconst MaxNumber = %d\n", t.MaxNumber())
	s.add("\n// Name returns the name of a system call, or \"\" where the number has none.\n")
	s.add("func Name(number uintptr) string {\nswitch number {\n")
	for _, c := range t.Calls {
		s.add("case Sys%s:\nreturn %q\n", c.GoName(), c.Name)
	}
	s.add("}\nreturn \"\"\n}\n")
	return s.formatted()
}

// Errors writes user/abi/errors.go: a constant for each error, and their texts.
func Errors(t *spec.Table) ([]byte, error) {
	s := newSource("package abi\n\n// Error numbers, Linux's.\nconst (\n")
	for _, e := range t.Errors {
		s.add("%s Errno = %d // %s\n", e.Name, e.Number, e.Text)
	}
	s.add(")\n\n// Error says in words what is wrong.\nfunc (e Errno) Error() string {\nswitch e {\n")
	for _, e := range t.Errors {
		s.add("case %s:\nreturn %q\n", e.Name, e.Text)
	}
	s.add("}\nreturn \"unknown error\"\n}\n")
	return s.formatted()
}
