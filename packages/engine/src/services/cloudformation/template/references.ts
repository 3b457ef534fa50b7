import { isJsonObject } from '@understudy/contract';
import { asFunction } from './values.ts';

export interface Reference {
  name: string;
  /** Present for `Fn::GetAtt` and for `${Name.Attribute}` in `Fn::Sub`. */
  attribute?: string;
}

/** `${Name}` or `${Name.Attribute}`; `${!Literal}` is text. */
const SUB_PLACEHOLDER = /\$\{([^!}][^}]*)\}/g;

/** Every name that a value refers to by Ref, Fn::GetAtt or Fn::Sub, wherever it stands within. */
export function referencesOf(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (!isJsonObject(value)) return [];
  const call = asFunction(value);
  if (call?.name === 'Ref' && typeof call.argument === 'string') return [{ name: call.argument }];
  if (call?.name === 'Fn::GetAtt') return getAttReference(call.argument);
  if (call?.name === 'Fn::Sub') return subReferences(call.argument);
  return Object.values(value).flatMap(referencesOf);
}

/** Names of the conditions that a member of the Conditions block refers to. */
export function conditionsUsedInCondition(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionsUsedInCondition);
  if (!isJsonObject(value)) return [];
  const { Condition: name } = value;
  if (typeof name === 'string') return [name];
  return Object.values(value).flatMap(conditionsUsedInCondition);
}

/** Names of the conditions that Fn::If refers to. */
export function conditionsUsedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionsUsedIn);
  if (!isJsonObject(value)) return [];
  const call = asFunction(value);
  const [first] = Array.isArray(call?.argument) ? (call.argument as unknown[]) : [];
  const own = call?.name === 'Fn::If' && typeof first === 'string' ? [first] : [];
  return [...own, ...Object.values(value).flatMap(conditionsUsedIn)];
}

/** The parts of a GetAtt's argument; the attribute may be a function. */
export function getAttParts(argument: unknown): { name: unknown; attribute: unknown } {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return { name: argument.slice(0, dot), attribute: argument.slice(dot + 1) };
  }
  const [name, ...rest] = Array.isArray(argument) ? (argument as unknown[]) : [];
  const dotted = rest.length > 1 && rest.every((part) => typeof part === 'string');
  return { name, attribute: dotted ? rest.join('.') : rest[0] };
}

export function subPlaceholders(text: string): string[] {
  return [...text.matchAll(SUB_PLACEHOLDER)].map((match) => (match[1] ?? '').trim());
}

export function replacePlaceholders(text: string, replace: (name: string) => string): string {
  return text
    .replace(SUB_PLACEHOLDER, (_whole, name: string) => replace(name.trim()))
    .replace(/\$\{!([^}]*)\}/g, '${$1}');
}

function getAttReference(argument: unknown): Reference[] {
  const { name, attribute } = getAttParts(argument);
  const inner = referencesOf(attribute);
  if (typeof name !== 'string') return inner;
  return [typeof attribute === 'string' ? { name, attribute } : { name }, ...inner];
}

function subReferences(argument: unknown): Reference[] {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  const own = isJsonObject(variables) ? variables : {};
  const names = typeof text === 'string' ? subPlaceholders(text) : [];
  return [
    ...names.filter((name) => !Object.hasOwn(own, name)).map(placeholderReference),
    ...referencesOf(own),
  ];
}

export function placeholderReference(placeholder: string): Reference {
  const dot = placeholder.indexOf('.');
  if (dot < 0) return { name: placeholder };
  return { name: placeholder.slice(0, dot), attribute: placeholder.slice(dot + 1) };
}
