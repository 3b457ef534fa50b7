import { readClient, StandIn, type ClientDefinition } from '@understudy/drill';
import type { SiteConfig } from '@understudy/site';
import { writtenDefault } from './written-default.ts';

/**
 * What the site's visitors do; undefined: its configuration names none. @throws UnderstudyError
 * DrillInvalid
 */
export async function siteClient({
  client: file,
}: SiteConfig): Promise<ClientDefinition | undefined> {
  if (file === undefined) return undefined;
  return await writtenDefault(
    file,
    readClient,
    'its default export is what defineClient of understudy-aws gives; docs/guide/drill.md has an example',
  );
}

/** The site with servers of the drill's own in place of what its app asks beside AWS. */
export interface StoodIn extends AsyncDisposable {
  site: SiteConfig;
}

export async function withStandIns(
  site: SiteConfig,
  client: ClientDefinition | undefined,
): Promise<StoodIn> {
  const { web } = site;
  const stack = new AsyncDisposableStack();
  if (web === undefined) return { site, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  const environment = { ...web.environment };
  for (const name of client?.standIns ?? [])
    environment[name] ??= stack.use(await StandIn.start()).url;
  return {
    site: { ...site, web: { ...web, environment } },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
