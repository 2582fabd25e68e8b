// SPDX-License-Identifier: MIT

package pack

// Encode returns the pack of the apps, in their order. It is meant for the
// host. All apps are in memory at the same time: their windows must lie apart.
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
		out = append(out, make([]byte, -len(out)&(Align-1))...)
		offset := len(out)
		out = append(out, app.Image...)
		entry := out[headerLength+i*entryLength:][:entryLength]
		copy(entry[:MaxName], app.Name)
		putUint64(entry, entryBase, app.Base)
		putUint64(entry, entryWindow, app.Window)
		putUint64(entry, entryEntry, app.Entry)
		putUint64(entry, entryOffset, uint64(offset))
		putUint64(entry, entrySize, uint64(len(app.Image)))
		putUint64(entry, entryMemory, app.Memory)
		putUint32(entry, entryCRC, Checksum(app.Image))
		putUint32(entry, entryRestarts, app.Restarts)
		putUint64(entry, entryFault, app.Fault)
		putUint64(entry, entryArgumentsOffset, uint64(len(out)))
		putUint32(entry, entryArgumentsSize, uint32(len(app.Arguments)))
		putUint32(entry, entryNice, uint32(int32(app.Nice)))
		out = append(out, app.Arguments...)
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
