// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/bazelbuild/buildtools/build"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"bugo/quality/buildfile"
	"bugo/quality/tree"
)

// absentTargets are labels that documents name and that are not there, as "FILE LABEL".
var absentTargets = exceptions{
	"user/README.md //user/mine:run": "of the app that the reader has just written",
}

// Commands reads the commands that documents show. What one builds, runs or tests must
// be there: a package, and in its BUILD file a target of the name, or a macro that makes
// one. And a block of a console, a command with what it prints, must be one that a
// doc_test runs.
func Commands(t *tree.Tree) []Finding {
	r := absentTargets.run()
	c := &commandReader{tree: t, packages: buildfile.Packages(t)}
	tested := c.testedDocuments()
	for _, name := range t.Sources("*.md") {
		source := t.Read(name)
		for _, label := range commandLabels(string(source)) {
			if wrong := c.absent(label.text); wrong != "" && !r.lets(name+" "+label.text) {
				r.found(name, label.line, wrong, "name one that is there; what a reader makes is an exception in quality/checks/commands.go")
			}
		}
		if tested[name] {
			continue
		}
		for _, line := range consoleBlocks(source) {
			r.found(name, line, "no test runs what this console shows", "name the document in a doc_test, or make it a block of sh or text")
		}
	}
	return r.end("quality/checks/commands.go")
}

// commandReader knows what the build has.
type commandReader struct {
	tree     *tree.Tree
	packages map[string]*build.File
}

// testedDocuments returns the documents that a doc_test names.
func (c *commandReader) testedDocuments() map[string]bool {
	tested := map[string]bool{}
	for folder, file := range c.packages {
		for _, rule := range buildfile.Rules(file, "doc_test") {
			label := buildfile.Absolute(rule.AttrString("doc"), folder)
			_, name, _ := strings.Cut(label, ":")
			tested[path.Join(buildfile.Folder(label), name)] = true
		}
	}
	return tested
}

// wildcards are targets that stand for many.
var wildcards = []string{"*", "all", "all-targets"}

// absent returns what is not there of a label or a pattern, if anything.
func (c *commandReader) absent(label string) string {
	if folder, ok := strings.CutSuffix(strings.TrimPrefix(label, "//"), "..."); ok {
		below := buildfile.Pattern{Folder: strings.TrimSuffix(folder, "/"), Below: true}
		for p := range c.packages {
			if below.Fits(p) {
				return ""
			}
		}
		return fmt.Sprintf("%s has no package", label)
	}
	label = buildfile.Absolute(label, "")
	folder := buildfile.Folder(label)
	_, name, _ := strings.Cut(label, ":")
	file := c.packages[folder]
	switch {
	case file == nil:
		return fmt.Sprintf("there is no package //%s", folder)
	case slices.Contains(wildcards, name), c.tree.Read(path.Join(folder, name)) != nil, buildfile.Makes(file, name):
		return ""
	}
	return fmt.Sprintf("%s has no target %s", file.Path, name)
}

// commandLabel is a label in a command of a document.
type commandLabel struct {
	text string
	line int
}

var (
	// command is one of Bazel's that takes targets. In prose it may be broken where
	// words are.
	command = regexp.MustCompile(`(?:\./bazelw|\bbazel)(?:\s+-\S+)*\s+(?:run|test|build|coverage)\s+([^\n\x60]*)`)
	// argumentsEnd is where what Bazel reads ends: at the program's own arguments, a
	// comment, or the shell's signs.
	argumentsEnd = regexp.MustCompile(`\s(--|[#|<>&;])(\s|$)`)
	// label is one, behind a blank or as the name of a setting.
	label = regexp.MustCompile(`(?:^|\s)(?:--|-)?(//[\w./:@*+-]*)`)
)

// commandLabels returns the labels in a document's commands.
func commandLabels(document string) []commandLabel {
	var found []commandLabel
	for _, at := range command.FindAllStringSubmatchIndex(document, -1) {
		arguments := document[at[2]:at[3]]
		if end := argumentsEnd.FindStringIndex(arguments); end != nil {
			arguments = arguments[:end[0]]
		}
		for _, match := range label.FindAllStringSubmatch(arguments, -1) {
			text := match[1]
			if !strings.HasSuffix(text, "...") {
				text = strings.TrimRight(text, ".:") // of the sentence
			}
			found = append(found, commandLabel{text, lineOf([]byte(document), at[2])})
		}
	}
	return found
}

// consoleBlocks returns the lines on which fenced blocks of a console begin.
func consoleBlocks(source []byte) (lines []int) {
	root := goldmark.DefaultParser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if block, ok := n.(*ast.FencedCodeBlock); ok && entering && string(block.Language(source)) == "console" {
			lines = append(lines, lineOf(source, block.Info.Segment.Start))
		}
		return ast.WalkContinue, nil
	})
	return lines
}
