// SPDX-License-Identifier: MIT

// Package dump reads address spaces from a console's log, as package
// bugo/kernel/spacedump writes them.
package dump

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Kind is what is at a range of addresses.
type Kind int

const (
	// Mapped pages are there.
	Mapped Kind = iota
	// Promised pages come when they are touched.
	Promised
	// Guard pages are missing on purpose.
	Guard
)

// Range is a piece of an address space, in bytes.
type Range struct {
	Kind              Kind
	Virtual, Physical uint64 // Physical of Mapped only
	Size              uint64
	Flags             string // rwxug with - for what is missing, of Mapped only
	Label             string
}

// End returns the address behind the range.
func (r Range) End() uint64 { return r.Virtual + r.Size }

// User reports whether the range is an app's own.
func (r Range) User() bool { return r.Virtual >= userBase && r.Virtual < userEnd }

// The apps' part of each space: memory/space, UserArea.
const (
	userBase = 0x4000_0000
	userEnd  = 0x8000_0000
)

// Space is an address space, its ranges in ascending order.
type Space struct {
	Name   string
	Ranges []Range
}

const prefix = "spacedump "

// Parse returns the spaces of a log, whose other lines are left out.
func Parse(r io.Reader) ([]*Space, error) {
	var spaces []*Space
	var open *Space
	scanner := bufio.NewScanner(r)
	for number := 1; scanner.Scan(); number++ {
		text := strings.TrimRight(scanner.Text(), "\r")
		rest, found := strings.CutPrefix(text, prefix)
		if !found {
			continue
		}
		var err error
		switch word, tail, _ := strings.Cut(rest, " "); {
		case word == "v1" && open == nil && tail != "":
			open = &Space{Name: tail}
		case word == "end" && open != nil && tail == "":
			err = open.finish()
			spaces, open = append(spaces, open), nil
		case open == nil:
			err = fmt.Errorf("want %q first", prefix+"v1 NAME")
		default:
			err = open.add(word, strings.SplitN(tail, " ", 5))
		}
		if err != nil {
			return nil, fmt.Errorf("line %d, %q: %w", number, text, err)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, err
	}
	if open != nil {
		return nil, fmt.Errorf("the space of %s has no end: the log is cut off", open.Name)
	}
	return spaces, nil
}

// add takes in one line.
func (s *Space) add(word string, fields []string) error {
	r := Range{}
	numbers := []*uint64{&r.Virtual, &r.Size}
	switch word {
	case "r":
		numbers = []*uint64{&r.Virtual, &r.Physical, &r.Size}
	case "g":
		r.Kind = Guard
	case "p":
		r.Kind = Promised
	default:
		return fmt.Errorf("there is no kind %q: want r, g, p or end", word)
	}
	for i, n := range numbers {
		if i >= len(fields) {
			return fmt.Errorf("want %d numbers", len(numbers))
		}
		value, err := strconv.ParseUint(fields[i], 16, 64)
		if err != nil {
			return fmt.Errorf("%q is no hexadecimal number", fields[i])
		}
		*n = value
	}
	fields = fields[len(numbers):]
	if r.Kind == Mapped {
		if len(fields) == 0 || !isFlags(fields[0]) {
			return fmt.Errorf("want flags such as r-xug behind the numbers")
		}
		r.Flags, fields = fields[0], fields[1:]
	}
	r.Label = strings.Join(fields, " ")
	if r.Size == 0 || r.End() < r.Virtual {
		return fmt.Errorf("the range is empty or wraps around")
	}
	s.Ranges = append(s.Ranges, r)
	return nil
}

func isFlags(text string) bool {
	const all = "rwxug"
	if len(text) != len(all) {
		return false
	}
	for i := range len(all) {
		if text[i] != all[i] && text[i] != '-' {
			return false
		}
	}
	return true
}

// finish sorts the ranges, and looks for two at one address.
func (s *Space) finish() error {
	slices.SortStableFunc(s.Ranges, func(a, b Range) int { return cmp.Compare(a.Virtual, b.Virtual) })
	for i := 1; i < len(s.Ranges); i++ {
		if s.Ranges[i].Virtual < s.Ranges[i-1].End() {
			return fmt.Errorf("%s has two ranges at %#x", s.Name, s.Ranges[i].Virtual)
		}
	}
	return nil
}
