// SPDX-License-Identifier: MIT

// Package spec is what a Bazel rule tells the boot driver: which machine to
// start and what its console has to show. The rule writes a Spec as JSON; the
// field names below are that format.
//
// Paths are relative to the runfiles of the main repository, which is the
// driver's working directory (see Root); Find looks for the file itself.
package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// Send starts an expectation that types instead of waiting: "send:ls\r".
const Send = "send:"

// An Emulator is a kind of program that runs a machine: what its messages mean,
// and how it tells where a guest is that hangs.
type Emulator string

// The kinds of emulators.
const (
	QEMU    Emulator = "QEMU"
	K210emu Emulator = "k210emu" // tools/k210emu
)

// A Spec describes one run of the machine.
type Spec struct {
	// Command is the emulator and its arguments. The program is a path: nothing
	// is looked up in PATH. "{root}" stands for the directory that paths are
	// relative to, where the program itself would take them relative to another
	// one: see Resolve.
	Command []string `json:"command"`

	// Emulator says what kind of program that is: QEMU where it is empty.
	Emulator Emulator `json:"emulator"`

	// MinVersion is the oldest QEMU that will do, such as "7.2"; empty accepts any.
	MinVersion string `json:"min_version"`

	// Interactive attaches the machine to the terminal. Otherwise its console
	// is watched, and the fields below apply.
	Interactive bool `json:"interactive"`

	// Expect lists texts that must appear on the console in this order. An
	// element "send:TEXT" types TEXT once all before it have appeared.
	Expect []string `json:"expect"`

	// Anywhere lists texts that must appear on the console too, in whatever
	// order: what programs print that run side by side.
	Anywhere []string `json:"anywhere"`

	// Forbid lists texts of which none may appear.
	Forbid []string `json:"forbid"`

	// ExitStatus is what the emulator must exit with, by itself.
	ExitStatus int `json:"exit_status"`

	// TimeoutSeconds is how long the whole run may take.
	TimeoutSeconds float64 `json:"timeout_seconds"`

	// ELF and Symbols are linked programs whose symbols explain where the
	// machine was when it hung, and which the debugger loads.
	ELF     string   `json:"elf"`
	Symbols []string `json:"symbols"`

	// WantFailure turns the test round: the run must fail, and its report must
	// hold these texts in order. It is how boot tests test themselves.
	WantFailure []string `json:"want_failure"`

	// GDB makes it a debugging session, see tools/gdb. Expect, Forbid and
	// ExitStatus then do not apply.
	GDB *GDB `json:"gdb"`
}

// A GDB is a debugging session on the machine.
type GDB struct {
	// Program is the path of the debugger. Empty means one on PATH that knows
	// RISC-V.
	Program string `json:"program"`

	// Script lists the commands of a test, run in batch mode; without one, the
	// session is on the terminal. {{line "FILE" "TEXT"}} stands for the number
	// of the one line of FILE that holds TEXT.
	Script []string `json:"script"`

	// Expect lists texts that the debugger must print in this order, with
	// {{line}} as above, and Forbid texts that it must not.
	Expect []string `json:"expect"`
	Forbid []string `json:"forbid"`
}

// root in an argument of Command is replaced by Resolve.
const root = "{root}"

// Resolve replaces {root} in Command by a directory: what Root returned.
func (s *Spec) Resolve(dir string) {
	for i, argument := range s.Command {
		s.Command[i] = strings.ReplaceAll(argument, root, dir)
	}
}

// Timeout is TimeoutSeconds as a duration.
func (s *Spec) Timeout() time.Duration {
	return time.Duration(s.TimeoutSeconds * float64(time.Second))
}

// Programs are all linked programs that the spec names, ELF first.
func (s *Spec) Programs() []string {
	if s.ELF == "" {
		return s.Symbols
	}
	programs := []string{s.ELF}
	for _, p := range s.Symbols {
		if p != s.ELF {
			programs = append(programs, p)
		}
	}
	return programs
}

// Load reads and checks the spec in a file.
func Load(path string) (*Spec, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the boot spec: %w", err)
	}
	s, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("boot spec %s: %w", path, err)
	}
	return s, nil
}

// Parse is Load for bytes already read.
func Parse(data []byte) (*Spec, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var s Spec
	if err := d.Decode(&s); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON object")
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return &s, nil
}

func (s *Spec) check() error {
	if len(s.Command) == 0 || s.Command[0] == "" {
		return errors.New(`"command" is empty: it names the emulator and its arguments`)
	}
	if !strings.Contains(s.Command[0], "/") {
		return fmt.Errorf(`"command" starts with %q: want a path, since nothing is looked up in PATH`, s.Command[0])
	}
	if !slices.Contains([]Emulator{"", QEMU, K210emu}, s.Emulator) {
		return fmt.Errorf(`"emulator" is %q: want %q or %q`, s.Emulator, QEMU, K210emu)
	}
	expect, forbid := s.Expect, s.Forbid
	switch {
	case s.GDB != nil && s.Interactive && len(s.GDB.Script) > 0:
		return errors.New(`"gdb" has a "script" and the session is "interactive": want one of them`)
	case s.GDB != nil && !s.Interactive && len(s.GDB.Script) == 0:
		return errors.New(`"gdb" has no "script" and the session is not "interactive": want one of them`)
	case s.Interactive:
		return nil
	case s.GDB != nil:
		expect, forbid = s.GDB.Expect, s.GDB.Forbid
	}
	if s.TimeoutSeconds <= 0 {
		return fmt.Errorf(`"timeout_seconds" is %v: want more than 0`, s.TimeoutSeconds)
	}
	if slices.Contains(s.Anywhere, "") {
		return errors.New(`"anywhere" holds an empty text, which everything matches`)
	}
	return checkTexts(expect, forbid)
}

func checkTexts(expect, forbid []string) error {
	texts := 0
	for _, e := range expect {
		switch text, isSend := strings.CutPrefix(e, Send); {
		case text == "":
			return errors.New(`"expect" holds an empty text, which everything matches`)
		case !isSend:
			texts++
		}
	}
	if texts == 0 {
		return errors.New(`"expect" names no text: a run that prints nothing would pass`)
	}
	for _, f := range forbid {
		if f == "" {
			return errors.New(`"forbid" holds an empty text, which everything matches`)
		}
	}
	return nil
}
