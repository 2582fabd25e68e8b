// SPDX-License-Identifier: MIT

package hart

// dataWindow is RAM in which the current mode may load and store. It is dropped
// when mode, protection or pages change.
type dataWindow struct {
	base  uint64
	bytes []byte
	quick quickWindow // as openWindow makes it of the others
}

// keptWindow is a window that was open before, and is still valid in its epoch.
type keptWindow struct {
	dataWindow
	epoch uint64
}

// windows are those that were open last, by the pages of accesses. Where
// addresses are translated a window is one page, and programs use several.
type windows struct {
	kept  [64]keptWindow
	epoch uint64
}

func (w *windows) at(address uint64) *keptWindow {
	return &w.kept[address/pageSize%uint64(len(w.kept))]
}

// dropWindows closes the window, and forgets the others.
func (h *Hart) dropWindows() {
	h.window = dataWindow{}
	h.windows.epoch++
}

// openWindow opens a window, in which an access to address is.
func (h *Hart) openWindow(address uint64, w dataWindow) {
	w.quick = quickly(w.base, w.bytes)
	h.window = w
	*h.windows.at(address) = keptWindow{w, h.windows.epoch}
}

// reopenWindow opens the window of an access again, if it is kept. The access is
// at an offset in it.
func (h *Hart) reopenWindow(address uint64, size int) (offset uint64, ok bool) {
	k := h.windows.at(address)
	offset = address - k.base
	length := uint64(len(k.bytes))
	if k.epoch != h.windows.epoch || offset >= length || length-offset < uint64(size) {
		return 0, false
	}
	h.window = k.dataWindow
	return offset, true
}
