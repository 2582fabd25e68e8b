// SPDX-License-Identifier: MIT

package syscalls

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/kernel/console"
	"bugo/memory/frame"
	"bugo/memory/space"
	"bugo/memory/space/spacetest"
	"bugo/task"
	"bugo/task/pack"
	"bugo/trap"
	"bugo/user/abi"
)

// An app's addresses.
const (
	base     = 0x4000_0000 // text
	rodata   = base + 0x1000
	data     = base + 0x2000 // a page, and one more of .bss
	stack    = base + 0x5000 // two pages, between guards
	heap     = base + 0x8000
	heapSize = 0x4000
	start    = heap + heapSize + 0x1000
	hertz    = 10_000_000
)

// machine is a machine below the kernel: memory, a clock, a console. A switch to
// another task comes back at once.
type machine struct {
	*spacetest.Machine
	now      uint64
	deadline uint64
	typed    string
	shown    strings.Builder
	lines    []string
	table    *task.Table
}

func (m *machine) Prepare(t *task.Task) { t.Context = &trap.Context{} }
func (m *machine) LeaveSpace()          {}
func (m *machine) Switches() (trap.Switch, trap.Leave) {
	return func(from, to *trap.Stack) {}, func(from *trap.Stack, ctx *trap.Context, to *trap.Stack) {}
}
func (m *machine) SyncInstructions()        {}
func (m *machine) Now() uint64              { return m.now }
func (m *machine) SetTimer(deadline uint64) { m.deadline = deadline }
func (m *machine) Wait()                    { m.now = max(m.now, m.deadline) }
func (m *machine) AllEnded()                { panic("all ended") }

// get and put are the running app's own loads and stores.

func get[T any](m *machine, address uintptr) (value T) {
	if m.table.Current.Space.CopyIn(unsafe.Slice((*byte)(unsafe.Pointer(&value)), unsafe.Sizeof(value)), address) != space.Resolved {
		panic("the app cannot read that")
	}
	return value
}

func put[T any](m *machine, address uintptr, value T) {
	if m.table.Current.Space.CopyOut(address, unsafe.Slice((*byte)(unsafe.Pointer(&value)), unsafe.Sizeof(value))) != space.Resolved {
		panic("the app cannot write that")
	}
}

// text returns n bytes of the app's.
func text(m *machine, address, n uintptr) string {
	var all strings.Builder
	for i := range n {
		all.WriteByte(get[byte](m, address+i))
	}
	return all.String()
}

func (m *machine) Read() (byte, bool) {
	if m.typed == "" {
		return 0, false
	}
	value := m.typed[0]
	m.typed = m.typed[1:]
	return value, true
}
func (m *machine) Write(p []byte) { m.shown.Write(p) }

func (*machine) Save(*trap.Floats) {}
func (*machine) Load(*trap.Floats) {}
func (*machine) Enable(bool)       {}

// boot starts two apps: a makes the calls, b is ready.
func boot(*testing.T) (*machine, *task.Table) {
	m := &machine{Machine: spacetest.New(60)}
	table := &task.Table{Floats: trap.LazyFloats{Unit: m}}
	m.table = table
	image := m.Place(append(bytes.Repeat([]byte{'t'}, 0x2000), "data"...))
	for _, name := range []string{"a", "b"} {
		table.Tasks = append(table.Tasks, task.Task{App: pack.App{
			Name: name, Base: base, Entry: base, Text: 0x1000, ROData: 0x1000, Stack: 0x5000, StackSize: 0x2000,
			Memory: 0x8000, Heap: heapSize, Image: image,
		}})
	}
	Init(Kernel{
		Tasks:          table,
		Console:        &console.Console{Port: m},
		Now:            m.Now,
		UnitsPerSecond: hertz,
		Frames:         &m.Frames,
		Log: func(killed, by *task.Task, signal int) {
			m.lines = append(m.lines, killed.App.Name+" by "+by.App.Name)
		},
		Exited: func(t *task.Task, code int) { m.lines = append(m.lines, t.App.Name+" exits") },
	})
	table.Init(m, &task.RoundRobin{}, hertz/100, 0, task.Memory{Machine: m, Kernel: m.Table(), Frames: &m.Frames})
	table.Poll = PollConsole
	table.Run()
	return m, table
}

// call makes a system call of the running app, as the trap vector does.
func call(table *task.Table, number uintptr, arguments ...uintptr) (result uintptr, err abi.Errno) {
	ctx := table.Current.Context
	ctx.X[trap.A7] = number
	copy(ctx.X[trap.A0:], arguments)
	calls := Init(kernel)
	if number < uintptr(len(calls)) && calls[number] != nil {
		calls[number](ctx)
	} else {
		Unknown(ctx)
	}
	return abi.Split(ctx.X[trap.A0])
}

