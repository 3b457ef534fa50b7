import { httpDateMs } from './http/http-date.ts';
import { Malformed } from './malformed.ts';
import type { Shape, TimestampFormat } from './schema/shape.ts';

/**
 * A string, number, boolean, blob or timestamp from its text in a form, an XML element, a header
 * or a path.
 */
export function scalarFromText(shape: Shape, text: string, format: TimestampFormat): unknown {
  switch (shape.kind) {
    case 'string':
      return text;
    case 'boolean':
      return booleanFromText(text);
    case 'number':
      return numberFromText(text);
    case 'blob':
      return blobFromText(text);
    case 'timestamp':
      return timestampFromText(text, shape.timestampFormat ?? format);
    default:
      throw new Malformed(`Unexpected text where a ${shape.kind} is expected`);
  }
}

export function scalarToText(shape: Shape, value: unknown, format: TimestampFormat): string {
  if (value instanceof Date) return timestampToText(value, shape.timestampFormat ?? format);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

export function timestampFromText(text: string, format: TimestampFormat): Date {
  const epochMs = epochMsOf(text, format);
  if (text === '' || Number.isNaN(epochMs))
    throw new Malformed(`'${text}' is not a valid timestamp`);
  return new Date(epochMs);
}

function epochMsOf(text: string, format: TimestampFormat): number {
  switch (format) {
    case 'date-time':
      return Date.parse(text);
    case 'http-date':
      return httpDateMs(text) ?? Number.NaN;
    case 'epoch-seconds':
      return Number(text) * 1000;
  }
}

export function timestampToText(date: Date, format: TimestampFormat): string {
  switch (format) {
    case 'date-time':
      return date.toISOString();
    case 'http-date':
      return date.toUTCString();
    case 'epoch-seconds':
      return String(date.getTime() / 1000);
  }
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL_NUMBERS = ['NaN', 'Infinity', '-Infinity'];

function numberFromText(text: string): number {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed) || SPECIAL_NUMBERS.includes(trimmed)) return Number(trimmed);
  throw new Malformed(`'${text}' is not a valid number`);
}

export function blobFromText(text: string): Uint8Array {
  // Line breaks are allowed: older clients wrap base64 at 76 columns.
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) throw new Malformed('Invalid base64 data');
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

function booleanFromText(text: string): boolean {
  const lower = text.trim().toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  throw new Malformed(`'${text}' is not a valid boolean`);
}
