// kstatus: reads a resource as JSON from standard input, prints the status that Flux takes it to have and a message.
package main

import (
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

func main() {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	resource := &unstructured.Unstructured{}
	if err := resource.UnmarshalJSON(input); err != nil {
		fail(err)
	}
	result, err := status.Compute(resource)
	if err != nil {
		fail(err)
	}
	fmt.Printf("%s\n%s\n", result.Status, result.Message)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
