// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"fmt"
	"os"
	"syscall"
	"time"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/boot/guest"
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
)

// emulator boots images.
type emulator interface {
	name() string
	// boot boots a kernel until it shuts the machine down. line is the text whose
	// time counts, or empty.
	boot(path, line string) (boot, error)
}

// boot is how a boot went.
type boot struct {
	all          time.Duration
	cpu          time.Duration // of it, what the emulator has computed, in all its threads
	line         time.Duration // until the text has come; 0 if there was none to come
	instructions uint64        // that have retired; 0 where nobody counts
}

// mostInstructions ends a kernel that does not end by itself.
const mostInstructions = 100_000_000_000

// mostTime is the same for QEMU.
const mostTime = 10 * time.Minute

// cpuTime returns how long this process has computed, or, of who is RUSAGE_CHILDREN,
// those that it has started and that have ended (getrusage(2)).
func cpuTime(who int) time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(who, &used) // fails for another who only
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// watch looks for a text in a console, and keeps when it has come.
type watch struct {
	start  time.Time
	text   []byte
	recent []byte
	at     time.Duration
}

// see looks at what the console has sent.
func (w *watch) see(sent []byte) {
	if w.at != 0 || len(w.text) == 0 {
		return
	}
	w.recent = append(w.recent, sent...)
	if bytes.Contains(w.recent, w.text) {
		w.at = time.Since(w.start)
	}
	if keep := len(w.text) - 1; len(w.recent) > keep {
		w.recent = append(w.recent[:0], w.recent[len(w.recent)-keep:]...)
	}
}

// missing returns the error of a text that has not come.
func (w *watch) missing() error {
	if len(w.text) != 0 && w.at == 0 {
		return fmt.Errorf("the console never had %q", w.text)
	}
	return nil
}

// ours is our emulator, strict or not.
type ours struct {
	firmware string
	strict   bool
}

func (o ours) name() string {
	if o.strict {
		return "strict"
	}
	return "k210emu"
}

// console is the machine's, and nobody types at it.
type console struct{ *watch }

func (c console) Send(b byte)                   { c.see([]byte{b}) }
func (c console) Receive() (b byte, typed bool) { return 0, false }

func (o ours) boot(path, text string) (b boot, err error) {
	used := cpuTime(syscall.RUSAGE_SELF)
	w := &watch{start: time.Now(), text: []byte(text)}
	firmware, err := machine.ReadImage(o.firmware, virt.RAMBase)
	if err != nil {
		return b, err
	}
	kernel, err := machine.ReadImage(path, k210.KernelBase)
	if err != nil {
		return b, err
	}
	var options []machine.Option
	if o.strict {
		// What it would report is the tests' matter: here only the looking counts.
		options = append(options, machine.Strictly(nil, func(hart.Report) {}))
	}
	m, err := machine.NewVirt(1, console{w}, []machine.Image{firmware, kernel}, options...)
	if err != nil {
		return b, err
	}
	outcome := m.Run(mostInstructions)
	b = boot{all: time.Since(w.start), cpu: cpuTime(syscall.RUSAGE_SELF) - used, line: w.at, instructions: m.Retired()}
	switch {
	case outcome.Reason == machine.Hung:
		return b, fmt.Errorf("the guest hangs after %d instructions", b.instructions)
	case outcome.Reason != machine.Finished:
		return b, fmt.Errorf("the guest has run for %d instructions and not ended", b.instructions)
	case outcome.Status != 0:
		return b, fmt.Errorf("the guest ended with status %d", outcome.Status)
	}
	return b, w.missing()
}

// qemu is QEMU.
type qemu struct{ program, firmware string }

func (qemu) name() string { return "QEMU" }

func (q qemu) boot(path, text string) (b boot, err error) {
	return runProcess([]string{
		q.program, "-machine", "virt",
		"-cpu", "rv64,h=false", // k210-facts.md §2.1
		"-m", fmt.Sprintf("%dM", virt.RAMSize>>20),
		"-display", "none", "-monitor", "none", "-serial", "stdio",
		"-bios", q.firmware,
		"-device", fmt.Sprintf("loader,file=%s,addr=%#x", path, k210.KernelBase),
	}, text, mostTime)
}

// runProcess runs an emulator whose output is the guest's console.
func runProcess(command []string, text string, most time.Duration) (b boot, err error) {
	used := cpuTime(syscall.RUSAGE_CHILDREN)
	w := &watch{start: time.Now(), text: []byte(text)}
	p, err := guest.Start(command, os.Stderr)
	if err != nil {
		return b, err
	}
	timer := time.AfterFunc(most, p.Kill)
	defer timer.Stop()
	for sent := range p.Output {
		w.see(sent)
	}
	status, err := p.Wait()
	b = boot{all: time.Since(w.start), cpu: cpuTime(syscall.RUSAGE_CHILDREN) - used, line: w.at}
	switch {
	case err != nil:
		return b, err
	case b.all >= most:
		return b, fmt.Errorf("the guest has run for %v and not ended", most)
	case status != guest.Status{}:
		return b, fmt.Errorf("QEMU %v", status)
	}
	return b, w.missing()
}
