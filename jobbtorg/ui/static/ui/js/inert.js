// The one place where text becomes HTML: a document that runs nothing and fetches nothing, for its
// text or its nodes. Trusted Types (jobbtorg/ui/middleware.py) refuse it everywhere else.

const policy = globalThis.trustedTypes?.createPolicy("jobbtorg-inert", { createHTML: (text) => text })
  ?? { createHTML: (text) => text };

export function parse(text) {
  return new DOMParser().parseFromString(policy.createHTML(text), "text/html");
}
