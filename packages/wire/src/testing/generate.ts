import type { Random } from '@understudy/contract';
import type { Member, Shape } from '../schema/shape.ts';
import type { Protocol } from '../types.ts';

/** Values of any shape, as odd as the wire can carry them. */
export class Generator {
  readonly #random: Random;
  readonly #protocol: Protocol;
  readonly #direction: 'input' | 'output';

  constructor(random: Random, protocol: Protocol, direction: 'input' | 'output') {
    this.#random = random;
    this.#protocol = protocol;
    this.#direction = direction;
  }

  structure(shape: Shape, depth = 3): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const member of shape.members) {
      const { httpLabel, httpPayload } = member.shape.traits;
      const mandatory = member.required || httpLabel !== undefined || httpPayload !== undefined;
      const deep = depth <= 0 && isAggregate(member.shape) && !isBound(member.shape);
      // S3's client replaces the key by its hash, and refuses an algorithm that it does not have.
      if (/SSECustomerKey|^ChecksumAlgorithm$/.test(member.name)) continue;
      if (!mandatory && (deep || this.#chance(0.3))) continue;
      value[member.name] = this.#member(member, depth);
    }
    return value;
  }

  #member({ shape, name }: Member, depth: number): unknown {
    if (shape.traits.httpResponseCode) return 200;
    if (name === 'Bucket' && shape.kind === 'string') return `bucket-${this.#below(1000)}`;
    if (shape.kind === 'blob' && shape.traits.httpPayload) return Buffer.from('payload');
    if (shape.kind === 'string' && shape.traits.httpPayload) return 'text payload';
    return this.#value(shape, depth - 1, isBound(shape));
  }

  #value(shape: Shape, depth: number, bound: boolean): unknown {
    switch (shape.kind) {
      case 'structure':
        return this.structure(shape, depth);
      case 'union':
        return this.#union(shape, depth);
      case 'list':
        return this.#list(shape, depth, bound);
      case 'map':
        return this.#map(shape, depth, bound);
      case 'string':
        return bound ? `v${this.#below(1000)}` : this.#pick(STRINGS);
      case 'boolean':
        return this.#chance(0.5);
      case 'number':
        return this.#below(100_000);
      case 'blob':
        return Buffer.from([1, 2, this.#below(256)]);
      case 'timestamp':
        return new Date((1_700_000_000 + this.#below(10_000_000)) * 1000);
      case 'unit':
        return {};
    }
  }

  #union(shape: Shape, depth: number): Record<string, unknown> {
    const simple = shape.members.filter((member) => !isAggregate(member.shape));
    const member = this.#pick(depth <= 0 && simple.length > 0 ? simple : shape.members);
    return { [member.name]: this.#member(member, depth) };
  }

  #list(shape: Shape, depth: number, bound: boolean): unknown[] {
    const mayBeEmpty = !bound && this.#carriesEmptyLists(shape);
    const count = mayBeEmpty && this.#chance(0.3) ? 0 : 1 + this.#below(2);
    return Array.from({ length: count }, () => this.#value(shape.value, depth, bound));
  }

  #map(shape: Shape, depth: number, bound: boolean): Record<string, unknown> {
    return { [`k${this.#below(100)}`]: this.#value(shape.value, depth, bound) };
  }

  #carriesEmptyLists(shape: Shape): boolean {
    if (this.#protocol.startsWith('awsJson') || this.#protocol === 'restJson') return true;
    if (this.#protocol === 'ec2Query' && this.#direction === 'input') return false;
    // Query carries `List=`; XML an empty element, unless the list has no element of its own.
    return this.#protocol === 'awsQuery' && this.#direction === 'input'
      ? true
      : !shape.traits.xmlFlattened;
  }

  #chance(probability: number): boolean {
    return this.#random.next() < probability;
  }

  #below(limit: number): number {
    return Math.floor(this.#random.next() * limit);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)] as T;
  }
}

const STRINGS = [
  '',
  'plain',
  'a<b',
  'x & y',
  ' é✓ 𝄞 ',
  'q"uo\'te',
  '1.5',
  'a\r\nb',
  'a.b=c&d+e%20',
];

function isAggregate({ kind }: Shape): boolean {
  return kind === 'structure' || kind === 'union' || kind === 'list' || kind === 'map';
}

function isBound({ traits }: Shape): boolean {
  return (
    traits.httpLabel !== undefined ||
    traits.httpQuery !== undefined ||
    traits.httpQueryParams !== undefined ||
    traits.httpHeader !== undefined ||
    traits.httpPrefixHeaders !== undefined
  );
}
