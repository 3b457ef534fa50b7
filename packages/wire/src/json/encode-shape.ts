import type { Member, Shape } from '../schema/shape.ts';
import { timestampToText } from '../scalars.ts';

/** A structure's members as a value for `JSON.stringify`. Absent members are left out. */
export function structureToJson(
  members: readonly Member[],
  value: Record<string, unknown>,
): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const { name, shape } of members) {
    const member = value[name];
    if (member !== undefined && member !== null) json[name] = shapeToJson(shape, member);
  }
  return json;
}

function shapeToJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return structureToJson(shape.members, value as Record<string, unknown>);
    case 'list':
      return (value as readonly unknown[]).map((item) =>
        item === null ? null : shapeToJson(shape.value, item),
      );
    case 'map':
      return mapToJson(shape, value as Record<string, unknown>);
    case 'timestamp':
      return timestampToJson(shape, value as Date);
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    default:
      return value;
  }
}

function mapToJson(shape: Shape, map: Record<string, unknown>): Record<string, unknown> {
  const present = Object.entries(map).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(present.map(([key, value]) => [key, shapeToJson(shape.value, value)]));
}

function timestampToJson(shape: Shape, date: Date): number | string {
  const { timestampFormat = 'epoch-seconds' } = shape;
  return timestampFormat === 'epoch-seconds'
    ? date.getTime() / 1000
    : timestampToText(date, timestampFormat);
}
