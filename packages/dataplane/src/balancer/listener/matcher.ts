/** Whether a status is one of the codes of a matcher such as `200` or `200-299,301`. */
export function statusMatches(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [from, to = from] = part.split('-').map((text) => Number(text.trim()));
    return from !== undefined && to !== undefined && from <= status && status <= to;
  });
}