const none = ^uintptr(0)

func TestUnknownNumbersAreENOSYS(t *testing.T) {
	_, table := boot(t)
	for _, number := range []uintptr{0, 1, 62, 65, 92, 94, 213, 215, 255, 256, 4000, 1 << 40, none} {
		_, err := call(table, number)
		assert.Equal(t, abi.ENOSYS, err, "%d", number)
	}
}

// TestEveryPointerIsChecked calls everything that takes a pointer with ranges
// that are not the app's, or not its to write.
func TestEveryPointerIsChecked(t *testing.T) {
	m, table := boot(t)
	kernelData := bytes.Clone(m.Bytes(spacetest.DataAddress, 0x1000))
	before := text(m, data, 0x2000)
	type shape struct {
		number    uintptr
		arguments func(pointer uintptr) []uintptr
		size      uintptr
		in        bool
	}
	for name, s := range map[string]shape{
		"read":          {abi.SysRead, func(p uintptr) []uintptr { return []uintptr{0, p, 16} }, 16, false},
		"write":         {abi.SysWrite, func(p uintptr) []uintptr { return []uintptr{1, p, 16} }, 16, true},
		"nanosleep":     {abi.SysNanosleep, func(p uintptr) []uintptr { return []uintptr{p, 0} }, 16, true},
		"remaining":     {abi.SysNanosleep, func(p uintptr) []uintptr { return []uintptr{data + 64, p} }, 16, false},
		"clock_gettime": {abi.SysClockGettime, func(p uintptr) []uintptr { return []uintptr{1, p} }, 16, false},
		"gettimeofday":  {abi.SysGettimeofday, func(p uintptr) []uintptr { return []uintptr{p, 0} }, 16, false},
		"the zone":      {abi.SysGettimeofday, func(p uintptr) []uintptr { return []uintptr{0, p} }, 8, false},
		"sysinfo":       {abi.SysSysinfo, func(p uintptr) []uintptr { return []uintptr{p} }, 112, false},
	} {
		bad := []uintptr{
			8, base - 8, base - s.size, stack - 0x1000, stack - 0x1000 - s.size + 8, stack - 8, stack + 0x2000 - s.size + 8, heap, heap + 0x1000,
			start + 0x1000 - 8, start + 0x1000, base + 1<<21, 0x80020000, spacetest.DataAddress, 0x80400000, space.StackArea, 0x80000000,
			1 << 38, 1 << 63, none - 7, none - s.size + 1,
		}
		if !s.in {
			bad = append(bad, base, rodata, data-s.size, data-8, start)
		}
		for _, pointer := range bad {
			_, err := call(table, s.number, s.arguments(pointer)...)
			require.Equal(t, abi.EFAULT, err, "%s at %#x", name, pointer)
		}
		if s.number != abi.SysRead && s.number != abi.SysWrite {
			_, err := call(table, s.number, s.arguments(data+2)...)
			require.Equal(t, abi.EFAULT, err, "%s, misaligned", name)
		}
	}
	for _, length := range []uintptr{0x4001, 1 << 40, none, none - base} {
		_, err := call(table, abi.SysWrite, 1, base, length)
		require.Equal(t, abi.EFAULT, err, "write of %#x bytes", length)
	}
	assert.Equal(t, before, text(m, data, 0x2000), "nothing was written")
	assert.Equal(t, kernelData, m.Bytes(spacetest.DataAddress, 0x1000))
	assert.Empty(t, m.shown.String())
	assert.Equal(t, "a", table.Current.App.Name, "nobody has slept")
}

// TestStructuresMayStraddlePages has them at the end of a page, half in the next.
func TestStructuresMayStraddlePages(t *testing.T) {
	m, table := boot(t)
	m.now = 5 * hertz
	_, err := call(table, abi.SysClockGettime, 1, data+0x1000-8) // the second page is .bss, and not there yet
	assert.Zero(t, err)
	assert.Equal(t, abi.Timespec{Sec: 5}, get[abi.Timespec](m, data+0x1000-8))
	copyText(m, stack+0x1000-3, "hello")
	n, err := call(table, abi.SysWrite, 1, stack+0x1000-3, 5)
	assert.Zero(t, err)
	assert.EqualValues(t, 5, n)
	assert.Equal(t, "hello", m.shown.String())
}

