// SPDX-License-Identifier: MIT

package lcov

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Write writes a tracefile: for each file a record for the host, one for the
// guest, or both. Equal reports are equal files.
func (r Report) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, path := range r.Paths() {
		writeRecord(out, "", path, r[path].Host)
		writeRecord(out, guest, path, r[path].Guest)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("cannot write the coverage: %w", err)
	}
	return nil
}

// writeRecord writes a record, unless it would be empty. (A bufio.Writer keeps the
// first error until it is flushed.)
func writeRecord(out *bufio.Writer, test, path string, lines Lines) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(out, "TN:%s\nSF:%s\n", test, path)
	for _, line := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintf(out, "DA:%d,%d\n", line, lines[line])
	}
	ran, all := lines.Figures()
	fmt.Fprintf(out, "LH:%d\nLF:%d\nend_of_record\n", ran, all)
}
