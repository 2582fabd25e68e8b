// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"bugo/platforms/k210"
	"bugo/tools/caller"
	"bugo/tools/k210emu/machine"
	"bugo/tools/mkimage/flashimage"
)

// k210Options are the flags of the K210 and its board.
type k210Options struct {
	image, flash, saveFlash, card string

	isp bool

	own []string // their names
}

func (o *k210Options) flags(f *pflag.FlagSet) {
	f.StringVar(&o.image, "image", "", "k210: flat image for 0x80000000, which the flash chip holds with header and hash")
	f.StringVar(&o.flash, "flash", "", "k210: what the flash chip holds, with header and hash")
	f.BoolVar(&o.isp, "isp", false, "k210: hold the BOOT key at power-on: the boot ROM waits on the serial line for a program to start")
	f.StringVar(&o.saveFlash, "save-flash", "", "k210: a file to write what the flash chip holds to, at the end")
	f.StringVar(&o.card, "sd", "", "k210: disk image of the SD card in the slot; what the guest writes goes there")
	o.own = []string{"image", "flash", "isp", "save-flash", "sd"}
}

// start makes the machine; end is what remains to be done when it has run.
func (o *k210Options) start(c *console, messages io.Writer, options ...machine.Option) (m emulated, end func() error, err error) {
	flash, err := o.readFlash()
	if err != nil {
		return nil, nil, err
	}
	say := func(text string) { fmt.Fprintln(messages, "k210emu: "+text) }
	board := machine.Board{Line: c.Line(), Flash: flash, BootKey: o.isp, LEDs: ledsPrinter(c, messages), Remark: say}
	if c.line != nil {
		board.LineBaud = c.line.rate.Load
	}
	closeCard := func() error { return nil }
	if o.card != "" {
		failed := func(err error) { say("the SD card's image: " + err.Error()) }
		if board.Card, closeCard, err = openCard(o.card, failed); err != nil {
			return nil, nil, err
		}
	}
	chip, err := machine.NewK210(board, options...)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%s: %w", o.flash+o.image, err), closeCard())
	}
	chip.Idle = c.idler(k210.CPUHz)
	return chip, func() error {
		var saved error
		if o.saveFlash != "" {
			saved = os.WriteFile(caller.Path(o.saveFlash), chip.Flash(), 0o666)
		}
		return errors.Join(saved, closeCard())
	}, nil
}

// readFlash returns what is in the flash chip.
func (o *k210Options) readFlash() ([]byte, error) {
	switch {
	case o.image != "" && o.flash != "":
		return nil, errors.New("--image and --flash both say what the flash chip holds: give one of them")
	case o.image != "":
		data, err := os.ReadFile(caller.Path(o.image))
		if err != nil {
			return nil, fmt.Errorf("cannot read the image: %w", err)
		}
		if err := flashimage.CheckFlat(data); err != nil {
			return nil, fmt.Errorf("%s: %w", o.image, err)
		}
		return flashimage.Encode(data)
	case o.flash != "":
		data, err := os.ReadFile(caller.Path(o.flash))
		if err != nil {
			return nil, fmt.Errorf("cannot read the flash image: %w", err)
		}
		if len(data) > flashimage.FlashSize {
			return nil, fmt.Errorf("%s has %d bytes, and the flash chip %d", o.flash, len(data), flashimage.FlashSize)
		}
		return data, nil
	case o.isp:
		return nil, nil
	default:
		return nil, errors.New("nothing to run: want --image IMAGE.bin, --flash FLASH.bin or --isp (or --machine virt --bios FW.bin)")
	}
}

// ledsPrinter shows the board's LEDs where a person looks at the console.
func ledsPrinter(c *console, messages io.Writer) func(machine.LEDs) {
	if !c.Terminal() {
		return nil
	}
	return func(leds machine.LEDs) {
		lamp := func(on bool, colour int, name string) string {
			if !on {
				return "\x1b[2m○ " + name + "\x1b[0m"
			}
			return fmt.Sprintf("\x1b[%dm●\x1b[0m %s", colour, name)
		}
		fmt.Fprintf(messages, "[board] %s  %s  %s\n", lamp(leds.Red, 31, "red"), lamp(leds.Green, 32, "green"), lamp(leds.Blue, 34, "blue"))
	}
}
