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
	"bugo/task"
	"bugo/task/pack"
	"bugo/trap"
	"bugo/user/abi"
)

const (
	base   = 0x80400000
	window = 0x2000
	brk0   = 0x1000 // the first break, from base
	hertz  = 10_000_000
)

// machine is a machine below the kernel: two windows of memory, a clock, a
// console. A switch to another task comes back at once.
type machine struct {
	words    [2 * window / 8]uint64 // aligned, as memory is
	now      uint64
	deadline uint64
	typed    string
	shown    strings.Builder
	lines    []string
}

func (m *machine) memory() []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(&m.words[0])), 2*window)
}
func (m *machine) Bytes(address, size uintptr) []byte { return m.memory()[address-base:][:size] }
func (m *machine) Prepare(t *task.Task)               { t.Context = &trap.Context{} }
func (m *machine) Switches() (trap.Switch, trap.Leave) {
	return func(from, to *trap.Stack) {}, func(from *trap.Stack, ctx *trap.Context, to *trap.Stack) {}
}
func (m *machine) SyncInstructions()        {}
func (m *machine) Now() uint64              { return m.now }
func (m *machine) SetTimer(deadline uint64) { m.deadline = deadline }
func (m *machine) Wait()                    { m.now = max(m.now, m.deadline) }
func (m *machine) AllEnded()                { panic("all ended") }

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
	m := &machine{}
	table := &task.Table{Floats: trap.LazyFloats{Unit: m}}
	for i, name := range []string{"a", "b"} {
		at := uint64(base + i*window)
		table.Tasks = append(table.Tasks, task.Task{App: pack.App{
			Name: name, Base: at, Window: window, Entry: at, Memory: brk0, Image: []byte("image"),
		}})
	}
	Init(Kernel{
		Tasks:          table,
		Memory:         m,
		Console:        &console.Console{Port: m},
		Now:            m.Now,
		UnitsPerSecond: hertz,
		AppsBase:       base,
		AppsEnd:        base + 4*window,
		Log: func(killed, by *task.Task, signal int) {
			m.lines = append(m.lines, killed.App.Name+" by "+by.App.Name)
		},
		Exited: func(t *task.Task, code int) { m.lines = append(m.lines, t.App.Name+" exits") },
	})
	table.Init(m, &task.RoundRobin{}, hertz/100, 0)
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
// that are not the app's.
func TestEveryPointerIsChecked(t *testing.T) {
	m, table := boot(t)
	before := bytes.Clone(m.memory())
	type shape struct {
		number    uintptr
		arguments func(pointer uintptr) []uintptr
		size      uintptr
	}
	for name, s := range map[string]shape{
		"read":          {abi.SysRead, func(p uintptr) []uintptr { return []uintptr{0, p, 16} }, 16},
		"write":         {abi.SysWrite, func(p uintptr) []uintptr { return []uintptr{1, p, 16} }, 16},
		"nanosleep":     {abi.SysNanosleep, func(p uintptr) []uintptr { return []uintptr{p, 0} }, 16},
		"clock_gettime": {abi.SysClockGettime, func(p uintptr) []uintptr { return []uintptr{1, p} }, 16},
		"gettimeofday":  {abi.SysGettimeofday, func(p uintptr) []uintptr { return []uintptr{p, 0} }, 16},
		"the zone":      {abi.SysGettimeofday, func(p uintptr) []uintptr { return []uintptr{0, p} }, 8},
		"sysinfo":       {abi.SysSysinfo, func(p uintptr) []uintptr { return []uintptr{p} }, 112},
	} {
		for _, pointer := range []uintptr{
			8, base - 8, base - s.size, base + brk0, base + brk0 - s.size + 8,
			base + window, base + 3*window, 0x80020000, 0x80000000, 1 << 63, none - 7, none - s.size + 1,
		} {
			_, err := call(table, s.number, s.arguments(pointer)...)
			require.Equal(t, abi.EFAULT, err, "%s at %#x", name, pointer)
		}
		if s.number != abi.SysRead && s.number != abi.SysWrite {
			_, err := call(table, s.number, s.arguments(base+2)...)
			require.Equal(t, abi.EFAULT, err, "%s, misaligned", name)
		}
	}
	for _, length := range []uintptr{brk0 + 1, 1 << 40, none, none - base} {
		_, err := call(table, abi.SysWrite, 1, base, length)
		require.Equal(t, abi.EFAULT, err, "write of %#x bytes", length)
	}
	assert.Equal(t, before, m.memory(), "nothing was written")
	assert.Empty(t, m.shown.String())
}

func TestWriteShowsTheBytesAndCountsThem(t *testing.T) {
	m, table := boot(t)
	copy(m.memory()[16:], "hello")
	for _, fd := range []uintptr{1, 2} {
		n, err := call(table, abi.SysWrite, fd, base+16, 5)
		assert.Zero(t, err)
		assert.EqualValues(t, 5, n)
	}
	assert.Equal(t, "hellohello", m.shown.String())
	n, err := call(table, abi.SysWrite, 1, base+brk0, 0)
	assert.Zero(t, err)
	assert.Zero(t, n, "nothing is no error")
	for _, fd := range []uintptr{0, 3, none} {
		_, err := call(table, abi.SysWrite, fd, base, 1)
		assert.Equal(t, abi.EBADF, err)
	}
	n, _ = call(table, abi.SysWrite, 1, base, brk0)
	assert.EqualValues(t, maxWrite, n, "a long text goes in pieces")
}