// TestPromisedPagesAreMadeForCalls writes to and reads from pages that nobody touched.
func TestPromisedPagesAreMadeForCalls(t *testing.T) {
	m, table := boot(t)
	pages := table.Current.Space.Pages()
	n, err := call(table, abi.SysWrite, 1, stack, 3)
	assert.Zero(t, err)
	assert.EqualValues(t, 3, n)
	assert.Equal(t, "\x00\x00\x00", m.shown.String())
	call(table, abi.SysBrk, heap+heapSize)
	_, err = call(table, abi.SysSysinfo, heap+0x2000)
	assert.Zero(t, err)
	assert.Equal(t, pages+2, table.Current.Space.Pages())
}

// TestWithoutMemoryACallFailsAndHasDoneNothing takes all frames away.
func TestWithoutMemoryACallFailsAndHasDoneNothing(t *testing.T) {
	m, table := boot(t)
	put(m, data, abi.Timespec{Nsec: 5})
	for {
		if _, ok := m.Frames.Alloc(frame.UserPage); !ok {
			break
		}
	}
	m.typed = "line\r"
	PollConsole()
	for _, c := range [][]uintptr{
		{abi.SysRead, 0, stack, 5}, {abi.SysWrite, 1, stack, 5}, {abi.SysClockGettime, 1, stack}, {abi.SysNanosleep, data, stack}, {abi.SysNanosleep, stack, 0},
	} {
		_, err := call(table, c[0], c[1:]...)
		assert.Equal(t, abi.EFAULT, err, abi.Name(c[0]))
	}
	assert.Equal(t, "line\n", m.shown.String(), "no more than the echo")
	assert.Equal(t, "a", table.Current.App.Name, "nobody has slept")
	n, err := call(table, abi.SysRead, 0, data+64, 5)
	assert.Zero(t, err)
	assert.Equal(t, "line\n", text(m, data+64, n), "the line is not lost")
}

func TestWriteShowsTheBytesAndCountsThem(t *testing.T) {
	m, table := boot(t)
	copyText(m, data+16, "hello")
	for _, fd := range []uintptr{1, 2} {
		n, err := call(table, abi.SysWrite, fd, data+16, 5)
		assert.Zero(t, err)
		assert.EqualValues(t, 5, n)
	}
	assert.Equal(t, "hellohello", m.shown.String())
	n, err := call(table, abi.SysWrite, 1, 0, 0)
	assert.Zero(t, err)
	assert.Zero(t, n, "nothing is no error, wherever it is")
	for _, fd := range []uintptr{0, 3, none} {
		_, err := call(table, abi.SysWrite, fd, data, 1)
		assert.Equal(t, abi.EBADF, err)
	}
	n, _ = call(table, abi.SysWrite, 1, base, 0x3000)
	assert.EqualValues(t, maxBytes, n, "a long text goes in pieces")
}

func TestReadWaitsForALine(t *testing.T) {
	m, table := boot(t)
	table.Kill(table.Task(2))
	m.typed = "hello\rworld\r"
	n, err := call(table, abi.SysRead, 0, data+64, 4)
	assert.Zero(t, err)
	assert.Equal(t, "hell", text(m, data+64, n))
	assert.EqualValues(t, hertz/100, m.now, "the console is looked at by each tick")
	n, _ = call(table, abi.SysRead, 0, data+0x1000-1, 100)
	assert.Equal(t, "o\n", text(m, data+0x1000-1, n))
	n, _ = call(table, abi.SysRead, 0, data+64, 100)
	assert.Equal(t, "world\n", text(m, data+64, n))
	m.typed = "\x04"
	n, err = call(table, abi.SysRead, 0, data+64, 100)
	assert.Zero(t, err)
	assert.Zero(t, n, "end of file")
	_, err = call(table, abi.SysRead, 1, data, 1)
	assert.Equal(t, abi.EBADF, err)
	n, err = call(table, abi.SysRead, 0, data, 0)
	assert.Zero(t, err)
	assert.Zero(t, n)
}

func copyText(m *machine, address uintptr, text string) {
	for i := range len(text) {
		put(m, address+uintptr(i), text[i])
	}
}

