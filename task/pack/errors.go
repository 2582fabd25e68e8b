// SPDX-License-Identifier: MIT

package pack

// An Error says what is wrong with a pack. Errors are constants, so that the
// kernel needs no initialisation and no memory for them; compare with
// errors.Is.
type Error string

// What can be wrong with a pack.
const (
	ErrEmpty     Error = "empty pack of apps"
	ErrTruncated Error = "truncated pack of apps"
	ErrMagic     Error = "not a pack of apps"
	ErrVersion   Error = "unknown version of the pack of apps"
	ErrCount     Error = "impossible number of apps"
	ErrChecksum  Error = "checksum mismatch"
	ErrReserved  Error = "reserved bytes are not zero"
	ErrName      Error = "bad name"
	ErrLayout    Error = "impossible layout"
	ErrEntry     Error = "entry outside the text"
	ErrImage     Error = "image outside the pack"
	ErrFault     Error = "fault function outside the text"
	ErrArguments Error = "bad arguments"
	ErrNice      Error = "impossible priority"
	ErrDuplicate Error = "name used twice"
	ErrPlace     Error = "too large for the addresses of apps"
	ErrLinked    Error = "linked for another address"
	ErrIndex     Error = "no such app"
)

// Error returns the text.
func (e Error) Error() string { return string(e) }

// A HeaderError is about the pack as a whole.
type HeaderError struct {
	Err    Error  // what is wrong
	Detail string // the numbers
}

// Error returns what is wrong and the numbers.
func (e *HeaderError) Error() string { return string(e.Err) + ": " + e.Detail }

// Unwrap returns the Err constant, for errors.Is.
func (e *HeaderError) Unwrap() error { return e.Err }

// An AppError is about one app.
type AppError struct {
	Name   string // empty where the name itself cannot be read
	Index  int    // position in the table, from 0
	Err    Error  // what is wrong
	Detail string // the numbers
}

// Error names the app, what is wrong and the numbers.
func (e *AppError) Error() string {
	name := e.Name
	if !validName(name) {
		// Foreign bytes may hold terminal escapes: show them quoted.
		name = decimal(e.Index) + " " + quote(name)
	}
	return "app " + name + ": " + string(e.Err) + ": " + e.Detail
}

// Unwrap returns the Err constant, for errors.Is.
func (e *AppError) Unwrap() error { return e.Err }

// The kernel prints these errors, and has no use for the rest of strconv.

const digits = "0123456789abcdef"

// hex writes an address or a size as 0x…. Inlined into the many places that
// describe what is wrong, it would make the kernel's image 10 KiB larger.
//
//go:noinline
func hex(n uint64) string {
	var b [2 + 16]byte
	i := len(b)
	for {
		i--
		b[i] = digits[n%16]
		if n /= 16; n == 0 {
			break
		}
	}
	b[i-1], b[i-2] = 'x', '0'
	return string(b[i-2:])
}

// decimal writes a small number.
func decimal(n int) string {
	if n < 0 {
		return "-" + decimal(-n)
	}
	text := digits[n%10 : n%10+1]
	if n >= 10 {
		return decimal(n/10) + text
	}
	return text
}

// quote writes text between quotation marks, and what is not printable ASCII as \x….
func quote(text string) string {
	b := []byte{'"'}
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c > '~':
			b = append(b, '\\', 'x', digits[c>>4], digits[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}
