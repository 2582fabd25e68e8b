// SPDX-License-Identifier: MIT

package syscalls

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/trap"
	"bugo/user/abi"
)

// fake is an app with some memory at base, and the machine below it.
type fake struct {
	base    uintptr
	memory  []byte
	console string
	exits   []int
}

func (f *fake) Memory(addr, size uintptr) ([]byte, bool) {
	off := addr - f.base
	if off > uintptr(len(f.memory)) || size > uintptr(len(f.memory))-off {
		return nil, false
	}
	return f.memory[off : off+size], true
}
func (f *fake) ConsoleWrite(p []byte) { f.console += string(p) }
func (f *fake) Exit(code int)         { f.exits = append(f.exits, code) }

func call(f *fake, number uintptr, args ...uintptr) (result uintptr, err abi.Errno) {
	ctx := &trap.Context{}
	ctx.X[trap.A7] = number
	copy(ctx.X[trap.A0:], args)
	Do(ctx, f, f)
	return abi.Split(ctx.X[trap.A0])
}

func TestWriteShowsTheBytesAndCountsThem(t *testing.T) {
	for _, fd := range []uintptr{1, 2} {
		f := &fake{base: 0x80400000, memory: []byte("..hello..")}
		n, err := call(f, abi.SysWrite, fd, 0x80400002, 5)
		assert.Zero(t, err)
		assert.EqualValues(t, 5, n)
		assert.Equal(t, "hello", f.console)
	}
}

func TestWriteRefusesWhatIsNotTheApps(t *testing.T) {
	const base, size = 0x80400000, 16
	for name, c := range map[string]struct {
		fd, buf, count uintptr
		want           abi.Errno
	}{
		"standard input":       {0, base, 1, abi.EBADF},
		"unknown descriptor":   {3, base, 1, abi.EBADF},
		"negative descriptor":  {^uintptr(0), base, 1, abi.EBADF},
		"below":                {1, base - 1, 2, abi.EFAULT},
		"above":                {1, base + size, 1, abi.EFAULT},
		"straddling the end":   {1, base + size - 1, 2, abi.EFAULT},
		"null":                 {1, 0, 1, abi.EFAULT},
		"length wraps around":  {1, base + 1, ^uintptr(0), abi.EFAULT},
		"huge length":          {1, base, 1 << 62, abi.EFAULT},
		"top of address space": {1, ^uintptr(0), 1, abi.EFAULT},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{base: base, memory: make([]byte, size)}
			_, err := call(f, abi.SysWrite, c.fd, c.buf, c.count)
			assert.Equal(t, c.want, err)
			assert.Empty(t, f.console)
		})
	}
}

func TestWriteOfNothingIsNoError(t *testing.T) {
	f := &fake{base: 0x80400000, memory: make([]byte, 4)}
	n, err := call(f, abi.SysWrite, 1, 0x80400004, 0)
	assert.Zero(t, err)
	assert.Zero(t, n)
}

func TestExitPassesTheCodeAsAnInt(t *testing.T) {
	f := &fake{}
	call(f, abi.SysExit, 0)
	call(f, abi.SysExit, 3)
	call(f, abi.SysExit, ^uintptr(0))
	call(f, abi.SysExit, 0xffffffff) // what a 32-bit -1 may look like
	assert.Equal(t, []int{0, 3, -1, -1}, f.exits)
}

func TestUnknownNumbersAreENOSYS(t *testing.T) {
	for _, number := range []uintptr{0, 1, 63, 65, 92, 94, 1 << 40, ^uintptr(0)} {
		_, err := call(&fake{}, number)
		assert.Equal(t, abi.ENOSYS, err, "%d", number)
	}
}
