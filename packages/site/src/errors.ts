/** A field of the configuration that cannot be used as it is. */
export interface FieldProblem {
  /** Dotted path, e.g. `web.capacity.max`. */
  field: string;
  value: unknown;
  problem: string;
  /** What to write instead. */
  hint: string;
}

/** Everything that is wrong with a configuration, so that it can be corrected in one go. */
export class SiteConfigError extends Error {
  readonly problems: readonly FieldProblem[];
  /**
   * The next action for the first problem; each has its own in the message where there are several.
   */
  readonly hint: string;

  constructor(problems: readonly [FieldProblem, ...FieldProblem[]]) {
    const [first, ...others] = problems;
    super(
      others.length === 0
        ? sentence(first)
        : `${problems.length} fields cannot be used${problems.map(line).join('')}`,
    );
    this.name = 'SiteConfigError';
    this.problems = problems;
    this.hint = others.length === 0 ? first.hint : 'correct each of the named fields';
  }
}

function sentence({ field, value, problem }: FieldProblem): string {
  return `${field} is ${show(value)}: ${problem}`;
}

function line(problem: FieldProblem): string {
  return `\n  ${sentence(problem)}; ${problem.hint}`;
}

/** Long values are told by their beginning: the field says where the rest is. */
const SHOWN_CHARACTERS_MAX = 80;

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = jsonOf(value) ?? String(value);
  return text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
}

/** Undefined for what JSON has no text of. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // a BigInt, or what holds itself
  }
}
