// SPDX-License-Identifier: MIT

package service

// Name is what the firmware calls itself.
const Name = "BugoSBI"

// The firmware's own version.
const (
	VersionMajor = 0
	VersionMinor = 1
	VersionPatch = 0
)

// Version is the same as BaseGetImplVersion answers it: 16 bits for the major
// number, 8 for each of the others.
const Version = VersionMajor<<16 | VersionMinor<<8 | VersionPatch

// ImplementationID is what BaseGetImplID answers: a number that no
// implementation registered (SBI v2.0 §4.9).
const ImplementationID = 0xb060
