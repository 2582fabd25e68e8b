// SPDX-License-Identifier: MIT

package devicetree

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Read returns the properties of a blob by their path, such as "/cpus/cpu@0/reg". It is
// an error if the blob breaks a rule of the format.
func Read(blob []byte) (properties map[string][]byte, err error) {
	if len(blob) < header+reserved {
		return nil, fmt.Errorf("a device tree of %d bytes has no room for its header", len(blob))
	}
	field := func(n int) uint32 { return binary.BigEndian.Uint32(blob[4*n:]) }
	if field(0) != magic {
		return nil, fmt.Errorf("a device tree begins with 0x%x, want 0x%x", field(0), uint32(magic))
	}
	if int(field(1)) != len(blob) {
		return nil, fmt.Errorf("the device tree says that it has %d bytes, and has %d", field(1), len(blob))
	}
	if field(5) != version || field(6) != compatible {
		return nil, fmt.Errorf("the device tree has versions %d and %d, want %d and %d", field(5), field(6), version, compatible)
	}
	r := reader{properties: map[string][]byte{}}
	var ok1, ok2 bool
	r.structure, ok1 = block(blob, field(2), field(9), 4)
	r.names, ok2 = block(blob, field(3), field(8), 1)
	list, ok3 := block(blob, field(4), reserved, 8)
	if !ok1 || !ok2 || !ok3 {
		return nil, errors.New("a block of the device tree is not inside it, or not aligned")
	}
	if !bytes.Equal(list, make([]byte, reserved)) {
		return nil, errors.New("the device tree reserves memory, which is not read")
	}
	return r.properties, r.read()
}

// block returns a part of a blob, if it is there.
func block(blob []byte, at, size, alignment uint32) (part []byte, ok bool) {
	if at%alignment != 0 || uint64(at)+uint64(size) > uint64(len(blob)) {
		return nil, false
	}
	return blob[at : at+size], true
}

// reader reads a block of structure.
type reader struct {
	structure, names []byte // what is left of the structure
	path             []string
	properties       map[string][]byte
}

var errShort = errors.New("the structure of the device tree ends in the middle")

func (r *reader) read() error {
	for {
		token, ok := r.number()
		if !ok {
			return errShort
		}
		switch token {
		case tokenBeginNode:
			name, _, ended := strings.Cut(string(r.structure), "\x00")
			if _, ok := r.take(len(name) + 1); !ok || !ended {
				return errShort
			}
			r.path = append(r.path, name)
		case tokenEndNode:
			if len(r.path) == 0 {
				return errors.New("a node of the device tree ends that did not begin")
			}
			r.path = r.path[:len(r.path)-1]
		case tokenProperty:
			if err := r.property(); err != nil {
				return err
			}
		case tokenEnd:
			if len(r.structure) > 0 || len(r.path) > 0 {
				return errors.New("the device tree ends before its structure does")
			}
			return nil
		default:
			return fmt.Errorf("there is a token %d in the device tree", token)
		}
	}
}

func (r *reader) property() error {
	size, ok1 := r.number()
	offset, ok2 := r.number()
	value, ok3 := r.take(int(size))
	if !ok1 || !ok2 || !ok3 {
		return errShort
	}
	if int(offset) >= len(r.names) || len(r.path) == 0 {
		return errors.New("a property of the device tree has no name, or is in no node")
	}
	name, _, _ := strings.Cut(string(r.names[offset:]), "\x00")
	r.properties[strings.Join(r.path, "/")+"/"+name] = value
	return nil
}

func (r *reader) number() (value uint32, ok bool) {
	b, ok := r.take(4)
	if !ok {
		return 0, false
	}
	return binary.BigEndian.Uint32(b), true
}

// take takes n bytes, and what pads them to a multiple of 4.
func (r *reader) take(n int) (taken []byte, ok bool) {
	padded := (n + 3) &^ 3
	if n < 0 || padded > len(r.structure) {
		return nil, false
	}
	taken, r.structure = r.structure[:n], r.structure[padded:]
	return taken, true
}
