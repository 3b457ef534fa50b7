/** What a schema found wrong, with the place of each: `dns.port: expected number; name: …`. */
export function issuesText(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
): string {
  return issues
    .slice(0, ISSUES_MAX)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}

/** A list of which every member is wrong says so this often. */
const ISSUES_MAX = 10;
