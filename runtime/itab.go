// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"unsafe"
)

// An itab is the method table of a concrete type as an interface type.
type itab = abi.ITab

// A dynamicItab is one that was made at run time, for a pair of types which
// the compiler did not see together. Its functions follow it in memory.
type dynamicItab struct {
	next *dynamicItab
	tab  itab
}

var dynamicItabs *dynamicItab

// recentItabs holds tables found lately, by a hash of the two types.
var recentItabs [16]*itab

// findItab returns the method table of typ as inter; or nil and the name of a
// method that typ lacks. inter has methods.
func findItab(inter *abi.InterfaceType, typ *_type) (tab *itab, missing string) {
	hash := (inter.Type.Hash ^ typ.Hash>>4) % uint32(len(recentItabs))
	if tab := recentItabs[hash]; tab != nil && tab.Inter == inter && tab.Type == typ {
		return tab, ""
	}
	tab = knownItab(inter, typ)
	if tab == nil {
		if tab, missing = makeItab(inter, typ); tab == nil {
			return nil, missing
		}
	}
	recentItabs[hash] = tab
	return tab, ""
}

func knownItab(inter *abi.InterfaceType, typ *_type) *itab {
	for _, tab := range firstmoduledata.itablinks {
		if tab.Inter == inter && tab.Type == typ {
			return tab
		}
	}
	for d := dynamicItabs; d != nil; d = d.next {
		if d.tab.Inter == inter && d.tab.Type == typ {
			return &d.tab
		}
	}
	return nil
}

func makeItab(inter *abi.InterfaceType, typ *_type) (*itab, string) {
	// Two passes, so that a type that does not fit costs no memory.
	if missing := matchMethods(inter, typ, nil); missing != "" {
		return nil, missing
	}
	words := unsafe.Sizeof(dynamicItab{})/8 + uintptr(len(inter.Methods)) - 1
	d := (*dynamicItab)(itabSpace(words))
	d.tab.Inter, d.tab.Type, d.tab.Hash = inter, typ, typ.Hash
	matchMethods(inter, typ, &d.tab.Fun[0])
	d.next = dynamicItabs
	dynamicItabs = d
	return &d.tab, ""
}

// spareItabs is the memory for the method tables of a program without a heap,
// such as the firmware: enough to recover a few kinds of errors.
var (
	spareItabs     [48]uintptr
	spareItabsUsed uintptr
)

func itabSpace(words uintptr) unsafe.Pointer {
	if allocator == nil && words <= uintptr(len(spareItabs))-spareItabsUsed {
		p := unsafe.Pointer(&spareItabs[spareItabsUsed])
		spareItabsUsed += words
		return p
	}
	return unsafe.Pointer(unsafe.SliceData(make([]unsafe.Pointer, words)))
}

// matchMethods looks for inter's methods among typ's. Both lists are sorted by
// name. It stores the code addresses from code on unless that is nil, and
// returns the name of the first method that is missing.
func matchMethods(inter *abi.InterfaceType, typ *_type, code *uintptr) (missing string) {
	named := uncommon(typ)
	if named == nil { // no methods at all
		return nameAt(inter.Methods[0].Name)
	}
	have := named.Methods()
	for i := range inter.Methods {
		want := &inter.Methods[i]
		for len(have) > 0 && !sameMethod(want, inter, &have[0], named) {
			have = have[1:]
		}
		if len(have) == 0 {
			return nameAt(want.Name)
		}
		if code != nil {
			*(*uintptr)(add(unsafe.Pointer(code), uintptr(i)*8)) = firstmoduledata.Text + uintptr(have[0].Ifn)
		}
		have = have[1:]
	}
	return ""
}

func sameMethod(want *abi.Imethod, inter *abi.InterfaceType, have *abi.Method, named *abi.UncommonType) bool {
	wantName, haveName := nameRecord(want.Name), nameRecord(have.Name)
	if typeAt(want.Typ) != typeAt(have.Mtyp) || wantName.Name() != haveName.Name() {
		return false
	}
	if wantName.IsExported() {
		return true
	}
	// Names that are not exported are different in different packages.
	wantPackage := namePackage(wantName)
	if wantPackage == "" {
		wantPackage = inter.PkgPath.Name()
	}
	havePackage := namePackage(haveName)
	if havePackage == "" {
		havePackage = nameAt(named.PkgPath)
	}
	return wantPackage == havePackage
}
