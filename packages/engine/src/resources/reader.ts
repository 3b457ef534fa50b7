import { AwsError } from '@understudy/wire';
import type { Properties } from '../kernel/resource.ts';

/**
 * Reads resolved properties of a resource. CloudFormation takes numbers and booleans also as text, so does this;
 * what cannot be read is a ValidationError that names the property.
 */
export class PropertyReader {
  readonly #properties: Properties;
  readonly #path: string;

  constructor(properties: Properties, path = '') {
    this.#properties = properties;
    this.#path = path;
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw this.#unreadable(name, 'a string');
  }

  requiredText(name: string): string {
    return this.text(name) ?? missing(this.#path + name);
  }

  number(name: string): number | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'number') return value;
    const parsed = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
    if (Number.isNaN(parsed)) throw this.#unreadable(name, 'a number');
    return parsed;
  }

  requiredNumber(name: string): number {
    return this.number(name) ?? missing(this.#path + name);
  }

  flag(name: string): boolean | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === 'true') return true;
    if (value === 'false') return false;
    throw this.#unreadable(name, 'true or false');
  }

  texts(name: string): string[] | undefined {
    return this.#list(name)?.map(String);
  }

  object(name: string): PropertyReader | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.#unreadable(name, 'an object');
    return new PropertyReader(value, `${this.#path}${name}.`);
  }

  objects(name: string): PropertyReader[] | undefined {
    return this.#list(name)?.map((item, index) => {
      if (!isObject(item)) throw this.#unreadable(`${name}.${index}`, 'an object');
      return new PropertyReader(item, `${this.#path}${name}.${index}.`);
    });
  }

  /** A map of text, e.g. Image Builder's tags. */
  map(name: string): Record<string, string> | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.#unreadable(name, 'a map');
    return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
  }

  /** A JSON document, given as text or as an object: policies. */
  document(name: string): string | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  tags(name = 'Tags'): { Key: string; Value: string }[] {
    return (this.objects(name) ?? []).map((tag) => ({
      Key: tag.requiredText('Key'),
      Value: tag.text('Value') ?? '',
    }));
  }

  /** The plain value, for structures that pass through unchanged. */
  raw(name: string): unknown {
    return this.#get(name);
  }

  #get(name: string): unknown {
    const value = this.#properties[name];
    return value === null ? undefined : value;
  }

  #list(name: string): unknown[] | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.#unreadable(name, 'a list');
    return value as unknown[];
  }

  #unreadable(name: string, expected: string): AwsError {
    return new AwsError({
      code: 'ValidationError',
      message: `Value of property ${this.#path}${name} must be ${expected}`,
    });
  }
}

/** True when a property differs between two states of a resource, compared as JSON. */
export function changed(properties: Properties, previous: Properties, name: string): boolean {
  return JSON.stringify(properties[name]) !== JSON.stringify(previous[name]);
}

function missing(name: string): never {
  throw new AwsError({
    code: 'ValidationError',
    message: `Property ${name} cannot be empty.`,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
