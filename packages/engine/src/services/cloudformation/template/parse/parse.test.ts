import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseTemplate } from './parse.ts';
import { parseTemplateText } from './parse-text.ts';

describe('reading text', () => {
  test('writes YAML’s short forms out', () => {
    const text = `
Resources:
  A:
    Type: AWS::EC2::VPC
    Properties:
      Name: !Sub '\${AWS::StackName}-x'
      Att: !GetAtt B.Nested.Arn
      AttList: !GetAtt [B, Arn]
      Ref: !Ref B
      Join: !Join [',', [!Ref B, c]]
      If: !If [Yes, 1, !Ref AWS::NoValue]
      Out: !GetStackOutput
        StackName: s
        OutputName: o
Conditions:
  IsTest: !Not [!Condition IsLive]
`;
    expect(parseTemplateText(text)).toEqual({
      Resources: {
        A: {
          Type: 'AWS::EC2::VPC',
          Properties: {
            Name: { 'Fn::Sub': '${AWS::StackName}-x' },
            Att: { 'Fn::GetAtt': ['B', 'Nested.Arn'] },
            AttList: { 'Fn::GetAtt': ['B', 'Arn'] },
            Ref: { Ref: 'B' },
            Join: { 'Fn::Join': [',', [{ Ref: 'B' }, 'c']] },
            // YAML 1.1, which CloudFormation reads, takes a bare Yes for true.
            If: { 'Fn::If': [true, 1, { Ref: 'AWS::NoValue' }] },
            Out: { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } },
          },
        },
      },
      Conditions: { IsTest: { 'Fn::Not': [{ Condition: 'IsLive' }] } },
    });
  });

  test('takes a day for text, as CloudFormation does', () => {
    expect(parseTemplateText('Version: 2012-10-17\nTime: 10:30')).toEqual({
      Version: '2012-10-17',
      Time: '10:30',
    });
  });

  test('merges no maps: `<<` is a key like any other', () => {
    expect(parseTemplateText('a:\n  <<: {b: 1}\n  c: 2')).toEqual({ a: { '<<': { b: 1 }, c: 2 } });
  });

  test('reads what the CDK toolkit writes: any JSON value as YAML 1.1', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Za-z0-9:]+$/), fc.jsonValue()), (value) => {
        fc.pre(!('__proto__' in value) || Object.keys(value).length > 0);
        // Templates come from JSON, which has no minus zero.
        const json = JSON.parse(JSON.stringify(value)) as unknown;
        const text = stringify(json, { schema: 'yaml-1.1', lineWidth: 0 });
        fc.pre(!text.trimStart().startsWith('{'));
        expect(parseTemplateText(text)).toEqual(json);
      }),
    );
  });

  test.each([
    ["a:\n  b: 'one, two\n  three'\n  c: d", { a: { b: 'one, two three', c: 'd' } }],
    ["a:\n  b: 'one\ntwo'", { a: { b: 'one two' } }],
    ['a:\n  - b: "one\n\n two\n\n  three"\n    c: d', { a: [{ b: 'one\ntwo\nthree', c: 'd' }] }],
    ['a:\n  b: [1,\n2,\n  3]\n  c: {d: e,\nf: g}', { a: { b: [1, 2, 3], c: { d: 'e', f: 'g' } } }],
  ])('goes on in a line that is indented too little: %j', (text, expected) => {
    expect(parseTemplateText(text)).toEqual(expected);
  });

  test('how far a quoted text is indented where it goes on has no meaning', () => {
    const word = fc.stringMatching(/^[a-z:#,{}[\]-]{1,6}$/);
    const line = fc.record({
      indent: fc.nat(12),
      words: fc.array(word, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("'", '"'),
        (lines, quote) => {
          fc.pre(lines.every(({ words }) => !/^(?:---|\.\.\.)/.test(words.join(' '))));
          const texts = lines.map(({ words }) => words.join(' '));
          const [first = '', ...more] = texts;
          const rest = more.map((text, index) => ' '.repeat(lines[index + 1]?.indent ?? 0) + text);
          const yaml = `a:\n    b: ${quote}${[first, ...rest].join('\n')}${quote}\n    c: d\n`;
          expect(parseTemplateText(yaml)).toEqual({ a: { b: texts.join(' '), c: 'd' } });
        },
      ),
    );
  });

  test('a text that never ends is refused, however many lines it has', () => {
    const text = `a:\n  b: 'one\n${'c: d\n'.repeat(5_000)}`;
    expect(() => parseTemplateText(text)).toThrow('YAML not well-formed. (line');
  });

  test.each([
    ['{"a": }', 'Template format error: JSON not well-formed.'],
    ['a: [', 'Template format error: YAML not well-formed. (line'],
    ['just text', 'Template format error: unsupported structure.'],
    ['a: !Nope b', 'YAML not well-formed.'],
  ])('rejects %j', (text, message) => {
    expect(() => parseTemplateText(text)).toThrow(message);
  });
});

describe('structure', () => {
  const resource = { Type: 'AWS::EC2::VPC' };
  const parse = (template: object) => parseTemplate(JSON.stringify(template));

  test.each<[object, string]>([
    [{ Resources: { A: resource }, Nope: {} }, 'Invalid template property or properties [Nope]'],
    [{ Resources: { A: {} } }, '[/Resources/A] Every Resources object must contain a Type member.'],
    [{ Resources: { 'A-b': resource } }, 'Resource name A-b is non alphanumeric.'],
    [
      { Resources: { A: { ...resource, Propertees: {} } } },
      "Invalid template resource property 'Propertees'",
    ],
    [
      { Resources: { A: { ...resource, Properties: { X: { Y: [1, null] } } } } },
      "[/Resources/A/Properties/X/Y/1] 'null' values are not allowed in templates",
    ],
    [
      { Resources: { A: { ...resource, DeletionPolicy: 'Snapshot' } } },
      'Resource type AWS::EC2::VPC does not support DeletionPolicy Snapshot',
    ],
    [{ Resources: { A: resource }, Transform: 'Mine' }, 'No transform named Mine found.'],
    [
      { Resources: { A: resource }, Parameters: { P: { Type: 'Strange' } } },
      'Unrecognized parameter type: Strange',
    ],
    [{ Resources: { A: resource }, Outputs: { O: {} } }, 'must contain a Value object'],
    [
      { Resources: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`A${i}`, resource])) },
      'Number of resources, 501, is greater than maximum allowed, 500',
    ],
  ])('rejects %#', (template, message) => {
    expect(() => parse(template)).toThrow(message);
  });
});
