// SPDX-License-Identifier: MIT

package abi

// StartInfo begins the start block, which tells an app who it is. Before the
// kernel starts an app it puts the block into a page of the app's own, and
// its address into a0, its size in bytes into a1.
//
// The block is a multiple of 16 bytes: StartInfo, the arguments, each with a
// NUL behind it, and zeros. Argument 0 is the app's name. All numbers are
// little-endian 64-bit words, in the order of the fields.
type StartInfo struct {
	KernelEntryInstret uint64 // the instruction counter at the kernel's entry
	PID                uint64 // what getpid returns: 1 for the first app
	Run                uint64 // 0 at the first start, counts the restarts
	Arguments          uint64 // how many there are, the name included
	ArgumentBytes      uint64 // how many bytes they take, NULs included
}

const (
	startInfoSize  = 5 * 8 // bytes of StartInfo
	startAlignment = 16
)

// StartError says what is wrong with a start block.
type StartError string

func (e StartError) Error() string { return "start block: " + string(e) }

// What ParseStart may find wrong.
const (
	ErrStartShort     StartError = "too short for its header or its arguments"
	ErrStartArguments StartError = "the number of arguments and of NUL bytes differ"
)

// StartSize is how many bytes the start block of an app takes.
func StartSize(name string, arguments []string) int {
	return (startInfoSize + argumentBytes(name, arguments) + startAlignment - 1) &^ (startAlignment - 1)
}

func argumentBytes(name string, arguments []string) int {
	n := len(name) + 1
	for _, a := range arguments {
		n += len(a) + 1
	}
	return n
}

// PutStart fills block, which has StartSize bytes, for an app of this name and
// with these arguments behind it. The counts in info are ignored: they follow
// from the arguments. It does not allocate.
//
// The result is false, and the block undefined, if the size is wrong or an
// argument holds a NUL byte.
func PutStart(block []byte, info StartInfo, name string, arguments []string) bool {
	if len(block) != StartSize(name, arguments) {
		return false
	}
	n := argumentBytes(name, arguments)
	for i, word := range [...]uint64{info.KernelEntryInstret, info.PID, info.Run, uint64(1 + len(arguments)), uint64(n)} {
		putWord(block[8*i:], word)
	}
	rest, ok := putArgument(block[startInfoSize:], name)
	for _, a := range arguments {
		var good bool
		rest, good = putArgument(rest, a)
		ok = ok && good
	}
	clear(rest)
	return ok
}

// putArgument puts s and a NUL at the front of block and returns what is
// behind them.
func putArgument(block []byte, s string) (rest []byte, ok bool) {
	ok = true
	for i := range len(s) {
		ok = ok && s[i] != 0
	}
	n := copy(block, s)
	block[n] = 0
	return block[n+1:], ok
}

func putWord(p []byte, word uint64) {
	for i := range 8 {
		p[i] = byte(word >> (8 * i))
	}
}

func word(p []byte) (w uint64) {
	for i := range 8 {
		w |= uint64(p[i]) << (8 * i)
	}
	return w
}

// ParseStart takes a start block apart. The arguments, the app's name first,
// are copies.
func ParseStart(block []byte) (info StartInfo, arguments []string, err error) {
	if len(block) < startInfoSize {
		return StartInfo{}, nil, ErrStartShort
	}
	info = StartInfo{
		KernelEntryInstret: word(block),
		PID:                word(block[8:]),
		Run:                word(block[16:]),
		Arguments:          word(block[24:]),
		ArgumentBytes:      word(block[32:]),
	}
	if info.ArgumentBytes > uint64(len(block)-startInfoSize) {
		return StartInfo{}, nil, ErrStartShort
	}
	text := string(block[startInfoSize:][:info.ArgumentBytes])
	if arguments = split(text); uint64(len(arguments)) != info.Arguments || len(text) > 0 && text[len(text)-1] != 0 {
		return StartInfo{}, nil, ErrStartArguments
	}
	return info, arguments, nil
}

// split cuts text behind each NUL.
func split(text string) []string {
	var parts []string
	for start, i := 0, 0; i < len(text); i++ {
		if text[i] == 0 {
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return parts
}
