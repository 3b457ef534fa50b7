import type { Random } from '@understudy/contract';

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

export function wholeNumber(random: Random, most: number): number {
  return Math.floor(random.next() * (most + 1));
}

/** Values at which readers of lengths and counts go wrong. */
const ODD_BYTES = [0x00, 0x01, 0x0a, 0x0d, 0x20, 0x2a, 0x3a, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff];

/** One to four changes: bytes flipped, set, cut out, doubled, put in; or the end cut off. */
export function mutateBytes(random: Random, valid: Buffer, bytesMax: number): Buffer {
  let bytes = valid;
  const changes = 1 + wholeNumber(random, 3);
  for (let change = 0; change < changes; change += 1) bytes = mutateOnce(random, bytes);
  return bytes.subarray(0, bytesMax);
}

function mutateOnce(random: Random, bytes: Buffer): Buffer {
  const at = wholeNumber(random, Math.max(0, bytes.length - 1));
  const length = 1 + wholeNumber(random, 15);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (wholeNumber(random, 5)) {
    case 0:
      return Buffer.concat([
        before,
        Buffer.from([(bytes[at] ?? 0) ^ (1 << wholeNumber(random, 7))]),
        after.subarray(1),
      ]);
    case 1:
      return Buffer.concat([before, Buffer.from([pick(random, ODD_BYTES)]), after.subarray(1)]);
    case 2:
      return Buffer.concat([before, after.subarray(length)]);
    case 3:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 4:
      return Buffer.concat([before, Buffer.alloc(length, pick(random, ODD_BYTES)), after]);
    default:
      return before;
  }
}

/** Anything but what a reader of JSON expects there. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  '',
  ' ',
  '*',
  '${',
  '${AWS::Nothing}',
  '{{resolve:ssm:x}}',
  [],
  {},
  { Ref: 'Nothing' },
  { Ref: { Ref: 'x' } },
  { 'Fn::Sub': ['${A}', { A: { 'Fn::Sub': '${A}' } }] },
  { 'Fn::GetAtt': [] },
  { 'Fn::Join': [',', { Ref: 'AWS::StackId' }] },
  { 'Fn::If': ['Nothing', 1, 2] },
  { 'Fn::Select': [99, ['a']] },
  { 'Fn::FindInMap': ['a', 'b', 'c'] },
  { __proto__: null, constructor: 1 },
  'x'.repeat(5_000),
  '\u0000\u202e\ud800',
  'arn:aws:iam::111122223333:role/x',
];

/** One to three places of a JSON value changed, cut out, renamed or swapped for another one. */
export function mutateJson(random: Random, valid: unknown): unknown {
  const copy = structuredClone(valid);
  const changes = 1 + wholeNumber(random, 2);
  for (let change = 0; change < changes; change += 1) changeOnePlace(random, copy);
  return copy;
}

const DEPTH_MAX = 12;

function changeOnePlace(random: Random, root: unknown): void {
  let parent = root;
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    const keys = keysOf(parent);
    if (keys.length === 0) return;
    const key = pick(random, keys);
    const child = (parent as Record<string, unknown>)[key];
    if (keysOf(child).length > 0 && random.next() < 0.8) {
      parent = child;
      continue;
    }
    return changeKey(random, parent as Record<string, unknown>, key);
  }
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function changeKey(random: Random, parent: Record<string, unknown>, key: string): void {
  const value = parent[key];
  switch (wholeNumber(random, 3)) {
    case 0:
      Reflect.deleteProperty(parent, key);
      return;
    case 1:
      parent[`${key}${pick(random, ['', 'X', '.', '__proto__'])}`] = oddValue(random);
      return;
    case 2:
      parent[key] = [value, structuredClone(value)];
      return;
    default:
      parent[key] = oddValue(random);
  }
}

/** A copy: it may itself be changed in the next round. */
function oddValue(random: Random): unknown {
  return structuredClone(pick(random, ODD_VALUES));
}
