// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A snapshot is all that a machine is: who restores it into a machine that was
// made in the same way, has the same machine to the byte, and the same machine
// gives the same snapshot.
//
// The format is a line of text with magic and version, a line that tells what
// machine it is of, the length of what follows as 8 bytes, little-endian, the
// content, compressed (RFC 1951), and the SHA-256 of all before. The content is
// the length of the state, in 8 bytes, the state, encoded by encoding/gob, and
// each memory: what is different from the one that the machine was made with.
//
// What is on the other end of the serial line, and what the machine has told
// its host, are no part of it.
const (
	snapshotMagic   = "k210emu snapshot "
	snapshotVersion = "1"

	// snapshotLine is how long a line can be, and snapshotSize a snapshot.
	snapshotLine = 256
	snapshotSize = 1 << 30
)

// describe tells what machine this is, in a line.
func (m *Machine) describe() string {
	kind, made := m.kind.madeFrom()
	return fmt.Sprintf("%s, %d harts, of %x", kind, len(m.harts), sha256.Sum256(made))
}

// Save writes a snapshot.
func (m *Machine) Save(w io.Writer) error {
	encoded, err := m.encodeState()
	if err != nil {
		return err
	}
	var content bytes.Buffer
	compressor, err := flate.NewWriter(&content, flate.BestSpeed)
	if err != nil {
		return fmt.Errorf("cannot compress a snapshot: %w", err)
	}
	_, err = compressor.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(encoded))))
	if err == nil {
		_, err = compressor.Write(encoded)
	}
	for _, memory := range m.kind.memories() {
		if err == nil {
			_, err = compressor.Write(memory.difference(memory.bytes))
		}
	}
	if err := errors.Join(err, compressor.Close()); err != nil {
		return fmt.Errorf("cannot compress a snapshot: %w", err)
	}
	file := []byte(snapshotMagic + snapshotVersion + "\n" + m.describe() + "\n")
	file = binary.LittleEndian.AppendUint64(file, uint64(content.Len()))
	file = append(file, content.Bytes()...)
	sum := sha256.Sum256(file)
	if _, err := w.Write(append(file, sum[:]...)); err != nil {
		return fmt.Errorf("cannot write the snapshot: %w", err)
	}
	return nil
}

// difference is what of a memory is not as at power-on, and of a difference the
// memory.
func (m *memory) difference(b []byte) []byte {
	different := make([]byte, len(b))
	m.powerOn(different)
	for n := range different {
		different[n] ^= b[n]
	}
	return different
}

// Restore puts the machine into the state that a snapshot holds. When there is an
// error, the machine is what it was.
func (m *Machine) Restore(r io.Reader) error {
	content, err := m.readSnapshot(r)
	if err != nil {
		return err
	}
	damaged := func(err error) error { return fmt.Errorf("the snapshot is damaged: %w", err) }
	plain := flate.NewReader(bytes.NewReader(content))
	var length [8]byte
	if _, err := io.ReadFull(plain, length[:]); err != nil {
		return damaged(err)
	}
	size := binary.LittleEndian.Uint64(length[:])
	if size > snapshotSize {
		return damaged(fmt.Errorf("a state of %d bytes is too large", size))
	}
	encoded, err := io.ReadAll(io.LimitReader(plain, int64(size)))
	if err != nil {
		return damaged(err)
	}
	apply, err := m.decodeState(encoded)
	if err != nil {
		return damaged(err)
	}
	memories := m.kind.memories()
	contents := make([][]byte, len(memories))
	for n, memory := range memories {
		b := make([]byte, len(memory.bytes))
		if _, err := io.ReadFull(plain, b); err != nil {
			return damaged(fmt.Errorf("%s: %w", memory.name, err))
		}
		contents[n] = memory.difference(b)
	}
	if n, _ := plain.Read(length[:1]); n != 0 {
		return damaged(errors.New("there is more than this machine has"))
	}
	for n, memory := range memories {
		copy(memory.bytes, contents[n])
	}
	apply()
	return nil
}

// readSnapshot reads a snapshot of such a machine, and returns its content.
func (m *Machine) readSnapshot(r io.Reader) ([]byte, error) {
	file := bytes.Buffer{}
	r = io.TeeReader(r, &file)
	truncated := func(err error) error {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("the snapshot is truncated: it ends after %d bytes", file.Len())
		}
		return fmt.Errorf("cannot read the snapshot: %w", err)
	}
	magic := make([]byte, len(snapshotMagic))
	if n, err := io.ReadFull(r, magic); !strings.HasPrefix(snapshotMagic, string(magic[:n])) || n == 0 && err != nil {
		if n == 0 && !errors.Is(err, io.EOF) {
			return nil, truncated(err)
		}
		return nil, errors.New("this is no snapshot of k210emu")
	} else if err != nil {
		return nil, truncated(err)
	}
	version, err := readLine(r)
	if err != nil {
		return nil, truncated(err)
	}
	if version != snapshotVersion {
		return nil, fmt.Errorf("the snapshot has version %.20q, want %s: use the emulator that wrote it", version, snapshotVersion)
	}
	machine, err := readLine(r)
	if err != nil {
		return nil, truncated(err)
	}
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, truncated(err)
	}
	size := binary.LittleEndian.Uint64(length[:])
	if size > snapshotSize {
		return nil, fmt.Errorf("the snapshot is damaged: it would be %d bytes long", size)
	}
	content := bytes.Buffer{}
	if _, err := io.CopyN(&content, r, int64(size)); err != nil {
		return nil, truncated(err)
	}
	want := sha256.Sum256(file.Bytes())
	var sum [sha256.Size]byte
	if _, err := io.ReadFull(r, sum[:]); err != nil {
		return nil, truncated(err)
	}
	switch {
	case sum != want:
		return nil, errors.New("the snapshot is damaged: its checksum is wrong")
	case machine != m.describe():
		return nil, fmt.Errorf("the snapshot is of another machine: of %s; this one is %s", machine, m.describe())
	}
	return content.Bytes(), nil
}

// readLine reads a line, or as much of one as a line can be.
func readLine(r io.Reader) (string, error) {
	var line []byte
	for b := make([]byte, 1); len(line) < snapshotLine; line = append(line, b[0]) {
		if _, err := io.ReadFull(r, b); err != nil {
			return "", err
		}
		if b[0] == '\n' {
			break
		}
	}
	return string(line), nil
}
