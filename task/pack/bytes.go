// SPDX-License-Identifier: MIT

package pack

// Numbers are read and written byte by byte: the pack may lie at any address,
// and encoding/binary would bring reflection into the kernel.

func getUint32(b []byte, at int) uint32 {
	b = b[at : at+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func getUint64(b []byte, at int) uint64 {
	return uint64(getUint32(b, at)) | uint64(getUint32(b, at+4))<<32
}

func putUint32(b []byte, at int, n uint32) {
	b = b[at : at+4]
	b[0], b[1], b[2], b[3] = byte(n), byte(n>>8), byte(n>>16), byte(n>>24)
}

func putUint64(b []byte, at int, n uint64) {
	putUint32(b, at, uint32(n))
	putUint32(b, at+4, uint32(n>>32))
}
