// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"bugo/platforms/k210"
	"bugo/task/pack"
	"bugo/tools/mkimage/flat"
	"bugo/tools/riscvelf"
	"bugo/user/abi"
)

func newPackCommand() *cobra.Command {
	var out, apps string
	c := &cobra.Command{
		Use:   "pack",
		Short: "Put apps into the container that the kernel reads",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return runPack(out, apps) },
	}
	c.Flags().StringVar(&out, "out", "", "the pack to write")
	c.Flags().StringVar(&apps, "apps", "", "JSON list of the apps in the order of the pack; each has name, elf and heap, and may have bin, arguments, nice and restarts")
	markRequired(c, "out", "apps")
	return c
}

func runPack(out, list string) error {
	specs, err := readApps(list)
	if err != nil {
		return err
	}
	var apps []pack.App
	for i := range specs {
		app, err := specs[i].load()
		if err != nil {
			return err
		}
		apps = append(apps, app)
	}
	packed, err := pack.Encode(apps)
	if err != nil {
		return err
	}
	return os.WriteFile(out, packed, 0o644)
}

// An appSpec is one entry of the list.
type appSpec struct {
	Name string `json:"name"`
	ELF  string `json:"elf"`
	Bin  string `json:"bin"`  // what mkimage flat made of ELF; optional
	Heap number `json:"heap"` // bytes that the heap may grow to

	Arguments []string `json:"arguments"`
	Nice      int      `json:"nice"`
	Restarts  uint32   `json:"restarts"`
}

// number is one that JSON has as a string, to write it as 0x….
type number uint64

func (n *number) UnmarshalText(text []byte) error {
	value, err := strconv.ParseUint(string(text), 0, 64)
	if err != nil {
		return fmt.Errorf("%q is not a number: write \"0x20000\" or \"131072\"", text)
	}
	*n = number(value)
	return nil
}

// readApps reads the list and looks for what is missing.
func readApps(path string) ([]appSpec, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the list of apps: %w", err)
	}
	var apps []appSpec
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&apps); err != nil {
		return nil, fmt.Errorf("%s is no list of apps: %w", path, err)
	}
	for i, a := range apps {
		for key, missing := range map[string]bool{"name": a.Name == "", "elf": a.ELF == "", "heap": a.Heap == 0} {
			if missing {
				return nil, fmt.Errorf("%s: app %d has no %s", path, i, key)
			}
		}
	}
	return apps, nil
}

// load flattens the app's ELF file, and reads from its symbols what is where.
func (s *appSpec) load() (pack.App, error) {
	window := flat.Window{Kind: flat.App, Name: s.Name, Base: k210.UserBase, Limit: k210.UserEnd}
	file, err := riscvelf.Open(s.ELF)
	if err != nil {
		return pack.App{}, fmt.Errorf("%v: %w", window, err)
	}
	image, err := flat.Flatten(file, window)
	if err != nil {
		return pack.App{}, err
	}
	if s.Bin != "" {
		bin, err := os.ReadFile(s.Bin)
		if err != nil {
			return pack.App{}, fmt.Errorf("%v: cannot read the flat image: %w", window, err)
		}
		if !bytes.Equal(bin, image.Bytes) {
			return pack.App{}, fmt.Errorf("%v: %s is not the flat image of %s: it is stale or belongs to another app, make it again with mkimage flat",
				window, s.Bin, s.ELF)
		}
	}
	var arguments []byte
	for _, argument := range s.Arguments {
		if strings.ContainsRune(argument, 0) {
			return pack.App{}, fmt.Errorf("%v: argument %q holds a NUL, which is what ends an argument", window, argument)
		}
		arguments = append(append(arguments, argument...), 0)
	}
	// A program without it has a runtime of its own, and its own way with nil.
	fault, _ := file.Address(faultSymbol)
	app := pack.App{
		Name: s.Name, Base: k210.UserBase, Entry: image.Entry, Heap: uint64(s.Heap), Image: image.Bytes,
		Fault: fault, Arguments: arguments, Nice: s.Nice, Restarts: s.Restarts,
	}
	if err := place(&app, file); err != nil {
		return pack.App{}, fmt.Errorf("%v: %w", window, err)
	}
	// What the kernel would refuse at load time is refused here.
	return app, app.CheckPlace(k210.UserBase, k210.UserEnd, uint64(abi.StartSize(s.Name, s.Arguments)))
}

// place sets where the parts of an app are: platforms/k210/sections.ld has the
// symbols.
func place(app *pack.App, file *riscvelf.File) error {
	for _, part := range []struct {
		low, high  string
		from, size *uint64
	}{
		{"stext", "srodata", nil, &app.Text},
		{"srodata", "sdata", nil, &app.ROData},
		{"sstack", "estack", &app.Stack, &app.StackSize},
		{"stext", "sheap", nil, &app.Memory},
	} {
		from, to, err := file.Span(part.low, part.high)
		if err != nil {
			return err
		}
		if part.from != nil {
			*part.from = from - app.Base
		}
		*part.size = to - from
	}
	return nil
}

// faultSymbol is the function of Bugo's runtime that turns a nil dereference
// into a panic; the kernel makes an app call it.
const faultSymbol = "runtime.sigpanic"
