export type Coercion = { ok: true; value: unknown } | { ok: false; wanted: string };

/**
 * CloudFormation takes numbers and booleans written as text, and the other way round, since
 * parameters are text.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function coercePrimitive(type: string, value: unknown): Coercion {
  switch (type) {
    case 'boolean':
      return toBoolean(value);
    case 'integer':
      return toNumber(value, 'Integer', Number.isInteger);
    case 'number':
      return toNumber(value, 'Number', Number.isFinite);
    default:
      return toText(value);
  }
}

/** As CloudFormation's messages name JSON types. */
export function jsonTypeName(value: unknown): string {
  if (value === null || value === undefined) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  if (typeof value === 'object') return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Number';
  return typeof value === 'boolean' ? 'Boolean' : 'String';
}

function toBoolean(value: unknown): Coercion {
  if (typeof value === 'boolean') return { ok: true, value };
  if (value === 'true' || value === 'True') return { ok: true, value: true };
  if (value === 'false' || value === 'False') return { ok: true, value: false };
  return { ok: false, wanted: 'Boolean' };
}

function toNumber(value: unknown, wanted: string, fits: (number: number) => boolean): Coercion {
  const isText = typeof value === 'string' && value.trim() !== '';
  const number = isText ? Number(value) : value;
  return typeof number === 'number' && fits(number)
    ? { ok: true, value: number }
    : { ok: false, wanted };
}

function toText(value: unknown): Coercion {
  if (typeof value === 'string') return { ok: true, value };
  if (typeof value === 'number' || typeof value === 'boolean')
    return { ok: true, value: String(value) };
  return { ok: false, wanted: 'String' };
}
