// SPDX-License-Identifier: MIT

package pack

import "strconv"

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
	ErrWindow    Error = "does not fit its window"
	ErrEntry     Error = "entry outside the image"
	ErrImage     Error = "image outside the pack"
	ErrDuplicate Error = "name used twice"
	ErrOverlap   Error = "windows overlap"
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
		name = strconv.Itoa(e.Index) + " " + strconv.QuoteToASCII(name)
	}
	return "app " + name + ": " + string(e.Err) + ": " + e.Detail
}

// Unwrap returns the Err constant, for errors.Is.
func (e *AppError) Unwrap() error { return e.Err }

// hex writes an address or a size as 0x….
func hex(n uint64) string { return "0x" + strconv.FormatUint(n, 16) }
