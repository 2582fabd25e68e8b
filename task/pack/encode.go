// SPDX-License-Identifier: MIT

package pack

// Encode returns the pack of the apps, in their order. It is meant for the host.
func Encode(apps []App) ([]byte, error) {
	if len(apps) == 0 {
		return nil, ErrEmpty
	}
	if len(apps) > MaxApps {
		return nil, &HeaderError{ErrCount, hex(uint64(len(apps))) + " apps, at most " + hex(MaxApps)}
	}
	for i := range apps {
		if err := atIndex(apps[i].check(), i); err != nil {
			return nil, err
		}
		for j := range apps[:i] {
			if err := atIndex(Compatible(&apps[j], &apps[i]), i); err != nil {
				return nil, err
			}
		}
	}

	out := make([]byte, headerLength+len(apps)*entryLength)
	for i := range apps {
		app := &apps[i]
		entry := out[headerLength+i*entryLength:][:entryLength]
		copy(entry[:MaxName], app.Name)
		for _, number := range []struct {
			at    int
			value uint64
		}{
			{entryBase, app.Base}, {entryEntry, app.Entry}, {entrySize, uint64(len(app.Image))},
			{entryText, app.Text}, {entryROData, app.ROData}, {entryStack, app.Stack}, {entryStackSize, app.StackSize},
			{entryMemory, app.Memory}, {entryHeap, app.Heap}, {entryFault, app.Fault}, {entryArgumentsOffset, uint64(len(out))},
		} {
			putUint64(entry, number.at, number.value)
		}
		putUint32(entry, entryCRC, Checksum(app.Image))
		putUint32(entry, entryRestarts, app.Restarts)
		putUint32(entry, entryArgumentsSize, uint32(len(app.Arguments)))
		putUint32(entry, entryNice, uint32(int32(app.Nice)))
		out = append(out, app.Arguments...)
	}
	for i := range apps {
		offset := uint64(0)
		for j := range apps[:i] {
			if string(apps[j].Image) == string(apps[i].Image) {
				offset = getUint64(out, headerLength+j*entryLength+entryOffset)
				break
			}
		}
		if offset == 0 {
			out = append(out, make([]byte, -len(out)&(PageSize-1))...)
			offset = uint64(len(out))
			out = append(out, apps[i].Image...)
		}
		putUint64(out, headerLength+i*entryLength+entryOffset, offset)
	}
	copy(out, magic)
	putUint32(out, headerVersion, Version)
	putUint32(out, headerCount, uint32(len(apps)))
	putUint64(out, headerSize, uint64(len(out)))
	putUint32(out, headerCRC, Checksum(out[headerLength:][:len(apps)*entryLength]))
	return out, nil
}

// atIndex puts the position in the table into an error about an app.
func atIndex(err error, i int) error {
	if app, ok := err.(*AppError); ok {
		app.Index = i
	}
	return err
}
