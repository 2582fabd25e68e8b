// SPDX-License-Identifier: MIT

package fmt

import (
	"bytes"
	"errors"
	stock "fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The functions under test, as variables: vet would have the formats be right.
var stockSprintf, ourSprintf = stock.Sprintf, Sprintf

// same checks that both packages format alike.
func same(t *testing.T, format string, operands ...any) {
	t.Helper()
	assert.Equal(t, stockSprintf(format, operands...), ourSprintf(format, operands...), "%q of %#v", format, operands)
}

// values are operands of all types.
var values = []any{
	nil, true, false, "", "hi", "häß\xff\n\"\\☺\x00\U0001f600", []byte("bytes\x7f"), []byte{},
	0, 1, -1, 42, math.MaxInt64, math.MinInt64, int8(-128), int16(-3), int32('ö'), int64(1) << 40,
	uint(7), uint8(200), uint16(65535), uint32(1 << 31), uint64(math.MaxUint64), uintptr(0x80400000),
	0.0, math.Copysign(0, -1), 1.0, -1.5, 0.1, 1e6, 1e20, 1e21, 123456789.0, 1e-5, 0.0001, 2.5, 3.5, 1e100, 5e-324, math.MaxFloat64,
	math.Pi, math.Inf(1), math.Inf(-1), math.NaN(), 1.0 / 3, 999999.5, 0.5, 1.5, 9.5, 99.95, 0.05, 1e23, 4.35, 0x1p-1022,
	float32(0.1), float32(3.4e38), float32(1e-45), float32(16777216), float32(1.17549435e-38),
	unsafe.Pointer(nil), unsafe.Pointer(&spare), errors.New("an error"), time.Duration(1500) * time.Millisecond,
}

// verbs that are alike; %q is compared as %+q below.
const verbs = "vdboxXcstpeEfFgGyz!"

func TestEveryVerbOfEveryTypeIsAsInStockFmt(t *testing.T) {
	for _, verb := range verbs {
		for _, value := range values {
			if _, named := value.(time.Duration); named && !strings.ContainsRune("vsxX", verb) {
				continue // an integer type with methods: see doc.go
			}
			if _, named := value.(error); named && !strings.ContainsRune("vsxX", verb) {
				continue
			}
			if _, bytes := value.([]byte); bytes && strings.ContainsRune("boctpeEfFgGyz!", verb) {
				continue // stock fmt applies these to each byte
			}
			if isFloat(value) && strings.ContainsRune("bxX", verb) {
				continue // binary exponents: not ours
			}
			for _, flags := range []string{"", "5", "-8", "08", "+", " ", "+12", "-012", "+09", "10.3", ".0", ".2", ".", "-10.4", "012.3", "+.5", ".20", "20.15"} {
				same(t, "<%"+flags+string(verb)+">", value)
			}
		}
	}
}

func TestSharpIsAsInStockFmtForNumbersAndText(t *testing.T) {
	for _, verb := range "xXob" {
		for _, value := range []any{0, 1, -255, uint64(math.MaxUint64), 8} {
			for _, flags := range []string{"#", "#010", "#-12", "#+", "#.5", "# 9"} {
				same(t, "<%"+flags+string(verb)+">", value)
			}
		}
	}
	for _, value := range []any{"", "a", "hello", []byte("xyz")} {
		for _, flags := range []string{"#", "# ", " ", "#20", "# 20", "-# 20", ".2", "# .2"} {
			same(t, "<%"+flags+"x>", value)
			same(t, "<%"+flags+"X>", value)
		}
	}
	same(t, "%#p %p", unsafe.Pointer(&spare), unsafe.Pointer(&spare))
}

func TestQuotesAreThoseOfStockPlusQ(t *testing.T) {
	for _, value := range []any{"", "hi", "häß\xff\n\t\"\\'☺\x00\x7f\U0001f600", []byte("b\"y"), 'x', '\'', 'ö', '\n', -1, 0x110000, 0xd800, uint64(1) << 40, "\ufffd"} {
		for _, flags := range []string{"", "10", "-12", "012", ".3"} {
			if !strings.Contains(flags, ".") || !isInteger(value) {
				assert.Equal(t, stockSprintf("%+"+flags+"q", value), ourSprintf("%"+flags+"q", value), "%#v", value)
			}
		}
	}
	same(t, "%q %q", nil, 1.5)
}

func isFloat(value any) bool {
	switch value.(type) {
	case float32, float64:
		return true
	}
	return false
}

func isInteger(value any) bool {
	switch value.(type) {
	case string, []byte:
		return false
	}
	return true
}

func TestMistakesAreToldAsInStockFmt(t *testing.T) {
	for _, c := range []struct {
		format   string
		operands []any
	}{
		{"%d", []any{"hi"}},
		{"%5d|", []any{"hi"}},
		{"%s", []any{23}},
		{"%d", nil},
		{"%d %d", []any{1}},
		{"no verb", []any{1, "two", nil, 3.5}},
		{"%", nil},
		{"%-", []any{1}},
		{"%!", nil},
		{"%!", []any{1}},
		{"100%", []any{1}},
		{"%5%|%%|%05%", nil},
		{"%*d|%-*d|%*d", []any{5, 1, 6, 2, -7, 3}},
		{"%*d", []any{"wide", 1}},
		{"%*d", nil},
		{"%.*f|%.*f", []any{2, 1.555, -1, 2.5}},
		{"%.*d", []any{"x", 1}},
		{"%*.*f", []any{9, 3, math.Pi}},
		{"%*d", []any{2_000_000, 1}},
		{"%9999999999d", []any{1}},
		{"%ö", []any{1}},
		{"%\xff", []any{1}},
		{"%s %v %d", []any{nil, nil, nil}},
		{"%t %t", []any{true, 1}},
	} {
		same(t, c.format, c.operands...)
	}
}

func TestPrintAndPrintlnPutSpacesWhereStockFmtDoes(t *testing.T) {
	for _, operands := range [][]any{nil, {"a", "b"}, {1, 2}, {"a", 1, 2, "b"}, {1, "a", 2}, {nil, nil, 1.5}, {errors.New("e"), true}} {
		assert.Equal(t, stock.Sprint(operands...), Sprint(operands...))
		assert.Equal(t, stock.Sprintln(operands...), Sprintln(operands...))
	}
}

func TestOtherTypesAreCalledUnknown(t *testing.T) {
	type point struct{ x, y int }
	assert.Equal(t, "(unknown type) %!d(unknown type=(unknown type))", ourSprintf("%v %d", point{}, point{}))
	assert.Equal(t, "an error 7", Errorf("an error %d", 7).Error())
}

// writes counts calls of Write.
type writes struct {
	bytes.Buffer
	calls int
}

func (w *writes) Write(p []byte) (int, error) {
	w.calls++
	return w.Buffer.Write(p)
}

func TestOneCallIsOneWrite(t *testing.T) {
	var w writes
	long := strings.Repeat("long ", 500)
	n, err := Fprintf(&w, "%s %d %v\n", long, 1, 2.5)
	require.NoError(t, err)
	assert.Equal(t, w.Len(), n)
	_, err = Fprintln(&w, "two", 3)
	require.NoError(t, err)
	_, err = Fprint(&w, "four", 5, 6)
	require.NoError(t, err)
	assert.Equal(t, 3, w.calls)
	assert.Equal(t, long+" 1 2.5\ntwo 3\nfour5 6", w.String())
}

// loud uses this package from its own String method.
type loud struct{}

func (*loud) String() string { return Sprintf("<%s %d>", Sprint("inner"), 1) }

func TestAStringMethodMayFormat(t *testing.T) {
	assert.Equal(t, "a <inner 1> b <inner 1>", Sprintf("a %v b %v", &loud{}, &loud{}))
}

func TestSmallTextsReuseTheirBuffer(t *testing.T) {
	number := any(123456) // (what is boxed is the caller's)
	Fprintln(io.Discard, number)
	assert.Zero(t, testing.AllocsPerRun(100, func() { Fprintf(io.Discard, "%d and %s", number, "text") }))
}
