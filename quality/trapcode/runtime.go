// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"bugo/quality/tree"
)

// forbidden are the functions of package runtime that no code in trap context may
// arrive at, by what they do. Compiled code calls them by these names.
var forbidden = names(map[string]string{
	"allocates": `allocate mallocgc newobject newarray
		makeslice makeslice64 makeslicecopy growslice growsliceNoAlias growsliceBuf growsliceBufNoAlias
		moveSlice moveSliceNoScan moveSliceNoCap moveSliceNoCapNoScan
		concatstrings concatstring2 concatstring3 concatstring4 concatstring5
		concatbytes concatbyte2 concatbyte3 concatbyte4 concatbyte5
		slicebytetostring slicerunetostring intstring stringtoslicebyte stringtoslicerune
		convT convTnoptr convT16 convT32 convT64 convTstring convTslice`,
	"collects garbage": `GC collect`,
	"defers":           `deferproc deferprocStack deferprocat deferrangefunc deferreturn`,
	"uses a map": `makemap makemap64 makemap_small mapaccess1 mapaccess2 mapaccess1_fat mapaccess2_fat
		mapassign mapdelete mapclear mapIterStart mapIterNext mapclone`,
})

// endings do not return: each panics, or ends the program.
var endings = names(map[string]string{
	"ends": `gopanic panicBounds panicdivide panicoverflow panicshift panicwrap panicrangestate
		panicdottypeE panicdottypeI panicnildottype panicmakeslicelen panicmakeslicecap
		panicunsafeslicelen panicunsafeslicenilptr panicunsafestringlen panicunsafestringnilptr
		sigpanic throw fatal fatalPanic allocError morestack morestack_noctxt stackOverflow`,
})

// names turns lists of functions around: for each of package runtime, what it does.
func names(lists map[string]string) map[string]string {
	does := map[string]string{}
	for what, list := range lists {
		for _, name := range strings.Fields(list) {
			does["runtime."+name] = what
		}
	}
	return does
}

// whatItDoes returns why no code in trap context may call a function, or "".
func whatItDoes(symbol string) string {
	if what := forbidden[symbol]; what != "" {
		return what
	}
	// Maps are the standard library's, which defines the fast variants of runtime's
	// functions, such as mapaccess1_faststr.
	if strings.HasPrefix(symbol, "internal/runtime/maps.") || strings.HasPrefix(symbol, "runtime.map") {
		return "uses a map"
	}
	return ""
}

var (
	goFunction       = regexp.MustCompile(`(?m)^func (\w+)\(`)
	assemblyFunction = regexp.MustCompile(`(?m)^(?:TEXT |\w+\()(?:runtime)?·(\w+)`)
)

// checkNames wants each name of the lists to be that of a function in runtime/, so
// that the lists do not outlive what they are about.
func checkNames(t *tree.Tree) error {
	there := map[string]bool{}
	for _, name := range t.Sources("*.go", "*.s") {
		if !strings.HasPrefix(name, "runtime/") || strings.Count(name, "/") != 1 {
			continue
		}
		pattern := goFunction
		if strings.HasSuffix(name, ".s") {
			pattern = assemblyFunction
		}
		for _, match := range pattern.FindAllSubmatch(t.Read(name), -1) {
			there["runtime."+string(match[1])] = true
		}
	}
	for _, list := range []map[string]string{forbidden, endings} {
		for _, name := range slices.Sorted(maps.Keys(list)) {
			if !there[name] {
				return fmt.Errorf("runtime/ has no function %s any more: quality/trapcode/runtime.go must name what takes its place", name)
			}
		}
	}
	return nil
}
