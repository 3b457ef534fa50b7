/**
 * Whether `text` matches a pattern in which `*` stands for any number of characters and `?` for
 * exactly one. Linear in practice and never worse than the product of both lengths: no pattern
 * makes it hang.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let patternAt = 0;
  let textAt = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (textAt < text.length) {
    const symbol = pattern[patternAt];
    if (symbol === '*') {
      starAt = patternAt;
      resumeAt = textAt;
      patternAt += 1;
    } else if (symbol === '?' || symbol === text[textAt]) {
      patternAt += 1;
      textAt += 1;
    } else if (starAt >= 0) {
      resumeAt += 1;
      textAt = resumeAt;
      patternAt = starAt + 1;
    } else {
      return false;
    }
  }
  while (pattern[patternAt] === '*') patternAt += 1;
  return patternAt === pattern.length;
}
