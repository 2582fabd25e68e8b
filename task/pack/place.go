// SPDX-License-Identifier: MIT

package pack

// CheckPlace returns why the app cannot be loaded where apps have the addresses
// [base, end), and the kernel puts start bytes into its start block: what a kernel
// asks of an entry beyond what Decoder.App has checked.
func (a *App) CheckPlace(base, end, start uint64) error {
	switch {
	case a.Base != base || a.Entry != base: // its first instruction is its first byte: the linker scripts
		return &AppError{Name: a.Name, Err: ErrLinked, Detail: "it begins at " + hex(a.Base) + " and its entry is " + hex(a.Entry) +
			", but apps begin at " + hex(base)}
	case a.End() > end:
		return &AppError{Name: a.Name, Err: ErrPlace, Detail: "[" + hex(a.Base) + ", " + hex(a.End()) +
			") is not in [" + hex(base) + ", " + hex(end) + ")"}
	case start > PageSize:
		return &AppError{Name: a.Name, Err: ErrArguments, Detail: "a start block of " + hex(start) + " bytes is more than a page"}
	}
	return nil
}

// Compatible returns why two apps cannot be in one pack. The error is about b.
func Compatible(a, b *App) error {
	if a.Name == b.Name {
		return &AppError{Name: b.Name, Err: ErrDuplicate, Detail: "give each app a name of its own"}
	}
	return nil
}
