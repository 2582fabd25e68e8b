// SPDX-License-Identifier: MIT

package pack

// CheckPlace returns why the app cannot be loaded where apps may lie in
// [base, end), and the kernel needs start bytes at the end of its window: what
// a kernel asks of an entry beyond what Decoder.App has checked.
func (a *App) CheckPlace(base, end, start uint64) error {
	switch {
	case a.Base < base || a.End() > end:
		return &AppError{Name: a.Name, Err: ErrPlace, Detail: "[" + hex(a.Base) + ", " + hex(a.End()) +
			") is not in [" + hex(base) + ", " + hex(end) + ")"}
	case a.Entry != a.Base: // its first instruction is its first byte: the linker scripts
		return &AppError{Name: a.Name, Err: ErrLinked, Detail: "its entry is " + hex(a.Entry) + ", its window begins at " + hex(a.Base)}
	case start > a.Window-a.Memory:
		return &AppError{Name: a.Name, Err: ErrWindow, Detail: "image and bss of " + hex(a.Memory) +
			" bytes and a start block of " + hex(start) + " are more than its window of " + hex(a.Window)}
	}
	return nil
}

// Compatible returns why two apps cannot be in memory at the same time. The
// error is about b.
func Compatible(a, b *App) error {
	if a.Name == b.Name {
		return &AppError{Name: b.Name, Err: ErrDuplicate, Detail: "give each app a name of its own"}
	}
	if a.Base < b.End() && b.Base < a.End() {
		return &AppError{Name: b.Name, Err: ErrOverlap, Detail: "[" + hex(b.Base) + ", " + hex(b.End()) +
			") and [" + hex(a.Base) + ", " + hex(a.End()) + ") of app " + a.Name}
	}
	return nil
}
