/** File contents for the sandbox's repositories: short, but of the kind one finds in KusionStack's. */

const APPLY = `package operation

import (
	"context"
	"fmt"

	"kusionstack.io/kusion/pkg/engine/state"
)

// ApplyOperation applies the planned changes of a stack to its runtimes.
type ApplyOperation struct {
	storage state.Storage
	workers int
}

// ApplyRequest names what is applied.
type ApplyRequest struct {
	Project string
	Stack   string
	DryRun  bool
}

// Apply walks the resource graph and applies each node after the ones it depends on.
func (o *ApplyOperation) Apply(ctx context.Context, req *ApplyRequest) error {
	if req == nil {
		return fmt.Errorf("request is nil")
	}
	prior, err := o.storage.Get(req.Project, req.Stack)
	if err != nil {
		return fmt.Errorf("get state of %s/%s: %w", req.Project, req.Stack, err)
	}
	graph, err := newGraph(prior)
	if err != nil {
		return err
	}
	return graph.Walk(ctx, o.workers, o.applyNode)
}

func (o *ApplyOperation) applyNode(ctx context.Context, node *Node) error {
	if node.Unchanged() {
		return nil
	}
	return node.Runtime.Apply(ctx, node.Resource)
}
`;

const STATE = `package state

import "errors"

// ErrNotFound is returned when a stack has no state yet.
var ErrNotFound = errors.New("state not found")

// Storage keeps the state of stacks.
type Storage interface {
	Get(project, stack string) (*State, error)
	Save(project, stack string, s *State) error
}

// State is what was applied last.
type State struct {
	Version   int
	Resources []Resource
}

// Resource is one applied resource.
type Resource struct {
	ID         string
	Type       string
	Attributes map[string]any
	DependsOn  []string
}
`;

const SERVER = `package server

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

// NewRouter builds the routes of the Kusion server.
func NewRouter(h *Handler) http.Handler {
	r := chi.NewRouter()
	r.Route("/api/v1", func(r chi.Router) {
		r.Get("/stacks", h.ListStacks)
		r.Post("/stacks/{stackID}/apply", h.Apply)
		r.Get("/workspaces", h.ListWorkspaces)
	})
	return r
}
`;

const PREVIEW = `package preview

import (
	"github.com/spf13/cobra"
)

// NewCmdPreview shows what apply would change.
func NewCmdPreview() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Preview a series of resource changes within the stack",
		RunE: func(cmd *cobra.Command, args []string) error {
			return run(cmd.Context())
		},
	}
	cmd.Flags().Bool("detail", false, "Automatically show preview details")
	return cmd
}
`;

function readme(name: string, line: string): string {
  return `# ${name}\n\n${line}\n\n## Contributing\n\nSee [CONTRIBUTING.md](CONTRIBUTING.md). Approvals and roles follow the community's\n[ladder](https://github.com/KusionStack/community/blob/main/ROLES.md).\n`;
}

const CONTRIBUTING = `# Contributing

Open a pull request with a title such as \`feat: …\`, \`fix: …\` or \`docs: …\`.
An approver of every area it touches approves it, then it can be merged.
`;

export const KUSION: Readonly<Record<string, string>> = {
  "README.md": readme("Kusion", "Declarative, intent-driven platform orchestrator for internal developer platforms."),
  "CONTRIBUTING.md": CONTRIBUTING,
  "go.mod":
    "module kusionstack.io/kusion\n\ngo 1.22\n\nrequire (\n\tgithub.com/go-chi/chi/v5 v5.0.10\n\tgithub.com/spf13/cobra v1.8.0\n)\n",
  "pkg/engine/operation/apply.go": APPLY,
  "pkg/engine/state/state.go": STATE,
  "pkg/engine/runtime/kubernetes.go":
    "package runtime\n\n// Kubernetes applies resources to a cluster.\ntype Kubernetes struct {\n\tcontext string\n}\n",
  "pkg/server/route.go": SERVER,
  "pkg/cmd/preview/preview.go": PREVIEW,
  "docs/overview.md": "# Overview\n\nKusion turns an application's intent into resources of its platform.\n",
  "docs/quickstart.md": "# Quick start\n\n1. Install the Kusion CLI.\n2. Run `kusion init`.\n3. Run `kusion apply`.\n",
  "scripts/release.sh": "#!/usr/bin/env bash\nset -euo pipefail\nmake build-all\n",
  ".github/workflows/check.yaml":
    "name: check\non: [pull_request]\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: make lint\n",
};

export const KARPOR: Readonly<Record<string, string>> = {
  "README.md": readme("Karpor", "Intelligence for Kubernetes: search, insight and AI over your clusters."),
  "CONTRIBUTING.md": CONTRIBUTING,
  "pkg/core/handler/search/search.go":
    "package search\n\n// Query finds resources across clusters.\nfunc Query(text string) ([]string, error) {\n\treturn nil, nil\n}\n",
  "ui/src/pages/search.tsx": 'export function Search() {\n  return <input placeholder="Search resources" />;\n}\n',
  "docs/install.md": "# Install\n\n`helm install karpor kusionstack/karpor`\n",
};

export const KUPERATOR: Readonly<Record<string, string>> = {
  "README.md": readme("Kuperator", "Operators that run workloads with fine-grained change control."),
  "pkg/controllers/collaset/collaset_controller.go":
    "package collaset\n\n// Reconciler keeps pods as their CollaSet wants them.\ntype Reconciler struct{}\n",
  "docs/collaset.md": "# CollaSet\n\nA CollaSet manages pods with their operation lifecycle.\n",
};

export const CONTROLLER_MESH: Readonly<Record<string, string>> = {
  "README.md": readme("Controller Mesh", "Sharding, isolation and canary for Kubernetes controllers."),
  "pkg/proxy/proxy.go":
    "package proxy\n\n// Proxy stands between a controller and the API server.\ntype Proxy struct{}\n",
};

export const COMMUNITY: Readonly<Record<string, string>> = {
  "README.md": readme("Community", "How the KusionStack community works."),
  "ROLES.md": "# Roles\n\nMembers, contributors, approvers, maintainers: what each may do and how one becomes one.\n",
  "GOVERNANCE.md": "# Governance\n\nThe community defines members, contributors, approvers and maintainers.\n",
};
