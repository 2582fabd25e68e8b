// SPDX-License-Identifier: MIT

package features

import (
	"maps"
	"math"
	"slices"
)

// A map type of its own for each kind of key the runtime hashes in another way.

type namedKey struct {
	name  string
	value float64
	any   any
}

type paddedKey struct {
	small byte
	big   int64
}

var numerals = map[string]int{"one": 1, "two": 2, "three": 3}

func maps_(r *recorder) {
	words := map[string]int{}
	for i := range 500 {
		words["key"+itoa(i)] = i
	}
	delete(words, "key7")
	_, found := words["key7"]
	total := 0
	for k, v := range words {
		if k != "key"+itoa(v) {
			total = -1 << 30
		}
		total += v
	}
	r.is("maps of strings", len(words) == 499 && !found && words["key300"] == 300 && words["nothing"] == 0)
	r.equal("range over a map", itoa(total), itoa(500*499/2-7))
	clear(words)
	r.is("clear a map", len(words) == 0 && words["key300"] == 0)
	words["again"]++
	words["again"] += 2
	r.equal("update in place", itoa(words["again"]), "3")
	r.equal("map filled by an initialiser", itoa(numerals["three"]), "3")

	bytes, shorts := map[uint8]int{}, map[int16]int{}
	words32, words64 := map[uint32]int{}, map[int]int{}
	bools := map[bool]string{true: "yes", false: "no"}
	for i := range 200 {
		bytes[uint8(i)] += i
		shorts[int16(-i)] += i
		words32[uint32(i)<<20] += i
		words64[i<<40] += i
	}
	r.equal("maps of integers", ints([]int{bytes[199], shorts[-150], words32[100<<20], words64[50<<40], len(bytes) + len(shorts) + len(words32) + len(words64)}), "199 150 100 50 800")
	r.equal("map of bools", bools[opaque(true)]+bools[opaque(false)], "yesno")

	x, y := new(int), new(int)
	pointers := map[*int]string{x: "x", y: "y"}
	r.equal("map of pointers", pointers[x]+pointers[y]+pointers[nil], "xy")
	floats := map[float64]int{0: 1, 1.5: 2, math.Inf(1): 3}
	floats[math.Copysign(0, -1)]++
	floats[math.NaN()] = 4
	floats[math.NaN()] = 5
	r.equal("map of floats", ints([]int{floats[0], floats[1.5], floats[math.Inf(1)], floats[math.NaN()], len(floats)}), "2 2 3 0 5")
	singles := map[float32]int{0.1: 1}
	r.equal("map of float32", ints([]int{singles[0.1], singles[0.2]}), "1 0")
	numbers := map[complex128]int{complex(1, 2): 3, complex(0, math.Copysign(0, -1)): 4}
	r.equal("map of complex numbers", ints([]int{numbers[complex(1, 2)], numbers[0], map[complex64]int{1i: 5}[1i]}), "3 4 5")
	points := map[point]int{{1, 2}: 3}
	points[point{1, 2}]++
	r.equal("map of structs", ints([]int{points[point{1, 2}], points[point{2, 1}]}), "4 0")
	named := map[namedKey]int{{"a", 1, 2}: 1, {"a", 1, "2"}: 2, {"a", math.Copysign(0, -1), nil}: 3}
	r.equal("map of structs with strings, floats and interfaces", ints([]int{named[namedKey{"a", 1, 2}], named[namedKey{opaque("a"), 1, "2"}], named[namedKey{"a", 0, nil}], named[namedKey{"b", 1, 2}]}), "1 2 3 0")
	padded := map[paddedKey]int{{1, 2}: 3}
	dirty := opaque(paddedKey{1, 2})
	r.equal("map of structs with padding", itoa(padded[dirty]), "3")
	arrays := map[[3]string]int{{"a", "b", "c"}: 1}
	r.equal("map of arrays", ints([]int{arrays[[3]string{"a", "b", opaque("c")}], arrays[[3]string{"a", "b"}]}), "1 0")
	anys := map[any]int{1: 1, "a": 2, 2.5: 3, point{1, 2}: 4, nil: 5, true: 6, int8(1): 7, [2]int{1, 2}: 8, x: 9}
	r.equal("map of interfaces", ints([]int{anys[opaque(1)], anys["a"], anys[2.5], anys[point{1, 2}], anys[nil], anys[true], anys[int8(1)], anys[[2]int{1, 2}], anys[x], anys[y]}), "1 2 3 4 5 6 7 8 9 0")
	shapes := map[shape]int{square{2}: 1, square{3}: 2}
	r.equal("map of interfaces with methods", ints([]int{shapes[square{2}], shapes[square{3}], shapes[nil]}), "1 2 0")

	huge := map[int]large{}
	for i := range 20 {
		huge[i] = large{head: i, tail: -i}
	}
	absent := huge[99]
	present, ok := huge[19]
	r.is("map of large elements", absent.tail == 0 && ok && present.tail == -19 && len(huge) == 20)
	lists := map[string][]int{}
	for i := range 10 {
		k := "even"
		if i%2 == 1 {
			k = "odd"
		}
		lists[k] = append(lists[k], i)
	}
	r.equal("map of slices", ints(lists["odd"]), "1 3 5 7 9")
	nested := map[string]map[string]int{"a": {"b": 1}}
	r.equal("map of maps", ints([]int{nested["a"]["b"], nested["x"]["y"]}), "1 0")

	var none map[string]int
	delete(none, "a")
	_, ok = none["a"]
	for range none {
		ok = true
	}
	r.is("nil maps", !ok && len(none) == 0 && none["x"] == 0)
	growing := map[int]bool{0: true}
	for k := range growing { // a new key may come up or not; none comes up twice
		if k < 1000 {
			growing[k+1] = true
		}
		delete(growing, k)
	}
	r.is("map changed during a range", len(growing) <= 1)
	hinted := make(map[int]int, opaque(1000))
	for i := range 1000 {
		hinted[i] = i
	}
	keys := slices.Sorted(maps.Keys(maps.Clone(hinted)))
	r.is("maps.Clone and maps.Keys", len(keys) == 1000 && keys[0] == 0 && keys[999] == 999)
	r.is("maps.Equal", maps.Equal(hinted, maps.Clone(hinted)))
}
