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

// hello is an app that breaks no rule.
func hello() App {
	return App{
		Name: "hello", Base: 0x80400000, Window: 0x20000, Entry: 0x80400000, Memory: 0x3000,
		Image: []byte("instructions of hello"), Arguments: []byte{}, Nice: 19,
	}
}

// second shares no memory with hello.
func second() App {
	return App{
		Name: "second", Base: 0x80420000, Window: 0x1000, Entry: 0x80420004, Memory: 0x1000,
		Image: []byte("another program"),
		Fault: 0x80420008, Arguments: []byte("load\x00\x00x y\x00"), Nice: -20, Restarts: 7,
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
		assert.Equal(t, want.Base+want.Window, got.End())

		found, err := d.Find(want.Name)
		require.NoError(t, err)
		assert.Equal(t, got, found)
	}
}

func TestImagesAreAlignedInThePack(t *testing.T) {
	b := encode(t, hello(), second())
	for i := range 2 {
		assert.Zero(t, getUint64(b, headerLength+i*entryLength+entryOffset)%Align)
	}
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
		{"memory below image", func(a *App) { a.Memory = 1 }, ErrWindow, "0x15"},
		{"memory beyond window", func(a *App) { a.Memory = a.Window + 1 }, ErrWindow, "end at 0x80420001, the window at 0x80420000"},
		{"window wraps around", func(a *App) { a.Base = ^uint64(0) - 8 }, ErrWindow, "wraps around"},
		{"entry before the image", func(a *App) { a.Entry = a.Base - 1 }, ErrEntry, "0x803fffff"},
		{"fault function before the image", func(a *App) { a.Fault = a.Base - 8 }, ErrFault, "0x803ffff8"},
		{"fault function behind the image", func(a *App) { a.Fault = a.Base + uint64(len(a.Image)) }, ErrFault, "is not in [0x80400000, 0x80400015)"},
		{"argument without an end", func(a *App) { a.Arguments = []byte("x") }, ErrArguments, "no NUL"},
		{"too many arguments", func(a *App) { a.Arguments = make([]byte, MaxArguments+1) }, ErrArguments, "0x401 bytes, at most 0x400"},
		{"too nice", func(a *App) { a.Nice = 20 }, ErrNice, "20 is not in -20..19"},
		{"not nice enough", func(a *App) { a.Nice = -21 }, ErrNice, "-21"},
		{"entry behind the image", func(a *App) { a.Entry = a.Base + uint64(len(a.Image)) }, ErrEntry, "is not in [0x80400000, 0x80400015)"},
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

	partly := second()
	partly.Base, partly.Entry, partly.Fault = 0x8041f000, 0x8041f000, 0
	partly.Window = 0x2000
	_, err = Encode([]App{hello(), partly})
	require.ErrorIs(t, err, ErrOverlap)
	assert.ErrorContains(t, err, "app second: windows overlap: [0x8041f000, 0x80421000) and [0x80400000, 0x80420000) of app hello")
	var appError *AppError
	require.True(t, errors.As(err, &appError))
	assert.Equal(t, 1, appError.Index)
}

func TestNoTwoAppsShareAWindow(t *testing.T) {
	other := hello()
	other.Name = "next"
	_, err := Encode([]App{hello(), other})
	require.ErrorIs(t, err, ErrOverlap)
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
		{"version", func(b []byte) []byte { putUint32(b, headerVersion, 3); return b }, ErrVersion},
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
		{"fault function in the bss", func(e []byte) { putUint64(e, entryFault, 0x80401000) }, ErrFault},
		{"arguments over the table", func(e []byte) { putUint64(e, entryArgumentsOffset, 0) }, ErrArguments},
		{"arguments behind the pack", func(e []byte) { putUint64(e, entryArgumentsOffset, 1<<40) }, ErrArguments},
		{"too many arguments", func(e []byte) { putUint32(e, entryArgumentsSize, 1<<31) }, ErrArguments},
		{"arguments without an end", func(e []byte) { putUint32(e, entryArgumentsSize, 3) }, ErrArguments},
		{"impossible priority", func(e []byte) { putUint32(e, entryNice, 20) }, ErrNice},
		{"image over the table", func(e []byte) { putUint64(e, entryOffset, 0) }, ErrImage},
		{"image out of line", func(e []byte) { putUint64(e, entryOffset, getUint64(e, entryOffset)+1) }, ErrImage},
		{"image behind the pack", func(e []byte) { putUint64(e, entryOffset, 1<<40) }, ErrImage},
		{"image too long", func(e []byte) { putUint64(e, entrySize, 1<<20) }, ErrImage},
		{"image so long that its end wraps around", func(e []byte) { putUint64(e, entrySize, ^uint64(0)) }, ErrImage},
		{"no image", func(e []byte) { putUint64(e, entrySize, 0) }, ErrEmpty},
		{"memory below image", func(e []byte) { putUint64(e, entryMemory, 1) }, ErrWindow},
		{"memory beyond window", func(e []byte) { putUint64(e, entryMemory, 1<<30) }, ErrWindow},
		{"window wraps around", func(e []byte) { putUint64(e, entryWindow, ^uint64(0)) }, ErrWindow},
		{"entry before the image", func(e []byte) { putUint64(e, entryEntry, 0) }, ErrEntry},
		{"entry in the bss", func(e []byte) { putUint64(e, entryEntry, 0x80401000) }, ErrEntry},
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
	for i := range app.Image {
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
