// SPDX-License-Identifier: MIT

package bootstrap

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/stretchr/testify/require"
)

// debianPackage is a package of the made-up archive. Its .deb is a plain tar
// file, which the made-up dpkg-deb unpacks.
type debianPackage struct {
	name, version string
	files         map[string]string // path, such as usr/bin/x -> text
}

// deb returns the content of the package's file.
func (p debianPackage) deb(m *machine) []byte {
	m.t.Helper()
	var content bytes.Buffer
	writer := tar.NewWriter(&content)
	names := make([]string, 0, len(p.files))
	for name := range p.files {
		names = append(names, name)
	}
	sort.Strings(names)
	directories := map[string]bool{}
	for _, name := range names {
		// (As in real packages, a directory stands before what is in it.)
		for i, letter := range name {
			if parent := name[:i]; letter == '/' && !directories[parent] {
				directories[parent] = true
				require.NoError(m.t, writer.WriteHeader(&tar.Header{Name: "./" + parent + "/", Mode: 0o755, Typeflag: tar.TypeDir}))
			}
		}
		text := p.files[name]
		require.NoError(m.t, writer.WriteHeader(&tar.Header{Name: "./" + name, Mode: 0o755, Size: int64(len(text))}))
		_, err := writer.Write([]byte(text))
		require.NoError(m.t, err)
	}
	require.NoError(m.t, writer.Close())
	return content.Bytes()
}

// entry returns the package's line in a lock file.
func (p debianPackage) entry(m *machine, suite string) string {
	content := p.deb(m)
	return fmt.Sprintf("%s %s %s all pool/%s_%s.deb %d %x\n", suite, p.name, p.version, p.name, p.version, len(content), sha256.Sum256(content))
}

// publish makes these the packages that SUITE has, and the only ones that the
// archive keeps of these names: older files of theirs are gone.
func (m *machine) publish(suite string, packages ...debianPackage) {
	m.t.Helper()
	pool := filepath.Join(m.archive, "pool")
	require.NoError(m.t, os.MkdirAll(pool, 0o755))
	var index strings.Builder
	for _, p := range packages {
		old, err := filepath.Glob(filepath.Join(pool, p.name+"_*.deb"))
		require.NoError(m.t, err)
		for _, path := range old {
			require.NoError(m.t, os.Remove(path))
		}
		require.NoError(m.t, os.WriteFile(filepath.Join(pool, p.name+"_"+p.version+".deb"), p.deb(m), 0o644))
		index.WriteString(p.entry(m, suite))
	}
	require.NoError(m.t, os.WriteFile(filepath.Join(m.archive, "index."+suite), []byte(index.String()), 0o644))
}

// lock writes a lock file of the workspace and returns its path.
func (m *machine) lock(name, suite, want, hold string, packages ...debianPackage) string {
	m.t.Helper()
	var text strings.Builder
	fmt.Fprintf(&text, "# A made-up lock file.\n@title %s of Debian\n@instead %s from elsewhere\n@suite %s\n@want %s\n@without libc-bin\n@hold %s\n", name, name, suite, want, hold)
	for _, p := range packages {
		text.WriteString(p.entry(m, suite))
	}
	m.write("tools/bootstrap/"+name+".lock", text.String())
	return filepath.Join(m.workspace, "tools", "bootstrap", name+".lock")
}

// offline cuts the machine off, or connects it again: its archive and its Go
// module proxy cannot be reached.
func (m *machine) offline(off bool) {
	m.t.Helper()
	marker := filepath.Join(m.archive, "offline")
	if off {
		require.NoError(m.t, os.WriteFile(marker, nil, 0o644))
	} else {
		require.NoError(m.t, os.Remove(marker))
	}
}

// makeDebian makes the machine a Debian: apt and dpkg over the made-up archive.
func (m *machine) makeDebian() {
	m.t.Helper()
	m.install("dpkg", `echo amd64`)
	m.install("dpkg-deb", `[ "$1" = -x ] && exec tar -x -f "$2" -C "$3"`)
	// Takes URL TARGET SHA256:SUM triples. A file archive/half makes the next
	// call end in the middle of its first file; archive/hold makes it wait until
	// that file is gone, having made archive/held.
	m.install("apt-helper", `
while [ "$1" != download-file ]; do shift; done
shift
if [ -e "$ARCHIVE/hold" ]; then : > "$ARCHIVE/held"; while [ -e "$ARCHIVE/hold" ]; do sleep 0.01; done; fi
code=0
while [ $# -gt 0 ]; do
  file=$ARCHIVE/${1#http://mirror.test/debian/}
  if [ -e "$ARCHIVE/offline" ]; then
    echo "Err:1 $1"; echo "  Could not connect to mirror.test:80, connection timed out"; code=100
  elif [ -e "$ARCHIVE/half" ]; then
    rm "$ARCHIVE/half"; head -c 300 "$file" > "$2"
    echo "Err:1 $1"; echo "  Connection failed"; exit 100
  elif [ ! -e "$file" ]; then
    echo "Err:1 $1"; echo "  404  Not Found"; code=100
  elif [ "SHA256:$(sha256sum < "$file" | cut -d' ' -f1)" != "$3" ]; then
    cp "$file" "$2.FAILED"; echo "E: Failed to fetch $1  Hash Sum mismatch"; code=100
  else
    cp "$file" "$2"
  fi
  shift 3
done
exit $code`)
	// The suite is read from the sources.list that the options name.
	m.install("apt-get", `
sources=; verb=; wants=
for word; do
  case $word in
    Dir::Etc::sourcelist=*) sources=${word#*=} ;;
    indextargets) echo "Other|http://other.test/debian/"; echo "Debian|http://mirror.test/debian/"; exit ;;
    update | install) verb=$word ;;
    -*) ;;
    *) [ "$verb" != install ] || wants="$wants $word" ;;
  esac
done
if [ -e "$ARCHIVE/offline" ]; then echo "E: Failed to fetch the index: could not connect"; exit 100; fi
[ "$verb" = install ] || exit 0
index=$ARCHIVE/index.$(sed 's/.*debian \([^ ]*\) main/\1/' "$sources")
for want in $wants; do
  version=$(awk -v name="${want%%=*}" '$2 == name { print $3 }' "$index")
  case $want in *=*) glob=${want#*=} ;; *) glob=* ;; esac
  case $version in
    $glob) [ -n "$version" ] || exit 100 ;;
    *) echo "E: Version '$glob' for '${want%%=*}' was not found"; exit 100 ;;
  esac
done
awk '{ print "Inst " $2 " (" $3 " Debian:made-up [all])" }' "$index"`)
	m.install("apt-cache", `
sources=; verb=
for word; do
  case $word in
    Dir::Etc::sourcelist=*) sources=${word#*=} ;;
    madison | show) verb=$word ;;
    *=*) ;;
    *) name=$word ;;
  esac
done
index=$ARCHIVE/index.$(sed 's/.*debian \([^ ]*\) main/\1/' "$sources")
case $verb in
  madison) awk -v name="$name" '$2 == name { print " " $2 " | " $3 " | mirror" }' "$index" ;;
  show) awk '{ print "Package: " $2 "\nVersion: " $3 "\nArchitecture: " $4 "\nFilename: " $5 "\nSize: " $6 "\nSHA256: " $7 "\n" }' "$index" ;;
esac`)
}