func TestReadWaitsForALine(t *testing.T) {
	m, table := boot(t)
	table.Kill(table.Task(2))
	m.typed = "hello\rworld\r"
	n, err := call(table, abi.SysRead, 0, base+64, 4)
	assert.Zero(t, err)
	assert.Equal(t, "hell", string(m.memory()[64:64+n]))
	assert.EqualValues(t, hertz/100, m.now, "the console is looked at by each tick")
	n, _ = call(table, abi.SysRead, 0, base+64, 100)
	assert.Equal(t, "o\n", string(m.memory()[64:64+n]))
	n, _ = call(table, abi.SysRead, 0, base+64, 100)
	assert.Equal(t, "world\n", string(m.memory()[64:64+n]))
	m.typed = "\x04"
	n, err = call(table, abi.SysRead, 0, base+64, 100)
	assert.Zero(t, err)
	assert.Zero(t, n, "end of file")
	_, err = call(table, abi.SysRead, 1, base, 1)
	assert.Equal(t, abi.EBADF, err)
	n, err = call(table, abi.SysRead, 0, base, 0)
	assert.Zero(t, err)
	assert.Zero(t, n)
}

func timespec(m *machine, offset int) *abi.Timespec {
	return (*abi.Timespec)(unsafe.Pointer(&m.memory()[offset]))
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
		*timespec(m, 32) = abi.Timespec{Sec: c.sec, Nsec: c.nsec}
		*timespec(m, 64) = abi.Timespec{Sec: 7, Nsec: 7}
		m.now = 1000
		table.TickUnits = 1 << 60 // no tick strikes meanwhile
		table.Tick()
		_, err := call(table, abi.SysNanosleep, base+32, base+64)
		assert.Zero(t, err)
		assert.EqualValues(t, 1000+c.units, m.now, "%d s %d ns", c.sec, c.nsec)
		assert.Equal(t, abi.Timespec{}, *timespec(m, 64))
	}
	m, table := boot(t)
	for _, bad := range []abi.Timespec{{Sec: -1}, {Nsec: -1}, {Nsec: abi.NanosecondsPerSecond}} {
		*timespec(m, 32) = bad
		_, err := call(table, abi.SysNanosleep, base+32, 0)
		assert.Equal(t, abi.EINVAL, err)
	}
	assert.Equal(t, "a", table.Current.App.Name, "it has not slept")
}

func TestClocksCountFromTheStart(t *testing.T) {
	m, table := boot(t)
	m.now = 12*hertz + 3
	for clock := range uintptr(2) {
		_, err := call(table, abi.SysClockGettime, clock, base+32)
		assert.Zero(t, err)
		assert.Equal(t, abi.Timespec{Sec: 12, Nsec: 300}, *timespec(m, 32))
	}
	_, err := call(table, abi.SysClockGettime, 2, base+32)
	assert.Equal(t, abi.EINVAL, err)
	*timespec(m, 64) = abi.Timespec{Sec: 7}
	_, err = call(table, abi.SysGettimeofday, base+32, base+64)
	assert.Zero(t, err)
	assert.Equal(t, abi.Timespec{Sec: 12, Nsec: 0}, *timespec(m, 32), "microseconds")
	assert.Equal(t, abi.Timespec{}, *timespec(m, 64), "the zone is UTC")
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
		{0, brk0}, {base + 0x1800, 0x1800}, {base + window, 0x1800}, {none, 0x1800}, {base, 0x1800}, {base + brk0, brk0},
	} {
		ctx := table.Current.Context
		call(table, abi.SysBrk, c.address)
		assert.Equal(t, base+c.want, ctx.X[trap.A0], "brk(%#x)", c.address)
	}
}

func TestSysinfoCountsMemoryAndApps(t *testing.T) {
	m, table := boot(t)
	info := (*abi.Sysinfo)(unsafe.Pointer(&m.memory()[64]))
	m.now = 65 * hertz
	_, err := call(table, abi.SysSysinfo, base+64)
	assert.Zero(t, err)
	assert.Equal(t, abi.Sysinfo{Uptime: 65, TotalRAM: 4 * window, FreeRAM: 4*window - 2*brk0, Procs: 2, Unit: 1}, *info)
	table.Kill(table.Task(2))
	call(table, abi.SysSysinfo, base+64)
	assert.EqualValues(t, 1, info.Procs)
	assert.EqualValues(t, 4*window-brk0, info.FreeRAM)
}

// TestRandomCalls is the kernel fuzzed on the host: whatever is called, nothing
// but the two windows is touched (the machine would panic), and each call that
// returns has an answer.
func TestRandomCalls(t *testing.T) {
	m, table := boot(t)
	r := rand.New(rand.NewPCG(5, 6))
	values := []uintptr{0, 1, 2, 3, 8, 16, base, base + 8, base + brk0, base + window, base - 1, none, none - 7, 1 << 63, 0x80020000}
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
}
