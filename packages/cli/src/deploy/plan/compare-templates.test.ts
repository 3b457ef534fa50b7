import { expect, test } from 'vitest';
import { compareTemplates } from './compare-templates.ts';

const template = (resources: object): string => JSON.stringify({ Resources: resources });
const topic = (properties: object, more: object = {}): object => ({
  Type: 'AWS::SNS::Topic',
  Properties: properties,
  ...more,
});

test.each<[string, object, object, object[]]>([
  ['the same, in another order', { T: topic({ A: 1, B: 2 }) }, { T: topic({ B: 2, A: 1 }) }, []],
  ['metadata alone', { T: topic({}, { Metadata: { a: 1 } }) }, { T: topic({}) }, []],
  ['one more', {}, { T: topic({}) }, [{ action: 'add', type: 'AWS::SNS::Topic' }]],
  ['one less', { T: topic({}) }, {}, [{ action: 'remove', type: 'AWS::SNS::Topic' }]],
  [
    'another value, one more and one less',
    { T: topic({ A: { x: [1] }, B: 2, D: 4 }) },
    { T: topic({ A: { x: [2] }, C: 3, D: 4 }) },
    [{ action: 'change', properties: ['A', 'B', 'C'] }],
  ],
  [
    'an attribute beside the properties',
    { T: topic({}) },
    { T: topic({}, { UpdatePolicy: { a: 1 } }) },
    [{ action: 'change', properties: ['UpdatePolicy'] }],
  ],
  [
    'another type',
    { T: topic({}) },
    { T: { Type: 'AWS::SQS::Queue' } },
    [{ action: 'replace', type: 'AWS::SQS::Queue' }],
  ],
])('%s', (_what, before, after, expected) => {
  expect(compareTemplates(template(before), template(after))).toMatchObject(expected);
  expect(compareTemplates(template(before), template(after))).toHaveLength(expected.length);
});

test('of a new stack, and one whose template is no JSON, everything is added', () => {
  for (const before of [undefined, 'Resources: {}'])
    expect(compareTemplates(before, template({ T: topic({}) }))).toMatchObject([{ action: 'add' }]);
});
