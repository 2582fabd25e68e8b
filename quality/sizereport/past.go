// SPDX-License-Identifier: MIT

package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bugo/tools/clone"
)

// past knows the sizes of the images of earlier commits.
type past struct {
	workspace string
	kept      string // the directory of tables that were made before
	// git runs git in the workspace and returns what it prints.
	git func(workspace string, arguments ...string) ([]byte, error)
	// build builds images from the sources of a tree and returns their names ->
	// files. What that commit did not have yet, it leaves out. It may write beside
	// the tree.
	build func(tree string, images []image) (map[string]image, error)
}

// sizes returns the sizes of the revision, which may be "": the last commit; and a
// title that says what the growth of the report is measured against, or why it is not.
func (p past) sizes(images []image, revision string) (sizes, string, error) {
	asked := revision != ""
	if !asked {
		revision = "HEAD"
		changes, err := p.git(p.workspace, "status", "--porcelain")
		if err != nil {
			return nil, "Growth is not known: " + err.Error(), nil
		}
		if len(changes) == 0 {
			revision = "HEAD~1"
		}
	}
	commit, err := p.git(p.workspace, "log", "-1", "--format=%H %h %s", revision, "--")
	if err != nil && !asked {
		return nil, fmt.Sprintf("Growth is not known: %v\n(A shallow clone has no history: git fetch --deepen=1.)", err), nil
	}
	if err != nil {
		return nil, "", err
	}
	hash, title, _ := strings.Cut(strings.TrimSpace(string(commit)), " ")
	title = "Growth is measured against " + title

	file := filepath.Join(p.kept, fmt.Sprintf("%s-%x.txt", hash, sumOf(images)))
	if text, err := os.ReadFile(file); err == nil {
		if s, err := parse(string(text)); err == nil {
			return s, title, nil
		}
		// (A table that cannot be read is made anew.)
	}
	s, err := p.measure(images, hash)
	if err != nil {
		return nil, "", err
	}
	err = errors.Join(os.MkdirAll(p.kept, 0o755), os.WriteFile(file, []byte(s.format()), 0o644))
	if err != nil {
		return nil, "", fmt.Errorf("cannot keep the sizes of %s: %w", hash, err)
	}
	return s, title, nil
}

// sumOf tells lists of images apart: a table has all of its list that there were.
func sumOf(images []image) []byte {
	sum := sha256.New()
	for _, i := range images {
		fmt.Fprintln(sum, i.name, i.label)
	}
	return sum.Sum(nil)[:4]
}

// measure builds a commit's images in a clean copy and measures them.
func (p past) measure(images []image, commit string) (_ sizes, err error) {
	directory, err := os.MkdirTemp("", "bugo-sizes-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, clone.Remove(directory)) }()
	tree := filepath.Join(directory, "bugo")
	archive, err := p.git(p.workspace, "archive", "--format=tar", commit)
	if err != nil {
		return nil, err
	}
	if err := unpack(archive, tree); err != nil {
		return nil, fmt.Errorf("cannot unpack commit %s: %w", commit, err)
	}
	// The caches that this tree uses serve that one, too.
	settings, err := os.ReadFile(filepath.Join(p.workspace, "user.bazelrc"))
	if err == nil {
		err = os.WriteFile(filepath.Join(tree, "user.bazelrc"), settings, 0o600)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	built, err := p.build(tree, images)
	if err != nil {
		return nil, fmt.Errorf("cannot build the images of commit %s: %w", commit, err)
	}
	s := sizes{}
	for name, i := range built {
		if s[name], err = measure(i.elf, i.flat); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// runGit runs the machine's git. The error is what it says.
func runGit(workspace string, arguments ...string) ([]byte, error) {
	// (In a container the tree is often another user's; whoever runs programs of a
	// tree trusts it already.)
	command := exec.Command("git", append([]string{"-c", "safe.directory=" + workspace}, arguments...)...)
	command.Dir = workspace
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil && said.Len() > 0 {
		err = fmt.Errorf("git %s: %s", arguments[0], strings.TrimSpace(said.String()))
	}
	return out, err
}

// unpack makes a directory of the files of an archive.
func unpack(archive []byte, directory string) error {
	if err := os.Mkdir(directory, 0o755); err != nil {
		return err
	}
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !filepath.IsLocal(header.Name) {
			continue // (git writes a header of its own, and names below the tree)
		}
		path := filepath.Join(directory, header.Name)
		switch header.Typeflag {
		case tar.TypeDir:
			err = os.MkdirAll(path, 0o755)
		case tar.TypeSymlink:
			err = os.Symlink(header.Linkname, path)
		case tar.TypeReg:
			var content []byte
			if content, err = io.ReadAll(r); err == nil {
				err = os.WriteFile(path, content, header.FileInfo().Mode().Perm())
			}
		}
		if err != nil {
			return err
		}
	}
}
