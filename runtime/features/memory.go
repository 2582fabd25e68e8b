// SPDX-License-Identifier: MIT

package features

import "runtime"

// A household has pointers of many kinds.
type household struct {
	left, right *household
	name        string
	children    map[string]*household
	values      []any
	call        func() string
}

func newHousehold(depth int, name string) *household {
	t := &household{name: name, call: func() string { return name + "!" }}
	t.values = append(t.values, depth, name+"?", &t.name)
	if depth > 0 {
		t.left, t.right = newHousehold(depth-1, name+"l"), newHousehold(depth-1, name+"r")
		t.children = map[string]*household{name: t.left}
	}
	return t
}

// text is all that is in a household.
func (t *household) text() string {
	if t == nil {
		return "."
	}
	text := t.name + t.call() + t.values[1].(string) + *t.values[2].(*string) + itoa(t.values[0].(int))
	return text + t.children[t.name].text() + t.left.text() + t.right.text()
}

// memory checks what collections must leave alone, and the figures as far as
// they are the same with and without a collector.
func memory(r *recorder) {
	kept := newHousehold(4, "t")
	before := kept.text()
	runtime.GC()
	for range 200 {
		keep(newHousehold(1, "garbage"))
	}
	runtime.GC()
	r.equal("a collection keeps what is used", kept.text(), before)

	numbers := make([]int, 1000)
	for i := range numbers {
		numbers[i] = i
	}
	middle := &numbers[500]
	numbers = nil
	runtime.GC()
	keep(make([]int, 1000))
	r.equal("a pointer into the middle keeps an array", itoa(*middle), "500")

	tail := append([]string(nil), "x"+itoa(1000), "y"+itoa(2000))[1:]
	runtime.GC()
	keep(append([]string(nil), "x"+itoa(3000), "y"+itoa(4000)))
	r.equal("a slice keeps its strings", tail[0], "y2000")

	var first, second runtime.MemStats
	runtime.ReadMemStats(&first)
	for range 100 {
		keep(new([64]byte))
	}
	runtime.GC()
	runtime.ReadMemStats(&second)
	r.is("memory figures grow", second.TotalAlloc >= first.TotalAlloc && second.Mallocs >= first.Mallocs &&
		second.Frees >= first.Frees && second.NumGC >= first.NumGC)
	r.is("memory figures agree", second.Mallocs >= second.Frees && second.Mallocs-second.Frees == second.HeapObjects &&
		second.Alloc == second.HeapAlloc && second.HeapAlloc <= second.HeapSys && second.HeapSys <= second.Sys)
}
