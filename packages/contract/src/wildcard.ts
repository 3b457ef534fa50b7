/**
 * Whether all of `text` fits `pattern`, in which `*` stands for any characters and `?` for exactly
 * one. Greedy, with one point to come back to: no pattern takes longer than the product of both
 * lengths, where a regular expression made from it could take exponentially long. Every wildcard
 * that a client or a template may write is matched here.
 *
 * @param options.escape A character that makes the one behind it stand for itself, e.g. `\`.
 */
export function matchesWildcard(
  pattern: string,
  text: string,
  options: { escape?: string } = {},
): boolean {
  const symbols = options.escape === undefined ? pattern : unescape(pattern, options.escape);
  let at = 0;
  let position = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (position < text.length) {
    const symbol = symbols[at];
    if (symbol === '*') {
      starAt = at++;
      resumeAt = position;
    } else if (symbol !== undefined && (symbol === '?' || symbol.at(-1) === text[position])) {
      at += 1;
      position += 1;
    } else if (starAt >= 0) {
      at = starAt + 1;
      position = ++resumeAt;
    } else {
      return false;
    }
  }
  while (symbols[at] === '*') at += 1;
  return at === symbols.length;
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/**
 * One element a symbol; an escaped one keeps its escape before it, and so is neither `*` nor `?`.
 */
function unescape(pattern: string, escape: string): string[] {
  const symbols: string[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const escaped = pattern[at] === escape && at + 1 < pattern.length;
    symbols.push(escaped ? pattern.slice(at, at + 2) : pattern.charAt(at));
    if (escaped) at += 1;
  }
  return symbols;
}