func TestNanosleepIsNeverShort(t *testing.T) {
	for _, c := range []struct {
		sec, nsec int64
		units     uint64
	}{
		{0, 0, 1}, {0, 1, 2}, {0, 100, 2}, {0, 101, 3}, {0, 999_999_999, hertz + 1}, {3, 500_000_000, 3*hertz + hertz/2 + 1},
		{1 << 62, 0, longest*hertz + 1},
	} {
		m, table := boot(t)
		table.Kill(table.Task(2))
		put(m, data+32, abi.Timespec{Sec: c.sec, Nsec: c.nsec})
		put(m, data+64, abi.Timespec{Sec: 7, Nsec: 7})
		m.now = 1000
		table.TickUnits = 1 << 60 // no tick strikes meanwhile
		table.Tick()
		_, err := call(table, abi.SysNanosleep, data+32, data+64)
		assert.Zero(t, err)
		assert.EqualValues(t, 1000+c.units, m.now, "%d s %d ns", c.sec, c.nsec)
		assert.Equal(t, abi.Timespec{}, get[abi.Timespec](m, data+64))
	}
	m, table := boot(t)
	for _, bad := range []abi.Timespec{{Sec: -1}, {Nsec: -1}, {Nsec: abi.NanosecondsPerSecond}} {
		put(m, data+32, bad)
		_, err := call(table, abi.SysNanosleep, data+32, 0)
		assert.Equal(t, abi.EINVAL, err)
	}
	assert.Equal(t, "a", table.Current.App.Name, "it has not slept")
}

func TestClocksCountFromTheStart(t *testing.T) {
	m, table := boot(t)
	m.now = 12*hertz + 3
	for clock := range uintptr(2) {
		_, err := call(table, abi.SysClockGettime, clock, data+32)
		assert.Zero(t, err)
		assert.Equal(t, abi.Timespec{Sec: 12, Nsec: 300}, get[abi.Timespec](m, data+32))
	}
	_, err := call(table, abi.SysClockGettime, 2, data+32)
	assert.Equal(t, abi.EINVAL, err)
	put(m, data+64, abi.Timespec{Sec: 7})
	_, err = call(table, abi.SysGettimeofday, data+32, data+64)
	assert.Zero(t, err)
	assert.Equal(t, abi.Timespec{Sec: 12, Nsec: 0}, get[abi.Timespec](m, data+32), "microseconds")
	assert.Equal(t, abi.Timespec{}, get[abi.Timespec](m, data+64), "the zone is UTC")
	_, err = call(table, abi.SysGettimeofday, 0, 0)
	assert.Zero(t, err)
}

func TestEachAppKnowsItsNumber(t *testing.T) {
	_, table := boot(t)
	n, err := call(table, abi.SysGetpid)
	assert.Zero(t, err)
	assert.EqualValues(t, 1, n)
	table.Yield()
	n, _ = call(table, abi.SysGetpid)
	assert.EqualValues(t, 2, n)
}

func TestYieldLetsTheOtherRun(t *testing.T) {
	_, table := boot(t)
	ctx := table.Current.Context
	_, err := call(table, abi.SysSchedYield)
	assert.Zero(t, err)
	assert.Equal(t, "b", table.Current.App.Name)
	assert.Zero(t, ctx.X[trap.A0], "the result is for who called")
}

func TestExitEndsTheApp(t *testing.T) {
	for code, want := range map[uintptr]int{0: 0, 3: 3, none: -1, 0xffffffff: -1} {
		m, table := boot(t)
		call(table, abi.SysExit, code)
		assert.Equal(t, task.Exited, table.Task(1).State)
		assert.Equal(t, want, table.Task(1).ExitCode)
		assert.Equal(t, []string{"a exits"}, m.lines)
		assert.Equal(t, "b", table.Current.App.Name)
	}
}

func TestKillEndsAnotherApp(t *testing.T) {
	m, table := boot(t)
	for _, c := range []struct {
		pid, signal uintptr
		want        abi.Errno
	}{
		{2, abi.SignalProbe, 0}, {2, 1, abi.EINVAL}, {2, none, abi.EINVAL}, {0, abi.SIGKILL, abi.ESRCH},
		{3, abi.SIGKILL, abi.ESRCH}, {none, abi.SIGKILL, abi.ESRCH}, {1 << 31, 0, abi.ESRCH},
		{2, abi.SIGTERM, 0}, {2, abi.SIGKILL, abi.ESRCH}, {2, abi.SignalProbe, abi.ESRCH},
	} {
		_, err := call(table, abi.SysKill, c.pid, c.signal)
		assert.Equal(t, c.want, err, "kill(%d, %d)", int32(c.pid), int32(c.signal))
	}
	assert.Equal(t, task.Killed, table.Task(2).State)
	assert.Equal(t, []string{"b by a"}, m.lines)
	assert.PanicsWithValue(t, "all ended", func() { call(table, abi.SysKill, 1, abi.SIGKILL) })
}

