// SPDX-License-Identifier: MIT

package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// nobody is Debian's user without rights.
const nobody = 65534

func ordinaryUserCanFetch(m *machine) error {
	// The repository may stand where only its owner can read.
	scripts := filepath.Join(m.directory, "scripts")
	if err := os.CopyFS(scripts, os.DirFS(filepath.Join(m.workspace, "tools", "bootstrap"))); err != nil {
		return err
	}
	home := filepath.Join(m.directory, "home")
	if err := os.Mkdir(home, 0o755); err != nil {
		return err
	}
	var credential *syscall.Credential
	if os.Getuid() == 0 {
		credential = &syscall.Credential{Uid: nobody, Gid: nobody}
		if err := os.Chown(home, nobody, nobody); err != nil {
			return err
		}
	}
	got, err := m.run([]string{"PATH=" + m.bin, "HOME=" + home}, credential, "/bin/sh", filepath.Join(scripts, "find_go.sh"))
	if err != nil {
		return err
	}
	return got.want(0, "using Debian's, unpacked", home+"/.cache/bugo/golang-", "/bin/go\n")
}

func noNetworkNoCache(m *machine) error {
	got, err := m.bazelw(unplugged, "info", "release")
	if err != nil {
		return err
	}
	if err := got.want(1, "bazelw: error: cannot fetch Bazel 7.7.1", "or install: Bazel 7.7.1 or bazelisk."); err != nil {
		return err
	}
	return os.RemoveAll(m.cache)
}

func emptyCache(m *machine) error {
	got, err := m.bazelw([]string{"BUGO_REGISTRY=closed"}, "info", "output_base")
	if err != nil {
		return err
	}
	return got.want(0, "bazelw: fetching Bazel 7.7.1 from Debian: ", "bazelw: unpacked into ", "bazelw: Bazel 7.7.1 (Debian's packages), modules from the cache",
		"\n"+m.outputBase+"\n")
}

func cacheIsEnough(m *machine) error {
	got, err := m.bazelw(unplugged, "query", "--noshow_progress", "@platforms//os:linux")
	if err != nil {
		return err
	}
	return got.want(0, "modules from the cache", "\n@platforms//os:linux\n")
}

func plainBazel(m *machine) error {
	real, err := launcher(m)
	if err != nil {
		return err
	}
	// What a launcher does that has chosen this Bazel.
	got, err := m.run(m.environment("BAZEL_REAL="+real, "BUGO_REGISTRY=closed"), nil, filepath.Join(m.workspace, "tools", "bazel"),
		"--output_base="+m.outputBase, "info", "output_base")
	if err != nil {
		return err
	}
	return got.want(0, "bazelw: Bazel 7.7.1 ("+real+"), modules from the cache", "\n"+m.outputBase+"\n")
}

func damagedBazel(m *machine) error {
	real, err := launcher(m)
	if err != nil {
		return err
	}
	if err := os.Truncate(filepath.Join(filepath.Dir(real), "usr/share/bazel/A-server.jar"), 1000); err != nil {
		return err
	}
	got, err := m.bazelw(unplugged, "info", "output_base")
	if err != nil {
		return err
	}
	return got.want(0, "is damaged: making it anew", "\n"+m.outputBase+"\n")
}

// buildQEMU asks for the QEMU of the machine's PATH. Ours are options of bazelw.
func buildQEMU(m *machine, ours ...string) (outcome, error) {
	return m.bazelw([]string{"BUGO_HOST_TOOLS=1", "BUGO_REGISTRY=closed"},
		append(ours, "build", "--symlink_prefix=/", "--noshow_progress", "@qemu_riscv64//:files")...)
}

// installQEMU puts a made-up QEMU of a version on PATH.
func installQEMU(m *machine, version string) (path, sum string, err error) {
	path = filepath.Join(m.bin, "qemu-system-riscv64")
	script := fmt.Sprintf("#!/bin/sh\necho 'QEMU emulator version %s (Debian 1:%s)'\n", version, version)
	return path, fmt.Sprintf("%x", sha256.Sum256([]byte(script))), os.WriteFile(path, []byte(script), 0o755)
}

