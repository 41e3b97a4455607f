// bundle-validate DIR: judges an OLM bundle by the rules of the Operator Framework, those that operator-sdk applies and
// those of OperatorHub. Prints what they find; exits with 1 where there is an error.
package main

import (
	"fmt"
	"os"

	"github.com/operator-framework/api/pkg/manifests"
	"github.com/operator-framework/api/pkg/validation"
	validator "github.com/operator-framework/api/pkg/validation/interfaces"
)

var validators = validator.Validators{
	validation.ClusterServiceVersionValidator,
	validation.CustomResourceDefinitionValidator,
	validation.BundleValidator,
	validation.OperatorHubV2Validator,
	validation.StandardCategoriesValidator,
	validation.StandardCapabilitiesValidator,
	validation.ObjectValidator,
	validation.AlphaDeprecatedAPIsValidator,
	validation.GoodPracticesValidator,
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: bundle-validate DIR")
		os.Exit(2)
	}
	bundle, err := manifests.GetBundleFromDir(os.Args[1])
	if err != nil {
		fmt.Println("Error:", err)
		os.Exit(1)
	}
	failed := false
	for _, result := range validators.Validate(bundle.ObjectsToValidate()...) {
		for _, warning := range result.Warnings {
			fmt.Println(warning.Error())
		}
		for _, err := range result.Errors {
			fmt.Println(err.Error())
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
	fmt.Printf("valid: %s with %d CustomResourceDefinitions\n", bundle.CSV.Name, len(bundle.V1CRDs))
}
