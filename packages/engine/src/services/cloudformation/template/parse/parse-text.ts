import { isJsonObject, type JsonObject } from '@understudy/contract';
import { visit, YAMLMap } from 'yaml';
import type { CollectionTag, Document, ScalarTag, Tags, YAMLSeq } from 'yaml';
import { templateError, templateFormatError } from '../../errors.ts';
import { parseLoosely } from './wide-continuations.ts';

/** Everything that reads a template goes into it level by level; no template of use comes near. */
const NESTING_MAX = 200;

/** Reads a template as JSON or YAML, with YAML's short forms (`!Sub`) written out (`Fn::Sub`). */
export function parseTemplateText(text: string): JsonObject {
  const value = text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text);
  if (!isJsonObject(value)) throw templateFormatError('unsupported structure.');
  assertNesting(value);
  return value;
}

/** Level by level and not by recursion, which deep nesting is meant to exhaust. */
function assertNesting(value: JsonObject): void {
  let level: unknown[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > NESTING_MAX) throw nestedTooDeep();
    level = level.flatMap((item) =>
      typeof item === 'object' && item !== null ? (Object.values(item) as unknown[]) : [],
    );
  }
}

function nestedTooDeep(): Error {
  return templateFormatError(`the template is nested more than ${NESTING_MAX} levels deep.`);
}

/**
 * Functions with a short form.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
const SHORT_FORMS = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAZs',
  'GetAtt',
  'GetStackOutput',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

/**
 * YAML 1.1 types that CloudFormation reads as text: `Version: 2012-10-17` is a string, not a day.
 * It has no hash merges either: `<<` is a key like any other.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
const PLAIN_TEXT_TAGS = new Set([
  'tag:yaml.org,2002:timestamp',
  'tag:yaml.org,2002:binary',
  'tag:yaml.org,2002:omap',
  'tag:yaml.org,2002:pairs',
  'tag:yaml.org,2002:set',
  'tag:yaml.org,2002:merge',
]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const place = /line (\d+) column (\d+)/.exec(String(cause));
    const where = place === null ? '' : ` (line ${place[1]}, column ${place[2]})`;
    throw templateFormatError(`JSON not well-formed.${where}`);
  }
}

function parseYaml(text: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    // Deep enough for the reader, too deep for what goes through its result.
    if (error instanceof RangeError) throw nestedTooDeep();
    throw error;
  }
}

function readYaml(text: string): unknown {
  const document = parseLoosely(text, {
    schema: 'yaml-1.1',
    customTags: (tags) => [...tags.filter(isWanted), ...shortFormTags()],
    uniqueKeys: true,
    logLevel: 'silent',
  });
  const [problem] = document.errors;
  // The library's own recursion came to its end.
  if (problem?.code === 'RESOURCE_EXHAUSTION') throw nestedTooDeep();
  if (problem !== undefined) {
    const [start] = problem.linePos ?? [];
    const where = start === undefined ? '' : ` (line ${start.line}, column ${start.col})`;
    throw templateFormatError(`YAML not well-formed.${where}`);
  }
  const [unknownTag] = document.warnings;
  if (unknownTag !== undefined)
    throw templateFormatError(`YAML not well-formed. (${firstLine(unknownTag.message)})`);
  refuseAliases(document);
  return document.toJS() as unknown;
}

// In AWS's words; a few aliases of aliases would make a small template endless.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
function refuseAliases(document: Document.Parsed): void {
  visit(document, {
    Alias: () => {
      throw templateError('YAML aliases are not allowed in CloudFormation templates.');
    },
  });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function isWanted(tag: Tags[number]): boolean {
  if (typeof tag === 'string') return true;
  // Sexagesimal numbers (`1:20`) are text to CloudFormation too; their tags have the format TIME.
  return !PLAIN_TEXT_TAGS.has(tag.tag) && tag.format !== 'TIME';
}

function shortFormTags(): (ScalarTag | CollectionTag)[] {
  const names: [tag: string, name: string][] = [
    ['!Ref', 'Ref'],
    ['!Condition', 'Condition'],
    ...SHORT_FORMS.map((name): [string, string] => [`!${name}`, `Fn::${name}`]),
  ];
  return names.flatMap(([tag, name]) => [
    { tag, resolve: (value: string) => ({ [name]: getAttArgument(name, value) }) },
    {
      tag,
      collection: 'seq',
      resolve: (value: YAMLMap | YAMLSeq) => functionNode(name, value),
    },
    {
      tag,
      collection: 'map',
      resolve: (value: YAMLMap | YAMLSeq) => functionNode(name, value),
    },
  ]);
}

/** `!GetAtt Resource.Some.Attribute`: the first dot parts the resource from the attribute. */
function getAttArgument(name: string, text: string): unknown {
  if (name !== 'Fn::GetAtt') return text;
  const dot = text.indexOf('.');
  return dot < 0 ? text : [text.slice(0, dot), text.slice(dot + 1)];
}

function functionNode(name: string, argument: YAMLMap | YAMLSeq): YAMLMap {
  const node = new YAMLMap();
  node.set(name, untagged(argument));
  return node;
}

/** The node without its own tag, which would make it a function again. */
function untagged<T extends YAMLMap | YAMLSeq>(node: T): T {
  delete node.tag;
  return node;
}
