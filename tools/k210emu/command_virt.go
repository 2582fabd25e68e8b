// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"bugo/platforms/virt"
	"bugo/tools/caller"
	"bugo/tools/k210emu/machine"
)

// kernelAddress is where the firmware enters the kernel (k210-facts.md §12.4).
const kernelAddress = 0x8002_0000

// virtOptions are the flags of QEMU's machine.
type virtOptions struct {
	bios, kernel string
	harts        int
	cycle        uint64
	own          []string // their names
}

func (o *virtOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.bios, "bios", "", "virt: flat image at 0x80000000, where the machine starts")
	f.StringVar(&o.kernel, "kernel", "", "virt: flat image PATH[@ADDRESS], by default at 0x80020000")
	f.IntVar(&o.harts, "harts", 1, fmt.Sprintf("virt: how many harts there are, 1 to %d", machine.MaxHarts))
	f.Uint64Var(&o.cycle, "cycle", 1, "virt: how many nanoseconds an instruction takes")
	o.own = []string{"bios", "kernel", "harts", "cycle"}
}

func (o *virtOptions) start(c *console, options ...machine.Option) (m emulated, end func() error, err error) {
	if o.harts < 1 || o.harts > machine.MaxHarts {
		return nil, nil, fmt.Errorf("--harts is %d: want 1 to %d", o.harts, machine.MaxHarts)
	}
	if o.bios == "" {
		return nil, nil, errors.New("no firmware: want --bios FW.bin")
	}
	firmware, err := machine.ReadImage(caller.Path(o.bios), virt.RAMBase)
	if err != nil {
		return nil, nil, err
	}
	images := []machine.Image{firmware}
	if o.kernel != "" {
		path, address, err := splitAddress(o.kernel)
		if err != nil {
			return nil, nil, err
		}
		kernel, err := machine.ReadImage(caller.Path(path), address)
		if err != nil {
			return nil, nil, err
		}
		images = append(images, kernel)
	}
	chip, err := machine.NewVirt(o.harts, c.Line(), images, options...)
	if err != nil {
		return nil, nil, err
	}
	if err := chip.SetCycle(o.cycle); err != nil {
		return nil, nil, fmt.Errorf("--cycle: %w", err)
	}
	chip.Idle = c.idler(1_000_000_000 / o.cycle)
	return chip, func() error { return nil }, nil
}

// splitAddress splits PATH[@ADDRESS].
func splitAddress(argument string) (path string, address uint64, err error) {
	at := strings.LastIndexByte(argument, '@')
	if at < 0 {
		return argument, kernelAddress, nil
	}
	address, err = strconv.ParseUint(argument[at+1:], 0, 64)
	if err != nil {
		return "", 0, fmt.Errorf("--kernel %s: %q is no address, want one such as 0x80020000", argument, argument[at+1:])
	}
	return argument[:at], address, nil
}
