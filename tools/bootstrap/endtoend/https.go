// SPDX-License-Identifier: MIT

package main

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
)

// fetching is a workspace whose one target comes by https. (What ./bazelw overrides
// must be somebody's dependency.)
var fetching = map[string]string{
	"MODULE.bazel": `module(name = "fetching")
bazel_dep(name = "gazelle")
bazel_dep(name = "package_metadata")
bazel_dep(name = "rules_go")
bazel_dep(name = "rules_shell")
https = use_repo_rule("//:https.bzl", "https")
https(name = "fetched", url = %q)
`,
	".bazelrc":    "common --noenable_workspace\n",
	"BUILD.bazel": "",
	"https.bzl": `
def _https_impl(rctx):
    rctx.download(rctx.attr.url, "answer.txt")
    rctx.file("BUILD.bazel", "exports_files(['answer.txt'])")

https = repository_rule(implementation = _https_impl, attrs = {"url": attr.string()})
`,
}

// httpsTrusts lets Bazel fetch from a server whose certificate nobody knows, and again
// when SSL_CERT_FILE names it.
func httpsTrusts(m *machine) error {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "trusted") }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // (clients that do not trust it)
	server.StartTLS()
	defer server.Close()
	directory := filepath.Join(m.directory, "https")
	if err := os.Mkdir(directory, 0o755); err != nil {
		return err
	}
	fetching["MODULE.bazel"] = fmt.Sprintf(fetching["MODULE.bazel"], server.URL+"/answer")
	fetching["bundle.crt"] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	for name, text := range fetching {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	bazelw := func(certificates string, arguments ...string) (outcome, error) {
		arguments = append([]string{"--output_base=" + filepath.Join(m.directory, "https_output_base")}, arguments...)
		return runIn(directory, m.environment(certificates, "BUGO_REGISTRY=closed"), nil, filepath.Join(m.workspace, "bazelw"), arguments...)
	}
	ours := "SSL_CERT_FILE=" + filepath.Join(directory, "bundle.crt")
	defer bazelw(ours, "shutdown")

	got, err := bazelw("BUGO_CERTIFICATES=unpack", "build", "--noshow_progress", "@fetched//:answer.txt")
	if err != nil {
		return err
	}
	if err := got.want(1, "unable to find valid certification path to requested target"); err != nil {
		return err
	}
	got, err = bazelw(ours, "build", "--noshow_progress", "@fetched//:answer.txt")
	if err != nil {
		return err
	}
	return got.want(0)
}
