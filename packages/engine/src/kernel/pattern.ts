import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Longer ones are refused: the time of a match is the pattern's length times the value's. */
const PATTERN_CHARACTERS_MAX = 1_024;

/**
 * A pattern that a client or a template wrote (`AllowedPattern`), made for matching whole values.
 * RE2 matches in time linear in the value, so no pattern can stop the control plane. AWS uses
 * Java's expressions: what RE2 does not have of them (looking around, back references, possessive
 * repetition, intersections of classes) is refused rather than understood otherwise.
 * https://github.com/google/re2/wiki/Syntax
 */
export type Pattern = { kind: 'pattern'; fits(value: string): boolean } | PatternProblem;

/** `problem` is a sentence for an error message. */
export interface PatternProblem {
  kind: 'problem';
  problem: string;
}

export function compilePattern(text: string): Pattern {
  if (text.length > PATTERN_CHARACTERS_MAX)
    return refused(`it is longer than ${PATTERN_CHARACTERS_MAX} characters`);
  // Java's intersection of classes; RE2 would read two ampersands.
  if (/&&\[/.test(text)) return refused("intersections of classes ('&&') are not supported");
  try {
    const expression = RE2JS.compile(text);
    return { kind: 'pattern', fits: (value) => expression.matches(value) };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return refused(error.message);
    throw error;
  }
}

function refused(problem: string): PatternProblem {
  return { kind: 'problem', problem };
}
