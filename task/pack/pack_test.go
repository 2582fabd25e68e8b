// SPDX-License-Identifier: MIT

package pack

import (
	"errors"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// image returns an image of a page of text, a page of constants, and data.
func image(data string) []byte {
	return append([]byte(strings.Repeat("t", PageSize)+strings.Repeat("r", PageSize)), data...)
}

// hello is an app that breaks no rule.
func hello() App {
	return App{
		Name: "hello", Base: 0x40000000, Entry: 0x40000000, Text: PageSize, ROData: PageSize,
		Stack: 0x5000, StackSize: 0x2000, Memory: 0x8000, Heap: 0x10000,
		Image: image("data of hello"), Arguments: []byte{}, Nice: 19,
	}
}

// second is another one.
func second() App {
	return App{
		Name: "second", Base: 0x40000000, Entry: 0x40000004, Text: PageSize, ROData: PageSize,
		Stack: 0x4000, StackSize: 0x1000, Memory: 0x6000,
		Image: image("another program"),
		Fault: 0x40000008, Arguments: []byte("load\x00\x00x y\x00"), Nice: -20, Restarts: 7,
	}
}

func encode(t testing.TB, apps ...App) []byte {
	t.Helper()
	b, err := Encode(apps)
	require.NoError(t, err)
	return b
}

func TestDecoderReturnsWhatEncodeTook(t *testing.T) {
	apps := []App{hello(), second()}
	b := encode(t, apps...)
	d, err := NewDecoder(append(b, make([]byte, 100)...)) // linker scripts pad
	require.NoError(t, err)
	require.Equal(t, 2, d.Count())
	for i, want := range apps {
		got, err := d.App(i)
		require.NoError(t, err)
		want.CRC = crc32.ChecksumIEEE(want.Image)
		assert.Equal(t, want, got)
		assert.NoError(t, got.Verify())
		assert.Equal(t, want.Base+want.Memory+want.Heap, got.HeapLimit())
		assert.Equal(t, got.HeapLimit()+PageSize, got.StartBlock(), "a guard is between them")
		assert.Equal(t, got.StartBlock()+PageSize, got.End())

		found, err := d.Find(want.Name)
		require.NoError(t, err)
		assert.Equal(t, got, found)
	}
}

func TestImagesAreWholePagesOfThePack(t *testing.T) {
	b := encode(t, second(), hello())
	for i := range 2 {
		assert.Zero(t, getUint64(b, headerLength+i*entryLength+entryOffset)%PageSize)
	}
}

func TestEqualImagesAreThereOnce(t *testing.T) {
	twin := hello()
	twin.Name, twin.Arguments = "twin", []byte("x\x00")
	one, three := encode(t, hello()), encode(t, hello(), second(), twin)
	assert.Less(t, len(three), len(one)+len(second().Image)+PageSize)
	d, err := NewDecoder(three)
	require.NoError(t, err)
	first, err := d.App(0)
	require.NoError(t, err)
	last, err := d.App(2)
	require.NoError(t, err)
	assert.Same(t, &first.Image[0], &last.Image[0])
	assert.Equal(t, "x\x00", string(last.Arguments))
}

func TestEncodeIsReproducible(t *testing.T) {
	assert.Equal(t, encode(t, hello(), second()), encode(t, hello(), second()))
}

func TestDecoderDoesNotAllocateForAGoodPack(t *testing.T) {
	b := encode(t, hello(), second())
	allocations := testing.AllocsPerRun(100, func() {
		d, err := NewDecoder(b)
		if err != nil {
			t.Fatal(err)
		}
		for i := range d.Count() {
			app, err := d.App(i)
			if err != nil || app.Verify() != nil {
				t.Fatal(err)
			}
		}
	})
	assert.Zero(t, allocations)
}

func TestImageIsAViewThatCannotGrowIntoItsNeighbour(t *testing.T) {
	b := encode(t, hello(), second())
	d, err := NewDecoder(b)
	require.NoError(t, err)
	app, err := d.App(0)
	require.NoError(t, err)
	assert.Equal(t, len(app.Image), cap(app.Image))
}

func TestEncodeRefusesAppsThatBreakARule(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*App)
		want   Error
		text   string
	}{
		{"no name", func(a *App) { a.Name = "" }, ErrName, `app 0 "": bad name`},
		{"long name", func(a *App) { a.Name = strings.Repeat("x", MaxName+1) }, ErrName, "1 to 31"},
		{"control characters in the name", func(a *App) { a.Name = "a\x1b[2J" }, ErrName, `"a\x1b[2J"`},
		{"no image", func(a *App) { a.Image = nil }, ErrEmpty, "app hello"},
		{"text of half a page", func(a *App) { a.Text = 0x800 }, ErrLayout, "not whole pages"},
		{"a crooked base", func(a *App) { a.Base++ }, ErrLayout, "not whole pages"},
		{"a crooked heap", func(a *App) { a.Heap = 1 }, ErrLayout, "not whole pages"},
		{"text beyond the image", func(a *App) { a.Text = 0x3000 }, ErrLayout, "are more than its image of 0x200d"},
		{"sizes that wrap around", func(a *App) { a.Text = ^uint64(0xfff) }, ErrLayout, "wraps around"},
		{"a huge heap", func(a *App) { a.Heap = 1 << 40 }, ErrLayout, "larger than 0x40000000"},
		{"a base that wraps around", func(a *App) { a.Base = ^uint64(0xfff) }, ErrLayout, "wraps around"},
		{"no guard below the stack", func(a *App) { a.Stack = 0x3000 }, ErrLayout, "its stack at 0x40003000 has no guard before the image's end at 0x4000200d"},
		{"no stack", func(a *App) { a.StackSize = 0 }, ErrLayout, "no guard"},
		{"no guard above the stack", func(a *App) { a.Memory = 0x7000 }, ErrLayout, "its heap at 0x40007000 has no guard before the stack's end at 0x40007000"},
		{"entry before the image", func(a *App) { a.Entry = a.Base - 1 }, ErrEntry, "0x3fffffff"},
		{"entry in the data", func(a *App) { a.Entry = a.Base + 0x2000 }, ErrEntry, "is not in [0x40000000, 0x40001000)"},
		{"fault function before the image", func(a *App) { a.Fault = a.Base - 8 }, ErrFault, "0x3ffffff8"},
		{"fault function in the constants", func(a *App) { a.Fault = a.Base + 0x1000 }, ErrFault, "is not in [0x40000000, 0x40001000)"},
		{"argument without an end", func(a *App) { a.Arguments = []byte("x") }, ErrArguments, "no NUL"},
		{"too many arguments", func(a *App) { a.Arguments = make([]byte, MaxArguments+1) }, ErrArguments, "0x401 bytes, at most 0x400"},
		{"too nice", func(a *App) { a.Nice = 20 }, ErrNice, "20 is not in -20..19"},
		{"not nice enough", func(a *App) { a.Nice = -21 }, ErrNice, "-21"},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := hello()
			test.change(&app)
			_, err := Encode([]App{app})
			require.ErrorIs(t, err, test.want)
			assert.ErrorContains(t, err, test.text)
		})
	}
}

