// SPDX-License-Identifier: MIT

// Package io is the part of Go's package io that apps need: two interfaces,
// the same ones, and two errors. Stock io comes with package sync and the
// descriptions of two dozen types, which make a small app a third larger.
package io

// Reader reads at most len(p) bytes into p.
type Reader interface {
	Read(p []byte) (n int, err error)
}

// Writer writes all of p, or returns an error.
type Writer interface {
	Write(p []byte) (n int, err error)
}

// failure is an error with a fixed text.
type failure string

func (f failure) Error() string { return string(f) }

// Errors of readers and writers. (A constant cannot be changed by mistake.)
const (
	EOF           failure = "EOF"         // no more input
	ErrShortWrite failure = "short write" // not all was written, for no other reason
)
