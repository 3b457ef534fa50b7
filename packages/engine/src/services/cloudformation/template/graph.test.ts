import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertNoCycle, dependencyGraph, dependencyOrder, reversed } from './graph.ts';
import { parseTemplate } from './parse/parse.ts';

const graphOf = (resources: object) => {
  const template = parseTemplate(JSON.stringify({ Resources: resources }));
  return dependencyGraph(template, Object.keys(template.resources));
};

test('follows Ref, Fn::GetAtt, Fn::Sub and DependsOn, however deep they stand', () => {
  const graph = graphOf({
    A: { Type: 'T' },
    B: { Type: 'T', Properties: { Deep: [{ In: { Ref: 'A' } }] } },
    C: { Type: 'T', Properties: { X: { 'Fn::GetAtt': ['B', 'Arn'] } }, DependsOn: 'A' },
    D: { Type: 'T', Properties: { X: { 'Fn::Sub': ['${C.Arn} ${A} ${B}', { B: 'own' }] } } },
    E: { Type: 'T', Properties: { X: { 'Fn::Sub': '${!A} ${AWS::Region}' } } },
  });
  expect(Object.fromEntries([...graph].map(([id, on]) => [id, [...on].sort()]))).toEqual({
    A: [],
    B: ['A'],
    C: ['A', 'B'],
    D: ['A', 'C'],
    E: [],
  });
});

test('names every resource of a circle, and none besides', () => {
  const graph = graphOf({
    Before: { Type: 'T' },
    A: { Type: 'T', Properties: { X: { Ref: 'B' } }, DependsOn: 'Before' },
    B: { Type: 'T', DependsOn: 'C' },
    C: { Type: 'T', DependsOn: 'A' },
    After: { Type: 'T', DependsOn: 'A' },
  });
  expect(() => assertNoCycle(graph)).toThrow('Circular dependency between resources: [A, B, C]');
  expect(() => assertNoCycle(graphOf({ A: { Type: 'T', DependsOn: 'A' } }))).toThrow('[A]');
});

/** Each node may depend on those before it, so there is no circle. */
const acyclic = fc
  .array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 25 })
  .map(
    (rows) =>
      new Map(
        rows.map((row, index) => [
          `N${index}`,
          new Set(index === 0 ? [] : row.map((wish) => `N${wish % index}`)),
        ]),
      ),
  );

test('the order puts everything after what it depends on, each thing once', () => {
  fc.assert(
    fc.property(acyclic, (graph) => {
      const order = dependencyOrder(graph);
      expect([...order].sort()).toEqual([...graph.keys()].sort());
      for (const [id, dependencies] of graph)
        for (const dependency of dependencies)
          expect(order.indexOf(dependency)).toBeLessThan(order.indexOf(id));
      expect(() => assertNoCycle(graph)).not.toThrow();
    }),
  );
});

test('turning a graph round twice gives the same graph', () => {
  fc.assert(
    fc.property(acyclic, (graph) => {
      expect(reversed(reversed(graph))).toEqual(graph);
    }),
  );
});
