// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"bugo/task/pack"
	"bugo/tools/mkimage/flat"
	"bugo/tools/riscvelf"
)

func newPackCommand() *cobra.Command {
	var out string
	var apps []string
	c := &cobra.Command{
		Use:   "pack",
		Short: "Put apps into the container that the kernel reads",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return runPack(out, apps) },
	}
	c.Flags().StringVar(&out, "out", "", "the pack to write")
	c.Flags().StringArrayVar(&apps, "app", nil, "name=N,elf=F,base=A,size=S[,bin=F]; repeat it for each app, in the order of the pack")
	markRequired(c, "out", "app")
	return c
}

func runPack(out string, specs []string) error {
	var apps []pack.App
	for _, text := range specs {
		s, err := parseApp(text)
		if err != nil {
			return fmt.Errorf("--app=%s: %w", text, err)
		}
		app, err := s.load()
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

// An appSpec is one --app flag.
type appSpec struct {
	name       string
	elf        string
	bin        string // what mkimage flat made of elf; optional
	base, size uint64 // the window
}

// parseApp reads name=hello,elf=F,bin=F,base=0x80400000,size=0x20000.
func parseApp(text string) (*appSpec, error) {
	var s appSpec
	texts := map[string]*string{"name": &s.name, "elf": &s.elf, "bin": &s.bin}
	numbers := map[string]*uint64{"base": &s.base, "size": &s.size}
	seen := make(map[string]bool)
	for field := range strings.SplitSeq(text, ",") {
		key, value, ok := strings.Cut(field, "=")
		if !ok || value == "" {
			return nil, fmt.Errorf("%q is not key=value", field)
		}
		if seen[key] {
			return nil, fmt.Errorf("%s is given twice", key)
		}
		seen[key] = true
		if t := texts[key]; t != nil {
			*t = value
		} else if n := numbers[key]; n != nil {
			var err error
			if *n, err = strconv.ParseUint(value, 0, 64); err != nil {
				return nil, fmt.Errorf("%s=%s is not a number: write 0x80400000 or 131072", key, value)
			}
		} else {
			return nil, fmt.Errorf("unknown key %q, want name, elf, bin, base and size", key)
		}
	}
	for _, key := range []string{"name", "elf", "base", "size"} {
		if !seen[key] {
			return nil, errors.New(key + "= is missing")
		}
	}
	return &s, nil
}

// load flattens the app's ELF file and checks it against its window.
func (s *appSpec) load() (pack.App, error) {
	window := flat.Window{Kind: flat.App, Name: s.name, Base: s.base, Limit: s.base + s.size}
	file, err := riscvelf.Open(s.elf)
	if err != nil {
		return pack.App{}, fmt.Errorf("%v: %w", window, err)
	}
	image, err := flat.Flatten(file, window)
	if err != nil {
		return pack.App{}, err
	}
	if s.bin != "" {
		bin, err := os.ReadFile(s.bin)
		if err != nil {
			return pack.App{}, fmt.Errorf("%v: cannot read the flat image: %w", window, err)
		}
		if !bytes.Equal(bin, image.Bytes) {
			return pack.App{}, fmt.Errorf("%v: %s is not the flat image of %s: it is stale or belongs to another app, make it again with mkimage flat",
				window, s.bin, s.elf)
		}
	}
	return pack.App{
		Name: s.name, Base: s.base, Window: s.size, Entry: image.Entry, Memory: image.Memory, Image: image.Bytes,
	}, nil
}
