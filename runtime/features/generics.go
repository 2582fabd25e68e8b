// SPDX-License-Identifier: MIT

package features

import (
	"cmp"
	"strconv"
)

type number interface {
	~int | ~int32 | ~float64
}

func total[T number](list ...T) (t T) {
	for _, v := range list {
		t += v
	}
	return t
}

func mapTo[T, U any](list []T, f func(T) U) []U {
	out := make([]U, 0, len(list))
	for _, v := range list {
		out = append(out, f(v))
	}
	return out
}

type linked[T any] struct {
	head *node[T]
	size int
}

type node[T any] struct {
	value T
	next  *node[T]
}

func (l *linked[T]) push(v T) {
	l.head = &node[T]{v, l.head}
	l.size++
}

func (l *linked[T]) all(yield func(int, T) bool) {
	i := 0
	for n := l.head; n != nil; n = n.next {
		if !yield(i, n.value) {
			return
		}
		i++
	}
}

type pair[K cmp.Ordered, V any] struct {
	key   K
	value V
}

func (p pair[K, V]) String() string { return "pair" }

func smallest[K cmp.Ordered, V any](list []pair[K, V]) (least pair[K, V]) {
	for i, p := range list {
		if i == 0 || p.key < least.key {
			least = p
		}
	}
	return least
}

type tree[T interface{ less(T) bool }] struct {
	left, right *tree[T]
	value       T
}

func (t *tree[T]) insert(v T) *tree[T] {
	switch {
	case t == nil:
		return &tree[T]{value: v}
	case v.less(t.value):
		t.left = t.left.insert(v)
	default:
		t.right = t.right.insert(v)
	}
	return t
}

func (t *tree[T]) walk(visit func(T)) {
	if t != nil {
		t.left.walk(visit)
		visit(t.value)
		t.right.walk(visit)
	}
}

func (c celsius) less(d celsius) bool { return c < d }

func isA[T any](v any) bool {
	_, ok := v.(T)
	return ok
}

func typeOf[T any]() string {
	var zero T
	switch any(zero).(type) {
	case int:
		return "int"
	case string:
		return "string"
	case pair[string, int]:
		return "pair"
	}
	return "other"
}

type meters int32

func generics(r *recorder) {
	r.equal("sums", itoa(total(1, 2, 3))+" "+strconv.FormatFloat(total(1.5, 2.5), 'g', -1, 64)+" "+itoa(int(total(meters(4), 5))), "6 4 9")
	texts := mapTo([]int{1, 22, 333}, strconv.Itoa)
	r.equal("functions as arguments", ints(mapTo(texts, func(s string) int { return len(s) })), "1 2 3")
	var l linked[string]
	l.push("a")
	l.push("b")
	text := ""
	for i, s := range l.all {
		text += itoa(i) + s
	}
	r.equal("generic list", text+itoa(l.size), "0b1a2")
	p := smallest([]pair[string, []int]{{"q", nil}, {"b", []int{7}}, {"x", nil}})
	r.equal("two type parameters", p.key+itoa(p.value[0])+p.String(), "b7pair")
	var t *tree[celsius]
	for _, v := range []celsius{3, 1, 2, 5, 4} {
		t = t.insert(v)
	}
	text = ""
	t.walk(func(c celsius) { text += itoa(int(c)) })
	r.equal("methods of type parameters", text, "12345")
	r.is("assertions to type parameters", isA[int](1) && !isA[string](1) && isA[namer](celsius(1)) && isA[pair[int, int]](pair[int, int]{}) && !isA[pair[int, int]](pair[int, string]{}))
	r.equal("switches over type parameters", typeOf[int]()+typeOf[string]()+typeOf[pair[string, int]]()+typeOf[bool](), "intstringpairother")
	keys := map[pair[string, int]]int{{"a", 1}: 2}
	r.equal("generic map keys", itoa(keys[pair[string, int]{opaque("a"), 1}]), "2")
}
