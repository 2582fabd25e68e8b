// SPDX-License-Identifier: MIT

// Package flashimage holds the formats in which a program reaches a K210.
//
// A program for the board is one flat image: byte i is run at 0x80000000+i.
// Join makes it of the firmware and the kernel. Two containers take it to the
// flash chip:
//
//	flash image   what lies in flash from offset 0, as the boot ROM reads it:
//	              1 byte AES flag, 4 bytes length N (little endian),
//	              N bytes payload, 32 bytes SHA-256 of all before them
//	kfpkg         a zip file for the programs that write flash: flash-list.json
//	              says which file goes to which offset, and whether the writer
//	              has to add header and hash
//
// Encode and Decode are each other's inverse, and Decode is the check that the
// boot ROM makes before it jumps: flag, length, hash. Equal input gives equal
// bytes, on every machine and day.
//
// Nothing here knows what the program does. That a flash image is well formed
// says that the ROM starts it, and not that it drives the board.
//
// Reference: k210-facts.md §12.1, §12.2, §12.4.
package flashimage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"bugo/platforms/k210"
	"bugo/tools/sizes"
)

const (
	// HeaderSize is the AES flag and the length (k210-facts.md §12.2).
	HeaderSize = 1 + 4
	// TrailerSize is the SHA-256 (k210-facts.md §12.2).
	TrailerSize = sha256.Size
	// MaxPayload is the SRAM that the ROM can fill: both banks, in bytes. The
	// AI SRAM behind them faults until its clocks are on (k210-facts.md §1).
	MaxPayload = k210.AISRAMBase - k210.SRAMBase
	// FlashSize is the board's flash chip, in bytes (k210-facts.md §14).
	FlashSize = 16 << 20
)

// The values of the AES flag (k210-facts.md §12.2).
const (
	plain     = 0
	encrypted = 1
)

// Why a flash image is refused. The errors that wrap them name the numbers.
var (
	ErrTruncated = errors.New("truncated flash image")
	ErrFlag      = errors.New("no flash image")
	ErrEncrypted = errors.New("encrypted flash image")
	ErrLength    = errors.New("impossible length")
	ErrHash      = errors.New("wrong SHA-256")
)

// Encode returns payload as a flash image. It refuses what the ROM cannot run.
func Encode(payload []byte) ([]byte, error) {
	if err := checkFlat("the image", payload, MaxPayload); err != nil {
		return nil, err
	}
	out := make([]byte, 0, HeaderSize+len(payload)+TrailerSize)
	out = append(out, plain)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(payload)))
	out = append(out, payload...)
	hash := sha256.Sum256(out)
	return append(out, hash[:]...), nil
}

// Decode returns the payload of the flash image at the start of flash, and how
// many bytes the image has in all. What follows in flash is not looked at. The
// payload is a part of flash, not a copy.
func Decode(flash []byte) (payload []byte, size int, err error) {
	if kind := otherFormat(flash); kind != "" {
		return nil, 0, fmt.Errorf("%w: this is %s, without the boot ROM's header", ErrFlag, kind)
	}
	if len(flash) < HeaderSize {
		return nil, 0, fmt.Errorf("%w: %d bytes, and the header alone has %d", ErrTruncated, len(flash), HeaderSize)
	}
	switch flag := flash[0]; flag {
	case plain:
	case encrypted:
		return nil, 0, fmt.Errorf("%w: its key is in the chip, nothing outside can read it", ErrEncrypted)
	default:
		return nil, 0, fmt.Errorf("%w: the AES flag at offset 0 is %#02x, want 0 (plain) or 1 (encrypted)", ErrFlag, flag)
	}
	n := binary.LittleEndian.Uint32(flash[1:])
	if n == 0 || n > MaxPayload {
		return nil, 0, fmt.Errorf("%w: the header at offset 1 says %s bytes, want 1 to %s", ErrLength, sizes.Bytes(uint64(n)), sizes.Bytes(MaxPayload))
	}
	end := HeaderSize + int(n)
	if len(flash) < end+TrailerSize {
		return nil, 0, fmt.Errorf("%w: %s bytes, and header, payload and hash have %s",
			ErrTruncated, sizes.Bytes(uint64(len(flash))), sizes.Bytes(uint64(end+TrailerSize)))
	}
	want := sha256.Sum256(flash[:end])
	if got := flash[end : end+TrailerSize]; !bytes.Equal(got, want[:]) {
		return nil, 0, fmt.Errorf("%w: the trailer at offset %#x is %x, and the image before it has %x", ErrHash, end, got, want)
	}
	return flash[HeaderSize:end:end], end + TrailerSize, nil
}
