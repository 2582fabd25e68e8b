// SPDX-License-Identifier: MIT

package nginx

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// text returns nginx's configuration. run is a directory for the files of this
// run; everything that nginx would place in /var or /run lies in it.
//
// A PUT is written into a file of its own and renamed, so that nobody ever reads
// half of an entry; the temporary files lie in Dir, for a rename never crosses
// file systems.
func (c Config) text(run string) (string, error) {
	for _, path := range []string{c.Dir, run} {
		if strings.ContainsAny(path, "\"\\$\n") {
			return "", fmt.Errorf("nginx cannot serve %q: its path has a quote, a backslash, a dollar sign or a line break", path)
		}
		if !filepath.IsAbs(path) {
			return "", fmt.Errorf("nginx cannot serve %q: its path is not absolute", path)
		}
	}
	var b strings.Builder
	if os.Getuid() == 0 {
		// (Else the worker would become Debian's www-data, who may not write here.)
		b.WriteString("user root root;\n")
	}
	fmt.Fprintf(&b, `daemon off;
worker_processes 1;
error_log stderr error;
pid "%[1]s/nginx.pid";
lock_file "%[1]s/nginx.lock";
events {
  worker_connections 1024;
}
http {
  access_log off;
  log_not_found off;
  default_type application/octet-stream;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 1000000;
  client_max_body_size 0;
  client_body_temp_path "%[2]s/tmp";
  proxy_temp_path "%[1]s/proxy";
  fastcgi_temp_path "%[1]s/fastcgi";
  uwsgi_temp_path "%[1]s/uwsgi";
  scgi_temp_path "%[1]s/scgi";
`, run, c.Dir)
	b.WriteString(c.server(c.Port, "GET PUT"))
	if c.ReadOnlyPort != 0 {
		b.WriteString(c.server(c.ReadOnlyPort, "GET"))
	}
	b.WriteString("}\n")
	return b.String(), nil
}

// server is one address and the methods that it allows (GET includes HEAD).
func (c Config) server(port int, methods string) string {
	return fmt.Sprintf(`  server {
    listen 127.0.0.1:%[1]d;
    root "%[2]s";
    location ~ "^/(ac|cas)/[0-9a-f]{64}$" {
      dav_methods PUT;
      create_full_put_path on;
      dav_access user:rw group:r all:r;
      limit_except %[3]s { deny all; }
    }
    location = / { return 200 "%[4]s"; }
    location / { return 404; }
  }
`, port, c.Dir, methods, greeting)
}
