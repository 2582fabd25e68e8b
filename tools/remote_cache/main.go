// SPDX-License-Identifier: MIT

// Command remote_cache serves a remote cache for Bazel on this machine:
//
//	./bazelw run //tools/remote_cache -- --dir DIR [--port N] [--read_only_port N] [--max_size SIZE]
//
// It writes a configuration for the nginx of Debian's packages, whose WebDAV
// module is what Bazel's documentation describes as a cache, starts it on the
// loopback interface only, and ends it on SIGINT or SIGTERM. DIR keeps the
// entries, in ac and cas, and may be copied or removed while nothing runs.
//
// Flags:
//
//	--dir DIR            where entries are kept; made where it is missing
//	--port N             reads and writes (default 8080; 0: any free port)
//	--read_only_port N   reads only, for builds that must not fill the cache
//	--max_size SIZE      such as 10G (the default): above it the oldest entries go
//
// Exit status: 0 when it was told to end, 1 if the server could not be started
// or ended by itself, 2 for wrong arguments.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"bugo/tools/caller"
	"bugo/tools/remote_cache/nginx"
	"bugo/tools/remote_cache/store"
)

// trimInterval is the time between two looks at the size of the store.
const trimInterval = 10 * time.Minute

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

func run(ctx context.Context, args []string) int {
	flags := flag.NewFlagSet("remote_cache", flag.ContinueOnError)
	program := flags.String("nginx", "", "the nginx to run (BUILD.bazel gives it)")
	dir := flags.String("dir", "", "directory that keeps the entries")
	port := flags.Int("port", 8080, "port for reads and writes; 0 takes a free one")
	readOnly := flags.Int("read_only_port", 0, "port for reads only; 0 has none")
	maxSize := flags.String("max_size", "10G", "size above which the oldest entries are removed")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	limit, err := store.ParseSize(*maxSize)
	switch {
	case err != nil:
	case *program == "":
		err = errors.New("no nginx: start this as `./bazelw run //tools/remote_cache -- --dir DIR`")
	case *dir == "":
		err = errors.New("no --dir: name the directory that keeps the entries, such as --dir ~/.cache/bugo/remote_cache")
	case flags.NArg() > 0:
		err = fmt.Errorf("%q is no flag: see --help", flags.Arg(0))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "remote_cache:", err)
		return 2
	}
	if err := serve(ctx, nginx.Config{
		Program:      *program,
		Dir:          filepath.Clean(caller.Path(*dir)),
		Port:         *port,
		ReadOnlyPort: *readOnly,
	}, limit); err != nil {
		fmt.Fprintln(os.Stderr, "remote_cache:", err)
		return 1
	}
	return 0
}

// serve runs the server until ctx ends or the server does.
func serve(ctx context.Context, config nginx.Config, limit int64) error {
	server, err := nginx.Start(config, os.Stderr)
	if err != nil {
		return err
	}
	defer server.Stop()
	fmt.Printf("remote_cache: %s serves %s\n", server.URL(), config.Dir)
	fmt.Printf("  reads and writes: --config=remote_cache_write --remote_cache=%s\n", server.URL())
	fmt.Printf("  reads only:       --config=remote_cache --remote_cache=%s\n", server.ReadOnlyURL())

	ticker := time.NewTicker(trimInterval)
	defer ticker.Stop()
	for {
		removed, err := store.Trim(config.Dir, limit)
		if err != nil {
			fmt.Fprintln(os.Stderr, "remote_cache: the size is not kept:", err)
		} else if removed > 0 {
			fmt.Printf("remote_cache: removed the %d oldest entries\n", removed)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-server.Ended():
			return fmt.Errorf("nginx ended by itself (its words are above): %v", server.Err())
		case <-ticker.C:
		}
	}
}
