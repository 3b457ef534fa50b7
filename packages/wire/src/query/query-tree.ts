/**
 * A form's fields, grouped by the dots in their names: `Tags.member.1.Key=a` → Tags → member → 1 →
 * Key.
 */
export interface QueryNode {
  text: string | undefined;
  children: Map<string, QueryNode>;
}

export function queryTree(fields: Iterable<readonly [string, string]>): QueryNode {
  const root: QueryNode = { text: undefined, children: new Map() };
  for (const [name, text] of fields) {
    let node = root;
    for (const part of name.split('.')) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = { text: undefined, children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = text;
  }
  return root;
}

/** A list's items: children named 1, 2, … in numeric order. Gaps close up, as on AWS. */
export function numbered(node: QueryNode | undefined): QueryNode[] {
  if (node === undefined) return [];
  return [...node.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
