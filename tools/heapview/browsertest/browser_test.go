// SPDX-License-Identifier: MIT

//go:build bazel

package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience is how long anything in the browser may take on a slow machine.
const patience = 60 * time.Second

// browser is the one that all tests share; each opens its own tab.
var browser context.Context

func TestMain(m *testing.M) {
	program := os.Getenv("CHROMIUM")
	if !filepath.IsAbs(program) {
		program = filepath.Join(os.Getenv("TEST_SRCDIR"), program)
	}
	profile, err := os.MkdirTemp(os.Getenv("TEST_TMPDIR"), "chromium")
	if err != nil {
		panic(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.UserDataDir(profile),
		// Bazel's own sandbox is around it, and Chromium's does not work as root.
		chromedp.NoSandbox,
		chromedp.DisableGPU,
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	var closeBrowser context.CancelFunc
	browser, closeBrowser = chromedp.NewContext(allocator)
	code := m.Run()
	closeBrowser()
	stop()
	os.Exit(code)
}

// tab is a page in the browser.
type tab struct {
	t   *testing.T
	ctx context.Context

	mutex    sync.Mutex
	messages []string // what it wrote to the console
}

// open shows a page of the given width and height, with the user's preference
// of a light or dark theme, and waits until its film can be played.
func open(t *testing.T, path string, width, height int64, scheme string) *tab {
	t.Helper()
	tab := openUnready(t, path, width, height, scheme)
	tab.until(`document.body.dataset.ready === "true"`)
	return tab
}

func openUnready(t *testing.T, path string, width, height int64, scheme string) *tab {
	t.Helper()
	// The first context starts the browser and lives as long as it.
	require.NoError(t, chromedp.Do(browser))
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, patience)
	t.Cleanup(cancel)
	tab := &tab{t: t, ctx: ctx}
	messages := chromedp.Console(ctx)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			tab.mutex.Lock()
			tab.messages = append(tab.messages, message.String())
			tab.mutex.Unlock()
		}
	}()
	tab.do(chromedp.EmulateViewport(width, height))
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	require.NoError(t, err)
	tab.do(chromedp.Navigate("file://" + path))
	return tab
}

func (tab *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	require.NoError(tab.t, chromedp.Do(tab.ctx, steps...), "console: %s", tab.console())
}

// until waits for a condition in the page.
func (tab *tab) until(condition string) {
	tab.t.Helper()
	_, err := chromedp.Run(tab.ctx, chromedp.Poll[bool](condition))
	require.NoError(tab.t, err, "waiting for %s; console: %s", condition, tab.console())
}

func (tab *tab) press(keys string, modifiers ...chromedp.KeyOption) {
	tab.t.Helper()
	tab.do(chromedp.KeyEvent(keys, modifiers...))
}

func (tab *tab) console() string {
	tab.mutex.Lock()
	defer tab.mutex.Unlock()
	return strings.Join(tab.messages, "\n")
}

// get evaluates an expression in the page; promises are waited for.
func get[T any](tab *tab, expression string) T {
	tab.t.Helper()
	value, err := chromedp.Run(tab.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(tab.t, err, "%s; console: %s", expression, tab.console())
	return value
}

func (tab *tab) frame() int {
	tab.t.Helper()
	return get[int](tab, `Number(document.body.dataset.frame)`)
}

func (tab *tab) playing() bool {
	tab.t.Helper()
	return get[bool](tab, `document.body.dataset.playing === "true"`)
}

// rest waits until the browser has drawn the page thirty times more: half a
// second in which a player that plays would go on.
func (tab *tab) rest() {
	tab.t.Helper()
	get[bool](tab, `new Promise((done) => {
		let n = 0;
		const count = () => (++n === 30 ? done(true) : requestAnimationFrame(count));
		count();
	})`)
}
