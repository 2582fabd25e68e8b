// SPDX-License-Identifier: MIT

package checks

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"bugo/quality/tree"
)

// Links follows the relative links and images of documents, and their anchors.
// Nothing is fetched: links with a scheme or a host are left alone.
func Links(t *tree.Tree) []Finding {
	documents := map[string]*document{}
	for _, name := range t.Sources("*.md") {
		documents[name] = parseDocument(t.Read(name))
	}
	var findings []Finding
	for name, d := range documents {
		for _, l := range d.links {
			if wrong, remedy := follow(t, documents, name, l.target); wrong != "" {
				findings = append(findings, Finding{name, l.line, wrong, remedy})
			}
		}
	}
	return findings
}

// follow returns what is wrong with a link of a document, if anything.
func follow(t *tree.Tree, documents map[string]*document, from, target string) (wrong, remedy string) {
	u, err := url.Parse(target)
	if err != nil {
		return fmt.Sprintf("the link %q cannot be read (%v)", target, err), "write a relative path"
	}
	if u.Scheme != "" || u.Host != "" {
		return "", ""
	}
	to := from
	if u.Path != "" {
		to = path.Join(path.Dir(from), u.Path)
		if strings.HasPrefix(u.Path, "/") {
			to = strings.Trim(u.Path, "/") // from the repository's root
		}
		if strings.HasPrefix(to, "../") {
			return fmt.Sprintf("the link %q leaves the repository", target), "link to a file of the repository, or name what is meant"
		}
		if !t.Has(to) {
			return fmt.Sprintf("the link %q leads to nothing", target), "there is no " + to + ": write its path relative to this document"
		}
	}
	if u.Fragment == "" {
		return "", ""
	}
	d := documents[to]
	if d == nil {
		return "", "" // a line of a source file, or the like
	}
	if !d.anchors[u.Fragment] {
		return fmt.Sprintf("the link %q leads to no heading", target), "no heading of " + to + " has the anchor #" + u.Fragment
	}
	return "", ""
}

// document is what this check needs of a document.
type document struct {
	links   []link
	anchors map[string]bool
}

type link struct {
	target string
	line   int
}

// htmlAttribute finds links in what Markdown passes on as HTML.
var htmlAttribute = regexp.MustCompile(`\b(href|src|id|name)="([^"]*)"`)

func parseDocument(source []byte) *document {
	d := &document{anchors: map[string]bool{}}
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	used := map[string]int{}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			d.anchors[anchor(plainText(n, source), used)] = true
		case *ast.Link:
			d.add(n, source, string(n.Destination))
		case *ast.Image:
			d.add(n, source, string(n.Destination))
		case *ast.HTMLBlock:
			for i := range n.Lines().Len() {
				segment := n.Lines().At(i)
				d.addHTML(segment.Value(source), lineOf(source, segment.Start))
			}
		case *ast.RawHTML:
			for i := range n.Segments.Len() {
				segment := n.Segments.At(i)
				d.addHTML(segment.Value(source), lineOf(source, segment.Start))
			}
		}
		return ast.WalkContinue, nil
	})
	return d
}

// add notes a link. Its node knows no place; its block does.
func (d *document) add(n ast.Node, source []byte, target string) {
	block := n
	for block.Type() != ast.TypeBlock {
		block = block.Parent()
	}
	start := 0
	if lines := block.Lines(); lines != nil && lines.Len() > 0 {
		start = lines.At(0).Start
	}
	if i := bytes.Index(source[start:], []byte("("+target)); i >= 0 {
		start += i
	}
	d.links = append(d.links, link{target, lineOf(source, start)})
}

func (d *document) addHTML(html []byte, line int) {
	for _, match := range htmlAttribute.FindAllSubmatch(html, -1) {
		switch string(match[1]) {
		case "href", "src":
			d.links = append(d.links, link{string(match[2]), line})
		default:
			d.anchors[string(match[2])] = true
		}
	}
}

func lineOf(source []byte, offset int) int { return 1 + bytes.Count(source[:offset], []byte("\n")) }

// plainText returns a heading's text without its markup.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			b.Write(t.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// notInAnchors is what GitHub leaves out of a heading's anchor.
var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N}\p{M}_ -]`)

// anchor returns a heading's anchor as GitHub makes it. used counts those of the
// document so far.
func anchor(heading string, used map[string]int) string {
	a := strings.ReplaceAll(notInAnchors.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
	n := used[a]
	used[a]++
	if n > 0 {
		return fmt.Sprintf("%s-%d", a, n)
	}
	return a
}
