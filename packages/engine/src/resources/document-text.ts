/** A JSON document, such as a policy, which a template gives as text or as an object. */
export function documentText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
