// SPDX-License-Identifier: MIT

package render

import (
	"fmt"
	"strings"

	"bugo/tools/syscallgen/spec"
)

// Kernel writes kernel/syscalls/table.go: the dispatch table and, for each
// call, a function that takes its arguments from the registers, checks all
// memory and calls the function that the kernel's authors wrote.
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
	for _, structure := range t.Structs {
		s.check(t, structure.Name)
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
	var arguments []string
	register := 0
	for _, a := range c.Arguments {
		first := fmt.Sprintf("ctx.Argument(%d)", register)
		switch {
		case a.IsBytes():
			s.memory(a.Name, fmt.Sprintf("memory(%s, ctx.Argument(%d))", first, register+1))
			arguments = append(arguments, a.Name)
		case a.Struct() != "":
			s.memory(a.Name, fmt.Sprintf("%s(%s)", checkName(a.Struct(), a.Nullable), first))
			arguments = append(arguments, a.Name)
		case a.Type == "uintptr":
			arguments = append(arguments, first)
		default:
			arguments = append(arguments, fmt.Sprintf("%s(%s)", a.Type, first))
		}
		register += a.Registers()
	}
	call := fmt.Sprintf("%s(%s)", c.LocalName(), strings.Join(arguments, ", "))
	switch {
	case c.Result == spec.Never:
		s.add("%s\n", call)
	case c.Result == spec.Nothing:
		s.add("ctx.SetResult(%s.Result())\n", call)
	case c.Result == spec.Uintptr:
		s.add("ctx.SetResult(%s)\n", call)
	case len(c.Errors) == 0:
		s.add("ctx.SetResult(uintptr(%s))\n", call)
	default:
		s.add("n, err := %s\nif err != 0 {\nctx.SetResult(err.Result())\nreturn\n}\nctx.SetResult(uintptr(n))\n", call)
	}
	s.add("}\n")
}

// memory adds the check of one argument.
func (s *source) memory(name, check string) {
	s.add("%s, ok := %s\nif !ok {\nfault(ctx)\nreturn\n}\n", name, check)
}

// checkName is the name of the function that turns an address into a pointer.
func checkName(structure string, nullable bool) string {
	name := strings.ToLower(structure[:1]) + structure[1:]
	if nullable {
		return name + "OrNil"
	}
	return name + "At"
}

// check adds the functions that turn an address into a pointer to a structure,
// as far as calls use them.
func (s *source) check(t *spec.Table, name string) {
	nullable := uses(t, func(a spec.Argument) bool { return a.Struct() == name && a.Nullable })
	if nullable || uses(t, func(a spec.Argument) bool { return a.Struct() == name }) {
		s.add("\n")
		s.comment(fmt.Sprintf("%s returns the caller's %s at addr, or false where there is none: not all its memory, or misaligned.",
			checkName(name, false), name))
		s.add("func %s(addr uintptr) (*abi.%s, bool) {\n", checkName(name, false), name)
		s.add("p, ok := memory(addr, unsafe.Sizeof(abi.%s{}))\n", name)
		s.add("if !ok || addr%%unsafe.Alignof(abi.%s{}) != 0 {\nreturn nil, false\n}\n", name)
		s.add("return (*abi.%s)(unsafe.Pointer(unsafe.SliceData(p))), true\n}\n", name)
	}
	if nullable {
		s.add("\n")
		s.comment(fmt.Sprintf("%s is %s, but address 0 is nil.", checkName(name, true), checkName(name, false)))
		s.add("func %s(addr uintptr) (*abi.%s, bool) {\nif addr == 0 {\nreturn nil, true\n}\nreturn %s(addr)\n}\n",
			checkName(name, true), name, checkName(name, false))
	}
}
