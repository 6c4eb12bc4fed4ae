package access

import (
	_ "embed"
	"errors"
	"fmt"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
)

//go:embed policies.cedar
var policyText []byte

//go:embed schema.cedarschema
var schemaText []byte

// Policies is the text of the policies in force, for an auditor to read.
func Policies() string { return string(policyText) }

// parsePolicies reads policies, each of which must carry an @id of its own:
// refusals are logged by it.
func parsePolicies(text []byte) (*cedar.PolicySet, error) {
	list, err := cedar.NewPolicyListFromBytes("policies.cedar", text)
	if err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	set := cedar.NewPolicySet()
	for _, p := range list {
		id := cedar.PolicyID(p.Annotations()["id"])
		if id == "" {
			return nil, fmt.Errorf("policy at line %d has no @id", p.Position().Line)
		}
		if !set.Add(id, p) {
			return nil, fmt.Errorf("policy @id(%q) is used twice", id)
		}
	}
	return set, nil
}

// newValidator reads the schema.
func newValidator() (*validate.Validator, error) {
	var s schema.Schema
	if err := s.UnmarshalCedar(schemaText); err != nil {
		return nil, fmt.Errorf("read policy schema: %w", err)
	}
	resolved, err := s.Resolve()
	if err != nil {
		return nil, fmt.Errorf("resolve policy schema: %w", err)
	}
	return validate.New(resolved, validate.WithStrict()), nil
}

// checkPolicies refuses a policy that the schema does not cover: an attribute
// misspelt in a forbid would otherwise switch the forbid off in silence.
func checkPolicies(set *cedar.PolicySet, v *validate.Validator) error {
	var errs []error
	for id, p := range set.All() {
		if err := v.Policy(string(id), (*ast.Policy)(p.AST())); err != nil {
			errs = append(errs, fmt.Errorf("policy %s: %w", id, err))
		}
	}
	return errors.Join(errs...)
}
