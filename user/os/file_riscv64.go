// SPDX-License-Identifier: MIT

package os

import (
	"unsafe"

	"bugo/user/io"
	"bugo/user/sys"
)

// File is an open file.
type File struct{ fd int32 }

// The standard files, all three the console.
var (
	Stdin  = &File{0}
	Stdout = &File{1}
	Stderr = &File{2}
)

// Read reads into p what there is, at least one byte: from the console a line,
// or the part of it that fits. At the end of input it returns io.EOF.
func (f *File) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, err := sys.Read(f.fd, p)
	if n == 0 && err == nil {
		err = io.EOF
	}
	return n, err
}

// Write writes all of p, by one system call if the kernel takes it whole.
func (f *File) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) {
		n, err := sys.Write(f.fd, p[done:])
		if err != nil {
			return done, err
		}
		if n == 0 {
			return done, io.ErrShortWrite
		}
		done += n
	}
	return done, nil
}

// WriteString is Write of a string's bytes, without a copy.
func (f *File) WriteString(s string) (int, error) {
	return f.Write(unsafe.Slice(unsafe.StringData(s), len(s)))
}