func missingQEMU(m *machine) error {
	got, err := buildQEMU(m)
	if err != nil {
		return err
	}
	return got.want(1, "qemu-system-riscv64 is missing: there is no qemu-system-riscv64 on PATH", "Install QEMU 7.0 or newer")
}

func oldQEMU(m *machine) error {
	path, _, err := installQEMU(m, "6.2.0")
	if err != nil {
		return err
	}
	got, err := buildQEMU(m)
	if err != nil {
		return err
	}
	return got.want(1, "qemu-system-riscv64 is too old: "+path+" is version 6.2.0; this build needs 7.0 or newer", "Install QEMU 7.0 or newer")
}

func newQEMU(m *machine) error {
	path := ""
	for _, version := range []string{"8.2.2", "8.2.3"} {
		installed, sum, err := installQEMU(m, version)
		if err != nil {
			return err
		}
		path = installed
		got, err := buildQEMU(m)
		if err != nil {
			return err
		}
		if err := got.want(0, path+" of this machine in place of what //tools/bootstrap:qemu_riscv64.lock pins: images and results may differ"); err != nil {
			return err
		}
		// Actions that run it must not have the keys of those that ran another one.
		launchers, err := filepath.Glob(filepath.Join(m.outputBase, "external", "*qemu_riscv64", "bin", "qemu-system-riscv64"))
		if err != nil || len(launchers) != 1 {
			return fmt.Errorf("%d launchers of QEMU in %s, want 1 (%v)", len(launchers), m.outputBase, err)
		}
		text, err := os.ReadFile(launchers[0])
		if err != nil {
			return err
		}
		if !strings.Contains(string(text), "\n# "+sum+"  "+path+"\n") {
			return fmt.Errorf("the launcher does not name the checksum %s of QEMU %s:\n%s", sum, version, text)
		}
	}
	defer os.Remove(path)
	got, err := buildQEMU(m, "--locked")
	if err != nil {
		return err
	}
	return got.want(1, "What //tools/bootstrap:qemu_riscv64.lock names cannot be used", "--locked forbids programs of this machine")
}

func packagedPrograms(m *machine) error {
	got, err := m.bazelw([]string{"BUGO_REGISTRY=closed"}, "build", "--symlink_prefix=/", "--noshow_progress",
		"@qemu_riscv64//:files", "@riscv64_binutils//:files", "@gdb_multiarch//:files")
	if err != nil {
		return err
	}
	if err := got.want(0); err != nil {
		return err
	}
	for program, run := range map[string]struct {
		arguments []string
		text      string
	}{
		"qemu-system-riscv64":     {[]string{"--version"}, "QEMU emulator version 7.2"},
		"riscv64-linux-gnu-ld":    {[]string{"--version"}, "GNU ld"},
		"riscv64-linux-gnu-nm":    {[]string{"--version"}, "GNU nm"},
		"gdb-multiarch":           {[]string{"-nx", "--batch", "-ex", "set architecture riscv:rv64", "-ex", "python import sys, re; print(sys.prefix)"}, "\n" + m.outputBase + "/external/"},
		"riscv64-linux-gnu-strip": {},
	} {
		found, err := filepath.Glob(filepath.Join(m.outputBase, "external", "*", "bin", program))
		if err != nil {
			return err
		}
		if run.text == "" {
			if len(found) != 0 {
				return fmt.Errorf("%s is there, though nobody asked for it", found[0])
			}
			continue
		}
		if len(found) != 1 {
			return fmt.Errorf("%d programs %s in %s", len(found), program, m.outputBase)
		}
		got, err := m.run(nil, nil, found[0], run.arguments...)
		if err != nil {
			return err
		}
		if err := got.want(0, run.text); err != nil {
			return fmt.Errorf("%s: %w", program, err)
		}
	}
	return nil
}
