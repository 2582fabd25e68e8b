// SPDX-License-Identifier: MIT

package features

import (
	"bufio"
	"bytes"
	"container/heap"
	"container/list"
	"container/ring"
	"errors"
	"hash/crc32"
	"hash/fnv"
	"io"
	"iter"
	"math"
	"math/cmplx"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

type codeError struct{ code int }

func (e *codeError) Error() string { return "code " + itoa(e.code) }

type queue []int

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i] < q[j] }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(v any)        { *q = append(*q, v.(int)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	v := (*q)[last]
	*q = (*q)[:last]
	return v
}

// packages uses each stock package that programs are promised to find.
func packages(r *recorder) {
	wrapped := errors.Join(&codeError{3}, errors.New("other"))
	var code *codeError
	r.is("errors", errors.As(wrapped, &code) && code.code == 3 && errors.Is(wrapped, code) && wrapped.Error() == "code 3\nother")

	f, err := strconv.ParseFloat("3.5e2", 64)
	n, err2 := strconv.Atoi("-42")
	_, err3 := strconv.Atoi("x1")
	r.is("strconv parses", f == 350 && n == -42 && err == nil && err2 == nil && err3.Error() == `strconv.Atoi: parsing "x1": invalid syntax`)
	r.equal("strconv formats", strconv.FormatFloat(math.Pi, 'f', 4, 64)+strconv.Quote("a\n\x00☺")+strconv.FormatInt(-255, 16), `3.1416"a\n\x00☺"-ff`)

	list1 := []int{5, 2, 8, 1, 9, 3}
	slices.Sort(list1)
	at, found := slices.BinarySearch(list1, 8)
	r.equal("slices", ints(list1)+" at "+itoa(at)+strconv.FormatBool(found), "1 2 3 5 8 9 at 4true")
	words := []string{"pear", "apple", "fig"}
	sort.Slice(words, func(i, j int) bool { return len(words[i]) < len(words[j]) })
	sort.Sort(sort.Reverse(sort.IntSlice(list1)))
	r.equal("sort", strings.Join(words, " ")+" "+ints(list1), "fig pear apple 9 8 5 3 2 1")

	r.equal("strings", strings.ToUpper("héllo")+strings.Join(strings.Split("a,b,c", ","), "-")+strings.Join(strings.Fields("  x y  z "), "")+strings.ReplaceAll("aaa", "a", "bc")+itoa(strings.Index("chicken", "ken")), "HÉLLOa-b-cxyzbcbcbc4")
	r.is("bytes", bytes.Equal(bytes.TrimSpace([]byte("  a ")), []byte("a")) && bytes.Contains([]byte("seafood"), []byte("foo")))
	r.is("unicode", unicode.IsUpper('É') && unicode.IsLetter('世') && unicode.ToLower('Σ') == 'σ' && !unicode.IsDigit('x'))
	r.is("unicode/utf8 and utf16", utf8.RuneCountInString("añ世😀") == 4 && utf8.ValidString("a\xff") == false && len(utf16.Encode([]rune("😀"))) == 2)
	r.is("math", math.Abs(math.Sin(1)*math.Sin(1)+math.Cos(1)*math.Cos(1)-1) < 1e-15 && math.Floor(-1.5) == -2 && math.Pow(2, 10) == 1024)
	r.is("math/cmplx", cmplx.Abs(3+4i) == 5)

	var buffer bytes.Buffer
	w := bufio.NewWriter(&buffer)
	_, _ = w.WriteString("one two\nthree\n")
	_ = w.Flush()
	scanner := bufio.NewScanner(&buffer)
	lines := 0
	for scanner.Scan() {
		lines += len(scanner.Text())
	}
	text, _ := io.ReadAll(io.LimitReader(strings.NewReader("abcdef"), 3))
	r.equal("bufio and io", itoa(lines)+string(text), "12abc")

	q := &queue{5, 1, 4}
	heap.Init(q)
	heap.Push(q, 0)
	r.equal("container/heap", ints([]int{heap.Pop(q).(int), heap.Pop(q).(int), heap.Pop(q).(int)}), "0 1 4")
	l := list.New()
	l.PushBack(2)
	l.PushFront(1)
	circle := ring.New(5)
	r.equal("container/list and ring", ints([]int{l.Front().Value.(int), l.Len(), circle.Len()}), "1 2 5")
	h := fnv.New32a()
	_, _ = h.Write([]byte("hello"))
	r.equal("hashes", strconv.FormatUint(uint64(h.Sum32()), 16)+" "+strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte("hello"))), 16), "4f9f2cab 3610a686")
	r.equal("path", path.Join("a", "../b", "c.txt")+path.Ext("x.go"), "b/c.txt.go")

	var mutex sync.Mutex
	var once sync.Once
	var rw sync.RWMutex
	var count atomic.Int64
	var pointer atomic.Pointer[point]
	pool := sync.Pool{New: func() any { return new(point) }}
	for range 3 {
		mutex.Lock()
		rw.RLock()
		once.Do(func() { count.Add(10) })
		count.Add(1)
		rw.RUnlock()
		mutex.Unlock()
		p := pool.Get().(*point)
		pointer.Store(p)
		pool.Put(p)
	}
	var group sync.WaitGroup
	group.Add(1)
	group.Done()
	group.Wait()
	var table sync.Map
	table.Store("k", 5)
	value, _ := table.Load("k")
	r.is("sync", count.Load() == 13 && pointer.Load() != nil && value == 5 && mutex.TryLock() && !mutex.TryLock())
	swapped := pointer.CompareAndSwap(pointer.Load(), nil)
	r.is("sync/atomic", swapped && pointer.Load() == nil && count.CompareAndSwap(13, 1) && count.Swap(2) == 1)
	r.equal("iter", ints(slices.Collect(iter.Seq[int](count3))), "0 1 2")
}

func count3(yield func(int) bool) { count(3)(yield) }
