// SPDX-License-Identifier: MIT

package buildfile

import (
	"strings"

	"github.com/bazelbuild/buildtools/build"
)

// Visibility returns the labels that say who may see a rule of a file: its own, else
// the file's default, else private. line is where they stand. ok tells whether they
// are written as a plain list.
func Visibility(file *build.File, rule *build.Rule) (labels []string, line int, ok bool) {
	if rule.Attr("visibility") != nil {
		return strs(rule, "visibility")
	}
	for _, p := range Rules(file, "package") {
		if p.Attr("default_visibility") != nil {
			return strs(p, "default_visibility")
		}
	}
	return []string{"//visibility:private"}, Line(rule, "visibility"), true
}

// strs returns an attribute's list, and whether it is one of literals alone.
func strs(rule *build.Rule, attribute string) (labels []string, line int, ok bool) {
	labels = rule.AttrStrings(attribute)
	return labels, Line(rule, attribute), labels != nil
}

// Pattern is a set of packages, as visibilities and package groups write them.
type Pattern struct {
	Folder string // "" is the root
	Below  bool   // and all folders below it
}

// Everyone is the pattern that every package fits.
var Everyone = Pattern{Below: true}

// Fits tells whether a package belongs to the set.
func (p Pattern) Fits(folder string) bool {
	return folder == p.Folder || p.Below && (p.Folder == "" || strings.HasPrefix(folder, p.Folder+"/"))
}

// Admits returns the packages that a label in a visibility admits, if it names them
// itself. Otherwise it is the label of a package group, or one that admits nobody.
func Admits(label string) (Pattern, bool) {
	folder, name, _ := strings.Cut(strings.TrimPrefix(label, "//"), ":")
	switch {
	case label == "//visibility:public":
		return Everyone, true
	case name == "__subpackages__":
		return Pattern{folder, true}, true
	case name == "__pkg__":
		return Pattern{folder, false}, true
	}
	return Pattern{}, false
}

// Group is what a package group says of itself.
type Group struct {
	Label  string
	File   string
	Line   int
	In     []Pattern
	Except []Pattern
	// Unread are entries that are not patterns of this tree's packages, and
	// includes: a group that has some cannot be judged.
	Unread []string
}

// Has tells whether a package belongs to the group.
func (g *Group) Has(folder string) bool {
	return fits(g.In, folder) && !fits(g.Except, folder)
}

func fits(patterns []Pattern, folder string) bool {
	for _, p := range patterns {
		if p.Fits(folder) {
			return true
		}
	}
	return false
}

// Groups returns the package groups of packages, by their labels.
func Groups(packages map[string]*build.File) map[string]*Group {
	groups := map[string]*Group{}
	for folder, file := range packages {
		for _, rule := range Rules(file, "package_group") {
			g := &Group{Label: "//" + folder + ":" + rule.Name(), File: file.Path, Line: Line(rule, "name")}
			for _, entry := range rule.AttrStrings("packages") {
				g.add(entry)
			}
			if rule.AttrStrings("packages") == nil {
				g.Unread = append(g.Unread, "packages")
			}
			if rule.Attr("includes") != nil {
				g.Unread = append(g.Unread, "includes")
			}
			groups[g.Label] = g
		}
	}
	return groups
}

// add reads an entry of a group's list: //FOLDER, //FOLDER/..., public, private, and
// with a "-" before them what is not in the group.
func (g *Group) add(entry string) {
	positive, except := strings.CutPrefix(entry, "-")
	rest, absolute := strings.CutPrefix(positive, "//")
	folder, below := strings.CutSuffix(rest, "...")
	pattern := Pattern{strings.TrimSuffix(folder, "/"), below}
	switch {
	case positive == "public":
		pattern = Everyone
	case positive == "private":
		return
	case !absolute || strings.Contains(rest, ":"):
		g.Unread = append(g.Unread, entry)
		return
	}
	if except {
		g.Except = append(g.Except, pattern)
	} else {
		g.In = append(g.In, pattern)
	}
}
