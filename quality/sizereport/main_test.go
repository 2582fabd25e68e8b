// SPDX-License-Identifier: MIT

package main

import (
	"archive/tar"
	"bytes"
	"debug/elf"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
)

// kernel writes an image with so many bytes of code.
func kernel(t *testing.T, code int) image {
	t.Helper()
	program := elftest.ELF{Sections: []elftest.Section{
		{Name: ".text", Addr: 0x80020000, Data: make([]byte, code), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
		{Name: ".rodata", Addr: 0x80030000, Data: make([]byte, 30)},
		{Name: ".data", Addr: 0x80040000, Data: make([]byte, 20), Flags: elf.SHF_ALLOC | elf.SHF_WRITE},
		{Name: ".bss", Addr: 0x80050000, Size: 4000, Flags: elf.SHF_ALLOC | elf.SHF_WRITE},
		{Name: ".debug_info", Data: make([]byte, 999)},
	}}.File(t, "kernel.elf")
	flat := filepath.Join(t.TempDir(), "kernel.bin")
	require.NoError(t, os.WriteFile(flat, make([]byte, code+50), 0o600))
	return image{"kernel", "//:kernel_image", program, flat}
}

// repository is a git that has two commits, whose kernels have 1000 and 1100 bytes of
// code. It counts how often an image was built.
type repository struct {
	t     *testing.T
	dirty bool
	built []string
}

func (r *repository) git(_ string, arguments ...string) ([]byte, error) {
	switch arguments[0] {
	case "status":
		if r.dirty {
			return []byte(" M kernel/doc.go\n"), nil
		}
		return nil, nil
	case "log":
		commit, ok := map[string]string{"HEAD": "bbbb bb Grow\n", "HEAD~1": "aaaa aa Begin: all\n", "v1": "aaaa aa Begin: all\n"}[arguments[3]]
		if !ok {
			return nil, errors.New("git log: bad revision")
		}
		return []byte(commit), nil
	}
	require.Equal(r.t, "archive", arguments[0])
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	add := func(header tar.Header, content string) {
		header.Size = int64(len(content))
		require.NoError(r.t, w.WriteHeader(&header))
		_, err := w.Write([]byte(content))
		require.NoError(r.t, err)
	}
	add(tar.Header{Typeflag: tar.TypeXGlobalHeader, Name: "pax_global_header", PAXRecords: map[string]string{"comment": "x"}}, "")
	add(tar.Header{Typeflag: tar.TypeReg, Name: ".bazelrc", Mode: 0o644}, "")
	add(tar.Header{Typeflag: tar.TypeDir, Name: "kernel/", Mode: 0o755}, "")
	add(tar.Header{Typeflag: tar.TypeReg, Name: "kernel/commit", Mode: 0o644}, arguments[2])
	add(tar.Header{Typeflag: tar.TypeSymlink, Name: "link", Linkname: "kernel/commit"}, "")
	add(tar.Header{Typeflag: tar.TypeReg, Name: "bazelw", Mode: 0o755}, "#!/bin/sh\n")
	require.NoError(r.t, w.Close())
	return b.Bytes(), nil
}

func (r *repository) build(tree string, images []image) (map[string]image, error) {
	commit, err := os.ReadFile(filepath.Join(tree, "link"))
	require.NoError(r.t, err)
	info, err := os.Stat(filepath.Join(tree, "bazelw"))
	require.NoError(r.t, err)
	assert.Equal(r.t, os.FileMode(0o755), info.Mode().Perm())
	settings, err := os.ReadFile(filepath.Join(tree, "user.bazelrc"))
	require.NoError(r.t, err)
	assert.Equal(r.t, "build --disk_cache=/mine\n", string(settings))
	r.built = append(r.built, string(commit))
	built := map[string]image{}
	for _, i := range images {
		if i.name == "kernel" { // and nothing else was there yet
			built[i.name] = kernel(r.t, map[string]int{"aaaa": 1000, "bbbb": 1100}[string(commit)])
		}
	}
	return built, nil
}

func (r *repository) past(t *testing.T) past {
	workspace := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(workspace, "user.bazelrc"), []byte("build --disk_cache=/mine\n"), 0o600))
	return past{workspace, filepath.Join(t.TempDir(), "deep", "sizes"), r.git, r.build}
}