func TestPrioritiesAreKeptInRange(t *testing.T) {
	_, table := boot(t)
	for _, c := range []struct {
		which, who, priority uintptr
		want                 abi.Errno
	}{
		{abi.PrioProcess, 0, 5, 0}, {abi.PrioProcess, 2, none - 99, 0}, {1, 0, 0, abi.EINVAL}, {abi.PrioProcess, 9, 0, abi.ESRCH},
	} {
		_, err := call(table, abi.SysSetpriority, c.which, c.who, c.priority)
		assert.Equal(t, c.want, err)
	}
	assert.Equal(t, 5, table.Task(1).Nice)
	assert.Equal(t, -20, table.Task(2).Nice)
	call(table, abi.SysSetpriority, abi.PrioProcess, 0, 100)
	assert.Equal(t, 19, table.Task(1).Nice)
}

func TestTheBreakNeverFails(t *testing.T) {
	_, table := boot(t)
	for _, c := range []struct{ address, want uintptr }{
		{0, heap}, {heap + 0x1800, heap + 0x1800}, {heap + heapSize + 1, heap + 0x1800}, {none, heap + 0x1800}, {base, heap + 0x1800},
		{heap + heapSize, heap + heapSize}, {heap, heap},
	} {
		ctx := table.Current.Context
		call(table, abi.SysBrk, c.address)
		assert.Equal(t, c.want, ctx.X[trap.A0], "brk(%#x)", c.address)
	}
}

func TestSysinfoCountsFramesAndApps(t *testing.T) {
	m, table := boot(t)
	m.now = 65 * hertz
	_, err := call(table, abi.SysSysinfo, data+64)
	assert.Zero(t, err)
	free := m.Frames.Stats().Free
	assert.Equal(t, abi.Sysinfo{Uptime: 65, TotalRAM: 60 * 4096, FreeRAM: uint64(free * 4096), Procs: 2, Unit: 1}, get[abi.Sysinfo](m, data+64))
	table.Kill(table.Task(2))
	call(table, abi.SysSysinfo, data+64)
	info := get[abi.Sysinfo](m, data+64)
	assert.EqualValues(t, 1, info.Procs)
	assert.EqualValues(t, 4096*(free+3+2), info.FreeRAM, "three tables, data and start block")
}

// TestRandomCalls is the kernel fuzzed on the host: whatever is called, nothing
// but memory is touched (the machine would panic), none of the kernel's is, and each
// call that returns has an answer.
func TestRandomCalls(t *testing.T) {
	m, table := boot(t)
	kernelData := bytes.Clone(m.Bytes(spacetest.DataAddress, 0x1000))
	image := bytes.Clone(m.Bytes(spacetest.ImageBase, 0x3000))
	r := rand.New(rand.NewPCG(5, 6))
	values := []uintptr{
		0, 1, 2, 3, 8, 16, base, rodata, data, data + 8, data + 0x1000 - 8, stack - 0x1000 - 8, stack, stack + 0x2000 - 8, heap, heap + heapSize, start,
		base - 1, none, none - 7, 1 << 63, 0x80020000, spacetest.DataAddress, 0x80400000, space.StackArea,
	}
	for range 200_000 {
		arguments := make([]uintptr, 6)
		for i := range arguments {
			if arguments[i] = values[r.IntN(len(values))]; r.IntN(4) == 0 {
				arguments[i] = uintptr(r.Uint64()) >> r.IntN(64)
			}
		}
		number := uintptr(r.IntN(260))
		switch number {
		case abi.SysExit, abi.SysKill:
			continue
		case abi.SysRead:
			m.typed = "fed\r"
		}
		call(table, number, arguments...)
		require.Equal(t, 0, len(m.lines))
	}
	assert.Equal(t, kernelData, m.Bytes(spacetest.DataAddress, 0x1000))
	assert.Equal(t, image, m.Bytes(spacetest.ImageBase, 0x3000))
}

func TestCallsDoNotAllocate(t *testing.T) {
	m, table := boot(t)
	table.Kill(table.Task(2))
	put(m, data, abi.Timespec{Nsec: 5})
	ctx := table.Current.Context
	calls := Init(kernel)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		for _, c := range [...][4]uintptr{
			{abi.SysClockGettime, 1, data + 32}, {abi.SysNanosleep, data, data + 32}, {abi.SysSysinfo, data + 64}, {abi.SysGettimeofday, data + 32, data + 64},
			{abi.SysBrk, heap + 0x2000}, {abi.SysSysinfo, heap + 0x1800}, {abi.SysBrk, heap},
		} {
			copy(ctx.X[trap.A0:], c[1:])
			calls[c[0]](ctx)
		}
	}))
}
