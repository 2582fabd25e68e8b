// SPDX-License-Identifier: MIT

package features

import "unsafe"

//go:noinline
func appendTo(list []int, more ...int) []int { return append(list, more...) }

func slices_(r *recorder) {
	var none []int
	r.is("nil slices", none == nil && len(none) == 0 && cap(none) == 0 && len(none[:0]) == 0)
	made := make([]int, opaque(3), opaque(5))
	r.equal("make", ints([]int{len(made), cap(made), made[0], made[2]}), "3 5 0 0")
	for i := range 1000 {
		made = append(made, i)
	}
	r.is("append grows", len(made) == 1003 && cap(made) >= 1003 && made[3] == 0 && made[1002] == 999)
	spare := made[:cap(made)]
	r.is("what append leaves over is zero", sum(spare[len(made):]) == 0)
	shared := make([]int, 2, 4)
	left, right := append(shared, 1), append(shared, 2)
	r.equal("append shares room that is there", ints([]int{left[2], right[2]}), "2 2")
	limited := shared[:2:2]
	left, right = append(limited, 1), append(limited, 2)
	r.equal("append copies where there is none", ints([]int{left[2], right[2]}), "1 2")
	r.equal("append a list", ints(appendTo([]int{1}, 2, 3)), "1 2 3")
	r.is("append nothing to nil", appendTo(nil) == nil)
	r.equal("append itself", ints(appendTo(left, left...)), "0 0 1 0 0 1")
	r.equal("append a string to bytes", string(append([]byte("ab"), opaque("cd")...)), "abcd")
	var points []point
	for i := range 10 {
		points = append(points, point{i, i * i})
	}
	r.equal("append structs", ints([]int{points[9].x, points[9].y, points[3].y}), "9 81 9")
	empties := []struct{}{}
	for range 1000 {
		empties = append(empties, struct{}{})
	}
	r.equal("elements without size", itoa(len(empties)), "1000")
	pointers := make([]*int, 0)
	for i := range 20 {
		pointers = append(pointers, &i)
	}
	r.is("append pointers", *pointers[0] == 0 && *pointers[19] == 19)
	local := []byte{}
	for i := range 100 {
		local = append(local, byte(i))
	}
	keep(string(local))
	r.is("append on the stack, then the heap", len(sink.(string)) == 100 && sink.(string)[99] == 99)

	list := []int{0, 1, 2, 3, 4, 5, 6, 7}
	n := copy(list[2:], list)
	r.equal("copy upwards over itself", itoa(n)+": "+ints(list), "6: 0 1 0 1 2 3 4 5")
	n = copy(list, list[3:])
	r.equal("copy downwards over itself", itoa(n)+": "+ints(list), "5: 1 2 3 4 5 3 4 5")
	r.equal("copy from a string", itoa(copy(make([]byte, 2), opaque("xyz"))), "2")
	r.equal("three-index slices", ints([]int{len(list[1:3:4]), cap(list[1:3:4])}), "2 3")
	clear(list[2:4])
	r.equal("clear", ints(list), "1 2 0 0 5 3 4 5")
	array := [4]int(list[4:])
	pointer := (*[2]int)(list)
	pointer[0] = 100
	r.equal("slice to array", ints(append(array[:], list[0])), "5 3 4 5 100")
	grid := make([][]int, 3)
	for i := range grid {
		grid[i] = make([]int, 3)
		grid[i][i] = 1
	}
	r.equal("slices of slices", ints(append(append(grid[0], grid[1]...), grid[2]...)), "1 0 0 0 1 0 0 0 1")
	r.equal("unsafe.Slice", ints(unsafe.Slice(&list[4], 2)), "5 3")
	variadic := func(a ...any) int { return len(a) }
	r.equal("variadic calls", ints([]int{variadic(), variadic(1, "a"), variadic([]any{1, 2, 3}...)}), "0 2 3")
	bytes := make([]byte, 4096)
	for i := range bytes {
		bytes[i] = byte(i)
	}
	ok := true
	for from := range 20 {
		for to := range 20 {
			target := make([]byte, 400)
			copy(target[to:], bytes[from:from+300])
			ok = ok && target[to] == byte(from) && target[to+299] == bytes[from+299] && target[to+300] == 0
		}
	}
	r.is("copies of any alignment", ok)
}

func sum(list []int) (total int) {
	for _, n := range list {
		total += n
	}
	return total
}