func TestGrowthIsMeasuredAgainstTheLastCommit(t *testing.T) {
	r := &repository{t: t}
	p := r.past(t)
	images := []image{kernel(t, 1100)}
	now, err := measureAll(images)
	require.NoError(t, err)

	before, title, err := p.sizes(images, "")
	require.NoError(t, err)
	assert.Equal(t, "Growth is measured against aa Begin: all", title, "a clean tree is compared with the commit before")
	assert.Equal(t, `    name   code         growth  constants  growth  data  growth  zeroes  growth  image        growth
  kernel  1,100  +100 (10.0 %)         30       =    20       =   4,000       =  1,150  +100 (9.5 %)
`, report(before, now))

	r.dirty = true
	before, title, err = p.sizes(images, "")
	require.NoError(t, err)
	assert.Equal(t, "Growth is measured against bb Grow", title, "what is not committed yet, with what is")
	assert.NotContains(t, report(before, now), "+")

	_, title, err = p.sizes(images, "v1")
	require.NoError(t, err)
	assert.Equal(t, "Growth is measured against aa Begin: all", title)
	assert.Equal(t, []string{"aaaa", "bbbb"}, r.built, "a commit is built once")
}

func TestACommitIsBuiltAgainForOtherImagesOrABadTable(t *testing.T) {
	r := &repository{t: t}
	p := r.past(t)
	images := []image{kernel(t, 1100)}
	_, _, err := p.sizes(images, "")
	require.NoError(t, err)

	hello := kernel(t, 8)
	hello.name = "hello"
	images = append(images, hello)
	before, _, err := p.sizes(images, "")
	require.NoError(t, err)
	now, err := measureAll(images)
	require.NoError(t, err)
	assert.Regexp(t, `hello +8 +new`, report(before, now))
	assert.Len(t, r.built, 2)

	tables, err := filepath.Glob(filepath.Join(p.kept, "*.txt"))
	require.NoError(t, err)
	require.Len(t, tables, 2)
	for i, bad := range []string{"kernel code=1\n", ""} {
		require.NoError(t, os.WriteFile(tables[i], []byte(bad), 0o600))
	}
	again, _, err := p.sizes(images, "")
	require.NoError(t, err)
	assert.Equal(t, before, again)
	assert.Len(t, r.built, 3)
}

func TestWithoutHistoryThereAreSizes(t *testing.T) {
	r := &repository{t: t}
	images := []image{kernel(t, 1100)}
	now, err := measureAll(images)
	require.NoError(t, err)
	for _, failing := range []string{"status", "log"} {
		p := r.past(t)
		p.git = func(workspace string, arguments ...string) ([]byte, error) {
			if arguments[0] == failing {
				return nil, errors.New("git: there is no history")
			}
			return r.git(workspace, arguments...)
		}
		before, title, err := p.sizes(images, "")
		require.NoError(t, err)
		assert.Contains(t, title, "Growth is not known: git: there is no history")
		assert.Regexp(t, `kernel +1,100 +\? `, report(before, now))
	}
	_, _, err = r.past(t).sizes(images, "v9")
	assert.ErrorContains(t, err, "bad revision", "who asks for a revision wants that one")
}

func TestWhatCannotBeMeasuredIsAnError(t *testing.T) {
	r := &repository{t: t}
	p := r.past(t)
	p.build = func(string, []image) (map[string]image, error) { return nil, errors.New("no such target") }
	_, _, err := p.sizes([]image{kernel(t, 8)}, "")
	assert.ErrorContains(t, err, "cannot build the images of commit aaaa: no such target")

	_, err = measureAll([]image{{"kernel", "//:kernel_image", "gone.elf", "gone.bin"}})
	assert.ErrorContains(t, err, "cannot measure the image")
	list := filepath.Join(t.TempDir(), "list")
	require.NoError(t, os.WriteFile(list, []byte("kernel\n"), 0o600))
	_, err = readList(list)
	assert.ErrorContains(t, err, "want NAME LABEL ELF IMAGE")
	_, err = readList(list + ".gone")
	assert.ErrorContains(t, err, "cannot read the list of images")
	assert.ErrorContains(t, run(&bytes.Buffer{}, list, "", ""), "./bazelw run //quality:size_report")
}
