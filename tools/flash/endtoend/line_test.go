// SPDX-License-Identifier: MIT

//go:build bazel

package endtoend

import (
	"os"
	"sync"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"bugo/platforms/k210/isp"
)

// direction is one of a line.
type direction int

const (
	toBoard direction = iota
	toHost
)

// damage is what happens to a frame.
type damage int

const (
	whole damage = iota
	dropped
	corrupted // a bit of the last byte
	truncated
)

// key names a frame: the n-th of an op, in a direction, from 1.
type key struct {
	op isp.Op
	n  int
}

// A line lies between the host's port, a pseudo-terminal, and the board's.
type line struct {
	host, tty, board *os.File

	mutex   sync.Mutex
	damages [2]map[key]damage
	seen    [2]map[isp.Op]int
	frames  [2]frame
	text    []byte // what the board has sent outside of frames
	ended   sync.WaitGroup
}

// frame is the one under way in a direction.
type frame struct {
	inside bool
	raw    []byte // with both ends
}

func connect(t *testing.T, board string) *line {
	t.Helper()
	l := &line{seen: [2]map[isp.Op]int{{}, {}}}
	var err error
	l.host, l.tty, err = pty.Open()
	require.NoError(t, err)
	_, err = term.MakeRaw(int(l.tty.Fd()))
	require.NoError(t, err)
	l.board, err = os.OpenFile(board, os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	l.ended.Go(func() { l.carry(toBoard, l.host, l.board) })
	l.ended.Go(func() { l.carry(toHost, l.board, l.host) })
	return l
}

// name is what the host calls its port.
func (l *line) name() string { return l.tty.Name() }

func (l *line) damage(d direction, damages map[key]damage) { l.damages[d] = damages }

// missing returns the damage that was not done.
func (l *line) missing() (left []map[key]damage) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, damages := range l.damages {
		if len(damages) > 0 {
			left = append(left, damages)
		}
	}
	return left
}

// console returns what the board has sent outside of frames.
func (l *line) console() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return string(l.text)
}

func (l *line) close() {
	_ = l.tty.Close()
	_ = l.host.Close()
	_ = l.board.Close()
	l.ended.Wait()
}

// carry carries bytes until an end is closed. The board's end always has the rate
// of the host's.
func (l *line) carry(d direction, from, to *os.File) {
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		if d == toBoard {
			settings, err := unix.IoctlGetTermios(int(l.host.Fd()), unix.TCGETS2)
			if err != nil || unix.IoctlSetTermios(int(l.board.Fd()), unix.TCSETS2, settings) != nil {
				return
			}
		}
		if _, err := to.Write(l.pass(d, buffer[:n])); err != nil {
			return
		}
	}
}

// pass returns what of some bytes arrives now: whole frames, damaged or not, and
// what is outside of them.
func (l *line) pass(d direction, data []byte) (out []byte) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	f := &l.frames[d]
	for _, b := range data {
		switch {
		case b != isp.FrameEnd && !f.inside:
			out = append(out, b)
			if d == toHost {
				l.text = append(l.text, b)
			}
		case b == isp.FrameEnd && f.inside && len(f.raw) > 1:
			out = append(out, l.happen(d, append(f.raw, b))...)
			*f = frame{}
		default:
			f.inside = true
			f.raw = append(f.raw, b)
		}
	}
	return out
}

// happen returns what of a frame arrives.
func (l *line) happen(d direction, raw []byte) []byte {
	op := isp.Op(raw[1])
	l.seen[d][op]++
	k := key{op, l.seen[d][op]}
	damage := l.damages[d][k]
	delete(l.damages[d], k)
	switch damage {
	case dropped:
		return nil
	case corrupted:
		raw[len(raw)-2] ^= 0x01
		if raw[len(raw)-2] == isp.FrameEnd {
			raw[len(raw)-2] ^= 0x02
		}
	case truncated:
		raw = append(raw[:len(raw)/2], isp.FrameEnd)
	}
	return raw
}
