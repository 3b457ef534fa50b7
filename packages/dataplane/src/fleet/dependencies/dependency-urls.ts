/** What a program asks of this machine, past the region: a port of a loopback host. */
export interface Dependency {
  /** As it was written: `localhost`, or of 127.0.0.0/8. */
  host: string;
  port: number;
}

/**
 * `http://` and what stands before the host, the host, the port. Of https the name in the
 * certificate would be another one than the relay's, so that is left alone.
 */
const LOOPBACK_URL =
  /^(http:\/\/(?:[^/?#@\s]*@)?)(localhost|127(?:\.\d{1,3}){3}):(\d{1,5})(?=[/?#]|$)/i;
/**
 * The endpoints of SDKs, which are the engine's own and not a dependency.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
const SDK_ENDPOINT = /^AWS_ENDPOINT_URL/;
const PORT_MAX = 65_535;

/** The dependencies that variables of user data name, each once. */
export function dependenciesOf(variables: ReadonlyMap<string, string>): Dependency[] {
  const found = new Map<string, Dependency>();
  for (const [name, value] of variables) {
    const dependency = dependencyIn(name, value)?.dependency;
    if (dependency !== undefined) found.set(authorityOf(dependency), dependency);
  }
  return [...found.values()];
}

/** The variables, with each dependency's authority in place of which there is another one. */
export function withAuthorities(
  variables: ReadonlyMap<string, string>,
  authorityFor: (dependency: Dependency) => string | undefined,
): Map<string, string> {
  return new Map(
    [...variables].map(([name, value]) => {
      const found = dependencyIn(name, value);
      const authority = found && authorityFor(found.dependency);
      return [name, authority === undefined ? value : found?.before + authority + found?.after];
    }),
  );
}

/** One that is written in two ways is two: `localhost` may be of IPv6. */
export function authorityOf({ host, port }: Dependency): string {
  return `${host}:${port}`;
}

function dependencyIn(
  name: string,
  value: string,
): { dependency: Dependency; before: string; after: string } | undefined {
  const match = SDK_ENDPOINT.test(name) ? null : LOOPBACK_URL.exec(value);
  if (match === null) return undefined;
  const [whole, before = '', host = '', digits = ''] = match;
  const port = Number(digits);
  const isAddress = host.split('.').every((part) => Number.isNaN(Number(part)) || +part <= 255);
  if (port < 1 || port > PORT_MAX || !isAddress) return undefined;
  const dependency = { host: host.toLowerCase(), port };
  return { dependency, before, after: value.slice(whole.length) };
}