func TestLongestNameFits(t *testing.T) {
	app := hello()
	app.Name = strings.Repeat("x", MaxName)
	d, err := NewDecoder(encode(t, app))
	require.NoError(t, err)
	got, err := d.App(0)
	require.NoError(t, err)
	assert.Equal(t, app.Name, got.Name)
}

func TestEncodeRefusesAppsThatDoNotGoTogether(t *testing.T) {
	_, err := Encode(nil)
	require.ErrorIs(t, err, ErrEmpty)

	_, err = Encode(make([]App, MaxApps+1))
	require.ErrorIs(t, err, ErrCount)

	_, err = Encode([]App{hello(), hello()})
	require.ErrorIs(t, err, ErrDuplicate)

	_, err = Encode([]App{second(), hello(), hello()})
	var appError *AppError
	require.True(t, errors.As(err, &appError))
	assert.Equal(t, 2, appError.Index)
}

func TestDecoderRefusesDamagedHeaders(t *testing.T) {
	good := encode(t, hello(), second())
	for _, test := range []struct {
		name   string
		damage func(b []byte) []byte
		want   Error
	}{
		{"empty", func([]byte) []byte { return nil }, ErrEmpty},
		{"other bytes", func([]byte) []byte { return []byte("ELF") }, ErrMagic},
		{"zeroes", func(b []byte) []byte { clear(b); return b }, ErrMagic},
		{"part of the magic", func(b []byte) []byte { return b[:5] }, ErrTruncated},
		{"part of the header", func(b []byte) []byte { return b[:headerLength-1] }, ErrTruncated},
		{"part of the table", func(b []byte) []byte { return b[:headerLength+10] }, ErrTruncated},
		{"all but a byte", func(b []byte) []byte { return b[:len(b)-1] }, ErrTruncated},
		{"version", func(b []byte) []byte { putUint32(b, headerVersion, 2); return b }, ErrVersion},
		{"no apps", func(b []byte) []byte { putUint32(b, headerCount, 0); return b }, ErrEmpty},
		{"too many apps", func(b []byte) []byte { putUint32(b, headerCount, MaxApps+1); return b }, ErrCount},
		{"size below the table", func(b []byte) []byte { putUint64(b, headerSize, headerLength); return b }, ErrTruncated},
		{"reserved", func(b []byte) []byte { b[headerZero] = 1; return b }, ErrReserved},
		{"table", func(b []byte) []byte { b[headerLength+entryBase]++; return b }, ErrChecksum},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := NewDecoder(test.damage(append([]byte(nil), good...)))
			require.ErrorIs(t, err, test.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

// reseal corrects the table's checksum after a test changed the table, as a
// faulty writer would.
func reseal(b []byte) []byte {
	count := int(getUint32(b, headerCount))
	putUint32(b, headerCRC, Checksum(b[headerLength:][:count*entryLength]))
	return b
}

func TestDecoderRefusesEntriesThatBreakARule(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(entry []byte)
		want   Error
	}{
		{"name without end", func(e []byte) { copy(e, strings.Repeat("x", MaxName+1)) }, ErrName},
		{"empty name", func(e []byte) { clear(e[:MaxName+1]) }, ErrName},
		{"bytes behind the name", func(e []byte) { e[MaxName] = 'x' }, ErrName},
		{"escape in the name", func(e []byte) { e[0] = 0x1b }, ErrName},
		{"fault function in the data", func(e []byte) { putUint64(e, entryFault, 0x40002000) }, ErrFault},
		{"arguments over the table", func(e []byte) { putUint64(e, entryArgumentsOffset, 0) }, ErrArguments},
		{"arguments behind the pack", func(e []byte) { putUint64(e, entryArgumentsOffset, 1<<40) }, ErrArguments},
		{"too many arguments", func(e []byte) { putUint32(e, entryArgumentsSize, 1<<31) }, ErrArguments},
		{"arguments without an end", func(e []byte) {
			putUint64(e, entryArgumentsOffset, getUint64(e, entryOffset))
			putUint32(e, entryArgumentsSize, 3)
		}, ErrArguments},
		{"impossible priority", func(e []byte) { putUint32(e, entryNice, 20) }, ErrNice},
		{"image over the table", func(e []byte) { putUint64(e, entryOffset, 0) }, ErrImage},
		{"image out of line", func(e []byte) { putUint64(e, entryOffset, getUint64(e, entryOffset)+1) }, ErrImage},
		{"image behind the pack", func(e []byte) { putUint64(e, entryOffset, 1<<40) }, ErrImage},
		{"image too long", func(e []byte) { putUint64(e, entrySize, 1<<20) }, ErrImage},
		{"image so long that its end wraps around", func(e []byte) { putUint64(e, entrySize, ^uint64(0)) }, ErrImage},
		{"no image", func(e []byte) { putUint64(e, entrySize, 0) }, ErrEmpty},
		{"text over the data", func(e []byte) { putUint64(e, entryText, 0x2000) }, ErrLayout},
		{"rodata so long that its end wraps around", func(e []byte) { putUint64(e, entryROData, ^uint64(0xfff)) }, ErrLayout},
		{"half a page of text", func(e []byte) { putUint64(e, entryText, 0x800) }, ErrLayout},
		{"a stack over the data", func(e []byte) { putUint64(e, entryStack, 0x2000) }, ErrLayout},
		{"a stack over the heap", func(e []byte) { putUint64(e, entryStackSize, 0x10000) }, ErrLayout},
		{"a huge heap", func(e []byte) { putUint64(e, entryHeap, 1<<62) }, ErrLayout},
		{"a base that wraps around", func(e []byte) { putUint64(e, entryBase, ^uint64(0xfff)) }, ErrLayout},
		{"entry before the image", func(e []byte) { putUint64(e, entryEntry, 0) }, ErrEntry},
		{"entry in the constants", func(e []byte) { putUint64(e, entryEntry, 0x40001000) }, ErrEntry},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := encode(t, second(), hello())
			test.damage(b[headerLength+entryLength:][:entryLength])
			d, err := NewDecoder(reseal(b))
			require.NoError(t, err)
			_, err = d.App(0)
			require.NoError(t, err, "the other app is good")
			_, err = d.App(1)
			require.ErrorIs(t, err, test.want)
			var appError *AppError
			require.True(t, errors.As(err, &appError))
			assert.Equal(t, 1, appError.Index)
			assert.NotContains(t, err.Error(), "\x1b")
			_, err = d.Find("hello")
			assert.Error(t, err)
		})
	}
}

