// SPDX-License-Identifier: MIT

package pack

import "unsafe"

// A Decoder reads a pack in place. The pack must not change while the Decoder
// or any App it gave is in use.
type Decoder struct {
	pack  []byte // exactly the pack, without padding behind it
	table []byte
}

// NewDecoder checks the header and the table's checksum. Bytes behind the pack
// are ignored: linker scripts pad sections.
func NewDecoder(b []byte) (Decoder, error) {
	if len(b) == 0 {
		return Decoder{}, ErrEmpty
	}
	if n := min(len(b), len(magic)); string(b[:n]) != magic[:n] {
		return Decoder{}, ErrMagic
	}
	if len(b) < headerLength {
		return Decoder{}, &HeaderError{ErrTruncated, hex(uint64(len(b))) + " bytes are less than a header"}
	}
	if version := getUint32(b, headerVersion); version != Version {
		return Decoder{}, &HeaderError{ErrVersion, hex(uint64(version)) + ", this kernel reads " + hex(Version)}
	}
	size := getUint64(b, headerSize)
	if size > uint64(len(b)) {
		return Decoder{}, &HeaderError{ErrTruncated, "it has " + hex(uint64(len(b))) + " bytes of " + hex(size)}
	}
	count := getUint32(b, headerCount)
	switch {
	case count == 0:
		return Decoder{}, ErrEmpty
	case count > MaxApps:
		return Decoder{}, &HeaderError{ErrCount, hex(uint64(count)) + " apps, at most " + hex(MaxApps)}
	case size < headerLength+uint64(count)*entryLength:
		return Decoder{}, &HeaderError{ErrTruncated, hex(size) + " bytes cannot hold a table of " + hex(uint64(count)) + " apps"}
	case getUint32(b, headerZero) != 0:
		return Decoder{}, &HeaderError{ErrReserved, "in the header"}
	}
	d := Decoder{pack: b[:size:size], table: b[headerLength:][:count*entryLength]}
	if want, sum := getUint32(b, headerCRC), Checksum(d.table); sum != want {
		return Decoder{}, &HeaderError{ErrChecksum, "the table of apps has " + hex(uint64(sum)) + ", the header says " + hex(uint64(want))}
	}
	return d, nil
}

// Count is the number of apps.
func (d *Decoder) Count() int { return len(d.table) / entryLength }

// App returns app i of [0, Count). Its Name and Image are views of the pack.
// The image's checksum is not computed: see App.Verify.
func (d *Decoder) App(i int) (App, error) {
	if i < 0 || i >= d.Count() {
		return App{}, &AppError{Index: i, Err: ErrIndex, Detail: "the pack has " + hex(uint64(d.Count()))}
	}
	entry := d.table[i*entryLength:][:entryLength]
	name, ok := nameOf(entry[:MaxName+1])
	if !ok {
		return App{}, &AppError{Name: name, Index: i, Err: ErrName, Detail: "want 1 to 31 letters, digits, '_', '-' or '.', then only NULs"}
	}
	offset, size := getUint64(entry, entryOffset), getUint64(entry, entrySize)
	if offset%PageSize != 0 || !d.holds(offset, size) {
		return App{}, &AppError{Name: name, Index: i, Err: ErrImage, Detail: hex(size) + " bytes at offset " + hex(offset) + " of " + hex(uint64(len(d.pack)))}
	}
	arguments, length := getUint64(entry, entryArgumentsOffset), uint64(getUint32(entry, entryArgumentsSize))
	if !d.holds(arguments, length) {
		return App{}, &AppError{Name: name, Index: i, Err: ErrArguments, Detail: hex(length) + " bytes at offset " + hex(arguments) + " of " + hex(uint64(len(d.pack)))}
	}
	app := App{
		Name:      name,
		Base:      getUint64(entry, entryBase),
		Entry:     getUint64(entry, entryEntry),
		Text:      getUint64(entry, entryText),
		ROData:    getUint64(entry, entryROData),
		Stack:     getUint64(entry, entryStack),
		StackSize: getUint64(entry, entryStackSize),
		Memory:    getUint64(entry, entryMemory),
		Heap:      getUint64(entry, entryHeap),
		Image:     d.pack[offset:][:size:size],
		CRC:       getUint32(entry, entryCRC),
		Fault:     getUint64(entry, entryFault),
		Arguments: d.pack[arguments:][:length:length],
		Nice:      int(int32(getUint32(entry, entryNice))),
		Restarts:  getUint32(entry, entryRestarts),
	}
	if err := atIndex(app.check(), i); err != nil {
		return App{}, err
	}
	return app, nil
}

// holds reports whether size bytes at offset lie in the pack, behind the table.
func (d *Decoder) holds(offset, size uint64) bool {
	// Written so that nothing can wrap around: offset first, then what is left behind it.
	return offset >= uint64(headerLength+len(d.table)) && offset <= uint64(len(d.pack)) && size <= uint64(len(d.pack))-offset
}

// Find returns the app with the name.
func (d *Decoder) Find(name string) (App, error) {
	for i := range d.Count() {
		if app, err := d.App(i); err != nil || app.Name == name {
			return app, err
		}
	}
	return App{}, &AppError{Name: name, Index: -1, Err: ErrIndex, Detail: "the pack has no app of that name"}
}

// nameOf returns the text of a name field and whether it is well formed. The
// string shares the field's memory, which does not change.
func nameOf(field []byte) (string, bool) {
	n := 0
	for n < len(field) && field[n] != 0 {
		n++
	}
	name := unsafe.String(unsafe.SliceData(field), n)
	for _, c := range field[n:] {
		if c != 0 {
			return name, false
		}
	}
	return name, n < len(field) && validName(name)
}
