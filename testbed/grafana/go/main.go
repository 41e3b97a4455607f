// dashboard-schema: reads a dashboard as JSON from standard input, and prints what Grafana's schema has against it:
// fields that it does not know, fields that are missing, values of another type or out of bounds, in panels and queries
// too. Exits with 1 if there is any.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	input, err := io.ReadAll(os.Stdin)
	check(err)
	read := dashboard.Dashboard{}
	check(read.UnmarshalJSONStrict(input))
	check(read.Validate())
}

// The SDK returns an empty list of errors, which is not nil, where it found none.
func check(err error) {
	if err != nil && err.Error() != "" {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