func TestVerifyFindsEveryFlippedBit(t *testing.T) {
	b := encode(t, hello())
	d, err := NewDecoder(b)
	require.NoError(t, err)
	app, err := d.App(0)
	require.NoError(t, err)
	for i := 0; i < len(app.Image); i += 97 {
		for bit := range 8 {
			app.Image[i] ^= 1 << bit
			require.ErrorIs(t, app.Verify(), ErrChecksum)
			app.Image[i] ^= 1 << bit
		}
	}
	assert.NoError(t, app.Verify())
}

func TestNoSuchApp(t *testing.T) {
	d, err := NewDecoder(encode(t, hello()))
	require.NoError(t, err)
	for _, i := range []int{-1, 1} {
		_, err := d.App(i)
		require.ErrorIs(t, err, ErrIndex)
	}
	_, err = d.Find("shell")
	require.ErrorIs(t, err, ErrIndex)
	assert.ErrorContains(t, err, "app shell: no such app")

	var none Decoder
	assert.Zero(t, none.Count(), "the zero Decoder is an empty pack")
}

func TestTableFollowsFromPolynomial(t *testing.T) {
	for i := range table {
		remainder := uint32(i)
		for range 8 {
			if remainder&1 != 0 {
				remainder = remainder>>1 ^ polynomial
			} else {
				remainder >>= 1
			}
		}
		assert.Equal(t, remainder, table[i])
	}
}

func TestChecksumIsCRC32(t *testing.T) {
	assert.Equal(t, uint32(0xcbf43926), Checksum([]byte("123456789")), "the check value of the standard")
	assert.Zero(t, Checksum(nil))
}

func TestErrorsWriteForeignTextHarmlessly(t *testing.T) {
	assert.Equal(t, `"a\x1b\"\\\xc3\xa4~"`, quote("a\x1b\"\\ä~"))
	assert.Equal(t, "0x0", hex(0))
	assert.Equal(t, "0xffffffffffffffff", hex(^uint64(0)))
	assert.Equal(t, "-120", decimal(-120))
	assert.Equal(t, "0", decimal(0))
}
