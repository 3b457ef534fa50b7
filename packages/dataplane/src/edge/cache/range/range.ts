/** First and last byte, both of them within. */
export interface ByteRange {
  start: number;
  end: number;
}

/** `first-last`, `first-` or `-suffix`. */
type RangeSpec = { first: number; last: number } | { suffix: number };

/**
 * Of one request. More of them are answered with the whole object, as RFC 9110, section 14.2,
 * allows.
 */
const RANGES_MAX = 64;

/**
 * What a Range header asks for, or nothing: "The ranges must be listed in ascending order … must
 * not overlap … All of the range specifications must be valid", or else CloudFront "returns HTTP
 * status code 200 with the full object".
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html
 */
export function readRange(text: string | undefined): RangeSpec[] | undefined {
  const list = /^bytes=(.*)$/i.exec(text?.trim() ?? '')?.[1];
  if (list === undefined) return undefined;
  const specs: RangeSpec[] = [];
  // RFC 9110, section 5.6.1.2: empty elements of a list are ignored.
  for (const part of list.split(',').filter((one) => one.trim() !== '')) {
    const spec = readSpec(part.trim());
    const before = specs.at(-1);
    if (spec === undefined || specs.length === RANGES_MAX) return undefined;
    if (before !== undefined && 'suffix' in before) return undefined;
    if (before !== undefined && 'first' in spec && spec.first <= before.last) return undefined;
    specs.push(spec);
  }
  return specs.length === 0 ? undefined : specs;
}

function readSpec(text: string): RangeSpec | undefined {
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(text) ?? [];
  if (first === '') return last === '' ? undefined : { suffix: Number(last) };
  const spec = { first: Number(first), last: last === '' ? Infinity : Number(last) };
  return spec.last < spec.first ? undefined : spec;
}

/**
 * The parts of an object of `length` bytes that a Range header asks for; nothing stands for all of
 * it.
 */
export function rangesOf(
  text: string | undefined,
  length: number,
): ByteRange[] | 'unsatisfiable' | undefined {
  const specs = readRange(text);
  if (specs === undefined) return undefined;
  const ranges = specs
    .map((spec) =>
      'suffix' in spec
        ? { start: Math.max(0, length - spec.suffix), end: spec.suffix === 0 ? -1 : length - 1 }
        : { start: spec.first, end: Math.min(spec.last, length - 1) },
    )
    // RFC 9110, section 14.1.2: a set is satisfiable if one of it is.
    .filter(({ start, end }) => start <= end);
  if (ranges.length === 0) return 'unsatisfiable';
  const overlaps = ranges.some(({ start }, index) => start <= (ranges[index - 1]?.end ?? -1));
  return overlaps ? undefined : ranges;
}

/** What a 206 (Partial Content) says it is a part of; nothing where that is not known. */
export function readContentRange(
  text: string | undefined,
): (ByteRange & { length: number }) | undefined {
  const [, start, end, length] = /^bytes (\d+)-(\d+)\/(\d+)$/i.exec(text?.trim() ?? '') ?? [];
  const range = { start: Number(start), end: Number(end), length: Number(length) };
  return range.start <= range.end && range.end < range.length ? range : undefined;
}
