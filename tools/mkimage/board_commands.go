// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"bugo/tools/mkimage/flashimage"
	"bugo/tools/sizes"
)

func newJoinCommand() *cobra.Command {
	var firmware, kernel, out string
	c := &cobra.Command{
		Use:   "join",
		Short: "Put firmware and kernel into one flat image for 0x80000000",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			f, err := os.ReadFile(firmware)
			if err != nil {
				return fmt.Errorf("cannot read the firmware: %w", err)
			}
			k, err := os.ReadFile(kernel)
			if err != nil {
				return fmt.Errorf("cannot read the kernel: %w", err)
			}
			image, err := flashimage.Join(f, k)
			if err != nil {
				return fmt.Errorf("%s and %s: %w", firmware, kernel, err)
			}
			return os.WriteFile(out, image, 0o644)
		},
	}
	c.Flags().StringVar(&firmware, "firmware", "", "the firmware's flat image")
	c.Flags().StringVar(&kernel, "kernel", "", "the kernel's flat image")
	c.Flags().StringVar(&out, "out", "", "the image to write")
	markRequired(c, "firmware", "kernel", "out")
	return c
}

func newFlashCommand() *cobra.Command {
	return newWrapCommand("flash", "Put the boot ROM's header and hash around a flat image",
		func(_ string, image []byte) ([]byte, error) { return flashimage.Encode(image) })
}

func newKfpkgCommand() *cobra.Command {
	return newWrapCommand("kfpkg", "Put a flat image into an archive for programs that write flash", flashimage.EncodeKfpkg)
}

// newWrapCommand returns a command that makes one file of another; wrap gets
// the name that the file has in its folder.
func newWrapCommand(use, short string, wrap func(name string, image []byte) ([]byte, error)) *cobra.Command {
	var in, out string
	c := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			image, err := os.ReadFile(in)
			if err != nil {
				return fmt.Errorf("cannot read the image: %w", err)
			}
			wrapped, err := wrap(filepath.Base(in), image)
			if err != nil {
				return fmt.Errorf("%s: %w", in, err)
			}
			return os.WriteFile(out, wrapped, 0o644)
		},
	}
	c.Flags().StringVar(&in, "in", "", "the flat image")
	c.Flags().StringVar(&out, "out", "", "the file to write")
	markRequired(c, "in", "out")
	return c
}

func newVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify FILE",
		Short: "Check a flash image as the boot ROM does: header, length, hash",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			data, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("cannot read the flash image: %w", err)
			}
			payload, size, err := flashimage.Decode(data)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if size != len(data) {
				return fmt.Errorf("%s: %s bytes behind the image, which has %s", args[0], sizes.Bytes(uint64(len(data)-size)), sizes.Bytes(uint64(size)))
			}
			fmt.Fprintf(c.OutOrStdout(), "%s: flash image, %s bytes of payload, SHA-256 %x\n",
				args[0], sizes.Bytes(uint64(len(payload))), data[size-flashimage.TrailerSize:])
			return nil
		},
	}
}
