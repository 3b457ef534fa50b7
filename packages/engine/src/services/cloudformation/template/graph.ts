import { validationError } from '../errors.ts';
import { referencesOf } from './references.ts';
import type { Template } from './template.ts';

/** For each resource, the resources that must exist before it. */
export type DependencyGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** Dependencies by Ref, Fn::GetAtt, Fn::Sub and DependsOn, among the named resources only. */
export function dependencyGraph(template: Template, among: readonly string[]): DependencyGraph {
  const known = new Set(among);
  return new Map(
    among.map((id) => {
      const resource = template.resources[id];
      const names = [
        ...(resource?.dependsOn ?? []),
        ...referencesOf(resource?.properties).map((reference) => reference.name),
      ];
      return [id, new Set(names.filter((name) => known.has(name)))];
    }),
  );
}

/** Throws AWS's error when resources depend on each other in a circle. */
export function assertNoCycle(graph: DependencyGraph): void {
  const circular = membersInCircles(graph);
  if (circular.length > 0)
    throw validationError(`Circular dependency between resources: [${circular.join(', ')}]`);
}

/** Resources in an order in which each follows what it depends on; ties keep the graph's order. */
export function dependencyOrder(graph: DependencyGraph): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const dependency of graph.get(id) ?? []) if (graph.has(dependency)) visit(dependency);
    order.push(id);
  };
  for (const id of graph.keys()) visit(id);
  return order;
}

/** The same edges the other way round: for each resource, those that depend on it. */
export function reversed(graph: DependencyGraph): DependencyGraph {
  const result = new Map<string, Set<string>>([...graph.keys()].map((id) => [id, new Set()]));
  for (const [id, dependencies] of graph)
    for (const dependency of dependencies) result.get(dependency)?.add(id);
  return result;
}

/**
 * What remains after taking away, again and again, everything at the edge of the graph is in a
 * circle or between two.
 */
export function membersInCircles(graph: DependencyGraph): string[] {
  const left = new Map([...graph].map(([id, dependencies]) => [id, new Set(dependencies)]));
  for (;;) {
    const needed = new Set([...left.values()].flatMap((dependencies) => [...dependencies]));
    const edge = [...left].filter(
      ([id, dependencies]) =>
        !needed.has(id) || ![...dependencies].some((dependency) => left.has(dependency)),
    );
    if (edge.length === 0) return [...left.keys()];
    for (const [id] of edge) left.delete(id);
  }
}
