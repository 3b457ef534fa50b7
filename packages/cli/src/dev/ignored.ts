/**
 * Whether a path is left out by the lines of a `.gitignore`, as far as most of them go: names and
 * paths with `*`, `?` and `**`, a slash at the end for folders, `!` for what is taken after all.
 * What lies in a folder that is left out is never asked for. https://git-scm.com/docs/gitignore
 */
export function ignoredBy(lines: readonly string[]): (path: string, isFolder: boolean) => boolean {
  const rules = lines.flatMap((line) => ruleOf(line) ?? []);
  return (path, isFolder) => {
    let isIgnored = false;
    for (const { fits, takes, foldersOnly } of rules)
      if ((isFolder || !foldersOnly) && fits.test(path)) isIgnored = !takes;
    return isIgnored;
  };
}

interface Rule {
  fits: RegExp;
  takes: boolean;
  foldersOnly: boolean;
}

/** A longer one is no pattern that a person wrote. */
const LINE_CHARACTERS_MAX = 500;

function ruleOf(line: string): Rule | undefined {
  const text = line.trimEnd();
  if (text === '' || text.startsWith('#') || text.length > LINE_CHARACTERS_MAX) return undefined;
  const takes = text.startsWith('!');
  const foldersOnly = text.endsWith('/');
  const pattern = text.slice(takes ? 1 : 0, foldersOnly ? -1 : undefined);
  // "If there is a separator at the beginning or middle … of the pattern, then the pattern is
  // relative to the directory level of the particular .gitignore file itself."
  const isAnchored = pattern.includes('/');
  const body = pattern.replace(/^\//, '').split('/').map(partPattern).join('');
  return { fits: new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${body}$`), takes, foldersOnly };
}

function partPattern(part: string, index: number, parts: readonly string[]): string {
  const isLast = index === parts.length - 1;
  if (part === '**') return isLast ? '.*' : '(?:[^/]+/)*';
  const text = part
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
  return isLast ? text : `${text}/`;
}
