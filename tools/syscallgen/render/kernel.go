// SPDX-License-Identifier: MIT

package render

import (
	"fmt"
	"strings"

	"bugo/tools/syscallgen/spec"
)

// Kernel writes kernel/syscalls/table.go: the dispatch table and, for each
// call, a function that takes its arguments from the registers, copies structures in,
// calls the function that the kernel's authors wrote, and copies structures out.
// Bytes are checked here, and copied there.
func Kernel(t *spec.Table) ([]byte, error) {
	var imports []string
	if uses(t, func(a spec.Argument) bool { return a.Struct() != "" }) {
		imports = append(imports, "\"unsafe\"\n\n")
	}
	imports = append(imports, "\"bugo/trap\"\n", "\"bugo/user/abi\"\n")
	s := newSource("package syscalls\n\nimport (\n%s)\n\n", strings.Join(imports, ""))
	s.add("// table holds the system calls by number; nil is ENOSYS.\n")
	s.add("var table = [abi.MaxNumber + 1]func(ctx *trap.Context){\n")
	for _, c := range t.Calls {
		s.add("abi.Sys%s: call%s,\n", c.GoName(), c.GoName())
	}
	s.add("}\n")
	for _, c := range t.Calls {
		s.call(c)
	}
	if uses(t, func(a spec.Argument) bool { return a.Direction != spec.Value }) {
		s.add("\n// fault answers a call whose memory is not all the caller's.\n")
		s.add("func fault(ctx *trap.Context) { ctx.SetResult(abi.EFAULT.Result()) }\n")
	}
	return s.formatted()
}

// uses reports whether any argument is as asked.
func uses(t *spec.Table, is func(spec.Argument) bool) bool {
	for _, c := range t.Calls {
		for _, a := range c.Arguments {
			if is(a) {
				return true
			}
		}
	}
	return false
}

// call adds the function that decodes one call.
func (s *source) call(c spec.Call) {
	s.add("\n")
	s.comment(fmt.Sprintf("call%s is system call %d, %s.", c.GoName(), c.Number, signature(c)))
	s.add("func call%s(ctx *trap.Context) {\n", c.GoName())
	var arguments, out []string
	register := 0
	for _, a := range c.Arguments {
		first := fmt.Sprintf("ctx.Argument(%d)", register)
		switch {
		case a.IsBytes():
			check := "bytesIn"
			if a.Direction != spec.In {
				check = "bytesOut"
			}
			s.add("%s, ok := %s(%s, ctx.Argument(%d))\nif !ok {\nfault(ctx)\nreturn\n}\n", a.Name, check, first, register+1)
			arguments = append(arguments, a.Name)
		case a.Struct() != "":
			arguments = append(arguments, s.structure(a, first))
			if a.Direction != spec.In {
				out = append(out, copyOut(a, first))
			}
		case a.Type == "uintptr":
			arguments = append(arguments, first)
		default:
			arguments = append(arguments, fmt.Sprintf("%s(%s)", a.Type, first))
		}
		register += a.Registers()
	}
	call := fmt.Sprintf("%s(%s)", c.LocalName(), strings.Join(arguments, ", "))
	after := strings.Join(out, "")
	switch {
	case c.Result == spec.Never:
		s.add("%s\n", call)
	case c.Result == spec.Nothing && after != "":
		s.add("err := %s\nif err == 0 {\n%s}\nctx.SetResult(err.Result())\n", call, after)
	case c.Result == spec.Nothing:
		s.add("ctx.SetResult(%s.Result())\n", call)
	case c.Result == spec.Uintptr: // never an error, so it takes no memory
		s.add("ctx.SetResult(%s)\n", call)
	case len(c.Errors) == 0:
		s.add("ctx.SetResult(uintptr(%s))\n", call)
	default:
		s.add("n, err := %s\nif err != 0 {\nctx.SetResult(err.Result())\nreturn\n}\n%sctx.SetResult(uintptr(n))\n", call, after)
	}
	s.add("}\n")
}

// structure adds what happens to a structure before the call, and returns the
// argument: a pointer to a variable.
func (s *source) structure(a spec.Argument, address string) string {
	variable := a.Name + "Value"
	if !a.Nullable {
		variable = a.Name
	}
	var checks []string
	place := fmt.Sprintf("unsafe.Sizeof(%[1]s), unsafe.Alignof(%[1]s)", variable)
	if a.Direction != spec.Out {
		checks = append(checks, fmt.Sprintf("!copyIn(unsafe.Pointer(&%s), %s, %s)", variable, address, place))
	}
	if a.Direction != spec.In {
		checks = append(checks, fmt.Sprintf("!writable(%s, %s)", address, place))
	}
	check := fmt.Sprintf("if %s {\nfault(ctx)\nreturn\n}\n", strings.Join(checks, " || "))
	if !a.Nullable {
		s.add("var %s abi.%s\n%s", variable, a.Struct(), check)
		return "&" + variable
	}
	s.add("var %s abi.%s\nvar %s *abi.%s // nil: the caller wants none\n", variable, a.Struct(), a.Name, a.Struct())
	s.add("if %s != 0 {\n%s%s = &%s\n}\n", address, check, a.Name, variable)
	return a.Name
}

// copyOut returns what happens to a structure after a call that went well.
func copyOut(a spec.Argument, address string) string {
	if !a.Nullable {
		return fmt.Sprintf("copyOut(%s, unsafe.Pointer(&%[2]s), unsafe.Sizeof(%[2]s))\n", address, a.Name)
	}
	return fmt.Sprintf("if %s != nil {\ncopyOut(%s, unsafe.Pointer(%[1]s), unsafe.Sizeof(*%[1]s))\n}\n", a.Name, address)
}
