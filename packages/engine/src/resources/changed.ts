/** True when a property differs between two states of a resource, compared as JSON. */
export function changed<P extends object>(properties: P, previous: P, name: keyof P): boolean {
  return JSON.stringify(properties[name]) !== JSON.stringify(previous[name]);
}
