// SPDX-License-Identifier: MIT

package pclntab

// CutTypes takes a function name apart around what stands in its brackets:
// type arguments, which the linker spells at great length. Readers get
// before + "..." + after, as in "slices.Sort[...]". Without brackets, before is
// the whole name.
//
//go:noinline
func CutTypes(name string) (before, after string) {
	for i := 0; i < len(name); i++ {
		if name[i] != '[' {
			continue
		}
		for j := len(name) - 1; j > i; j-- {
			if name[j] == ']' {
				return name[:i+1], name[j:]
			}
		}
	}
	return name, ""
}

// CutMethod takes apart the name of a method with a pointer receiver, such as
// example/shapes.(*Square).Area. Of any other name it returns all as method.
//
//go:noinline
func CutMethod(name string) (pkg, typ, method string) {
	const open, close = ".(*", ")."
	for i := 0; i+len(open) <= len(name); i++ {
		if name[i:i+len(open)] != open {
			continue
		}
		rest := name[i+len(open):]
		for j := 0; j+len(close) <= len(rest); j++ {
			if rest[j:j+len(close)] == close {
				return name[:i], rest[:j], rest[j+len(close):]
			}
		}
	}
	return "", "", name
}
